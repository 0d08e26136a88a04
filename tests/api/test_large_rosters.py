"""A roster too large for memory lies in a folder that the processes of a machine share; nothing stale comes out of it."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import pytest
from sqlalchemy import update

from api.making import Maker, make_beside
from api.services.erasure import erasure
from api.services.office import Office
from api.services.roster import roster_keeper, roster_shelf
from api.services.roster.large_rosters import LargeRosters
from api.services.roster.roster_keeper import RosterKeeper
from api.services.roster.roster_shelf import NOTE, RosterShelf
from api.services.unit import SYSTEM
from api.storage.tables import RosterStateRow
from embeddings import VectorStore
from matching import roster_blanking
from matching.engine import Engine, build_engine
from matching.entities import Call
from matching.roster import forget_people
from matching.roster_store import seal_again
from tests.api.conftest import one_kind
from tests.api.erasure.conftest import zelie as zelie
from tests.api.erasure.zelie import CV, NAME, found_in
from tests.api.test_roster_keeper import add, change, ranked, remove, slow
from tests.people import person

pytestmark = one_kind


@pytest.fixture(autouse=True)
def large_from_three_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people are many: the folder is what a roster of thousands has."""
    monkeypatch.setattr(roster_keeper, "SCORED_WHOLE", 3)
    monkeypatch.setattr("api.services.roster.large_rosters.AT_ONCE", 3)


def a_keeper(office: Office, engine: Engine) -> RosterKeeper:
    """As another process has it."""
    large = LargeRosters(office.database, RosterShelf.of(office.settings.cache, office.database.place))
    return RosterKeeper(office.database, engine, large=large)


def shelf_of(office: Office) -> Path:
    assert office.roster.large is not None
    return office.roster.large.shelf.root


def folders(office: Office) -> list[str]:
    return sorted(path.name.split("-")[0].lstrip("0") for path in shelf_of(office).iterdir() if path.is_dir())


def note_of(office: Office, revision: int) -> str:
    return next(shelf_of(office).glob(f"*{revision}-*")).joinpath(NOTE).read_text(encoding="utf-8")


def test_a_large_roster_is_that_of_the_database(staffed: Office, call: Call, engine: Engine) -> None:
    whole = RosterKeeper(staffed.database, engine).current()
    served = staffed.roster.current()
    assert folders(staffed) == ["1"]
    assert served.matcher.roster.ids == whole.matcher.roster.ids
    assert served.matcher.roster.content_hash == whole.matcher.roster.content_hash
    assert ranked(served, call) == ranked(whole, call)


def test_a_process_that_starts_opens_what_is_there_and_leaves_out_who_changed(
    staffed: Office, call: Call, engine: Engine
) -> None:
    staffed.roster.current()
    change(staffed, "anna", fields=["E.10.07"])
    starting = a_keeper(staffed, engine)
    served = starting.current()
    assert served.revision == 1 and folders(staffed) == ["1"]
    candidates, not_eligible = ranked(served, call)
    assert "anna" not in candidates and "anna" in not_eligible
    starting._at = float("-inf")
    starting.catch_up()
    assert starting.current().revision == 2 and not starting.current().left_out


def test_what_one_process_made_the_others_open_and_what_nobody_uses_goes(staffed: Office, engine: Engine) -> None:
    staffed.roster.current()
    other = a_keeper(staffed, engine)
    other.current()
    add(staffed, "ines")
    staffed.roster._at = other._at = float("-inf")
    staffed.roster.catch_up()
    assert folders(staffed) == ["1", "2"]  # the first is in use by the other
    made = note_of(staffed, 2)
    other.catch_up()
    assert other.current().revision == 2
    assert note_of(staffed, 2) == made
    add(staffed, "jan")
    other._at = float("-inf")
    other.catch_up()
    assert folders(staffed) == ["2", "3"]


def test_while_another_process_makes_it_the_one_before_is_served(staffed: Office, engine: Engine) -> None:
    keeper = staffed.roster
    keeper.current()
    add(staffed, "ines")
    keeper._at = float("-inf")
    with RosterShelf.of(staffed.settings.cache, staffed.database.place).turn(wait=False) as mine:
        assert mine
        keeper.catch_up()
        assert keeper.current().revision == 1
    keeper._at = float("-inf")
    keeper.catch_up()
    assert keeper.current().revision == 2


