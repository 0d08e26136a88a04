"""Tables of a parsed document, made to be read on any width: they scroll by themselves, and long rows stack on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONG_ROW = 60  # characters from which on a row of three cells or more is no longer read beside each other on a phone
ROLES = {"table_open": "table", "tr_open": "row", "th_open": "columnheader", "td_open": "cell"}


def wrap_tables(parser: MarkdownIt) -> None:
    """Let every table stand in a box of its own."""
    parser.add_render_rule("table_open", _open)
    parser.add_render_rule("table_close", _close)


def fit_tables(tokens: Sequence[Token]) -> None:
    """Mark the tables with long rows, and give each of their cells the name of its column.

    Roles are written out, since a browser that lays rows out as blocks forgets that they were rows.
    """
    for table in _tables(tokens):
        heads = [_words(table, at) for at, token in enumerate(table) if token.type == "th_open"]
        cells = [at for at, token in enumerate(table) if token.type == "td_open"]
        rows = [cells[start : start + len(heads)] for start in range(0, len(cells), len(heads))]
        if len(heads) < 3 or max(sum(len(_words(table, at)) for at in row) for row in rows) <= LONG_ROW:
            continue
        table[0].attrSet("class", "stacks")
        for token in table:
            if token.type in ROLES:
                token.attrSet("role", ROLES[token.type])
        for row in rows:
            for at, head in zip(row, heads, strict=True):
                table[at].attrSet("data-head", head)


def _tables(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    starts = [at for at, token in enumerate(tokens) if token.type == "table_open"]
    ends = [at for at, token in enumerate(tokens) if token.type == "table_close"]
    return (tokens[start : end + 1] for start, end in zip(starts, ends, strict=True))


def _words(table: Sequence[Token], at: int) -> str:
    return "".join(child.content for child in table[at + 1].children or ())


def _open(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return '<div class="wide" tabindex="0">\n' + str(self.renderToken(tokens, at, options, env))


def _close(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</table>\n</div>\n"
