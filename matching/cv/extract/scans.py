"""Pictures of pages (scans) as blocks, by way of the program Tesseract where it is installed.

The words come back with their places and are put in reading order like the text of any PDF.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pypdfium2 as pdfium

from matching.cv.extract.lines import finished
from matching.cv.extract.pdf_fragments import COLUMN_GAP, Fragment
from matching.cv.extract.pdf_layout import in_reading_order, sidebars_last
from matching.cv.extract.pdf_repeats import without_repeats
from matching.cv.limits import Limits, ReaderTookTooLong
from matching.cv.values import CvText
from matching.errors import UnreadableDocument

DPI = 200  # at which pages are drawn; twice the points of a letter's height that Tesseract needs
SURE = 30.0  # of 100: words that Tesseract is less sure of are left out and counted
MOST_PIXELS = 40_000_000  # of a drawn page; A3 at 300 dots per inch has 17 million
WIDTH = 595.0  # points: the width every page is brought to, that of A4
_SCRIPTS = {"Latin": ("eng", "fra", "spa", "por"), "Cyrillic": ("rus", "eng"), "Arabic": ("ara", "eng")}
_HEIGHT = 1.3  # of a line's box to the size of its letters


class NoRecognition(UnreadableDocument):
    """A scan where no program for text recognition is installed, or none is to be used."""

    code = "scan"


def read_picture(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of pages that came as a picture (.png, .jpg, .tif).

    Raises:
        UnreadableDocument: without text recognition on this machine, damaged, too large, or without text.
    """
    _check_installed(label)
    return _read([data], label, limits)


def read_scanned_pdf(document: pdfium.PdfDocument, label: str, limits: Limits) -> CvText:
    """The blocks of a PDF whose pages are pictures.

    Raises:
        UnreadableDocument: without text recognition on this machine, of too many pages, or without text.
    """
    _check_installed(label)
    if len(document) > limits.scan_pages:
        raise _too_long(label, len(document), limits)
    return _read([_drawn(document, number) for number in range(len(document))], label, limits)


