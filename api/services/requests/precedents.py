"""What was done before and is near, with who carried it out: for a request on record, or for a text that is on none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.services.indicators.suppressed import count
from api.services.office import Office
from api.services.requests import delivered
from api.services.requests.delivered import Continuing, Deliverer
from api.services.requests.similar import Similar, SoughtData, similar, similar_to_text
from api.services.unit import Actor, reading

MOST = 20  # of them at once
USUAL = 5


@dataclass(frozen=True)
class Precedents:
    """Those that are near, the nearest first; `by`: who carried out each action, by its id.

    `went`: people on the roster who went to one of them, as a number that tells nobody: None for fewer than five, else to
    the nearest multiple of five.
    """

    near: Sequence[Similar]
    by: Mapping[str, tuple[Deliverer, ...]] = field(default_factory=dict)
    went: int | None = 0


def of_request(office: Office, actor: Actor, request_id: str, limit: int = USUAL) -> Precedents:
    """The precedents of a request on record; nothing of persons.

    Raises:
        NotOnRecord: there is no such request.
    """
    return _told(office, actor, similar(office, actor, request_id, limit))


def of_text(office: Office, actor: Actor, sought: SoughtData, limit: int = USUAL) -> Precedents:
    """The precedents of a text; it is kept nowhere. Nothing of persons."""
    return _told(office, actor, similar_to_text(office, actor, sought, limit))


def people_of(office: Office, actor: Actor, near: Sequence[Similar], *, named: bool) -> list[Continuing]:
    """Those on the roster who went to actions that are near, for whoever may see persons; each showing is noted."""
    with reading(office, actor) as unit:
        return delivered.continuing(unit, near, named=named)


def _told(office: Office, actor: Actor, near: Sequence[Similar]) -> Precedents:
    with reading(office, actor) as unit:
        return Precedents(near, delivered.deliverers(unit, near), count(delivered.people_count(unit, near)))
