"""The characters of a PDF page with place, size and weight, as PDFium gives them."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_SLANTED = re.compile(r"italic|oblique|[-,]it\b", re.I)
_BOLD_NAME = re.compile(r"bold|black|heavy|demi(?!tal)|[-,]bd\b", re.I)
_BOLD_WEIGHT = 600
_FORCED_BOLD = 1 << 18
FARTHEST = 20_000.0  # points: the side of the largest page that a PDF may have, and more
_LINE_END_HYPHEN = 2  # what PDFium makes of a hyphen at the end of a line
_BROKEN = {0xFFFE, 0xFFFF, 0x0, 0xFFFD}


@dataclass(slots=True)
class Glyph:
    """One character on a page; lengths in points, `x` from the left and `y` (of the baseline) from the top."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    order: int  # place in the page's content


@dataclass(frozen=True)
class Glyphs:
    """The characters of a page that stand upright, and those that are turned, each by the angle they stand at."""

    upright: list[Glyph]
    turned: list[list[Glyph]]
    unreadable: int  # characters whose font does not say what they mean
    width: float
    height: float


def glyphs_of(page: pdfium.PdfPage, most: int = 10_000_000) -> Glyphs | None:
    """All characters of a page, None where they are more than `most`.

    The direction that most of them run in is taken as upright.
    """
    text_page = page.get_textpage()
    try:
        if raw.FPDFText_CountChars(text_page.raw) > most:
            return None
        found, unreadable = _read(text_page.raw)
    finally:
        text_page.close()
    angles = Counter(angle for angle, *_ in found)
    main = angles.most_common(1)[0][0] if angles else 0
    groups: dict[int, list[Glyph]] = {angle: [] for angle in angles}
    width, height = page.get_size()
    left, bottom, right, top = page.get_bbox()
    corners = [_turned(x, y, main) for x in (left, right) for y in (bottom, top)]
    x_from, y_from = min(x for x, _ in corners), max(y for _, y in corners)
    for angle, text, x, y, advance, size, bold, order in found:
        along, up = _turned(x, y, angle)
        if angle == main:
            along, up = along - x_from, y_from - up
        else:
            up = -up
        groups[angle].append(Glyph(text, along, along + advance, up, size, bold, order))
    turned = [glyphs for angle, glyphs in groups.items() if angle != main]
    if main in (90, 270):
        width, height = max(x for x, _ in corners) - x_from, y_from - min(y for _, y in corners)
    return Glyphs(groups.get(main, []), turned, unreadable, width, height)


def _turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point in axes that are turned by an angle in degrees, counted clockwise."""
    radians = math.radians(angle)
    cos, sin = math.cos(radians), math.sin(radians)
    return x * cos - y * sin, x * sin + y * cos


def _read(page: raw.FPDF_TEXTPAGE) -> tuple[list[tuple[int, str, float, float, float, float, bool, int]], int]:
    """(angle, character, x, y, advance, size, bold, order) of each character, and how many are unreadable."""
    found, unreadable = [], 0
    origin_x, origin_y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    matrix, flags, name = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(256)
    looks: dict[int, tuple[float, bool, int]] = {}
    high = 0
    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        holder = raw.FPDFText_GetTextObject(page, index)
        if not holder:  # a space or a line end that PDFium adds by its own reckoning
            continue
        if code == _LINE_END_HYPHEN:
            code = 0x2D
        if code in _BROKEN or raw.FPDFText_HasUnicodeMapError(page, index) == 1:
            unreadable += 1
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            if not high:
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        key = ctypes.cast(holder, ctypes.c_void_p).value or 0
        look = looks.get(key)
        if look is None:
            raw.FPDFText_GetMatrix(page, index, matrix)
            raw.FPDFText_GetFontInfo(page, index, name, 256, flags)
            size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
            weight = raw.FPDFText_GetFontWeight(page, index)
            called = name.value.decode("utf-8", "replace")
            heavy = weight >= _BOLD_WEIGHT and not _SLANTED.search(called)  # its weight is guessed from slanted stems
            bold = heavy or bool(flags.value & _FORCED_BOLD) or bool(_BOLD_NAME.search(called))
            angle = round(math.degrees(raw.FPDFText_GetCharAngle(page, index)) / 15) * 15 % 360
            look = looks[key] = (size, bold, angle)
        size, bold, angle = look
        raw.FPDFText_GetCharOrigin(page, index, origin_x, origin_y)
        raw.FPDFText_GetLooseCharBox(page, index, box)
        advance = box.top - box.bottom if angle in (90, 270) else box.right - box.left
        if code == 0x20 and advance < 0.01:
            continue  # a space that PDFium adds by its own reckoning
        if not (
            abs(origin_x.value) < FARTHEST and abs(origin_y.value) < FARTHEST and size < FARTHEST and advance < FARTHEST
        ):
            continue  # off every page, or not a number
        found.append((angle, chr(code), origin_x.value, origin_y.value, max(advance, 0.0), size or 1.0, bold, index))
    return found, unreadable
