"""The pack as one HTML page that needs nothing else: no script, no picture, no address outside itself."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from api.exports.labels import day
from api.governance.answers import FILLED_IN, TO_FILL_IN
from api.governance.documents import Document
from api.governance.facts import Facts
from api.governance.html_tables import fit_tables, wrap_tables
from api.governance.markdown import Ready, headings

TEMPLATES = Path(__file__).parent / "templates"
LINK = re.compile(r"^(?:(?P<page>[\w-]+)\.md)?(?:#(?P<anchor>.+))?$")


def make_page(documents: Sequence[Document], facts: Facts) -> str:
    """All documents on one page, the first one open at the top, each heading with an anchor of its own."""
    names = {document.kind.name for document in documents}
    bodies = [(document, Ready(to_html(document.text, document.kind.name, names))) for document in documents]
    style = stylesheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made = _environment().get_template("page.html")
    return made.render(
        bodies=bodies, facts=facts, made_on=day(facts.made_on), style=Ready(style), style_hash=f"sha256-{digest}"
    )


def to_html(text: str, name: str, names: set[str]) -> str:
    """A document as HTML: headings one level lower, anchors and links made to fit one page, raw HTML shown as text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    wrap_tables(parser)
    tokens = parser.parse(text)
    fit_tables(tokens)
    anchors = iter([name, *(f"{name}--{heading.anchor}" for heading in headings(text))])
    for at, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            if token.type == "heading_open" and token.tag in ("h1", "h2"):
                token.attrSet("id", next(anchors))
            token.tag = f"h{int(token.tag[1]) + 1}"
        elif token.type == "blockquote_open":
            token.attrSet("class", _note_class(tokens[at + 2].content))
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _address(str(child.attrGet("href")), name, names))
    return str(parser.renderer.render(tokens, parser.options, {}))


@cache
def stylesheet() -> str:
    """The page's own style."""
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")


def _note_class(words: str) -> str:
    return {TO_FILL_IN: "open", FILLED_IN: "answered"}.get(
        next((s for s in (TO_FILL_IN, FILLED_IN) if s in words), ""), ""
    )


def _address(link: str, name: str, names: set[str]) -> str:
    """A link between documents as one within the page; any other stays as it is."""
    found = LINK.match(link)
    if not found or (found["page"] and found["page"] not in names):
        return link
    page = found["page"] or name
    return f"#{page}--{found['anchor']}" if found["anchor"] else f"#{page}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
