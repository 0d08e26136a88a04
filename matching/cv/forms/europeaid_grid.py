"""The language grid of the EuropeAid form: marks from 1 to 5, where 1 is the best.

The form maps its marks to no other scale. This table is our assumption; the marks as written stay in `claim.origin`:

    | mark | the form says   | taken as |
    |------|-----------------|----------|
    | 1    | excellent       | C2       |
    | 2    |                 | C1       |
    | 3    |                 | B2       |
    | 4    |                 | B1       |
    | 5    | basic           | A2       |

Where the form in hand says that 5 is the best, the table is read from its other end. Levels written as A1 to C2 are
taken as written, and "mother tongue" in any cell makes the language a native one.
"""

from __future__ import annotations

import re

from matching.codes import language_name
from matching.cv.forms.europeaid_form import Piece, Region, pieces_of
from matching.cv.forms.europeaid_words import BEST
from matching.cv.forms.form_codes import cefr_of, language_of
from matching.cv.free.cv_levels import Scale, read_language_line
from matching.cv.free.language_words import NATIVE
from matching.cv.values import CvText, LanguageFact
from matching.entities import Cefr, LanguageClaim, Skill
from matching.reading.folding import for_plain, plain
from matching.reading.level_words import SKILL_PATTERNS

MARKS: dict[str, Cefr] = {"1": Cefr.C2, "2": Cefr.C1, "3": Cefr.B2, "4": Cefr.B1, "5": Cefr.A2}
USUAL: tuple[Skill, ...] = ("reading", "speaking", "writing")  # the order in the form where no head says another
_NATIVE = re.compile(for_plain(rf"(?<!\w)(?:{NATIVE}|m\.?\s?t\.?|l\.?\s?m\.?)(?!\w)"))
_MARK = re.compile(r"\D{0,3}([1-5])(?:\s?/\s?5)?\D{0,20}")
_LINE = re.compile(r"\s*(?P<name>[^\d:]{2,60}?)[\s:.–-]+(?P<marks>[1-5](?:[\s/,;|]+[1-5]){1,3})\s*")
_HEADS: tuple[tuple[Skill, str], ...] = (
    ("reading", r"read\w*|lu|lecture|lectura|leitura|lid[oa]|lire|leer|чтение"),
    ("speaking", r"spoken|speak\w*|parle|parler|oral\w*|expres\w+ oral|habla\w*|fala\w*|conversa\w+|устн\w+|говорение"),
    ("writing", r"writ\w+|ecrit|ecrire|escrit\w+|expres\w+ escrita|redac\w+|письм\w+"),
    ("listening", r"listen\w*|understand\w*|ecoute\w*|compr\w+|аудирование|понимание"),
)
_HEAD = tuple((skill, re.compile(for_plain(rf"^\W*(?:{words})(?!\w)"))) for skill, words in _HEADS)


def languages_of(text: CvText, region: Region) -> list[LanguageFact]:
    """The languages of the grid, in order."""
    reversed_scale = _best_is_five(text, region)
    columns: tuple[Skill | None, ...] = (None, *USUAL)
    found: list[LanguageFact] = []
    for index in region.below:
        pieces = pieces_of(text, index)
        heads = tuple(_skill(p.text) for p in pieces)
        if sum(head is not None for head in heads) >= 2 and language_of(pieces[0].text) is None:
            columns = heads
            continue
        if len(pieces) > 1:
            fact = _row(text, pieces, columns, reversed_scale)
            found += [fact] if fact else []
        else:
            found += _line(text, index, columns, reversed_scale)
    return found


def _best_is_five(text: CvText, region: Region) -> bool:
    said = " ".join(plain(text.blocks[i].text) for i in (region.label, *region.below[:2]))
    best = BEST.search(said)
    return best is not None and best[1] == "5"


def _skill(cell: str) -> Skill | None:
    flat = plain(cell)
    own = next((skill for skill, pattern in _HEAD if pattern.match(flat)), None)
    return own or next((skill for skill, pattern in SKILL_PATTERNS if len(flat) < 40 and pattern.search(flat)), None)


def _row(
    text: CvText, pieces: tuple[Piece, ...], columns: tuple[Skill | None, ...], best_is_five: bool
) -> LanguageFact | None:
    first = next((p for p in pieces if p.text), None)
    code = language_of(_NATIVE.sub(" ", plain(first.text)).strip(" ()-:,;/")) if first else None
    if code is None or first is None:
        return None
    cells = [(skill, p.text) for skill, p in zip(columns, pieces, strict=False) if skill and p is not first]
    native = any(_NATIVE.search(plain(p.text)) for p in pieces)
    return _fact(text, first.block, code, cells, native, best_is_five)


def _line(text: CvText, index: int, columns: tuple[Skill | None, ...], best_is_five: bool) -> list[LanguageFact]:
    """A row of the grid whose cells stand on one line ("French 1 1 2"), or a line in words."""
    written = text.blocks[index].text
    match = _LINE.fullmatch(written)
    code = language_of(_NATIVE.sub(" ", plain(match["name"])).strip(" ()-:,;/")) if match else None
    if match and code:
        marks = re.findall(r"[1-5]", match["marks"])
        skills = [skill for skill in columns if skill]
        native = bool(_NATIVE.search(plain(match["name"])))
        return [_fact(text, index, code, list(zip(skills, marks, strict=False)), native, best_is_five)]
    reads = read_language_line(written, expected=False)
    return [
        LanguageFact(claim=r.claim, source=text.source(index, start=r.place[0], end=r.place[1]), scale=r.scale)
        for r in reads
    ]


def _fact(
    text: CvText, index: int, code: str, cells: list[tuple[Skill, str]], native: bool, best_is_five: bool
) -> LanguageFact:
    levels: dict[str, Cefr] = {}
    scale: Scale = "words" if native else "none"
    for skill, cell in cells:
        mark = _MARK.fullmatch(cell)
        if level := cefr_of(cell):
            levels[skill], scale = level, "cefr"
        elif mark:
            levels[skill], scale = MARKS[str(6 - int(mark[1])) if best_is_five else mark[1]], "europeaid"
        elif worded := _in_words(code, cell):
            levels[skill] = worded
            scale = "words" if scale == "none" else scale
    said = ", ".join(f"{skill} {cell}" for skill, cell in cells if cell)
    told = f"{said} (5 best, 1 least)" if best_is_five else f"{said} (1 best, 5 least)"
    origin = told if scale == "europeaid" else said
    claim = LanguageClaim.model_validate({"language": code, "native": native, "origin": origin or None, **levels})
    return LanguageFact(claim=claim, source=text.source(index), scale=scale)


def _in_words(code: str, cell: str) -> Cefr | None:
    """The level of a cell in words ("good"), or None."""
    reads = (
        [r.claim for r in read_language_line(f"{language_name(code)}: {cell}") if r.claim.language == code]
        if cell
        else []
    )
    return reads[0].speaking if reads else None
