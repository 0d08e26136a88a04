"""Languages read from a CV are counted against what the truth lists."""

from __future__ import annotations

from typing import Any

from evaluation.cv_measures import Score, levels
from matching.cv.values import LanguageFact, Parts, ReadProfile, Source
from matching.entities import LanguageClaim


def read(*codes: str) -> ReadProfile:
    source = Source(start=0, end=1, text="x")
    facts = tuple(LanguageFact(claim=LanguageClaim(language=c, native=True), source=source) for c in codes)
    return ReadProfile(format="text", language="en", pages=1, sha256="0" * 64, parts=Parts(text="x", languages=facts))


def true(*codes: str) -> dict[str, Any]:
    return {"languages": [{"language": code, "native": True} for code in codes]}


def test_a_language_without_a_short_code_counts_where_the_truth_lists_it() -> None:
    assert levels(read("en", "mos"), true("en", "mos")) == Score(2, 2, 2)
    assert levels(read("en"), true("en", "mos")) == Score(1, 1, 2)


def test_a_language_without_a_short_code_that_the_truth_leaves_out_is_neither_right_nor_wrong() -> None:
    assert levels(read("en", "mos"), true("en")) == Score(1, 1, 1)
    assert levels(read("en", "fr"), true("en")) == Score(1, 2, 1)
