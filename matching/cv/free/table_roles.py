"""What the columns of a table of posts or degrees hold, by the row that heads it."""

from __future__ import annotations

import re

from matching.cv.free.employer_words import LABELS
from matching.cv.free.header import Header, name_alone, on_own_account
from matching.cv.free.header_pieces import Kind
from matching.cv.free.lines import Line
from matching.cv.free.places import country_of
from matching.reading.folding import for_plain, plain

_ROLES = {"degree": "title", "school": "employer"}
_LISTED = re.compile(for_plain(r"[,;/&]|(?<!\w)(?:and|et|y|e|и)(?!\w)|\sو(?=\w)"))
_IN_TURN = ("dates", "title", "degree", "employer", "school", "place", "tasks")  # "title" before the looser labels


def roles_of(head: Line) -> tuple[str | None, ...]:
    """For each column what its head says it holds: dates, title, employer, place, tasks; None where it says nothing."""
    return tuple(_several(cell) or _role(cell) for cell in head.cells)


def _several(cell: str) -> str | None:
    """What the parts of a cell hold where its head lists them: "Employer, title and place" as "employer;title;place"."""
    parts = [_role(part) for part in _LISTED.split(cell) if part.strip()]
    is_list = len(parts) > 1 and len(set(parts)) == len(parts) and {"title", "employer"} <= set(parts)
    return ";".join(part or "" for part in parts) if is_list else None


def _pieces(cell: str, role: str, at: int) -> dict[str, tuple[int, int]]:
    """Where the parts of a cell stand, by what each holds; none where it has more parts or fewer than its head."""
    held, parts = role.split(";"), cell.split(";")
    if len(held) > 1 and len(held) != len(parts):
        return {}
    if len(held) == 1:
        parts = [cell]
    found = {}
    for one, part in zip(held, parts, strict=True):
        lead = len(part) - len(part.lstrip())
        if one and part.strip():
            found[one] = (at + lead, at + len(part.rstrip()))
        at += len(part) + 1
    return found


def _role(cell: str) -> str | None:
    parts = [plain(part).strip(" :") + ":" for part in (cell, cell.strip().split(" ")[0].rstrip(",;/"))]
    kind = next((kind for part in parts for kind in _IN_TURN if LABELS[kind].match(part)), None)
    return _ROLES.get(kind, kind) if kind else None


def read_row(line: Line, roles: tuple[str | None, ...], kind: Kind) -> Header | None:
    """Title, employer and place of a row by its columns, as spans of the line; None where the head does not say both."""
    cells = line.text.split("\t")
    held = {one for role in roles if role for one in role.split(";")}
    if len(cells) != len(roles) or not {"title", "employer"} <= held:
        return None
    spans: dict[str, tuple[int, int]] = {}
    at = 0
    for cell, role in zip(cells, roles, strict=True):
        spans = (_pieces(cell, role, at) if role else {}) | spans
        at += len(cell) + 1
    if not {"title", "employer"} & set(spans):
        return None  # the cell that holds both is not written as its head says
    employer, place = spans.get("employer"), spans.get("place")
    said = [line.text[slice(*span)] for span in (place, employer) if span]
    country = next((code for text in said if (code := country_of(text))), None)
    if employer and on_own_account(line.text[slice(*employer)]):
        employer = None
    if employer and "employer" in roles:  # alone in its cell, perhaps with an address
        employer = name_alone(line.text, employer, kind)
    return Header(spans.get("title"), employer, place, country, employer is not None)
