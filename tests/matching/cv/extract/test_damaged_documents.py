"""Damaged documents are read or refused in words, never anything else; the long search is `fuzz.py`."""

from __future__ import annotations

import random

import pytest

from matching.cv.extract import extract_unguarded, scans
from matching.cv.values import CvText
from matching.errors import UnreadableDocument
from tests.matching.cv.extract.mutations import corpus, mutated

DOCUMENTS = corpus()
EACH = 15


@pytest.mark.parametrize("ending", ["pdf", "docx", "odt", "rtf", "html", "md", "txt"])
def test_a_damaged_document_is_read_or_refused_in_words(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "installed", lambda: False)
    names = [name for name in DOCUMENTS if name.endswith(f".{ending}") and len(DOCUMENTS[name]) < 60_000]
    pick = random.Random(7)
    for _ in range(EACH):
        name = pick.choice(names)
        try:
            found = extract_unguarded(mutated(DOCUMENTS[name], pick), name)
        except UnreadableDocument as error:
            assert error.what and error.next_step
        else:
            assert isinstance(found, CvText) and all("\n" not in block.text for block in found.blocks)
