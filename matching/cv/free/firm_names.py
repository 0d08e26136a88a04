"""Pieces of a header weighed by those beside them: a name with its initials, partners of a firm, the state of a town."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matching.cv.free.header_pieces import Kind, Piece
from matching.reading.folding import for_plain, plain

BY_INITIALS = 3.5  # what initials in brackets add to a name: no other word need tell that it is an organisation
_ACRONYM = re.compile(r"[A-ZÀ-ÝА-Я][A-ZÀ-ÝА-Яa-zà-ýа-я]{1,10}")
_STATE = re.compile(r"[A-Z]{2}|D\.\s?C")
_PARTNERS = re.compile(
    for_plain(
        r"[^\W\d][\w.' -]{0,40}(?:\s&\s|(?<=\w)\s(?:and|et|y|e|и)\s(?=(?:associat|associe|asociad|associad|partner|"
        r"co(?!\w)|company|cie|fils|sons|hijos|filhos|hermanos|irmaos|партнер)))[\w.' -]{2,40}"
    )
)
_ASIDE = re.compile(  # how somebody was employed, as networks print it behind the employer; when a paper was given
    for_plain(
        r"full[\s-]time|part[\s-]time|permanent|temporary|fixed[\s-]term|on-?site|remote|hybrid|internship|contract|seasonal|issued|"
        r"temps\s+plein|temps\s+partiel|cdi|cdd|sur\s+site|a\s+distance|jornada\s+(?:completa|parcial)|tiempo\s+(?:completo|parcial)|indefinido|presencial|"
        r"tempo\s+(?:integral|parcial|inteiro)|hibrido|remoto|полная\s+занятость|частичная\s+занятость|постоянная\s+работа|"
        r"دوام\s+كامل|دوام\s+جزئي|expedid[oa]|emitid[oa]|delivree?"
    )
)
LONGEST_PARTNER = 3  # words of a name before the comma: "Abrantes, Seixas & Associados"


def weighed(text: str, pieces: Sequence[Piece], kind: Kind) -> list[Piece]:
    """The pieces of a header, scored one by one before, with what their neighbours say of them.

    Args:
        text: the joined header.
        pieces: its pieces, each with the scores of its own words.
        kind: of the entry; initials behind the name of a degree are not those of an organisation.
    """
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        if before is not None and _ASIDE.fullmatch(plain(piece.text)):
            continue
        if before is None:
            found.append(piece)
        elif piece.mark == "comma" and before.place and _STATE.fullmatch(piece.text):
            found.append(replace(piece, place=True, organisation=0.0, position=0.0))
        elif _are_partners(before, piece):
            whole = text[before.start : piece.end]
            found[-1] = replace(before, end=piece.end, text=whole, organisation=max(2.0, piece.organisation + 2.0))
        else:
            if kind in ("post", "assignment") and _is_shortened(before, piece):
                found[-1] = replace(before, organisation=before.organisation + BY_INITIALS)
            found.append(piece)
    return found


def lists_on(name: Piece, following: Piece) -> bool:
    """Whether a piece may go on with a list inside a name: "Office d'assurance accidents, maladie et maternité"."""
    low = following.mark == "comma" and following.text[:1].islower() and not following.place
    return name.organisation >= 2 and low and following.position < 1 and following.organisation < 1


def _are_partners(before: Piece, piece: Piece) -> bool:
    """Whether a comma stands inside the name of a firm: "Abrantes, Seixas & Associados"."""
    if piece.mark != "comma" or before.place or before.position or not before.text[0].isupper():
        return False
    is_name = len(before.text.split()) <= LONGEST_PARTNER and before.organisation < 2.0 and before.mark != "bracket"
    return is_name and piece.text[0].isupper() and bool(_PARTNERS.fullmatch(plain(piece.text)))


def _is_shortened(name: Piece, short: Piece) -> bool:
    """Whether capitals in brackets shorten the name before them: most of them begin its words, in order."""
    if short.mark != "bracket" or name.place or name.position or not _ACRONYM.fullmatch(short.text):
        return False
    letters = plain(short.text)
    words = re.findall(r"\w+", plain(name.text))
    if len(words) < 2 or len(letters) < 3 or sum(c.isupper() for c in short.text) < 0.6 * len(letters):
        return False
    return letters[0] == words[0][0] and _beginning(letters, words) >= 0.5 * len(letters) and _holds(letters, words)


def _beginning(letters: str, words: Sequence[str]) -> int:
    """How many of the letters are those that words begin with."""
    first = {word[0] for word in words}
    return sum(letter in first for letter in letters)


def _holds(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters stand in the words one after the other."""
    rest = iter("".join(words))
    return all(letter in rest for letter in letters)