def _drawn(document: pdfium.PdfDocument, number: int) -> bytes:
    """A page as a picture in shades of grey (PGM)."""
    page = document[number]
    scale = min(DPI / 72, (MOST_PIXELS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    shades = memoryview(bitmap.buffer).cast("B")
    rows = b"".join(
        bytes(shades[at * bitmap.stride : at * bitmap.stride + bitmap.width]) for at in range(bitmap.height)
    )
    head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
    page.close()
    return head + rows


def installed() -> bool:
    """Whether Tesseract is on this machine."""
    return shutil.which("tesseract") is not None


def _check_installed(label: str) -> None:
    if not installed():
        raise NoRecognition(
            f"{label} has no text.", "It holds pictures of text, as a scan does, and Tesseract is not installed here.",
            "Send the original file, run text recognition on it, or install Tesseract on the server.",
        )  # fmt: skip


def _read(pictures: Sequence[bytes], label: str, limits: Limits) -> CvText:
    pages = [page for picture in pictures for page in _recognised(picture, label, limits)]
    if len(pages) > limits.scan_pages:
        raise _too_long(label, len(pages), limits)
    kept = without_repeats([page.fragments for page in pages], [page.height for page in pages])
    sidebars: list[float] = []
    lines = sidebars_last([in_reading_order(part, WIDTH, n, sidebars) for n, part in enumerate(kept, 1)])
    notes = ["The text was recognised from pictures; check names, dates and figures."]
    if doubtful := sum(page.doubtful for page in pages):
        notes.append(f"Words that could not be recognised with any certainty and were left out: {doubtful}.")
    read = finished(lines, "scan", label, limits, len(pages), tuple(notes))
    if not read.blocks:
        raise NoRecognition(
            f"{label} has no text.", "It holds pictures in which no text was recognised.",
            "Send the original file, or a sharper scan.",
        )  # fmt: skip
    return read


@dataclass
class _Page:
    """A recognised page; lengths in points of a page that is WIDTH wide."""

    height: float
    scale: float  # points to the dot
    fragments: list[Fragment]
    doubtful: int = 0


def _recognised(picture: bytes, label: str, limits: Limits) -> list[_Page]:
    """The pages of a picture file, from the table of words that Tesseract gives."""
    languages = _languages(_script(picture, limits))
    table = _tesseract(picture, label, limits, "-l", languages, "--psm", "3", "tsv").decode("utf-8", "replace")
    pages: dict[str, _Page] = {}
    lines: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12:
            continue
        if cells[0] == "1":
            scale = WIDTH / max(float(cells[8]), 1.0)
            pages[cells[1]] = _Page(float(cells[9]) * scale, scale, [])
        elif cells[0] == "5" and cells[11].strip():
            if float(cells[10]) < SURE:
                pages[cells[1]].doubtful += any(c.isalnum() for c in cells[11])
            else:
                lines[tuple(cells[1:5])].append(cells)
    for number, (key, words) in enumerate(lines.items()):
        pages[key[0]].fragments += _fragments(words, number * 1000, pages[key[0]].scale)
    for page in pages.values():
        _evened(page.fragments)
    return list(pages.values())


def _evened(fragments: list[Fragment]) -> None:
    """Sizes near the usual one made the usual one: boxes are lower where a line has no tall letter."""
    if fragments:
        usual = sorted(f.size for f in fragments)[len(fragments) // 2]
        for fragment in fragments:
            fragment.size = usual if 0.6 * usual <= fragment.size <= 1.35 * usual else fragment.size


def _fragments(words: list[list[str]], order: int, scale: float) -> Iterator[Fragment]:
    """The fragments of one recognised line, cut at wide gaps."""
    boxes = [tuple(float(value) * scale for value in word[6:10]) for word in words]
    size = sorted(height for *_, height in boxes)[-1] / _HEIGHT if boxes else 10.0
    size = max(4.0, round(size))
    base = max(top + height for _, top, _, height in boxes) - 0.2 * size
    part: list[int] = []
    for at in range(len(words) + 1):
        if part and (at == len(words) or abs(_gap(boxes[part[-1]], boxes[at])) > 2 * COLUMN_GAP * size):
            text = " ".join(words[k][11] for k in part)
            left, right = min(boxes[k][0] for k in part), max(boxes[k][0] + boxes[k][2] for k in part)
            yield Fragment(text, left, right, base, size, False, order + part[0], order + part[0])
            part = []
        if at < len(words):
            part.append(at)


def _gap(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    return max(two[0] - one[0] - one[2], one[0] - two[0] - two[2])


def _script(drawn: bytes, limits: Limits) -> str:
    """The script that a page is written in, Latin where it cannot be told."""
    if "osd" not in _installed_languages():
        return "Latin"
    try:
        told = _tesseract(drawn, "", limits, "--psm", "0").decode("utf-8", "replace")
    except UnreadableDocument:
        return "Latin"  # too few letters to tell
    script = next((line.partition(":")[2].strip() for line in told.split("\n") if line.startswith("Script:")), "")
    return script if script in _SCRIPTS else "Latin"


def _languages(script: str) -> str:
    usable = [name for name in _SCRIPTS[script] if name in _installed_languages()]
    return "+".join(usable) or next(iter(_installed_languages() - {"osd"}), "eng")


@cache
def _installed_languages() -> frozenset[str]:
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return frozenset(told.stdout.split("\n")[1:]) - {""}


def _tesseract(drawn: bytes, label: str, limits: Limits, *options: str) -> bytes:
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *options],
            input=drawn,
            capture_output=True,
            check=False,
            timeout=limits.scan_seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise ReaderTookTooLong(
            f"{label} took too long to recognise.", f"Recognition was stopped after {limits.scan_seconds:g} seconds a page.",
            "Send the original file.",
        ) from error  # fmt: skip
    if done.returncode:
        raise NoRecognition(
            f"{label} has no text.",
            f"Tesseract gave up on its pictures (code {done.returncode}).",
            "Send the original file.",
        )
    return done.stdout


def _too_long(label: str, count: int, limits: Limits) -> UnreadableDocument:
    return UnreadableDocument(
        f"{label} is too long to recognise.", f"It has {count} scanned pages; the limit is {limits.scan_pages}.",
        "Send the original file, or the pages that describe the person.",
    )  # fmt: skip
