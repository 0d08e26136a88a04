"""What one cell of a language grid says: a mark, a level of the Common European Framework, words, or a mother tongue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.codes import language_name
from matching.cv.forms.europeaid_columns import Column
from matching.cv.forms.europeaid_form import Piece
from matching.cv.forms.europeaid_scale import MarkScale
from matching.cv.forms.form_codes import cefr_of, language_of
from matching.cv.free.cv_levels import Scale, read_language_line
from matching.cv.free.language_words import NATIVE, languages_in, tokens_of
from matching.cv.values import LanguageFact, Source
from matching.entities import SKILLS, Cefr, LanguageClaim, Skill
from matching.reading.folding import for_plain, plain

_NATIVE = re.compile(for_plain(rf"(?<!\w)(?:{NATIVE}|m\.?\s?t\.?|l\.?\s?m\.?)(?!\w)"))
_SHORT = re.compile(r"\W*(?:m\.?\s?t|l\.?\s?m)\.?\W*")
_MARK = re.compile(r"\D{0,3}([1-6])(?:\s?/\s?[56])?\D{0,20}")
_SPAN = re.compile(r"\W{0,3}([1-6])\s?[-/.,]\s?([1-6])\W{0,3}")
LONGEST_CELL = 30  # characters
LONGEST_CODE = 3  # letters of the code of a language
_LONE = re.compile(r"[1-6]\W?|[1-6]\s?[-/]\s?[1-6]|[abc][12]\+?|[-n/a.]{1,3}")
_NOTES = re.compile(r"[¹²³⁰-⁹]+|\[\d\]|\(\d\)$")
_BRACKETS = re.compile(r"\s*[(\[].*")
_AND = re.compile(for_plain(r"\s*(?:[/,&+]|(?<!\w)(?:and|et|y|e|и|و)(?!\w))\s*"))


@dataclass(frozen=True)
class Cell:
    """What stands in one cell beside a language, under the skills that head it."""

    skills: Column
    text: str


def says_native(cell: str) -> bool:
    """Whether a cell says that its language is a mother tongue; "native-like" does not."""
    flat = plain(cell[:200])
    return bool(_SHORT.fullmatch(flat)) or any(t.kind == "native" for t in tokens_of(flat))


def codes_in(cell: str) -> list[str]:
    """The languages that a cell names: one, also with the same in brackets, or several between strokes or "and"."""
    flat = _NATIVE.sub(" ", plain(cell[:200])).strip(" ()-:,;/*.")
    if not flat or (len(flat) <= LONGEST_CODE and not cell.strip().isupper() and not languages_in(flat)):
        return []  # "Lu" heads a column, and is the code of a language, too
    for words in (flat, _BRACKETS.sub("", flat)):
        if words and (code := language_of(words)):
            return [code]
    parts = [language_of(part) for part in _AND.split(_BRACKETS.sub("", flat)) if part]
    return list(dict.fromkeys(code for code in parts if code)) if all(parts) else []


def level_of(cell: str, code: str, scale: MarkScale) -> tuple[Cefr, Scale] | None:
    """The level that a cell says, and by which scale; of a span ("2-3") the lower one."""
    flat = plain(_NOTES.sub("", cell)).strip()
    if level := cefr_of(cell):
        return level, "cefr"
    span = _SPAN.fullmatch(flat)
    out_of = span is not None and flat[span.end(1) : span.start(2)].strip() == "/" and span[2] == max(scale.levels)
    marks = [span[1], span[2]] if span and not out_of else [mark[1]] if (mark := _MARK.fullmatch(flat)) else []
    if marks and all(mark in scale.levels for mark in marks):
        return min((scale.levels[mark] for mark in marks), key=lambda level: level.rank), "europeaid"
    return (worded, "words") if flat and (worded := _in_words(code, cell)) else None


def _in_words(code: str, cell: str) -> Cefr | None:
    reads = [r.claim for r in read_language_line(f"{language_name(code)}: {cell}") if r.claim.language == code]
    return reads[0].speaking if reads else None


def fact_of(code: str, cells: Sequence[Cell], native: bool, scale: MarkScale, source: Source) -> LanguageFact:
    """The claim that the cells of one language make together."""
    levels: dict[Skill, Cefr] = {}
    scales: list[Scale] = []
    for cell in cells:
        if cell.skills and (read := level_of(cell.text, code, scale)):
            scales.append(read[1])
            whole = len(cell.skills) > 2  # one level for all of the language
            said = (
                (SKILLS if read[1] == "cefr" else ("speaking", "writing") if read[1] == "words" else None)
                if whole
                else None
            )
            for skill in said or cell.skills:
                levels[skill] = min(levels.get(skill, read[0]), read[0], key=lambda level: level.rank)
    told = [cell for cell in cells if cell.text and cell.skills]
    if scale.native and told and all(plain(cell.text).strip() == scale.native for cell in told):
        native = True
    by_marks = "europeaid" in scales
    used: Scale = "europeaid" if by_marks else "cefr" if "cefr" in scales else "words" if native or scales else "none"
    said_so = ", ".join(f"{'/'.join(cell.skills) if len(cell.skills) < 3 else 'overall'} {cell.text}" for cell in told)
    origin = f"{said_so} {scale.as_told}" if by_marks else said_so
    claim = LanguageClaim.model_validate({"language": code, "native": native, "origin": origin or None, **levels})
    return LanguageFact(claim=claim, source=source, scale=used)


def is_number(piece: Piece) -> bool:
    """Whether a cell only counts the rows: "1", "2.", "№ 3"."""
    return bool(re.fullmatch(r"\W{0,2}\d{1,2}\W{0,2}", piece.text))


def is_cell(line: str) -> bool:
    """Whether a line is what one cell of a grid holds and nothing else: a mark, a level, a word for one, a dash."""
    flat = plain(line).strip()
    if _LONE.fullmatch(flat):
        return True
    if says_native(line):
        return len(flat) < LONGEST_CELL and not any(letter.isdigit() or letter == ":" for letter in flat)
    tokens = tokens_of(flat) if len(flat) < LONGEST_CELL else []
    return bool(tokens) and tokens[0].start == 0 and tokens[-1].end == len(flat) and all(t.level for t in tokens)
