"""What a shortlist can be made from: a document, a text, a call as data."""

from __future__ import annotations

import json
from datetime import date

import pytest

from api.services.shortlists.matching import match
from matching.entities import Call
from matching.errors import InvalidCall, UnreadableDocument
from matching.pipeline import Matcher
from matching.results import Shortlist


@pytest.fixture
def data(call: Call) -> dict[str, object]:
    return call.model_dump(mode="json")


def made(matcher: Matcher, today: date, source: object, name: str = "") -> Shortlist:
    return match(matcher, source, name=name, today=today)  # type: ignore[arg-type]


def test_bytes_that_hold_a_json_object_are_a_call(matcher: Matcher, today: date, data: dict[str, object]) -> None:
    from_bytes, from_data = made(matcher, today, json.dumps(data).encode()), made(matcher, today, data)
    assert from_bytes.record.run_id == from_data.record.run_id


@pytest.mark.parametrize(("content", "word"), [(b"{nonsense", "not JSON"), (b"[1]", "one JSON object")])
def test_json_that_is_no_call_is_refused(matcher: Matcher, today: date, content: bytes, word: str) -> None:
    with pytest.raises(InvalidCall, match=word):
        made(matcher, today, content, "call.json")


def test_a_text_is_a_call(matcher: Matcher, today: date) -> None:
    text = "We ask for an expert who trains counsellors of the public employment service in profiling of jobseekers."
    assert made(matcher, today, text).positions[0].candidates


def test_an_empty_document_is_refused(matcher: Matcher, today: date) -> None:
    with pytest.raises(UnreadableDocument):
        made(matcher, today, b"", "empty.docx")
