"""What the columns of a table of posts or degrees hold, by the row that heads it."""

from __future__ import annotations

from matching.cv.free.employer_words import LABELS
from matching.cv.free.header import Header, name_alone, on_own_account
from matching.cv.free.header_pieces import Kind
from matching.cv.free.lines import Line
from matching.cv.free.places import country_of
from matching.reading.folding import plain

_ROLES = {"degree": "title", "school": "employer"}
_IN_TURN = ("dates", "title", "degree", "employer", "school", "place", "tasks")  # "title" before the looser labels


def roles_of(head: Line) -> tuple[str | None, ...]:
    """For each column what its head says it holds: dates, title, employer, place, tasks; None where it says nothing."""
    return tuple(_role(cell) for cell in head.cells)


def _role(cell: str) -> str | None:
    parts = [plain(part).strip(" :") + ":" for part in (cell, cell.strip().split(" ")[0].rstrip(",;/"))]
    kind = next((kind for part in parts for kind in _IN_TURN if LABELS[kind].match(part)), None)
    return _ROLES.get(kind, kind) if kind else None


def read_row(line: Line, roles: tuple[str | None, ...], kind: Kind) -> Header | None:
    """Title, employer and place of a row by its columns, as spans of the line; None where the head does not say both."""
    cells = line.text.split("\t")
    if len(cells) != len(roles) or not {"title", "employer"} <= set(roles):
        return None
    spans: dict[str, tuple[int, int]] = {}
    at = 0
    for cell, role in zip(cells, roles, strict=True):
        lead = len(cell) - len(cell.lstrip())
        if role and cell.strip():
            spans.setdefault(role, (at + lead, at + len(cell.rstrip())))
        at += len(cell) + 1
    employer, place = spans.get("employer"), spans.get("place")
    said = [line.text[slice(*span)] for span in (place, employer) if span]
    country = next((code for text in said if (code := country_of(text))), None)
    if employer and on_own_account(line.text[slice(*employer)]):
        employer = None
    if employer:
        employer = name_alone(line.text, employer, kind)
    return Header(spans.get("title"), employer, place, country, employer is not None)
