"""Examples for the description of the API; the sample people in them are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.schemas import Problem

_FOLDER = Path(__file__).parent / "samples"


def _sample(name: str) -> Any:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


SHORTLIST: dict[str, Any] = _sample("shortlist.json")
EXPLANATION: dict[str, Any] = _sample("explanation.json")
SHORTLISTS: dict[str, Any] = {
    "items": [
        {
            "id": SHORTLIST["id"],
            "created": SHORTLIST["created"],
            "call_id": None,
            "number": None,
            "title": SHORTLIST["shortlist"]["call"]["title"],
            "country": SHORTLIST["shortlist"]["call"]["country"],
            "mode": SHORTLIST["shortlist"]["record"]["mode"],
            "positions": len(SHORTLIST["shortlist"]["positions"]),
            "teams": len(SHORTLIST["shortlist"]["teams"]),
            "people": SHORTLIST["shortlist"]["record"]["roster_size"],
            "listed": 2,
            "links": SHORTLIST["links"],
        }
    ],
    "next": None,
}
ANSWERS = {  # by the name of their schema
    "StoredAnswer": SHORTLIST,
    "Shortlist": SHORTLIST["shortlist"],
    "Page_Summary_": SHORTLISTS,
    "PersonExplanation": EXPLANATION,
}
CALL: dict[str, Any] = _sample("call.json")
REQUESTS: dict[str, Any] = {
    "call": {
        "summary": "A call as data, with rules for the team",
        "value": {
            "call": CALL,
            "settings": {"rules": {"min_countries": 2}, "balance": {"mode": "tie_break", "band": 3}, "shown": 10},
            "today": "2026-11-16",
        },
    },
    "text": {
        "summary": "The terms of reference as text",
        "value": {
            "text": "The labour inspectorate of Togo asks for an expert to train forty inspectors in the inspection "
            "of building sites. Working language: French (C1).",
        },
    },
}

PROBLEMS: dict[int, dict[str, Any]] = {
    400: {
        "code": "malformed_request",
        "detail": "The body is not JSON.",
        "found": "Expecting value.",
        "next_step": "Send a JSON object; see /api for examples.",
    },
    403: {
        "code": "cross_site",
        "detail": "The request was sent by a page of another site.",
        "found": "Found Sec-Fetch-Site: cross-site.",
        "next_step": "Open this service's own page and send the form from there.",
    },
    401: {
        "code": "not_signed_in",
        "detail": "One has to sign in for this.",
        "found": "",
        "next_step": "Sign in, or send a token: Authorization: Bearer ...",
    },
    409: {
        "code": "conflict",
        "detail": "The call is closed.",
        "found": "It was closed on 2026-11-02.",
        "next_step": "Look at the calls that are open.",
    },
    412: {
        "code": "changed_meanwhile",
        "detail": "Somebody else changed this since it was read.",
        "found": "The version is 4 now, the change was made from 3.",
        "next_step": "Read the record again and repeat the change where it still holds.",
    },
    428: {
        "code": "version_needed",
        "detail": "The change does not say which version it changes.",
        "found": "The header If-Match is missing.",
        "next_step": "Read the record, and send its ETag as If-Match with the change.",
    },
    429: {
        "code": "too_many_attempts",
        "detail": "Too many attempts to sign in.",
        "found": "Five failed within a minute.",
        "next_step": "Wait a minute and try again.",
    },
    404: {
        "code": "unknown_shortlist",
        "detail": "No shortlist with the id 'abc' is on record.",
        "found": "",
        "next_step": "Check the id, or make the shortlist again from its call.",
    },
    413: {
        "code": "too_large",
        "detail": "The request is too large.",
        "found": "The limit is 21 MB.",
        "next_step": "Remove pictures, or send the part of the document that matters.",
    },
    415: {
        "code": "unsupported_media_type",
        "detail": "This address takes a body of the kind application/json.",
        "found": "Found text/plain.",
        "next_step": "Send it with the header Content-Type: application/json.",
    },
    422: {
        "code": "invalid_request",
        "detail": "A value in the request cannot be used.",
        "found": "body.settings.shown: Input should be greater than or equal to 0",
        "next_step": "Change what is listed under errors and send it again; /api describes what each request takes.",
        "errors": [
            {"path": "body.settings.shown", "message": "Input should be greater than or equal to 0", "found": "-1"}
        ],
    },
    503: {
        "code": "storage_full",
        "title": "Service unavailable",
        "detail": "The service cannot do this at the moment.",
        "found": "",
        "next_step": "Tell the person who runs this service the log id 6f1d3a0c9b5e4f27.",
        "log_id": "6f1d3a0c9b5e4f27",
    },
}
MEANINGS = {
    400: "The request cannot be read",
    401: "Nobody is signed in",
    403: "Not for this role, token or person; or the request comes from another site",
    404: "Nothing with this id is on record",
    409: "The state of things does not allow it",
    412: "Somebody else changed it meanwhile",
    413: "The request is too large",
    415: "The body is of the wrong kind",
    422: "A value cannot be used",
    428: "The change does not say which version it changes",
    429: "Attempts come too fast",
    503: "The installation has to be mended",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an address can answer with."""
    return {status: _problem(status) for status in statuses}


def files(kinds: dict[str, str], *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers of an address that gives a file of one of several kinds: label by media type."""
    content = {kind: {"schema": _file_schema(kind) | {"title": label}} for kind, label in kinds.items()}
    found: dict[int | str, dict[str, Any]] = {200: {"description": "The file", "content": content}}
    return found | problems(*statuses)


def _file_schema(kind: str) -> dict[str, Any]:
    """Data is described as data: a program that reads the description takes JSON apart, whatever it is called."""
    return {"type": "object"} if kind == "application/json" else {"type": "string", "format": "binary"}


def _problem(status: int) -> dict[str, Any]:
    facts = PROBLEMS[status]
    common = {"type": f"/api#{facts['code']}", "title": facts["code"].replace("_", " ").capitalize(), "status": status}
    example = Problem(**(common | facts)).model_dump(mode="json")
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": MEANINGS[status],
        "content": {"application/problem+json": {"schema": schema, "example": example}},
    }
