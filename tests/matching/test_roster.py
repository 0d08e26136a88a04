"""From experts to a roster: what is filled in, and what is left out."""

from __future__ import annotations

from pathlib import Path

from embeddings import HashingEncoder, VectorStore
from matching.engine import Engine, build_engine
from matching.roster import build_roster, forget_people
from tests.people import person


def segment(text: str, **facts: object) -> dict[str, object]:
    return {"kind": "post", "start": "2010-01-01", "text": text} | facts


def test_what_a_cv_says_twice_counts_once_and_segments_keep_their_numbers(engine: Engine) -> None:
    texts = ["Head of the pensions unit.", "Head of  the pensions unit.", "Labour inspector in the regional office."]
    roster = build_roster([person("x", segments=[segment(text) for text in texts])], engine)
    assert [s.id for s in roster.experts[0].segments] == ["1", "3"]
    assert roster.starts.tolist() == [0, 2] and len(roster.segments) == 2


def test_the_same_words_at_another_time_are_another_post(engine: Engine) -> None:
    twice = [segment("Adviser."), segment("Adviser.", start="2015-01-01")]
    assert len(build_roster([person("x", segments=twice)], engine).segments) == 2


def test_the_language_of_a_segment_is_found_once(engine: Engine) -> None:
    said = [segment("Ministère du travail, chef du service des retraites.", id="a"), segment("Stage", language="fr")]
    (expert,) = build_roster([person("x", segments=said)], engine).experts
    assert [(s.id, s.language) for s in expert.segments] == [("a", "fr"), ("2", "fr")]


def test_the_vectors_of_who_leaves_go_and_those_of_others_stay(engine: Engine, tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "vectors.sqlite")
    own = build_engine(HashingEncoder(), engine.vocabularies, store, english=HashingEncoder(128))
    vocabulary = len(store)
    one = person("one", segments=[segment("Head of the pensions unit of the ministry."), segment("Chef de service.")])
    other = person("other", segments=[segment("Labour inspector in the regional office.")])
    build_roster([other], own)
    with_other = len(store)
    build_roster([one, other], own)
    assert len(store) > with_other > vocabulary
    gone = forget_people([one], own)
    assert gone > 2  # segments by both encoders, and sentences by the second
    assert len(store) == with_other


def test_nothing_is_forgotten_where_nothing_is_kept(engine: Engine) -> None:
    assert forget_people([person("x")], engine) == 0
    assert forget_people([], engine) == 0
