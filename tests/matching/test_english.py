"""The second reading, in English: what is read, what it is worth, and that nobody gains or loses by another language."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from embeddings import HashingEncoder
from matching import retrieval
from matching.engine import Engine, build_engine
from matching.english import (
    MOST_SENTENCES,
    NO_BACKGROUND,
    Background,
    EnglishQuery,
    EnglishVectors,
    build_english,
    english_evidence,
    telling_sentences,
)
from matching.entities import Call, Expert
from matching.pipeline import Matcher
from matching.relevance import taken
from matching.results import ScoredCandidate
from matching.roster import build_roster
from matching.vocabulary import Vocabulary, load_vocabulary
from tests.people import person

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]


class Reader(HashingEncoder):
    """The hashing encoder, which remembers what it was given to read."""

    def __init__(self) -> None:
        super().__init__(128)
        self.name = "reader"
        self.read: list[str] = []

    def encode(self, texts: Sequence[str], **options):  # type: ignore[no-untyped-def]
        self.read += texts
        return super().encode(texts, **options)


@pytest.fixture
def reading() -> Engine:
    return build_engine(HashingEncoder(), load_vocabulary(), english=Reader())


def english_text(text: str, language: str = "en") -> dict[str, object]:
    return {"kind": "post", "start": "2010-01-01", "text": text, "language": language}


def a_call(text: str, language: str = "en", **position: object) -> Call:
    return Call.model_validate({"id": "c", "text": text, "language": language, "positions": [{"id": "1"} | position]})


def why(candidate: ScoredCandidate) -> str:
    return next(c.why for c in candidate.criteria if c.name == "relevance")


# --- what is read ---


def test_sentences_of_fewer_than_four_words_are_headings() -> None:
    assert telling_sentences("Senior adviser. He led the national pension reform. Madrid, Spain.") == [
        "He led the national pension reform."
    ]


def test_a_text_without_a_longer_sentence_is_read_whole_and_a_long_one_in_part() -> None:
    assert telling_sentences("Senior adviser. Madrid.") == ["Senior adviser. Madrid."]
    assert len(telling_sentences("This sentence has five words. " * 50)) == MOST_SENTENCES


def test_only_english_segments_are_read() -> None:
    said = [
        "Head of the pension fund in Riga.",
        "Chef du service des retraites.",
        "One two three four. Five six seven.",
    ]
    reader, reports = Reader(), []
    found = build_english(
        said,
        ["en", "fr", "en"],
        np.array([0, 2, 2, 3]),
        lambda texts, report: reader.encode(texts, kind="passage", progress=report),
        lambda done, total: reports.append((done, total)),
    )
    assert said[1] not in reader.read
    assert found.starts.tolist() == [0, 1, 1, 2] and found.sentence_starts.tolist() == [0, 1, 1, 2]
    assert found.segments.shape == (2, 128) and found.segments.dtype == np.float16
    exact = HashingEncoder(128).encode(["One two three four."], kind="passage")
    np.testing.assert_allclose(found.sentences[1], exact[0], atol=1e-3)
    assert reports == [(4, 4)]


def test_a_roster_without_english_is_no_trouble(reading: Engine) -> None:
    people = [person("x", segments=[english_text("Chef du service des retraites.", "fr")])]
    roster = build_roster(people, reading)
    assert roster.english is not None and roster.english.starts.tolist() == [0, 0]
    answer = Matcher(roster, reading).shortlist(a_call("Reform of the pension fund."), today=date(2026, 11, 16))
    assert "no text in the language of the call" in why(answer.positions[0].candidates[0])


def test_gendered_words_are_neutral_in_what_is_read(reading: Engine) -> None:
    build_roster([person("x", segments=[english_text("Chairwoman of the national labour council.")])], reading)
    assert isinstance(reading.english, Reader)
    assert not [text for text in reading.english.read if "Chairwoman" in text]
    reading.english.read.clear()
    Matcher(build_roster([person("x")], reading), reading).shortlist(
        a_call("The chairwoman leads the council's work.", tasks=["The chairwoman speaks to the press."]),
        today=date(2026, 11, 16),
    )
    assert reading.english.read and not [text for text in reading.english.read if "chairwoman" in text]


# --- what is found ---


def test_evidence_by_hand() -> None:
    people = EnglishVectors(
        np.array([EAST, NORTH, NORTH], np.float16),
        np.array([0, 2, 2, 3]),
        np.array([EAST, NORTH, NORTH], np.float16),
        np.array([0, 2, 2, 3]),
    )
    query = EnglishQuery(np.array(EAST, np.float32), np.array([EAST, NORTH], np.float32), np.full(2, 0.5, np.float32))
    every = np.array([0, 2, 3, 6])
    found = english_evidence(query, people, np.arange(3), every, Background(0.25, 0.125), k=3)
    assert found.whole[[0, 2]] == pytest.approx([0.5, 0.0]) and np.isnan(found.whole[1])
    assert found.by_sentence[[0, 2]] == pytest.approx([1.0, 0.5])
    assert found.strength[[0, 2]] == pytest.approx([4.0, 0.0]) and np.isnan(found.strength[1])
    assert found.share == pytest.approx([1.0, 0.0, 1 / 3])
    assert people.of(np.arange(3))[0] is people.of(np.arange(3))[0]  # converted once
    part = english_evidence(query, people, np.array([1, 2]), every, Background(0.25, 0.125), k=3)
    assert np.array_equal(part.strength, found.strength[1:], equal_nan=True)


def test_taking_everyone_copies_nothing_and_taking_some_finds_theirs() -> None:
    starts = np.array([0, 2, 2, 5])
    assert taken(starts, np.arange(3))[0] == slice(None)
    places, begin = taken(starts, np.array([0, 2]))
    assert places.tolist() == [0, 1, 2, 3, 4] and begin.tolist() == [0, 2, 5]  # type: ignore[union-attr]
    places, begin = taken(starts, np.array([1, 2]))
    assert places.tolist() == [2, 3, 4] and begin.tolist() == [0, 0, 3]  # type: ignore[union-attr]


def test_the_unit_is_the_scatter_of_unrelated_fields(reading: Engine, engine: Engine) -> None:
    found = reading.english_background
    assert 0 < found.mean < 0.3 and 0.01 < found.deviation < 0.2
    assert engine.english_background == NO_BACKGROUND


def test_a_vocabulary_of_one_root_has_no_unrelated_fields(reading: Engine) -> None:
    fields = reading.vocabularies.fields
    root = next(term for term in fields if term.parent is None)
    words = dataclasses.replace(reading.vocabularies, fields=Vocabulary(fields.kind, [root]))
    assert build_engine(HashingEncoder(), words, english=Reader()).english_background == NO_BACKGROUND


# --- in the flow ---


@pytest.fixture
def mixed() -> list[Expert]:
    pensions = "Actuary of the pension fund. Projects the fund's reserves until 2060."
    french = "Actuaire de la caisse de retraite : projections des réserves."
    other = "Inspector of mines, who visits quarries every week."
    return [
        person("both", segments=[english_text(pensions), english_text(french, "fr"), english_text(other)]),
        person("english", segments=[english_text(pensions)]),
        person("french", segments=[english_text(french, "fr")]),
        person("mines", segments=[english_text(other)]),
    ]


def test_an_english_call_is_read_in_english_and_says_so(reading: Engine, mixed: list[Expert], today: date) -> None:
    matcher = Matcher(build_roster(mixed, reading), reading)
    answer = matcher.shortlist(a_call("Actuarial projections of the pension fund."), today=today)
    words = {c.expert_id: why(c) for c in answer.positions[0].candidates}
    assert "read in English: best segments" in words["english"] and "for the part" not in words["english"]
    assert "for the part in English" in words["both"]
    assert "no text in English" in words["french"]
    assert answer.record.english_model == "reader"
    assert answer.record.english_fingerprint == HashingEncoder(128).fingerprint


def test_a_call_in_another_language_is_not(reading: Engine, mixed: list[Expert], today: date, engine: Engine) -> None:
    call = a_call("Projections actuarielles de la caisse de retraite.", "fr")
    with_it = Matcher(build_roster(mixed, reading), reading).shortlist(call, today=today)
    without = Matcher(build_roster(mixed, engine), engine).shortlist(call, today=today)
    assert with_it.positions == without.positions
    assert without.record.english_model is None and with_it.record.run_id != without.record.run_id


def test_every_position_is_read_with_its_own_text_and_that_of_the_call(reading: Engine, mixed: list[Expert]) -> None:
    matcher = Matcher(build_roster(mixed, reading), reading)
    call = Call.model_validate(
        {
            "id": "c",
            "language": "en",
            "text": "The pension fund wants to know its future.",
            "positions": [{"id": "1", "tasks": ["Project the reserves of the fund."]}, {"id": "2"}],
        }
    )
    own, shared = (position.english for position in matcher.prepare(call).query.positions)
    assert own is not None and shared is not None
    assert len(own.sentences) == 2 and len(shared.sentences) == 1
    assert own.weights.tolist() == [0.5, 0.5] and shared.weights.tolist() == [1.0]
    assert np.linalg.norm(own.vector) == pytest.approx(1) and not np.allclose(own.vector, shared.vector)
    bare = Call.model_validate({"id": "c", "language": "en", "positions": [{"id": "1", "title": "Actuary"}]})
    (alone,) = (position.english for position in matcher.prepare(bare).query.positions)
    assert alone is not None and alone.weights.tolist() == [1.0]


def test_an_index_made_without_the_english_encoder_goes_without(
    reading: Engine, mixed: list[Expert], engine: Engine, today: date
) -> None:
    matcher = Matcher(build_roster(mixed, engine), reading)
    answer = matcher.shortlist(a_call("Projections of the pension fund."), today=today)
    assert "call's words found" in why(answer.positions[0].candidates[0])


def test_from_a_large_roster_the_pool_is_read_and_scored_the_same(
    reading: Engine, mixed: list[Expert], today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [person(f"p{i}", segments=[english_text(f"Keeper of lighthouse number {i}.")]) for i in range(40)]
    matcher = Matcher(build_roster([*mixed, *others], reading), reading)
    call = a_call("Projections of the pension fund.")
    whole = dict(next(matcher.rank([call], today=today))[1])
    monkeypatch.setattr(retrieval, "SCORED_WHOLE", 10)
    pool = dict(next(matcher.rank([call], today=today))[1])
    assert pool["english"] == pytest.approx(whole["english"], abs=1e-4)
