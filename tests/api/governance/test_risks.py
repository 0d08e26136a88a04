"""The risks name tests, events and figures that exist, and the articles documents that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.governance.articles import ARTICLES, served_by
from api.governance.documents import make_documents
from api.governance.facts import Facts
from api.governance.figures import read_figures
from api.governance.kinds import KINDS
from api.governance.risks import Control, load_risks
from api.governance.words import MEASURES
from api.record.events import EVENTS

ROOT = Path(__file__).parents[3]
CONTROLS = [control for risk in load_risks() for control in risk.controls if control.test]
TEMPLATES = ROOT / "api" / "governance" / "templates"


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.test.rpartition("::")[2])
def test_the_test_that_shows_a_control_exists(control: Control) -> None:
    file, _, name = control.test.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_risk_is_complete_and_named_once() -> None:
    risks = load_risks()
    assert len({risk.id for risk in risks}) == len(risks) >= 12
    for risk in risks:
        assert risk.controls and all((risk.title, risk.how, risk.whom, risk.remains, risk.person))


def test_the_events_by_which_a_risk_is_followed_exist() -> None:
    named = {event for risk in load_risks() for event in risk.events}
    assert named and named <= set(EVENTS)


def test_the_events_that_the_documents_speak_of_exist() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.md"))
    named = set(re.findall(r'code\("([a-z_]+\.[a-z_]+)"\)', written))
    assert len(named) >= 5 and named <= set(EVENTS)


def test_the_figures_that_the_documents_speak_of_are_measured() -> None:
    figures = read_figures()
    assert figures is not None
    written = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.md"))
    calls = re.findall(r'figure\("(\w+)", "([^"]+)"(?:, "([^"]+)")?\)', written)
    named = [*calls, *(figure for risk in load_risks() for figure in risk.figures)]
    assert len(named) > 15
    assert [name for name in named if figures.find(*name) is None] == []


def test_every_committed_measure_is_explained() -> None:
    figures = read_figures()
    assert figures is not None
    assert [m for m in dict.fromkeys(row.measure for row in figures.rows) if m not in MEASURES] == []


def test_every_risk_stands_in_the_notes_and_in_the_impact_assessment(facts: Facts) -> None:
    documents = {d.kind.name: d for d in make_documents(facts)}
    for risk in load_risks():
        assert f". {risk.title}\n" in documents["risks-and-oversight"].text
        assert f"| {risk.title} |" in documents["dpia"].text
        assert f"risks.{risk.id}" in {q.id for q in documents["risks-and-oversight"].questions}


def test_the_duties_asked_for_are_mapped() -> None:
    numbers = {(a.law, a.number) for a in ARTICLES}
    assert {("AI Act", str(n)) for n in (9, 10, 11, 12, 13, 14, 15, 26, 27)} <= numbers
    assert ("GDPR", "35 and 36") in numbers
    names = {kind.name for kind in KINDS}
    assert all(set(article.documents) <= names for article in ARTICLES)
    assert all(served_by(name) for name in names) and served_by("index") == ""
