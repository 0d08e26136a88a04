"""What a new call is matched with, as a page of the administrator: weights, rules, sizes, and who changed what."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.errors import STATUS, status_of
from api.services import office_settings as use
from api.services.office_settings import MatchDefaults
from api.services.setting_history import Changed, history
from api.services.unit import Unit
from api.speech.speech import Speech, speech
from api.web.forms import FormProblem, read_form, values_of
from api.web.house import matching_form as form
from api.web.house.access import Done, Operator
from api.web.house.log_links import WITHOUT_ACCOUNT
from api.web.rendering import page
from api.web.sent import Sent, SentForm
from api.web.viewer import viewer_of
from matching.errors import MatchingError
from matching.settings import MatchSettings

router = APIRouter(include_in_schema=False)
HERE = "/operation/matching"
DELIVERED = MatchSettings()
SETTINGS = "settings."  # what the paths of this rule begin with


@router.get(HERE)
def read(permit: Operator, done: Done = "") -> HTMLResponse:
    """What a new call is matched with, how it differs from what is delivered, and who changed it."""
    return _show(permit, done=done)


@router.post(HERE)
def change(permit: Operator, sent: SentForm) -> Response:
    """Set all of it."""
    reading = read_form(sent.values, DELIVERED, _say(permit), form.SHAPE)
    if reading.settings is None:
        return _show(permit, sent, problems=reading.problems, status=422)
    return _set(permit, sent, MatchDefaults(settings=reading.settings), "set")


@router.post(HERE + "/delivered")
def restore(permit: Operator, sent: SentForm) -> Response:
    """Go back to what is delivered."""
    return _set(permit, sent, MatchDefaults(), "delivered")


def _set(permit: Permit, sent: Sent, value: MatchDefaults, done: str) -> Response:
    try:
        with permit.writing() as unit:
            use.change(unit, value, sent.number("version"))
    except MatchingError as error:
        if not any(kind in STATUS for kind in type(error).__mro__):
            raise
        return _show(permit, sent, error=error, status=status_of(error))
    return RedirectResponse(f"{HERE}?done={done}", status_code=303)


def _say(permit: Permit) -> Speech:
    return speech(permit.language, "matching", "rules")


def _show(
    permit: Permit,
    sent: Sent | None = None,
    *,
    problems: tuple[FormProblem, ...] = (),
    error: MatchingError | None = None,
    status: int = 200,
    done: str = "",
) -> HTMLResponse:
    say = _say(permit)
    with permit.reading() as unit:
        value, version = use.get(unit, MatchDefaults)
        found = _told(unit, say)
    values = values_of(value.settings, shape=form.SHAPE)
    typed = dict.fromkeys(form.SHAPE.switches, "") | dict(sent.values) if sent else {}
    return page(
        "matching.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        here=HERE,
        version=version,
        values=values | typed,
        problems=problems,
        error=error,
        shares=list(form.shares(value.settings)),
        differs=form.changes(DELIVERED, value.settings, say),
        history=found,
        without_account=WITHOUT_ACCOUNT,
        done=done if say.has(f"done.{done}") else "",
    )


def _told(unit: Unit, say: Speech) -> list[tuple[Changed, list[form.Told]]]:
    """Each change with its parts in words."""
    return [(one, [part(one, path, say) for path in one.parts]) for one in history(unit, MatchDefaults.name)]


def part(one: Changed, path: str, say: Speech) -> form.Told:
    """A part of a change in words; of a text its name alone."""
    before, after = one.figures.get(path, (None, None))
    return form.told(path.removeprefix(SETTINGS), before, after, say)
