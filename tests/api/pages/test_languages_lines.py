"""What was wrong with the lines of a roster, and what an erasure leaves to be done by hand, in the language of the page."""

from __future__ import annotations

import json

import pytest

from api.services.erasure.finishing import NOT_SEARCHED
from api.speech.anew import anew_in
from matching.errors import LineProblem
from matching.reading import read_roster
from matching.reading.rosters import LONGEST_LINE
from matching.vocabulary import load_vocabulary

PERSON = {"id": "e1", "segments": ["Counsellor."]}
LINES = [
    json.dumps(PERSON),
    json.dumps(PERSON),
    json.dumps(PERSON | {"id": "e2", "fields": ["Z.99"], "competences": ["1.22"], "shoe_size": 42, "langages": []}),
    json.dumps({"id": "e3"}),
    b"\xff{}",
    "{",
    "[1]",
    "[" * 100_000,
    " " * (LONGEST_LINE + 1),
]


def broken_lines() -> list[LineProblem]:
    return read_roster(LINES, skip_broken=True, vocabulary=load_vocabulary())[1]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_is_wrong_with_a_line_is_said_in_every_language_of_the_pages(language: str) -> None:
    reasons = [problem.reason for problem in broken_lines()]
    assert len(reasons) >= len(LINES) - 1
    assert [reason for reason in reasons if anew_in(language).said(reason) is None] == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_files_to_be_searched_by_hand_are_named_in_every_language_of_the_pages(language: str) -> None:
    assert anew_in(language).said(NOT_SEARCHED)
