"""A large roster published in the database is made by one machine and opened by all; what is old goes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from api.services.office import Office
from api.services.roster import roster_keeper
from api.services.roster.roster_keeper import RosterKeeper
from api.services.roster.roster_shelf import RosterShelf
from api.storage import published as publications
from api.storage import retrieval
from api.storage.retrieval.generations import Published
from matching.engine import Engine
from matching.entities import Call
from matching.errors import StaleIndex
from matching.roster import homes_of
from matching.roster_store import engine_label
from tests.api.conftest import wanted_kinds
from tests.api.test_roster_keeper import add, change, ranked, remove

pytestmark = [
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
    pytest.mark.skipif("postgresql" not in wanted_kinds(), reason="for PostgreSQL alone"),
]


@pytest.fixture
def published(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office that looks for people in the database, to which three people are many."""
    monkeypatch.setattr(roster_keeper, "SCORED_WHOLE", 3)
    monkeypatch.setattr("api.services.roster.large_rosters.AT_ONCE", 3)
    return replace(staffed, settings=staffed.settings.model_copy(update={"retrieval": "postgres"}))


def another_machine(office: Office, cache: Path) -> RosterKeeper:
    """With a cache folder of its own."""
    return replace(office, settings=office.settings.model_copy(update={"cache": cache})).roster


def newest(office: Office, engine: Engine) -> Published | None:
    with office.database.read() as session:
        return retrieval.newest(session, engine_label(engine))


