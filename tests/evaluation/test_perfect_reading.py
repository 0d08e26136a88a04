"""What CVs tell of fields to a reader who makes no mistake: read from the plans of the CVs, concluded from other people."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from evaluation.perfect_reading import (
    CATCHWORD,
    COLUMNS,
    CONFIRMED,
    FIELDS,
    LATEST,
    SECOND,
    TOLD,
    YEARS,
    learned,
    read,
    told_of,
    true_match,
)
from fixtures.careers import Plan
from fixtures.facts import SAMPLE_SEED
from fixtures.load import load_truth
from fixtures.persons import draw_person
from fixtures.strata import Quota
from matching.entities import Expert

POST, ASSIGNMENT = TOLD.index("post"), TOLD.index("assignment")


def test_a_cv_tells_of_each_field_by_kind_and_of_its_kin() -> None:
    truth = draw_person(Quota(SAMPLE_SEED), 0).truth
    plans = [
        Plan("post", "en", date(2020, 1, 1), date(2024, 1, 1), code="E.10", second="U.05"),
        Plan("assignment", "en", code="E.10"),
        Plan("other", "en"),
    ]
    segments = [{"text": "a", "kind": "post", "start": "2020-01-01", "end": "2024-01-01"}, {"text": "b"}, {"text": "c"}]
    expert = Expert.model_validate({"id": "x", "segments": segments, "fields": ["U.05"]})
    told = told_of(plans, expert, truth)
    own, other, child = (told[FIELDS.index(code)] for code in ("E.10", "U.05", "E.10.08"))
    assert (own[POST], own[ASSIGNMENT], own[LATEST], own[CONFIRMED], own[CATCHWORD]) == (1, 1, 1, 0, 0)
    assert own[YEARS] == pytest.approx(4, abs=0.01)
    assert (other[POST], other[SECOND], other[CONFIRMED]) == (0, 1, 1)
    assert child[POST] == 0 and child[COLUMNS + POST] == pytest.approx(0.6)  # its parent had a post
    assert np.array_equal(
        own[2 * COLUMNS :], other[2 * COLUMNS :], equal_nan=True
    )  # what is told of the person as a whole


def test_the_people_read_are_those_of_the_sample() -> None:
    drawn = [read(SAMPLE_SEED, number)[1] for number in range(5)]
    assert [(t.id, t.fields, t.years) for t in drawn] == [(t["id"], t["fields"], t["years"]) for t in load_truth()[:5]]


def test_what_is_concluded_from_other_people_is_near_the_truth() -> None:
    conclude = learned(30)
    sample = [read(SAMPLE_SEED, number) for number in range(20)]
    found, truly = np.stack([conclude(told) for told, _ in sample]), np.stack([true_match(t) for _, t in sample])
    assert ((found - truly) ** 2).mean() < 0.5 * truly.var()
