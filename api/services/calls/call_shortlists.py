"""The shortlists of a call: versions 1, 2, 3..., each made with the call's fixed settings and kept with its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from api.errors import Conflict
from api.services.calls import calls
from api.services.calls.call_states import check_state
from api.services.calls.call_terms import settings_of, terms_of
from api.services.calls.pools import compared
from api.services.calls.taking_part import taking_part
from api.services.office import Office
from api.services.shortlists import shortlists
from api.services.shortlists.rules_of_people import with_known
from api.services.unit import Actor, Unit, reading
from api.services.versions import found
from api.storage import call_shortlists as rows
from api.storage import calls as call_rows
from api.storage.paging import Part
from api.storage.tables import ShortlistRow
from matching.entities import Call
from matching.results import Shortlist
from matching.settings import MatchSettings

Pool = Literal["applied", "roster"]


@dataclass(frozen=True)
class Version:
    """One version of a call's shortlist.

    `pool`: ids of those who were compared; None for the whole roster. `named`: ids of positions by expert, of those who
    were compared for these alone.
    """

    id: str
    number: int
    at: datetime
    by: str
    pool: tuple[str, ...] | None
    named: dict[str, list[str]]
    content_hash: str
    redacted_at: datetime | None
    shortlist: Shortlist

    def compares(self, expert_id: str, position_id: str) -> bool:
        """Whether somebody was compared for a position."""
        return compared(self.pool, self.named, expert_id, position_id)


def make(office: Office, actor: Actor, call_id: str, pool: Pool) -> tuple[Version, bool]:
    """Compare those who take part, or the whole roster, and keep the result; and whether it is a new version.

    Whoever applied for or was invited to some positions alone is compared for these, in either case.
    Whoever served on the action before counts as such. The same people, facts and day again give the version on record.

    Raises:
        NotOnRecord: there is no such call.
        Conflict: the call is a draft or decided on, or nobody takes part.
        InvalidCall, ContradictoryRules, EmptyRoster: nobody can be compared; see `shortlists.make`.
    """
    with reading(office, actor) as unit:
        terms, settings, people, named = _inputs(unit, call_id, pool)
        before = rows.last_number(unit.session, call_id)
    known = office.roster.current().matcher.roster.row_of
    stored = shortlists.make(
        office,
        actor,
        terms.model_dump(mode="json"),
        settings=with_known(settings, known),
        call_id=call_id,
        pool=people,
        named=named,
    )
    with reading(office, actor) as unit:
        kept = version(unit, call_id, stored.number or 0)
    return kept, kept.number > before


def version(unit: Unit, call_id: str, number: int) -> Version:
    """One version of a call's shortlist.

    Raises:
        NotOnRecord: there is no such call or version.
    """
    calls.get(unit, call_id)
    row = found(rows.version(unit.session, call_id, number), "version of the shortlist", str(number))
    return Version(
        id=row.id,
        number=number,
        at=row.at,
        by=row.by,
        pool=tuple(row.pool) if row.pool is not None else None,
        named=row.named,
        content_hash=row.content_hash,
        redacted_at=row.redacted_at,
        shortlist=Shortlist.model_validate(row.content),
    )


def opened(unit: Unit, call_id: str, number: int, *, blind: bool) -> Version:
    """The same for somebody who reads it: that goes to the log, and whether it was read blind.

    Raises:
        NotOnRecord: there is no such call or version.
    """
    kept = version(unit, call_id, number)
    unit.record("shortlist.viewed", "shortlist", kept.id, call=call_id, number=number, blind=blind)
    return kept


def versions(unit: Unit, call_id: str, *, limit: int, after: str | None) -> Part[ShortlistRow]:
    """A page of the versions of a call's shortlist, newest first, without their contents.

    Raises:
        NotOnRecord: there is no such call.
    """
    calls.get(unit, call_id)
    return rows.versions(unit.session, call_id, limit=limit, after=after)


def listed_for(shortlist: Shortlist, position_id: str) -> set[str]:
    """Ids of everybody whom a shortlist proposes for a position: ranked, on its balanced list, or in a team."""
    ranked = {c.expert_id for p in shortlist.positions if p.position_id == position_id for c in p.candidates}
    balanced = {i for one in shortlist.lists if one.position_id == position_id for i in one.expert_ids}
    return ranked | balanced | {m.expert_id for t in shortlist.teams for m in t.members if m.position_id == position_id}


def _inputs(unit: Unit, call_id: str, pool: Pool) -> tuple[Call, MatchSettings, list[str] | None, dict[str, list[str]]]:
    row = calls.get(unit, call_id)
    check_state(unit, row, "given a shortlist", "published", "closed")
    terms = terms_of(row)
    served = dict.fromkeys([*terms.previous_members, *call_rows.served_before(unit.session, row)])
    terms = terms.model_copy(update={"previous_members": tuple(served)})
    part = taking_part(unit, call_id)
    named = part.named([position.id for position in terms.positions])
    if pool == "roster":
        return terms, settings_of(row), None, named
    people = sorted(part.everyone)
    if not people:
        raise Conflict(
            "There is nobody to compare.",
            "Nobody applied, or all withdrew or declined.",
            "Invite people, or compare the whole roster.",
        )
    return terms, settings_of(row), people, named
