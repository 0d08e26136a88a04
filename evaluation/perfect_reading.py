"""What CVs tell of the fields that people truly worked in, to a reader who makes no mistake.

The sample's CVs are written from plans: which post, assignment or degree is about which field. A reader who knows the plans
has read every CV perfectly, and still has to conclude from them how deeply somebody knows a field. How to conclude is learned
from other invented people, by trees; so the conclusion is a good one, and hardly the best possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from fixtures.careers import Plan, plan_career
from fixtures.facts import DEMAND, ROSTER_SIZE, SAMPLE_SEED, SAMPLE_TODAY
from fixtures.judgements import USELESS_KINDS, field_match
from fixtures.persons import Truth, draw_person
from fixtures.profiles import expert_record
from fixtures.relations import closeness
from fixtures.strata import Quota
from matching.columns import years_in_posts
from matching.entities import Expert

Floats = NDArray[np.float32]

FIELDS = tuple(DEMAND)
OTHER_SEED, OTHERS = 777, 2000  # the people from whom it is learned what CVs tell; none of them is of the sample
ROUNDS, RATE, LEAVES, LEAST = 150, 0.12, 31, 40  # of boosted trees; 4,000 people, 200 rounds: 0.01 of nDCG more
TOLD = ("post", "assignment", "degree", "training", "publication", "summary")  # kinds of segment that are about a field
# Columns of a field after those of TOLD: years in posts, a second subject of posts and of the summary, the latest post,
# among the catchwords, confirmed.
YEARS, SECOND, ALSO, LATEST, CATCHWORD, CONFIRMED, COLUMNS = range(len(TOLD), len(TOLD) + 7)


@cache
def expected_match() -> Mapping[str, Floats]:
    """By person of the sample, (fields,) how well each field of FIELDS is covered, 0 to 1, as far as the CV lets one expect."""
    told, truths = zip(*(read(SAMPLE_SEED, number) for number in range(ROSTER_SIZE)), strict=True)
    matches = learned(OTHERS)(np.concatenate(told)).reshape(len(truths), len(FIELDS))
    return {truth.id: row for truth, row in zip(truths, matches, strict=True)}


def learned(others: int) -> Callable[[Floats], Floats]:
    """What this many other people teach: rows of what CVs tell (`told_of`) in, the match (rows,) to expect out."""
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    told, truly = zip(*(read(OTHER_SEED, number) for number in range(others)), strict=True)
    trees = HistGradientBoostingRegressor(
        max_iter=ROUNDS,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
        early_stopping=False,
        random_state=0,
    )
    with threadpool_limits(1):  # on a busy machine the threads of these small steps only wait for each other
        trees.fit(np.concatenate(told), np.concatenate([true_match(truth) for truth in truly]))
    return lambda told: np.asarray(trees.predict(told), dtype=np.float32)


def match_of(person: str, weights: Mapping[str, float]) -> float:
    """How well a person of the sample covers these weighted fields, 0 to 1, as far as the CV lets one expect.

    Raises:
        KeyError: nobody of the sample has this id.
        ValueError: a field is not of the sample.
    """
    row = expected_match()[person]
    return sum(weight * float(row[FIELDS.index(code)]) for code, weight in weights.items()) / sum(weights.values())


def read(seed: int, number: int) -> tuple[Floats, Truth]:
    """What the CV of one invented person tells of each field, (fields, columns), and the truth."""
    person = draw_person(Quota(seed), number)
    plans = plan_career(person.truth, person.rng)  # the first thing drawn for a record: drawn anew, it is the same
    expert = Expert.model_validate(expert_record(draw_person(Quota(seed), number)))
    return told_of(plans, expert, person.truth), person.truth


def told_of(plans: Sequence[Plan], expert: Expert, truth: Truth) -> Floats:
    """(fields, columns): what a CV tells of each field, of the nearest to it, and of the person as a whole."""
    own = np.zeros((len(FIELDS), COLUMNS), dtype=np.float32)
    posts = [plan for plan in plans if plan.kind == "post"]
    for plan, segment in zip(plans, expert.segments, strict=True):
        if plan.code and plan.kind in TOLD:
            own[FIELDS.index(plan.code), TOLD.index(plan.kind)] += 1
        if plan.code and plan.kind == "post" and segment.start:
            days = (segment.end or SAMPLE_TODAY) - segment.start
            own[FIELDS.index(plan.code), YEARS] += days.days / 365.25
        if plan.second and plan.kind in ("post", "summary"):
            own[FIELDS.index(plan.second), SECOND if plan.kind == "post" else ALSO] += 1
    if posts[0].code:
        own[FIELDS.index(posts[0].code), LATEST] = 1
    catchwords = (*truth.fields, *truth.apparent) if any(plan.kind == "skills" for plan in plans) else ()
    for codes, column in ((catchwords, CATCHWORD), (expert.fields, CONFIRMED)):
        for code in codes:
            own[FIELDS.index(code), column] = 1
    near = _closeness()[:, :, None] * own[None]
    years = years_in_posts(expert, SAMPLE_TODAY)
    whole = [
        len(posts),
        sum(plan.kind == "assignment" for plan in plans),
        len(plans),
        sum(plan.stage == 0 for plan in posts),
        len(expert.fields),
        np.nan if years is None else years,
        *(truth.kind == kind for kind in USELESS_KINDS),  # the posts show the trade, and a list that it is one
    ]
    return np.hstack([own, near.max(axis=1), np.tile(np.array(whole, dtype=np.float32), (len(FIELDS), 1))])


def true_match(truth: Truth) -> Floats:
    """(fields,) how well each field is truly covered, as the grades count it."""
    if truth.kind in USELESS_KINDS:
        return np.zeros(len(FIELDS), dtype=np.float32)
    return np.array([field_match(truth.fields, {code: 1.0}) for code in FIELDS], dtype=np.float32)


@cache
def _closeness() -> Floats:
    """(fields, fields) how close other fields are; a field is not near itself."""
    return np.array([[closeness(a, b) if a != b else 0.0 for b in FIELDS] for a in FIELDS], dtype=np.float32)
