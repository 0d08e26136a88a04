"""Vectors of what a CV said, let go when what it said is emptied; outside of any transaction, after it ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from api.services.cvs.cvs import encoded, encoded_to_read
from api.services.office import Office
from api.services.roster.encoding import forget_everywhere
from api.services.unit import Actor, Unit, reading
from api.storage import cvs as rows
from api.storage import experts
from matching.cv.values import ReadProfile
from matching.entities import Expert
from matching.roster import forget_people


def readings(unit: Unit, *expert_ids: str) -> list[Expert]:
    """What was encoded of these people's CVs, one by one; to be taken before they are emptied."""
    found = [row for expert_id in expert_ids for row in rows.of_expert(unit.session, expert_id)]
    return [told for row in found for told in encoded(row)]


def to_forget(unit: Unit, cv_ids: Collection[str]) -> list[Expert]:
    """What was encoded of these CVs, which are about to be removed; matching lets go of what was read by them."""
    found = rows.by_ids(unit.session, cv_ids)
    for person in experts.experts_by_id(unit.session, {row.expert_id for row in found}).values():
        person.revision = unit.roster_changed()
    return [told for row in found for told in encoded(row)]


@contextmanager
def kept_or_forgotten(office: Office, read: ReadProfile) -> Iterator[None]:
    """Around the keeping of a CV: where it is not kept, as where its owner was erased meanwhile, its vectors go."""
    try:
        yield
    except Exception:
        forget_people(encoded_to_read(read, "-"), office.engine)
        raise


def let_go(office: Office, actor: Actor, before: Sequence[Expert], expert_ids: Collection[str]) -> int:
    """Remove the vectors of what is read from these people's CVs no longer, and stands in no profile of theirs.

    Args:
        before: `readings` from before the change.
    """
    if not before:
        return 0
    with reading(office, actor) as unit:
        people = experts.experts_by_id(unit.session, expert_ids).values()
        kept = [*readings(unit, *expert_ids), *(experts.expert_of(row, None) for row in people)]
    texts = {segment.text for person in kept for segment in person.segments}
    gone = tuple(segment for person in before for segment in person.segments if segment.text not in texts)
    written = [Expert(id="-", segments=gone)]
    return forget_everywhere(office.database, written, office.engine, office.clock.now()) if gone else 0
