"""A search for documents that break the readers: `python -m tests.matching.cv.extract.fuzz --minutes 60`.

Every parser in turn is given damaged documents by atheris, which keeps those that reach code no other did
(`pip install 'expertmatch[fuzz]'`). Whatever is not a text or a refusal in words is a finding: an unforeseen error, a
crash, a hang, memory beyond the limit. Findings are kept as files; the exit status is 1 where there is one.

The search goes on over many sittings: the parser that was worked on least is next, its documents stay in `--folder`, and
a record there counts the hours of work of each.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.matching.cv.extract.fuzz_parsers import PARSERS

RECORD, CORPUS, FINDINGS, SAID = "hours.txt", "corpus", "findings", "said"
AIM = 3_600.0  # seconds of work for each parser
PATIENCE, BUSY = 900.0, 40.0  # seconds by the clock for a search, and for each second of its work on a busy machine
HUNG = -1
AGAIN = 30.0  # seconds by the clock, below which a search that ended by itself counts as one that could not start


def worked(record: Path) -> tuple[Counter[str], Counter[str]]:
    """Seconds of work and documents of each parser, as recorded in lines of time, parser, seconds, documents."""
    seconds, documents = Counter[str](), Counter[str]()
    if record.exists():
        for line in record.read_text(encoding="utf-8").splitlines():
            _, parser, spent, tried = line.split()
            seconds[parser] += float(spent)  # type: ignore[assignment]
            documents[parser] += int(tried)
    return seconds, documents


def findings(folder: Path) -> list[str]:
    """The documents that broke a parser, oldest first."""
    kept = (folder / FINDINGS).glob("*") if (folder / FINDINGS).is_dir() else ()
    return [path.name for path in sorted(kept, key=lambda path: path.stat().st_mtime) if path.suffix != ".told"]


def search(parser: str, seconds: float, folder: Path) -> int:
    """Search one parser for so many seconds of its work; the exit status of the process that did it."""
    (folder / SAID).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as seeds, (folder / SAID / parser).open("w") as said:
        command = [
            sys.executable, "-m", "tests.matching.cv.extract.fuzz_target", parser, f"--seconds={seconds:.0f}",
            f"--seed={time.time_ns() % 10**9}", f"--record={folder / RECORD}", f"--keep={folder / FINDINGS}",
            f"--corpus={folder / CORPUS / parser}", f"--seeds={seeds}",
        ]  # fmt: skip
        with subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT) as process:
            try:
                return process.wait(PATIENCE + BUSY * seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                return HUNG


def show(folder: Path) -> None:
    """How long each parser was worked on, and what was found."""
    seconds, documents = worked(folder / RECORD)
    for parser in PARSERS:
        print(f"{parser:14}{seconds[parser] / 3600:7.2f} h of work{documents[parser]:12,} documents")
    found = findings(folder)
    print(f"{sum(seconds.values()) / 3600:.2f} h, {sum(documents.values()):,} documents, {len(found)} findings")
    for name in found:
        print(f"  {folder / FINDINGS / name}")


def main() -> int:
    """Search for some minutes and say what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, default=60, help="by the clock; 0: only say what was done so far")
    asked.add_argument("--parser", action="append", choices=list(PARSERS), help="only this one; may be repeated")
    asked.add_argument("--slice", type=float, default=300, help="seconds of work on a parser before the next one")
    asked.add_argument("--folder", type=Path, default=Path("test-out/fuzz"), help="record, documents and findings")
    said = asked.parse_args()
    parsers, until = said.parser or list(PARSERS), time.monotonic() + 60 * said.minutes
    while time.monotonic() < until:
        seconds, _ = worked(said.folder / RECORD)
        parser, start = min(parsers, key=lambda name: seconds[name]), time.monotonic()
        missing = AIM - seconds[parser]
        status = search(parser, min(said.slice, missing) if missing > 0 else said.slice, said.folder)
        print(f"{time.strftime('%H:%M')} {parser}: status {status}, {len(findings(said.folder))} findings", flush=True)
        if status and time.monotonic() - start < AGAIN:
            print(f"It ended at once; what it said is in {said.folder / SAID / parser}.")
            return 2
    show(said.folder)
    return 1 if findings(said.folder) else 0


if __name__ == "__main__":
    raise SystemExit(main())
