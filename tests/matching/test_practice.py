"""Posts that do the work of a field against posts that stand beside it."""

from __future__ import annotations

import numpy as np

from matching.engine import Engine
from matching.entities import Call
from matching.pipeline import Matcher
from matching.practice import HALF, STEEPNESS, PracticeReader, practice_hash, practice_sentences
from matching.roster import build_roster
from tests.conftest import TODAY
from tests.people import person

READER = PracticeReader(np.array([1.0, 0.0], dtype=np.float32), 0.0)


def test_points_are_those_of_the_mean_over_the_posts() -> None:
    vectors = np.array([[HALF, 0], [5, 0], [HALF + 0.2, 0], [HALF - 0.2, 0], [-9, 1]], dtype=np.float32)
    kinds = ["post", "training", "post", "post", "publication"]
    points = READER.of_people(vectors, kinds, np.array([0, 2, 3, 4, 5]))
    high = 1 / (1 + np.exp(-0.2 * STEEPNESS))
    np.testing.assert_allclose(points, [0.5, high, 1 - high, 1.0], atol=1e-3)  # the last one lists no post


def test_the_sentences_cover_the_six_languages_on_both_sides() -> None:
    texts, languages, does = practice_sentences()
    assert len(set(texts)) == len(texts) and len(practice_hash()) == 16
    for side in (True, False):
        assert {one for one, it in zip(languages, does, strict=True) if it is side} == {
            "en",
            "fr",
            "es",
            "pt",
            "ru",
            "ar",
        }


def test_words_without_the_work_earn_less(engine: Engine) -> None:
    def segment(text: str) -> dict[str, object]:
        return {"kind": "post", "language": "en", "text": text, "start": "2010-01-01"}

    people = [
        person("reporter", segments=[segment("Reporter for a daily newspaper. Interviewed ministers, wrote columns.")]),
        person("officer", segments=[segment("Policy officer. Prepared the regulation and monitored its execution.")]),
    ]
    roster = build_roster(people, engine)
    reporter, officer = roster.practice.tolist()
    assert reporter < officer
    call = {"id": "c", "text": "pension regulation", "positions": [{"id": "1"}]}
    (answer,) = Matcher(roster, engine).shortlist(Call.model_validate(call), today=TODAY).positions
    why = {c.expert_id: next(k.why for k in c.criteria if k.name == "relevance") for c in answer.candidates}
    assert f"{reporter:.0%}" in why["reporter"] and f"{officer:.0%}" in why["officer"]
