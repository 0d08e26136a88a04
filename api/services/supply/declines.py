"""How soon people say no: days from the first invitation of a call to the first of them that is declined."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median

from pydantic import BaseModel, Field

from api.services.indicators.suppressed import few
from api.services.supply.told_cells import withheld
from api.services.unit import Actor, Unit
from api.storage import indicators as rows

DECLINED = "declined"


class Decline(BaseModel):
    """How soon the first no came, over the calls in which somebody was invited."""

    invited: int | None = Field(description="calls in which somebody was invited; null where that is not told")
    declined: int | None = Field(description="of these, calls in which somebody said no")
    days: float | None = Field(description="days until then, in the middle; null where there is none or it is not told")


@dataclass(frozen=True)
class Declines:
    """Of every call in which somebody was invited, days until the first no; None where nobody said no."""

    days: Mapping[str, float | None]

    def of(self, calls: Collection[str], actor: Actor) -> Decline:
        """Of some calls together, as somebody is told of it."""
        own = {call: days for call, days in self.days.items() if call in calls}
        known = [days for days in own.values() if days is not None]
        if withheld(actor) == "people" and (few(len(own)) or few(len(known))):
            return Decline(invited=None, declined=None, days=None)
        return Decline(invited=len(own), declined=len(known), days=round(median(known), 1) if known else None)


def first_decline(unit: Unit) -> Declines:
    """Of every call in which somebody was invited to take part, how soon the first no came; offers of a place are apart."""
    first: dict[str, rows.Invited] = {}
    found: dict[str, float | None] = {}
    for one in rows.invitations(unit.session):  # in the order in which they were sent
        if one.offer:
            continue
        begun = first.setdefault(one.call_id, one)
        found.setdefault(one.call_id, None)
        if one.state == DECLINED and one.answered_at is not None:
            days = (one.answered_at - begun.at).total_seconds() / 86400
            before = found[one.call_id]
            found[one.call_id] = days if before is None else min(before, days)
    return Declines(found)
