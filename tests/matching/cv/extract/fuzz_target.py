"""One parser searched for a while by atheris, in a process that a crash may take down; started by `fuzz.py`.

Time is counted by the processor, so that a busy machine makes no document look slow: a document may take SECONDS, and what
goes to the record is what the parser itself worked, not the making of documents.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

SECONDS = 10.0  # of the processor, for one document
MEGABYTES = 1_024  # held by the process: what a worker may address
PATIENCE = 600  # seconds by the clock after which a document that uses no processor hangs
LARGEST = 400_000  # bytes of a document
NOTE_EVERY = 20.0  # seconds of work between two lines of the record


class TookTooLong(BaseException):
    """A document on which a parser worked too long; no parser takes it for an error of its own."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise TookTooLong(f"in {frame.f_code.co_name}" if frame else "")


class Target:
    """What atheris calls with one document after the other."""

    def __init__(self, parser: str, seconds: float, record: Path, keep: Path) -> None:
        from tests.matching.cv.extract.fuzz_parsers import PARSERS

        self.parser, self.read, self.seconds = parser, PARSERS[parser].read, seconds
        self.record, self.keep = record, keep
        self.told: Counter[str] = Counter()
        self.worked = self.noted = 0.0
        self.tried = 0
        self.findings: set[str] = set()
        signal.signal(signal.SIGPROF, _stop)

    def __call__(self, data: bytes) -> None:
        """Read one document; what is neither a text nor a refusal in words is kept."""
        from matching.errors import UnreadableDocument

        start = _used()
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            self.read(data)
        except UnreadableDocument:
            pass
        except (Exception, TookTooLong) as error:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._found(data, error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.worked += _used() - start
        self.tried += 1
        if self.worked - self.noted >= NOTE_EVERY:
            self._note()
        if self.worked >= self.seconds:
            self._note()
            sys.stderr.flush()
            os._exit(0)

    def _found(self, data: bytes, error: BaseException) -> None:
        what = f"{type(error).__name__} {_place(error)}"
        if what in self.findings:
            return
        self.findings.add(what)
        self.keep.mkdir(parents=True, exist_ok=True)
        path = self.keep / f"{self.parser}-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        path.with_suffix(".told").write_text(f"{what}\n{error}\n", encoding="utf-8")
        print(f"FOUND {self.parser}: {what}: {path}", flush=True)

    def _note(self) -> None:
        """A line of the record: one write, so that searches side by side do not mix theirs."""
        line = f"{time.strftime('%Y-%m-%dT%H:%M')} {self.parser} {self.worked - self.noted:.1f} {self.tried}\n"
        self.record.parent.mkdir(parents=True, exist_ok=True)
        with self.record.open("a", encoding="utf-8") as file:
            file.write(line)
        self.noted, self.tried = self.worked, 0


def _used() -> float:
    """Seconds of the processor, those of programs that were called included."""
    called = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + called.ru_utime + called.ru_stime


def _place(error: BaseException) -> str:
    """The innermost line of ours that the error came from, and the innermost of all."""
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    if isinstance(error, TookTooLong):  # where it stood by chance does not make it another finding
        return ""
    ours = [place for place in places if not place.startswith("fuzz_")]
    return " < ".join(dict.fromkeys([*ours[-1:], *ours[:1]]))


def main() -> None:
    """Search one parser."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parser")
    asked.add_argument("--seconds", type=float, default=600)
    asked.add_argument("--seed", type=int, default=1)
    for name in ("record", "keep", "corpus", "seeds"):
        asked.add_argument(f"--{name}", type=Path, required=True)
    said = asked.parse_args()
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["matching", "openpyxl"]):
        from tests.matching.cv.extract import fuzz_parsers
        from tests.matching.cv.extract.mutations import mutated

        _warm(fuzz_parsers.PARSERS[said.parser])
    fuzz_parsers.prepare()
    fuzz_parsers.write_seeds(said.parser, said.seeds)
    target = Target(said.parser, said.seconds, said.record, said.keep)

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        """One document made of another: as its kind is damaged mostly, any bytes now and then."""
        pick = random.Random(seed)
        try:
            made: bytes = mutated(data, pick) if pick.random() < 0.7 else atheris.Mutate(data, most)
        except Exception:  # the search hangs where its mutator breaks
            made = data + b" "
        return made[:most]

    said.corpus.mkdir(parents=True, exist_ok=True)
    said.keep.mkdir(parents=True, exist_ok=True)
    options = {
        "max_len": LARGEST, "timeout": PATIENCE, "rss_limit_mb": MEGABYTES, "seed": said.seed, "print_final_stats": 1,
        "artifact_prefix": f"{said.keep}/{said.parser}-", "len_control": 0, "verbosity": 0,
        "report_slow_units": PATIENCE,
    }  # fmt: skip
    line = [sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(said.corpus), str(said.seeds)]
    atheris.Setup(line, target, custom_mutator=mutator)
    atheris.Fuzz()


def _warm(parser: Any) -> None:
    """Load what readers load when they are first needed, so that atheris sees into it."""
    from matching.errors import UnreadableDocument

    for data in parser.begin().values():
        try:
            parser.read(data)
        except UnreadableDocument:
            continue
        return


if __name__ == "__main__":
    main()
