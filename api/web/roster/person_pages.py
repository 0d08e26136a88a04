"""The page of a person, and what the office does from it; each form is one use case, and leads back to the page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.services.people import experts, identities, performance
from api.services.people.experts import JudgementData
from api.services.people.performance import ExclusionData, PerformanceNoteData
from api.services.people.profiles import PARTS, ProfileData
from api.services.unit import Unit
from api.web import cv_sent
from api.web.cv_sent import SentDocument
from api.web.roster.access import At, Done, Leader, Officer, StaffPersonal, TeamPersonal
from api.web.roster.people import identity_of
from api.web.roster.person_showing import answer, show
from api.web.sent import Missing, NotFilled, Sent, SentForm, in_unit
from matching.codes import country_code

router = APIRouter(include_in_schema=False)


@router.get("/experts/{id}")
def read(permit: StaffPersonal, at: At, done: Done = "") -> HTMLResponse:
    """A person as the office sees them; that somebody looked is noted."""
    return show(permit, at, done=done)


@router.post("/experts/{id}/cvs")
def send(permit: StaffPersonal, at: At, sent: SentForm, document: SentDocument) -> Response:
    """Read a CV for them, and go on to its facts."""

    def use() -> Response:
        kept = cv_sent.send(permit, document, at.expert_id)
        return RedirectResponse(at.done(f"read_{kept.outcome}", "cvs", kept.cv_id), status_code=303)

    return answer(permit, at, sent, "upload", "", use)


@router.post("/experts/{id}/identity")
def change_identity(permit: StaffPersonal, at: At, sent: SentForm) -> Response:
    """Name, contact and language of letters."""

    def use(unit: Unit) -> None:
        identities.change(unit, at.expert_id, identity_of(sent), sent.number("version"))

    return answer(permit, at, sent, "identity", "identity", in_unit(permit, use))


@router.post("/experts/{id}/work")
def change_work(permit: StaffPersonal, at: At, sent: SentForm) -> Response:
    """Status and institution; the rest of the profile stays as it is."""

    def use(unit: Unit) -> None:
        row = experts.get(unit, at.expert_id)
        kept = experts.as_matched(row).model_dump(include=set(PARTS))
        said = {
            "status": sent.text("status"),
            "institution": sent.text("institution"),
            "institution_country": _country(sent, "country"),
        }
        experts.replace_profile(unit, row.id, ProfileData.model_validate(kept | said), sent.number("version"))

    return answer(permit, at, sent, "work", "work", in_unit(permit, use))


@router.post("/experts/{id}/validation")
def judge(permit: Officer, at: At, sent: SentForm) -> Response:
    """Validate the profile that was read, or send it back with a question, which the person is told."""
    validated = sent.text("judgement") == "validated"

    def use(unit: Unit) -> None:
        if not validated and sent.text("reason") is None:
            raise NotFilled(Missing("reason", "problem.reason"))
        data = JudgementData(validated=validated, reason=None if validated else sent.text("reason"))
        experts.judge(unit, at.expert_id, data, sent.number("version"))

    return answer(permit, at, sent, "judge", "validated" if validated else "asked", in_unit(permit, use))


@router.post("/experts/{id}/performance")
def note(permit: TeamPersonal, at: At, sent: SentForm) -> Response:
    """Note how an assignment went, in confidence."""

    def use(unit: Unit) -> None:
        missing = [Missing(name) for name in ("grade", "text") if sent.text(name) is None]
        if missing:
            raise NotFilled(*missing)
        said = {"action_code": sent.text("action_code"), "grade": sent.number("grade"), "text": sent.text("text")}
        performance.note(unit, at.expert_id, PerformanceNoteData.model_validate(said))

    return answer(permit, at, sent, "note", "noted", in_unit(permit, use))


@router.post("/experts/{id}/exclusion")
def exclude(permit: Leader, at: At, sent: SentForm) -> Response:
    """Exclude somebody for past performance, or let them in again, with the reason."""
    excluded = sent.text("excluded") == "yes"

    def use(unit: Unit) -> None:
        reason = sent.text("reason")
        if reason is None:
            raise NotFilled(Missing("reason"))
        performance.decide_exclusion(unit, at.expert_id, ExclusionData(excluded=excluded, reason=reason))

    return answer(permit, at, sent, "exclusion", "excluded" if excluded else "let_in", in_unit(permit, use))


def _country(sent: Sent, name: str) -> str | None:
    """A country as it was typed, by name or code."""
    typed = sent.text(name)
    if typed is None:
        return None
    try:
        return country_code(typed)
    except ValueError:
        raise NotFilled(Missing(name, "problem.country")) from None
