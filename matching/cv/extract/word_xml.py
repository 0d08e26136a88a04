"""Names of the elements of a Word document and small helpers to find them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = frozenset(
    {FALLBACK, *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "instrText", "delText", "tblPr"))}
)
_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"))


def value_of(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of the Word namespace, or None."""
    return None if element is None else element.get(f"{W}{name}")


def children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of one kind, also where a content control stands between."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _AROUND:
            yield from children(child, name)


def number_of(element: etree._Element | None, name: str = "val") -> float | None:
    """An attribute that is a number, or None."""
    try:
        return float(value_of(element, name) or "")
    except ValueError:
        return None


def is_on(element: etree._Element | None) -> bool | None:
    """What a switch such as bold says: on, off, or nothing."""
    if element is None:
        return None
    return value_of(element) not in ("0", "false", "off")