def test_what_one_machine_published_another_opens(
    published: Office, engine: Engine, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = RosterKeeper(published.database, engine).current()
    served = published.roster.current()
    made = newest(published, engine)
    assert made is not None and (made.revision, made.people) == (1, 8)
    monkeypatch.setattr("api.services.roster.roster_shelf.write_roster", lambda *_: pytest.fail("made a second time"))
    other = another_machine(published, tmp_path / "elsewhere")
    assert other.current().matcher.roster.ids == served.matcher.roster.ids == whole.matcher.roster.ids
    assert ranked(other.current(), call) == ranked(served, call) == ranked(whole, call)
    assert homes_of(served.matcher.roster.experts) == homes_of(whole.matcher.roster.experts)


def test_nothing_of_it_stays_on_the_machine_that_made_it(published: Office) -> None:
    published.roster.current()
    assert not list(published.settings.cache.rglob("experts.jsonl"))


def test_the_one_before_the_newest_is_kept_and_older_ones_go(published: Office, engine: Engine, tmp_path: Path) -> None:
    keeper, other = published.roster, another_machine(published, tmp_path / "elsewhere")
    numbers = []
    for name in ("ines", "jan", "kim"):
        keeper.current(), other.current()
        made = newest(published, engine)
        assert made is not None
        numbers.append(made.number)
        add(published, name)
        keeper._at = other._at = float("-inf")
        keeper.catch_up()
        other.catch_up()
        assert keeper.current().revision == other.current().revision == made.revision + 1
    with published.database.read() as session:
        kept = set(session.scalars(text("select number from derived.generation")))
    assert len(kept) == 2 and kept & set(numbers) == {numbers[-1]}
    assert len(list((published.settings.cache / "published").glob("*/*/ids.npy"))) == 1


def test_a_damaged_one_is_made_and_published_again(published: Office, engine: Engine, tmp_path: Path) -> None:
    published.roster.current()
    damaged = newest(published, engine)
    assert damaged is not None
    with published.database.write() as session:
        session.execute(text(f"delete from derived.piece_{damaged.number} where name = 'columns.bin'"))
    assert len(another_machine(published, tmp_path / "elsewhere").current().matcher.roster) == 8
    made = newest(published, engine)
    assert made is not None and (made.revision, made.number > damaged.number) == (damaged.revision, True)


def test_who_changed_since_takes_no_part(published: Office, call: Call, tmp_path: Path) -> None:
    published.roster.current()
    change(published, "anna", fields=["E.10.07"])
    candidates, not_eligible = ranked(another_machine(published, tmp_path / "elsewhere").current(), call)
    assert "anna" not in candidates and "anna" in not_eligible


def test_an_erasure_reaches_what_is_published(published: Office, call: Call, tmp_path: Path) -> None:
    keeper, other = published.roster, another_machine(published, tmp_path / "elsewhere")
    keeper.current()
    other.current()
    remove(published, "hana")
    keeper.forget("hana")
    with published.database.read() as session:
        number = session.scalar(text("select max(number) from derived.generation"))
        assert not session.scalar(text(f"select count(*) from derived.told_{number} where id = 'hana'"))
    for served in (keeper.current(), other.current()):
        candidates, not_eligible = ranked(served, call)
        assert "hana" not in candidates | not_eligible and "anna" in candidates
    row = keeper.current().matcher.roster.row_of["hana"]
    assert keeper.current().matcher.roster.columns.consent[row] == 0


def test_whoever_was_erased_while_it_was_published_is_not_in_it(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = retrieval.publish

    def erased_meanwhile(*given: Any, without: Callable[[], Collection[str]]) -> int:
        def asked_at_the_end() -> Collection[str]:
            remove(published, "hana")
            return without()

        return publish(*given, without=asked_at_the_end)

    monkeypatch.setattr(retrieval, "publish", erased_meanwhile)
    published.roster.current()
    with published.database.read() as session:
        assert not session.scalar(text("select count(*) from derived.told_1 where id = 'hana'"))
    assert not retrieval.is_unclean(published.database)


def test_one_of_a_database_that_was_put_back_is_published_over_once(
    published: Office, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.roster.current()
    with published.database.write() as session:
        session.execute(text("update derived.generation set revision = 99"))
        session.execute(text("update derived.publication set revision = 99, head = 1, head_hash = 'of another'"))
    assert another_machine(published, tmp_path / "second").current().revision == 1
    monkeypatch.setattr("api.services.roster.roster_shelf.write_roster", lambda *_: pytest.fail("made a third time"))
    assert another_machine(published, tmp_path / "third").current().revision == 1


def in_generations(office: Office, expert_id: str) -> list[int]:
    """The generations that hold something of a person."""
    with office.database.read() as session:
        return [
            number
            for number in session.scalars(text("select number from derived.generation order by number"))
            if session.scalar(text(f"select count(*) from derived.told_{number} where id = :id"), {"id": expert_id})
        ]


def test_an_erasure_leaves_whoever_is_current_in_the_newest(published: Office, call: Call, tmp_path: Path) -> None:
    keeper = published.roster
    keeper.current()
    change(published, "anna", fields=["E.10.08"])
    keeper._at = float("-inf")
    keeper.catch_up()
    before = ranked(keeper.current(), call)
    remove(published, "hana")
    keeper.forget("hana")
    assert in_generations(published, "hana") == []
    assert in_generations(published, "anna") == [2]  # as she was, another person's name might have stood in her texts
    after = ranked(keeper.current(), call)
    assert "anna" in after[0] | after[1] and after[0] | after[1] == (before[0] | before[1]) - {"hana"}


def test_an_erasure_that_was_cut_off_is_finished_by_any_machine(published: Office, tmp_path: Path) -> None:
    other = another_machine(published, tmp_path / "elsewhere")
    published.roster.current()
    other.current()
    remove(published, "hana")  # and the process that did so ended
    other._at = float("inf")
    other.catch_up()
    assert in_generations(published, "hana") == []


def test_what_another_machine_copied_of_an_erased_person_goes_without_anybody_asking_there(
    published: Office, tmp_path: Path
) -> None:
    other = another_machine(published, tmp_path / "elsewhere")
    published.roster.current()
    row = other.current().matcher.roster.row_of["hana"]
    (before,) = (tmp_path / "elsewhere" / "published").glob("*/*-*")
    remove(published, "hana")
    published.roster.forget("hana")
    other._at = float("inf")  # no roster is made anew
    other.catch_up()
    (after,) = (tmp_path / "elsewhere" / "published").glob("*/*-*")
    assert after != before and not np.load(after / "shown.npy")[row].any()
    assert other._made is not None and not other._made.matcher.roster.shown[row].any()


def test_where_the_roster_in_use_was_dropped_the_newest_is_opened(
    published: Office, call: Call, tmp_path: Path
) -> None:
    keeper, other = published.roster, another_machine(published, tmp_path / "elsewhere")
    keeper.current(), other.current()
    for name in ("ines", "jan"):
        add(published, name)
        other._at = float("-inf")
        other.catch_up()
    with pytest.raises(StaleIndex, match="Ask again"):
        ranked(keeper.current(), call)
    assert "anna" in ranked(keeper.current(), call)[0]
    assert keeper.current().revision == 3


def test_what_processes_with_another_engine_use_is_kept_for_a_day(published: Office) -> None:
    def noted(number: int, model: str, at: float) -> list[int]:
        return publications.note(
            published.database, number, number, {"model": model}, publications.Publication((1, ""), 1.0, at)
        )

    for number in (1, 2):
        noted(number, "before", 0.0)
    noted(3, "now", 60.0)
    noted(4, "now", 120.0)
    assert noted(5, "now", 180.0) == [5, 4, 2, 1]
    assert noted(6, "now", 2 * 24 * 3600.0) == [6, 5]


def test_a_publication_that_fails_leaves_nothing_on_the_machine(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: Any, **__: Any) -> int:
        raise OSError("no room in the database")

    monkeypatch.setattr(retrieval, "publish", no_room)
    with pytest.raises(OSError, match="no room"):
        published.roster.current()
    assert not list(published.settings.cache.rglob("experts.jsonl"))


def test_processes_that_share_a_cache_open_in_turn_and_clear_away_what_was_left(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, opened = published.roster, retrieval.open_published
    keeper.current()
    (folder,) = (published.settings.cache / "published").iterdir()
    (folder / ".9-cut-off").mkdir()
    turns = []

    def seen(*given: Any) -> Any:
        with RosterShelf(folder).turn(wait=False) as mine:
            turns.append(mine)
        return opened(*given)

    monkeypatch.setattr(retrieval, "open_published", seen)
    keeper._make(anew=True)
    assert turns == [False]
    assert not [path for path in folder.iterdir() if path.name[0] == "."]


def test_a_published_roster_newer_than_what_a_replica_knows_is_opened(published: Office, engine: Engine) -> None:
    published.roster.current()
    large = published.roster.large
    assert large is not None
    found = large.get(engine, 0, (0, ""), after=None, wait=False, make=False)
    assert found is not None and found[1].revision == 1


def test_what_was_made_and_never_published_goes_as_soon_as_nobody_makes_one(published: Office) -> None:
    published.roster.current()
    large = published.roster.large
    assert large is not None
    left = large.shelf.root / "000000000009-x"
    left.mkdir()
    with large.shelf.turn(wait=False) as mine:
        assert mine and not large.settle(wait=False) and left.exists()
    assert large.settle(wait=False) and not left.exists()
