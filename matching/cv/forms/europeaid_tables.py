"""The tables of the EuropeAid form: posts and studies, by row or as pairs of label and value one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from matching.cv.forms.europeaid_form import Piece, Region, pieces_of
from matching.cv.forms.europeaid_words import column_of
from matching.cv.forms.form_codes import countries_in, country_by_names
from matching.cv.forms.kinds import education_kind, post_kind
from matching.cv.free.cv_dates import Period, find_periods
from matching.cv.values import CvText, Entry, EntryKind
from matching.reading.folding import plain
from matching.texts import detect_language

Span = tuple[str | None, str | None]
USUAL = ("date", "location", "company", "position", "description")  # where the head of the table is missing
_REFERENCE = re.compile(
    r"[;\n]|\s\(|,?\s+(?:tel|tél|phone|e-?mail|ref(?:erence)?(?: person)?\s?:|contact|mr\.?|mrs\.?|ms\.?|m\.|mme|sr\.?|sra\.?|"
    r"dr\.?|prof\.?)(?!\w)|\s?<?[\w.+-]+@|\s\+?\d[\d\s()/.-]{7,}",
    re.IGNORECASE,
)
_AROUND_DATES = re.compile(r"[\s(\[;,:–—-]*$")
_AFTER_DATES = re.compile(r"^[\s)\];,:.–—-]*")


@dataclass
class Row:
    """What belongs to one post or one study: its cells by column, and its first and last block."""

    first: int
    last: int
    cells: dict[str, Piece] = field(default_factory=dict)


def rows_of(text: CvText, region: Region, needed: frozenset[str]) -> list[Row]:
    """The rows of a table of the form, read by its head, by its labels, or by the usual order of its columns.

    Args:
        needed: columns of which a head names at least one; a line that names others only is none.
    """
    columns: tuple[str | None, ...] = ()
    rows: list[Row] = []
    for index in region.below:
        pieces = pieces_of(text, index)
        heads = tuple(column_of(plain(p.text)) if len(p.text) <= 90 else None for p in pieces)
        named = [head for head in heads if head]
        if len(named) >= 2 and len(set(named)) == len(named) and needed & set(named) and not _dated(pieces):
            columns = heads
        elif len(pieces) >= 2 and heads[0] and not columns and pieces[0].text:
            _add_labelled(rows, heads[0], index, pieces[1:])
        elif len(pieces) >= 2 and (columns or _dated(pieces[:1])):
            _add_row(rows, columns or USUAL[: len(pieces)], index, pieces)
        elif rows:
            rows[-1].last = index
    return rows


def _dated(pieces: tuple[Piece, ...]) -> bool:
    return any(find_periods(p.text) for p in pieces)


def _add_labelled(rows: list[Row], kind: str, index: int, values: tuple[Piece, ...]) -> None:
    """A pair of label and value; a label that was there already begins the next row."""
    if not rows or kind in rows[-1].cells:
        rows.append(Row(index, index))
    rows[-1].last = index
    if value := next((p for p in values if p.text), None):
        rows[-1].cells[kind] = value


def _add_row(rows: list[Row], columns: tuple[str | None, ...], index: int, pieces: tuple[Piece, ...]) -> None:
    """A row; one that has neither dates nor a place of its own goes on from the page before."""
    cells = {kind: p for kind, p in zip(columns, pieces, strict=False) if kind and p.text}
    if rows and set(cells) <= {"description"}:
        rows[-1].last = index
    elif cells:
        rows.append(Row(index, index, cells))


def posts(text: CvText, region: Region, countries: Mapping[Span, str]) -> Iterator[tuple[Entry, str]]:
    """The posts of the table of professional experience, each with the doubt about its dates.

    Args:
        countries: the country of a span of time, from the table of the experience in the region.
    """
    for row in rows_of(text, region, frozenset(("date",))):
        found = _period(row.cells.get("date"))
        position, company = row.cells.get("position"), row.cells.get("company")
        when = found[1] if found else None
        kind = post_kind(position.text if position else "", when.start if when else None, when.end if when else None)
        if not (position or company):
            continue
        made, doubt = _entry(text, row, kind, _first_words(position), _organisation(company), found)
        country = made.country or (countries.get(span(when)) if when else None)
        country = country or country_by_names(made.place or "", made.employer or "")
        yield made.model_copy(update={"country": country}), doubt


def span(when: Period) -> Span:
    """The dates of a period as written in ISO, by which rows of two tables are recognised as one."""
    return (when.start.iso if when.start else None, when.end.iso if when.end else None)


def studies(text: CvText, region: Region) -> Iterator[tuple[Entry, str]]:
    """The studies of the table of education; dates may stand in a cell of their own or beside the institution."""
    for row in rows_of(text, region, frozenset(("company", "position"))):
        cell = next(
            (row.cells[k] for k in ("date", "company", "position") if k in row.cells and _period(row.cells[k])), None
        )
        found = _period(cell)
        school, degree = row.cells.get("company"), row.cells.get("position")
        if found and cell is school and school:
            school = _without(school, found[1].place)
        elif found and cell is degree and degree:
            degree = _without(degree, found[1].place)
        elif school is None and found and cell is row.cells.get("date") and cell:
            school = _without(cell, found[1].place)  # "University of X, 1990 – 1994" under one head
        title = degree if degree and degree.text else None
        made = _entry(text, row, education_kind(title.text if title else ""), title, school, found, study=True)
        if made[0].title or made[0].employer:
            yield made


def _entry(
    text: CvText, row: Row, kind: EntryKind, title: Piece | None, employer: Piece | None,
    dates: tuple[Piece, Period] | None, study: bool = False,
) -> tuple[Entry, str]:  # fmt: skip
    source = text.source(row.first, row.last)
    whole = text.text[source.start : source.end]
    place = row.cells.get("location")
    named = countries_in(place.text) if place else []
    country = named[0] if named else country_by_names(employer.text) if study and employer else None
    piece, when = dates or (None, None)
    wrong = bool(when and when.start and when.end and when.end.day < when.start.day and when.doubt)
    single = bool(when and when.lone)
    told = detect_language(whole) if len(whole) >= 40 else None
    entry = Entry(
        kind=kind, text=whole, source=source, language=told,
        title=title.text if title and title.text else None, employer=employer.text if employer and employer.text else None,
        place=place.text if place else None, country=country,
        start=None if when is None or wrong or (single and kind == "degree") else when.start,
        end=None if when is None or wrong else when.end, ongoing=bool(when and when.ongoing),
        dates_source=piece.source(text) if piece else None,
        employer_source=employer.source(text) if employer and employer.text else None,
        title_source=title.source(text) if title and title.text else None,
    )  # fmt: skip
    return entry, when.doubt if when else ""


def _period(cell: Piece | None) -> tuple[Piece, Period] | None:
    """The first period of a cell, or its first single date."""
    found = find_periods(cell.text) if cell else []
    best = next((p for p in found if not p.lone), found[0] if found else None)
    return (cell.part(*best.place), best) if cell and best else None


def _without(cell: Piece, place: tuple[int, int]) -> Piece:
    """A cell without the dates in it and the brackets around them; what stands before them, else what stands after."""
    before = _AROUND_DATES.sub("", cell.text[: place[0]])
    if len(before) > 2:
        return cell.part(0, len(before))
    skipped = _AFTER_DATES.match(cell.text[place[1] :])
    return cell.part(place[1] + (skipped.end() if skipped else 0), len(cell.text))


def _organisation(cell: Piece | None) -> Piece | None:
    """The organisation of a cell, without the person to ask about it."""
    if cell is None:
        return None
    cut = next((m.start() for m in _REFERENCE.finditer(cell.text) if m.start() > 2), len(cell.text))
    return cell.part(0, cut)


def _first_words(cell: Piece | None) -> Piece | None:
    """The position of a cell: up to the first semicolon, which stands between its paragraphs."""
    return cell.part(0, (cell.text + ";").index(";")) if cell else None
