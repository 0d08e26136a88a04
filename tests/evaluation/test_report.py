"""The report says first what is weak, holds everything in one file, and can be read without colour."""

from __future__ import annotations

import html
import json
import math
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from evaluation.charts import NARROW, PALETTE, WIDE, draw, intervals, readable_without_colour, specification_of
from evaluation.findings import Chart, Figure
from evaluation.outcome import Outcome, Result
from evaluation.report import figures_data, main_table, write_report
from evaluation.view import command_of, grids_of, interval, number, view_of
from tests.evaluation.outcomes import HEAD, bars, fig, measured, outcome

WEAK = "3 of 79 positions are <b>poor</b> | see figures."


def whole() -> Outcome:
    many = [fig("roster", "nDCG@10", i / 40, group=f"group {i}") for i in range(25)]
    roster = measured("roster", fig("roster", "nDCG@10", 0.7), *many, weak=[WEAK], charts=[bars()])
    reviewers = measured(
        "reviewers",
        fig("reviewers", "loss", 0.215, better=False),
        fig("reviewers", "easy pairs in order", 0.9),
        fig("reviewers", "MAP", math.nan),
    )
    skipped = Result("fields", "skipped", why="the requests are not there")
    failed = Result("languages", "failed", why="ValueError: boom\nTraceback of it")
    return outcome(roster, reviewers, skipped, failed)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    assert write_report(whole(), folder) == folder / "report.html"
    return folder


@pytest.fixture(scope="module")
def page(written: Path) -> str:
    return (written / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def markdown(written: Path) -> str:
    return (written / "report.md").read_text("utf-8")


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.split("</style>")[1]))


def test_what_is_weak_comes_before_any_figure(page: str, markdown: str) -> None:
    assert page.index('id="weak"') < page.index('id="main-figures"') < page.index("0.700")
    assert markdown.index("## What is weak") < markdown.index("## Main figures") < markdown.index("0.700")


def test_the_page_is_one_file_that_fetches_and_runs_nothing(page: str) -> None:
    assert not re.search(r"<(script|link|iframe|object)\b", page)
    outside = [
        a for a in re.findall(r'(?:src|srcset|href)="([^"]*)"', page) if not a.startswith(("data:image/svg", "#"))
    ]
    assert not outside and "@import" not in page and "url(" not in page.split("</style>")[0]


def test_a_run_in_which_nothing_is_weak_says_so(tmp_path: Path) -> None:
    write_report(outcome(measured("roster", fig("roster", "nDCG@10", 0.9))), tmp_path)
    for name in ("report.html", "report.md"):
        assert "The judges named nothing weak." in (tmp_path / name).read_text("utf-8")


def test_every_link_leads_to_a_part_of_the_page(page: str) -> None:
    targets = set(re.findall(r'href="#([^"]*)"', page))
    assert targets and targets <= set(re.findall(r'id="([^"]*)"', page))


def test_words_of_the_judges_are_shown_and_never_become_markup(page: str, markdown: str) -> None:
    assert "<b>poor" not in page and "&lt;b&gt;poor" in page
    assert WEAK in words(page)
    assert "Skipped: the requests are not there" in words(page) and "Failed: ValueError: boom" in words(page)
    assert "**fields** skipped: the requests are not there" in markdown
    assert "**languages** failed: ValueError: boom" in markdown and "Traceback of it" not in markdown


def test_both_forms_say_what_the_figures_were_made_with(page: str, markdown: str) -> None:
    for said in (
        "a model",
        "f" * 16,
        "v" * 16,
        "s" * 16,
        "r" * 16,
        "0.1.0 (abc1234)",
        "2026-11-16 12:00:00 UTC",
        "2 cores",
    ):
        assert said in page and said in markdown


def test_every_judge_says_how_to_measure_it_again(page: str, markdown: str) -> None:
    for judge in ("roster", "reviewers", "fields", "languages"):
        assert f"python -m evaluation --only {judge} --quick" in page
        assert f"`python -m evaluation --only {judge} --quick`" in markdown
    assert command_of("own-data", replace(HEAD, options="--data past")) == "python -m evaluation --data past"


def test_ours_stand_beside_the_published_figures(page: str, markdown: str) -> None:
    for system, loss in (("OpenReview, SPECTER2 with SciNCL", "0.21"), ("ELMo", "0.34")):
        assert re.search(rf"{re.escape(system)}\s+{loss}", words(page))
        assert f"| {system} | {loss} |" in markdown
    assert "| Loss | 0.21 | 0.215 (0.165 to 0.265) |" in markdown
    assert "| Easy pairs in the right order | 0.91 | 0.900 (0.850 to 0.950) |" in markdown
    assert "| Hard pairs in the right order | 0.65 | not measured in this run |" in markdown
    assert not view_of(outcome(measured("roster", fig("roster", "nDCG@10", 0.7)))).beside


