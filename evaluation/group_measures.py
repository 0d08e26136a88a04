"""How groups of people fare in a list against the pool it was drawn from. Only what people declared is looked at.

A *labelling* gives each person the groups they declared to belong to: none where they declared nothing (they are then
left out of both list and pool), several for the regions of several nationalities.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.stats import hypergeom

from matching.compose import Member

SMALL = 5  # cells of fewer people are not shown; groups of fewer people in a pool are left out of divergence and skew
SURPRISING = 0.05

# Nationalities by region after the United Nations' M49, Europe in its four parts (Cyprus, a member state, with the south).
_NAMED = {
    "Northern Europe": "AX DK EE FI FO GB IE IS LT LV NO SE",
    "Western Europe": "AT BE CH DE FR LI LU MC NL",
    "Southern Europe": "AD AL BA CY ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
    "Eastern Europe": "BG BY CZ HU MD PL RO RU SK UA",
    "Africa": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG "
        "RE RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW"
    ),
    "Americas": (
        "AG AI AR AW BB BL BM BO BQ BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GT GY HN HT JM KN KY LC MF MQ MS MX "
        "NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI"
    ),
}
REGION_OF = {country: region for region, countries in _NAMED.items() for country in countries.split()}
ELSEWHERE = "Asia and Oceania"
REGIONS = (*_NAMED, ELSEWHERE)

Labelling = Callable[[Member], frozenset[str]]


def gender(member: Member) -> frozenset[str]:
    """The declared gender."""
    return _labels(member.gender, None)


def regions(member: Member) -> frozenset[str]:
    """The regions of the declared nationalities."""
    return _labels(None, member.nationalities)


def gender_and_region(member: Member) -> frozenset[str]:
    """Declared gender with each region of the declared nationalities, for example "woman, Southern Europe"."""
    return frozenset() if member.gender is None else _labels(member.gender, member.nationalities)


@cache  # few different people, asked for very often
def _labels(declared: str | None, nationalities: tuple[str, ...] | None) -> frozenset[str]:
    if nationalities is None:
        return frozenset([declared] if declared else [])
    start = f"{declared}, " if declared else ""
    return frozenset(start + REGION_OF.get(country, ELSEWHERE) for country in nationalities)


@dataclass(frozen=True)
class Drawn:
    """A list in its order, and the pool from which it was chosen."""

    listed: Sequence[Member]
    pool: Sequence[Member]

    def declared(self, labelling: Labelling, least: int = 1) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
        """Labels of listed and pool: less those who declared nothing, and groups of fewer than `least` in the pool."""
        counted = Counter(label for one in self.pool for label in labelling(one))
        large = frozenset(label for label, people in counted.items() if people >= least)
        listed, pool = ([labelling(one) & large for one in people] for people in (self.listed, self.pool))
        return [labels for labels in listed if labels], [labels for labels in pool if labels]


def exposure(drawn: Drawn, labelling: Labelling, group: str) -> tuple[float, float]:
    """A group's share of the attention that the list gets, and its share of the pool; NaN where there is nothing.

    The person at rank r gets 1 / log2(1 + r) of attention (Singh and Joachims 2018; the discount of DCG). Ranks are
    those of the whole list; the undeclared keep theirs, and their attention counts for nobody.
    """
    listed, pool = drawn.declared(labelling)
    if not listed or not any(group in labels for labels in pool):
        return math.nan, math.nan
    seen = [(labelling(one), 1 / math.log2(1 + rank)) for rank, one in enumerate(drawn.listed, start=1)]
    known = sum(weight for labels, weight in seen if labels)
    got = sum(weight for labels, weight in seen if group in labels)
    return got / known, sum(group in labels for labels in pool) / len(pool)


def ndkl(drawn: Drawn, labelling: Labelling = gender) -> float:
    """Normalised discounted Kullback-Leibler divergence of every prefix from the pool; 0 is alike, more is further.

    sum over i of 1 / log2(1 + i) * KL(first i || pool), divided by the sum of the weights (Geyik, Ambler and Kenthapadi
    2019). For labellings of one label per person. NaN where nobody on the list declared anything.
    """
    listed, pool = drawn.declared(labelling, SMALL)
    if not listed:
        return math.nan
    base = Counter(label for labels in pool for label in labels)
    so_far: Counter[str] = Counter()
    total = weights = 0.0
    for i, labels in enumerate(listed, start=1):
        so_far.update(labels)
        weight = 1 / math.log2(1 + i)
        weights += weight
        total += weight * sum(n / i * math.log(n / i / (base[label] / len(pool))) for label, n in so_far.items())
    return total / weights


def min_skew(drawn: Drawn, labelling: Labelling = gender) -> float:
    """The lowest, over groups, of ln(share of the list / share of the pool); 0 is alike, below is under-represented.

    Geyik, Ambler and Kenthapadi 2019, with k the length of the list. A group that is absent counts as half a person,
    so that the figure stays finite. NaN where nobody on the list declared anything.
    """
    listed, pool = drawn.declared(labelling, SMALL)
    if not listed:
        return math.nan
    base = Counter(label for labels in pool for label in labels)
    here = Counter(label for labels in listed for label in labels)
    return min(math.log((here[label] or 0.5) / len(listed) / (n / len(pool))) for label, n in base.items())


def surprise(drawn: Drawn, group: str = "woman", labelling: Labelling = gender) -> float:
    """How surprising is the number of a group on the list, were it drawn from the pool by lot? Two-sided and exact.

    The hypergeometric probability of all numbers that are no more likely than the one found (Fisher's exact test). NaN
    where nobody on the list declared anything.
    """
    listed, pool = drawn.declared(labelling)
    if not listed:
        return math.nan
    inside, found = (sum(group in labels for labels in people) for people in (pool, listed))
    likely = hypergeom(len(pool), inside, len(listed)).pmf(np.arange(len(listed) + 1))
    return float(min(likely[likely <= likely[found] * (1 + 1e-9)].sum(), 1.0))


def selection(drawn: Sequence[Drawn], labelling: Labelling, group: str) -> tuple[np.ndarray, np.ndarray]:
    """(lists,) how many of a group are listed, and how many are in the pool."""
    listed = [sum(group in labelling(one) for one in each.listed) for each in drawn]
    pool = [sum(group in labelling(one) for one in each.pool) for each in drawn]
    return np.array(listed, dtype=np.float64), np.array(pool, dtype=np.float64)


def selection_ratio(
    drawn: Sequence[Drawn], group: str, other: str, labelling: Labelling = gender, seed: int = 0, rounds: int = 2000
) -> tuple[float, float, float]:
    """The selection rate of a group over that of another, pooled over lists, with its 95 % bootstrap interval over lists.

    Selection rate: listed / in the pool. Below 0.8 it fails the four-fifths rule of thumb (29 CFR 1607.4 D). NaN where a
    rate cannot be formed.
    """
    (a, pool_a), (b, pool_b) = (selection(drawn, labelling, one) for one in (group, other))
    if not (pool_a.sum() and b.sum()):
        return math.nan, math.nan, math.nan
    chosen = np.random.default_rng(seed).integers(0, len(drawn), (rounds, len(drawn)))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (a[chosen].sum(1) / pool_a[chosen].sum(1)) / (b[chosen].sum(1) / pool_b[chosen].sum(1))
    low, high = np.percentile(found[np.isfinite(found)], [2.5, 97.5])
    return float(a.sum() / pool_a.sum() / (b.sum() / pool_b.sum())), float(low), float(high)


@dataclass(frozen=True)
class Cell:
    """A group over many lists. Everything but `group` is None where fewer than SMALL people make it up."""

    group: str
    people: int | None = None  # different people in the pools
    rate: float | None = None  # listed / in the pool, over all lists
    ratio: float | None = None  # that rate over the rate of everyone who declared
    exposure: float | None = None  # share of attention over share of the pool


def cells(drawn: Sequence[Drawn], labelling: Labelling, groups: Iterable[str]) -> list[Cell]:
    """How each of these groups fares over many lists."""
    found = []
    pools = [[one for one in each.pool if labelling(one)] for each in drawn]
    lists = [[one for one in each.listed if labelling(one)] for each in drawn]
    overall = sum(map(len, lists)) / max(sum(map(len, pools)), 1)
    for group in groups:
        people = len({one.id for pool in pools for one in pool if group in labelling(one)})
        if people < SMALL:
            found.append(Cell(group))
            continue
        listed, in_pool = selection(drawn, labelling, group)
        rate = float(listed.sum() / in_pool.sum())
        got = np.array([exposure(each, labelling, group) for each in drawn]).reshape(-1, 2)
        got = got[~np.isnan(got).any(axis=1)]
        ratio = float(got[:, 0].sum() / got[:, 1].sum()) if len(got) else math.nan
        found.append(Cell(group, people, rate, rate / overall if overall else math.nan, ratio))
    return found