def test_a_process_beside_the_serving_one_makes_it_anew(staffed: Office, engine: Engine) -> None:
    own = build_engine(engine.encoder, engine.vocabularies, VectorStore(staffed.settings.cache / "vectors.sqlite"))
    office = replace(staffed, make_engine=lambda: own)
    keeper, maker = office.roster, Maker(office)
    keeper.current()
    keeper.beside = maker.sees_to
    add(staffed, "ines")
    until = time.monotonic() + 300  # seconds; the process beside gives way to everybody
    while keeper.current().revision == 1 and time.monotonic() < until:
        keeper._at = float("-inf")
        keeper.catch_up()
        assert keeper.current().left_out or keeper.current().revision == 2  # served meanwhile
        time.sleep(0.1)
    assert keeper.current().revision == 2
    assert maker._process is not None
    maker._process.join(300)
    assert maker._process.exitcode == 0


def test_a_process_that_failed_is_made_up_for_once_and_then_tried_again(staffed: Office) -> None:
    maker = Maker(replace(staffed, make_engine=lambda: staffed.engine))
    maker._process = multiprocessing.get_context("spawn").Process(target=sys.exit, args=(1,), daemon=True)
    maker._process.start()
    maker._process.join()
    assert not maker.sees_to(1)
    assert maker.sees_to(1)
    maker.stop()


def test_one_with_another_engine_leaves_it_to_whom_it_would_help(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for courtesy in ("os.nice", "signal.signal"):  # of a process of its own
        monkeypatch.setattr(f"api.beside.{courtesy}", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        make_beside(staffed.settings, 1, {"model": "another"})
    assert ended.value.code == 1 and not shelf_of(staffed).exists()


def test_a_maker_that_was_killed_leaves_nothing(staffed: Office) -> None:
    half = shelf_of(staffed) / ".000000000001-x.abc.new"
    half.mkdir(parents=True)
    (half / "experts.jsonl").write_text("half a roster", encoding="utf-8")
    staffed.roster.current()
    assert not half.exists() and folders(staffed) == ["1"]


def test_a_damaged_folder_is_made_again(staffed: Office, engine: Engine) -> None:
    staffed.roster.current()
    (next(shelf_of(staffed).glob("*1-*")) / "columns.bin").write_bytes(b"x")
    assert len(a_keeper(staffed, engine).current().matcher.roster) == 8


def test_one_that_is_being_blanked_is_opened_after_it_and_not_made_again(
    staffed: Office, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.roster.current()
    elsewhere, half_way, go_on = a_keeper(staffed, engine).large, Event(), Event()
    assert elsewhere is not None

    def slowly(*given: Any) -> None:
        half_way.set()
        assert go_on.wait(60.0)
        seal_again(*given)

    monkeypatch.setattr(roster_blanking, "seal_again", slowly)
    monkeypatch.setattr(roster_shelf, "write_roster", lambda *_: pytest.fail("made although there is one"))
    blanking = Thread(target=elsewhere.blank, args=({"anna"},))
    blanking.start()
    assert half_way.wait(60.0)
    Timer(0.5, go_on.set).start()
    try:
        assert a_keeper(staffed, engine).current().revision == 1
    finally:
        go_on.set()
        blanking.join()
    assert folders(staffed) == ["1"]


def test_a_roster_of_a_database_that_was_put_back_is_not_opened(staffed: Office, engine: Engine) -> None:
    staffed.roster.current()
    path = next(shelf_of(staffed).glob("*1-*")) / NOTE
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"head": [1, "of another history"]}), encoding="utf-8")
    a_keeper(staffed, engine).current()
    assert json.loads(note_of(staffed, 1))["head"] == told["head"]


def test_one_of_a_database_that_was_put_back_hides_no_other(
    staffed: Office, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.roster.current()
    add(staffed, "ines")
    staffed.roster._at = float("-inf")
    staffed.roster.catch_up()
    path = next(shelf_of(staffed).glob("*2-*")) / NOTE
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"head": [1, "of another history"]}), encoding="utf-8")
    monkeypatch.setattr(roster_shelf, "write_roster", lambda *_: pytest.fail("made although there is one"))
    assert a_keeper(staffed, engine).current().revision == 1


def test_one_of_a_later_revision_than_the_databases_is_not_opened(staffed: Office, engine: Engine) -> None:
    add(staffed, "ines")
    staffed.roster.current()
    with staffed.database.write() as session:
        session.execute(update(RosterStateRow).values(revision=1))
    assert a_keeper(staffed, engine).current().revision == 1


