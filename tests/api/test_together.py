"""Several people and processes at once: nothing that was saved is lost, nobody sees an error, everybody sees the same."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.auth.roles import Role, Scope
from api.auth.signing import plain_hash
from api.services.calls import calls
from api.services.office import Office
from api.services.shortlists import shortlists
from api.services.unit import Actor, writing
from api.storage.tables import AccountRow, TokenRow
from matching.entities import Call

DAY = Path(__file__).parent / "together" / "day.py"
OFFICER = Actor("account-officer", frozenset({Role.OFFICER}))
CHANGES, IMPORTED, BEFORE = 2 * 20, 200, 8  # of two officers; people imported; people there before
SERVED = {"revision": 5, "built": 5, "pending": 0}  # the first people, and four batches of fifty


def prepare(office: Office, terms: Call) -> tuple[str, str, str]:
    """An officer's token, and the ids of a draft call and of a shortlist for it."""
    secret = secrets.token_hex(16)
    with writing(office, OFFICER) as unit:
        account = AccountRow(
            id=OFFICER.account_id,
            email="officer@example.org",
            name="Officer",
            roles=[Role.OFFICER],
            created_at=unit.now,
        )
        unit.session.add(account)
        unit.session.flush()
        unit.session.add(
            TokenRow(
                id="token-officer", account_id=account.id, name="test", scopes=list(Scope), secret_hash=plain_hash(secret),
                created_at=unit.now, ends_at=datetime(2099, 12, 31, tzinfo=UTC),
            )
        )  # fmt: skip
        counting = terms.model_copy(update={"objectives": ("count 0",)})
        call_id = calls.draft(unit, counting, calls.CallDetails()).id
    return secret, call_id, shortlists.make(office, OFFICER, terms.model_dump(mode="json")).id


def a_day(office: Office, terms: Call, folder: Path) -> dict[str, Any]:
    """What came of a busy day; see `together/day.py`."""
    url = office.database.url.render_as_string(hide_password=False)
    command = [sys.executable, str(DAY), url, str(folder), *prepare(office, terms)]
    environment = os.environ | {"PYTHONPATH": str(DAY.parents[3])}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_two_officers_two_processes_fifty_readers_and_an_import_do_not_disturb_each_other(
    staffed: Office, call: Call, tmp_path: Path
) -> None:
    told = a_day(staffed, call, tmp_path)
    assert (told["changes"], told["count"]) == (CHANGES, CHANGES), "a change was lost"
    assert set(told["statuses"]) <= {"200", "201", "412"}, told["troubles"]
    assert not told["troubles"], "an answer was not what it should be"
    assert told["imported"] == 0
    assert told["states"] == [SERVED] * 2, "the processes serve something else than what is in the database"
    assert told["roster"] == [BEFORE + IMPORTED] * 2
    assert len(set(told["results"])) == len(set(told["ids"])) == 1, "the processes answer differently"
    assert told["log"], "the log does not hold"
    assert not any("Traceback" in complaint for complaint in told["complaints"]), told["complaints"]
