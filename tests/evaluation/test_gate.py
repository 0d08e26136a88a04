"""The gate fails where a figure is worse than committed by more than its interval allows, and says which and by how much."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from evaluation import gate
from evaluation.errors import InvalidFigures, InvalidRequest
from evaluation.gate import Kept, compare, read_committed, write_committed
from evaluation.outcome import Result
from tests.evaluation.outcomes import HEAD, fig, measured, outcome

COMMITTED = [
    Kept("roster", "nDCG@10", "", 0.80, 0.76, 0.84, True),  # may fall by 0.04
    Kept("reviewers", "loss", "", 0.20, 0.18, 0.22, False),  # may rise by 0.02
    Kept("roster", "P@5", "language fr", 0.5, 0.5, 0.5, True),  # the floor: may fall by 0.005
]


def run(ndcg: float = 0.8, loss: float = 0.2, p: float = 0.5, *more: Result):
    roster = measured("roster", fig("roster", "nDCG@10", ndcg), fig("roster", "P@5", p, group="language fr"))
    return outcome(roster, measured("reviewers", fig("reviewers", "loss", loss, better=False)), *more)


def said(verdict: gate.Verdict) -> str:
    out = io.StringIO()
    gate.say(verdict, Console(file=out, width=200))
    return out.getvalue()


def test_equal_better_and_a_little_worse_figures_pass() -> None:
    for now in (run(), run(ndcg=0.9, loss=0.1, p=0.9), run(ndcg=0.7601, loss=0.2199, p=0.4951)):
        verdict = compare(COMMITTED, now)
        assert verdict.passes and verdict.compared == 3
    assert "passed, 3 figures" in said(verdict)


def test_a_figure_may_fall_by_half_its_interval_and_no_more() -> None:
    assert compare(COMMITTED, run(ndcg=0.76)).passes
    verdict = compare(COMMITTED, run(ndcg=0.75))
    assert not verdict.passes
    assert str(verdict.falls[0]) == "roster: nDCG@10 fell from 0.800 to 0.750, by 0.050 where 0.040 is allowed"


def test_where_lower_is_better_it_may_not_rise() -> None:
    assert compare(COMMITTED, run(loss=0.05)).passes
    verdict = compare(COMMITTED, run(loss=0.25))
    assert [str(fall) for fall in verdict.falls] == [
        "reviewers: loss rose from 0.200 to 0.250, by 0.050 where 0.020 is allowed"
    ]


def test_a_figure_without_width_may_fall_by_the_floor() -> None:
    assert compare(COMMITTED, run(p=0.495)).passes
    assert not compare(COMMITTED, run(p=0.49)).passes


def test_a_figure_that_is_gone_or_has_no_value_counts_as_fallen() -> None:
    gone = outcome(measured("roster", fig("roster", "nDCG@10", 0.8)))
    assert "P@5 (language fr) is no longer measured" in str(compare(COMMITTED, gone).falls[0])
    assert not compare(COMMITTED, run(ndcg=math.nan)).passes


def test_a_judge_that_was_skipped_is_named_and_not_held_against_the_run() -> None:
    roster = measured("roster", fig("roster", "nDCG@10", 0.8), fig("roster", "P@5", 0.5, group="language fr"))
    verdict = compare(COMMITTED, outcome(roster, Result("reviewers", "skipped", why="no data")))
    assert verdict.passes and verdict.not_compared == ["reviewers"] and verdict.compared == 2
    assert "reviewers was not measured" in said(verdict)


def test_a_judge_that_failed_fails_the_gate() -> None:
    verdict = compare([], outcome(Result("roster", "failed", why="boom")))
    assert not verdict.passes and "the judge roster failed" in said(verdict)


def test_the_gate_says_what_to_do() -> None:
    text = said(compare(COMMITTED, run(ndcg=0.1, loss=0.9)))
    assert "failed, 2 of 3 figures" in text
    assert "--quick --only roster reviewers" in text and gate.COMMIT in text


def test_figures_not_committed_yet_are_counted_descriptive_ones_are_not() -> None:
    more = measured("fields", fig("fields", "LRAP", 0.5), fig("fields", "p", 0.01, better=None))
    verdict = compare(COMMITTED, run(0.8, 0.2, 0.5, more))
    assert verdict.passes and verdict.new == 1 and "1 figures are not committed yet" in said(verdict)


def test_what_is_committed_is_read_again_and_passes(tmp_path: Path) -> None:
    path = tmp_path / "committed.json"
    now = run(0.8, 0.2, 0.5, measured("fields", fig("fields", "p", 0.01, better=None), fig("fields", "x", math.nan)))
    assert write_committed(now, path) == 3
    kept = read_committed(path)
    assert {k.key: k.value for k in kept} == {
        ("roster", "nDCG@10", ""): 0.8, ("roster", "P@5", "language fr"): 0.5, ("reviewers", "loss", ""): 0.2,
    }  # fmt: skip
    assert compare(kept, now).passes
    assert json.loads(path.read_text("utf-8"))["made_with"]["model"] == "a model"


def test_committing_a_part_keeps_the_other_judges_figures(tmp_path: Path) -> None:
    path = tmp_path / "committed.json"
    write_committed(run(), path)
    write_committed(outcome(measured("roster", fig("roster", "nDCG@10", 0.9)), Result("reviewers", "skipped")), path)
    assert {k.key: k.value for k in read_committed(path)} == {
        ("roster", "nDCG@10", ""): 0.9, ("reviewers", "loss", ""): 0.2,
    }  # fmt: skip


def test_only_a_whole_quick_run_is_committed(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="quick"):
        write_committed(outcome(head=replace(HEAD, quick=False)), tmp_path / "c.json")
    with pytest.raises(InvalidRequest, match="roster"):
        write_committed(outcome(Result("roster", "failed", why="boom")), tmp_path / "c.json")
    assert not (tmp_path / "c.json").exists()


@pytest.mark.parametrize("content", ["", "[]", '{"figures": [{}]}', '{"figures": [{"value": "x"}]}'])
def test_damaged_committed_figures_are_an_error_with_a_next_step(tmp_path: Path, content: str) -> None:
    path = tmp_path / "committed.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidFigures, match="Restore the file"):
        read_committed(path)


def test_missing_committed_figures_are_an_error_with_a_next_step(tmp_path: Path) -> None:
    with pytest.raises(InvalidFigures, match="--commit"):
        read_committed(tmp_path / "committed.json")
