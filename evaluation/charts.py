"""Vega-Lite specifications to static SVG: one look for all charts, two widths, readable without colour.

Every chart is drawn twice, for a wide screen and for a telephone, because a picture that is merely shrunk has letters too
small to read. Whatever a specification tells apart by colour is also told apart by shape or dashes, and the colours
differ in lightness, so that a grey print can be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from evaluation.cache import finite
from evaluation.findings import Chart, Figure

Specification = dict[str, Any]
WIDE, NARROW = 700, 330  # pixels
# Okabe and Ito's colours for every kind of colour vision, ordered so that neighbours differ in lightness as well.
PALETTE = ("#004a75", "#e69f00", "#009e73", "#000000", "#56b4e9", "#d55e00", "#7a3e63", "#b0b0b0")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
POINTS, LINES = {"point", "circle", "square"}, {"line", "trail"}
PARTS = ("layer", "concat", "hconcat", "vconcat")
TALL = 260  # pixels of a quantitative axis that says nothing of its height
STEP = 24  # pixels of a line on an axis of names
LETTER = 6.5  # pixels of a letter, about
INK, SOFT, GRID = "#1d2733", "#4a5866", "#dfe4ea"


def draw(chart: Chart, width: int = WIDE) -> str:
    """The chart as SVG text of about this width.

    Raises:
        ValueError: the specification is not one that Vega-Lite can draw; the message says why.
    """
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification_of(chart, width)))


def specification_of(chart: Chart, width: int = WIDE) -> Specification:
    """The whole specification that is drawn: the chart's own with its rows, the look, and a width."""
    own = deepcopy(_plain(chart.specification))
    for key in ("$schema", "datasets", "title", "config", "background"):
        own.pop(key, None)  # the heading beside the picture is the title
    rows = finite(list(map(dict, chart.rows)))
    whole = {**fit(readable_without_colour(own), width), "data": {"values": rows}, "config": look(width)}
    whole["config"]["axisXDiscrete"] = {"labelAngle": 0 if _names_fit(own, rows, width) else -40}
    return whole


def readable_without_colour(view: Specification, inherited: Mapping[str, Any] | None = None) -> Specification:
    """The same view in which points told apart by colour have shapes too, and lines dashes."""
    encoding = {**(inherited or {}), **view.get("encoding", {})}
    for part in PARTS:
        if part in view:
            view[part] = [readable_without_colour(inner, encoding) for inner in view[part]]
    if isinstance(view.get("spec"), dict):
        view["spec"] = readable_without_colour(view["spec"], encoding)
    colour = encoding.get("color")
    if "mark" not in view or not isinstance(colour, dict) or "field" not in colour:
        return view
    if colour.get("type", "nominal") not in ("nominal", "ordinal"):
        return view
    if isinstance(colour.get("sort"), list):  # as a domain, for only then do the legends of colour and shape become one
        colour.setdefault("scale", {})["domain"] = colour.pop("sort")
    mark = view["mark"] if isinstance(view["mark"], dict) else {"type": view["mark"]}
    same = {key: value for key, value in colour.items() if key not in ("scale", "condition")}
    if "domain" in colour.get("scale", {}):
        same["scale"] = {"domain": colour["scale"]["domain"]}
    if mark["type"] in POINTS and "shape" not in encoding:
        view["mark"] = {"filled": True, **mark, "type": "point"}
        view.setdefault("encoding", {})["shape"] = same
    if mark["type"] in LINES and "strokeDash" not in encoding:
        view.setdefault("encoding", {})["strokeDash"] = same
    return view


