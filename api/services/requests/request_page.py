"""What the pages of requests say: the list in lines, and one request with what was understood and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.services.first_words import first_words
from api.services.requests import actions, requests
from api.services.requests.request_reading import UnderstoodRequest
from api.services.requests.request_states import ways_from
from api.services.unit import Unit
from api.storage import steps as steps_rows
from api.storage.paging import Part
from api.storage.tables import RequestRow
from matching.entities import Proposal
from matching.scope import LIKELY, ScopeDoubt

GOES_ON = ("received", "eligible", "relevant", "action")  # into one of these another request can be merged
MOST_TO_MERGE = 50
MOST_FIELDS = 3  # in a line


@dataclass(frozen=True)
class RequestLine:
    """A request in one line. `named`: its title, or its first words."""

    id: str
    state: str
    named: str | None
    country: str | None
    institution: str | None
    received_on: date
    since: datetime | None  # in the state in which it is
    fields: tuple[str, ...]
    doubts: int  # reasons for which it may be out of scope


@dataclass(frozen=True)
class Judged:
    """A person's judgement."""

    question: str
    answer: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class Taken:
    """A step that was taken."""

    step: str
    at: datetime
    reason: str | None


@dataclass(frozen=True)
class MadeAction:
    """An action that was made of a request."""

    id: str
    code: str
    title: str
    state: str


@dataclass(frozen=True)
class RequestSeen:
    """A request whole."""

    line: RequestLine
    version: int
    title: str | None
    text: str
    language: str | None
    understood: UnderstoodRequest
    doubts: tuple[ScopeDoubt, ...]
    judgements: tuple[Judged, ...]
    steps: tuple[Taken, ...]
    ways: tuple[str, ...]
    merged_into: RequestLine | None
    actions: tuple[MadeAction, ...]

    @property
    def likely(self) -> tuple[Proposal, ...]:
        """The fields that it is likely about."""
        return tuple(field for field in self.understood.fields if field.confidence >= LIKELY)


def lines(unit: Unit, *, state: str | None, words: str | None, limit: int, after: str | None) -> Part[RequestLine]:
    """A page of requests, newest first."""
    part = requests.listed(unit, state=state, country=None, words=words, limit=limit, after=after)
    since = steps_rows.latest(unit.session, "request", [row.id for row in part.rows])
    return Part([_line(unit, row, since.get(row.id)) for row in part.rows], part.next)


def seen(unit: Unit, request_id: str) -> RequestSeen:
    """One request.

    Raises:
        NotOnRecord: there is none with this id.
    """
    row = requests.get(unit, request_id)
    steps = tuple(Taken(step.step, step.at, step.reason) for step in requests.steps(unit, row.id))
    into = requests.get(unit, row.merged_into) if row.merged_into else None
    return RequestSeen(
        line=_line(unit, row, steps[-1].at if steps else None),
        version=row.version,
        title=row.title,
        text=row.text,
        language=row.language,
        understood=requests.understood_of(row),
        doubts=requests.doubts(unit, row),
        judgements=tuple(
            Judged(made.question, made.answer, made.reason, made.at) for made in requests.assessments(unit, row.id)
        ),
        steps=steps,
        ways=tuple(ways_from(row.state)),
        merged_into=_line(unit, into, None) if into else None,
        actions=tuple(_made(unit, action_id) for action_id in requests.actions(unit, row.id)),
    )


def mergeable(unit: Unit, request_id: str) -> list[RequestLine]:
    """The newest requests that go on, into which this one can be merged."""
    part = requests.listed(unit, state=None, country=None, words=None, limit=MOST_TO_MERGE, after=None)
    return [_line(unit, row, None) for row in part.rows if row.id != request_id and row.state in GOES_ON]


def _line(unit: Unit, row: RequestRow, since: datetime | None) -> RequestLine:
    return RequestLine(
        id=row.id,
        state=row.state,
        named=row.title or first_words(row.text),
        country=row.country,
        institution=row.institution,
        received_on=row.received_on,
        since=since,
        fields=tuple(field["code"] for field in row.understood["fields"][:MOST_FIELDS]),
        doubts=len(requests.doubts(unit, row)),
    )


def _made(unit: Unit, action_id: str) -> MadeAction:
    row = actions.get(unit, action_id)
    return MadeAction(row.id, row.code, row.title, row.state)
