"""Figures are those of the JSON that an evaluation wrote, and their absence is said."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from api.governance import figures as module
from api.governance.documents import make_documents
from api.governance.facts import Facts
from api.governance.figures import FiguresUnreadable, packaged_figures, read_figures
from api.governance.words import interval, number

COMMITTED = Path(__file__).parents[3] / "evaluation" / "committed.json"


def report(**changes: Any) -> dict[str, Any]:
    """A report of one judge that measured, and one that did not."""
    figure = {"judge": "roster", "measure": "nDCG@10", "group": "", "value": 0.5, "low": 0.4, "high": 0.6, "n": 79}
    nothing = figure | {"measure": "MAP", "value": None, "low": None, "high": None, "higher_is_better": None}
    made = {"model": "m", "fingerprint": "f", "vocabulary": "v", "made_at": "2026-11-20T01:02:03+00:00", "quick": False}
    measured = {"judge": "roster", "about": "How well.", "state": "measured", "weak": ["It is weak."]}
    skipped = {"judge": "reviewers", "about": "Whether.", "state": "skipped", "why": "no data\nhere", "figures": []}
    return {"made_with": made, "judges": [measured | {"figures": [figure, nothing]}, skipped]} | changes


def written(folder: Path, data: object) -> Path:
    path = folder / "figures.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def test_every_committed_figure_is_read_as_it_stands() -> None:
    data = json.loads(COMMITTED.read_text(encoding="utf-8"))
    found = read_figures()
    assert found is not None and found.quick and found.source == "committed.json"
    assert [(r.judge, r.measure, r.group, r.value, r.low, r.high) for r in found.rows] == [
        tuple(f[name] for name in ("judge", "measure", "group", "value", "low", "high")) for f in data["figures"]
    ]
    assert found.made_with == data["made_with"]


def test_every_committed_figure_stands_in_the_model_card(facts: Facts) -> None:
    card = make_documents(facts)[1].text
    lines = set(card.splitlines())
    for figure in json.loads(COMMITTED.read_text(encoding="utf-8"))["figures"]:
        low, high = number(figure["low"]), number(figure["high"])
        between = f"{low} to {high}" if figure["low"] != figure["high"] else "–"
        better = {True: "higher", False: "lower"}[figure["higher_is_better"]]
        group = figure["group"] or "all"
        assert f"| {figure['measure']} | {group} | {number(figure['value'])} | {between} | {better} |" in lines


def test_the_packaged_figures_are_found_without_running_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "evaluation"]:
        monkeypatch.delitem(sys.modules, name)
    assert packaged_figures() == COMMITTED
    assert not any(name.split(".")[0] == "evaluation" for name in sys.modules)


def test_a_whole_report_tells_what_is_weak_and_what_was_not_measured(tmp_path: Path, facts: Facts) -> None:
    found = read_figures(written(tmp_path, report()))
    assert found is not None and not found.quick and found.judges == ("roster",)
    assert found.weak == (("roster", "It is weak."),) and found.not_measured == (("reviewers", "no data"),)
    nothing = found.find("roster", "MAP")
    assert nothing is not None and math.isnan(nothing.value) and interval(nothing) == ""
    card = make_documents(replace(facts, figures=found))[1].text
    assert "It is weak." in card and "Not measured: reviewers (no data)." in card
    assert "figures.json, a full run of 2026-11-20; measured with other models or another vocabulary" in card
    assert "| MAP | all | not measured | – | – |" in card


def test_figures_of_the_models_in_use_are_not_called_foreign(facts: Facts) -> None:
    assert facts.figures is not None
    made = {"fingerprint": facts.fingerprint, "vocabulary": facts.vocabulary_hash, "model": "the same"}
    ours = replace(facts, figures=replace(facts.figures, made_with=made))
    assert ours.figures_fit and not facts.figures_fit
    assert "measured with other models" not in "".join(d.text for d in make_documents(ours))


def test_without_figures_every_document_that_shows_them_says_so(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "evaluation" else find_spec(name))
    assert read_figures() is None
    for document in make_documents(replace(facts, figures=None)):
        assert "- **Figures:** not measured: no figures of an evaluation were found" in document.text
        if document.kind.name in ("model-card", "data-sheet", "instructions-for-use", "risks-and-oversight"):
            assert "not measured" in document.text.split("## Contents")[1].lower()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("{", "is not JSON"),
        ({"made_with": {}}, "does not hold the figures"),
        ([], "does not hold the figures"),
        (report(judges=[{"judge": "roster"}]), "does not hold the figures"),
        ({"made_with": {}, "figures": [{"judge": "roster"}]}, "does not hold the figures"),
    ],
)
def test_a_file_that_holds_no_figures_is_refused(tmp_path: Path, data: object, found: str) -> None:
    with pytest.raises(FiguresUnreadable, match=found) as error:
        read_figures(written(tmp_path, data))
    assert error.value.next_step


def test_a_file_that_is_given_and_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FiguresUnreadable, match="could not be opened"):
        read_figures(tmp_path / "nothing.json")


def test_numbers_are_worded_alike() -> None:
    assert [number(x) for x in (0.816277, -0.0001, 99.94, 100.0, 23828.0, -0.0146, math.nan)] == [
        "0.816", "0.000", "99.9", "100", "23,828", "-0.015", "not measured",
    ]  # fmt: skip
