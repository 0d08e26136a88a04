"""Work in a process of its own: its limits hold, its errors come back, and the next document is read as if nothing was."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from matching.cv.extract import extract
from matching.cv.limits import ReaderBrokeDown, ReaderNeededTooMuch, ReaderTookTooLong
from matching.cv.values import CvText
from matching.cv.worker import Pool, in_worker
from matching.cv.worker_answers import unpacked
from matching.errors import UnreadableDocument


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(1)
    yield made
    made.close()


def run(pool: Pool, function: object, *args: object, seconds: float = 20, megabytes: int = 800) -> object:
    return pool.run(function, args, seconds, megabytes)  # type: ignore[arg-type]


def spin() -> None:
    while True:
        pass


def fill() -> int:
    return len([bytes(1_000_000) for _ in range(100_000)])


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def surprise() -> None:
    raise KeyError("a name that stands in the document")


def loaded() -> list[str]:
    return [name for name in ("torch", "transformers", "sklearn", "pandas", "api") if name in sys.modules]


def secrets() -> list[str]:
    return sorted(name for name in os.environ if "SECRET" in name)


def write(path: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write("x" * 100_000)


def process() -> int:
    return os.getpid()


def not_a_value() -> object:
    return threading.Thread


def test_the_text_comes_back_as_it_was_read() -> None:
    data = b"Ama Mensah\nAdviser"
    found = in_worker(extract, data, "cv.txt")
    assert isinstance(found, CvText)
    assert found == extract(data, "cv.txt")


def test_an_unreadable_document_is_told_of_in_the_same_words() -> None:
    with pytest.raises(UnreadableDocument) as here:
        extract(b"GIF89a")
    with pytest.raises(UnreadableDocument) as there:
        in_worker(extract, b"GIF89a")
    assert (str(there.value), there.value.code, there.value.next_step) == (
        str(here.value),
        here.value.code,
        here.value.next_step,
    )


def test_one_process_serves_many_calls(pool: Pool) -> None:
    assert run(pool, process) == run(pool, process) != os.getpid()


@pytest.mark.parametrize(
    ("function", "error"),
    [(spin, ReaderTookTooLong), (time.sleep, ReaderTookTooLong), (fill, ReaderNeededTooMuch), (crash, ReaderBrokeDown)],
)
def test_a_broken_limit_is_told_of_and_the_next_call_is_served(
    pool: Pool, function: object, error: type[Exception]
) -> None:
    args = (60,) if function is time.sleep else ()
    with pytest.raises(error) as raised:
        run(pool, function, *args, seconds=0.3 if error is ReaderTookTooLong else 20, megabytes=400)
    assert isinstance(raised.value, UnreadableDocument)
    assert all((raised.value.what, raised.value.found, raised.value.next_step))
    assert run(pool, process)


def test_a_surprise_is_told_of_without_the_words_of_the_document(pool: Pool) -> None:
    with pytest.raises(ReaderBrokeDown) as raised:
        run(pool, surprise)
    assert "KeyError" in str(raised.value) and "a name that stands" not in str(raised.value)


def test_a_worker_loads_nothing_that_reading_does_not_need(pool: Pool) -> None:
    run(pool, extract, b"Ama Mensah")
    assert run(pool, loaded) == []


def test_a_worker_sees_no_secrets_and_writes_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("EXPERTMATCH_SECRET", "x")
    own = Pool(1)
    assert run(own, secrets) == []
    with pytest.raises(ReaderBrokeDown, match="OSError"):
        run(own, write, f"{tmp_path}/file")
    own.close()


def test_threads_share_the_processes(pool: Pool) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(run(pool, process))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_an_answer_that_is_no_plain_value_is_not_unpacked(pool: Pool) -> None:
    with pytest.raises(ReaderBrokeDown):
        run(pool, not_a_value)
    with pytest.raises(EOFError):
        unpacked(pickle.dumps(("value", os.system, True)))
    with pytest.raises(EOFError):
        unpacked(b"cos\nsystem\n(S'true'\ntR.")