def test_many_groups_are_folded_away_few_are_not_and_one_table_stands_open_where_there_is_nothing_else() -> None:
    section = view_of(whole()).sections[0]
    assert [len(section.rows), len(section.grids), len(section.folded)] == [1, 0, 1]
    few = view_of(outcome(measured("roster", fig("roster", "a", 1), fig("roster", "a", 1, group="g")))).sections[0]
    assert [len(few.rows), len(few.grids), len(few.folded)] == [1, 1, 0]
    groups = [fig("roster", "ab"[i % 2], i, group=f"g{i}") for i in range(20)]
    alone = view_of(outcome(measured("roster", *groups))).sections[0]
    assert [len(alone.rows), len(alone.grids), len(alone.folded)] == [0, 1, 1]


def test_groups_with_the_same_measures_share_a_table(page: str, markdown: str) -> None:
    def group(name: str, *measures: str) -> list[Figure]:
        return [fig("roster", measure, 0.5, group=name) for measure in measures]

    some = [*group("fr", "P@5", "MAP"), *group("stuffer", "pairs"), *group("es", "P@5", "MAP")]
    first, second = grids_of(some)
    assert (first.measures, [line[0] for line in first.lines]) == (["P@5\u00a0↑", "MAP\u00a0↑"], ["fr", "es"])
    assert second.lines == [("stuffer", [("0.500", "0.450 to 0.550")], "10 queries")]
    assert "| group 7 | 0.175 (0.125 to 0.225) | 10 queries |" in markdown
    assert re.search(r"group 7\s+0.175\s+0.125 to 0.225\s+10 queries", words(page))


def test_all_figures_are_in_the_json_and_what_has_no_value_is_null(written: Path) -> None:
    def refuse(name: str) -> float:
        raise AssertionError(f"{name} is not JSON")

    data = json.loads((written / "figures.json").read_text("utf-8"), parse_constant=refuse)
    by_judge = {judge["judge"]: judge for judge in data["judges"]}
    assert len(by_judge["roster"]["figures"]) == 26 and by_judge["roster"]["charts"][0]["rows"]
    assert by_judge["reviewers"]["figures"][2]["value"] is None
    assert by_judge["fields"]["state"] == "skipped" and data["published"]["reviewers"]["loss"]["TPMS"] == 0.28
    assert data == figures_data(whole())


def test_numbers_keep_the_digits_that_matter() -> None:
    said = [number(v) for v in (0.70349, 12.345, 12345.6, 0.0, 0.00009999, 2e-15, -0.5, math.nan)]
    assert said == ["0.703", "12.3", "12,346", "0.000", "0.0001", "0.000", "-0.500", "not measurable"]
    assert interval(Figure("j", "p", 0.01, 0.01, 0.01, 3)) == ""
    assert interval(Figure("j", "p", 0.5, math.nan, math.nan, 3)) == ""


def test_the_console_shows_the_main_figures() -> None:
    assert main_table(whole()).row_count == 4


# --- charts --------------------------------------------------------------------------------------------------------------


def test_the_numbers_behind_a_chart_stand_beside_it(page: str, markdown: str, written: Path) -> None:
    assert "The table behind the chart (1 rows)" in page and re.search(r"<td>ours</td><td>0.500</td>", page)
    assert "| ours | 0.500 |" in markdown
    assert "![Systems beside each other](charts/roster-systems.svg)" in markdown
    assert (written / "charts" / "roster-systems.svg").read_text("utf-8").startswith("<svg")


def test_a_chart_that_cannot_be_drawn_keeps_its_table_and_says_why(tmp_path: Path) -> None:
    broken = Chart("broken", "Broken", {"mark": "nonsense"}, [{"a": 1.0}], "Caption.")
    write_report(outcome(measured("roster", charts=[broken])), tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "This chart could not be drawn" in page and "<td>1.000</td>" in page
    assert not (tmp_path / "charts").exists()


def test_a_chart_is_about_as_wide_as_asked_for() -> None:
    for width in (WIDE, NARROW):
        svg = draw(bars(), width)
        assert float(re.findall(r'width="([\d.]+)"', svg)[0]) == pytest.approx(width, abs=15)


def test_what_has_no_value_is_left_out_of_a_drawing_not_an_error() -> None:
    assert draw(bars(rows=[{"system": "a", "value": 0.5}, {"system": "b", "value": math.nan}])).startswith("<svg")


COLOUR = {"field": "kind", "type": "nominal", "title": "Kind"}
XY = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}


