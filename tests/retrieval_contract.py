"""What every engine of retrieval is held to: a roster's people found by vector and by words.

Whoever tests an engine gives a class of this kind a fixture `opened`, of people with `vectors()` and `texts()`.
"""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.encoder import unit_rows
from matching.searching import ByVector, ByWords

PEOPLE, WIDE = 3000, 32
WORDS = ("pension", "inspection", "jobseeker", "household", "contribution", "wage")
Opened = tuple[ByVector, ByWords]


def vectors() -> np.ndarray:
    return unit_rows(np.random.default_rng(1).standard_normal((PEOPLE, WIDE), dtype=np.float32))


def texts() -> list[list[tuple[str, str | None]]]:
    """In every third person's profile nothing is in English; the others' words come in different numbers."""
    draw = np.random.default_rng(2)
    return [
        [(" ".join(draw.choice(WORDS, size=1 + row % 5)) + f" text{row % 7}", "en" if row % 3 else "fr")]
        for row in range(PEOPLE)
    ]


class RetrievalContract:
    """The cases."""

    @pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01])
    def test_of_the_fifty_nearest_at_least_forty_nine_are_found_however_few_are_eligible(
        self, opened: Opened, share: float
    ) -> None:
        queries = unit_rows(np.random.default_rng(3).standard_normal((4, WIDE), dtype=np.float32))
        among = np.random.default_rng(4).random(PEOPLE) < share
        depth, near = min(50, int(among.sum())), opened[0].near(queries)
        truth = np.where(among, queries @ vectors().T, -np.inf)
        for number, row in enumerate(truth):
            found = near.best(number, among, depth)
            assert len(set(found.tolist())) == depth and among[found].all()
            assert len(set(found.tolist()) & set(np.argsort(-row)[:depth].tolist())) >= 0.98 * depth
            assert found.tolist() == sorted(found.tolist(), key=lambda one: -float(np.round(row[one], 3)))

    def test_nobody_is_found_among_nobody(self, opened: Opened) -> None:
        nobody = np.zeros(PEOPLE, dtype=bool)
        assert opened[0].near(vectors()[:1]).best(0, nobody, 5).tolist() == []
        assert opened[1].score("pension", "en").best(nobody, 5).tolist() == []

    def test_words_are_known_of_those_alone_who_write_the_language(self, opened: Opened) -> None:
        found = opened[1].score("pension and wage", "en")
        shares = found.of(np.arange(PEOPLE))
        assert np.isnan(shares[::3]).all() and not np.isnan(shares[1::3]).any()
        assert np.nanmin(shares) >= 0 and np.nanmax(shares) <= 1
        assert set(found.weights) == {"pension", "wage"}

    def test_the_share_of_some_is_that_of_all(self, opened: Opened) -> None:
        found, some = opened[1].score("inspection", "en"), np.array([0, 1, 2, 5, 900, PEOPLE - 1])
        assert found.of(some) == pytest.approx(found.of(np.arange(PEOPLE))[some], nan_ok=True)

    def test_the_best_by_words_are_those_with_the_highest_share_among_the_eligible(self, opened: Opened) -> None:
        found, among = opened[1].score("text3 household", "en"), np.arange(PEOPLE) % 2 == 0
        shares = np.nan_to_num(found.of(np.arange(PEOPLE)))
        best = found.best(among, 40)
        assert len(best) == 40 and among[best].all()
        assert shares[best].tolist() == sorted(shares[among], reverse=True)[:40]

    def test_nobody_is_best_of_words_that_nobody_uses(self, opened: Opened) -> None:
        every = np.ones(PEOPLE, dtype=bool)
        assert opened[1].score("zzz", "en").best(every, 5).tolist() == []
        assert opened[1].score("pension", "ru").best(every, 5).tolist() == []
        assert np.isnan(opened[1].score("pension", "ru").of(np.arange(4))).all()
