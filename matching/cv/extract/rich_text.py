"""A rich text file (.rtf) as blocks: paragraphs, list marks, tables, bold and size; pictures and objects passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from matching.cv.extract.lines import Line, finished, is_page_number, pictures_note, without_text
from matching.cv.extract.rich_text_words import PASSED_OVER, SIGNS, TOKEN, fonts_of
from matching.cv.extract.rows import row_lines
from matching.cv.limits import SAVE_AS, Limits
from matching.cv.values import BlockKind, CvText
from matching.errors import UnreadableDocument

_TWIPS = 20  # to the point


@dataclass(frozen=True)
class _State:
    """What a group sets and its end takes back."""

    bold: bool = False
    size: float = 12.0
    hidden: bool = False
    skip: bool = False  # the group says nothing that is read
    fallback: int = 1  # characters after \\u that stand for it in older readers
    codec: str = "cp1252"
    story: str = ""  # header or footer


@dataclass
class _Paragraph:
    pieces: list[tuple[str, bool, float]] = field(default_factory=list)
    listed: bool = False
    level: int | None = None
    before: float = 0.0
    indent: float = 0.0
    in_table: bool = False


def read_rtf(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of an .rtf.

    Raises:
        UnreadableDocument: nested too deep, without text, or too long.
    """
    reader = _Reader(label, limits, fonts_of(data))
    reader.run(data)
    lines = [*reader.stories["header"], Line(""), *reader.lines, Line(""), *reader.stories["footer"]]
    warnings = (
        *((f"Passages of hidden text that were left out: {reader.hidden}.",) if reader.hidden else ()),
        *pictures_note(reader.pictures),
    )
    read = finished(lines, "rtf", label, limits, reader.page, warnings)
    if not read.blocks:
        raise without_text(label, bool(reader.pictures))
    return read