def fit(view: Specification, width: int) -> Specification:
    """The view so that the whole picture, axes and legends included, is about `width` wide."""
    narrow = width < WIDE
    if narrow and "hconcat" in view:
        view["vconcat"] = view.pop("hconcat")
    for part in ("concat", "hconcat", "vconcat"):
        if part in view:
            beside = (
                1 if part == "vconcat" or (narrow and part == "concat") else int(view.get("columns", len(view[part])))
            )
            if part == "concat":
                view["columns"] = beside
            view[part] = [_inner(inner, width // max(beside, 1)) for inner in view[part]]
            return view
    if "facet" in view or "repeat" in view:
        beside = 1 if narrow else int(view.get("columns", 2))
        if "row" not in view.get("facet", {}) and "column" not in view.get("facet", {}):
            view["columns"] = beside
        view["spec"] = _inner(view["spec"], width // beside)
        return view
    encoding = view.get("encoding", {})
    if split := [name for name in ("facet", "column", "row") if name in encoding]:
        if narrow and "column" in encoding:
            encoding["facet"] = {**encoding.pop("column"), "columns": 1}
        elif narrow and "facet" in encoding:
            encoding["facet"] = {**encoding["facet"], "columns": 1}
        beside = 1 if narrow or split == ["row"] else int(encoding.get("facet", {}).get("columns", 3))
        return _inner(view, width // beside, axes=110 if beside == 1 else 45)
    return {**_tall(view), "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


def look(width: int) -> Specification:
    """The one look of all charts."""
    narrow = width < WIDE
    letters = {"labelFont": "sans-serif", "titleFont": "sans-serif", "labelFontSize": 12, "titleFontSize": 12}
    colours = {"labelColor": INK, "titleColor": SOFT}
    return {
        "background": "white",
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": {
            **letters, **colours, "titleFontWeight": "normal", "labelLimit": 150 if narrow else 280,
            "gridColor": GRID, "domainColor": SOFT, "tickColor": SOFT, "labelOverlap": True, "titlePadding": 8,
        },
        "axisX": {"tickCount": 5 if narrow else 9},
        "legend": {
            **letters, **colours, "orient": "bottom", "direction": "horizontal", "columns": 2 if narrow else 4,
            "labelLimit": 120 if narrow else 220, "titleFontWeight": "normal", "symbolSize": 90,
        },
        "header": {**letters, **colours, "titleFontWeight": "normal", "labelLimit": 260},
        "range": {"category": list(PALETTE), "symbol": list(SHAPES), "ordinal": {"scheme": "blues"}},
        "bar": {"color": PALETTE[0], "stroke": INK, "strokeWidth": 0.5},
        "line": {"color": PALETTE[0], "strokeWidth": 2},
        "point": {"color": PALETTE[0], "size": 70, "filled": True, "opacity": 1},
        "rule": {"color": SOFT, "strokeWidth": 1.5},
        "text": {"color": INK, "fontSize": 12},
        "rect": {"stroke": "white"},
    }  # fmt: skip


def intervals(name: str, title: str, figures: Sequence[Figure], caption: str, axis: str = "value") -> Chart:
    """A chart of figures with their intervals, one under the other, in the order given."""
    rows = [
        {
            "figure": f"{f.measure}, {f.group}" if f.group else f.measure,
            "value": f.value,
            "low": f.low,
            "high": f.high,
            "n": f.n,
        }
        for f in figures
    ]
    return dots(name, title, rows, "figure", caption, axis)


def dots(
    name: str, title: str, rows: Sequence[Mapping[str, Any]], label: str, caption: str, axis: str, ours: str = ""
) -> Chart:
    """A dot for the `value` of each row, with a line from its `low` to its `high`, under the names in `label`.

    The row whose name is `ours` stands out by colour, shape and size.
    """
    y = {"field": label, "type": "nominal", "sort": None, "title": None}
    scale = {"zero": False, "padding": 10}
    its_own = {"field": label, "equal": ours}
    apart = {
        "color": {"condition": {"test": its_own, "value": PALETTE[5]}, "value": PALETTE[0]},
        "shape": {"condition": {"test": its_own, "value": "diamond"}, "value": "circle"},
        "size": {"condition": {"test": its_own, "value": 160}, "value": 70},
    }
    layers = [
        {"mark": "rule", "encoding": {"x": _number("low", axis, scale), "x2": {"field": "high"}}},
        {"mark": "point", "encoding": {"x": _number("value", axis, scale), **(apart if ours else {})}},
    ]
    return Chart(name, title, {"encoding": {"y": y}, "layer": layers}, list(rows), caption)


def _names_fit(view: Specification, rows: Sequence[Mapping[str, Any]], width: int) -> bool:
    """Whether the names along a horizontal axis have room beside each other; else they are slanted."""
    fields = [x["field"] for e in _encodings(view) if "field" in (x := e.get("x", {}))]
    names = {str(row[field]) for field in fields for row in rows if field in row}
    return sum(len(name) + 2 for name in names) * LETTER < width - 60


def _number(field: str, title: str, scale: Mapping[str, Any]) -> Specification:
    return {"field": field, "type": "quantitative", "title": title, "scale": dict(scale)}


def _inner(view: Specification, width: int, axes: int = 110) -> Specification:
    """One of several views beside each other: Vega-Lite sets the width of their plots alone, so axes are allowed for."""
    if any(part in view for part in (*PARTS[1:], "facet", "repeat")):
        return fit(view, width)
    return {**_tall(view), "width": max(width - axes, 120)}


def _tall(view: Specification) -> Specification:
    if "height" in view:
        return view
    kinds = [e["y"].get("type") for e in _encodings(view) if "y" in e]
    named = any(kind in ("nominal", "ordinal") for kind in kinds)
    return {**view, "height": {"step": STEP} if named else TALL}


def _encodings(view: Specification) -> list[Specification]:
    """A view's encoding and those of its layers."""
    return [view.get("encoding", {}), *(inner.get("encoding", {}) for inner in view.get("layer", ()))]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
