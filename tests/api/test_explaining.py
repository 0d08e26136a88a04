"""A person's result is told as it was on record, with what would change it; whoever is not listed is placed again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from api.auth.roles import Role
from api.explanations import PersonExplanation, levels_found
from api.services.office import Office
from api.services.shortlists import explaining, shortlists
from api.services.unit import SYSTEM, Actor, writing
from api.storage.tables import EntryRow, ExpertRow, RemovedExpertRow
from matching.engine import Engine
from matching.entities import Call, Verdict
from matching.errors import StaleIndex, UnknownExpert, UnknownShortlist
from matching.settings import MatchSettings
from tests.api.offices import opened
from tests.people import person

OFFICER = Actor("account-officer", frozenset({Role.OFFICER}))
Data = dict[str, object]


@pytest.fixture
def database_url(prepared: Callable[[str, Path], str], tmp_path: Path) -> str:
    """What a person is told has nothing to do with the database."""
    return prepared("sqlite", tmp_path)


@pytest.fixture
def data(call: Call) -> Data:
    return call.model_dump(mode="json")


def made(office: Office, data: Data, **settings: object) -> str:
    return shortlists.make(office, OFFICER, data, settings=MatchSettings.model_validate(settings)).id


def explained(office: Office, data: Data, expert_id: str) -> PersonExplanation:
    return explaining.explain(office, OFFICER, made(office, data), expert_id)


def change(office: Office, expert_id: str, **facts: object) -> None:
    with writing(office, SYSTEM) as unit:
        row = unit.session.get(ExpertRow, expert_id)
        assert row is not None
        row.profile, row.revision = row.profile | facts, unit.roster_changed()


def remove(office: Office, expert_id: str) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.delete(unit.session.get(ExpertRow, expert_id))
        gone = RemovedExpertRow(id=expert_id, revision=unit.roster_changed(), at=unit.now, why="erasure", proof={})
        unit.session.add(gone)


# --- what is told ---


def test_a_persons_result_is_that_of_the_shortlist(staffed: Office, data: Data) -> None:
    stored = shortlists.make(staffed, OFFICER, data)
    listed = stored.shortlist.positions[0].candidates[0]
    found = explaining.explain(staffed, OFFICER, stored.id, listed.expert_id).positions[0]
    assert (found.rank, found.score, found.confidence) == (1, listed.score, listed.confidence)
    assert (found.gates, found.criteria, found.verdict) == (listed.gates, listed.criteria, listed.verdict)


def test_who_lacks_a_level_learns_which_would_make_them_eligible(staffed: Office, data: Data) -> None:
    need = {"language": "fr", "speaking": "B1", "writing": "C1"}
    found = explained(staffed, data | {"languages": [need]}, "ewa").positions[0]
    assert (found.verdict, found.rank, found.confidence) == (Verdict.FAIL, None, None)
    assert found.what_would_change == ("Listing French drafting at C1 would make you eligible (now A2).",)


def test_who_lacks_two_levels_learns_that_it_takes_both(staffed: Office, data: Data) -> None:
    assert explained(staffed, data, "ewa").positions[0].what_would_change == (
        "Listing French speaking at C1 is one of 2 changes needed to be eligible (now B1).",
        "Listing French drafting at C1 is one of 2 changes needed to be eligible (now A2).",
    )


def test_who_is_away_learns_which_days_are_asked_for(staffed: Office, data: Data) -> None:
    (said,) = explained(staffed, data, "gus").positions[0].what_would_change
    assert "Being free from 2027-03-08 to 2027-03-19 would make you eligible" in said
    assert "away from 2027-03-01 to 2027-03-31" in said


def test_who_is_excluded_is_told_and_shown_the_way(staffed: Office, data: Data) -> None:
    (said,) = explained(staffed, data, "hana").positions[0].what_would_change
    assert "exclusion on record" in said


def test_open_points_come_as_the_questions_that_settle_them(staffed: Office, data: Data) -> None:
    said = explained(staffed, data, "finn").positions[0].what_would_change
    assert any("Answering this would settle an open point: Do you work in French" in line for line in said)
    assert any(line.startswith("Not known, so not counted either way:") for line in said)


def test_who_is_eligible_learns_what_costs_most_points(staffed: Office, data: Data) -> None:
    said = explained(staffed, data, "cleo").positions[0].what_would_change
    assert any(line.startswith("Confirmed fields of expertise costs most: up to ") for line in said)


@pytest.mark.parametrize(
    ("facts", "changes", "sentence"),
    [
        ({"languages": [{"language": "es", "native": True}]}, {},
         "Listing French at speaking C1 and drafting C1 would make you eligible (now not among your languages)."),
        ({"languages": [{"language": "fr", "native": True, "writing": "B2"}]}, {},
         "Meeting the rule 'French: speaking C1, drafting C1' would make you eligible (now: French: native)."),
        ({"release_days": 200}, {},
         "A release by your institution within 112 days would make you eligible (now 200 days' notice)."),
        ({"conflicts": ["National Employment Agency"]}, {},
         "An end of the conflict of interest declared with National Employment Agency would make you eligible"),
        ({"consent": False}, {}, "Your consent to be matched would make you eligible (now withdrawn)."),
        ({"status": "private"}, {"statuses": ["civil_servant"]}, "A status of "),
        ({}, {"min_years": 30},
         "Dated posts that add up to 30 years would make you eligible (now 10.0 years; undated posts count for none)."),
    ],
)  # fmt: skip
def test_each_rule_says_what_would_change_it(
    prepared: Callable[[str, Path], str], engine: Engine, data: Data, tmp_path: Path, facts: Data, changes: Data,
    sentence: str,
) -> None:  # fmt: skip
    position = {"id": "1", "fields": ["A.35"], "min_years": 8} | changes
    with opened(prepared, tmp_path, engine, [person("one", **facts)]) as office:
        (said,) = explained(office, data | {"positions": [position]}, "one").positions[0].what_would_change
    assert said.startswith(sentence)


def test_braces_in_what_people_wrote_stay_as_they_are(
    prepared: Callable[[str, Path], str], engine: Engine, data: Data, tmp_path: Path
) -> None:
    with opened(prepared, tmp_path, engine, [person("one", conflicts=["{Agency}"])]) as office:
        (said,) = explained(office, data | {"institution": "{Agency}"}, "one").positions[0].what_would_change
    assert "declared with {Agency} " in said


def test_levels_are_read_from_the_words_of_the_gate() -> None:
    assert levels_found("French: understanding C2, speaking B1, drafting A2") == {
        "listening": "C2",
        "speaking": "B1",
        "writing": "A2",
    }
    assert levels_found("French is not among the languages listed") == {}


# --- what holds ---


def test_nobody_unknown_is_explained(staffed: Office, data: Data) -> None:
    for nobody in ("nobody", "no\x00body"):
        with pytest.raises(UnknownExpert, match="nobody" if nobody == "nobody" else "no.body"):
            explained(staffed, data, nobody)
    with pytest.raises(UnknownShortlist):
        explaining.explain(staffed, OFFICER, "none", "anna")


@pytest.mark.parametrize("expert_id", ["anna", "ewa", "gus"])
def test_a_result_on_record_is_told_as_it_was_although_the_person_changed_since(
    staffed: Office, data: Data, expert_id: str
) -> None:
    shortlist_id = made(staffed, data)
    before = explaining.explain(staffed, OFFICER, shortlist_id, expert_id)
    change(staffed, expert_id, languages=[], absences=[], release_days=400)
    assert explaining.explain(staffed, OFFICER, shortlist_id, expert_id) == before
    remove(staffed, expert_id)
    assert explaining.explain(staffed, OFFICER, shortlist_id, expert_id) == before


@pytest.mark.usefixtures("quick_roster")
def test_whoever_is_not_listed_is_placed_again_by_the_same_parts_alone(staffed: Office, data: Data) -> None:
    shortlist_id = made(staffed, data, shown=1, listed_not_eligible=0)
    assert explaining.explain(staffed, OFFICER, shortlist_id, "ewa").positions[0].verdict is Verdict.FAIL
    change(staffed, "bert", absences=None)
    with pytest.raises(StaleIndex, match="another roster"):
        explaining.explain(staffed, OFFICER, shortlist_id, "ewa")


@pytest.mark.usefixtures("quick_roster")
def test_who_is_listed_for_one_position_alone_is_told_that_one_after_a_change(staffed: Office, data: Data) -> None:
    settings = MatchSettings.model_validate({"shown": 1, "listed_not_eligible": 0})
    stored = shortlists.make(staffed, OFFICER, data, settings=settings)
    other, first = (position.candidates[0].expert_id for position in stored.shortlist.positions)
    assert other != first
    shortlist_id = stored.id
    with_both = explaining.explain(staffed, OFFICER, shortlist_id, first)
    assert [p.position_id for p in with_both.positions] == ["1", "2"] and with_both.notes == ()
    change(staffed, "bert", absences=None)
    told = explaining.explain(staffed, OFFICER, shortlist_id, first)
    assert told.positions == with_both.positions[1:]
    assert told.notes and "Principal expert on employment services" in told.notes[0]


def test_an_erased_person_who_is_not_listed_is_nobody(staffed: Office, data: Data) -> None:
    shortlist_id = made(staffed, data, shown=1, listed_not_eligible=0)
    staffed.roster._took = 60.0  # as if making the roster took long: it is not made anew while somebody waits
    remove(staffed, "ewa")
    with pytest.raises(UnknownExpert):
        explaining.explain(staffed, OFFICER, shortlist_id, "ewa")


# --- who is told, and what is written down ---


def test_a_name_is_told_only_where_it_is_asked_for(staffed: Office, data: Data) -> None:
    shortlist_id = made(staffed, data)
    assert explaining.explain(staffed, OFFICER, shortlist_id, "anna").name is None
    assert explaining.explain(staffed, OFFICER, shortlist_id, "anna", names=True).name == "Anna Surname"


def test_looking_at_somebodys_result_is_written_down(staffed: Office, data: Data) -> None:
    explaining.explain(staffed, OFFICER, made(staffed, data), "anna")
    with staffed.database.read() as session:
        entry = list(session.scalars(select(EntryRow).order_by(EntryRow.number)))[-1]
        assert (entry.event, entry.subject_id, entry.actor) == ("personal.viewed", "anna", OFFICER.account_id)
        assert entry.facts["part"] == "result on a shortlist"
