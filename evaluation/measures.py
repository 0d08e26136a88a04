"""Measures of rankings: what a library has is taken from it; the reviewers' loss is written out from its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from sklearn.metrics import ndcg_score


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """nDCG@k with the grade as gain (Järvelin and Kekäläinen 2002). Who is not in the ranking was not found: gain 0."""
    people = list(dict.fromkeys([*ranking, *grades]))
    if len(people) < 2 or not any(grades.values()):
        return 0.0
    place = {person: i for i, person in enumerate(ranking)}
    scores = [-place.get(person, len(people)) for person in people]
    return float(ndcg_score([[grades.get(person, 0) for person in people]], [scores], k=k))


def recall(ranking: Sequence[str], grades: Mapping[str, int], k: int, least: int = 2) -> float:
    """Share of the people of at least this grade who are among the first k; NaN where there is none."""
    good = {person for person, grade in grades.items() if grade >= least}
    return len(good & set(ranking[:k])) / len(good) if good else float("nan")


def precision(ranking: Sequence[str], grades: Mapping[str, int], k: int, least: int = 2) -> float:
    """Share of the first k who are of at least this grade; places left empty count as misses."""
    return sum(grades.get(person, 0) >= least for person in ranking[:k]) / k


def ordering_loss(ratings: Sequence[float], scores: Sequence[float]) -> tuple[float, float]:
    """Loss and total of one person's rated items (Stelmakh, Wieting, Neubig and Shah 2023).

    Over all pairs with different ratings, the difference of a pair that the scores order wrongly, half of it where they
    tie; and the sum of all differences, by which the caller divides.
    """
    loss = total = 0.0
    for (r1, s1), (r2, s2) in combinations(zip(ratings, scores, strict=True), 2):
        gap = abs(r1 - r2)
        total += gap
        if s1 == s2:
            loss += gap / 2
        elif (s1 - s2) * (r1 - r2) < 0:
            loss += gap
    return loss, total


def interval(values: Sequence[float], seed: int = 0, rounds: int = 2000) -> tuple[float, float, float]:
    """Mean with its 95 % bootstrap interval over the values (percentile method); NaN is left out."""
    known = np.array([v for v in values if not np.isnan(v)])
    if not len(known):
        return float("nan"), float("nan"), float("nan")
    draws = np.random.default_rng(seed).choice(known, size=(rounds, len(known))).mean(axis=1)
    low, high = np.percentile(draws, [2.5, 97.5])
    return float(known.mean()), float(low), float(high)
