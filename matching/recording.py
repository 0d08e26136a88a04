"""The record of a run: what went in, what was set, what came out, so that it can be repeated and audited. No names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from typing import Any

from matching.engine import Engine
from matching.entities import Call
from matching.results import FunnelStep, RunRecord, Stage
from matching.roster import Roster
from matching.settings import MatchSettings


@dataclass
class Stages:
    """A stopwatch whose stages carry the names of the flow."""

    done: list[Stage] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside under a name."""
        start = perf_counter()
        yield
        self.done.append(Stage(name=name, ms=round(1000 * (perf_counter() - start), 3)))


def short_hash(value: Any) -> str:
    """16 hexadecimal digits of the SHA-256 of a value as sorted JSON."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def software_version() -> str:
    """The installed version of the project, or 'unknown' in a tree that was not installed."""
    try:
        return version("expertmatch")
    except PackageNotFoundError:
        return "unknown"


def make_record(
    call: Call,
    roster: Roster,
    engine: Engine,
    settings: MatchSettings,
    *,
    today: date,
    seed: int,
    made_at: datetime | None,
    funnel: Sequence[FunnelStep],
    result: Any,
    stages: Stages,
    left_out: Sequence[Sequence[Any]] = (),
) -> RunRecord:
    """The record of one run; `run_id` follows from the inputs alone, `result_hash` from the answer alone."""
    call_hash, settings_data = short_hash(call.model_dump_json()), settings.model_dump(mode="json")
    english = engine.english.fingerprint if engine.english else None
    inputs: list[Any] = [
        call_hash, roster.content_hash, engine.encoder.fingerprint, english, engine.vocabularies.content_hash,
        settings_data, today.isoformat(), seed, software_version(),
    ]  # fmt: skip
    inputs += [left_out] if left_out else []
    return RunRecord(
        run_id=short_hash(inputs),
        made_at=made_at or datetime.now(UTC),
        today=today,
        seed=seed,
        version=software_version(),
        model=engine.encoder.name,
        model_fingerprint=engine.encoder.fingerprint,
        english_model=engine.english.name if engine.english else None,
        english_fingerprint=english,
        vocabulary_hash=engine.vocabularies.content_hash,
        roster_hash=roster.content_hash,
        roster_size=len(roster),
        call_hash=call_hash,
        settings=settings_data,
        mode=settings.balance.mode,
        legal_basis=settings.balance.legal_basis,
        saving_clause=settings.balance.saving_clause,
        funnel=tuple(funnel),
        result_hash=short_hash(result),
        stages=tuple(stages.done),
    )
