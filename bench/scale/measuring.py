"""One roster, measured in a process of its own: `python -m bench.scale.measuring FOLDER ROUNDS`, one line of JSON.

What is measured is what is served: `Matcher.shortlist`. Its stage "gate, retrieve, score" is taken apart by a stopwatch
around each function that it calls. Beside the time that passes stands that of the processor, which says more where others
use the machine too.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np

from bench.scale.recall import recall_of
from bench.shortlists import RULES, a_call
from bench.timing import Timing, side_by_side
from embeddings import CoarseVectors, VectorStore, load_encoder, load_english_encoder
from embeddings.coarse import MANY
from embeddings.disk import cache_folder
from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY, sample_vectors
from matching import comparing
from matching.comparing import embed
from matching.engine import Engine, build_engine
from matching.pipeline import Matcher
from matching.results import RunRecord
from matching.roster_store import load_roster
from matching.settings import MatchSettings
from matching.vocabulary import load_vocabulary

WARM = 3
OTHER_CALLS = 20  # further calls, for the memory that different requests bring in
PARTS = {
    "shared_gates": "gates",
    "apply_gates": "gates",
    "overall": "gates",
    "first_cut": "first cut",
    "score_position": "score",
    "left_out_gates": "gates",
}
BUFFER = 1 << 28  # bytes read to learn how fast memory is


def an_engine() -> Engine:
    """The engine as it is served: both bundled models."""
    store = VectorStore(cache_folder() / "vectors.sqlite", known=sample_vectors())
    return build_engine(load_encoder(), load_vocabulary(), store, english=load_english_encoder())


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Times in milliseconds (medians of so many rounds), memory in MiB, recall from 0 to 1."""
    engine = an_engine()
    before = memory()
    start = time.perf_counter()
    matcher = Matcher(load_roster(folder, engine), engine)
    opened = time.perf_counter() - start
    start, call, settings = time.perf_counter(), a_call(), MatchSettings(rules=RULES)
    matcher.shortlist(call, today=SAMPLE_TODAY, settings=settings)
    first = time.perf_counter() - start
    records: list[RunRecord] = []
    parts: list[dict[str, float]] = []
    worked: dict[str, list[float]] = {"shortlist": [], "encoding": []}

    def run() -> None:
        before, start = stopped.copy(), time.process_time()
        records.append(matcher.shortlist(call, today=SAMPLE_TODAY, settings=settings).record)
        worked["shortlist"].append(time.process_time() - start)
        parts.append({name: stopped[name] - before.get(name, 0.0) for name in stopped})

    def encode() -> None:
        start = time.process_time()
        embed(call, engine)
        worked["encoding"].append(time.process_time() - start)

    stopped = _stopwatches()
    times = _side_by_side(run, encode, rounds)
    bandwidth = BUFFER / times["reading"].median
    people = matcher.roster.people
    assert isinstance(people, CoarseVectors)
    scan = (people.looks if len(people) >= MANY else people.codes).nbytes / bandwidth
    encoding, shortlist = times["encoding"].median, times["shortlist"].median
    stages = {
        stage.name: statistics.median(t.ms for r in records[WARM:] for t in r.stages if t.name == stage.name)
        for stage in records[-1].stages
    }
    stages |= {name: 1000 * statistics.median(p.get(name, 0.0) for p in parts[WARM:]) for name in parts[-1]}
    other = [c for language in ("en", "fr", "es") for c in load_calls(language)][:OTHER_CALLS]
    for one in other:
        matcher.shortlist(one, today=SAMPLE_TODAY)
    after = memory()
    return {
        "people": len(matcher.roster),
        "segments": int(matcher.roster.starts[-1]),
        "shortlist": 1000 * shortlist,
        "encoding": 1000 * encoding,
        "scan at bandwidth": 1000 * scan,
        "over encoding and scan": shortlist / (encoding + scan),
        "processor": {name: 1000 * statistics.median(found[WARM:]) for name, found in worked.items()},
        "bandwidth GB/s": bandwidth / 1e9,
        "stages": stages,
        "opening s": opened,
        "first s": first,
        "before": before,
        "after": after,
        "disk": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / len(matcher.roster),
        "recall": recall_of(matcher, other),
    }


def _side_by_side(run: Callable[[], object], encode: Callable[[], object], rounds: int) -> dict[str, Timing]:
    """The buffer that is read to learn how fast memory is goes with this function."""
    buffer = np.ones(BUFFER // 8, dtype=np.int64)
    return side_by_side({"shortlist": run, "encoding": encode, "reading": lambda: _read(buffer)}, rounds, WARM)


def memory() -> dict[str, float]:
    """Resident memory of this process in MiB: all, what it alone holds, and pages of files that others may share."""
    found = {}
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "RssAnon", "RssFile", "VmHWM"):
            found[name] = int(value.split()[0]) / 1024
    return found


def _read(buffer: np.ndarray[Any, np.dtype[np.int64]]) -> None:
    """Memory read once, by two threads."""
    half = len(buffer) // 2
    with ThreadPoolExecutor(1) as other:
        done = other.submit(lambda: buffer[:half].sum())
        buffer[half:].sum()
        done.result()


def _stopwatches() -> dict[str, float]:
    """Put a stopwatch around what `comparing.score` calls; seconds by part, which grow as it runs."""
    seconds: dict[str, float] = defaultdict(float)

    def around(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                seconds[name] += time.perf_counter() - start

        return timed

    for name, part in PARTS.items():
        setattr(comparing, name, around(getattr(comparing, name), part))
    from matching.lexical import LexicalIndex

    LexicalIndex.score = around(LexicalIndex.score, "words")  # type: ignore[method-assign]
    return seconds


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
