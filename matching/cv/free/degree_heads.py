"""Degrees by habits of their own: schools in brackets or as capitals alone, titles in two parts, studies that go on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cv.free import employer_words as words
from matching.cv.free.header_pieces import Piece
from matching.cv.free.places import is_place
from matching.reading.folding import for_plain, plain

Span = tuple[int, int]
_CAPITALS = re.compile(  # "UCAD", "UPV/EHU", "КазНУ им. аль-Фараби"
    r"(?:[A-ZÀ-ÝА-Я]{2,}[\wÀ-Ýа-я]*|[A-ZА-Я][a-zа-я]{1,3}[A-ZА-Я]{2,})(?:[-/ ][A-ZÀ-ÝА-Я]{2,}){0,2}(?P<after>\sим\.\s.{2,30})?"
)
_OPENED = re.compile(r"\(([^()\n]{3,80})$")
LONGEST_CAPITALS = 16  # characters of a school that is named by its initials
_STATE = re.compile(  # in brackets behind a title: how far the studies are, a mark, a scholarship
    for_plain(
        r"\s*[(\[][^()\[\]]*?(?<!\w)(?:in\s+progress|ongoing|expected|candidate|part[\s-]time|full[\s-]time|distance|with\s+(?:honours|distinction|merit)|thesis\s+(?:submitted|pending)|"
        r"en\s+cours|en\s+preparation|depuis|soutenance|mention|a\s+distance|en\s+curso|en\s+elaboracion|en\s+proceso|desde|egresad\w+|a\s+distancia|"
        r"em\s+curso|em\s+elaboracao|frequencia|a\s+conclu\w+|prevista?|valores|в\s+процессе|заочн\w+|очн\w+|"
        r"قيد\s+\w+|جاري?ه?|منذ)(?!\w)[^()\[\]]*[)\]]?\s*$"
    )
)


def degree_named(
    text: str, pieces: Sequence[Piece], title: Span | None, employer: Span | None
) -> tuple[Span | None, Span | None]:
    """Title and school of a degree, mended by what is usual with degrees alone."""
    if employer is None:
        employer = _bracketed(text, pieces) or _initials(pieces, title)
        behind = _behind(pieces, title, employer)
        if behind:
            title = behind
        elif employer and title and title[0] <= employer[0] < title[1]:
            stop = title[0] + len(text[title[0] : employer[0]].rstrip(" ,،(–-"))
            title = (title[0], stop) if stop > title[0] else None
    title = _both_parts(text, pieces, title, employer)
    employer = employer or _in_title(text, title)
    if title and (state := _STATE.search(plain(text[slice(*title)]))) and state.start() > 3:
        title = (title[0], title[0] + state.start())
    return title, employer


def _bracketed(text: str, pieces: Sequence[Piece]) -> Span | None:
    """The school in brackets behind a degree: "MBA (Esade, Barcelona, 2003)", whose year was taken out."""
    inside = [(piece.start, piece.text) for piece in pieces if piece.mark == "bracket"]
    if (opened := _OPENED.search(text)) and opened.start() > 2:
        inside.append((opened.start(1), opened[1]))
    for start, written in inside:
        first = re.split(r"[,،;]", written)[0].strip()
        is_school = words.ORGANISATION.search(plain(first)) or _CAPITALS.fullmatch(first)
        told = "," in written and first[:1].isupper() and not words.DEGREE.search(plain(first))
        if (is_school or told) and not is_place(first) and not _STATE.search(f"({plain(written)})"):
            begin = start + written.index(first)
            return begin, begin + len(first)
    return None


def _initials(pieces: Sequence[Piece], title: Span | None) -> Span | None:
    """A school named by its initials alone: "Maîtrise en droit privé, UCAD"."""
    for piece in pieces:
        named = _CAPITALS.fullmatch(piece.text)
        is_short = named and len(piece.text) - len(named["after"] or "") <= LONGEST_CAPITALS
        if not is_short or piece.place or piece.mark == "bracket" or words.DEGREE.match(plain(piece.text)):
            continue
        span = piece.start, piece.end
        if title is None or piece.start > title[0] or piece.end <= title[0] or _behind(pieces, title, span):
            return span
    return None


def _behind(pieces: Sequence[Piece], title: Span | None, school: Span | None) -> Span | None:
    """The degree behind a school with which what was taken for its title begins: "UCAD, maîtrise en droit"."""
    if title is None or school is None or title[0] != school[0]:
        return None
    inside = [piece for piece in pieces if school[1] <= piece.start < title[1]]
    degree = next((piece for piece in inside if words.DEGREE.match(plain(piece.text))), None)
    return (degree.start, title[1]) if degree else None


def _both_parts(text: str, pieces: Sequence[Piece], title: Span | None, employer: Span | None) -> Span | None:
    """A title with its subject behind a colon: "National Diploma: Environmental Health"."""
    if title is None or len(text[slice(*title)].split()) > 3 or text[title[1] : title[1] + 2].strip() != ":":
        return title
    following = next((p for p in pieces if p.start >= title[1]), None)
    if following is None or following.place or following.organisation >= 2 or following.start - title[1] > 3:
        return title
    return title if employer and employer[0] <= following.start < employer[1] else (title[0], following.end)


def _in_title(text: str, title: Span | None) -> Span | None:
    """The school in the name of a degree, where none is named beside it: "Diplôme de l'École nationale..."."""
    if title is None:
        return None
    words_ = text[slice(*title)]
    found = words.AT_SCHOOL.search(plain(words_))
    if not found:
        return None
    begin, end = title[0] + found.end(), title[0] + len(words_)
    comma = text.find(",", begin, end)
    return begin, comma if comma > 0 else end
