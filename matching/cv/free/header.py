"""Who employed whom as what and where: the header of an entry taken apart by its marks, its words and its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.cv.free import employer_words as words
from matching.cv.free import organisation_names as names
from matching.cv.free.degree_heads import degree_named
from matching.cv.free.firm_names import lists_on, weighed
from matching.cv.free.header_labels import after_labels, labelled_in
from matching.cv.free.header_pieces import Kind, Piece, pieces_of, scored
from matching.cv.free.held_at import cut_before, in_brackets, unmarked
from matching.cv.free.places import country_of
from matching.reading.folding import for_plain, plain

_NUMBER = re.compile(
    r"^\s*(?:[IVX]{1,4}\.\d{0,2}[.)]?|\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[a-z]\)|№\s?\d{1,2}\.?)\s+(?=[^\W\d_])"
)
_LEVEL_OF_STUDY = re.compile(  # before the name of a degree: "Postgrado: ...", "Higher education: ..."
    for_plain(
        r"(?im)^\W*(?:(?:higher|secondary|tertiary|university)\s+(?:education|studies)|enseignement\s+(?:superieur|secondaire)|etudes\s+(?:superieures|secondaires|universitaires)|"
        r"pos?t?grado|pregrado|(?:estudios\s+)?(?:universitari[oa]s?|secundari[oa]s?|superiores)|(?:ensino|educacao)\s+(?:superior|medio|secundari[oa])|высшее|среднее|"
        r"(?:ال)?ماجستير(?=\s*:\s*ماجستير)|(?:ال)?بكالوريوس(?=\s*:\s*بكالوريوس)|(?:ال)?دكتوراه(?=\s*:\s*دكتوراه))\s*:\s"
    )
)
_FREE = re.compile(
    for_plain(
        r"(?<!\w)(?:independent\s+\w+|freelance\w*|self[\s-]employed|independante?|a\s+son\s+compte|liberale?|travailleur\s+independant|independiente|autonom[oa]|por\s+cuenta\s+propia|independente|por\s+conta\s+propria|независим\w+|частн\w+\s+(?:консультант\w*|практик\w*)|фриланс\w*|consultor(?:a)?\s+(?:privad|particular)\w*|private\s+(?:consultant|practice)|(?:a|en)\s+titre\s+(?:independant|individuel|liberal)|profession\s+liberale|autoentrepreneur\w*|auto-entrepreneur\w*|sole\s+trader|own\s+account|self\s+employed|самозанят\w+|индивидуальн\w+\s+предпринимател\w+|внештатн\w+|مستقله?|لحسابه|حره?)(?!\w)"
    )
)


@dataclass(frozen=True)
class Header:
    """What a header names; spans are characters of its joined text."""

    title: tuple[int, int] | None = None
    employer: tuple[int, int] | None = None
    place: tuple[int, int] | None = None
    country: str | None = None
    sure: bool = False  # the employer was recognised by its words, not by its place alone


def on_own_account(text: str) -> bool:
    """Whether a header says that somebody worked for themselves, so that no employer is to be looked for."""
    return bool(_FREE.search(plain(text)))


def read_header(text: str, kind: Kind, inherited: bool = False) -> Header:
    """Title, employer, place and country that a header names.

    Args:
        text: the joined text of the header, without its dates.
        kind: of the entry; a degree and a course have titles of their own kind.
        inherited: an employer is known from a line above, so that none is looked for by position alone.
    """
    text = _NUMBER.sub(lambda m: " " * len(m[0]), text)
    if kind == "degree":
        text = _LEVEL_OF_STUDY.sub(lambda m: " " * len(m[0]), text)
    labelled, unlabelled = labelled_in(text)
    pieces = weighed(text, after_labels([scored(piece, kind) for piece in pieces_of(unlabelled)]), kind)
    employer, sure = _employer(pieces, kind, inherited, text)
    if "employer" in labelled:
        employer, sure = name_alone(text, labelled["employer"], kind), True
    title = labelled.get("title") or _title(pieces, employer, text)
    if kind == "degree" and "title" in labelled and not words.DEGREE.search(plain(text[slice(*labelled["title"])])):
        degrees = [p for p in pieces if words.DEGREE.match(plain(p.text))]
        title = (degrees[0].start, degrees[0].end) if degrees else title  # "Title:" is that of the thesis
    if kind == "degree":
        title, employer = degree_named(text, pieces, title, employer)
    if employer is None and "title" in labelled and kind == "post" and not _FREE.search(plain(text)):
        others = [p for p in pieces if not p.place and p.mark == "line" and p.text[:1].isupper() and p.position < 3]
        employer = (others[0].start, others[0].end) if others else None  # the other line names who employed them
    if employer is None and kind in ("post", "assignment") and not _FREE.search(plain(text)):
        title, employer = unmarked(text, pieces, kind, title)
    elif kind in ("post", "assignment") and title and employer and title[0] < employer[0] < title[1]:
        title = cut_before(text, title, employer)
    place = labelled.get("place") or _place(pieces, employer, title)
    where = [text[slice(*span)] for span in (place, employer) if span]
    country = next((c for t in where if (c := country_of(t))), None) or country_of(text)
    return Header(title, employer, place, country, sure and employer is not None)


def name_alone(text: str, span: tuple[int, int], kind: Kind) -> tuple[int, int]:
    """The name alone of an employer whose label is followed by name and address."""
    pieces = [
        scored(replace(p, mark="line") if not at else p, kind) for at, p in enumerate(pieces_of(text[slice(*span)]))
    ]
    named = [p for p in pieces if not p.place and p.mark != "bracket"]
    if not named:
        return span
    best = max(named, key=lambda p: (p.organisation >= 2.0, -p.start))
    start, end = _extended(pieces, best)
    behind = pieces[pieces.index(best) + 1 :][:1] if end == best.end else []
    if behind and behind[0].mark == "strong" and _is_branch(behind[0]):
        end = behind[0].end  # "Lanbide - Servicio Vasco de Empleo"
    return span[0] + start, span[0] + end


def _employer(pieces: Sequence[Piece], kind: Kind, inherited: bool, text: str) -> tuple[tuple[int, int] | None, bool]:
    plain_ones = [p for p in pieces if not p.place and p.mark != "bracket"]
    if kind == "publication":
        return None, False
    plain_ones = [p for p in plain_ones if not names.CATEGORY.fullmatch(plain(p.text))]
    known = [p for p in plain_ones if p.organisation >= 2.0]
    if kind == "training" and len(known) > 1 and len(known) == len(plain_ones):
        return _extended(pieces, known[-1]), True  # "Academy on Social Security, International Training Centre"
    known = [p for p in known if not _FREE.fullmatch(plain(p.text))]
    if kind == "degree":  # the university rather than its faculty
        known = [p for p in known if not names.FACULTY.search(plain(p.text))] or known
    known = [p for p in known if not _bracketed(text, p)] or known  # "(for the ILO)" says who paid
    if known:
        best = max(known, key=lambda p: (p.organisation - p.position, -p.start))
        best = _whole_of(pieces, best)
        return _with_institute(pieces, best, _extended(pieces, best), text), True
    if kind in ("post", "assignment") and (named := in_brackets(text, kind)):
        return named, True
    units = [p for p in plain_ones if p.organisation >= 1.3 and p.position < 2 and len(plain_ones) > 1]
    if units:
        title = max(plain_ones, key=lambda p: (p.position, -p.start))
        group = _groups(pieces)
        is_full = bool(words.UNIT.match(plain(units[0].text))) and len(units[0].text.split()) > 2
        if not inherited or is_full or group[units[0].start] != group[title.start]:
            return _extended(pieces, _whole_of(pieces, units[0])), True
    if len(plain_ones) < 2 or _FREE.search(plain(text)):
        return None, False
    has_place = any(p.place and p.start > plain_ones[1].start for p in pieces)
    return _by_place(plain_ones, kind, not inherited or has_place), False


def _bracketed(text: str, piece: Piece) -> bool:
    return text.rfind("(", 0, piece.start) > text.rfind(")", 0, piece.start)


def _whole_of(pieces: Sequence[Piece], office: Piece) -> Piece:
    """The organisation that stands before one of its offices: "Labour Commission, Midlands Office"."""
    before = pieces[pieces.index(office) - 1] if office is not pieces[0] else office
    if office.mark != "comma" or before.mark not in ("line", "strong", "at") or before.place or before.position:
        return office
    group = _groups(pieces)
    titled = any(p.position >= 2 and group[p.start] != group[office.start] for p in pieces if p.start in group)
    is_office = titled and before.text[0].isupper() and names.OFFICE.match(plain(office.text))
    return before if is_office else office


def _with_institute(pieces: Sequence[Piece], best: Piece, span: tuple[int, int], text: str) -> tuple[int, int]:
    """Also the institute of a university that stands right before it or after it."""
    start, end = span
    at = pieces.index(best)
    before = pieces[at - 1] if at else None
    if best.mark == "comma" and before and before.position < 2 and _is_part(before):
        start = before.start
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if after and after.mark == "comma" and end == best.end and (_is_branch(after) or _is_whole(best, after)):
        end = after.end
    if at + 1 < len(pieces) and pieces[at + 1].mark == "bracket" and names.is_acronym(pieces[at + 1].text):
        end = pieces[at + 1].end + 1
    if at + 1 < len(pieces) and text[end : pieces[at + 1].start] == " / " and pieces[at + 1].organisation >= 2:
        end = pieces[at + 1].end  # an organisation under two names
    elif before and before.organisation >= 2 and text[before.end : start] == " / ":
        start = before.start
    if text[end : end + 1] == "." and words.LEGAL.search(plain(text[max(start, end - 8) : end])):
        end += 1  # "S.A.", "I.P."
    return start, end


def _is_part(piece: Piece) -> bool:
    """Whether a piece names an institute or a part of the organisation that follows it."""
    flat = plain(piece.text)
    if piece.mark == "bracket":
        return False  # what the title before is called for short
    if piece.text.isupper() and 3 <= len(piece.text) <= 8:
        return True  # "CNAC, Caisse nationale..."
    is_unit = piece.text[0].isupper() and bool(words.UNIT.match(flat)) and " " in flat
    return is_unit or (piece.organisation >= 2 and bool(names.INSTITUTE.match(flat)))


def _is_branch(piece: Piece) -> bool:
    """Whether a piece names a faculty or a direction of the organisation before it."""
    flat = plain(piece.text)
    is_named = piece.text[0].isupper() and len(piece.text.split()) > 1 and piece.position < 2 and not piece.place
    return is_named and bool(words.UNIT.match(flat) or names.FACULTY.match(flat))


def _is_whole(institute: Piece, after: Piece) -> bool:
    """Whether the university of an institute stands behind it: "Institute of Education, University of London"."""
    return bool(names.INSTITUTE.match(plain(institute.text)) and names.UNIVERSITY.match(plain(after.text)))


def _by_place(pieces: Sequence[Piece], kind: Kind, in_line: bool) -> tuple[int, int] | None:
    """The employer where no word tells: what stands on another line than the title, or after it before the place."""
    words_only = [p for p in pieces if not names.is_acronym(p.text)] or pieces  # "VDAB – Consulent"
    title = max(words_only, key=lambda p: (p.position, -p.start))
    group = _groups(pieces)
    others = [p for p in pieces if group[p.start] != group[title.start]]
    if others:
        chosen = others[0]
        return None if chosen.text[0].islower() and kind != "degree" else (chosen.start, chosen.end)
    after = [p for p in pieces if p.start > title.start and not p.text[0].islower()]
    if not after or title.position < 2 or not in_line:
        return None
    named = next(
        (p for p in after if len(p.text) > 2 and names.is_acronym(p.text)), after[-1]
    )  # "Adviser, ANPE, Moulins"
    return named.start, named.end


def _groups(pieces: Sequence[Piece]) -> dict[int, int]:
    """Which pieces belong together: those with no more than commas and brackets between."""
    group, found = 0, {}
    for piece in pieces:
        group += piece.mark in ("line", "strong", "at")
        found[piece.start] = group
    return found


_OF = re.compile(r"(?:de|du|des|do|da|dos|das|del)\s|d'")
_GOES_ON = re.compile(for_plain(r"(?<!\w)(?:and|et|y|e|и|و\w+)(?!\w)"))


def _extended(pieces: Sequence[Piece], piece: Piece) -> tuple[int, int]:
    """The name of an organisation with the parts after a comma that belong to it ("Ministry of Labour, Family and Youth")."""
    end = piece.end
    added = end
    is_wide = bool(names.PORTFOLIO.match(plain(piece.text)))
    for following in pieces:
        if following.start <= piece.start:
            continue
        flat = plain(following.text)
        if (
            len(piece.text.split()) <= 2
            and following.mark == "comma"
            and _GOES_ON.search(flat)
            and names.ENDS.search(flat)
        ):
            return piece.start, following.end  # "Advisory, Conciliation and Arbitration Service"
        of = bool(_OF.match(flat))
        if added == piece.end and lists_on(piece, following) and _GOES_ON.search(flat):
            return piece.start, following.end
        russian = "\u0400" <= following.text[:1] <= "\u04ff" and bool(_GOES_ON.search(flat))
        low = following.text[:1].islower() and not of and not russian  # "Министерство труда, миграции и занятости"
        if not is_wide and not (of and following.text[:1].islower()):
            break
        if following.mark != "comma" or following.place or low or following.organisation >= 2.5:
            break
        if words.UNIT.match(plain(following.text)) or following.position >= 2:
            break
        added = following.end
        if _GOES_ON.search(plain(following.text)):
            return piece.start, added
    return piece.start, end


def _title(pieces: Sequence[Piece], employer: tuple[int, int] | None, text: str) -> tuple[int, int] | None:
    """The position held: the likeliest piece that is neither employer nor place, with what a comma adds to it."""
    left = [p for p in pieces if not p.place and p.mark != "bracket" and not _inside(p, employer)]
    if not left:
        return None
    group = _groups(pieces)
    best = max(left, key=lambda p: (p.position - 0.5 * max(0.0, p.organisation) * (p.position < 2), -p.start))
    first = next(p for p in left if group[p.start] == group[best.start])
    if first is not best and (first.position == 0 and employer is not None and first.start > employer[1]):
        first = best
    end = first.end
    for piece in pieces:
        if piece.start <= first.start:
            continue
        is_added = piece.mark == "comma" or (piece.mark == "bracket" and not piece.place)
        beside = employer is not None and group.get(_first_of(pieces, employer)) == group[first.start]
        if piece.mark == "comma" and text[first.start].islower() and piece.text[0].isupper() and " " not in piece.text:
            break  # a town that we do not know, after a title in small letters
        if not is_added or piece.place or _inside(piece, employer) or (piece.organisation >= 1.3 and beside):
            break
        end = piece.end + (1 if piece.mark == "bracket" and text[piece.end : piece.end + 1] == ")" else 0)
    return first.start, end


def _first_of(pieces: Sequence[Piece], span: tuple[int, int]) -> int:
    """Where the first piece inside a span begins."""
    return next((p.start for p in pieces if _inside(p, span)), -1)


def _inside(piece: Piece, span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] <= piece.start < span[1]


def _place(
    pieces: Sequence[Piece], employer: tuple[int, int] | None, title: tuple[int, int] | None
) -> tuple[int, int] | None:
    places = [p for p in pieces if p.place]
    if places:
        first, last = places[0], places[0]
        for piece in places[1:]:
            if piece.start - last.end <= 4:
                last = piece
        return first.start, last.end
    if employer is None:
        return None
    after = [p for p in pieces if p.start >= employer[1] and p.mark in ("comma", "bracket") and not _inside(p, title)]
    if after and len(after[0].text.split()) <= 3 and after[0].text[0].isupper() and after[0].organisation < 1:
        return after[0].start, after[0].end
    return None
