"""Relevance by hand: best segments, the fixed scale, and words that count only in a shared language."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.relevance import ENGLISH_SHARE, EnglishEvidence, best_segments, relevance


def test_the_mean_of_the_best_three_segments_counts() -> None:
    similarity = np.array([0.1, 0.9, 0.5, 0.7, 0.3, 0.2], dtype=np.float32)
    mean, best = best_segments(similarity, np.array([0, 4, 5, 6]), 3)
    assert mean == pytest.approx([0.7, 0.3, 0.2])
    assert best.tolist() == [[1, 3, 2], [4, -1, -1], [5, -1, -1]]


@given(
    st.lists(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=6), min_size=1, max_size=6), st.integers(1, 4)
)
def test_best_segments_equal_sorting_each_person(people: list[list[float]], k: int) -> None:
    similarity = np.array([s for person in people for s in person], dtype=np.float32)
    starts = np.concatenate([[0], np.cumsum([len(p) for p in people])]).astype(np.int64)
    mean, best = best_segments(similarity, starts, k)
    for i, person in enumerate(people):
        top = sorted(person, reverse=True)[:k]
        assert mean[i] == pytest.approx(np.mean(top), abs=1e-5)
        assert sorted(similarity[best[i][best[i] >= 0]], reverse=True) == pytest.approx(top)


def score(similarity: list[float], lexical: list[float]) -> np.ndarray:
    starts = np.arange(len(similarity) + 1)
    found = relevance(np.array(similarity, np.float32), starts, np.array(lexical, np.float32), spread=0.1, k=3)
    return found.points


def test_points_depend_on_the_person_alone_and_rise_with_both_kinds_of_evidence() -> None:
    few, many = score([0.2, 0.4], [0.1, 0.1]), score([0.2, 0.4, 0.9, 0.9], [0.1, 0.1, 0.9, 0.9])
    assert few == pytest.approx(many[:2])
    assert few[1] > few[0]
    assert score([0.3, 0.3], [0.1, 0.3])[1] > score([0.3, 0.3], [0.1, 0.3])[0]


def test_without_a_shared_language_nobody_gains_or_loses_by_words() -> None:
    nan = float("nan")
    points = score([0.2, 0.3, 0.4, 0.3], [0.15, 0.15, 0.15, nan])
    assert points[3] == pytest.approx(points[1])


def test_the_expected_words_follow_the_similarity() -> None:
    nan = float("nan")
    rng = np.random.default_rng(0)
    dense = rng.uniform(0.1, 0.6, 40)
    lexical = dense * 0.5
    points = score([*dense, 0.2, 0.5], [*lexical, nan, nan])
    near = [points[np.abs(dense - d).argmin()] for d in (0.2, 0.5)]
    assert points[-2:] == pytest.approx(near, abs=0.08)


def test_no_shared_language_at_all_leaves_the_vectors_alone() -> None:
    nan = float("nan")
    assert score([0.2], [nan])[0] == pytest.approx(0.5, abs=1e-6)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1) | st.just(float("nan"))), min_size=1, max_size=30))
def test_points_stay_between_0_and_1(pairs: list[tuple[float, float]]) -> None:
    points = score([a for a, _ in pairs], [b for _, b in pairs])
    assert ((points >= 0) & (points <= 1)).all()


# --- the English reading ---

NAN = float("nan")


def read_in_english(similarity: list[float], strength: list[float], share: list[float] | None = None) -> np.ndarray:
    found = np.array(strength, np.float32)
    shares = np.array(share if share else np.where(np.isnan(found), 0, 1), np.float32)
    english = EnglishEvidence(found, found, found, shares)
    starts, words = np.arange(len(similarity) + 1), np.full(len(similarity), 0.5, np.float32)
    return relevance(np.array(similarity, np.float32), starts, words, 0.1, 3, english).points


def test_english_takes_the_place_of_the_words_and_of_most_of_the_vectors() -> None:
    assert read_in_english([0.2], [2.0]) == pytest.approx([0.5])  # both half
    assert read_in_english([0.2], [0.0]) == pytest.approx([0.5 * (1 - ENGLISH_SHARE)])
    assert read_in_english([0.2], [-1.0]) == pytest.approx(read_in_english([0.2], [0.0]))


def test_who_has_no_english_gets_what_others_of_the_same_similarity_have_on_average() -> None:
    random = np.random.default_rng(0)
    dense = random.uniform(0.1, 0.6, 60)
    strength = 10 * dense + random.normal(0, 0.3, 60)
    points = read_in_english([*dense, 0.2, 0.5], [*strength, NAN, NAN])
    near = [points[:60][np.abs(dense - d) < 0.05].mean() for d in (0.2, 0.5)]
    assert points[60:] == pytest.approx(near, abs=0.05)


def test_among_few_people_other_languages_keep_their_distance_from_them() -> None:
    points = read_in_english([0.1, 0.2, 0.2, 0.3], [2.0, 2.0, NAN, NAN])
    alone = score([0.1, 0.2, 0.2, 0.3], [NAN] * 4)
    assert points[3] - points[2] == pytest.approx(alone[3] - alone[2], abs=1e-6)


def test_who_has_part_of_a_cv_in_english_gets_part_of_the_expected() -> None:
    similarity = [0.2] * 12
    without = read_in_english(similarity, [1.0] * 11 + [NAN])
    half = read_in_english(similarity, [1.0] * 11 + [4.0], [1.0] * 11 + [0.5])
    full = read_in_english(similarity, [1.0] * 11 + [4.0], [1.0] * 12)
    assert without[11] < half[11] < full[11]


def test_without_anyone_who_has_english_words_count_as_ever() -> None:
    assert read_in_english([0.2, 0.3], [NAN, NAN]) == pytest.approx(score([0.2, 0.3], [0.5, 0.5]))


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-9, 9) | st.just(NAN)), min_size=1, max_size=30))
def test_points_read_in_english_stay_between_0_and_1(pairs: list[tuple[float, float]]) -> None:
    points = read_in_english([a for a, _ in pairs], [b for _, b in pairs])
    assert ((points >= 0) & (points <= 1)).all()
