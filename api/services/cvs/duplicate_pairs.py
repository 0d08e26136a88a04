"""Records that may be of one person, each pair with what an officer has to see before they say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.services.cvs.duplicates import Certainty, Reason, duplicates
from api.services.people import identities
from api.services.people.experts import as_matched
from api.services.people.viewing import seen
from api.services.unit import Unit
from api.storage import experts
from api.storage.tables import ExpertRow
from matching.entities import Segment

PART = "duplicates"  # as the log tells what was looked at


@dataclass(frozen=True)
class Side:
    """One of the two records, with the last of a career."""

    id: str
    name: str | None
    version: int
    status: str | None
    institution: str | None
    country: str | None
    languages: tuple[str, ...]
    posts: int
    last: Segment | None
    validated: bool | None
    created_at: datetime


@dataclass(frozen=True)
class SideBySide:
    """Two records and what speaks for one person."""

    sides: tuple[Side, ...]
    certainty: Certainty
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Pairs:
    """A page of them, and the mark from which the next goes on."""

    items: tuple[SideBySide, ...]
    next: str | None


def side_by_side(unit: Unit, *, limit: int, after: str | None, apart: bool = False) -> Pairs:
    """Pairs by id; that both were looked at is noted.

    Args:
        apart: those that somebody told apart; else all but those.

    Raises:
        InvalidSetting: the mark of a page is not one of ours.
    """
    found = duplicates(unit, limit=limit, after=after, apart=apart)
    ids = {one for pair in found.items for one in pair.expert_ids}
    rows = experts.experts_by_id(unit.session, ids)
    names = identities.names_of(unit, ids, PART)
    for expert_id in sorted(ids - set(names)):
        seen(unit, expert_id, PART)
    items = (
        SideBySide(tuple(_side(rows[one], names.get(one)) for one in pair.expert_ids), pair.certainty, pair.reasons)
        for pair in found.items
    )
    return Pairs(tuple(items), found.next)


def _side(row: ExpertRow, name: str | None) -> Side:
    expert = as_matched(row)
    posts = [segment for segment in expert.segments if segment.kind in ("post", "assignment")]
    dated = [segment for segment in posts if segment.start]
    return Side(
        id=row.id,
        name=name,
        version=row.version,
        status=row.status,
        institution=row.institution,
        country=row.institution_country,
        languages=tuple(claim.language for claim in expert.languages),
        posts=len(posts),
        last=max(dated, key=lambda segment: str(segment.start), default=None),
        validated=row.validated,
        created_at=row.created_at,
    )
