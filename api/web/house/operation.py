"""How the service stands, and the rules of the office as forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services import office_settings as use
from api.services.office_settings import KINDS, OfficeSetting, PrivacyNotice, RetentionPeriods
from api.services.operation_state import operation_state
from api.services.unit import Unit
from api.speech.speech import NAMES, Speech, speech
from api.web.house import rules
from api.web.house.access import Done, Operator
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent, SentForm, answer, in_unit
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGE = "operation"


@router.get("/operation")
def read(permit: Operator, done: Done = "") -> HTMLResponse:
    """Whether the service can work, which letters wait or failed, when it was backed up; and the rules of the office."""
    return _show(permit, done=done)


@router.post("/operation/scope")
def scope(permit: Operator, sent: SentForm) -> Response:
    """Which partner countries are eligible."""
    return _set(permit, sent, "scope", lambda unit: rules.scope(sent))


@router.post("/operation/retention")
def retention(permit: Operator, sent: SentForm) -> Response:
    """How long what is kept is needed."""
    return _set(permit, sent, "retention", lambda unit: rules.retention(sent))


@router.post("/operation/reserve")
def reserve(permit: Operator, sent: SentForm) -> Response:
    """What a new call does after a no."""
    return _set(permit, sent, "reserve", lambda unit: rules.reserve(sent))


@router.post("/operation/suggestions")
def suggestions(permit: Operator, sent: SentForm) -> Response:
    """Which letters are written without anything having happened."""
    return _set(permit, sent, "suggestions", lambda unit: rules.suggestions(sent))


@router.post("/operation/rotation")
def rotation(permit: Operator, sent: SentForm) -> Response:
    """How often the same people go, and whether that holds in a season."""
    return _set(permit, sent, "rotation", lambda unit: rules.rotation(sent))


@router.post("/operation/upkeep")
def upkeep(permit: Operator, sent: SentForm) -> Response:
    """When profiles are outdated, and whether people are asked by themselves."""
    return _set(permit, sent, "upkeep", lambda unit: rules.upkeep(sent))


@router.post("/operation/privacy_notice")
def privacy_notice(permit: Operator, sent: SentForm) -> Response:
    """What people are told before they agree."""
    return _set(
        permit, sent, "privacy_notice", lambda unit: rules.privacy_notice(sent, use.setting(unit, PrivacyNotice))
    )


def _set(permit: Permit, sent: Sent, rule: str, typed: Callable[[Unit], OfficeSetting]) -> Response:
    """Set a rule to what was typed, and go back to the page."""
    return answer(
        sent,
        rule,
        in_unit(permit, lambda unit: use.change(unit, typed(unit), sent.number("version"))),
        then=f"/operation?done={rule}",
        again=lambda wrong, status: _show(permit, wrong, status),
        say=speech(permit.language, PAGE),
    )


def _show(permit: Permit, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "") -> HTMLResponse:
    say = speech(permit.language, PAGE)
    with permit.reading() as unit:
        found: dict[str, Any] = {name: use.get(unit, kind) for name, kind in KINDS.items()}
        return page(
            "operation.html",
            status,
            viewer=viewer_of(permit),
            say=say,
            state=operation_state(unit),
            rules={name: value for name, (value, _) in found.items()},
            versions={name: version for name, (_, version) in found.items()},
            periods=tuple(RetentionPeriods.model_fields),
            countries=_countries(found["scope"][0].countries, say),
            spoken=NAMES,
            sent=sent,
            done=done if say.has(f"done.{done}") else "",
        )


def _countries(codes: list[str], say: Speech) -> str:
    """Countries in words, as they are typed: one a line."""
    return "\n".join(say.country(code) for code in codes)
