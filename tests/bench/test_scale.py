"""A roster made by repeating people is what matching would make of so many people, their vectors apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.scale.making import make_roster
from bench.scale.repeating import repeated_columns, repeated_starts, repeated_words
from embeddings import HashingEncoder
from fixtures.load import load_experts
from matching.columns import build_columns
from matching.declared import build_declared
from matching.engine import Engine, build_engine
from matching.lexical import LexicalIndex
from matching.roster_store import load_roster
from matching.vocabulary import Vocabularies, load_vocabulary

PEOPLE = load_experts()[:120]
TIMES = 3


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return load_vocabulary()


@pytest.fixture(scope="module")
def reading(vocabularies: Vocabularies) -> Engine:
    return build_engine(HashingEncoder(48), vocabularies, english=HashingEncoder(32))


def same(one: Any, other: Any) -> None:
    for item in fields(one):
        mine, theirs = getattr(one, item.name), getattr(other, item.name)
        if isinstance(mine, Mapping):
            assert {k: v.tolist() for k, v in mine.items()} == {k: v.tolist() for k, v in theirs.items()}
        else:
            assert np.array_equal(mine, theirs), item.name


def test_facts_so_many_times_over_are_those_of_so_many_people(vocabularies: Vocabularies) -> None:
    columns, declared = build_columns(PEOPLE, vocabularies), build_declared(PEOPLE)
    same(repeated_columns(columns, len(PEOPLE), TIMES), build_columns(PEOPLE * TIMES, vocabularies))
    same(repeated_columns(declared, len(PEOPLE), TIMES), build_declared(PEOPLE * TIMES))


def test_words_so_many_times_over_score_as_those_of_so_many_people() -> None:
    texts = [[(segment.text, segment.language) for segment in person.segments] for person in PEOPLE]
    found = repeated_words(LexicalIndex.build(texts), len(PEOPLE), TIMES)
    truth = LexicalIndex.build(texts * TIMES)
    for text, language in (("pension reform and contributions", "en"), ("inspection du travail", "fr")):
        mine, theirs = found.score(text, language), truth.score(text, language)
        assert np.nanmax(mine.scores) > 0 and mine.weights == pytest.approx(theirs.weights)
        assert mine.scores == pytest.approx(theirs.scores, rel=1e-4, nan_ok=True)


def test_items_begin_where_they_would(reading: Engine) -> None:
    assert repeated_starts(np.array([0, 2, 5]), 3).tolist() == [0, 2, 5, 7, 10, 12, 15]


def test_a_roster_made_by_repeating_opens_whole(tmp_path: Path, reading: Engine) -> None:
    roster = load_roster(make_roster(60, tmp_path, reading, reading, base=20), reading, verify=True)
    once = load_roster(tmp_path / "20", reading)
    assert len(roster) == roster.columns.size == 60 and len(set(roster.ids)) == 60
    assert roster.experts[45].id == roster.ids[45] and roster.experts[45].segments == once.experts[5].segments
    assert roster.segments[:].shape[0] == roster.starts[-1] == 3 * once.starts[-1]
    assert roster.english is not None and roster.english.sentences.shape[0] == roster.english.sentence_starts[-1]
    cosines = (roster.people.exact[:].astype(np.float32)[:20] * once.people.exact[:].astype(np.float32)).sum(axis=1)
    assert cosines.min() > 0.8 and cosines.max() < 0.9999  # moved a little, each on its own


def test_a_size_that_cannot_be_made_is_refused(tmp_path: Path, reading: Engine) -> None:
    with pytest.raises(ValueError, match="no multiple"):
        make_roster(30, tmp_path, reading, reading, base=20)
