"""An import of CVs that is killed at random moments and started again, and the one that kills it and looks.

`python tests/api/kill/importing.py DATABASE FOLDER KILLS SEED`: each time the importing process is killed with SIGKILL;
every document that it told of as kept has to be on record, none twice, and the log has to hold. In the end the import
runs through: every document is then on record once, with its person. Ends with 1 where something was lost or double.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

from api.services import audit
from api.services.cvs import cv_import
from api.services.cvs.cv_import_report import ImportReport
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage.tables import CvRow, ExpertRow
from embeddings import HashingEncoder, VectorStore
from matching.engine import build_engine
from matching.vocabulary import load_vocabulary
from tests.api.cv_files import write_cvs
from tests.api.kill.life import office_of, tell

DOCUMENTS = 40
LONGEST = 0.5  # seconds of life, after the first new batch every other time
BATCH = 4  # documents kept together here, so that a kill falls between and into batches


def importing(office: Office, folder: Path, pipe: int) -> None:
    """Import, and acknowledge each document that is kept."""
    told = 0

    def progress(report: ImportReport) -> None:
        nonlocal told
        for line in report.lines[told:]:
            tell(pipe, f"{line.outcome} {line.name.rpartition('/')[2]}")
        told = len(report.lines)

    cv_import.import_cvs(office, SYSTEM, [folder], progress=progress)


def wrong(office: Office, paths: dict[str, str], said: set[str], *, whole: bool) -> list[str]:
    """What is lost or double. `paths`: SHA-256 of each document by its name; `said`: names that were acknowledged."""
    with reading(office, SYSTEM) as unit:
        rows = unit.session.query(CvRow).all()
        people = {row.id for row in unit.session.query(ExpertRow)}
        verified = audit.verify(unit)
        counts = Counter(row.sha256 for row in rows)
        found = [f"{sha} is there {n} times" for sha, n in counts.items() if n > 1]
        found += [f"{name} was acknowledged and is not there" for name in said if paths[name] not in counts]
        if {row.expert_id for row in rows} != people:
            found.append(f"{len(people)} people, {len({row.expert_id for row in rows})} of them with a CV")
        if not verified.holds:
            found.append(f"the log: {verified.reason}")
        if whole and set(counts) != set(paths.values()):
            found.append(f"{len(counts)} of {len(paths)} documents are there")
    return found


def main(url: str, folder: Path, kills: int, seed: int) -> int:
    """Import and be killed `kills` times, then import to the end; the number of times that something was wrong."""
    cv_import.BATCH = BATCH
    documents = write_cvs(folder / "cvs", DOCUMENTS)
    paths = {path.name: sha256(path.read_bytes()).hexdigest() for path in documents}
    store = VectorStore(folder / "cache" / "vectors.sqlite")
    engine = build_engine(HashingEncoder(), load_vocabulary(), store)
    chance, bad, said = random.Random(seed), 0, set[str]()
    for kill in range(kills + 1):
        last = kill == kills
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            importing(office_of(url, folder, engine), folder / "cvs", writer)
            os._exit(0)
        os.close(writer)
        before = b""
        if not last:
            if kill % 2 == 0:  # on a slow machine, too, something new is kept
                before = _read_until_new(reader)
            time.sleep(chance.uniform(0.0, LONGEST))
            os.kill(child, signal.SIGKILL)
        lines = (before + _rest(reader)).decode().split("\n")[:-1]
        _, status = os.waitpid(child, 0)
        new = [line for line in lines if not line.startswith("same")]
        said |= {line.split()[1] for line in lines}
        after = office_of(url, folder, engine)
        found = wrong(after, paths, said, whole=last)
        found += ["the last import did not end well"] if last and status else []
        after.database.close()
        bad += bool(found)
        told = "; ".join(found) or "nothing lost, nothing double"
        print(f"{'end' if last else f'kill {kill + 1}'}: {len(new)} new, {len(said)} in all; {told}", flush=True)
    return bad


def _read_until_new(reader: int) -> bytes:
    """What was acknowledged up to the first document that was not there before."""
    said, until = b"", time.monotonic() + 60
    while b"new " not in said and time.monotonic() < until and select.select([reader], [], [], 60)[0]:
        part = os.read(reader, 1 << 16)
        if not part:
            break
        said += part
    return said


def _rest(reader: int) -> bytes:
    with os.fdopen(reader, "rb") as pipe:
        return pipe.read()


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])) else 0)
