"""What can go wrong at the doors, and how every error becomes an answer of one shape (RFC 9457, problem details)."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.schemas import FieldProblem, Problem
from embeddings.errors import EmbeddingError
from matching.errors import (
    ContradictoryRules,
    EmptyRoster,
    InvalidCall,
    InvalidSetting,
    MatchingError,
    StaleIndex,
    UnknownCode,
    UnknownExpert,
    UnknownShortlist,
    UnreadableDocument,
)


class MalformedRequest(MatchingError):
    """A request that cannot be read at all: no JSON, a broken upload."""

    code = "malformed_request"


class UnknownHost(MatchingError):
    """A request addressed to a host name that this service does not answer to."""

    code = "unknown_host"


class CrossSite(MatchingError):
    """A form sent from a page of another site."""

    code = "cross_site"


class NotSignedIn(MatchingError):
    """A request for which one has to sign in."""

    code = "not_signed_in"


class NotAllowed(MatchingError):
    """A request that this role, token or person may not make."""

    code = "not_allowed"


class FormEnded(NotAllowed):
    """A form without the token of the sign-in in which it is sent."""


class NotOnRecord(MatchingError):
    """An id of which nothing is on record, or nothing that this person may see."""

    code = "not_on_record"


class Conflict(MatchingError):
    """A change that the state of things does not allow: a call that is closed, an address that is taken."""

    code = "conflict"


class ChangedMeanwhile(MatchingError):
    """A change to something that somebody else changed since it was read."""

    code = "changed_meanwhile"


class VersionNeeded(MatchingError):
    """A change that does not say which version it changes (If-Match)."""

    code = "version_needed"


class KeyReused(MatchingError):
    """An idempotency key that was used for another request."""

    code = "idempotency_key_reused"


class TooManyAttempts(MatchingError):
    """Attempts that come too fast, one after the other."""

    code = "too_many_attempts"


class NotFound(MatchingError):
    """An address at which there is nothing."""

    code = "not_found"


class MethodNotAllowed(MatchingError):
    """An address that exists, asked in a way it does not answer."""

    code = "method_not_allowed"


class TooLarge(MatchingError):
    """A request larger than the service accepts."""

    code = "too_large"


class UnsupportedMedia(MatchingError):
    """A body of a kind that the address does not take."""

    code = "unsupported_media_type"


class InvalidRequest(MatchingError):
    """Values in a request that cannot be used; `problems` names each with its path."""

    code = "invalid_request"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        self.problems = list(problems)
        count = len(self.problems)
        super().__init__(
            "A value in the request cannot be used."
            if count == 1
            else f"{count} values in the request cannot be used.",
            "; ".join(f"{p.path}: {p.message}" for p in self.problems[:3]) + (" ..." if count > 3 else ""),
            "Change what is listed under errors and send it again; /api describes what each request takes.",
        )


STATUS: dict[type[MatchingError], int] = {
    MalformedRequest: 400,
    UnknownHost: 400,
    NotSignedIn: 401,
    CrossSite: 403,
    NotAllowed: 403,
    NotFound: 404,
    NotOnRecord: 404,
    UnknownShortlist: 404,
    UnknownExpert: 404,
    MethodNotAllowed: 405,
    Conflict: 409,
    EmptyRoster: 409,
    StaleIndex: 409,
    ChangedMeanwhile: 412,
    TooLarge: 413,
    UnsupportedMedia: 415,
    InvalidRequest: 422,
    UnreadableDocument: 422,
    InvalidCall: 422,
    InvalidSetting: 422,
    ContradictoryRules: 422,
    UnknownCode: 422,
    KeyReused: 422,
    VersionNeeded: 428,
    TooManyAttempts: 429,
}
UNAVAILABLE, UNEXPECTED = 503, 500
UNPARSED = "There was an error parsing the body"  # of the framework, for a body that breaks its reader
OF_THE_DATABASE = "database_unavailable"  # which may be a moment between two servers


def status_of(error: Exception) -> int:
    """The status of an error: 4xx where the request can be mended, 503 where the installation must be, else 500."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return UNAVAILABLE if isinstance(error, (MatchingError, EmbeddingError)) else UNEXPECTED


def code_of(error: Exception) -> str:
    """The stable slug of an error; of an embedding error, its class in small letters."""
    if isinstance(error, MatchingError):
        return error.code
    if isinstance(error, EmbeddingError):
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()
    return "unexpected"


