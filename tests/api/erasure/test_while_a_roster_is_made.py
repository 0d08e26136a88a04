"""Who is erased while a large roster is being made is gone at once from what is served; the rest follows by itself."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.services.erasure import erasure
from api.services.office import Office
from api.services.roster import roster_keeper
from api.services.unit import SYSTEM, reading
from api.storage import erasure as rows
from api.storage import log
from api.storage.erasure import without_proof
from matching.entities import Call
from tests.api.conftest import one_kind
from tests.api.erasure.zelie import CV, EMAIL, found_in
from tests.api.notices.mail_servers import HERE, Postbox, mail_server
from tests.api.test_roster_keeper import ranked

pytestmark = one_kind
PATIENCE = 60.0  # seconds


@pytest.fixture(autouse=True)
def large_from_three_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people are many: the folder is what a roster of thousands has."""
    monkeypatch.setattr(roster_keeper, "SCORED_WHOLE", 3)


def holding(folder: Path) -> list[str]:
    """The folders of a shelf in whose people the CV stands."""
    return [path.parent.name for path in folder.glob("*/experts.jsonl") if CV in path.read_text(encoding="utf-8")]


def until_it_ended() -> None:
    for thread in threading.enumerate():
        if thread.name == "erasure":
            thread.join(PATIENCE)


def test_an_erasure_does_not_wait_for_the_making_and_comes_to_its_end_after_it(zelie: Office, call: Call) -> None:
    zelie.roster.current()
    another = replace(zelie).roster  # a process with a roster open
    another.current()
    assert zelie.roster.large is not None
    shelf = zelie.roster.large.shelf
    half = shelf.root / ".000000000009-x.abc.new"
    with shelf.turn(wait=False) as mine:
        assert mine
        half.mkdir()
        (half / "experts.jsonl").write_text(CV, encoding="utf-8")
        proof = erasure.erase(zelie, SYSTEM, "zelie", wait=False)
        assert proof.follows and not proof.clean and proof.rows["experts"] == 1
        assert holding(shelf.root) == [half.name]
        for keeper in (zelie.roster, another):
            candidates, not_eligible = ranked(keeper.current(), call)
            assert "zelie" not in candidates | not_eligible and "anna" in candidates
        with reading(zelie, SYSTEM) as unit:
            assert without_proof(unit.session) == ["zelie"]
    until_it_ended()
    assert found_in(zelie) == set() and not half.exists()
    with reading(zelie, SYSTEM) as unit:
        assert not without_proof(unit.session)
        (proved,) = (entry for entry in log.entries(unit.session) if entry.event == "expert.erasure_proved")
    assert proved.facts["clean"] and proved.facts["files_searched"] and not proved.facts["follows"]


def test_where_nothing_is_being_made_the_proof_is_there_at_once(zelie: Office) -> None:
    zelie.roster.current()
    proof = erasure.erase(zelie, SYSTEM, "zelie", wait=False)
    assert proof.clean and not proof.follows


def test_what_fails_for_a_moment_is_tried_again_and_the_letter_leaves_once(
    zelie: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []

    def failing_once(module: Any, name: str) -> None:
        original = getattr(module, name)

        def once(*given: Any, **named: Any) -> Any:
            if name not in failed:
                failed.append(name)
                raise OSError("away for a moment")
            return original(*given, **named)

        monkeypatch.setattr(module, name, once)

    monkeypatch.setattr(erasure, "PAUSES", (0.0, 0.0))
    zelie.roster.current()
    assert zelie.roster.large is not None
    failing_once(erasure, "found_in_files")
    failing_once(rows, "set_proof")
    box = Postbox()
    with mail_server(box) as port:
        mail = {"smtp_host": HERE, "smtp_port": port, "smtp_security": "none"}
        office = replace(zelie, settings=zelie.settings.model_copy(update=mail))
        with zelie.roster.large.shelf.turn(wait=False) as mine:
            assert mine
            assert erasure.erase(office, SYSTEM, "zelie", wait=False).follows
        until_it_ended()
    assert failed == ["found_in_files", "set_proof"]
    assert [to for _, to in box.from_to] == [[EMAIL]]
    with reading(zelie, SYSTEM) as unit:
        told = [(entry.event, entry.facts) for entry in log.entries(unit.session)][-2:]
    assert [event for event, _ in told] == ["notice.sent", "expert.erasure_proved"]
    assert told[1][1]["clean"] and told[1][1]["told"]
