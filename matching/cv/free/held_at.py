"""Employers that only the title of a post names: "Directeur des prestations de la Caisse nationale", or a name beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cv.free import employer_words as words
from matching.cv.free.header_pieces import TRIM, Kind, Piece
from matching.cv.free.organisation_names import is_acronym
from matching.reading.folding import for_plain, plain

Span = tuple[int, int]
_OF = re.compile(  # before an organisation that a person can be director of; not "Head of the Office", "Chef du bureau"
    for_plain(
        r"(?<=\w)\s(?:of\s+(?:the\s+)?|de\s+la\s+|de\s+l'\s?|du\s+|des\s+|del\s+|de\s+|d[oae]\s+)"
        r"(?=(?:(?:national|federal|general|royal|state|public|central|african|european|social|health|labour|nacional|superior)\w*\s){0,3}"
        r"(?:ministr|ministere|ministeri|minister|agency|agenc|authority|autorid|caisse|caja|caixa|institut|fund\b|fonds|fondo|fundo|universi|superintend|inspectorate|inspection\s+generale|"
        r"inspeccion\s+general|inspecao|office\s+national|oficina\s+nacional|observato|fundac|fondation|foundation|federac|federat|confeder|banque|banco|bank|tribunal|cour\s|court|corte\s|"
        r"[\w\s]{0,30}\b(?:agency|authority|fund|institute|institution|ministry|university|court|inspectorate|board|commission|corporation)\b))|"
        r"(?<=\w)\s(?=(?:[\w-]+(?:ой|ого|ых|их)\s){0,2}(?:министерств|агентств|фонда\b|фонде|университет|институт|комитет|инспекци|служб|комисси)\w*\s)"
    )
)
_LINK = re.compile(r"[\s,;:|–—(-]*(?:\s(?:of\sthe|of|de\sla|de\sl'|des?|du|del|d[oae]))?[\s,;:|–—(-]*$", re.I)
_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\)){6,160})\)")
_INITIALS_LAST = re.compile(r"\(([A-ZÀ-ÝА-Я]{3,8})\)[\s,.;:–-]*$")
_SCHEMES = {"TAIEX", "CDD", "CDI", "STE", "KE1", "NKE"}  # under which somebody was sent or employed
_IN_REGION = re.compile(
    r"\sпо\s+(?:[А-ЯЁ][\w-]+\s+(?:области|краю|району|республике|округу)|(?:городу|г\.)\s+[А-ЯЁ][\w-]+)$"
)
_INITIALS = re.compile(r"[A-ZÀ-ÝА-Я][A-ZÀ-ÝА-Я-]{2,9}")


def unmarked(text: str, pieces: Sequence[Piece], kind: Kind, title: Span | None) -> tuple[Span | None, Span | None]:
    """Title and employer where neither the employer's own words nor its place gave it away."""
    client = behind_country(pieces) if kind == "assignment" else None
    employer = client or within_title(text, title) or named_beside(pieces) or _initials(text)
    if employer and title and title[0] < employer[0] < title[1]:
        title = cut_before(text, title, employer)
    return title, employer


def cut_before(text: str, title: Span, employer: Span) -> Span:
    """A title up to the employer that it holds, without the words that tie the two."""
    return title[0], title[0] + len(_LINK.sub("", text[title[0] : employer[0]]))


def within_title(text: str, title: Span | None) -> Span | None:
    """The employer inside a title, from its first word to the title's end; None where the title names none."""
    if title is None or "\n" in text[slice(*title)]:
        return None
    flat = plain(text[slice(*title)])
    if not words.POSITION.match(flat):
        return None
    for found in _OF.finditer(flat):
        begin = title[0] + found.end()
        if text[begin].isupper():
            region = _IN_REGION.search(text[begin : title[1]])
            return begin, begin + region.start() if region else title[1]
    return None


def named_beside(pieces: Sequence[Piece]) -> Span | None:
    """A proper name that follows a position on its line, with no word for an organisation: "Adviser, Asamblea Legislativa"."""
    title = next((p for p in pieces if p.position >= 2), None)
    if title is None:
        return None
    for piece in pieces:
        after = piece.start > title.start and piece.mark in ("comma", "strong")
        if after and not piece.place and piece.position < 2 and is_proper(piece):
            return piece.start, piece.end
    return None


def in_brackets(text: str, kind: Kind) -> Span | None:
    """The employer in brackets behind what was done: "Senior auditor (Ministry of Public Service, Pensions Department)"."""
    found = _BRACKETS.search(text)
    head = text[: found.start()].strip(TRIM) if found else ""
    is_titled = words.POSITION.search(plain(head)) or (kind == "assignment" and words.ACTIVITY.match(plain(head)))
    if not found or not is_titled or "\n" in head:
        return None
    return found.span(1) if _is_organisation(found[1]) else None


def _initials(text: str) -> Span | None:
    """The initials of an organisation that end a header, in brackets; not those of the title itself, nor of who paid."""
    found = _INITIALS_LAST.search(text)
    title = text[: found.start()] if found else ""
    if not found or not words.POSITION.search(plain(title)):
        return None
    own = "".join(word[0] for word in re.findall(r"[^\W\d_]{4,}", title)).upper()
    is_named = is_acronym(found[1]) and found[1] not in _SCHEMES and found[1] != own
    return found.span(1) if is_named else None


def _is_organisation(name: str) -> bool:
    """Whether brackets hold the name of an organisation: it begins as one, or all its long words are set as names."""
    flat = plain(name)
    if not name[0].isalpha() or name[0].islower():
        return False
    if words.ORGANISATION.match(flat) or (words.UNIT.match(flat) and len(flat.split()) > 2):
        return True
    long_words = re.findall(r"[^\W\d_]{4,}", name)
    return (
        len(long_words) > 1 and all(word[0].isupper() for word in long_words) and bool(words.ORGANISATION.search(flat))
    )


def behind_country(pieces: Sequence[Piece]) -> Span | None:
    """The client between a country and what was done: "Cameroon, CNPS, actuarial valuation"."""
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        between = before.place and not piece.place and piece.mark in ("comma", "strong") and after.text[:1].islower()
        if between and is_proper(piece):
            return piece.start, piece.end
    return None


def is_proper(piece: Piece) -> bool:
    """Whether a piece is a name in capitals: two long words or more, none of which names a unit or a field of work."""
    if _INITIALS.fullmatch(piece.text):
        return True
    long_words = [word for word in re.findall(r"[^\W\d_]{4,}", piece.text)]
    capital = [word for word in long_words if word[0].isupper()]
    flat = plain(piece.text)
    unit = words.UNIT.match(flat) or words.COURSE.match(flat) or words.DEGREE.match(flat) or words.ACTIVITY.match(flat)
    return len(long_words) > 1 and len(capital) == len(long_words) and not unit
