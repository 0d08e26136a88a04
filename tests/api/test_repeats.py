"""A post with an Idempotency-Key is done once."""

from __future__ import annotations

import hashlib

from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.repeats import HEADER, REPLAYED
from api.services.office import Office
from api.storage import repeats
from api.storage.tables import AccountRow, IdempotencyRow, TokenRow
from tests.api.conftest import Doors, Watchmaker, problem
from tests.api.entrance.people import SESSION, browser, put_account, sign_in
from tests.api.test_institutions import AGENCY, PATH


def count(client: TestClient) -> int:
    return len(client.get(PATH).json()["items"])


def test_a_post_sent_again_is_given_the_first_answer(officer: TestClient) -> None:
    first = officer.post(PATH, json=AGENCY, headers={HEADER: "k1"})
    again = officer.post(PATH, json=AGENCY, headers={HEADER: "k1"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["etag"] == first.headers["etag"]
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert count(officer) == 1


def test_the_same_key_for_another_body_is_refused(officer: TestClient) -> None:
    officer.post(PATH, json=AGENCY, headers={HEADER: "k1"})
    other = officer.post(PATH, json=AGENCY | {"name": "Another"}, headers={HEADER: "k1"})
    problem(other, 422, "idempotency_key_reused")
    assert count(officer) == 1


def test_a_post_that_was_refused_may_be_mended_under_its_key(officer: TestClient) -> None:
    problem(officer.post(PATH, json={"name": ""}, headers={HEADER: "k1"}), 422, "invalid_request")
    assert officer.post(PATH, json=AGENCY, headers={HEADER: "k1"}).status_code == 201


def test_keys_of_others_never_meet(doors: Doors) -> None:
    one, other = doors(Role.OFFICER), doors(Role.BUSINESS)
    one.post(PATH, json=AGENCY, headers={HEADER: "k1"})
    assert REPLAYED not in other.post(PATH, json=AGENCY, headers={HEADER: "k1"}).headers
    assert count(one) == 2


def test_whoever_may_no_longer_is_given_no_answer_of_before(doors: Doors, staffed: Office, clock: Watchmaker) -> None:
    one = doors(Role.OFFICER)
    assert one.post(PATH, json=AGENCY, headers={HEADER: "k1"}).status_code == 201
    with staffed.database.write() as session:
        account = session.query(AccountRow).one()
        account.roles = ["auditor"]
    problem(one.post(PATH, json=AGENCY, headers={HEADER: "k1"}), 403, "not_allowed")
    with staffed.database.write() as session:
        session.query(AccountRow).one().roles = ["action_officer"]
    assert one.post(PATH, json=AGENCY, headers={HEADER: "k1"}).headers[REPLAYED] == "true"
    with staffed.database.write() as session:
        session.query(TokenRow).one().revoked_at = clock.now()
    problem(one.post(PATH, json=AGENCY, headers={HEADER: "k1"}), 401, "not_signed_in")


def test_who_signed_out_is_given_no_answer_of_before(staffed: Office, doors: Doors) -> None:
    put_account(staffed, Role.OFFICER)
    client = browser(doors.app)
    sign_in(client)
    cookies, headers = dict(client.cookies), {HEADER: "k1"}
    assert client.post(PATH, json=AGENCY, headers=headers).status_code == 201
    assert client.post(PATH, json=AGENCY, headers=headers).headers[REPLAYED] == "true"
    assert client.delete(SESSION).status_code == 204
    client.cookies.update(cookies)
    problem(client.post(PATH, json=AGENCY, headers=headers), 401, "not_signed_in")


def test_who_may_not_do_it_takes_no_key(doors: Doors, staffed: Office) -> None:
    problem(doors(Role.AUDITOR).post(PATH, json=AGENCY, headers={HEADER: "k1"}), 403, "not_allowed")
    problem(doors().post(PATH, json=AGENCY, headers={HEADER: "k1"}), 401, "not_signed_in")
    with staffed.database.read() as session:
        assert session.query(IdempotencyRow).count() == 0


def test_a_post_that_was_cut_off_is_not_done_again(officer: TestClient, staffed: Office, doors: Doors) -> None:
    with staffed.database.write() as session:
        owner = staffed.signer.keyed_hash("repeats", officer.headers["authorization"])
        told = hashlib.sha256(f"{PATH}?\n".encode() + officer.build_request("POST", PATH, json=AGENCY).content)
        repeats.claim(session, owner, "k1", told.hexdigest(), staffed.clock.now())
    problem(officer.post(PATH, json=AGENCY, headers={HEADER: "k1"}), 409, "conflict")
    assert count(officer) == 0


def test_a_key_that_cannot_be_one_is_refused(officer: TestClient) -> None:
    problem(officer.post(PATH, json=AGENCY, headers={HEADER: "x" * 201}), 400, "malformed_request")
    problem(officer.post(PATH, json=AGENCY, headers={HEADER: ""}), 400, "malformed_request")


def test_old_answers_are_removed(officer: TestClient, staffed: Office) -> None:
    officer.post(PATH, json=AGENCY, headers={HEADER: "k1"})
    with staffed.database.write() as session:
        assert repeats.remove_before(session, staffed.clock.now()) == 0
        assert repeats.remove_all(session) == 1
