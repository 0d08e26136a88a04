"""A header of an entry in pieces between its marks, and how much each looks like an organisation or a title."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from matching.cv.free import employer_words as words
from matching.cv.free.places import is_place
from matching.reading.folding import plain

Kind = Literal["post", "assignment", "degree", "training", "publication", "other"]
Mark = Literal["line", "strong", "comma", "at", "bracket"]
_CUT = re.compile(
    r"(?P<line>\n+)|(?P<bracket>\s*\((?P<in>[^()\n]{1,80})\)(?=\s*(?:$|[\n\t,;:|.–—-])))|(?P<strong>\t+|\s*[|;•·■]\s*|\s[–—-]{1,2}\s|\s?[–—]\s|:\s+|\s//\s|(?:(?<=[a-zà-ÿа-яё\u0600-\u06ff)]{4})|(?<=[A-ZÀ-ÝА-Я]{4}))\.\s+(?=[^\W\d_])|\s/\s)|(?P<comma>[,،]\s*)"
)
TRIM = " \t\n,.;:|–—-•·*_/،…"


@dataclass(frozen=True)
class Piece:
    """A part of a header between two marks."""

    start: int
    end: int
    mark: Mark  # what stands before it
    text: str
    organisation: float = 0.0
    position: float = 0.0
    place: bool = False


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a joined header between its marks, in order; words such as "at the" are a mark, too."""
    found: list[Piece] = []
    mark: Mark = "line"
    at = 0
    for cut in _CUT.finditer(text):
        _add(found, text, at, cut.start(), mark)
        kind = cut.lastgroup if cut.lastgroup != "in" else "bracket"
        if kind == "bracket":
            _add(found, text, *cut.span("in"), "bracket")
            mark = "comma"
        else:
            mark = kind if found or kind == "bracket" else "line"  # type: ignore[assignment] # the names of the groups are those of the marks
        at = cut.end()
    _add(found, text, at, len(text), mark)
    return found


def _add(found: list[Piece], text: str, start: int, end: int, mark: Mark) -> None:
    """Add the piece between two places, cut once more at words such as "at the" that stand before an employer."""
    raw = text[start:end]
    lead = len(raw) - len(raw.lstrip(TRIM + ")"))
    start, end = start + lead, start + len(raw.rstrip(TRIM + "(["))
    opened = text.rfind("(", start, end)
    if opened > start and ")" not in text[opened:end] and end - opened < 30:
        end = (
            opened + len(text[start:opened].rstrip(TRIM)) - len(text[start:opened])
        )  # "(completed", its year taken out
    if start >= end:
        return
    flat = plain(text[start:end])
    if leading := words.LEADING.match(flat):
        start, mark = start + leading.end(), mark if mark == "line" else "at"
        flat = flat[leading.end() :]
    if mark != "bracket":
        cuts = sorted([*words.AT.finditer(flat), *words.AT_SCHOOL.finditer(flat)], key=lambda cut: cut.start())
        for cut in cuts if not words.ORGANISATION.match(flat) else ():
            rest = flat[cut.end() :]
            left = flat[: cut.start()]
            if cut.re is words.AT_SCHOOL and words.DEGREE.match(left) and len(left.split()) < 3:
                continue  # "Diplôme de l'Institut...", the name of a degree
            if words.ORGANISATION.search(left) and not words.POSITION.match(left):
                continue  # "Regional Office for the Caribbean"
            if not words.STRONG_AT.match(cut[0]) and words.ACTIVITY.search(flat[: cut.start()]):
                continue  # "Appui à l'observatoire": the whole is what was done
            known = (
                words.ORGANISATION.search(rest[:40])
                or words.UNIT.match(rest)
                or rest[:1].upper() == text[start + cut.end()]
            )
            if known and cut.start() > 3 and (words.ORGANISATION.search(rest) or text[start + cut.end()].isupper()):
                found.append(Piece(start, start + cut.start(), mark, text[start : start + cut.start()]))
                start, mark = start + cut.end(), "at"
                break
    if found and mark == "comma" and words.LEGAL.fullmatch(flat := plain(text[start:end])):
        found[-1] = replace(found[-1], end=end, text=text[found[-1].start : end])  # "Riba d'Ave, S.A."
    elif start < end:
        found.append(Piece(start, end, mark, text[start:end]))


def scored(piece: Piece, kind: Kind) -> Piece:
    """A piece with what its words say: a place, or how much of an organisation and of a title."""
    flat = plain(piece.text)
    if is_place(piece.text):
        return replace(piece, place=True)
    return replace(piece, organisation=_as_organisation(piece, flat, kind), position=_as_title(piece, flat, kind))


def _as_organisation(piece: Piece, flat: str, kind: Kind) -> float:
    """How much a piece looks like the name of an organisation; from 2 on it is taken for one."""
    if piece.mark == "bracket":
        return -1.0
    score = 0.0
    tokens = flat.split()
    if found := words.ORGANISATION.search(flat):
        before = len(flat[: found.start()].split())
        ends = found.end() == len(flat) and not piece.text[0].islower()  # but "reception of the young in an agency"
        score += 2.0 + (before == 0) + 0.5 * (before == 1) + ends
    elif found := words.UNIT.search(flat):
        score += 0.8 + 0.6 * (found.start() == 0)
    if words.LEGAL.search(flat):
        score += 2.0
    if re.match(r"[^\W\d_]{3,}\b", piece.text) and piece.text.split()[0].isupper() and not piece.text.isupper():
        score += 1.5
    long_words = [w for w in piece.text.split() if len(w) > 3 and w[0].isalpha()]
    if len(long_words) > 1 and sum(w[0].isupper() for w in long_words) >= 0.6 * len(long_words):
        score += 0.5
    if piece.mark == "at":
        score += 1.5
    if kind in ("degree", "training"):
        score -= 3.0 * bool(words.DEGREE.match(flat)) + 2.0 * bool(words.COURSE.match(flat))
    elif words.POSITION.match(flat) and not _feminine_office(piece.text):
        score -= 3.0
    elif words.ACTIVITY.match(flat) and not words.ORGANISATION.match(flat):
        score -= 2.5
    if piece.text[0].islower() and not words.ORGANISATION.match(flat):
        score -= 1.0
    return score - 1.0 * (len(tokens) > 16)


def _feminine_office(text: str) -> bool:
    """ "Secretaría" is an office, "secretária" a person; "Secretaria de Estado" an office in Portuguese."""
    return bool(
        re.match(r"(?i:secretaría)|(?i:secretaria)\s(?:(?:de|da|do|del|dos)\s|[MENG]\w+\s(?:de|da|do)\s)[A-ZÀ-Ý]", text)
    )


def _as_title(piece: Piece, flat: str, kind: Kind) -> float:
    if piece.mark == "bracket":
        return -1.0
    if kind in ("degree", "training"):
        return (
            3.0 * bool(words.DEGREE.match(flat))
            + 1.5 * bool(words.DEGREE.search(flat))
            + bool(words.COURSE.search(flat))
        )
    found = words.POSITION.search(flat) if not _feminine_office(piece.text) else None
    score = (2.0 + (found.start() == 0)) if found else 0.0
    return score + 2.0 * bool(words.ACTIVITY.match(flat))