def problem_of(error: Exception, log_id: str) -> Problem:
    """An error as problem details. What only the operator can mend is kept in the log, under `log_id`."""
    status, code = status_of(error), code_of(error)
    common: dict[str, Any] = {"type": f"/api#{code}", "status": status, "code": code}
    if status < UNEXPECTED and isinstance(error, MatchingError):
        errors = error.problems if isinstance(error, InvalidRequest) else []
        return Problem(
            **common,
            title=code.replace("_", " ").capitalize(),
            detail=error.what,
            found=error.found,
            next_step=error.next_step,
            errors=errors,
        )
    ours = status == UNAVAILABLE
    return Problem(
        **common,
        title="Service unavailable" if ours else "Unexpected error",
        detail="The service cannot do this at the moment." if ours else "Something went wrong that was not foreseen.",
        next_step=f"Nothing was half-done. Try again in a moment; if this stays so, tell the person who runs this service "
        f"the log id {log_id}."
        if code == OF_THE_DATABASE
        else f"Tell the person who runs this service the log id {log_id}.",
        log_id=log_id,
    )


def from_http(error: HTTPException, headers: Mapping[str, str]) -> MatchingError:
    """An error of the web framework as one of our family; `headers` go with the answer."""
    if error.status_code == 404:
        return NotFound("There is nothing at this address.", "", "Start from the first page (/) or from /api.")
    if error.status_code == 405:
        found = f"It answers to {headers['Allow']}." if headers.get("Allow") else ""
        return MethodNotAllowed("This address does not answer to this method.", found, "See /api for what it takes.")
    if error.status_code == 413:
        return TooLarge("The request is too large.", "", "Send the part that matters.")
    if error.status_code == 415:
        return UnsupportedMedia("This kind of body is not read here.", "", "See /api for what the address takes.")
    if error.detail == UNPARSED:
        found = "It is nested too deeply, or not in UTF-8."
        return MalformedRequest("The body cannot be read.", found, "Send a JSON object; see /api for examples.")
    return MalformedRequest("The request cannot be read.", str(error.detail), "Check its form against /api.")


def from_validation(error: RequestValidationError) -> MatchingError:
    """What a request's values broke, with their paths; a body that is no JSON is a malformed request."""
    broken = [e for e in error.errors() if e["type"] == "json_invalid"]
    if broken:
        reason = str(broken[0].get("ctx", {}).get("error", "")).strip() or "it breaks off"
        return MalformedRequest("The body is not JSON.", f"{reason}.", "Send a JSON object; see /api for examples.")
    return InvalidRequest(field_problems(error.errors()))


def invalid(error: ValidationError, before: str = "") -> InvalidRequest:
    """A validation of our own in the same shape, its paths under `before`."""
    return InvalidRequest(field_problems(error.errors(), before))


def field_problems(errors: Sequence[Any], before: str = "") -> list[FieldProblem]:
    """Each value that cannot be used: its path with dots, why, and what was found where that is short."""
    return [
        FieldProblem(
            path=".".join([*([before] if before else []), *map(str, e["loc"])]) or "body",
            message=_message(e),
            found=_short(e.get("input")),
        )
        for e in errors
    ]


def _message(error: Any) -> str:
    """What is wrong with a value; of its length in one wording, whatever it is held in."""
    message, kind = str(error["msg"]).removeprefix("Value error, "), error["type"]
    if kind not in ("too_long", "too_short"):
        return message
    context = error["ctx"]
    if not isinstance(error["input"], str):
        return message.replace(context["field_type"], "List", 1)
    most = kind == "too_long"
    number = context["max_length" if most else "min_length"]
    return f"String should have at {'most' if most else 'least'} {number} character{'' if number == 1 else 's'}"


def _short(value: Any) -> str | None:
    return repr(value)[:80] if isinstance(value, (str, int, float, bool)) and len(repr(value)) <= 80 else None


def trace_without_words(error: BaseException) -> str:
    """Where an error arose and of what kind, without its message: messages can quote names and CVs, logs may not."""
    lines = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    chain = f"; after {trace_without_words(error.__cause__)}" if error.__cause__ else ""
    return f"{type(error).__name__} at {' > '.join(lines[-12:]) or 'an unknown place'}{chain}"
