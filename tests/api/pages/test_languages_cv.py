"""What the reading of a CV asks and says, and what is wrong with a value, are said anew in the languages of the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from api.speech.anew import anew_in
from api.speech.speech import NAMES
from api.speech.wording import read
from matching.cv.reading import read_cv
from matching.engine import Engine
from matching.errors import UnreadableDocument

OTHERS = tuple(language for language in NAMES if language != "en")
CV = """Marie Dupont
Nationality: Gaulish

Work experience

2019 - 2015: Head of unit, Ministry of Labour, Lyon, France
Plans inspections of building sites and trains forty inspectors in the labour inspection.

03/2009 -
Adviser, National Pension Fund, Paris, France
Projections of old-age benefits and contribution rates for the pension system.

Languages
French: native
English: 4/5
"""
VALUES: list[tuple[Any, Any]] = [
    (Annotated[int, Field(ge=3, le=5)], value) for value in (1, 9, "x", 1.5, [])
] + [
    (Annotated[str, Field(min_length=2, max_length=3)], value) for value in (1, "a", "abcd")
] + [
    (Annotated[str, Field(min_length=1)], ""), (Annotated[float, Field(gt=0)], 0), (Annotated[float, Field(lt=0)], 0),
    (float, "x"), (float, []), (bool, "x"), (bool, []), (date, "x"), (date, "2026-1"), (list[int], 1), (dict[str, int], 1),
    (Literal["a", "b"], "c"), (Annotated[list[int], Field(min_length=1)], []),
    (Annotated[list[int], Field(max_length=2)], [1, 2, 3]), (Annotated[str, Field(pattern="^a$")], "b"),
]  # fmt: skip
REFUSED = {  # documents that are no CV or too much of one, each in its own way
    "lines": b"ab\n" * 20_100,
    "characters": b"Adviser of the pension fund. " * 18_000,
    "HTML without end": b"<html>" + b"<div>" * 20_000 + b"x",
    "groups without end": b"{\\rtf1" + b"{" * 20_000,
    "entities": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><Candidate>&a;</Candidate>",
    "another JSON": b'{"a": 1}',
    "nothing": b"",
}


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_cv_leaves_open_is_asked_in_every_language(engine: Engine, language: str) -> None:
    found = read_cv(CV.encode("latin-1"), name="cv.txt", engine=engine, today=date(2026, 11, 16))
    asked = [doubt.question for doubt in found.parts.doubts]
    reasons = [one.reason for one in (*found.fields, *found.competences, *found.countries) if one.reason]
    assert len(asked) >= 3 and reasons
    assert [one for one in (*asked, *reasons, *found.warnings) if anew_in(language).said(one) is None] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_reading_of_cvs_exists_in_every_language(language: str) -> None:
    keys = {key for key in read("reasons") if key.startswith("cv.")}
    assert len(keys) > 25
    assert keys <= set(read("reasons", language))


@pytest.mark.parametrize("document", REFUSED)
def test_why_a_document_is_refused_is_said_in_every_language(engine: Engine, document: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_cv(REFUSED[document], name="cv", engine=engine, today=date(2026, 11, 16))
    error = refused.value
    said = {language: anew_in(language) for language in OTHERS}
    told = [one for one in (error.what, error.found, error.next_step) if one]
    assert [(language, one) for language, say in said.items() for one in told if say.said(one) is None] == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_is_wrong_with_a_value_is_said_anew(language: str) -> None:
    for kind, value in VALUES:
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(kind).validate_python(value)
        message = refused.value.errors()[0]["msg"]
        assert anew_in(language).said(message) is not None, message
        assert anew_in(language).said(f"{message} (and 2 more problem(s) on this line)") is not None
