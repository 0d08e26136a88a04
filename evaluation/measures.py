"""Measures of rankings, thin over `ir_measures`; the reviewers' loss is written out from its paper."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, groupby

import ir_measures
from ir_measures import AP, P, R, nDCG
from ir_measures.measures import Measure

GOOD = 2  # the grade from which a person counts as suitable, wherever a measure knows only yes and no


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """nDCG@k with the grade as gain (Järvelin and Kekäläinen 2002). Who is not in the ranking was not found: gain 0.

    Args:
        ranking: ids, best first, each once.
        grades: of the people who have one; everybody else has grade 0. 0.0 where nobody has a grade above 0.
    """
    return _value(nDCG @ k, ranking, grades) if any(grade > 0 for grade in grades.values()) else 0.0


def ndcg_shared(scores: Mapping[str, float], grades: Mapping[str, int], k: int = 10) -> float:
    """nDCG@k of people by score, where equal scores share their places (McSherry and Najork 2008).

    The mean over all orders that the scores allow, so that nothing is won or lost by chance. `scores` holds everybody who
    can be found, `grades` as in `ndcg`; 0.0 where nobody has a grade above 0.
    """
    gains: list[float] = []
    for _, alike in groupby(sorted(scores, key=lambda person: -scores[person]), key=lambda person: scores[person]):
        group = [grades.get(person, 0) for person in alike]
        gains += [sum(group) / len(group)] * len(group)
    best = _discounted(sorted(grades.values(), reverse=True), k)
    return _discounted(gains, k) / best if best > 0 else 0.0


def recall(ranking: Sequence[str], grades: Mapping[str, int], k: int = 50, least: int = GOOD) -> float:
    """Share of the people of at least this grade who are among the first k; NaN where there is none."""
    return _value(R(rel=least) @ k, ranking, grades) if _any(grades, least) else math.nan


def precision(ranking: Sequence[str], grades: Mapping[str, int], k: int = 5, least: int = GOOD) -> float:
    """Share of the first k who are of at least this grade; places left empty count as misses."""
    return _value(P(rel=least) @ k, ranking, grades) if grades else 0.0


def average_precision(ranking: Sequence[str], grades: Mapping[str, int], least: int = GOOD) -> float:
    """Mean over the people of at least this grade of the precision at their place; NaN where there is none."""
    return _value(AP(rel=least), ranking, grades) if _any(grades, least) else math.nan


def overlap(first: Sequence[str], second: Sequence[str], k: int = 10) -> float:
    """Share of the first k of the longer list that both lists name; 1.0 where both are empty."""
    a, b = set(first[:k]), set(second[:k])
    return len(a & b) / max(len(a), len(b), 1) if a or b else 1.0


def ordering_loss(ratings: Sequence[float], scores: Sequence[float]) -> tuple[float, float]:
    """Loss and total of one person's rated items (Stelmakh, Wieting, Neubig and Shah 2023).

    Over all pairs with different ratings, the difference of a pair that the scores order wrongly, half of it where they
    tie; and the sum of all differences, by which the caller divides.
    """
    loss = total = 0.0
    for (r1, s1), (r2, s2) in combinations(zip(ratings, scores, strict=True), 2):
        gap = abs(r1 - r2)
        total += gap
        loss += gap * (0.5 if s1 == s2 else float((r1 - r2) * (s1 - s2) < 0))
    return loss, total


def pairs_in_order(ratings: Sequence[float], scores: Sequence[float]) -> tuple[list[float], list[float]]:
    """For each easy and for each hard pair 1.0 where the scores order it rightly, else 0.0; a tie is not right.

    As the scoring code of Stelmakh et al. 2023 has it. Easy: one item is rated 4 or more, the other 2 or less. Hard: both
    are rated 4 or more, and differently.
    """
    easy, hard = [], []
    for (r1, s1), (r2, s2) in combinations(zip(ratings, scores, strict=True), 2):
        right = float((r1 - r2) * (s1 - s2) > 0)
        if max(r1, r2) >= 4 and min(r1, r2) <= 2:
            easy.append(right)
        elif min(r1, r2) >= 4 and r1 != r2:
            hard.append(right)
    return easy, hard


def above(ranking: Sequence[str], better: Sequence[str], worse: Sequence[str]) -> Iterator[bool]:
    """For every pair of one of `better` and one of `worse` whether the first stands above the second.

    Raises:
        KeyError: somebody is not in the ranking.
    """
    place = {person: i for i, person in enumerate(ranking)}
    return (place[a] < place[b] for a in better for b in worse)


def _discounted(gains: Sequence[float], k: int) -> float:
    """The gains of the first k places, each divided by the logarithm of its place."""
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains[:k], start=1))


def _any(grades: Mapping[str, int], least: int) -> bool:
    return any(grade >= least for grade in grades.values())


def _value(measure: Measure, ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """One measure of one query. Places become scores, so that the library keeps the order as it is given."""
    run = {"q": {person: float(len(ranking) - place) for place, person in enumerate(ranking)}}
    if not ranking:
        return 0.0
    return float(ir_measures.calc_aggregate([measure], {"q": dict(grades)}, run)[measure])
