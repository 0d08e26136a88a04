"""An erasure leaves the locks of the database alone: what was acknowledged stays, whoever else looks at it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from api.services.office import Office
from api.storage.database import Database
from api.storage.tables import InstitutionRow

SCRIPT = Path(__file__).with_name("process.py")


def test_what_is_written_after_an_erasure_survives_another_process_and_a_kill(staffed: Office, tmp_path: Path) -> None:
    if not staffed.database.is_sqlite or not Path("/proc/locks").exists():
        pytest.skip("locks on files are SQLite's, and are looked up where the system tells them")
    url = staffed.database.url.render_as_string(False)
    staffed.database.close()
    command = [sys.executable, str(SCRIPT), url, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=SCRIPT.parents[3], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdin is not None and serving.stdout is not None
        try:
            done, clean, before, after = serving.stdout.readline().split()
            assert (done, clean) == ("erased", "True")
            assert int(before) == int(after) > 0
            for name in ("first", "second"):
                serving.stdin.write(f"{name}\n")
                serving.stdin.flush()
                assert serving.stdout.readline().strip() == name
                other = Database(url)  # such as `audit verify`: the last user of a database would remove its log
                other.ping()
                other.close()
        finally:
            serving.kill()
    with Database(url).read() as session:
        assert {row.id for row in session.query(InstitutionRow)} == {"first", "second"}
