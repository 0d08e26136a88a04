"""Protected data without a label: pieces of a line such as "42 ans, marié, 2 enfants" or "born 12 May 1970 in Lyon"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matching.cv.dropping import personal_words as words
from matching.cv.dropping.births import birth_day
from matching.cv.dropping.declared import declared_kind, find_declared
from matching.cv.dropping.plausible import (
    AGE,
    AGES,
    FAMILY,
    FAMILY_LABELLED,
    FAMILY_SAID,
    HAS_STATE,
    has_date,
    word_count,
)
from matching.cv.dropping.unlabelled import find_unlabelled
from matching.cv.dropping.wording import pattern
from matching.cv.dropping.zones import Zone
from matching.cv.free.cv_dates import find_periods
from matching.cv.free.nationality import demonyms
from matching.cv.free.places import is_place
from matching.reading.folding import for_plain, plain

_STOP = (  # a full stop behind a word, a year or an age, not behind an initial
    r"(?<=[^\W\d]{4})[.]\s|(?<=\d (?:лет|ans))[.]\s|(?<=years old)[.]\s|(?<=\d{4})\.\s|\s{3,}"
)
_PARTS = re.compile(rf"[,;|•·\t()\[\]]|\s/\s|\s+-{{1,2}}\s+|{_STOP}")
_CLAUSES = re.compile(rf"[;|•·\t]|\s+-{{1,2}}\s+|{_STOP}")

BORN_IN = pattern(
    r"(?:i\s+was\s+)?born\s+(?:in|at)\s|(?:je\s+suis\s+)?nee?(?:\(e\))?\s+(?:a|au|aux)\s|(?:naci|nacid[oa])\s+en\s|natural\s+d[eoa]\s|"
    r"(?:nasci|nascid[oa])\s+(?:em|no|na)\s|(?:родил(?:ся|ась)\s+во?|урожен(?:ец|ка))\s|(?:ولدت?|مولوده?|(?:من\s+)?مواليد)\s"
)
_BIRTH_DATE = re.compile(
    for_plain(
        rf"(?:(?:in|on|en|em|le|el|a|no\s+ano\s+de|в|عام|سنه|في)\s+)?(?:{words.ONLY_DATE.pattern}|(?:19|20)\d\d(?:\s?(?:г\.?|года?|году))?)"
    )
)
LONGEST_BIRTH = 16  # words of "I was born on ... and am the mother of ..."
YOUNGEST = 22  # from which a bare number of years at the top of a CV is taken for an age
_PREPOSITION = re.compile(r"^(?:in|at|en|em|à|a|au|aux|no|na|в|г\.|في|ب)\s+")


@dataclass
class Piece:
    """A stretch of a line between marks, and the kind of protected data it is, if any."""

    start: int
    end: int
    flat: str
    kind: str | None = None
    strong: bool = False  # says by itself that it is personal


def find_fragments(text: str, zone: Zone, is_row: bool = False) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the pieces of one line that are protected data by themselves."""
    flat = plain(text)
    pieces = [_judged(piece, zone) for piece in _split(flat, _PARTS)]
    _carry_births_on(text, pieces)
    _settle_dates(text, pieces, zone)
    _settle_ages(pieces, zone, is_row)
    for before, piece in pairwise(pieces):
        if before.kind == "family" and not piece.kind and AGES.fullmatch(piece.flat):
            piece.kind = "family"
    if zone == "work" and not _is_all_personal(pieces):
        pieces = []
    found = [(p.start, p.end, p.kind) for p in pieces if p.kind]
    if zone != "work":
        found += [(*m.span(), "religion") for m in words.FAITH_SURE.finditer(flat)]
        found += [(*m.span(), "health") for m in words.ILL.finditer(flat)]
        found += [(*m.span(), "family") for m in FAMILY_SAID.finditer(flat)]
        if not find_periods(text):  # a time without work is told with its dates
            found += [(*m.span(), "family") for m in FAMILY_LABELLED.finditer(flat)]
        found += [(*m.span(), "health") for m in words.HEALTH_SAID.finditer(flat)]
        found += find_declared(flat, zone)
    if zone == "personal":
        found += [(*m.span(), "birth") for m in words.BIRTH_INSIDE.finditer(flat)]
    wider = find_unlabelled(text, flat, zone, is_row)
    found = [f for f in found if f[2] != "birth" or not any(a <= f[0] and f[1] <= b for a, b, _ in wider)]
    found += [w for w in wider if w[2] == "family" or not any(a < w[1] and w[0] < b for a, b, _ in found)]
    if zone in ("personal", "other", "summary"):
        found += _memberships(text, flat, zone)
    return found


def _memberships(text: str, flat: str, zone: Zone) -> list[tuple[int, int, str]]:
    """Clauses that declare a membership, by themselves or behind a label ("Other: member of the teachers' union")."""
    found = []
    for clause in _split(flat, _CLAUSES):
        after = clause.flat.rfind(": ") + 2
        starts = (clause.start, clause.start + after) if after > 1 else (clause.start,)
        for start in starts:
            if kind := words.membership(flat[start : clause.end], text[start : clause.end], zone):
                found.append((start, clause.end, kind))
                break
    return found


