"""Small outcomes for the tests of the harness."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.findings import Chart, Figure, Findings
from evaluation.outcome import Head, Outcome, Result

HEAD = Head(
    model="a model",
    fingerprint="f" * 16,
    precision="float32",
    vocabulary="v" * 16,
    data={"roster": "r" * 16, "reviewers": "not there"},
    code="0.1.0 (abc1234)",
    source="s" * 16,
    made_at="2026-11-16T12:00:00+00:00",
    cores=2,
    python="3.11.2",
    libraries={"numpy": "2.0"},
    quick=True,
    options="--quick",
)
BARS = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "value", "type": "quantitative"},
        "y": {"field": "system", "type": "nominal"},
    },
}


def fig(
    judge: str, measure: str, value: float, half: float = 0.05, group: str = "", better: bool | None = True
) -> Figure:
    """A figure with an interval of `half` on either side."""
    return Figure(judge, measure, value, value - half, value + half, 10, group, "queries", better)


def bars(name: str = "systems", rows: Sequence[dict[str, object]] = ({"system": "ours", "value": 0.5},)) -> Chart:
    """A chart of bars."""
    return Chart(name, "Systems beside each other", BARS, list(rows), "Longer is better.")


def measured(judge: str, *figures: Figure, weak: Sequence[str] = (), charts: Sequence[Chart] = ()) -> Result:
    """A judge that found these figures."""
    return Result(
        judge, "measured", Findings(list(figures), list(charts), list(weak), ["How it was done."]), seconds=1.5
    )


def outcome(*results: Result, head: Head = HEAD) -> Outcome:
    """A run of these judges."""
    return Outcome(head, results, {result.judge: f"What {result.judge} measures." for result in results})
