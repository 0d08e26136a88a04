"""The marks of pages: whatever somebody makes of one is only wrong, on every database."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from api.auth.roles import Role
from api.storage.paging import _mark
from tests.api.conftest import Doors, problem

INSTITUTIONS, ACCOUNTS, LOG = "/api/v1/institutions", "/api/v1/accounts", "/api/v1/log"
MOMENT = {"t": "2026-11-16T09:00:00+00:00"}


def mark(values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (INSTITUTIONS, ["a\x00", "b"]),
        (INSTITUTIONS, ["\ud800", "b"]),
        (INSTITUTIONS, [1, "b"]),
        (INSTITUTIONS, [MOMENT, "b"]),
        (INSTITUTIONS, ["a"]),
        (INSTITUTIONS, None),
        (ACCOUNTS, ["2026-11-16", "b"]),
        (ACCOUNTS, [{"t": "0001-01-01T00:00:00+23:59"}, "b"]),
        (ACCOUNTS, [{"t": 1}, "b"]),
        (ACCOUNTS, [{}, "b"]),
        (ACCOUNTS, [MOMENT, "b\x00"]),
        (ACCOUNTS, [MOMENT, True]),
        (LOG, ["1"]),
        (LOG, [True]),
        (LOG, [2**80]),
    ],
)
def test_a_mark_that_is_none_of_ours_is_refused_and_never_reaches_the_database(
    doors: Doors, path: str, values: Any
) -> None:
    client = doors(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
    told = problem(client.get(path, params={"after": mark(values)}), 422, "invalid_setting")
    assert told["found"] and "next" in told["next_step"]


def test_a_mark_of_ours_is_taken(doors: Doors) -> None:
    client = doors(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
    for path, values in ((INSTITUTIONS, ["a", "b"]), (ACCOUNTS, [MOMENT, "b"]), (LOG, [0])):
        assert client.get(path, params={"after": mark(values)}).status_code == 200
    assert _mark(["a", "b"]) == base64.urlsafe_b64encode(b'["a","b"]').decode().rstrip("=")
