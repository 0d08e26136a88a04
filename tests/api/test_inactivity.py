"""Who on the roster was not heard of: every sign of life counts, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.services import retention
from api.services.office import Office
from api.services.unit import SYSTEM, reading, writing
from api.storage import retention as rows
from api.storage.tables import (
    AccountRow,
    ConsentRow,
    PerformanceNoteRow,
    SignInRow,
    TokenRow,
)
from tests.api.conftest import Watchmaker
from tests.api.old_data import ACCOUNT, TOKEN, account, add, applied, invited, long_ago_call

SIGNS: dict[str, Callable[[Any], list[Any]]] = {
    "agreed": lambda now: [ConsentRow(id="c", expert_id="anna", notice="1", given=True, at=now, by="x")],
    "went on an assignment": lambda now: [
        PerformanceNoteRow(id="n", expert_id="anna", kind="assignment", text="t", at=now, by="x")
    ],
    "has an account since": lambda now: [AccountRow(**ACCOUNT, created_at=now)],
    "is signed in": lambda now: [
        account(now),
        SignInRow(id_hash="s", account_id="account-anna", created_at=now, seen_at=now, ends_at=now),
    ],
    "uses a token": lambda now: [
        account(now),
        TokenRow(**TOKEN, created_at=now, ends_at=now, used_at=now),
    ],
    "applied": lambda now: [long_ago_call(now, "decided"), applied(now, at=now)],
    "answered an invitation": lambda now: [long_ago_call(now, "decided"), invited(now, "declined", now)],
    "has an invitation to answer": lambda now: [long_ago_call(now, "decided"), invited(now, "sent", None)],
    "takes part in a call that is open": lambda now: [long_ago_call(now, "published"), applied(now)],
    "accepted for a call to be decided": lambda now: [long_ago_call(now, "closed"), invited(now, "accepted", None)],
}
NO_SIGNS: dict[str, Callable[[Any], list[Any]]] = {
    "nothing": lambda now: [],
    "an account that nobody uses": lambda now: [account(now)],
    "applied long ago": lambda now: [long_ago_call(now, "decided"), applied(now)],
    "withdrew from a call that is open": lambda now: [long_ago_call(now, "published"), applied(now, "withdrawn")],
    "was noted as excluded": lambda now: [
        PerformanceNoteRow(id="n", expert_id="anna", kind="exclusion", text="t", at=now, by="x")
    ],
}


def inactive(office: Office) -> list[str]:
    with reading(office, SYSTEM) as unit:
        found: list[str] = rows.keys(unit.session, "experts", retention.moments(unit))
        return found


@pytest.mark.parametrize("sign", [*SIGNS, *NO_SIGNS])
def test_who_was_heard_of_is_not_inactive(sign: str, staffed: Office, clock: Watchmaker) -> None:
    clock.pass_(days=1096)
    add(staffed, *(SIGNS | NO_SIGNS)[sign](clock.now()))
    assert ("anna" in inactive(staffed)) == (sign in NO_SIGNS)
    assert "bert" in inactive(staffed)


def test_who_signed_in_is_not_inactive_when_the_sign_in_is_gone(staffed: Office, clock: Watchmaker) -> None:
    add(staffed, account(clock.now()))
    clock.pass_(days=1096)
    with writing(staffed, SYSTEM) as unit:
        unit.record("account.signed_in", "account", "account-anna")
    assert "anna" not in inactive(staffed)
    clock.pass_(days=1096)
    assert "anna" in inactive(staffed)
