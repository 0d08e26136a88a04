"""One row of a roster as a draft; a cell that cannot be read is named and costs itself, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from matching.cv.forms.draft import Draft, DraftEntry, DraftLanguage, DraftPeriod
from matching.cv.forms.form_codes import (
    countries_in,
    country_by_names,
    country_of,
    gender_of,
    language_of,
    language_shown,
    nationalities_of,
)
from matching.cv.forms.form_dates import read_date, written_period
from matching.cv.forms.kinds import education_kind, post_kind
from matching.cv.forms.sheet_columns import PROTECTED, Column, is_count_only
from matching.cv.forms.spoken import in_words, native
from matching.cv.free.cv_dates import find_periods
from matching.cv.free.cv_levels import read_language_line
from matching.cv.values import EntryKind

LONGEST_SHOWN = 60  # characters of a cell in a message
_LINES = re.compile(r"\n|;\s|\s\|\s|•")
_LIST = re.compile(r"[;,/|\n]|(?<!\w)(?:and|et|y|e|и)(?!\w)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NOT_SAID = {"", "-", "–", "—", "n/a", "na", "none", "null", "?", "nd", "n.d.", "unknown", "not specified", "0"}


@dataclass
class RowDraft:
    """A row taken apart, and what of it could not be read: (column, reason)."""

    draft: Draft = field(default_factory=Draft)
    problems: list[tuple[Column, str]] = field(default_factory=list)


def read_row(cells: Sequence[str], columns: Sequence[Column]) -> RowDraft:
    """The facts of one row by the columns' fields."""
    row = RowDraft()
    values: dict[str, list[str]] = {}
    for column in columns:
        value = cells[column.index].strip() if column.index < len(cells) else ""
        if value.lower() in _NOT_SAID or column.field == "skip" or is_count_only(column.field, value):
            continue
        if column.field in PROTECTED:
            row.draft.drop(column.field)
        elif (reader := _READERS.get(column.field)) is not None:
            reader(row, column, value)
        else:
            values.setdefault(column.field, []).append(value)
    _who(row.draft, values)
    _posts(row, values)
    _texts(row.draft, values)
    return row


def _who(draft: Draft, values: dict[str, list[str]]) -> None:
    parts = [*values.get("given_name", []), *values.get("family_name", [])]
    whole = values.get("name", [])
    draft.name = whole[0] if whole and not (len(parts) > 1) else " ".join(parts)
    draft.links += values.get("link", [])


def _email(row: RowDraft, column: Column, value: str) -> None:
    found = _EMAIL.findall(value)
    row.draft.emails += found
    if not found:
        row.problems.append((column, f"'{value[:LONGEST_SHOWN]}' is no e-mail address"))


def _phone(row: RowDraft, column: Column, value: str) -> None:
    row.draft.phones += [part.strip() for part in re.split(r"[;,/|\n]", value) if sum(map(str.isdigit, part)) >= 5]
    if not row.draft.phones:
        row.problems.append((column, f"'{value[:LONGEST_SHOWN]}' is no telephone number"))


def _nationality(row: RowDraft, column: Column, value: str) -> None:
    for words, code in nationalities_of(value):
        if code:
            row.draft.nationalities.append((words, code))
        else:
            row.problems.append(
                (column, f"the nationality '{words[:LONGEST_SHOWN]}' stands for no country that is known")
            )


def _gender(row: RowDraft, column: Column, value: str) -> None:
    if gender := gender_of(value):
        row.draft.gender = value, gender
    else:
        row.problems.append((column, "the declared gender is none of the words known; it is left open"))


def _birth(row: RowDraft, _: Column, value: str) -> None:
    row.draft.drop("birth")
    born = read_date(value)
    if born and born.precision == "day":
        row.draft.birth = born.day


def _languages(row: RowDraft, column: Column, value: str) -> None:
    reads = [read for line in value.split("\n") for read in read_language_line(line)]
    for read in reads:
        words = read.claim.origin or ""
        name = language_shown("", read.claim.language, row.draft.language)
        row.draft.languages.append(DraftLanguage(name, read.claim, words, read.scale))
    if not reads:
        row.problems.append((column, f"no language that is known stands in '{value[:LONGEST_SHOWN]}'"))


