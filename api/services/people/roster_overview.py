"""People of the roster at a glance: what is on record of each, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.people import experts, identities
from api.services.people.experts import Wanted
from api.services.unit import Unit
from api.storage import cvs
from api.storage.paging import Part
from api.storage.tables import ExpertRow
from matching.entities import LanguageClaim

PLACE = "roster"  # where names were shown, as the log tells it


@dataclass(frozen=True)
class RosterLine:
    """A person in one line; the name is None unless it was asked for and is known."""

    id: str
    name: str | None
    status: str | None
    institution: str | None
    country: str | None  # of the institution
    fields: tuple[str, ...]
    languages: tuple[LanguageClaim, ...]
    validated: bool | None
    consent: bool | None
    excluded: bool  # False for those who may not know it
    cvs_waiting: int  # to be confirmed

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record of what they can do."""
        return not (self.fields or self.languages or self.status)


def overview(unit: Unit, wanted: Wanted, *, limit: int, after: str | None) -> Part[RosterLine]:
    """A page of people, by id; where names are wanted, that they were shown is noted.

    Raises:
        UnknownCode, NotAllowed: see `experts.listed`.
    """
    part = experts.listed(unit, wanted, limit=limit, after=after)
    ids = [row.id for row in part.rows]
    waiting = cvs.waiting(unit.session, ids)
    names = identities.names_of(unit, ids, PLACE) if wanted.named else {}
    return Part([_line(unit, row, names.get(row.id), waiting.get(row.id, 0)) for row in part.rows], part.next)


def _line(unit: Unit, row: ExpertRow, name: str | None, cvs_waiting: int) -> RosterLine:
    claims = (LanguageClaim.model_validate(claim) for claim in row.profile.get("languages", ()))
    return RosterLine(
        id=row.id,
        name=name,
        status=row.status,
        institution=row.institution,
        country=row.institution_country,
        fields=tuple(row.profile.get("fields", ())),
        languages=tuple(claims),
        validated=row.validated,
        consent=row.consent,
        excluded=row.excluded and experts.knows_exclusions(unit, row.id),
        cvs_waiting=cvs_waiting,
    )
