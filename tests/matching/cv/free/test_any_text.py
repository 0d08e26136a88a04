"""Whatever a document holds, the free reader gives parts whose sources lie in the text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cv.dropping import without_protected
from matching.cv.free import read_free
from matching.cv.values import Block, CvText, Parts, Source
from tests.matching.cv.free.building import cv
from tests.matching.cv.free.test_samples import SAMPLES

WORDS = (
    "Experience", "Education", "Languages", "Formation", "Publications", "Опыт работы", "اللغات", "Ministry of Labour",
    "2015 - 2018", "03/2015 – present", "depuis 2019", "Director", "Tunis", "English", "C1", "native", ":", ",", "\t",
    "(", ")", "-", "Employer:", "a@b.org", "+33 1 55 01 22 33", "Nationality: French", "University of X", "Master",
    "2004", "●●●○○", "Listening\tReading", "Period\tPosition\tEmployer",
)  # fmt: skip
LINES = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join) | st.text(max_size=40).map(
    lambda text: text.replace("\n", " ")
)
BLOCKS = st.builds(
    Block,
    LINES,
    st.sampled_from(["line", "heading", "item", "row"]),
    bold=st.booleans(),
    size=st.sampled_from([None, 10.0, 14.0]),
    apart=st.booleans(),
    level=st.sampled_from([None, 1, 2]),
)


def sources(parts: Parts) -> list[Source]:
    facts = [*parts.emails, *parts.phones, *parts.links, *parts.nationalities, *parts.languages, *parts.doubts]
    found = [fact.source for fact in (*facts, *([parts.name] if parts.name else []))]
    for entry in parts.entries:
        found += [entry.source, entry.dates_source, entry.employer_source, entry.title_source]
    return [source for source in found if source is not None]


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, max_size=25))
def test_any_blocks_give_parts_with_sources_in_the_text(blocks: list[Block]) -> None:
    text = CvText(tuple(blocks), "text")
    parts = read_free(text)
    for source in sources(parts):
        assert 0 <= source.start <= source.end <= len(text.text)
        assert text.text[source.start : source.end].startswith(source.text)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_lines_of_a_cv_in_any_order_give_parts(seed: int) -> None:
    draw = random.Random(seed)  # nosec B311 # not for secrets
    blocks = list(cv(draw.choice(SAMPLES).text).blocks)
    draw.shuffle(blocks)
    assert read_free(CvText(tuple(blocks), "text")).text


@pytest.mark.parametrize(
    "line",
    [
        "a", "1", "2015 ", "1 ", "(", "Ministry of ", "English C1 ", "a@", "a.", "+33 ", "Aa ", "2015-", ", ", "في ", "\t",
        "from 2015 to ", "мар ", "|", "A.", "●",
    ],
)  # fmt: skip
def test_a_line_of_200_000_characters_is_read_like_any_other(line: str) -> None:
    """It would take hours if any pattern tried all ways to part it."""
    long = line * (200_000 // len(line))
    blocks = (Block(long), Block("Experience"), Block(f"2015 - 2018 {long}"), Block("Languages"), Block(long))
    assert read_free(CvText(blocks, "text")).text


def test_an_empty_document_has_no_parts() -> None:
    assert read_free(CvText((), "text")) == Parts(text="")


def test_a_line_of_nothing_but_marks_is_looked_through_for_protected_data_once() -> None:
    """It would take minutes if a pattern went on from every mark to the last."""
    kept, protected = without_protected(CvText((Block(". " * 20_000),), "text"))
    assert (len(kept.blocks), protected.dropped) == (1, {})
