"""Shortlists are made once, kept whole or not at all, without names, found again and listed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from api.auth.roles import Role
from api.services import health
from api.services.office import Office
from api.services.shortlists import shortlists
from api.services.shortlists.make_up import without_telling
from api.services.shortlists.matching import match
from api.services.shortlists.shortlists import StoredShortlist, content_hash
from api.services.unit import SYSTEM, Actor, reading, writing
from api.storage.tables import EntryRow, ShortlistRow
from matching.entities import Call
from matching.errors import InvalidCall, UnknownShortlist
from matching.pipeline import Matcher
from matching.results import Shortlist
from matching.settings import MatchSettings
from tests.api.conftest import Watchmaker

TODAY = date(2026, 11, 16)
OFFICER = Actor("account-officer", frozenset({Role.OFFICER}))
Data = dict[str, object]


@pytest.fixture
def data(call: Call) -> Data:
    return call.model_dump(mode="json")


def make(office: Office, source: object, **changes: object) -> StoredShortlist:
    return shortlists.make(office, OFFICER, source, **changes)  # type: ignore[arg-type]


def get(office: Office, shortlist_id: str, *, names: bool = False) -> StoredShortlist:
    with reading(office, OFFICER) as unit:
        return shortlists.get(unit, shortlist_id, names=names)


def as_told(made: StoredShortlist) -> StoredShortlist:
    """As it is shown: without the make-up of groups so small that it would tell of somebody."""
    return replace(made, shortlist=without_telling(made.shortlist))


def ids_listed(office: Office, **choice: object) -> list[str]:
    with reading(office, OFFICER) as unit:
        return [listed.id for listed in shortlists.listed(unit, **({"limit": 50} | choice)).rows]  # type: ignore[arg-type]


def events(office: Office) -> list[tuple[str, str, dict[str, object]]]:
    with office.database.read() as session:
        entries = session.scalars(select(EntryRow).order_by(EntryRow.number))
        return [(entry.event, entry.subject_id, entry.facts) for entry in entries]


# --- keeping ---


def test_a_shortlist_is_found_again_as_it_was_made(staffed: Office, data: Data) -> None:
    made = make(staffed, data)
    assert get(staffed, made.id) == as_told(made)
    assert made.created == staffed.clock.now()
    assert content_hash(get(staffed, made.id).shortlist) == content_hash(as_told(made).shortlist)


def test_the_hash_of_a_shortlist_is_that_of_what_a_database_gives_back(staffed: Office, data: Data) -> None:
    made = get(staffed, make(staffed, data).id)
    content = made.shortlist.model_dump(mode="json")
    content["positions"][0]["candidates"][0]["score"] = -0.0
    with staffed.database.write() as session:
        session.get_one(ShortlistRow, made.id).content = content
    assert content_hash(get(staffed, made.id).shortlist) == content_hash(Shortlist.model_validate(content))


def test_the_same_call_again_gives_what_is_on_record(staffed: Office, data: Data, clock: Watchmaker) -> None:
    first = make(staffed, data)
    clock.pass_(hours=1)
    assert make(staffed, data) == first
    assert ids_listed(staffed) == [first.id]


def test_other_settings_or_another_day_make_another_record(staffed: Office, data: Data) -> None:
    ids = {
        make(staffed, data).id,
        make(staffed, data, settings=MatchSettings(shown=1)).id,
        make(staffed, data, today=date(2026, 11, 17)).id,
    }
    assert len(ids) == 3


def test_what_is_only_matched_is_not_kept(staffed: Office, data: Data, matcher: Matcher) -> None:
    match(matcher, data, today=TODAY)
    assert ids_listed(staffed) == []


def test_the_newest_come_first_and_no_more_than_asked_for(staffed: Office, data: Data, clock: Watchmaker) -> None:
    made = []
    for name in ("one", "two", "three"):
        made.append(make(staffed, data | {"id": name}).id)
        clock.pass_(minutes=1)
    assert ids_listed(staffed) == made[::-1]
    with reading(staffed, OFFICER) as unit:
        first = shortlists.listed(unit, limit=2)
        rest = shortlists.listed(unit, limit=2, after=first.next)
    assert [s.id for s in (*first.rows, *rest.rows)] == made[::-1]
    assert rest.next is None


def test_a_list_is_told_from_summaries_and_reads_no_contents(staffed: Office, data: Data) -> None:
    made = make(staffed, data)
    with writing(staffed, SYSTEM) as unit:
        row = unit.session.get(ShortlistRow, made.id)
        assert row is not None
        row.content = {"not": "a shortlist"}
    with reading(staffed, OFFICER) as unit:
        (listed,) = shortlists.listed(unit, limit=5).rows
    about = listed.summary
    assert (about.title, about.positions, about.teams) == (data["title"], 2, len(made.shortlist.teams))
    assert (about.people, about.mode) == (8, "report")


def test_a_record_that_came_out_differently_stays_and_the_new_one_stands_beside_it(staffed: Office, data: Data) -> None:
    made = make(staffed, data)
    with writing(staffed, SYSTEM) as unit:
        row = unit.session.get(ShortlistRow, made.id)
        assert row is not None
        row.content_hash = "of another build"
    again = make(staffed, data)
    assert again.id != made.id
    assert set(ids_listed(staffed)) == {made.id, again.id}


def test_an_id_that_is_none_is_unknown_whatever_it_holds(staffed: Office) -> None:
    for bad in ("", "none", "../secret", "a\\b", ".hidden", "x" * 650, "a\nb", "a\x00b", "'--", "\ud800"):
        with pytest.raises(UnknownShortlist):
            get(staffed, bad)


def test_a_run_that_fails_leaves_nothing_behind(staffed: Office) -> None:
    before = events(staffed)
    with pytest.raises(InvalidCall):
        make(staffed, {"id": "says nothing", "positions": [{"id": "1"}]})
    assert (ids_listed(staffed), events(staffed)) == ([], before)


def test_many_threads_may_ask_at_once(staffed: Office, data: Data) -> None:
    calls = [data | {"id": str(number % 3)} for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda one: make(staffed, one), calls))
    assert len({stored.id for stored in made}) == 3
    assert len(ids_listed(staffed)) == 3


def test_what_no_database_keeps_is_replaced_and_what_is_told_is_what_is_kept(staffed: Office, data: Data) -> None:
    made = make(staffed, data | {"title": "Support\x00 to the employment service"})
    assert "\x00" not in (made.shortlist.call.title or "")
    assert get(staffed, made.id) == as_told(made)
    assert make(staffed, data | {"title": "Support\x00 to the employment service"}) == made


# --- names ---


def test_what_is_on_record_holds_no_names(staffed: Office, data: Data) -> None:
    made = make(staffed, data)
    with staffed.database.read() as session:
        row = session.get(ShortlistRow, made.id)
        assert row is not None
        assert "Surname" not in json.dumps([row.content, row.summary])


def test_names_are_joined_for_everyone_whom_the_shortlist_names(staffed: Office, data: Data) -> None:
    made = make(staffed, data)
    found = get(staffed, made.id, names=True).shortlist
    people = [p for position in found.positions for p in (*position.candidates, *position.not_eligible)]
    members = [member for team in found.teams for member in team.members]
    assert people and members
    assert {p.name for p in (*people, *members)} == {f"{p.expert_id.capitalize()} Surname" for p in (*people, *members)}
    assert {p.expert_id for p in people} >= {"anna", "ewa"}


def test_looking_at_names_is_written_down_and_a_blind_reading_is_not(staffed: Office, data: Data) -> None:
    made = make(staffed, data)
    get(staffed, made.id)
    assert [event for event, *_ in events(staffed)][-2:] == ["shortlist.made", "shortlist.viewed"]
    get(staffed, made.id, names=True)
    event, subject, facts = events(staffed)[-1]
    assert (event, subject, facts) == (
        "personal.viewed",
        made.id,
        {"part": "names", "people": 8, "roles": ["action_officer"]},
    )


# --- health ---


def test_health_says_whether_the_roster_in_use_is_that_of_the_database(staffed: Office, data: Data) -> None:
    with reading(staffed, SYSTEM) as unit:
        before = health.health(unit)
    made = make(staffed, data)
    with reading(staffed, SYSTEM) as unit:
        after = health.particulars(unit)
    assert before["roster"]["built"] is None
    assert after["roster"] == {"revision": 1, "built": 1, "pending": 0}
    assert (after["status"], after["experts"], after["model"], after["shortlists"]) == ("ok", 8, "hashing-256", 1)
    assert "Surname" not in json.dumps(after) and made.id not in json.dumps(after)
