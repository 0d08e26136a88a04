"""Results by content: a judge runs again only when its code, the matcher, the model or the data have changed.

One JSON file per result under `cache_folder()/evaluation`; a file that is damaged or of an older form counts as missing.
The folder can be deleted at any time.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.disk import cache_folder, write_atomic
from evaluation.findings import Chart, Figure, Findings
from evaluation.provenance import data_hashes, library_versions, precision_of, source_hash
from matching.engine import Engine
from matching.recording import short_hash

FORMAT = 1  # of the stored file; one of another number is made again


@dataclass(frozen=True)
class Stored:
    """The findings of a judge, and the seconds that the measurement took."""

    findings: Findings
    seconds: float


def key_of(judge: str, engine: Engine, quick: bool) -> str:
    """16 hexadecimal digits of everything that a judge's findings depend on."""
    return short_hash(
        {
            "judge": judge,
            "source": source_hash(judge),
            "model": [engine.encoder.fingerprint, engine.english.fingerprint if engine.english else None],
            "precision": precision_of(engine),
            "vocabulary": engine.vocabularies.content_hash,
            "data": data_hashes(),
            "libraries": library_versions(),
            "quick": quick,
        }
    )


def place_of(judge: str, key: str) -> Path:
    """Where the result with this key lies, or would lie."""
    return cache_folder() / "evaluation" / f"{judge}-{key}.json"


def read(judge: str, key: str) -> Stored | None:
    """The stored result, or None where there is none that can be used."""
    try:
        data = json.loads(place_of(judge, key).read_text(encoding="utf-8"))
        if data["format"] != FORMAT or data["key"] != key or data["judge"] != judge:
            return None
        return Stored(_findings(data["findings"]), float(data["seconds"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # missing or damaged: it is made again, which is always right


def write(judge: str, key: str, findings: Findings, seconds: float) -> Stored:
    """Store a result in one step and return it as it will be read, so that a cached run shows what a fresh one does.

    Raises:
        StorageFull: the disk is full or closed to us.
    """
    data = {"format": FORMAT, "judge": judge, "key": key, "seconds": round(seconds, 2), "findings": asdict(findings)}
    text = json.dumps(data, ensure_ascii=False, default=plain)
    write_atomic(place_of(judge, key), text.encode())
    return Stored(_findings(json.loads(text)["findings"]), round(seconds, 2))


def plain(value: Any) -> Any:
    """A value of numpy, a mapping, a set or a date as JSON knows it."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "items"):
        return dict(value)
    if isinstance(value, set | frozenset | range):
        return sorted(value)
    return str(value)


def finite(value: Any) -> Any:
    """The same value with null for every number that JSON does not know (NaN and the infinities)."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    return [finite(item) for item in value] if isinstance(value, list | tuple) else value


def _findings(data: dict[str, Any]) -> Findings:
    return Findings(
        figures=[Figure(**f | {name: float(f[name]) for name in ("value", "low", "high")}) for f in data["figures"]],
        charts=[Chart(**chart) for chart in data["charts"]],
        weak=[str(sentence) for sentence in data["weak"]],
        notes=[str(sentence) for sentence in data["notes"]],
    )