class _Reader:
    """One pass over the control words and texts of a file."""

    def __init__(self, label: str, limits: Limits, fonts: dict[int, str]) -> None:
        self._label, self._limits, self._fonts = label, limits, fonts
        self._state, self._stack = _State(), list[_State]()
        self._paragraph = _Paragraph()
        self._bytes, self._owed, self._high = bytearray(), 0, 0
        self._cells: list[list[Line]] = [[]]
        self._star = False
        self._tables, self._was_row = 0, False
        self._length = 0
        self._default = "cp1252"
        self.lines: list[Line] = []
        self.stories: dict[str, list[Line]] = {"header": [], "footer": []}
        self.page, self.pictures, self.hidden = 1, 0, 0

    def run(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            match = TOKEN.match(data, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, number, code, sign, brace, text = match.groups()
            if code is not None:
                self._byte(bytes([int(code, 16)]))
                continue
            if text is not None:
                self._plain(text)
                continue
            self._flush()
            if brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
            elif word is not None:
                if word == b"bin":
                    at += max(0, int(number or b"0"))
                else:
                    self._word(word, int(number) if number else None)
            elif sign is not None:
                self._sign(sign)
        self._flush()
        self._end_paragraph()
        self._end_row()

    def _open(self) -> None:
        if len(self._stack) >= self._limits.nesting:
            raise UnreadableDocument(
                f"{self._label} is nested too deep.",
                f"More than {self._limits.nesting} groups lie inside one another.",
                SAVE_AS,
            )
        self._stack.append(self._state)
        self._star = False

    def _close(self) -> None:
        if self._stack:
            before, self._state = self._state, self._stack.pop()
            if before.story and not self._state.story:
                self._paragraph, paragraph = _Paragraph(), self._paragraph
                self.stories[before.story] += [
                    line for line in _lines(paragraph, 1) if line.text.strip() and not is_page_number(line.text)
                ]
        self._star = False

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._star = True
        elif sign in b"\\{}":
            self._add(sign.decode())
        elif sign == b"~":
            self._add("\u00a0")
        elif sign == b"_":
            self._add("-")
        elif sign in b"\r\n":
            self._word(b"par", None)

    def _byte(self, byte: bytes) -> None:
        if self._owed:
            self._owed -= 1
        else:
            self._bytes += byte

    def _plain(self, text: bytes) -> None:
        owed = min(self._owed, len(text))
        self._owed -= owed
        self._bytes += text[owed:]

    def _flush(self) -> None:
        if self._bytes:
            try:
                text = self._bytes.decode(self._state.codec, "replace")
            except LookupError:
                text = self._bytes.decode("cp1252", "replace")
            self._bytes = bytearray()
            self._add(text)

    def _add(self, text: str) -> None:
        if self._state.skip:
            return
        if self._state.hidden:
            self.hidden += bool(text.strip())
            return
        self._length += len(text)
        if self._length > 2 * self._limits.characters:
            raise UnreadableDocument(
                f"{self._label} is too long.", f"It holds more than {self._limits.characters:,} characters.",
                "Send the part that describes the person.",
            )  # fmt: skip
        self._paragraph.pieces.append((text, self._state.bold, self._state.size))

    def _word(self, word: bytes, number: int | None) -> None:
        state = self._state
        if state.skip:
            return
        if word == b"pict":
            self.pictures += 1
        if word in (b"listtext", b"pntext"):
            self._paragraph.listed = True
            self._state = replace(state, skip=True)
        elif word in PASSED_OVER or (self._star and word not in (b"shptxt", b"shpinst", b"cs")):
            self._state = replace(state, skip=True)
        elif word in (b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"):
            self._end_paragraph()
            self._state = replace(state, story=word[:6].decode())
        elif word in SIGNS:
            self._add(SIGNS[word])
        elif word == b"u" and number is not None:
            self._unicode(number % 0x10000)
        elif word == b"uc" and number is not None:
            self._state = replace(state, fallback=max(0, min(number, 8)))
        elif word in (b"par", b"sect", b"page"):
            self._end_paragraph()
            self.page += word == b"page"
        elif word in (b"cell", b"nestcell"):
            self._end_paragraph(cell=True)
        elif word in (b"row", b"nestrow"):
            self._end_row()
        else:
            self._look(word, number)
        self._star = False

    def _look(self, word: bytes, number: int | None) -> None:
        """Control words that change how text looks or is encoded."""
        state, paragraph = self._state, self._paragraph
        if word == b"b":
            self._state = replace(state, bold=number != 0)
        elif word == b"fs" and number:
            self._state = replace(state, size=number / 2)
        elif word == b"v":
            self._state = replace(state, hidden=number != 0)
        elif word == b"plain":
            self._state = replace(state, bold=False, size=12.0, hidden=False)
        elif word == b"f" and number is not None:
            self._state = replace(state, codec=self._fonts.get(number, self._default))
        elif word == b"ansicpg" and number:
            self._default = f"cp{number}"
            self._state = replace(state, codec=self._default)
        elif word == b"pard":
            self._paragraph = _Paragraph(paragraph.pieces, paragraph.listed)
        elif word == b"intbl":
            paragraph.in_table = True
        elif word == b"outlinelevel" and number is not None and 0 <= number < 9:
            paragraph.level = number + 1
        elif word == b"sb" and number is not None:
            paragraph.before = number / _TWIPS
        elif word == b"li" and number is not None:
            paragraph.indent = max(0.0, number / _TWIPS)
        elif word == b"ls" and number:
            paragraph.listed = True

    def _unicode(self, code: int) -> None:
        self._owed = self._state.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            if not self._high:
                return
            code, self._high = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00), 0
        self._add(chr(code))

    def _end_paragraph(self, cell: bool = False) -> None:
        done = self._paragraph
        self._paragraph = _Paragraph([], False, done.level, done.before, done.indent, done.in_table)
        if self._state.story:
            self.stories[self._state.story] += [ln for ln in _lines(done, 1) if not is_page_number(ln.text)]
        elif done.in_table or cell:
            self._cells[-1] += [line for line in _lines(done, self.page) if line.text.strip()]
            if cell:
                self._cells.append([])
        else:
            self._end_row()
            self._was_row = False
            self.lines += _lines(done, self.page)

    def _end_row(self) -> None:
        cells, self._cells = self._cells, [[]]
        if not cells[-1]:
            cells.pop()
        if any(cells):
            self._tables += not self._was_row
            self._was_row = True
            self.lines += row_lines(cells, self._tables)


def _lines(paragraph: _Paragraph, page: int) -> Iterator[Line]:
    """The lines of a paragraph with breaks in it."""
    line: list[tuple[str, bool, float]] = []
    for text, bold, size in [*paragraph.pieces, ("\n", False, 0.0)]:
        first, *others = text.split("\n")
        line.append((first, bold, size))
        for other in others:
            yield _line(line, paragraph, page)
            line = [(other, bold, size)]


def _line(pieces: list[tuple[str, bool, float]], paragraph: _Paragraph, page: int) -> Line:
    text = "".join(piece for piece, _, _ in pieces)
    shown = [(len(piece), bold, size) for piece, bold, size in pieces if piece.strip()]
    size = max(shown)[2] if shown else None
    bold = bool(shown) and all(b for _, b, _ in shown)
    filled = bool(text.strip())
    kind: BlockKind = "heading" if paragraph.level and filled else "item" if paragraph.listed and filled else "line"
    level = paragraph.level if kind == "heading" else None
    return Line(text, kind, page, level, bold, size, paragraph.before, indent=paragraph.indent)
