"""People of the roster over HTTP: what they can do, when they are free, whether their profile is validated."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from api.routes.access import OfficerPermit, StaffPermit, takes_json
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, tag
from api.routes.people import PREFIX, Expected, ExpertId, Own, StaffOrOwn, StaffPersonal
from api.services.people import experts as use
from api.services.people.experts import ExpertRow, JudgementData, NewExpertData, Wanted
from api.services.people.profiles import PARTS, AvailabilityData, ProfileData
from api.services.storable import Id
from api.services.unit import Unit
from matching.entities import Absence, Country, Language, LanguageClaim, Mission, Segment

router = APIRouter(prefix=PREFIX, tags=["experts"])
Text = Annotated[Id | None, Query(max_length=300)]
PROFILE: dict[str, Any] = {
    "segments": [
        {
            "text": "Head of the counselling unit of the public employment service: profiling of jobseekers.",
            "kind": "post",
            "language": "en",
            "start": "2010-01-01",
        }
    ],
    "status": "civil_servant",
    "institution": "Public Employment Service",
    "institution_country": "FR",
    "languages": [{"language": "fr", "speaking": "C1", "writing": "C1"}],
    "fields": ["A.35"],
    "absences": [{"start": "2027-08-01", "end": "2027-08-31"}],
    "release_days": 30,
}


class ExpertSummary(BaseModel):
    """A person of the roster in one line, without their name."""

    id: str
    status: str | None
    institution: str | None
    institution_country: str | None
    fields: list[str]
    languages: list[str]
    validated: bool | None = Field(description="null: no officer has looked at the profile as it is")
    consent: bool | None
    excluded: bool | None = Field(default=None, description="for past performance; null for those who may not know it")
    changed_at: datetime
    confirmed_at: datetime | None = Field(description="when the person last said that all this is true")


class Profile(BaseModel):
    """What a person says of their work, as it is kept; send it back with a change to replace it."""

    segments: list[Segment]
    status: str | None
    institution: str | None
    institution_country: str | None
    languages: list[LanguageClaim]
    fields: list[str]
    competences: list[str]
    activity_types: list[str]
    countries: list[str]
    absences: list[Absence] | None
    release_days: int | None
    conflicts: list[str] | None
    missions: list[Mission]


class ExpertAnswer(ExpertSummary):
    """A person of the roster, without their name."""

    profile: Profile
    validated_at: datetime | None
    validation_reason: str | None = Field(description="why an officer did not validate the profile")
    created_at: datetime


def summary(unit: Unit, row: ExpertRow) -> ExpertSummary:
    """A row in one line."""
    return ExpertSummary(**_line(unit, row))


def answer(unit: Unit, row: ExpertRow) -> ExpertAnswer:
    """A row in the shape of an answer."""
    kept = use.as_matched(row)
    return ExpertAnswer(
        **_line(unit, row),
        profile=Profile.model_validate(kept.model_dump(include=set(PARTS))),
        validated_at=row.validated_at,
        validation_reason=row.validation_reason,
        created_at=row.created_at,
    )


def _answer(unit: Unit, response: Response, row: ExpertRow) -> ExpertAnswer:
    tag(response, row)
    return answer(unit, row)


def _line(unit: Unit, row: ExpertRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": row.status,
        "institution": row.institution,
        "institution_country": row.institution_country,
        "fields": row.profile.get("fields", []),
        "languages": [claim["language"] for claim in row.profile.get("languages", [])],
        "validated": row.validated,
        "consent": row.consent,
        "excluded": row.excluded if use.knows_exclusions(unit, row.id) else None,
        "changed_at": row.changed_at,
        "confirmed_at": row.confirmed_at,
    }


@router.get("", summary="People of the roster, by id", responses=problems(401, 403, 422))
def listed(
    permit: StaffPermit,
    limit: Limit = 50,
    after: After = None,
    field: Annotated[Id | None, Query(max_length=80, description="code; those below it count, too")] = None,
    language: Annotated[Language | None, Query(max_length=80)] = None,
    status: Annotated[Id | None, Query(max_length=80)] = None,
    institution: Text = None,
    country: Annotated[Country | None, Query(max_length=80, description="of the institution")] = None,
    validated: bool | None = None,
    excluded: Annotated[bool | None, Query(description="for the team alone")] = None,
    q: Annotated[Id | None, Query(max_length=300, description="words in the id or the institution's name")] = None,
) -> Page[ExpertSummary]:
    """A page of people; names are elsewhere."""
    wanted = Wanted(
        fields=[field] if field else [],
        language=language,
        status=status,
        institution=institution,
        country=country,
        validated=validated,
        excluded=excluded,
        words=q,
    )
    with permit.reading() as unit:
        found = use.listed(unit, wanted, limit=limit, after=after)
        return Page(items=[summary(unit, row) for row in found.rows], next=found.next)


@router.post(
    "",
    status_code=201,
    summary="Put a person on the roster",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def add(permit: StaffPersonal, response: Response, data: NewExpertData) -> ExpertAnswer:
    """A new person; an officer has to validate the profile, and the person to agree to the privacy notice."""
    with permit.writing() as unit:
        made = _answer(unit, response, use.add(unit, data))
    response.headers["Location"] = f"{PREFIX}/{made.id}"
    return made


@router.get("/{id}", summary="One person", responses=problems(401, 403, 404, 422))
def read(permit: StaffOrOwn, response: Response, id: ExpertId) -> ExpertAnswer:
    """The whole profile; that it was looked at is noted, and the person can see it."""
    with permit.reading() as unit:
        return _answer(unit, response, use.read(unit, id))


@router.put(
    "/{id}",
    summary="Replace a profile",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
)
def replace(
    permit: StaffOrOwn, response: Response, id: ExpertId, data: ProfileData, expected: Expected
) -> ExpertAnswer:
    """Everything under 'profile', replaced. Facts that a person changes themselves are to be validated again."""
    with permit.writing() as unit:
        return _answer(unit, response, use.replace_profile(unit, id, data, expected))


@router.patch(
    "/{id}/availability",
    summary="Say when a person is free",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
)
def availability(
    permit: StaffOrOwn, response: Response, id: ExpertId, data: AvailabilityData, expected: Expected
) -> ExpertAnswer:
    """Absences, notice of release and conflicts of interest; what is not sent stays. Nothing needs to be validated."""
    with permit.writing() as unit:
        return _answer(unit, response, use.set_availability(unit, id, data, expected))


@router.post("/{id}/confirmation", summary="Say that all is still true", responses=problems(401, 403, 404, 422))
def confirm(permit: Own, response: Response, id: ExpertId) -> ExpertAnswer:
    """The person says that their profile is true as it stands."""
    with permit.writing() as unit:
        return _answer(unit, response, use.confirm(unit, id))


@router.put(
    "/{id}/validation",
    summary="Validate a profile, or not",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
)
def judge(
    permit: OfficerPermit, response: Response, id: ExpertId, data: JudgementData, expected: Expected
) -> ExpertAnswer:
    """An officer's word on the version that they read; nobody validates their own profile."""
    with permit.writing() as unit:
        return _answer(unit, response, use.judge(unit, id, data, expected))
