"""Records of one person: found, offered, and made one by an officer; never by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services import audit
from api.services.cvs import duplicates
from api.services.cvs.merging import joined
from api.services.erasure import erasure
from api.services.office import Office
from api.services.shortlists import shortlists
from api.services.unit import SYSTEM, Unit, reading, writing
from api.storage.tables import (
    AccountRow,
    ApplicationRow,
    CallRow,
    ConsentRow,
    CvRow,
    DecisionRow,
    EvaluationNoteRow,
    ExpertRow,
    IdentityRow,
    InvitationRow,
    RemovedExpertRow,
)
from matching.entities import Call
from tests.api.conftest import Doors, problem
from tests.api.cvs.documents import CV, EMAIL, EXPERTS, NEWER, confirm, matched, profile, sent
from tests.api.old_data import CALL, first_look
from tests.api.test_experts import events
from tests.people import person

PATH = "/api/v1/duplicates"


def found(client: TestClient) -> dict[tuple[str, ...], dict[str, Any]]:
    pairs = client.get(PATH).json()["items"]
    return {tuple(one["expert_id"] for one in pair["people"]): pair for pair in pairs}


def tag_of(client: TestClient, expert_id: str) -> dict[str, str]:
    return {"If-Match": client.get(f"{EXPERTS}/{expert_id}").headers["etag"]}


def merge(client: TestClient, stays: str, goes: str, *, anyway: bool = False) -> Any:
    """`anyway`: although nothing speaks for one person, as with most people of these tests."""
    data = {"goes": goes, "anyway": anyway}
    return client.post(f"{EXPERTS}/{stays}/merge", json=data, headers=tag_of(client, stays))


def name(office: Office, expert_id: str, new: str) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, expert_id).name = new


@pytest.fixture
def two(officer: TestClient) -> tuple[str, str]:
    """Ids of two records of one person, each with a CV that is confirmed."""
    first = sent(officer, CV, expert_id="finn")
    second = sent(officer, NEWER.replace(EMAIL, "o@example.net"), expert_id="gus")
    for made in (first, second):
        assert confirm(officer, made).status_code == 200
    return "finn", "gus"


# --- found -------------------------------------------------------------------------------------------------------------


def test_nobody_is_a_duplicate_of_anybody_at_first(officer: TestClient) -> None:
    assert officer.get(PATH).json() == {"items": [], "next": None}


def test_the_same_name_and_birth_date_on_two_records_are_one_person(officer: TestClient, two: tuple[str, str]) -> None:
    pair = found(officer)[two]
    assert (pair["certainty"], pair["reasons"]) == ("same", ["person"])
    assert [one["name"] for one in pair["people"]] == ["Finn Surname", "Gus Surname"]


def test_the_same_document_on_two_records_and_an_address_that_is_anothers_are_told(officer: TestClient) -> None:
    sent(officer, CV, expert_id="finn")
    sent(officer, CV, expert_id="gus")
    sent(officer, CV.replace(EMAIL, "hana@example.org").replace("14 March 1974", "1974"), expert_id="ewa")
    pairs = found(officer)
    assert pairs["finn", "gus"]["reasons"] == ["document", "e-mail", "person"]
    assert (pairs["ewa", "hana"]["certainty"], pairs["ewa", "hana"]["reasons"]) == ("possible", ["e-mail"])


def test_the_same_name_counts_where_an_employer_is_in_common(staffed: Office, officer: TestClient) -> None:
    name(staffed, "cleo", "María  Ruiz")
    name(staffed, "dino", "RUIZ Maria")
    name(staffed, "bert", "Maria Ruiz")
    with writing(staffed, SYSTEM) as unit:
        for expert_id in ("cleo", "dino"):
            unit.session.get_one(ExpertRow, expert_id).institution = "Instituto Nacional"
    pairs = found(officer)
    assert list(pairs) == [("cleo", "dino")]
    assert (pairs["cleo", "dino"]["certainty"], pairs["cleo", "dino"]["reasons"]) == ("possible", ["name and employer"])


def test_pairs_come_in_pages_and_whose_names_were_shown_is_noted(staffed: Office, officer: TestClient) -> None:
    for expert_id in ("ewa", "finn", "gus"):
        sent(officer, CV, expert_id=expert_id)
    first = officer.get(PATH, params={"limit": 2}).json()
    second = officer.get(PATH, params={"limit": 2, "after": first["next"]}).json()
    told = [tuple(one["expert_id"] for one in pair["people"]) for pair in first["items"] + second["items"]]
    assert told == [("ewa", "finn"), ("ewa", "gus"), ("finn", "gus")] and second["next"] is None
    problem(officer.get(PATH, params={"after": "nonsense"}), 422, "invalid_setting")
    assert {e.subject_id for e in events(staffed, "personal.viewed")} == {"ewa", "finn", "gus"}


def test_what_a_crowd_shares_says_nothing(
    staffed: Office, officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "MOST", 2)
    for expert_id in ("ewa", "finn", "gus"):
        sent(officer, CV, expert_id=expert_id)
    assert found(officer) == {}
    problem(merge(officer, "ewa", "finn"), 409, "conflict")


# --- merged ------------------------------------------------------------------------------------------------------------


def test_a_merged_record_has_what_both_said_and_the_other_is_gone(
    staffed: Office, officer: TestClient, two: tuple[str, str]
) -> None:
    before = profile(officer, "finn")
    merged = merge(officer, "finn", "gus")
    assert merged.status_code == 200, merged.text
    kept = profile(officer, "finn")
    assert kept["segments"][: len(before["segments"])] == before["segments"]
    assert "Ministry of Labour" in {segment["employer"] for segment in kept["segments"]}
    assert [s["employer"] for s in kept["segments"]].count("Labour Inspectorate") == 1
    assert {"es"} <= {claim["language"] for claim in kept["languages"]}
    problem(officer.get(f"{EXPERTS}/gus"), 404, "not_on_record")
    assert "gus" not in matched(staffed).row_of
    with reading(staffed, SYSTEM) as unit:
        removed = unit.session.get_one(RemovedExpertRow, "gus")
        assert (removed.why, removed.proof["into"]) == ("merged", "finn")
        assert {row.expert_id for row in unit.session.query(CvRow)} == {"finn"}
        assert audit.verify(unit).holds
    entry = events(staffed, "expert.merged")[0]
    assert (entry.subject_id, entry.facts["goes"], entry.facts["cvs"]) == ("finn", "gus", 1)
    assert "Surname" not in str(entry.facts)
    assert found(officer) == {}


def fill(unit: Unit) -> list[Any]:
    """Calls to which people applied, were invited, and in which they were chosen; consents and accounts."""
    now, no, yes = unit.now, {"given": False, "notice": "1", "by": "x"}, {"given": True, "notice": "1", "by": "x"}
    look = first_look(unit)
    look.id, look.call_id, look.number = "list-1", "open", 1
    calls = [CALL | {"id": given, "terms": {"previous_members": ["gus", "anna"]}} for given in ("open", "over")]
    common: dict[str, Any] = {"available": True, "no_conflict": True, "positions": [], "at": now}
    return [
        *(CallRow(**one, state=state, created_at=now) for one, state in zip(calls, ("published", "decided"), strict=True)),
        look,
        ApplicationRow(id="a1", call_id="open", expert_id="finn", state="withdrawn", **common),
        ApplicationRow(id="a2", call_id="open", expert_id="gus", state="submitted", **common),
        ApplicationRow(id="a3", call_id="over", expert_id="gus", state="submitted", **common),
        InvitationRow(
            id="i", call_id="open", position_id="1", expert_id="gus", state="sent", sent_at=now, reply_by=now, by="x"
        ),
        EvaluationNoteRow(id="e", call_id="over", position_id="1", expert_id="gus", text="t", at=now, by="x"),
        DecisionRow(
            id="d", call_id="over", shortlist_id="list-1", chosen={"1": "gus"}, reserve={"1": ["anna", "gus"]},
            departs=False, at=now, by="x",
        ),
        ConsentRow(id="c1", expert_id="finn", at=now - timedelta(days=2), **yes),
        ConsentRow(id="c2", expert_id="gus", at=now - timedelta(days=1), **no),
        AccountRow(id="account-finn", email="f@x.org", name="F", roles=["expert"], expert_id="finn", created_at=now),
        AccountRow(id="account-gus", email="g@x.org", name="G", roles=["expert"], expert_id="gus", created_at=now),
    ]  # fmt: skip


def test_applications_invitations_consents_and_decisions_follow(staffed: Office, officer: TestClient) -> None:
    with writing(staffed, SYSTEM) as unit:
        for row in fill(unit):
            unit.session.add(row)
            unit.session.flush()
        unit.session.get_one(ExpertRow, "finn").consent = True
        unit.session.get_one(ExpertRow, "gus").consent = False
        unit.session.get_one(ExpertRow, "gus").excluded = True
    merged = merge(officer, "finn", "gus", anyway=True)
    assert merged.status_code == 200, merged.text
    with reading(staffed, SYSTEM) as unit:
        session = unit.session
        applied = {row.call_id: (row.expert_id, row.state) for row in session.query(ApplicationRow)}
        assert applied == {"open": ("finn", "submitted"), "over": ("finn", "submitted")}
        assert (
            session.get_one(InvitationRow, "i").expert_id == session.get_one(EvaluationNoteRow, "e").expert_id == "finn"
        )
        decision = session.get_one(DecisionRow, "d")
        assert (decision.chosen, decision.reserve) == ({"1": "finn"}, {"1": ["anna", "finn"]})
        assert session.get_one(CallRow, "open").terms["previous_members"] == ["finn", "anna"]
        assert session.get_one(CallRow, "over").terms["previous_members"] == ["gus", "anna"]  # as it was decided on
        assert {row.expert_id for row in session.query(ConsentRow)} == {"finn"}
        person = session.get_one(ExpertRow, "finn")
        assert (person.consent, person.excluded) == (False, True)  # the last word; an exclusion is not washed out
        accounts = {row.id: (row.expert_id, row.active) for row in session.query(AccountRow)}
        assert accounts["account-finn"] == ("finn", True) and accounts["account-gus"] == (None, False)


def test_what_nobody_looked_at_is_to_be_validated_again(staffed: Office, officer: TestClient) -> None:
    sent_to = sent(officer, NEWER, expert_id="finn")  # finn is not validated
    assert confirm(officer, sent_to).status_code == 200
    assert merge(officer, "anna", "finn", anyway=True).json()["expert"]["validated"] is None
    assert merge(officer, "cleo", "dino", anyway=True).json()["expert"]["validated"] is True


def test_who_has_no_name_or_account_takes_those_of_the_other(
    staffed: Office, officer: TestClient, doors: Doors
) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.delete(unit.session.get_one(IdentityRow, "finn"))
        account = AccountRow(
            id="a-gus", email="g@x.org", name="G", roles=["expert"], expert_id="gus", created_at=unit.now
        )
        unit.session.add(account)
    assert merge(officer, "finn", "gus", anyway=True).status_code == 200
    assert officer.get(f"{EXPERTS}/finn/identity").json()["email"] == "gus@example.org"
    with reading(staffed, SYSTEM) as unit:
        assert unit.session.get_one(AccountRow, "a-gus").expert_id == "finn"
    finn = doors(Role.EXPERT, expert_id="anna")
    assert merge(officer, "anna", "bert", anyway=True).status_code == 200
    assert finn.get(f"{EXPERTS}/anna/declaration").json()["gender"] == "woman"


def test_a_merger_is_an_officers_and_says_its_version(officer: TestClient, doors: Doors) -> None:
    path = f"{EXPERTS}/anna/merge"
    problem(officer.post(path, json={"goes": "bert"}), 428, "version_needed")
    problem(officer.post(path, json={"goes": "bert"}, headers={"If-Match": '"9"'}), 412, "changed_meanwhile")
    problem(merge(officer, "anna", "anna"), 409, "conflict")
    problem(merge(officer, "anna", "nobody"), 404, "not_on_record")
    problem(doors(Role.LEADER).post(path, json={"goes": "bert"}), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="anna").post(path, json={"goes": "bert"}), 403, "not_allowed")
    problem(doors(Role.BUSINESS).get(PATH), 403, "not_allowed")
    both = doors(Role.OFFICER, Role.EXPERT, expert_id="bert")
    problem(merge(both, "anna", "bert"), 403, "not_allowed")


def test_who_was_told_apart_is_not_merged_by_who_still_sees_the_pair(
    staffed: Office, officer: TestClient, two: tuple[str, str]
) -> None:
    stays, goes = two
    with writing(staffed, SYSTEM) as unit:
        duplicates.tell_apart(unit, goes, stays)
    assert "told apart" in problem(merge(officer, stays, goes), 409, "conflict")["found"]
    assert merge(officer, stays, goes, anyway=True).status_code == 200
    assert events(staffed, "expert.merged")[0].facts["although"] == "told apart"


def test_who_has_nothing_in_common_is_merged_only_where_it_is_said_again(staffed: Office, officer: TestClient) -> None:
    assert "names with birth dates" in problem(merge(officer, "anna", "bert"), 409, "conflict")["found"]
    assert merge(officer, "anna", "bert", anyway=True).status_code == 200
    assert events(staffed, "expert.merged")[0].facts["although"] == "nothing in common"


def test_an_erasure_finds_what_is_left_under_the_id_that_went(
    staffed: Office, officer: TestClient, call: Call, doors: Doors
) -> None:
    made = shortlists.make(staffed, SYSTEM, call.model_dump(mode="json", exclude_unset=True))
    assert merge(officer, "anna", "bert", anyway=True).status_code == 200
    anna = doors(Role.EXPERT, expert_id="anna")
    assert len(anna.get(f"{EXPERTS}/anna/data").json()["shortlists"]) == 2  # under either id
    assert erasure.erase(staffed, SYSTEM, "anna").clean
    with reading(staffed, SYSTEM) as unit:
        kept = shortlists.on_record(unit, made.id).shortlist
    bare = [one for position in kept.positions for one in position.candidates if one.expert_id in ("anna", "bert")]
    assert len(bare) >= 2 and all((one.name, one.gates, one.criteria) == (None, (), ()) for one in bare)


def test_where_two_profiles_differ_the_one_that_stays_is_right() -> None:
    one = person("a", conflicts=None, absences=None, status=None, institution=None, release_days=0, missions=[])
    other = person(
        "b", conflicts=["Agency"], absences=[{"start": "2027-01-01", "end": "2027-01-02"}], release_days=30,
        languages=[{"language": "fr", "speaking": "A1"}, {"language": "es", "speaking": "B1"}], fields=["E.10.07"],
    )  # fmt: skip
    made = joined(one, other)
    assert (made.id, made.status, made.institution, made.release_days) == ("a", "civil_servant", "Institution b", 0)
    assert {c.language: c.speaking for c in made.languages} == {"fr": "C1", "es": "B1"}
    assert made.fields == ("A.35", "E.10.07") and made.conflicts == ("Agency",) and made.absences == other.absences
    assert made.segments == one.segments  # the other says the same
