"""Names of the elements of an OpenDocument text and small helpers to read them."""

from __future__ import annotations

from lxml import etree

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE, DRAW = (f"{_BASE}{name}:1.0}}" for name in ("office", "text", "table", "style", "drawing"))
FORMAT = f"{_BASE}xsl-fo-compatible:1.0}}"
SKIPPED = frozenset(
    (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}sequence-decls", f"{OFFICE}forms",
     "{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc",
     f"{_BASE}svg-compatible:1.0}}title", f"{_BASE}svg-compatible:1.0}}desc", f"{OFFICE}binary-data")
)  # fmt: skip


def repeats(element: etree._Element, name: str = "number-columns-repeated", space: str = TABLE) -> int:
    """A count that an attribute gives, at least 1."""
    value = element.get(f"{space}{name}", "1")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def points(value: str | None) -> float | None:
    """A length such as "0.5cm" in points, or None."""
    if not value:
        return None
    for unit, factor in (("pt", 1.0), ("cm", 28.35), ("mm", 2.835), ("in", 72.0), ("px", 0.75)):
        if value.endswith(unit):
            try:
                return float(value.removesuffix(unit)) * factor
            except ValueError:
                return None
    return None
