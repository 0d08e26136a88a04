"""How evenly suggestions are spread: the figures by hand, and on the sample."""

from __future__ import annotations

import numpy as np
import pytest

from fixtures.load import SAMPLE_TODAY
from matching.gates import FAIL
from matching.pipeline import Matcher
from matching.suggesting.exposure import FIRST, evenly, exposure, gini, suggested, top_tenth
from matching.suggesting.standing import CallStanding
from matching.suggesting.suggestions import suggestions_of


def test_the_figures_are_those_worked_out_by_hand() -> None:
    one_has_all = np.array([0, 0, 0, 8])
    assert gini(one_has_all) == pytest.approx(0.75) and top_tenth(one_has_all) == 1
    assert gini(np.full(20, 3)) == pytest.approx(0) and top_tenth(np.full(20, 3)) == pytest.approx(0.1)
    assert evenly(7, 3).tolist() == [3, 2, 2] and gini(np.array([1, 3])) == pytest.approx(0.25)
    assert gini(np.zeros(4)) == top_tenth(np.zeros(4)) == 0 and evenly(3, 0).size == 0


def test_what_counts_as_suggested_are_the_first_calls_of_each_list(
    sample: Matcher, standings: list[CallStanding]
) -> None:
    pairs = suggested(standings)
    for row in range(0, len(sample.roster), 101):
        person = sample.roster.experts[row]
        listed = suggestions_of(person, row, standings, sample.engine.vocabularies, SAMPLE_TODAY)
        first = {one.call_id for one in listed[:FIRST] if one.verdict != "fail"}
        assert {s.offer.call.id for s, is_first in zip(standings, pairs[:, row], strict=True) if is_first} == first


def test_the_spread_over_the_sample_is_told_beside_the_most_even_one(standings: list[CallStanding]) -> None:
    found = exposure(standings)
    could = np.stack([one.verdicts != FAIL for one in standings]).any(axis=0)
    assert (found.people, found.calls, found.without) == (818, 38, int((~could).sum()))
    assert found.suggestions == int(suggested(standings).sum())
    assert found.gini_even <= found.gini <= 0.2 and found.top_tenth_even <= found.top_tenth <= 0.2
    assert exposure([]).suggestions == 0
