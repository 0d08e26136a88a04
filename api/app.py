"""`create_app`: the service behind its doors, JSON and pages; every error leaves in one shape."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from api import schemas
from api.auth.language import language_of
from api.background import Background
from api.errors import UNAVAILABLE, NotSignedIn, from_http, from_validation, problem_of, status_of, trace_without_words
from api.metrics import Metrics
from api.repeats import DoneBefore, Repeats, repeated
from api.routes import (
    accounts,
    actions,
    activities,
    applications,
    call_shortlists,
    calls,
    communities,
    consents,
    cvs,
    data,
    decisions,
    declarations,
    digests,
    duplicates,
    erasure,
    evaluation_notes,
    examples,
    experts,
    focal_points,
    health,
    identities,
    imports,
    indicators,
    institutions,
    invitations,
    long_list,
    notices_queue,
    office_settings,
    operation,
    own_data,
    peers,
    performance,
    precedents,
    published_calls,
    requests,
    session,
    shortlists,
    suggestions,
    supply_concentration,
    supply_demand,
    supply_gaps,
    supply_promotion,
    supply_season,
    taxonomy,
    tokens,
    upkeep,
    waiting,
)
from api.routes import log as log_routes
from api.routes.illustrations import illustrate
from api.routes.known_query import known_query
from api.services.office import Office
from api.web import routers as web
from api.web.carrying_on import carried_on
from api.web.compressing import CompressedPages
from api.web.door import LOOPBACK, Door
from api.web.heads import Heads
from api.web.methods import answered_methods
from api.web.quarters import Quarter
from api.web.rendering import error_page
from api.web.sign_in import LONGEST_AFTER
from api.web.viewer import SIGN_IN
from embeddings.errors import EmbeddingError
from matching.errors import MatchingError
from matching.reading.text import Limits
from matching.recording import software_version

log = logging.getLogger(__name__)

ROUTERS = (
    shortlists.router,
    institutions.router,
    health.router,
    session.router,
    accounts.router,
    tokens.router,
    office_settings.router,
    taxonomy.router,
    requests.router,
    precedents.router,
    actions.router,
    activities.router,
    indicators.router,
    log_routes.router,
    erasure.router,
    operation.router,
    experts.router,
    identities.router,
    declarations.router,
    consents.router,
    performance.router,
    focal_points.router,
    own_data.router,
    suggestions.router,
    supply_demand.router,
    supply_gaps.router,
    supply_promotion.router,
    supply_season.router,
    supply_concentration.router,
    digests.router,
    cvs.router,
    duplicates.router,
    upkeep.router,
    waiting.router,
    peers.router,
    communities.router,
    calls.router,
    published_calls.router,
    applications.router,
    invitations.router,
    long_list.router,
    call_shortlists.router,
    evaluation_notes.router,
    decisions.router,
    notices_queue.router,
    data.router,
    imports.router,
    *web.ROUTERS,
)  # fmt: skip
FOR_MACHINES = ("/api/", "/health", "/ready", "/metrics", "/openapi.json")
MAX_BODY = int((Limits().megabytes + 1) * 1_000_000)  # the largest document, and room for the form around it


def create_app(
    office: Office,
    *,
    hosts: Collection[str] = LOOPBACK,
    max_body: int = MAX_BODY,
    background: Background | None = None,
) -> FastAPI:
    """The application, ready to be served.

    Args:
        office: the parts that use cases share.
        hosts: names under which it may be addressed, without port; "*" for any. Only this machine by default.
        max_body: bytes of the largest request.
        background: what runs beside; a serving process has it.
    """
    app = FastAPI(
        title="expertmatch",
        summary="Ranked, balanced and explained shortlists of public experts",
        version=software_version(),
        lifespan=background.lifespan if background else None,
        docs_url=None,  # the usual pages load scripts from other hosts; /api is ours
        redoc_url=None,
        routes=_routes(),
        openapi_tags=[{"name": name} for name in dict.fromkeys(str(t) for r in ROUTERS for t in r.tags)],
    )
    app.state.office, app.state.max_body, app.state.metrics = office, max_body, Metrics(office)
    for kind in (MatchingError, EmbeddingError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _handler)
    app.add_exception_handler(DoneBefore, repeated)
    app.add_middleware(Repeats, office=office)
    app.add_middleware(CompressedPages)
    app.add_middleware(Heads)
    app.add_middleware(Door, answer=answer_error, hosts=hosts, max_body=max_body, observe=app.state.metrics.observe)
    _complete_description(app)
    return app


@cache
def _routes() -> list[BaseRoute]:
    """Every address, put together once for a process: none of them depends on the office."""
    everything = APIRouter()
    for router in ROUTERS:
        everything.include_router(Quarter(router, [Depends(known_query)]))
    return everything.routes


async def _handler(request: Request, error: Exception) -> Response:
    return await carried_on(request, error) or answer_error(request, error, request.state.log_id)


def answer_error(request: Request, error: Exception, log_id: str) -> Response:
    """Any error as problem details for machines and as a page for people; who has to sign in is led there and back."""
    for_machines = request.url.path.startswith(FOR_MACHINES)
    if isinstance(error, NotSignedIn) and not for_machines and _is_a_visit(request):
        return RedirectResponse(_sign_in_and_back(request), status_code=303)
    headers: Mapping[str, str] = {}
    if isinstance(error, HTTPException):
        if error.status_code == 405:
            headers = {"Allow": ", ".join(answered_methods(request))}
        error = from_http(error, headers)
    elif isinstance(error, RequestValidationError):
        error = from_validation(error)
    status = status_of(error)
    if status >= 500:
        log.error("%s answered %d: %s", log_id, status, trace_without_words(error))
    problem = problem_of(error, log_id)
    if for_machines:
        body = problem.model_dump_json(exclude_none=True)
        response = Response(body, status_code=status, media_type="application/problem+json")
    else:
        response = error_page(problem, _language(request))
    response.headers.update(headers)  # such as Allow, with what an address answers to
    if wait := getattr(error, "wait", 60 if status == UNAVAILABLE else None):
        response.headers["Retry-After"] = str(wait)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _language(request: Request) -> str:
    """In which language somebody is spoken to, as far as it is known: an error may come before they are."""
    known: str | None = getattr(request.state, "language", None)
    return known or language_of(request.app.state.office.settings, request)


def _is_a_visit(request: Request) -> bool:
    """Whether a browser goes to a page; the pages of the sign-in say themselves what is wrong."""
    goes = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return goes and not request.url.path.startswith(SIGN_IN)


def _sign_in_and_back(request: Request) -> str:
    """The page of the sign-in, which leads on to the page that was asked for, unless its address is too long."""
    asked, query = request.scope["raw_path"], request.scope["query_string"]
    after = (asked + (b"?" + query if query else b"")).decode("latin-1")
    return f"{SIGN_IN}?after={quote(after)}" if len(after) <= LONGEST_AFTER else SIGN_IN


def _complete_description(app: FastAPI) -> None:
    """Add to the description of the API what the framework cannot know: the shape of problems, whole examples."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        made = describe()
        components = made["components"]["schemas"]
        for model in (schemas.FieldProblem, schemas.Problem):
            shape = model.model_json_schema(ref_template="#/components/schemas/{model}")
            shape.pop("$defs", None)
            components[model.__name__] = shape
        for unused in ("HTTPValidationError", "ValidationError"):
            components.pop(unused, None)
        for path, operations in made["paths"].items():
            for one in operations.values():
                _complete_answers(one["responses"])
                if path.startswith("/api/"):  # a parameter that is not known can be sent anywhere
                    one["responses"].setdefault("422", examples.problems(422)[422])
        illustrate(made)
        return made

    app.openapi = described  # type: ignore[method-assign]


def _complete_answers(answers: dict[str, Any]) -> None:
    if "application/json" in answers.get("422", {}).get("content", {}):
        del answers["422"]  # added by the framework where every value is a text and nothing can be wrong with it
    for answer in answers.values():
        for content in answer.get("content", {}).values():
            name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
            if name in examples.ANSWERS:  # set here: the framework drops every null from examples given to it
                content["example"] = examples.ANSWERS[name]
