"""What an officer does with requests: receives, mends, judges, ends them, and leads them on to an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.services.requests import actions, requests
from api.services.requests.actions import NewAction
from api.services.requests.requests import AssessmentData, MergeData, RequestData, RequestStep
from api.services.unit import Unit
from api.web.intake.access import ItsId, Officer
from api.web.intake.posted import Posted, PostedForm
from api.web.intake.request_showing import say_of, show, show_list
from api.web.intake.values import Reader
from api.web.sent import Missing, NotFilled, Sent, answer, in_unit
from matching.reading import extract_text

router = APIRouter(include_in_schema=False)


@router.post("/requests")
def receive(permit: Officer, request: Request, posted: PostedForm) -> Response:
    """Receive a request as text, title or document; it is understood at once."""

    def act() -> Response:
        data = RequestData.model_validate(_facts(posted) | {"text": _text(posted)})
        understood = requests.understand(permit.office.engine, data)
        with permit.writing() as unit:
            made = requests.receive(unit, data, understood).id
        return RedirectResponse(f"{_path(made)}?done=received", status_code=303)

    def again(wrong: Sent, status: int) -> HTMLResponse:
        return show_list(permit, request, sent=wrong, status=status)

    return answer(posted.sent, "receive", act, then="/requests", again=again, say=say_of(permit))


@router.post("/requests/{id}/change")
def change(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """Replace text and facts, as more becomes known; the request is understood anew."""
    version = posted.sent.number("version")

    def act() -> None:
        data = RequestData.model_validate(_facts(posted) | {"text": _text(posted)})
        with permit.reading() as unit:
            requests.check_change(unit, id, version)
        understood = requests.understand(permit.office.engine, data)
        with permit.writing() as unit:
            requests.change(unit, id, data, understood, version)

    return _answer(permit, request, id, posted, "change", "changed", act)


@router.post("/requests/{id}/assessments")
def judge(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """A person's judgement, with its reason."""
    question = posted.text("question") or ""

    def use(unit: Unit) -> None:
        requests.get(unit, id)
        said = {"yes": True, "no": False}.get(posted.needed("answer"))
        data = _step(posted) | {"question": question, "answer": said}
        requests.assess(unit, id, AssessmentData.model_validate(data))

    return _answer(permit, request, id, posted, f"judge-{question}", "judged", in_unit(permit, use))


@router.post("/requests/{id}/withdraw")
def withdraw(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """Note that the partner took the request back."""
    use = in_unit(permit, lambda unit: requests.withdraw(unit, id, RequestStep.model_validate(_step(posted))))
    return _answer(permit, request, id, posted, "withdraw", "withdrawn", use)


@router.post("/requests/{id}/merge")
def merge(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """Deal with the request as part of another one."""

    def use(unit: Unit) -> None:
        requests.get(unit, id)
        into = posted.needed("into")
        requests.merge(unit, id, MergeData.model_validate(_step(posted) | {"into": into}))

    return _answer(permit, request, id, posted, "merge", "merged", in_unit(permit, use))


@router.post("/requests/{id}/action")
def lead_on(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """Open an action from a request that was found relevant."""

    def act() -> Response:
        data = NewAction.model_validate(action_facts(permit, posted) | {"request_id": id, "on": posted.text("on")})
        with permit.writing() as unit:
            made = actions.open_(unit, data).id
        return RedirectResponse(f"/actions/{quote(made, safe='')}?done=opened", status_code=303)

    return _answer(permit, request, id, posted, "act", "", act)


def action_facts(permit: Officer, posted: Posted) -> dict[str, Any]:
    """What forms say of an action.

    Raises:
        NotFilled: what is needed is missing, or a field is not known.
    """
    reader = Reader(posted.sent.values, permit.office.engine.vocabularies)
    fields = reader.codes("field-", "fields")
    reader.check()
    return {
        "code": posted.needed("code"),
        "title": posted.needed("title"),
        "country": posted.text("country"),
        "institution": posted.text("institution"),
        "fields": list(fields),
        "deliverables": list(reader.lines("deliverables")),
    }


def _answer(
    permit: Officer, request: Request, id: str, posted: Posted, form: str, done: str, act: Callable[[], object]
) -> Response:
    """Do what a form of the page of a request asks for, and go back to the page."""

    def again(wrong: Sent, status: int) -> HTMLResponse:
        return show(permit, request, id, sent=wrong, status=status)

    return answer(posted.sent, form, act, then=f"{_path(id)}?done={done}", again=again, say=say_of(permit))


def _path(request_id: str) -> str:
    return f"/requests/{quote(request_id, safe='')}"


def _facts(posted: Posted) -> dict[str, Any]:
    return {name: posted.text(name) for name in ("title", "country", "institution", "received_on")}


def _text(posted: Posted) -> str:
    """The text that was pasted, or that of the document."""
    text = posted.text("text") or ""
    if text and posted.document:
        raise NotFilled(Missing("text", "problem.both"))
    if posted.document:
        return extract_text(posted.document, posted.name).text
    if not text and not posted.text("title"):
        raise NotFilled(Missing("text", "problem.says_nothing"))
    return text


def _step(posted: Posted) -> dict[str, Any]:
    return {"reason": posted.needed("reason"), "on": posted.text("on")}
