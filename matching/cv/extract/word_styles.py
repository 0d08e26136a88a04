"""What the styles of a Word document make of a paragraph and a run: heading, list, bold, size, room above, indent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from matching.cv.extract.word_xml import W, is_on, number_of, value_of

_HEADING = re.compile(r"^heading (\d)$")
_POINTS = 20  # of the units that Word counts room in
_LONGEST_CHAIN = 12  # styles based on one another


@dataclass(frozen=True)
class Look:
    """How a run looks."""

    bold: bool = False
    size: float = 11.0
    hidden: bool = False


@dataclass(frozen=True)
class ParagraphStyle:
    """How a paragraph looks and what it is."""

    level: int | None = None  # of a heading; 0 is the title of the document
    listed: bool = False
    before: float | None = None
    indent: float = 0.0
    look: Look = Look()


class Styles:
    """The styles of a document, each with what it is based on."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._byid: dict[str, etree._Element] = {}
        self._default = ""
        self._base = Look()
        if styles is not None:
            for style in styles.findall(f"{W}style"):
                identity = value_of(style, "styleId") or ""
                self._byid[identity] = style
                if value_of(style, "type") == "paragraph" and value_of(style, "default") in ("1", "true"):
                    self._default = identity
            self._base = _look(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), Look(False, 10.0))
        self._made: dict[str, ParagraphStyle] = {}
        self._numbered = numbering is not None

    def of_paragraph(self, paragraph: etree._Element) -> ParagraphStyle:
        """The style of a paragraph with what is set on the paragraph itself."""
        own = paragraph.find(f"{W}pPr")
        name = value_of(own.find(f"{W}pStyle")) if own is not None else None
        style = self._style(name if name in self._byid else self._default)
        return style if own is None else _set(style, own, style.look)

    def of_run(self, run: etree._Element, look: Look) -> Look:
        """The look of a run inside a paragraph of a look."""
        own = run.find(f"{W}rPr")
        if own is None:
            return look
        for name in self._chain(value_of(own.find(f"{W}rStyle")) or ""):
            look = _look(self._byid[name].find(f"{W}rPr"), look)
        return _look(own, look)

    def _chain(self, name: str) -> list[str]:
        """A style and those it is based on, the most general first."""
        chain: list[str] = []
        while name in self._byid and name not in chain and len(chain) < _LONGEST_CHAIN:
            chain.insert(0, name)
            name = value_of(self._byid[name].find(f"{W}basedOn")) or ""
        return chain

    def _style(self, name: str) -> ParagraphStyle:
        if name not in self._made:
            style = ParagraphStyle(look=self._base)
            for part in self._chain(name):
                element = self._byid[part]
                look = _look(element.find(f"{W}rPr"), style.look)
                properties = element.find(f"{W}pPr")
                style = ParagraphStyle(style.level, style.listed, style.before, style.indent, look)
                style = style if properties is None else _set(style, properties, look)
                style = _named(style, (value_of(element.find(f"{W}name")) or "").lower())
            self._made[name] = style
        return self._made[name]


def _named(style: ParagraphStyle, name: str) -> ParagraphStyle:
    match = _HEADING.match(name)
    level = int(match[1]) if match else 0 if name == "title" else style.level
    listed = (style.listed or name.startswith("list")) and level is None
    return ParagraphStyle(level, listed, style.before, style.indent, style.look)


def _set(style: ParagraphStyle, properties: etree._Element, look: Look) -> ParagraphStyle:
    """A style with what the properties of a paragraph say."""
    level, listed, before, indent = style.level, style.listed, style.before, style.indent
    outline = number_of(properties.find(f"{W}outlineLvl"))
    if outline is not None:
        level = int(outline) + 1 if outline < 9 else None
    number = properties.find(f"{W}numPr")
    if number is not None:
        listed = value_of(number.find(f"{W}numId")) != "0" and level is None
    spacing = number_of(properties.find(f"{W}spacing"), "before")
    before = before if spacing is None else spacing / _POINTS
    for name in ("left", "start"):
        left = number_of(properties.find(f"{W}ind"), name)
        indent = indent if left is None else left / _POINTS
    return ParagraphStyle(level, listed, before, indent, look)


def _look(properties: etree._Element | None, look: Look) -> Look:
    if properties is None:
        return look
    bold, size = is_on(properties.find(f"{W}b")), number_of(properties.find(f"{W}sz"))
    hidden = is_on(properties.find(f"{W}vanish"))
    return Look(
        look.bold if bold is None else bold,
        look.size if size is None else size / 2,
        look.hidden if hidden is None else hidden,
    )
