"""The ways in which others wrote of a person: the surname alone, the last name first, an address of before."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.notices import Notice, OutboxFolder
from api.services.erasure import erasure
from api.services.erasure.erasure_words import Sought
from api.services.erasure.files_searched import holds_any
from api.services.notices.notice_parts import OUTBOX
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import AccountRow, IdentityRow, NoticeRow, StepRow
from api.storage.traces import Place
from tests.api.conftest import Doors
from tests.api.erasure.zelie import EMAIL, NAME, found_in

NOTE = Place("steps", "reason", notes=True, expert_id=None, call_id=None)
ZELIE = Sought(
    names=(NAME,),
    addresses=frozenset({EMAIL}),
    numbers=("+33 6 99 88 77 66",),
    is_former=lambda address: address == "zq@old.example",
    others={"zelie": frozenset({"other"})},
)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Quistrebert was late.", "[erased] was late."),
        ("QUISTREBERT Zélie, or Zelie QUISTREBERT", "[erased], or [erased]"),
        ("Quistrebert, Zélie came", "[erased] came"),
        ("Mrs Quistrébert's report", "Mrs [erased]'s report"),
        ("write to z.quistrebert@elsewhere.example", "write to [erased]"),
        ("write to zq@old.example or zq@new.example", "write to [erased] or zq@new.example"),
        ("call 0033 699 88 77 66 now", "call [erased] now"),
        ("Zélie Durand and Quistrebertine stay", "Zélie Durand and Quistrebertine stay"),
    ],
)
def test_a_person_is_struck_out_however_they_are_written(said: str, left: str) -> None:
    assert ZELIE.strike(said, NOTE) == left


def test_notes_lose_the_surname_and_the_address_of_before(zelie: Office, doors: Doors) -> None:
    client = doors(Role.EXPERT, expert_id="zelie")
    where = "/api/v1/experts/zelie/identity"
    for address in ("zq77@example.org", EMAIL):
        tag = client.get(where).headers["etag"]
        changed = client.put(where, json={"name": NAME, "email": address}, headers={"If-Match": tag})
        assert changed.status_code == 200, changed.text
    with writing(zelie, SYSTEM) as unit:
        reason = "Quistrebert asked for it, from zq77@example.org; QUISTREBERT Zélie again."
        unit.session.add(StepRow(kind="request", subject_id="request-1", step="x", reason=reason, at=unit.now, by="x"))
    OutboxFolder(zelie.settings.data / OUTBOX).send("old-1", "zq77@example.org", Notice("Hello", "Hello", "<p></p>"))
    assert erasure.erase(zelie, SYSTEM, "zelie").clean
    with zelie.database.read() as session:
        assert session.query(StepRow).one().reason == "[erased] asked for it, from [erased]; [erased] again."
    assert not list((zelie.settings.data / OUTBOX).iterdir())
    assert found_in(zelie) == set()


def test_a_letter_is_forgotten_by_its_number_whatever_its_address(zelie: Office) -> None:
    outbox = OutboxFolder(zelie.settings.data / OUTBOX)
    outbox.send("notice-2", "nobody.knows@example.org", Notice("An offer", f"Dear {NAME}", "<p></p>"))
    with writing(zelie, SYSTEM) as unit:
        unit.session.add(
            NoticeRow(
                id="notice-2", kind="invitation", expert_id="zelie", facts={}, state="sent", next_try_at=unit.now,
                created_at=unit.now,
            )
        )  # fmt: skip
    proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert (proof.clean, proof.letters) == (True, 2)
    assert not list(outbox.path.iterdir())


def test_an_encoded_letter_that_names_the_person_is_no_clean_proof(zelie: Office) -> None:
    outbox = OutboxFolder(zelie.settings.data / OUTBOX)
    outbox.send(
        "notice-3",
        "leader@example.org",
        Notice("About Zélie Quistrebert", "é" * 200 + " Zélie\nQuistrebert", "<p></p>"),
    )
    path = outbox.file_of("notice-3")
    assert "Zélie Quistrebert" not in path.read_text(encoding="utf-8")
    assert holds_any(path, ["zélie quistrebert"])
    proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert (proof.clean, proof.files_with_traces) == (False, (str(path.resolve()),))


def test_the_account_that_ended_with_a_merged_record_goes_too(zelie: Office) -> None:
    with writing(zelie, SYSTEM) as unit:
        unit.session.add(
            AccountRow(
                id="account-old", email="zelie.q@example.org", name=NAME, roles=["expert"], active=False,
                created_at=unit.now,
            )
        )  # fmt: skip
        unit.record("account.changed", "account", "account-old", merged_into="zelie", active=False)
    proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert (proof.clean, proof.rows["accounts"]) == (True, 1)
    with zelie.database.read() as session:
        assert session.get(AccountRow, "account-old") is None
        assert session.get(IdentityRow, "zelie") is None
