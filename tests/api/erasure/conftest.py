"""An office with one person of whom every word is known, and a search for those words that is not the service's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.notices import Notice, OutboxFolder
from api.services.notices.notice_parts import OUTBOX
from api.services.office import Clock, Office
from api.services.unit import SYSTEM, writing
from api.storage.experts import profile_of
from api.storage.tables import ExpertRow, IdentityRow, RequestRow
from embeddings import VectorStore
from tests.api.erasure.zelie import CV, EMAIL, NAME, PHONE
from tests.people import person


@pytest.fixture
def zelie(staffed: Office) -> Office:
    """The office with one more person, of whom every word is known, and with vectors in a store of its own."""
    engine = replace(staffed.engine, store=VectorStore(staffed.settings.cache / "vectors.sqlite"))
    office = Office(
        staffed.settings,
        staffed.database,
        lambda: engine,
        staffed.signer,
        Clock(staffed.clock.now, staffed.clock.today),
    )
    zelie = person("zelie", segments=[{"text": CV, "kind": "post", "language": "en", "start": "2005-01-01"}])
    with writing(office, SYSTEM) as unit:
        unit.session.add(
            ExpertRow(
                id="zelie", revision=unit.roster_changed(), profile=profile_of(zelie), validated=True, consent=True,
                status=zelie.status, created_at=unit.now, changed_at=unit.now,
            )
        )  # fmt: skip
        unit.session.flush()
        unit.session.add(IdentityRow(expert_id="zelie", name=NAME, email=EMAIL, phone=PHONE))
        unit.session.add(
            RequestRow(
                id="request-1", state="received", received_on=unit.today, text=f"As proposed by {NAME.upper()}, we ask.",
                understood={"said": [f"write to {EMAIL}"]}, created_at=unit.now, created_by="x",
            )
        )  # fmt: skip
    OutboxFolder(office.settings.data / OUTBOX).send("notice-1", EMAIL, Notice("Invitation", f"Dear {NAME}", "<p></p>"))
    return office
