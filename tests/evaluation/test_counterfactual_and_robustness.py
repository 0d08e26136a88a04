"""The two judges over a small part of the sample, on the deterministic encoder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaluation.changes import value_of
from evaluation.findings import Findings
from evaluation.judges import counterfactual as swapping
from evaluation.judges import robustness as changing
from evaluation.judges.counterfactual import MOST_POINTS, WORDING, counterfactual
from evaluation.judges.robustness import CALL_CHANGES, STUFFED, TWICE, robustness
from evaluation.subject import Subject
from matching.codes import WORKING_LANGUAGES
from matching.engine import Engine


@pytest.fixture(scope="module")
def subject(engine: Engine) -> Subject:
    """Forty people of the sample and two calls; the judges' own samples are made to fit."""
    small = Subject(engine, quick=True)
    small.__dict__["experts"] = small.experts[::20]
    small.__dict__["calls"] = small.calls[:2]
    return small


@pytest.fixture(scope="module", autouse=True)
def _everyone() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (swapping, changing):
            patch.setattr(module, "QUICK_STEP", 1)
        patch.setattr(changing, "QUICK_CALLS", 1)
        yield


@pytest.fixture(scope="module")
def swapped(subject: Subject) -> Findings:
    return counterfactual(subject)


@pytest.fixture(scope="module")
def changed(subject: Subject) -> Findings:
    return robustness(subject)


def test_what_people_declare_and_are_called_changes_nothing(swapped: Findings) -> None:
    for group in ("gender and nationality", "names"):
        assert value_of(swapped.figures, "merits changed at all", group) == 0
        assert value_of(swapped.figures, "ranks changed at all", group) == 0


def test_gendered_wording_is_reported_as_a_whole_and_by_language(swapped: Findings) -> None:
    p95 = value_of(swapped.figures, "score change, p95", WORDING)
    assert 0 <= p95 <= max(row["points"] for row in swapped.charts[0].rows) + 1e-3
    assert any("moves merit" in said for said in swapped.weak) == any(
        row["points"] > MOST_POINTS for row in swapped.charts[0].rows
    )


def test_every_language_has_its_share_of_sentences_made_the_same(swapped: Findings) -> None:
    for language in WORKING_LANGUAGES:
        assert 0 < value_of(swapped.figures, "sentences made the same", f"neutral wording {language}") <= 1


def test_the_home_country_and_the_wording_are_reported_with_a_chart_and_a_note(swapped: Findings) -> None:
    assert value_of(swapped.figures, "score change, max", "home institution's country") >= 0
    assert [chart.name for chart in swapped.charts] == ["wording"]
    assert swapped.charts[0].rows
    assert len(swapped.notes) == 3


def test_every_change_to_a_call_has_overlap_and_ndcg_lost(changed: Findings) -> None:
    for name in CALL_CHANGES:
        assert 0 <= value_of(changed.figures, "overlap@10", f"call: {name}") <= 1
        assert -1 <= value_of(changed.figures, "nDCG@10 lost", f"call: {name}") <= 1
    assert len(changed.charts[0].rows) == len(CALL_CHANGES)


def test_stuffing_and_repeating_a_cv_are_reported_with_what_they_win(changed: Findings) -> None:
    for name in (STUFFED, TWICE):
        value_of(changed.figures, "points won", f"CV: {name}")
    for when in ("before", "after"):
        assert 0 <= value_of(changed.figures, "suitable person above", f"CV: {STUFFED}, grade 0, {when}") <= 1


def test_the_figures_are_the_same_again(subject: Subject, changed: Findings) -> None:
    assert robustness(subject).figures == changed.figures
