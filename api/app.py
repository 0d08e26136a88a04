"""`create_app`: the service behind its doors, JSON and pages; every error leaves in one shape."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import schemas
from api.errors import UNAVAILABLE, from_http, from_validation, problem_of, status_of, trace_without_words
from api.routes import examples, health, shortlists
from api.services import ShortlistService
from api.web import pages
from api.web.door import LOOPBACK, Door
from api.web.rendering import error_page
from embeddings.errors import EmbeddingError
from matching.errors import MatchingError
from matching.reading.text import Limits
from matching.recording import software_version

log = logging.getLogger(__name__)

FOR_MACHINES = ("/api/", "/health", "/openapi.json")
MAX_BODY = int((Limits().megabytes + 1) * 1_000_000)  # the largest document, and room for the form around it


def create_app(service: ShortlistService, *, hosts: Collection[str] = LOOPBACK, max_body: int = MAX_BODY) -> FastAPI:
    """The application, ready to be served.

    Args:
        service: the use cases.
        hosts: names under which it may be addressed, without port; "*" for any. Only this machine by default.
        max_body: bytes of the largest request.
    """
    app = FastAPI(
        title="expertmatch",
        summary="Ranked, balanced and explained shortlists of public experts",
        version=software_version(),
        docs_url=None,  # the usual pages load scripts from other hosts; /api is ours
        redoc_url=None,
        openapi_tags=[{"name": "shortlists"}, {"name": "service"}],
    )
    app.state.service, app.state.max_body = service, max_body
    app.include_router(shortlists.router)
    app.include_router(health.router)
    app.include_router(pages.router)
    for kind in (MatchingError, EmbeddingError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _handler)
    app.add_middleware(Door, answer=answer_error, hosts=hosts, max_body=max_body)
    _complete_description(app)
    return app


async def _handler(request: Request, error: Exception) -> Response:
    return answer_error(request, error, request.state.log_id)


def answer_error(request: Request, error: Exception, log_id: str) -> Response:
    """Any error as problem details for machines and as a page for people."""
    if isinstance(error, HTTPException):
        error = from_http(error)
    elif isinstance(error, RequestValidationError):
        error = from_validation(error)
    status = status_of(error)
    if status >= 500:
        log.error("%s answered %d: %s", log_id, status, trace_without_words(error))
    problem = problem_of(error, log_id)
    if request.url.path.startswith(FOR_MACHINES):
        body = problem.model_dump_json(exclude_none=True)
        response = Response(body, status_code=status, media_type="application/problem+json")
    else:
        response = error_page(problem)
    if status == UNAVAILABLE:
        response.headers["Retry-After"] = "60"
    return response


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
        for operations in made["paths"].values():
            for operation in operations.values():
                _complete_answers(operation["responses"])
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
