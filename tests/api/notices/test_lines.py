"""Lines and sentences: one line stays one line, long ones are cut between words, and everything is escaped."""

from __future__ import annotations

import pytest

from api.notices.lines import breaks, one_line, shortened
from api.notices.sentences import Sentence, Text


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\v", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"])
def test_what_ends_a_line_or_cannot_be_written_breaks_it(sign: str) -> None:
    assert breaks(f"a{sign}b")


@pytest.mark.parametrize("sign", [" ", "\u00a0", "é", "؛", "\u200d", "🙂", "<", '"'])
def test_every_other_sign_may_stand_in_a_line(sign: str) -> None:
    assert not breaks(f"a{sign}b")


def test_white_space_of_every_kind_becomes_one_space() -> None:
    assert one_line(" a\r\n\tb\u2028c\u00a0 d\x1fe ") == "a b c d e"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Short", "Short"),
        ("Twelve signs", "Twelve signs"),
        ("Thirteen sign", "Thirteen…"),
        ("Labour, policy and more", "Labour…"),
        ("Unsplittableword", "Unsplittabl…"),
        ("A verylongwordindeed", "A verylongw…"),
    ],
)
def test_a_long_text_is_cut_between_words_where_that_leaves_enough(text: str, cut: str) -> None:
    assert shortened(text, 12) == cut


def test_wording_and_facts_are_both_escaped() -> None:
    sentence = Sentence("Q & A <for> {name}", {"name": Text("<b>{contact}</b>", "ltr")})
    assert str(sentence.html) == 'Q &amp; A &lt;for&gt; <span dir="auto">&lt;b&gt;{contact}&lt;/b&gt;</span>'
    assert sentence.plain == "Q & A <for> <b>{contact}</b>"


def test_a_sentence_is_known_when_all_its_facts_are() -> None:
    values = {"a": Text("1", "ltr")}
    assert Sentence("{a}", values).known and Sentence("none", values).known and not Sentence("{a} {b}", values).known