def _language(row: RowDraft, column: Column, value: str) -> None:
    assert column.language is not None  # set where the column was recognised
    if value.lower() in ("no", "non", "nao", "não", "нет", "لا", "aucun", "ninguno", "nenhum"):
        return
    name = language_shown(column.head, column.language, None)
    words = "" if value.lower() in ("yes", "oui", "si", "sí", "sim", "да", "نعم", "x") else value
    spoken = in_words(language_shown("", column.language, None), column.language, words, None)
    if words and spoken.scale == "none":
        row.problems.append((column, f"'{value[:LONGEST_SHOWN]}' is no level of {name} that is known"))
    row.draft.languages.append(spoken)


def _native(row: RowDraft, column: Column, value: str) -> None:
    for words in filter(None, (part.strip() for part in _LIST.split(value))):
        if code := language_of(words):
            row.draft.languages.append(native(language_shown(words, code, None), code, None))
        else:
            row.problems.append((column, f"'{words[:LONGEST_SHOWN]}' is no language that is known"))


def _countries(row: RowDraft, column: Column, value: str) -> None:
    pieces = [piece.strip() for piece in re.split(r"[;,/|\n]", value) if piece.strip()]
    for piece in pieces:
        code = country_of(piece) or next(iter(countries_in(piece)), None)
        if code is None:
            row.problems.append((column, f"'{piece[:LONGEST_SHOWN]}' is no country that is known"))
        else:
            row.draft.entries.append(DraftEntry("other", piece, country=code, section="countries"))


_READERS = {
    "email": _email, "phone": _phone, "nationality": _nationality, "gender": _gender, "birth": _birth,
    "languages": _languages, "language": _language, "native": _native, "countries": _countries,
}  # fmt: skip


def _posts(row: RowDraft, values: dict[str, list[str]]) -> None:
    """The post that the columns describe, and those written into a cell for experience, a line each."""
    employer, position = (", ".join(values.get(key, [])) for key in ("employer", "position"))
    place, country = (", ".join(values.get(key, [])) for key in ("place", "country"))
    if employer or position:
        start, end = (next(iter(values.get(key, [])), "") for key in ("start", "end"))
        code = country_of(country) or country_by_names(country, place)
        dates = written_period(start, end, ongoing=bool(start) and not end)
        where = place or (country if code is None else "")
        kind = post_kind(position, dates.start, dates.end)
        row.draft.entries.insert(0, DraftEntry(kind, position, employer, where, code, dates, section="work"))
    for value in values.get("work", []):
        row.draft.entries += [_told(line, "post", "work") for line in _pieces(value)]
    for value in values.get("education", []):
        row.draft.entries += [_told(line, education_kind(line), "education") for line in _pieces(value)]


def _pieces(value: str) -> list[str]:
    return [piece.strip(" -–•\t") for piece in _LINES.split(value) if piece.strip(" -–•\t")]


def _told(line: str, kind: EntryKind, section: str) -> DraftEntry:
    """An entry told in one line; only its dates are read."""
    found = [p for p in find_periods(line) if p.start or p.end]
    if not found:
        return DraftEntry(kind, details=(line,), section=section)
    best = next((p for p in found if not p.lone), found[0])
    start = None if best.lone and section == "education" else best.start
    return DraftEntry(
        kind, details=(line,), section=section, period=DraftPeriod(start, best.end, best.ongoing, best.doubt, best.text)
    )


def _texts(draft: Draft, values: dict[str, list[str]]) -> None:
    if summary := values.get("summary"):
        draft.entries.insert(0, DraftEntry("summary", details=tuple(summary), section="summary"))
    if known := [*values.get("fields", []), *values.get("skills", [])]:
        draft.entries.append(DraftEntry("skills", details=tuple(known), section="skills"))
