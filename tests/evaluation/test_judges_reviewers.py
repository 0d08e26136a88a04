"""The judge of reviewers on two people and three papers of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.findings import Skipped
from evaluation.judges import reviewers as module
from evaluation.judges.reviewers import Tally, measured, read_gold, reviewers
from evaluation.subject import Subject
from matching.engine import Engine

PAPERS = {
    "p1": ("Pension funds", "Projections of old-age benefits and contribution rates of pension funds."),
    "p2": ("Building sites", "Accident reports and safety rules on building sites."),
    "p3": ("Pension rates", "Contribution rates and old-age benefits in pension projections."),
    "p4": ("Site safety", "Safety rules and accidents on sites of building firms."),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    papers = [{"id": i, "title": title, "abstract": text} for i, (title, text) in PAPERS.items()]
    (tmp_path / "papers.jsonl").write_text("\n".join(map(json.dumps, papers)), encoding="utf-8")
    head = ["ParticipantID", *(f"Paper{i}" for i in range(1, 11)), *(f"Expertise{i}" for i in range(1, 11))]
    rows = [head, _row("r1", {"p1": 5, "p2": 1}), _row("r2", {"p1": 2, "p2": 4, "p3": 1})]
    (tmp_path / "evaluations.tsv").write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    profiles = {"1": {"r1": ["p3"], "r2": ["p4"]}, "2": {"r1": ["p4"], "r2": ["p3", "gone"]}}
    (tmp_path / "profiles.json").write_text(json.dumps(profiles), encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    return tmp_path


def _row(person: str, ratings: dict[str, int]) -> list[str]:
    empty = [""] * (10 - len(ratings))
    return [person, *ratings, *empty, *map(str, ratings.values()), *empty]


def test_the_files_are_read_as_they_are_published(folder: Path) -> None:
    gold = read_gold(folder)
    assert gold.ratings == {"r1": {"p1": 5, "p2": 1}, "r2": {"p1": 2, "p2": 4, "p3": 1}}
    assert [call.id for call in gold.calls] == ["p1", "p2", "p3"] and list(gold.runs) == ["1", "2"]
    with pytest.raises(Skipped, match="bench/reviewers"):
        read_gold(folder / "none")


def test_measures_are_pooled_over_people_and_runs(folder: Path) -> None:
    gold = read_gold(folder)
    right = {"p1": {"r1": 0.9, "r2": 0.5}, "p2": {"r1": 0.1, "r2": 0.9}, "p3": {"r1": 0.0, "r2": 0.1}}
    wrong = {paper: {person: -score for person, score in own.items()} for paper, own in right.items()}
    loss, easy, hard = measured([Tally.of(gold, right)], "")
    assert (loss.value, easy.value, loss.n) == (0, 1, 2) and loss.higher_is_better is False
    assert hard.n == 0  # nobody rated two papers 4 and 5
    loss, easy, _ = measured([Tally.of(gold, right), Tally.of(gold, wrong)], "half")
    assert (loss.value, easy.value) == (0.5, 0.5) and loss.higher_is_better is None


def test_quick_is_one_run_and_profiles_that_fit_order_papers_rightly(engine: Engine, folder: Path) -> None:
    quick, full = reviewers(Subject(engine, quick=True)), reviewers(Subject(engine))
    assert {f.group for f in quick.figures if f.measure == "loss" and f.group.startswith("run")} == {"run 1"}
    by_run = {f.group: f.value for f in full.figures if f.measure == "loss"}
    assert by_run["run 1"] < 0.5 < by_run["run 2"]  # the profiles of run 2 are swapped
    assert by_run[""] == pytest.approx((by_run["run 1"] + by_run["run 2"]) / 2)
    assert "TF-IDF, run 1" in by_run
