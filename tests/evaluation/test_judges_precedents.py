"""The judge of precedents, on requests of our own; its measures by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evaluation.findings import Skipped
from evaluation.judges import fields as source_of
from evaluation.judges import precedents as module
from evaluation.judges.fields import Labelled, read_labelled
from evaluation.judges.precedents import CHANCE, ONE, POSSIBLE, SHARE, chance, measured, precedents, readings, truth_of
from evaluation.subject import Subject
from matching.engine import Engine
from matching.precedents import Precedent

REQUESTS = [
    {"title": "Reform of old-age pensions", "fields": ["E.10.07"], "fields_complete": True},
    {"title": "Reform of old-age pensions of civil servants", "fields": ["E.10.07"], "fields_complete": True},
    {"title": "Actuarial review of old-age pensions", "fields": ["E.10"], "fields_complete": True},
    {"title": "Counselling of young jobseekers", "fields": ["A.35"], "fields_complete": False},
    {"title": "Counselling of jobseekers in rural areas", "fields": ["A.35", "A.45"], "fields_complete": False},
]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "requests.jsonl"
    path.write_text("\n".join(map(json.dumps, REQUESTS)), encoding="utf-8")
    monkeypatch.setattr(source_of, "SOURCE", path)
    return path


def labelled(*codes: str) -> Labelled:
    return Labelled("x", frozenset(codes), complete=True)


def test_a_code_in_common_is_narrower_than_one_line_of_the_tree(engine: Engine) -> None:
    exact, line = readings(engine.vocabularies.fields).values()
    area, field, beside = frozenset({"E.10"}), frozenset({"E.10.07"}), frozenset({"E.10.01"})
    assert exact(field, field) and line(field, field)
    assert not exact(area, field) and line(area, field) and line(field, area)
    assert not exact(field, beside) and not line(field, beside)


def test_no_request_is_its_own_precedent(engine: Engine) -> None:
    exact, _ = readings(engine.vocabularies.fields).values()
    truth = truth_of([labelled("E.10.07"), labelled("A.35"), labelled("A.35", "E")], exact)
    assert truth.tolist() == [[False, False, False], [False, False, True], [False, True, False]]


def test_the_measures_look_at_the_three_nearest() -> None:
    truth = np.zeros((5, 5), dtype=bool)
    truth[0, 1] = truth[0, 2] = truth[1, 0] = truth[1, 4] = True
    found = measured(truth, np.array([[1, 2, 3], [2, 3, 4], [0, 1, 3], [0, 1, 2], [0, 1, 2]]))
    assert found[ONE] == [1, 1, 0, 0, 0]
    assert found[SHARE] == pytest.approx([2 / 3, 1 / 3, 0, 0, 0])


def test_chance_is_that_of_three_drawn_without_putting_back() -> None:
    truth = np.zeros((5, 5), dtype=bool)
    truth[0, 1] = truth[1, 2] = truth[1, 3] = True
    assert chance(truth) == pytest.approx([3 / 4, 1, 0, 0, 0])


def test_the_judge_reads_texts_alone_and_keeps_none(engine: Engine, source: Path) -> None:
    found = precedents(Subject(engine))
    values = {(f.measure.partition(":")[0], f.measure.partition(": ")[2], f.group): f.value for f in found.figures}
    assert values[ONE, "a code in common", POSSIBLE] == pytest.approx(4 / 5)  # nothing shares E.10
    assert values[ONE, "codes in one line of the tree", POSSIBLE] == 1
    assert values[ONE, "codes in one line of the tree", ""] == 1
    assert 0 < values[ONE, "a code in common", CHANCE] < values[ONE, "a code in common", ""] + 1e-9
    assert "old-age" not in repr(found) and "jobseekers" not in repr(found)


def test_the_codes_of_the_request_itself_are_hidden(
    engine: Engine, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Precedent]] = []
    monkeypatch.setattr(module, "nearest", lambda reader, asks, earlier: asked.append(list(asks)))
    before = read_labelled(engine)
    after = [Labelled(one.text, frozenset({"S.05"}), one.complete) for one in before]
    for requests in (before, after):
        module.orders(Subject(engine), requests)
    ways = len(asked) // 2
    assert ways == 3 and asked[:ways] == asked[ways:]


def test_too_few_requests_are_not_judged(engine: Engine, source: Path) -> None:
    source.write_text("\n".join(map(json.dumps, REQUESTS[:3])), encoding="utf-8")
    with pytest.raises(Skipped, match="found 3"):
        precedents(Subject(engine))