def test_a_small_roster_lies_in_no_folder(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_keeper, "SCORED_WHOLE", 8)
    staffed.roster.current()
    assert not shelf_of(staffed).exists()


def test_terms_that_changed_make_a_roster_beside_the_one_in_use(staffed: Office, engine: Engine) -> None:
    staffed.roster.current()
    words = replace(engine.vocabularies, content_hash="another")
    staffed.roster.read_with(replace(engine, vocabularies=words))
    assert staffed.roster.current().matcher.engine.vocabularies is words
    assert a_keeper(staffed, engine).current().matcher.engine is engine


@pytest.mark.parametrize("opened_by", ["nobody else", "another"])
def test_after_an_erasure_the_folders_hold_nothing_of_the_person(zelie: Office, call: Call, opened_by: str) -> None:
    zelie.roster.current()
    assert "experts.jsonl" in found_in(zelie)
    other = a_keeper(zelie, zelie.engine) if opened_by == "another" else None
    if other:
        other.current()
    proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert proof.clean
    assert found_in(zelie) == set()
    for keeper in filter(None, (zelie.roster, other)):
        candidates, not_eligible = ranked(keeper.current(), call)
        assert "zelie" not in candidates | not_eligible and "anna" in candidates


def test_what_was_struck_out_of_the_texts_of_others_goes_from_the_folders(zelie: Office) -> None:
    change(zelie, "bert", segments=[{"text": f"Deputy of {NAME} at the labour inspection.", "kind": "post"}])
    zelie.roster.current()
    assert erasure.erase(zelie, SYSTEM, "zelie").clean
    assert found_in(zelie) == set()


def test_another_machine_overwrites_who_was_erased_elsewhere(zelie: Office, tmp_path: Path) -> None:
    elsewhere = LargeRosters(zelie.database, RosterShelf.of(tmp_path / "elsewhere", zelie.database.place))
    other = RosterKeeper(zelie.database, zelie.engine, large=elsewhere)
    slow(other).current()
    lines = next(elsewhere.shelf.root.glob("*/experts.jsonl"))
    assert CV in lines.read_text(encoding="utf-8")
    erasure.erase(zelie, SYSTEM, "zelie")
    slow(other).catch_up()
    assert CV not in lines.read_text(encoding="utf-8")


def test_what_nobody_has_open_is_overwritten_too_where_the_roster_became_small(
    zelie: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = LargeRosters(zelie.database, RosterShelf.of(tmp_path / "elsewhere", zelie.database.place))
    RosterKeeper(zelie.database, zelie.engine, large=elsewhere).current()
    lines = next(elsewhere.shelf.root.glob("*/experts.jsonl"))
    monkeypatch.setattr(roster_keeper, "SCORED_WHOLE", 100)
    small = RosterKeeper(zelie.database, zelie.engine, large=elsewhere)
    small.current()
    erasure.erase(zelie, SYSTEM, "zelie")
    assert CV in lines.read_text(encoding="utf-8")
    small.catch_up()
    assert CV not in lines.read_text(encoding="utf-8")


def test_what_is_left_half_made_goes_as_soon_as_nobody_makes_one(zelie: Office, tmp_path: Path) -> None:
    elsewhere = LargeRosters(zelie.database, RosterShelf.of(tmp_path / "elsewhere", zelie.database.place))
    other = RosterKeeper(zelie.database, zelie.engine, large=elsewhere)
    slow(other).current()
    half = elsewhere.shelf.root / ".000000000009-x.abc.new"
    half.mkdir()
    (half / "experts.jsonl").write_text(CV, encoding="utf-8")
    erasure.erase(zelie, SYSTEM, "zelie")
    with elsewhere.shelf.turn(wait=False) as mine:
        assert mine
        slow(other).catch_up()
        assert half.exists()
    other._settle_from = float("-inf")
    slow(other).catch_up()
    assert not half.exists()


def test_who_is_erased_while_the_roster_is_made_is_not_in_it(zelie: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    write = roster_shelf.write_roster

    def erased_meanwhile(*given: Any) -> None:
        write(*given)
        remove(zelie, "zelie")

    monkeypatch.setattr(roster_shelf, "write_roster", erased_meanwhile)
    store = zelie.engine.store
    assert store is not None
    zelie.roster.current()
    lines = next(shelf_of(zelie).glob("*/experts.jsonl"))
    assert CV not in lines.read_text(encoding="utf-8")
    assert forget_people([person("zelie", segments=[{"text": CV, "language": "en"}])], zelie.engine) == 0
