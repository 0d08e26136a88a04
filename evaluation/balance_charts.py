"""The charts of the balance judge: rows, Vega-Lite specifications and captions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from evaluation.findings import Chart
from evaluation.group_measures import REGIONS, Cell
from evaluation.trials import Compared, Priced

Rows = list[dict[str, Any]]
BOTH_FORMS = ("shortlists", "teams")


def rerankers_chart(compared: Sequence[Compared]) -> Chart:
    """Value lost and failures by method, kind of rules, and shortlists or teams."""
    rows: Rows = []
    for form in BOTH_FORMS:
        for rules in _in_order(one.rules for one in compared):
            for method in _in_order(one.method for one in compared):
                here = [
                    one for one in compared if (one.form, one.rules, one.method) == (form, rules, method) and one.exists
                ]
                if not here:
                    continue
                lost = [one.lost for one in here if one.lost is not None]
                rows.append(
                    {
                        "method": method,
                        "of": form,
                        "rules": rules,
                        "questions": len(here),
                        "no feasible group found, %": _percent(one.lost is None for one in here),
                        "mean value lost, %": _rounded(np.mean(lost)) if lost else None,
                        "most value lost, %": _rounded(max(lost)) if lost else None,
                    }
                )
    names = _in_order(row["method"] for row in rows)
    return Chart(
        "rerankers",
        "What greedy methods lose against the exact one",
        {
            "transform": [
                {"fold": ["no feasible group found, %", "mean value lost, %"], "as": ["measure", "percent"]},
                {"calculate": "datum.of + ': ' + datum.measure", "as": "panel"},
            ],
            "facet": {"field": "panel", "type": "nominal", "title": None},
            "columns": 2,
            "spec": {
                "mark": "point",
                "encoding": {
                    "y": {"field": "method", "type": "nominal", "title": None, "sort": names},
                    "x": {"field": "percent", "type": "quantitative", "title": "percent"},
                    "color": {"field": "rules", "type": "nominal", "title": "rules", "sort": None},
                },
            },
            "resolve": {"scale": {"x": "independent"}},
        },
        rows,
        "Questions that have an answer, of the sample's calls and of pools drawn by lot. Value lost counts where the method "
        "found a group that meets the rules; the exact method finds one every time and loses nothing.",
    )


def prices_chart(priced: Sequence[Priced]) -> Chart:
    """Mean and highest price by rule, for shortlists and teams of each source."""
    rows: Rows = []
    for source, form, rule in _in_order((one.source, one.form, one.rule) for one in priced):
        here = [one for one in priced if (one.source, one.form, one.rule) == (source, form, rule)]
        points, percent = ([x for x in values if x is not None] for values in _columns(here))
        rows.append(
            {
                "rule": rule,
                "of": f"{form}, {source}",
                "questions": len(here),
                "can be met": len(percent),
                "mean points": _rounded(np.mean(points)) if points else None,
                "mean, %": _rounded(np.mean(percent)) if percent else None,
                "highest, %": _rounded(max(percent)) if percent else None,
            }
        )
    return Chart(
        "prices",
        "The price of balance, rule by rule",
        {
            "transform": [{"fold": ["mean, %", "highest, %"], "as": ["statistic", "percent"]}],
            "facet": {"field": "of", "type": "nominal", "title": None},
            "columns": 2,
            "spec": {
                "mark": "point",
                "encoding": {
                    "y": {"field": "rule", "type": "nominal", "title": None, "sort": None},
                    "x": {"field": "percent", "type": "quantitative", "title": "% of the unbalanced best"},
                    "color": {
                        "field": "statistic",
                        "type": "nominal",
                        "title": None,
                        "sort": ["mean, %", "highest, %"],
                    },
                },
            },
            "resolve": {"scale": {"y": "independent"}},
        },
        rows,
        "Merit given up against the best shortlist or team without rules on gender and nationality, where the rule can be met.",
    )


def _columns(priced: Iterable[Priced]) -> tuple[list[float | None], list[float | None]]:
    found = [(one.points, one.percent) for one in priced]
    return [points for points, _ in found], [percent for _, percent in found]


def exposure_chart(by_mode: Mapping[str, Sequence[Cell]]) -> Chart:
    """Attention per group against its share of the pool, in each mode, on the sample's shortlists."""
    rows: Rows = [
        {
            "group": cell.group,
            "mode": mode,
            "people": cell.people if cell.people is not None else "fewer than 5",
            "exposure": _rounded(cell.exposure),
            "selection": _rounded(cell.ratio),
        }
        for mode, cells in by_mode.items()
        for cell in cells
    ]
    return Chart(
        "exposure",
        "Attention of each group against its share of the pool",
        {
            "layer": [
                {"mark": "rule", "encoding": {"x": {"datum": 1}}},
                {
                    "mark": "point",
                    "encoding": {
                        "y": {
                            "field": "group",
                            "type": "nominal",
                            "title": None,
                            "sort": _in_order(r["group"] for r in rows),
                        },
                        "x": {"field": "exposure", "type": "quantitative", "title": "attention / share of the pool"},
                        "color": {"field": "mode", "type": "nominal", "title": "mode", "sort": None},
                    },
                },
            ],
        },
        rows,
        "1 is as much attention as the group's share of those who can be proposed; the person at rank r gets 1 / log2(1 + r). "
        "Only declared data; groups of fewer than five people are not shown.",
    )


def intersections_chart(cells: Sequence[Cell]) -> Chart:
    """Selection rate of each gender and region against everyone's, in the default mode, on the sample's shortlists."""
    rows: Rows = [
        {
            "gender": cell.group.split(", ")[0],
            "region": cell.group.split(", ")[1],
            "people": cell.people if cell.people is not None else "fewer than 5",
            "selection rate, %": _rounded(100 * cell.rate) if cell.rate is not None else None,
            "against everyone": _rounded(cell.ratio),
        }
        for cell in cells
    ]
    return Chart(
        "intersections",
        "Who is listed: gender and region of nationality together",
        {
            "encoding": {
                "x": {"field": "gender", "type": "nominal", "title": None, "axis": {"labelAngle": 0}},
                "y": {"field": "region", "type": "nominal", "title": None, "sort": list(REGIONS)},
            },
            "layer": [
                {
                    "mark": "rect",
                    "encoding": {
                        "color": {
                            "field": "against everyone",
                            "type": "quantitative",
                            "scale": {
                                "domain": [0.4, 1, 1.6],
                                "range": ["#e6bd8f", "#ffffff", "#8fc1e0"],
                                "clamp": True,
                            },
                        }
                    },
                },
                {
                    "mark": "text",
                    "encoding": {"text": {"field": "against everyone", "type": "quantitative", "format": ".2f"}},
                },
            ],
        },
        rows,
        "Selection rate (listed / in the pool) over that of everyone who declared both, in the default mode; 1 is the same. "
        "Who declared several nationalities counts in each of their regions. Cells of fewer than five people are left empty.",
    )


def _in_order(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _rounded(value: Any) -> float | None:
    return None if value is None or not np.isfinite(value) else round(float(value), 3)


def _percent(flags: Iterable[bool]) -> float:
    return round(100 * float(np.mean(list(flags))), 1)