def _split(flat: str, marks: re.Pattern[str]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in [*(m.span() for m in marks.finditer(flat)), (len(flat), len(flat))]:
        part = flat[at:start]
        left = (
            at + len(part) - len(part.lstrip(" .:*_#>\u200f-") if "*" not in part[:2] else part.lstrip(" .:_#>\u200f-"))
        )
        right = at + len(part.rstrip(" .:"))
        if right > left:
            pieces.append(Piece(left, right, flat[left:right]))
        at = end
    return pieces


def _judged(piece: Piece, zone: Zone) -> Piece:
    flat = piece.flat
    if (
        (words.BIRTH.match(flat) and word_count(flat) <= LONGEST_BIRTH)
        or words.BIRTH_AFTER.search(flat)
        or words.STAR.match(flat)
    ):
        dated = has_date(flat)
        placed = zone in ("other", "summary") and BORN_IN.match(flat)  # not "Born negotiator"
        if dated or ((zone == "personal" or placed) and word_count(flat) <= 6):
            piece.kind, piece.strong = "birth", dated
    elif FAMILY.fullmatch(flat):
        piece.kind, piece.strong = "family", bool(HAS_STATE.search(flat))
    elif (age := AGE.fullmatch(flat)) and (age["sure"] or age["old"] or age["bare"]):
        piece.kind, piece.strong = "age", bool(age["sure"] or age["old"])
    elif zone in ("personal", "other", "summary"):
        piece.kind = words.personal_kind(flat, zone) or declared_kind(flat, zone)
        after = max(flat.rfind(": "), flat.rfind(". ")) + 2
        if (
            piece.kind is None
            and after > 1
            and (kind := words.personal_kind(flat[after:], zone) or declared_kind(flat[after:], zone))
        ):
            return Piece(piece.start + after, piece.end, flat[after:], kind)
    return piece


def _settle_dates(text: str, pieces: list[Piece], zone: Zone) -> None:
    """A full date alone, of a day long ago, is a birth date at the top, and beside other personal data elsewhere."""
    if zone in ("work", "list"):
        return
    company = len(pieces) == 1 or any(p.kind in ("family", "age") or p.flat in demonyms() for p in pieces)
    for piece in pieces:
        if piece.kind or not (zone == "personal" or company) or not words.ONLY_DATE.fullmatch(piece.flat):
            continue
        periods = find_periods(text)
        if len(periods) < 2 and all(p.lone for p in periods) and birth_day(text[piece.start : piece.end]):
            piece.kind, piece.strong = "birth", True
    if any(p.kind in ("birth", "age") for p in pieces):
        for piece in pieces:
            if piece.kind is None and words.GENDER_WORD.fullmatch(piece.flat):
                piece.kind = "gender"


def _carry_births_on(text: str, pieces: list[Piece]) -> None:
    """ "born in Lyon, France, on 12 May 1970" is one statement in three pieces."""
    for at, piece in enumerate(pieces):
        if piece.kind != "birth":
            continue
        dated = has_date(piece.flat) or _dated_below(text, pieces[at + 1 : at + 4])
        for step, following in enumerate(pieces[at + 1 : at + 4]):
            if following.kind or following.flat in demonyms():
                break
            place = _is_place(text[following.start : following.end])
            if not dated and word_count(following.flat) <= 6 and (has_date(following.flat) or place):
                following.kind, dated = "birth", has_date(following.flat)
                piece.strong = piece.strong or dated
            elif step < 2 and place:
                following.kind = "birth"
            else:
                break
        _carry_back(pieces, at, dated)


def _dated_below(text: str, following: Sequence[Piece]) -> bool:
    """Mark the pieces up to the date where names that we do not know stand before it: "born in Patos, PB, in 1983"."""
    for count, piece in enumerate(following):
        if _BIRTH_DATE.fullmatch(piece.flat):
            for before in following[: count + 1]:
                before.kind = "birth"
            return True
        is_name = text[piece.start].isupper() and word_count(piece.flat) <= 3 and not has_date(piece.flat)
        if piece.kind or piece.flat in demonyms() or not is_name:
            return False
    return False


def _is_place(words: str) -> bool:
    return is_place(_PREPOSITION.sub("", words))


def _carry_back(pieces: list[Piece], at: int, dated: bool) -> None:
    """A date before "in Lyon born" belongs to it; a birth without any date may be followed by none."""
    if not dated and at and pieces[at - 1].kind is None and words.ONLY_DATE.fullmatch(pieces[at - 1].flat):
        pieces[at - 1].kind = "birth"


def _settle_ages(pieces: list[Piece], zone: Zone, is_row: bool) -> None:
    """ "41 years" alone may be experience: it is an age beside a birth date, a family or a nationality, or alone at the top."""
    company = any(
        p.kind in ("birth", "family", "gender")
        or (p.kind == "age" and p.strong)
        or p.flat in demonyms()
        or words.GENDER_WORD.fullmatch(p.flat)
        for p in pieces
    )
    for before, piece in pairwise(pieces):
        if zone == "personal" and piece.kind == "age" and words.GENDER_LETTER.fullmatch(before.flat):
            before.kind, company = "gender", True
    for piece in pieces:
        if (
            piece.kind == "age"
            and not piece.strong
            and not company
            and (zone != "personal" or is_row or (len(pieces) > 1 and not _is_grown(piece.flat)))
        ):
            piece.kind = None


def _is_grown(flat: str) -> bool:
    """Whether a bare number of years beside other pieces is rather an age than experience."""
    number = re.search(r"\d{2}", flat)
    return number is not None and int(number[0]) >= YOUNGEST and not flat.rstrip(" .").endswith("years")


def _is_all_personal(pieces: list[Piece]) -> bool:
    """Whether a whole line says nothing but who somebody is."""
    said = [p for p in pieces if p.flat not in demonyms()]
    return bool(said) and all(p.kind for p in said) and any(p.strong for p in said)
