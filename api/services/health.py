"""Whether the service can work, and with what."""

from __future__ import annotations

from typing import Any

from api.services.unit import Unit
from api.storage import roster_state, shortlists
from matching.recording import software_version


def health(unit: Unit) -> dict[str, Any]:
    """What anybody may know: that the database answers, and whether the roster in use is that of the database."""
    return {"status": "ok", "experts": roster_state.count(unit.session), "roster": unit.office.roster.state()}


def particulars(unit: Unit) -> dict[str, Any]:
    """What those who work here may know beside it: version, model, vocabulary, sizes and the office's day."""
    engine = unit.office.engine
    return health(unit) | {
        "version": software_version(),
        "model": engine.encoder.name,
        "model_fingerprint": engine.encoder.fingerprint,
        "vocabulary_hash": engine.vocabularies.content_hash,
        "shortlists": shortlists.count(unit.session),
        "today": unit.today.isoformat(),
    }
