"""What the log is to say and cannot while no server writes: kept on this machine's disk until one does.

A reading leaves no door before the log has it. While the database can be read and not written, the log has it here:
a file for each reading, of ids alone, on the disk before anything leaves. A process that dies between writing one to the
log and removing its file writes it once more: the log may say a reading twice, never not at all.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from api.services.office import Office
from api.storage import log

FOLDER = "held-log"  # in the data folder
LOCK = "lock"


def hold(office: Office, said: Sequence[log.Said], at: datetime) -> None:
    """Keep what was said until the log can be written."""
    folder = office.settings.data / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(8)}.json"
    beside = path.with_suffix(".part")
    content = json.dumps({"at": at.isoformat(), "said": [asdict(one) for one in said]}, ensure_ascii=False)
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
    entries = os.open(folder, os.O_RDONLY)
    os.fsync(entries)  # the name, too
    os.close(entries)


def write_down(office: Office) -> int:
    """Write everything that is held to the log, oldest first; how many readings that were.

    Raises:
        DatabaseUnavailable: the log cannot be written yet; what is held stays.
    """
    folder = office.settings.data / FOLDER
    if not any(folder.glob("*.json")):
        return 0
    try:
        with FileLock(folder / LOCK, timeout=0, thread_local=False):
            return _write_down(office, sorted(folder.glob("*.json")))
    except Timeout:  # another process on this machine is at it
        return 0


def _write_down(office: Office, paths: Sequence[Path]) -> int:
    with office.database.write() as session:
        head = log.take_head(session)
        for path in paths:
            held = json.loads(path.read_text(encoding="utf-8"))
            said = [log.Said(**one) for one in held["said"]]
            log.append(session, head, said, at=datetime.fromisoformat(held["at"]))
    for path in paths:
        path.unlink()
    return len(paths)
