"""With the real model: a call and its translation find the same people."""

from __future__ import annotations

import pytest

from embeddings import VectorStore, load_encoder, load_english_encoder
from embeddings.disk import cache_folder
from fixtures.calls import load_calls, twins
from fixtures.load import SAMPLE_TODAY, load_experts, sample_vectors
from matching.engine import build_engine
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.settings import MatchSettings
from matching.vocabulary import load_vocabulary

PEOPLE = 200  # of the sample: enough to choose ten from, few enough to encode on a new machine
LANGUAGES = ("fr", "es", "pt", "ru", "ar")
EVERY = 3  # of the calls with twins: each takes the real model seconds; `make gate` looks at all of them


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    store = VectorStore(cache_folder() / "vectors.sqlite", known=sample_vectors())
    engine = build_engine(load_encoder(), load_vocabulary(), store, english=load_english_encoder())
    return Matcher(build_roster(load_experts()[:PEOPLE], engine), engine)


def top(matcher: Matcher, language: str) -> dict[tuple[str, str], set[str]]:
    settings = MatchSettings(teams=0, reserve=0)
    some = sorted(twins())[::EVERY]
    chosen = [call for call in load_calls(language) if call.id in some]
    answers = [(c.id, matcher.shortlist(c, today=SAMPLE_TODAY, settings=settings)) for c in chosen]
    return {(i, p.position_id): {c.expert_id for c in p.candidates} for i, a in answers for p in a.positions}


def test_six_languages_find_the_same_ten_on_average(matcher: Matcher) -> None:
    english = top(matcher, "en")
    overlap = [len(people & english[key]) / 10 for lang in LANGUAGES for key, people in top(matcher, lang).items()]
    assert len(overlap) == 5 * len(english)
    assert sum(overlap) / len(overlap) >= 0.7