def test_points_told_apart_by_colour_have_shapes_and_lines_have_dashes() -> None:
    point = readable_without_colour(
        {"mark": "circle", "encoding": {**XY, "color": {**COLOUR, "scale": {"scheme": "x"}}}}
    )
    assert point["mark"]["type"] == "point" and point["encoding"]["shape"] == COLOUR
    layered = readable_without_colour(
        {"encoding": {**XY, "color": COLOUR}, "layer": [{"mark": "line"}, {"mark": "point"}]}
    )
    assert layered["layer"][0]["encoding"]["strokeDash"] == COLOUR
    assert layered["layer"][1]["encoding"]["shape"] == COLOUR
    faceted = readable_without_colour({"spec": {"mark": "line", "encoding": {"color": COLOUR}}})
    assert "strokeDash" in faceted["spec"]["encoding"]


def test_colour_and_shape_in_an_order_of_their_own_share_one_legend() -> None:
    encoding = {**XY, "color": {**COLOUR, "sort": ["zebra", "ape"]}}
    rows = [{"x": 1, "y": i, "kind": kind} for i, kind in enumerate(("ape", "zebra"))]
    drawn = draw(Chart("c", "T", {"layer": [{"mark": "point", "encoding": encoding}]}, rows, ""))
    assert drawn.count(">zebra<") == 1 and drawn.index(">zebra<") < drawn.index(">ape<")


def test_a_shape_of_the_judges_own_and_colours_that_stand_for_amounts_are_left_alone() -> None:
    own = {"mark": "point", "encoding": {"color": COLOUR, "shape": {"field": "other"}}}
    assert readable_without_colour(json.loads(json.dumps(own))) == own
    amount = {"mark": "point", "encoding": {"color": {"field": "v", "type": "quantitative"}}}
    assert readable_without_colour(json.loads(json.dumps(amount))) == amount


def test_neighbouring_colours_differ_in_lightness() -> None:
    def light(colour: str) -> float:
        r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.2126 * r**2.2 + 0.7152 * g**2.2 + 0.0722 * b**2.2

    for one, other in pairwise(map(light, PALETTE)):
        high, low = max(one, other), min(one, other)
        assert (high + 0.05) / (low + 0.05) >= 1.5


def test_the_judges_chart_is_not_changed_by_drawing_it() -> None:
    chart = Chart("c", "T", {"mark": "line", "title": "own", "encoding": {**XY, "color": COLOUR}}, [], "Caption.")
    before = json.dumps(chart.specification)
    assert "title" not in specification_of(chart)
    assert json.dumps(chart.specification) == before


def test_on_a_narrow_page_views_stand_one_below_the_other() -> None:
    def narrow(specification: dict[str, object]) -> dict[str, object]:
        return specification_of(Chart("c", "T", specification, [], ""), NARROW)

    view = {"mark": "point", "encoding": XY}
    assert "vconcat" in narrow({"hconcat": [view, view]})
    assert narrow({"concat": [view, view], "columns": 2})["columns"] == 1
    column = narrow({"mark": "point", "encoding": {**XY, "column": {"field": "kind"}}})
    assert column["encoding"]["facet"] == {"field": "kind", "columns": 1}  # type: ignore[index]
    facet = narrow({"facet": {"field": "kind"}, "spec": view})
    assert facet["columns"] == 1 and facet["spec"]["width"] < NARROW  # type: ignore[index,operator]


def test_names_that_do_not_fit_beside_each_other_are_slanted() -> None:
    upright = {"mark": "bar", "encoding": {"x": {"field": "name", "type": "nominal"}, "y": XY["y"]}}

    def angle(names: list[str]) -> int:
        chart = Chart("c", "T", upright, [{"name": name, "y": 1} for name in names], "")
        return int(specification_of(chart, NARROW)["config"]["axisXDiscrete"]["labelAngle"])

    assert angle(["fr", "es", "pt"]) == 0
    assert angle(["a rather long name", "another rather long name"]) == -40


def test_figures_with_intervals_can_be_drawn_one_below_the_other() -> None:
    chart = intervals("f", "Figures", [fig("j", "loss", 0.2), fig("j", "loss", 0.3, group="BM25")], "Caption.")
    assert [row["figure"] for row in chart.rows] == ["loss", "loss, BM25"]
    assert "BM25" in draw(chart)
