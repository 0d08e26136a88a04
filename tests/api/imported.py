"""Records brought in by HTTP and by command, and what came of them."""

from __future__ import annotations

import json
from typing import Any

from fastapi.testclient import TestClient

from api.services.exchange.roster_import import import_experts
from api.services.office import Office
from api.services.unit import COMMAND, SYSTEM, reading
from api.storage.tables import ExpertRow

PATH = "/api/v1/imports"

JSON_LINES = {"Content-Type": "application/x-ndjson"}

NINA: dict[str, Any] = {
    "id": "nina",
    "segments": ["Actuary of the pension fund."],
    "fields": ["E.10.07"],
    "validated": True,
    "consent": True,
    "declared": {"gender": "woman", "nationalities": ["PT"]},
    "identity": {"name": "Nina Surname", "email": "nina@example.org", "language": "pt"},
}


def send(client: TestClient, *records: Any, kind: str = "experts", **options: Any) -> dict[str, Any]:
    body = "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records)
    answer = client.post(f"{PATH}/{kind}", content=body, headers=JSON_LINES, params=options)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def bring(office: Office, *records: Any, **options: Any) -> None:
    """The same by command, as whoever runs the service does."""
    import_experts(office, COMMAND, map(json.dumps, records), office.engine.vocabularies, **options)


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("added", "changed", "unchanged", "left_out"))


def expert(office: Office, expert_id: str) -> ExpertRow:
    with reading(office, SYSTEM) as unit:
        row = unit.session.get_one(ExpertRow, expert_id)
        unit.session.expunge(row)
    return row
