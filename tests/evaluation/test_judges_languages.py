"""A call against its English twin."""

from __future__ import annotations

import pytest

from evaluation.judges import languages as module
from evaluation.judges.languages import LOST, OVERLAP, compare, languages
from evaluation.rankings import Ranked
from evaluation.subject import Subject
from fixtures.calls import load_calls
from matching.engine import Engine
from tests.evaluation.samples import small_subject

CALL = load_calls()[0]


def ranked(*people: str) -> Ranked:
    return Ranked("c:1", CALL, CALL.positions[0], people, dict.fromkeys(people, 50.0), frozenset())


def test_what_is_lost_is_what_english_has_and_the_twin_has_not(engine: Engine) -> None:
    subject = Subject(engine)
    subject.judged = {"c:1": {"a": 3}}
    found = compare([ranked("a", "b")], [ranked("b", "a")], subject)
    assert found[OVERLAP] == [1] and found[LOST] == [pytest.approx(1 - 0.6309, abs=1e-4)]
    assert compare([ranked("a", "b")], [ranked("a", "c")], subject)[OVERLAP] == [0.5]


def test_every_language_is_measured_with_codes_and_from_the_text_alone(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUICK_CALLS", 1)
    found = languages(small_subject(engine))
    groups = {f.group for f in found.figures if f.measure == OVERLAP}
    assert {"", "from the text alone", "fr, with codes", "ar, from the text alone"} <= groups and len(groups) == 12
    assert not found.figures[0].group and not found.figures[1].group
    assert all(f.higher_is_better == (f.measure == OVERLAP) for f in found.figures)
