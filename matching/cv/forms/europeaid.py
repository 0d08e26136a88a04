"""The EuropeAid CV form, read from the blocks of a document: numbered fields, tables of studies and posts, the grid.

Protected data (fields for the date of birth and the civil status) must have been taken out of the text before; this
reader looks into none of these fields. What stands in the table of posts as lines and not as rows is left to the reader
of free CVs.
"""

from __future__ import annotations

import re

from matching.cv.forms.europeaid_form import Piece, Region, is_europeaid, pieces_of, regions_of
from matching.cv.forms.europeaid_grid import languages_of
from matching.cv.forms.europeaid_tables import Span, posts, span, studies
from matching.cv.forms.form_codes import countries_in, nationalities_of
from matching.cv.free.contacts import EMAIL
from matching.cv.free.cv_dates import find_periods
from matching.cv.values import CodeFact, CvText, Doubt, Entry, EntryKind, Parts, TextFact
from matching.texts import detect_language

__all__ = ["is_europeaid", "read_europeaid"]
_TEXTS: dict[str, EntryKind] = {"qualifications": "summary", "other_skills": "skills", "memberships": "other"}
_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{4,200}?)[,.]?\s*[\"”“»]")
_NOTHING = re.compile(r"\W*(?:none|n/?a|nil|aucun\w*|neant|ningun[oa]?|nenhum[a]?|нет|-+)?\W*", re.IGNORECASE)


def read_europeaid(text: CvText) -> Parts:
    """What a CV in the EuropeAid form says; sources count in the text that was given."""
    regions = {region.kind: region for region in regions_of(text)}
    abroad = _countries(text, regions["region"]) if "region" in regions else []
    found: list[tuple[Entry, str]] = []
    for kind, region in regions.items():
        if kind in _TEXTS:
            found += [(entry, "") for entry in _worded(text, region, _TEXTS[kind])]
        elif kind == "education":
            found += studies(text, region)
        elif kind == "experience":
            found += posts(text, region, {key: entry.country or "" for key, entry, _ in abroad})
        elif kind == "other":
            found += [(entry, "") for entry in _lines(text, region)]
    dated = {(e.start.iso if e.start else None, e.end.iso if e.end else None) for e, _ in found if e.kind != "other"}
    found += [(entry, doubt) for key, entry, doubt in abroad if key not in dated]
    doubts = [
        Doubt(about=f"entries.{i}.dates", question=f"About the dates: {doubt}. Which are right?", source=entry.source)
        for i, (entry, doubt) in enumerate(found)
        if doubt
    ]
    nationalities, unread = _nationalities(text, regions.get("nationality"))
    languages = languages_of(text, regions["languages"]) if "languages" in regions else []
    return Parts(
        text=text.text, entries=tuple(entry for entry, _ in found), languages=tuple(languages),
        name=_name(text, regions), emails=_emails(text, regions), nationalities=nationalities,
        doubts=(*doubts, *unread),
    )  # fmt: skip


def _value(text: CvText, region: Region | None) -> Piece | None:
    """The value of a field: what stands beside its label, else the first line below it."""
    if region is None:
        return None
    below = (p for index in region.below[:1] for p in pieces_of(text, index) if p.text)
    return next(iter(region.beside), None) or next(below, None)


def _name(text: CvText, regions: dict[str, Region]) -> TextFact | None:
    family, first = (_value(text, regions.get(kind)) for kind in ("family_name", "first_names"))
    pieces = [p for p in (first, family) if p]
    if not pieces:
        return None
    begin, last = min(pieces, key=lambda p: p.block), max(pieces, key=lambda p: p.block)
    source = text.source(begin.block, last.block, begin.start, last.end)
    return TextFact(value=" ".join(p.text for p in pieces), source=source)


def _emails(text: CvText, regions: dict[str, Region]) -> tuple[TextFact, ...]:
    """Addresses outside the posts: those in the posts are of people to ask about them."""
    posts_region = regions.get("experience")
    taken = range(posts_region.label, posts_region.last + 1) if posts_region else range(0)
    return tuple(
        TextFact(value=match[0], source=text.source(index, start=match.start(), end=match.end()))
        for index, block in enumerate(text.blocks)
        if index not in taken
        for match in EMAIL.finditer(block.text)
    )


def _nationalities(text: CvText, region: Region | None) -> tuple[tuple[CodeFact, ...], list[Doubt]]:
    value = _value(text, region)
    if value is None:
        return (), []
    facts: dict[str, CodeFact] = {}
    doubts = []
    for words, code in nationalities_of(value.text):
        at = value.text.index(words)
        place = value.part(at, at + len(words))
        if code:
            facts.setdefault(code, CodeFact(code=code, source=place.source(text)))
        else:
            question = f"Which country does the nationality '{words[:60]}' stand for?"
            doubts.append(Doubt(about="nationalities", question=question, source=place.source(text)))
    return tuple(facts.values()), doubts


def _worded(text: CvText, region: Region, kind: EntryKind) -> list[Entry]:
    """A field in free words as one entry, from beside its label to the next field."""
    begin = region.beside[0] if region.beside else None
    blocks = [index for index in region.below if text.blocks[index].text.strip()]
    if begin is None and not blocks:
        return []
    first, start = (begin.block, begin.start) if begin else (blocks[0], 0)
    source = text.source(first, blocks[-1] if blocks else first, start)
    whole = text.text[source.start : source.end]
    if _NOTHING.fullmatch(whole):
        return []
    told = detect_language(whole) if len(whole) >= 40 else None
    return [Entry(kind=kind, text=whole, source=source, language=told)]


def _countries(text: CvText, region: Region) -> list[tuple[Span, Entry, str]]:
    """The rows of the table of countries, each as an entry with its dates; most tell again what the posts tell."""
    found = []
    for index in region.below:
        pieces = [p for p in pieces_of(text, index) if p.text]
        named = countries_in(pieces[0].text) if pieces else []
        if not named:
            continue
        piece, when = next(((p, when) for p in pieces for when in find_periods(p.text)), (None, None))
        entry = Entry(
            kind="other", text=text.blocks[index].text, source=text.source(index), place=pieces[0].text, country=named[0],
            start=when.start if when else None, end=when.end if when else None, ongoing=bool(when and when.ongoing),
            dates_source=piece.part(*when.place).source(text) if piece and when else None,
        )  # fmt: skip
        found.append((span(when) if when else (None, None), entry, when.doubt if when else ""))
    return found


def _lines(text: CvText, region: Region) -> list[Entry]:
    """The last field: every line that holds a year is taken as a publication, the others together as one entry."""
    entries: list[Entry] = []
    for piece in [*region.beside, *(p for index in region.below for p in _whole(text, index))]:
        if _NOTHING.fullmatch(piece.text):
            continue
        dates = find_periods(piece.text)
        kind: EntryKind = "publication" if dates and len(piece.text) >= 30 else "other"
        start, end = (dates[-1].start, dates[-1].end) if kind == "publication" else (None, None)
        quoted = _QUOTED.search(piece.text) if kind == "publication" else None
        title = piece.part(*quoted.span(1)) if quoted else None
        told = detect_language(piece.text) if len(piece.text) >= 40 else None
        entries.append(
            Entry(
                kind=kind,
                text=piece.text,
                source=piece.source(text),
                language=told,
                start=start,
                end=end,
                title=title.text if title else None,
                title_source=title.source(text) if title else None,
            )
        )
    return entries


def _whole(text: CvText, index: int) -> tuple[Piece, ...]:
    """A block as one piece; nothing where it is empty."""
    written = text.blocks[index].text
    return (Piece(index, 0, len(written), written),) if written.strip() else ()
