"""Markdown from data shows it as it stands, in tables too."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from api.governance.markdown import Ready, code, contents, escaped, headings, inline, listed, table

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)


def rendered(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def shown(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page)).strip()


@given(WORDS)
def test_a_text_reads_as_it_stands(text: str) -> None:
    flat = " ".join(text.split())
    page = rendered(str(escaped(text)))
    assert shown(page) == flat
    assert set(re.findall(r"<(\w+)", page)) <= {"p"}


@given(WORDS, WORDS)
def test_a_cell_stays_in_its_cell(one: str, other: str) -> None:
    page = rendered(str(table(["a", "b"], [[one, other]])))
    cells = [html.unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", page)]
    assert cells == [" ".join(text.split()) or "–" for text in (one, other)]


@pytest.mark.parametrize("text", ["- a", "+ a", "-", "1. a", "12) a", "---", "===", "1.", "# a", "> a", "* a", "\\"])
def test_what_would_begin_a_list_a_rule_or_a_heading_is_text(text: str) -> None:
    assert rendered(f"above\n{escaped(text)}") == f"<p>above\n{html.escape(text)}</p>\n"
    assert rendered(str(escaped(text))) == f"<p>{html.escape(text)}</p>\n"


def test_numbers_and_names_are_left_as_they_are() -> None:
    assert escaped("0.816 (0.767 to 0.856)") == "0.816 (0.767 to 0.856)"
    assert escaped("near-miss wrong_role, -0.011") == "near-miss wrong_role, -0.011"


def test_what_is_ready_is_not_escaped_again() -> None:
    assert inline(Ready("*a*")) == "*a*" and inline("*a*") == r"\*a\*"
    assert listed([code("a|b"), "c*"]) == r"`a b`, c\*"
    assert listed([]) == "none"


def test_a_table_without_rows_is_a_sentence() -> None:
    assert table(["a"], [], "Nothing.") == "Nothing."


def test_contents_lead_to_the_headings() -> None:
    text = "## One: a thing\n\n### deeper\n\n## One a thing\n"
    assert [h.anchor for h in headings(text)] == ["one-a-thing", "one-a-thing-1"]
    assert contents(text) == "- [One: a thing](#one-a-thing)\n- [One a thing](#one-a-thing-1)"
