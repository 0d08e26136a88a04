"""A file that is fetched speaks as the pages do to its reader, or the language that the address names."""

from __future__ import annotations

import io

import docx
import pytest

from api.auth.language import CHOSEN
from matching.entities import Call
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import Doors, Watchmaker, one_kind

TITLES = {"en": "Selection record", "fr": "Dossier de sélection", "es": "Expediente de selección"}


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    """The small roster's call, on the desk."""
    return CallDesk(doors, call, clock)


def title(desk: CallDesk, path: str, **asked: str) -> str:
    """What a fetched Word document calls itself."""
    params = {"format": "docx"} | {name: asked[name] for name in ("language",) if name in asked}
    headers = {"accept-language": asked["wishes"]} if "wishes" in asked else {}
    answer = desk.leader.get(path, params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return docx.Document(io.BytesIO(answer.content)).paragraphs[0].text


@one_kind
def test_a_record_speaks_the_language_of_its_reader_or_the_one_asked_for(desk: CallDesk) -> None:
    call_id, _ = desk.decided()
    path = f"{CALLS}/{call_id}/selection-record"
    assert title(desk, path) == TITLES["en"]
    assert title(desk, path, wishes="fr-FR, en;q=0.5") == TITLES["fr"]
    assert title(desk, path, wishes="fr", language="es") == TITLES["es"]
    assert title(desk, path, wishes="ar") == TITLES["en"]  # which files lack
    desk.leader.cookies.set(CHOSEN, "es")
    assert title(desk, path, wishes="fr") == TITLES["es"]  # what was chosen on the pages
    assert title(desk, f"{CALLS}/{call_id}/long-list/export", language="fr") == "Liste longue"
    refused = desk.leader.get(path, params={"format": "docx", "language": "tlh"})
    assert refused.status_code == 422
    made = desk.leader.get("/api/v1/shortlists", params={"call": call_id}).json()["items"][0]["links"]["exports"]
    answer = desk.leader.get(f"{made['html']}&language=fr")
    assert '<html lang="fr">' in answer.text and "Liste restreinte" in answer.text
