"""A search for documents that break the readers: `python -m tests.matching.cv.extract.fuzz --minutes 60`.

Documents are damaged at random and read in workers with a limit on time and memory. Whatever is not a text or a
refusal in words is a finding: an unforeseen error, a crash, a hang, memory beyond the limit. Findings are kept as
files; the exit status is 1 where there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import threading
import time
from collections import Counter
from pathlib import Path

from matching.cv.extract import extract_unguarded
from matching.cv.limits import Limits, ReaderBrokeDown, ReaderNeededTooMuch, ReaderTookTooLong
from matching.cv.worker import in_worker
from matching.errors import UnreadableDocument
from tests.matching.cv.extract.mutations import corpus, mutated

SECONDS, MEGABYTES = 10.0, 900
NO_SCANS = Limits(scan_pages=0)  # recognising pictures of text takes seconds a page, damaged or not


class Search:
    """One search, shared by its threads."""

    def __init__(self, until: float, seed: int, keep: Path, only: str) -> None:
        self.until, self.seed, self.keep = until, seed, keep
        self.documents = {n: d for n, d in corpus().items() if not only or n.endswith(tuple(only.split(",")))}
        self.counts: Counter[str] = Counter()
        self.findings: dict[str, str] = {}
        self._lock = threading.Lock()

    def run(self, number: int) -> None:
        """Damage and read until the time is over."""
        pick = random.Random(self.seed * 1000 + number)
        names = sorted(self.documents)
        while time.monotonic() < self.until:
            name = pick.choice(names)
            self._try(name, mutated(self.documents[name], pick))

    def _try(self, name: str, data: bytes) -> None:
        kind = name.rpartition(".")[2]
        try:
            in_worker(extract_unguarded, data, name, NO_SCANS, seconds=SECONDS, megabytes=MEGABYTES)
            told = "read"
        except (ReaderBrokeDown, ReaderTookTooLong, ReaderNeededTooMuch) as error:
            told = "FOUND"
            self._found(name, data, f"{error.code}: {error.found}")
        except UnreadableDocument:
            told = "refused"
        with self._lock:
            self.counts[f"{kind} {told}"] += 1

    def _found(self, name: str, data: bytes, what: str) -> None:
        with self._lock:
            if what not in self.findings:
                self.keep.mkdir(parents=True, exist_ok=True)
                path = self.keep / f"{hashlib.sha256(data).hexdigest()[:12]}-{name.replace(' ', '-')}"
                path.write_bytes(data)
                self.findings[what] = str(path)
                print(f"FOUND {what}\n      {path}", flush=True)


def main() -> int:
    """Search for some minutes and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="", help="endings of the documents to damage, such as pdf,docx")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    said = parser.parse_args()
    search = Search(time.monotonic() + 60 * said.minutes, said.seed, said.keep, said.only)
    print(f"seed {said.seed}, {len(search.documents)} documents", flush=True)
    threads = [threading.Thread(target=search.run, args=(number,)) for number in range(said.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for what, count in sorted(search.counts.items()):
        print(f"{what}: {count:,}")
    print(f"{sum(search.counts.values()):,} documents, {len(search.findings)} findings")
    return 1 if search.findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
