"""Who guesses is slowed down: by account and by network address, however many try at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI

from api.auth import attempts
from api.auth.signing import plain_hash
from api.services.office import Office
from api.storage.tables import FailedSignInRow
from tests.api.conftest import Watchmaker, problem
from tests.api.entrance.people import browser, put_account, sign_in

FEW = 6  # attempts by address in the tests that count them


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "BY_ORIGIN", replace(attempts.BY_ORIGIN, most=FEW))


def test_after_five_failures_an_account_waits(office: Office, app: FastAPI, clock: Watchmaker) -> None:
    put_account(office)
    for n in range(5):
        problem(sign_in(browser(app, f"192.0.2.{n}"), password=f"wrong {n}"), 401, "not_signed_in")
        clock.pass_(minutes=1)
    refused = sign_in(browser(app, "192.0.2.99"))
    problem(refused, 429, "too_many_attempts")
    assert refused.headers["retry-after"] == str(10 * 60)
    clock.pass_(minutes=10)
    assert sign_in(browser(app)).status_code == 200


def test_an_unknown_account_waits_as_a_known_one_does(app: FastAPI) -> None:
    statuses = [sign_in(browser(app), "nobody@example.org").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]


def test_one_address_may_not_try_many_accounts(office: Office, app: FastAPI, few: None) -> None:
    put_account(office)
    client = browser(app)
    for n in range(FEW):
        assert sign_in(client, f"person{n}@example.org").status_code == 401
    problem(sign_in(client), 429, "too_many_attempts")
    assert sign_in(browser(app, "198.51.100.1")).status_code == 200


def test_an_own_account_does_not_let_one_guess_on(office: Office, app: FastAPI, few: None) -> None:
    put_account(office)
    client = browser(app)
    for n in range(FEW - 1):
        sign_in(client, f"person{n}@example.org")
    assert sign_in(client).status_code == 200
    client.cookies.clear()
    assert sign_in(client, "another@example.org").status_code == 401
    problem(sign_in(client, "and.another@example.org"), 429, "too_many_attempts")


def test_a_network_of_the_sixth_version_counts_as_one_address(app: FastAPI, few: None) -> None:
    for n in range(FEW):
        sign_in(browser(app, f"2001:db8:0:1::{n:x}"), f"person{n}@example.org")
    problem(sign_in(browser(app, "2001:db8:0:1:ffff::1"), "x@example.org"), 429, "too_many_attempts")
    assert sign_in(browser(app, "2001:db8:0:2::1"), "y@example.org").status_code == 401


def test_the_limits_are_five_by_account_and_thirty_by_address_in_a_quarter_of_an_hour() -> None:
    quarter = timedelta(minutes=15)
    assert (attempts.BY_ACCOUNT.most, attempts.BY_ACCOUNT.within) == (5, quarter)
    assert (attempts.BY_ORIGIN.most, attempts.BY_ORIGIN.within) == (30, quarter)


def test_a_good_sign_in_clears_the_failures_before_it(office: Office, app: FastAPI) -> None:
    put_account(office)
    for _ in range(2):
        for _ in range(4):
            assert sign_in(browser(app), password="wrong").status_code == 401
        assert sign_in(browser(app)).status_code == 200


def test_many_guesses_at_the_same_moment_do_not_slip_through(office: Office, app: FastAPI) -> None:
    put_account(office)

    def guess(n: int) -> int:
        return int(sign_in(browser(app, f"192.0.2.{n}"), password=f"wrong {n}").status_code)

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(12)))
    assert statuses.count(401) == 5
    assert statuses.count(429) == 7


def test_attempts_are_kept_under_keyed_hashes_for_a_day(office: Office, app: FastAPI, clock: Watchmaker) -> None:
    for n in range(2):
        sign_in(browser(app), f"nobody{n}@example.org")
        clock.pass_(hours=23)
    with office.database.read() as session:
        keys = [row.key for row in session.query(FailedSignInRow)]
    assert len(keys) == 4
    assert len(set(keys)) == 3  # two accounts, one address
    assert plain_hash("192.0.2.7") not in keys
    sign_in(browser(app), "nobody3@example.org")
    with office.database.read() as session:
        assert session.query(FailedSignInRow).count() == 4  # the two of 23 hours ago, and two new ones
