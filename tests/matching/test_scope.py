"""What may lie out of scope: doubts with the sentence that led to them, never a decision."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.codes import WORKING_LANGUAGES
from matching.engine import Engine
from matching.entities import Call, Position, Proposal
from matching.queries import build_query
from matching.scope import (
    LIKELY,
    UNION,
    ScopeDoubt,
    ScopeReader,
    build_scope_reader,
    country_doubt,
    read_scope,
    scope_sentences,
)
from matching.understanding import Understood, understand


@pytest.fixture(scope="module")
def reader(engine: Engine) -> ScopeReader:
    return build_scope_reader(engine)


def doubts(
    text: str, engine: Engine, reader: ScopeReader, *, sure: float | None = None, language: str | None = None
) -> tuple[ScopeDoubt, ...]:
    """What a text raises; `sure` sets how likely its first field is."""
    call = Call(id="t", text=text, language=language, positions=(Position(id="1"),))
    query = build_query(call, lambda texts: engine.encoder.encode(texts, kind="query"), engine.query_centres)
    understood = understand(call, query, engine)
    if sure is not None:
        understood = Understood((Proposal(code="A.35", confidence=sure),), ())
    return read_scope(text, query, understood, engine, reader)


def said(kind: str | None, language: str) -> str:
    return next(text for k, spoken, text in scope_sentences() if (k, spoken) == (kind, language))


def test_our_sentences_cover_the_six_languages_in_every_kind_and_none_is_there_twice() -> None:
    rows = scope_sentences()
    kinds = {kind for kind, _, _ in rows}
    assert kinds == {"equipment", "works", "funds", "favours", "services", "other_fields", None}
    assert {(kind, language) for kind, language, _ in rows} == {
        (k, spoken) for k in kinds for spoken in WORKING_LANGUAGES
    }
    assert len({text for _, _, text in rows}) == len(rows)


@pytest.mark.parametrize("language", WORKING_LANGUAGES)
@pytest.mark.parametrize("kind", ["equipment", "works", "funds", "favours", "services"])
def test_what_needs_no_public_expert_raises_a_doubt_that_names_its_kind(
    engine: Engine, reader: ScopeReader, kind: str, language: str
) -> None:
    text = said(kind, language)
    (found,) = doubts(text, engine, reader, sure=0.9, language=language)
    assert (found.kind, found.sentence, found.like) == ("no_peer_expertise", text, text)


@pytest.mark.parametrize("language", WORKING_LANGUAGES)
def test_a_request_for_advice_raises_none(engine: Engine, reader: ScopeReader, language: str) -> None:
    assert doubts(said(None, language), engine, reader, language=language) == ()


def test_requests_that_the_vocabulary_gives_as_examples_raise_none(engine: Engine, reader: ScopeReader) -> None:
    examples = [text for term in engine.vocabularies.fields for text in term.examples.get("en", ())][:20]
    assert examples
    assert not any(doubts(text, engine, reader, language="en") for text in examples)


def test_the_sentence_that_leans_furthest_is_shown_of_a_longer_text(engine: Engine, reader: ScopeReader) -> None:
    asked, polite = said("equipment", "en"), "With our best regards to all of you and your families."
    (found,) = doubts(f"{polite} {asked}", engine, reader, sure=0.9, language="en")
    assert found.sentence == asked


def test_a_text_of_another_field_is_said_to_lie_outside_them_all(engine: Engine, reader: ScopeReader) -> None:
    text = said("other_fields", "fr")
    (found,) = doubts(text, engine, reader, sure=0.9)
    assert (found.kind, found.like) == ("outside_fields", text)
    assert "90%" in found.what


def test_a_doubtful_text_of_which_no_field_is_likely_raises_both_doubts(engine: Engine, reader: ScopeReader) -> None:
    text = said("favours", "en")
    assert [d.kind for d in doubts(text, engine, reader, sure=LIKELY)] == ["no_peer_expertise"]
    outside, no_peer = doubts(text, engine, reader, sure=LIKELY - 0.01)
    assert (outside.kind, outside.like) == ("outside_fields", None)
    assert no_peer.kind == "no_peer_expertise"


def test_a_text_without_words_or_in_a_language_that_is_not_read_raises_none(
    engine: Engine, reader: ScopeReader
) -> None:
    assert doubts(said("equipment", "en"), engine, reader, language="de") == ()
    bare = Call(id="t", positions=(Position(id="1", title="x"),))
    query = build_query(bare, lambda texts: engine.encoder.encode(texts, kind="query"), engine.query_centres)
    assert read_scope("", query, Understood((), ()), engine, reader) == ()


def test_without_any_field_the_doubt_is_said_without_a_confidence(engine: Engine, reader: ScopeReader) -> None:
    text = said("works", "en")
    call = Call(id="t", text=text, language="en", positions=(Position(id="1"),))
    query = build_query(call, lambda texts: engine.encoder.encode(texts, kind="query"), engine.query_centres)
    outside, _ = read_scope(text, query, Understood((), ()), engine, reader)
    assert outside.what == "It comes near to none of the fields of the vocabulary."


def test_the_example_is_in_the_language_of_the_request_where_there_is_one() -> None:
    vectors = np.eye(3, dtype=np.float32)
    reader = ScopeReader(vectors, ("funds", "funds", "works"), ("fr", "en", "en"), ("un", "one", "two"), vectors, 1.0)
    assert reader.example(vectors[0], "funds", "en") == "one"
    assert reader.example(vectors[0], "funds", "es") == "un"


def test_a_vocabulary_without_examples_is_compared_by_its_descriptions(engine: Engine, reader: ScopeReader) -> None:
    bare = replace(engine, fields=replace(engine.fields, examples=None))
    inside = build_scope_reader(bare).inside
    peers = sum(kind is None for kind, _, _ in scope_sentences())
    assert len(inside) == peers + engine.fields.vectors.shape[0] * engine.fields.vectors.shape[1]


def test_member_states_are_not_eligible_unless_the_office_lists_countries() -> None:
    assert len(UNION) == 27
    doubt = country_doubt("FR")
    assert doubt and (doubt.kind, doubt.what) == ("country", "France is a Member State of the European Union.")
    assert country_doubt("TG") is None
    assert country_doubt(None) is None
    assert country_doubt("FR", {"FR"}) is None
    listed = country_doubt("TG", {"FR"})
    assert listed and listed.what == "Togo is not on the list of eligible countries."
