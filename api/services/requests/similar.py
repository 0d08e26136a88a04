"""Earlier actions and requests that are near to a request: to reuse what was delivered, and not to do it twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.services.first_words import first_words
from api.services.office import Office
from api.services.requests import requests
from api.services.requests.request_reading import read_request, whole_text
from api.services.shortlists.per_engine import PerEngine
from api.services.storable import Said
from api.services.unit import Actor, Unit, reading
from api.storage import similar as rows
from api.storage.tables import ActionRow, RequestRow
from matching.entities import MOST_CHARACTERS, Country
from matching.precedents import Likeness, Precedent, PrecedentReader

_reader = PerEngine(PrecedentReader)


class SoughtData(BaseModel):
    """What is looked for: a text in any language that is on record nowhere."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Said, Field(min_length=3, max_length=MOST_CHARACTERS)]
    country: Country | None = Field(default=None, description="ISO 3166-1 alpha-2; as the text says, where not given")
    institution: Said | None = Field(
        default=None, max_length=300, description="the partner; much the same work for it before is pointed out"
    )


@dataclass(frozen=True)
class Earlier:
    """An action or a request on record, and what is told of it."""

    kind: Literal["action", "request"]
    precedent: Precedent
    title: str | None
    state: str
    code: str | None = None
    deliverables: tuple[str, ...] = ()

    @property
    def named(self) -> str | None:
        """Its title, or its first words."""
        return self.title or first_words(self.precedent.text)


@dataclass(frozen=True)
class Similar:
    """One that is near, and why."""

    earlier: Earlier
    likeness: Likeness

    @property
    def warning(self) -> str | None:
        """What to look out for where both may be the same work."""
        if not self.likeness.overlap:
            return None
        what = f"{self.earlier.kind} {self.earlier.code or self.earlier.precedent.id}"
        return f"The {what} is for the same institution and much the same: see that nothing is done twice."


def similar(office: Office, actor: Actor, request_id: str, limit: int) -> list[Similar]:
    """The actions and requests nearest to a request, the nearest first; nothing of persons.

    The database is read first, and encoding begins when it is no longer held.

    Raises:
        NotOnRecord: there is no such request.
    """
    with reading(office, actor) as unit:
        row = requests.get(unit, request_id)
        one = _of_request(row)
        known = {earlier.precedent.id: earlier for earlier in _earlier(unit, row.id)}
    near = _reader(office.engine).nearest(one, [earlier.precedent for earlier in known.values()], limit)
    return [Similar(known[likeness.id], likeness) for likeness in near]


def similar_to_text(office: Office, actor: Actor, data: SoughtData, limit: int) -> list[Similar]:
    """The actions and requests nearest to a text, which is understood as a request would be and kept nowhere."""
    understood = read_request(office.engine, None, data.text, country=data.country, institution=data.institution)
    one = Precedent(
        id="",
        text=data.text,
        country=data.country or understood.country,
        institution=data.institution or understood.institution,
        fields={field.code: field.confidence for field in understood.fields},
    )
    with reading(office, actor) as unit:
        known = {earlier.precedent.id: earlier for earlier in _earlier(unit)}
    near = _reader(office.engine).nearest(one, [earlier.precedent for earlier in known.values()], limit)
    return [Similar(known[likeness.id], likeness) for likeness in near]


def _earlier(unit: Unit, other_than: str = "") -> Iterable[Earlier]:
    """Actions of other requests, and requests that became none; one that was merged speaks through the other."""
    titles = rows.activity_titles(unit.session)
    for action, request in rows.actions(unit.session, other_than=other_than):
        yield Earlier(
            kind="action",
            precedent=_of_action(action, request, titles.get(action.id, [])),
            title=action.title,
            state=action.state,
            code=action.code,
            deliverables=tuple(action.deliverables),
        )
    for other in rows.requests_without_action(unit.session, other_than=other_than):
        yield Earlier(kind="request", precedent=_of_request(other), title=other.title, state=other.state)


def _of_request(row: RequestRow) -> Precedent:
    return Precedent(
        id=row.id,
        text=whole_text(row.title, row.text),
        country=row.country,
        institution=row.institution,
        fields=_likely_fields(row),
    )


def _of_action(row: ActionRow, request: RequestRow | None, activities: list[str]) -> Precedent:
    said = request.text if request else ""
    fields = dict.fromkeys(row.fields, 1.0) or (_likely_fields(request) if request else {})
    return Precedent(
        id=row.id,
        text="\n".join(part for part in (row.title, *row.deliverables, *activities, said) if part),
        country=row.country,
        institution=row.institution,
        fields=fields,
    )


def _likely_fields(row: RequestRow) -> dict[str, float]:
    return {field.code: field.confidence for field in requests.understood_of(row).fields}
