"""A process that serves a database, erases somebody, and goes on writing until it is killed.

`python tests/api/erasure/process.py DATABASE FOLDER`: says `erased` with its locks on the database when that is done;
then writes an institution for every line that it reads and says its name once it is kept.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from api.auth.signing import Signer
from api.config import Settings
from api.services.erasure import erasure
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.database import Database
from api.storage.tables import InstitutionRow
from embeddings import HashingEncoder, VectorStore
from matching.engine import build_engine
from matching.vocabulary import load_vocabulary


def locks(folder: Path) -> int:
    """How many files of a folder this process holds a lock on, as the system sees it."""
    held = {
        line.split()[5].rpartition(":")[2] for line in Path("/proc/locks").read_text().splitlines() if _is_own(line)
    }
    return len(held & {str(path.stat().st_ino) for path in folder.rglob("*")})


def _is_own(line: str) -> bool:
    return line.split()[4] == str(os.getpid())


def main(url: str, folder: Path) -> None:
    """Erase and write."""
    engine = build_engine(HashingEncoder(), load_vocabulary(), VectorStore(folder / "cache" / "vectors.sqlite"))
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    office = Office(settings, Database(url), lambda: engine, Signer("s" * 40))
    with office.database.read():
        pass
    before = locks(folder)
    proof = erasure.erase(office, SYSTEM, "anna")
    print(f"erased {proof.clean} {before} {locks(folder)}", flush=True)
    for line in sys.stdin:
        with writing(office, SYSTEM) as unit:
            unit.session.add(InstitutionRow(id=line.strip(), name="Fund"))
        print(line.strip(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
