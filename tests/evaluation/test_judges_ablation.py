"""Parts left out: each variant leaves out what it says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.judges.ablation import (
    ablation,
    no_vectors,
    no_words,
    nothing_confirmed,
    nothing_shown,
    one_vector,
    variants,
)
from matching.engine import Engine
from matching.pipeline import Matcher
from matching.roster import Roster
from matching.settings import Weights
from tests.evaluation.samples import small_subject


@pytest.fixture(scope="module")
def roster(matcher: Matcher) -> Roster:
    return matcher.roster


def test_every_criterion_can_be_left_out_alone() -> None:
    usual = Weights().model_dump()
    for name in Weights.model_fields:
        weights = next(v for v in variants() if v.name == f"criterion {name}").settings.weights.model_dump()
        assert weights == {**usual, name: 0}


def test_each_variant_of_a_roster_changes_one_thing(roster: Roster) -> None:
    assert np.isnan(no_words(roster).lexical.score("pension fund", "en").scores).all()
    assert not no_vectors(roster).segments.any() and no_vectors(roster).lexical is roster.lexical
    assert not nothing_shown(roster).shown.any() and nothing_shown(roster).segments is roster.segments
    assert not nothing_confirmed(roster).columns.fields.any() and roster.columns.fields.any()
    whole = one_vector(roster)
    assert len(whole.segments) == len(whole.experts) and whole.starts.tolist() == list(range(len(roster) + 1))


def test_the_worth_of_every_part_is_measured_on_the_same_positions(engine: Engine) -> None:
    found = ablation(small_subject(engine))
    worth = {f.group: f for f in found.figures if f.measure == "nDCG@10 lost without it"}
    assert list(worth) == [v.name for v in variants()]
    assert len({f.n for f in worth.values()}) == 1 and worth["criterion fields"].value > 0
    assert all(0 < f.value <= 1 for f in found.figures if f.measure == "p against the whole")
