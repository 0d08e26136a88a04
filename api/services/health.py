"""Whether the service can work, and with what."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.services.roster.model_change import to_come
from api.services.unit import Unit
from api.storage import roster_state, shortlists
from matching.recording import software_version


def health(unit: Unit) -> dict[str, Any]:
    """What anybody may know: that the database answers, and whether the roster in use is that of the database."""
    return {
        "status": "ok",
        "experts": roster_state.count(unit.session),
        "roster": unit.office.roster.state(),
        "database": unit.office.database.servers(),
    }


def particulars(unit: Unit) -> dict[str, Any]:
    """What those who work here may know beside it: version, model, vocabulary, sizes and the office's day."""
    engine, coming = unit.office.engine, to_come(unit.session)
    return health(unit) | {
        "version": software_version(),
        "model": engine.encoder.name,
        "model_fingerprint": engine.encoder.fingerprint,
        "model_to_come": asdict(coming) if coming else None,
        "vocabulary_hash": engine.vocabularies.content_hash,
        "shortlists": shortlists.count(unit.session),
        "today": unit.today.isoformat(),
    }
