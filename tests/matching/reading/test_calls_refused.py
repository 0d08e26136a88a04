"""Any text and any bytes are read as a call, or refused in words."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.errors import InvalidCall, MatchingError
from matching.reading import read_call
from tests.matching.reading.call_texts import (
    VOCABULARY,
    read,
)


@pytest.mark.parametrize("text", ["", "   \n", "pensions", "42 17", "."])
def test_an_empty_or_one_word_request_is_refused_with_what_is_needed(text):
    with pytest.raises(InvalidCall, match="at least a sentence on what the expert should do"):
        read(text)


def test_a_call_in_another_language_is_refused():
    with pytest.raises(InvalidCall, match="German"):
        read("Die Rentenversicherung sucht zwei Fachleute, die Erfahrung mit der Reform von Beiträgen haben.")


def test_a_text_longer_than_a_call_may_be_is_refused_before_it_is_read():
    with pytest.raises(InvalidCall, match="600,000 characters; the limit is 500,000"):
        read("pensions of " * 50_000)


def test_more_positions_than_a_call_may_have_are_refused():
    described = [f"Position {n}: Expert in branch {n}\nTasks:\n- advise the ministry" for n in range(1, 15)]
    with pytest.raises(InvalidCall, match=r"Found 14; one call has 12 at most\. Part it"):
        read("Reform of pensions in Peru\n\n" + "\n\n".join(described))


words = st.sampled_from(
    [
        "Expert",
        "Position",
        "1",
        "2",
        "Principal expert",
        ":",
        ";",
        "- ",
        "# ",
        "## ",
        "|",
        "Tasks",
        "Fields",
        "A.35",
        "Z.99",
        "Languages",
        "French",
        "C1",
        "Days",
        "18 days",
        "3 May 2027",
        "Country",
        "Togo",
        "Title",
        "\n",
        "\t",
        "الخبير",
        "Эксперт",
        "Dates",
        "Profile",
        "(",
        ")",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(words, max_size=40).map(" ".join)))
@example("\tExpert 1\tExpert 2\nDays\t1\t2")
def test_a_text_is_read_or_refused_in_words_and_nothing_else(text):
    try:
        call = read(text)
    except MatchingError as error:
        assert str(error)
    else:
        assert call.positions and len({p.id for p in call.positions}) == len(call.positions)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda b: b"%PDF-1.4\n" + b)))
def test_bytes_are_read_or_refused_in_words_and_nothing_else(data):
    try:
        read_call(data, VOCABULARY)
    except MatchingError as error:
        assert str(error)
