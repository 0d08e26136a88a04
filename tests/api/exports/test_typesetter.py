"""Papers written in a process of their own: the same bytes, whatever becomes of that process."""

from __future__ import annotations

import io
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from api.exports import typesetter
from api.exports.paper import Paper, words
from api.exports.typesetter import WRITERS, Typesetter, typesetting_beside, written


def _paper(text: str = "Of two people, both travel.") -> Paper:
    return Paper("Selection", "A mission", "page", datetime(2026, 3, 1, tzinfo=UTC), (words(text),))


def _process(setter: Typesetter) -> int:
    assert setter._process is not None
    return setter._process.pid


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_a_paper_written_beside_is_the_one_written_here(kind: str) -> None:
    with typesetting_beside():
        assert typesetter._beside is not None
        beside = written(kind, _paper())
        assert _process(typesetter._beside) != os.getpid()
    assert beside == written(kind, _paper()) == WRITERS[kind](_paper())


def test_a_process_that_was_killed_costs_nobody_a_paper() -> None:
    setter = Typesetter()
    setter.write("docx", _paper())
    first = _process(setter)
    os.kill(first, signal.SIGKILL)
    assert setter.write("docx", _paper()) == WRITERS["docx"](_paper())
    assert setter.write("docx", _paper("Another.")) == WRITERS["docx"](_paper("Another."))
    assert _process(setter) != first
    setter.close()


def test_after_some_papers_another_process_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "MOST", 2)
    setter, seen = Typesetter(), []
    for _ in range(4):
        setter.write("docx", _paper())
        seen.append(_process(setter))  # the next is there before it is wanted
    setter.close()
    assert seen[1] == seen[2] and len(set(seen)) == 3


def test_threads_take_turns() -> None:
    with typesetting_beside(), ThreadPoolExecutor(4) as threads:
        papers = [_paper(f"Paper {number}.") for number in range(8)]
        assert list(threads.map(lambda paper: written("docx", paper), papers)) == list(map(WRITERS["docx"], papers))


def test_a_process_ends_with_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "PATIENCE", 60.0)  # by itself, however busy the machine is
    setter = Typesetter()
    setter.write("docx", _paper())
    process = setter._process
    assert process is not None
    setter.close()
    assert process.poll() == 0


def test_every_part_of_a_word_file_bears_the_date_of_its_document() -> None:
    with ZipFile(io.BytesIO(WRITERS["docx"](_paper()))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2026, 3, 1, 0, 0, 0)}
