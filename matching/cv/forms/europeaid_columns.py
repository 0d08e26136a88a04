"""The heads of a language grid: which column holds which skills, the level as a whole, or the names of the languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cv.forms.europeaid_form import Piece
from matching.cv.forms.form_codes import language_of
from matching.cv.free.language_words import tokens_of
from matching.entities import SKILLS, Skill
from matching.reading.folding import for_plain, plain

Column = tuple[Skill, ...]  # empty: names of languages, remarks, numbers
USUAL: tuple[Skill, ...] = ("reading", "speaking", "writing")  # the order in the form where no head says another
LONGEST_HEAD = 60  # characters
_HEADS: tuple[tuple[Skill, str], ...] = (
    ("reading", r"read\w*|lu|lecture|lectura|leitura|lid[oa]|lire|leer|чтение"),
    ("speaking", r"spoken|speak\w*|parle|parler|oral\w*|expres\w+ oral\w*|habla\w*|fala\w*|conversa\w+|устн\w+|говорение|"
                 r"(?:ال)?محادثه"),
    ("writing", r"writ\w+|ecrit\w*|ecrire|escrit\w+|expres\w+ (?:escrit|ecrit)\w*|redac\w+|письм\w+"),
    ("listening", r"listen\w*|ecoute\w*|compr\w+ (?:oral\w*|auditiv\w+)|аудирование"),
)  # fmt: skip
_HEAD = tuple((skill, re.compile(for_plain(rf"^\W*(?:{words})(?!\w)"))) for skill, words in _HEADS)
_MARKS = re.compile(r"(?:[1-6]|[ABC][12]|[-–—])(?:\s+(?:[1-6]|[ABC][12]|[-–—])){1,4}")  # of one row, in one cell
_OVERALL = re.compile(
    for_plain(
        r"^\W*(?:(?:overall|general|global)\s+)?(?:level|proficiency|competence|mark|niveau|maitrise|nivel|dominio|уровень|степень|"
        r"оценка|(?:ال)?مستوي)(?!\w)"
    )
)


def skills_of(cell: str) -> Column:
    """The skills that a head names; of "Understanding: reading" the narrower. Empty where it names none."""
    flat = plain(cell)
    if not flat.strip() or len(flat) > LONGEST_HEAD:
        return ()
    if own := next((skill for skill, pattern in _HEAD if pattern.match(flat)), None):
        others = [s for t in tokens_of(flat) if t.kind == "skill" and own not in t.skills for s in t.skills]
        return tuple(s for s in SKILLS if s == own or (s in others and re.search(r"[/,&+]", flat)))
    said = [t.skills for t in tokens_of(flat) if t.kind == "skill"]
    narrow = min(said, key=len, default=())
    wide = {s for skills in said for s in skills}
    return narrow if any(set(narrow) < set(skills) for skills in said) else tuple(s for s in SKILLS if s in wide)


def spread(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Cells, those that came together as one ("1 1 2", "Read Spoken Written") apart again."""
    out: list[Piece] = []
    for piece in pieces:
        words = list(re.finditer(r"\S+", piece.text))
        named = {skills for word in words if len(skills := skills_of(word[0])) == 1}
        together = len(words) > 1 and (_MARKS.fullmatch(piece.text) or len(named) == len(words))
        out += [piece.part(*word.span()) for word in words] if together else [piece]
    return tuple(out)


def columns_of(pieces: Sequence[Piece]) -> tuple[Column, ...] | None:
    """The columns that a row heads: two skills or more, or the level as a whole beside the names; None for other rows."""
    if len(pieces) < 2 or any(language_of(p.text) for p in pieces if p.text and not skills_of(p.text)):
        return None
    heads = tuple(skills_of(p.text) for p in pieces)
    if sum(bool(head) for head in heads) >= 2:
        return heads
    whole = tuple(USUAL if _OVERALL.match(plain(p.text)) else () for p in pieces)
    return whole if pieces[0].text and not whole[0] and sum(bool(head) for head in whole) == 1 else None
