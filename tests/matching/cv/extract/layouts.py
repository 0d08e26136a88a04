"""Layouts of CVs as PDFs: made with Typst, and drawn with fpdf2 in an order of content that says nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst
from fpdf import FPDF

Cv = dict[str, Any]
Put = tuple[float, float, str, float, bool]  # y and x in millimetres, text, size, bold
FONTS = Path(__file__).parents[4] / "api" / "exports" / "fonts"
_STYLE = '#set page(paper: "a4", margin: 1.6cm)\n#set text(size: 9.5pt)\n'


def _said(text: str) -> str:
    return f"#text({json.dumps(text, ensure_ascii=False)})"


def _head(cv: Cv) -> str:
    return f'#text(20pt, weight: "bold")[{_said(cv["name"])}]\n\n'


def _items(entry: Cv) -> str:
    return "".join(f"- {_said(item)}\n" for item in entry["items"])


def _sections(cv: Cv, entry: Callable[[Cv], str]) -> str:
    return "".join(
        f'\n#text(13pt, weight: "bold")[{_said(s["head"])}]\n\n' + "".join(entry(e) for e in s["entries"])
        for s in cv["sections"]
    )


def _plain(entry: Cv) -> str:
    return f"*{_said(entry['title'])}* \\\n{_said(entry['emp'])} \\\n{_said(entry['date'])}\n{_items(entry)}\n"


def _dates_left(entry: Cv) -> str:
    body = f"*{_said(entry['title'])}* \\\n{_said(entry['emp'])}\n{_items(entry)}\n"
    return f"#grid(columns: (90pt, 1fr), gutter: 10pt, [{_said(entry['date'])}], [{body}])\n"


def _dates_right(entry: Cv) -> str:
    return f"*{_said(entry['title'])}* #h(1fr) {_said(entry['date'])} \\\n{_said(entry['emp'])}\n{_items(entry)}\n"


def _side(cv: Cv) -> str:
    return "".join(f"\n*{_said(b['head'])}*\n\n" + " \\\n".join(map(_said, b["lines"])) + "\n" for b in cv["side"])


def _table(cv: Cv) -> str:
    out = ""
    for section in cv["sections"]:
        cells = ",".join(
            f"[{_said(e['date'])}],[{_said(e['title'])}],[{_said(' '.join([e['emp'], *e['items']]))}]"
            for e in section["entries"]
        )
        out += f"\n*{_said(section['head'])}*\n#table(columns: (80pt, 1fr, 1fr), {cells})\n"
    return out


def _all(cv: Cv, entry: Callable[[Cv], str]) -> str:
    return f"{_said(cv['summary'])}\n\n{_sections(cv, entry)}"


TYPST: dict[str, Callable[[Cv], str]] = {
    "sidebar left": lambda cv: (
        f"#grid(columns: (30%, 1fr), gutter: 16pt, [{_side(cv)}], [{_head(cv)}{_all(cv, _plain)}])"
    ),
    "sidebar right": lambda cv: (
        f"{_head(cv)}#grid(columns: (1fr, 28%), gutter: 14pt, [{_all(cv, _dates_right)}], [{_side(cv)}])"
    ),
    "dates in a left column": lambda cv: _head(cv) + _all(cv, _dates_left) + _side(cv),
    "two columns of text": lambda cv: f"{_head(cv)}#columns(2)[{_all(cv, _plain)}{_side(cv)}]",
    "two justified columns": lambda cv: (
        f"#set par(justify: true)\n{_head(cv)}#columns(2, gutter: 12pt)[{_all(cv, _plain)}{_side(cv)}]"
    ),
    "three columns": lambda cv: (
        f"#set page(flipped: true)\n{_head(cv)}#columns(3, gutter: 14pt)[{_all(cv, _plain)}{_side(cv)}]"
    ),
    "table": lambda cv: f"{_head(cv)}{_said(cv['summary'])}\n\n{_table(cv)}{_side(cv)}",
}


def with_typst(layout: str, cv: Cv) -> bytes:
    """The PDF of a CV in one of the layouts of `TYPST`."""
    made: bytes = typst.compile((_STYLE + TYPST[layout](cv)).encode())
    return made


def drawn_by_height(cv: Cv) -> bytes:
    """A sidebar and a main column whose lines are written strictly down the page, across both."""
    pdf = _page()
    main: list[tuple[str, float, bool]] = [(cv["name"], 16, True), (cv["summary"], 9, False)]
    side = [
        part for b in cv["side"] for part in [(b["head"], 11.0, True), *((line, 9.0, False) for line in b["lines"])]
    ]
    for section in cv["sections"]:
        main.append((section["head"], 13, True))
        for entry in section["entries"]:
            main += [(entry["title"], 10, True), (entry["emp"], 9, False), (entry["date"], 9, False)]
            main += [("• " + item, 9, False) for item in entry["items"]]
    put = [*_flow(pdf, side, 15, 48), *_flow(pdf, main, 72, 120)]
    return _drawn(pdf, sorted(put))


def dates_drawn_apart(cv: Cv) -> bytes:
    """Dates in a left column, all written after the entries beside which they stand."""
    pdf = _page()
    y, put, dates = 15.0, list[Put](), list[Put]()
    for section in cv["sections"]:
        put.append((y, 15, section["head"], 13, True))
        y += 9
        for entry in section["entries"]:
            parts = [(entry["title"], 10.0, True), (entry["emp"], 9.0, False)]
            parts += [("• " + item, 9.0, False) for item in entry["items"]]
            lines = _flow(pdf, parts, 60, 130, y)
            put += lines
            dates.append((lines[0][0], 15, entry["date"], 9, False))
            y = lines[-1][0] + 9
    rest = [(cv["name"], 16.0, True), (cv["summary"], 9.0, False)]
    rest += [
        part for b in cv["side"] for part in [(b["head"], 11.0, True), *((line, 9.0, False) for line in b["lines"])]
    ]
    return _drawn(pdf, [*put, *dates, *_flow(pdf, rest, 15, 175, y + 6)])


def _page() -> FPDF:
    pdf = FPDF(format=(210, 600))
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.add_font("sans", "", FONTS / "NotoSans-Regular.ttf")
    pdf.add_font("sans", "B", FONTS / "NotoSans-Bold.ttf")
    return pdf


def _flow(pdf: FPDF, parts: list[tuple[str, float, bool]], x: float, width: float, y: float = 15.0) -> list[Put]:
    put: list[Put] = []
    for text, size, bold in parts:
        pdf.set_font("sans", "B" if bold else "", size)
        y += 2.5 if bold else 0.4
        line = ""
        for word in [*text.split(), ""]:
            if not word or pdf.get_string_width(f"{line} {word}") > width:
                put.append((y, x, line.strip(), size, bold))
                y += size * 0.46
                line = ""
            line = f"{line} {word}".strip()
    return put


def _drawn(pdf: FPDF, put: list[Put]) -> bytes:
    for y, x, text, size, bold in put:
        pdf.set_font("sans", "B" if bold else "", size)
        pdf.text(x, y, text)
    return bytes(pdf.output())
