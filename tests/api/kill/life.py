"""A process that imports, encodes, shortlists and decides until it is killed, and the one that kills it and looks.

`python tests/api/kill/life.py DATABASE FOLDER KILLS SEED`: each time the process is killed with SIGKILL at a random
moment; what it acknowledged has to be there, the log has to hold, and the roster made from what is on disk has to have
exactly the vectors of the texts in the database. Prints one line for each kill; ends with 1 where something was lost.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from api.auth.roles import Role
from api.auth.signing import Signer
from api.config import Settings
from api.office_checks import check_office
from api.services import audit
from api.services.calls import call_shortlists, calls, decisions
from api.services.office import Clock, Office
from api.services.people import experts
from api.services.roster.encoding import EncodingWorker
from api.services.unit import SYSTEM, Actor, reading, writing
from api.storage import rosters
from api.storage.database import Database
from api.storage.tables import (
    AccountRow,
    CallRow,
    DecisionRow,
    EncodedRow,
    EncodingWorkRow,
    ExpertRow,
    ShortlistRow,
)
from embeddings import HashingEncoder, VectorStore
from embeddings.encoder import Kind, Progress, Vectors
from matching.engine import Engine, build_engine
from matching.entities import Call
from matching.roster import build_roster
from matching.vocabulary import load_vocabulary

LEADER = Actor("account-leader", frozenset({Role.LEADER, Role.OFFICER}))
LONGEST = 0.6  # seconds of life
TERMS = {
    "title": "Support to the pension fund",
    "language": "en",
    "country": "TG",
    "phases": [{"name": "on site", "start": "2099-03-08", "end": "2099-03-19", "on_site": True}],
    "positions": [{"id": "1", "principal": True, "title": "Expert on pensions", "fields": ["E.10.07"], "days": 16}],
}


class Slow(HashingEncoder):
    """The hashing encoder, slow enough to be killed at its work."""

    def encode(self, texts: Any, *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """As it does, a moment later."""
        time.sleep(0.002 * len(texts))
        return super().encode(texts, kind=kind, progress=progress)


def tell(pipe: int, line: str) -> None:
    """Acknowledge, in one piece."""
    os.write(pipe, f"{line}\n".encode())


def office_of(url: str, folder: Path, engine: Engine) -> Office:
    """The office as a process opens it."""
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    return Office(settings, Database(url), lambda: engine, Signer("s" * 40), Clock())


def person(number: int, version: int) -> experts.NewExpertData:
    """A person whose text says who and which version they are."""
    return experts.NewExpertData.model_validate(
        {
            "id": f"p{number}",
            "segments": [
                {
                    "text": f"Actuary of pension fund number {number}, version {version}.",
                    "language": "en",
                    "kind": "post",
                },
                {"text": f"Degree {number} in statistics.", "language": "en", "kind": "degree"},
            ],
            "fields": ["E.10.07"],
            "identity": {"name": f"Person {number}"},
        }
    )


def live(office: Office, start: int, version: int, say: Callable[[str], None]) -> None:
    """Do everything at once, and acknowledge what was done, until the end.

    Args:
        start: number of the first person to import.
        version: of the first person's profile, the next: higher than any that was acknowledged.
    """
    jobs = ((importing, start), (changing, version), (encoding, 0), (deciding, 0))
    threads = [threading.Thread(target=job, args=(office, first, say)) for job, first in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def importing(office: Office, start: int, say: Callable[[str], None]) -> None:
    """People in batches of three."""
    for number in count(start, 3):
        with writing(office, SYSTEM) as unit:
            for n in range(number, number + 3):
                experts.add(unit, person(n, 0)).validated = True
        say(f"expert p{number} p{number + 1} p{number + 2}")
        time.sleep(0.02)


def changing(office: Office, start: int, say: Callable[[str], None]) -> None:
    """The first person's profile, again and again."""
    for version in count(start):
        with writing(office, SYSTEM) as unit:
            row = unit.session.get(ExpertRow, "p0")
            if row is not None:
                data = person(0, version).model_dump(exclude={"id", "identity"})
                experts.replace_profile(unit, "p0", experts.ProfileData.model_validate(data), row.version)
        if row is not None:
            say(f"version {version}")
        time.sleep(0.05)


def encoding(office: Office, start: int, say: Callable[[str], None]) -> None:
    """What a worker does."""
    worker = EncodingWorker(office.database, office.engine)
    while True:
        if not worker.work():
            time.sleep(0.01)


def deciding(office: Office, start: int, say: Callable[[str], None]) -> None:
    """Calls from the draft to the decision."""
    while True:
        with writing(office, LEADER) as unit:
            terms = Call.model_validate(TERMS | {"id": "call"})
            call = calls.draft(unit, terms, calls.CallDetails(deadline=unit.today))
            unit.session.flush()
            call_id, version = call.id, call.version
        with writing(office, LEADER) as unit:
            calls.publish(unit, call_id, calls.Publication(announce=False, anyway="a trial of what is kept"), version)
        with writing(office, LEADER) as unit:
            calls.close(unit, call_id)
        with reading(office, LEADER) as unit:
            if unit.session.get(ExpertRow, "p0") is None:
                continue
        made, _ = call_shortlists.make(office, LEADER, call_id, "roster")
        say(f"shortlist {made.id}")
        best = made.shortlist.positions[0].candidates
        if not best:
            continue
        with writing(office, LEADER) as unit:
            data = decisions.DecisionData(shortlist=made.number, chosen={"1": best[0].expert_id}, reason="r" * 30)
            decisions.decide(unit, call_id, data)
        say(f"decision {call_id} {best[0].expert_id}")


def versions_in(said: list[str]) -> list[int]:
    """The versions of the first person's profile that were acknowledged."""
    return [int(line.split()[1]) for line in said if line.startswith("version")]


def lost(office: Office, said: list[str]) -> list[str]:
    """What was acknowledged and is not there."""
    missing = []
    with office.database.read() as session:
        for line in said:
            kind, *rest = line.split()
            if kind == "expert":
                missing += [f"expert {i}" for i in rest if session.get(ExpertRow, i) is None]
            elif kind == "shortlist" and session.get(ShortlistRow, rest[0]) is None:
                missing.append(line)
            elif kind == "decision":
                call = session.get(CallRow, rest[0])
                row = next((d for d in session.query(DecisionRow).filter_by(call_id=rest[0])), None)
                if call is None or call.state != "decided" or row is None or row.chosen != {"1": rest[1]}:
                    missing.append(line)
        versions = versions_in(said)
        first = session.get(ExpertRow, "p0")
        if (
            versions
            and first is not None
            and int(first.profile["segments"][0]["text"].split()[-1][:-1]) < max(versions)
        ):
            missing.append(f"version {max(versions)} of p0")
    return missing


def wrong(office: Office, clean: Engine) -> list[str]:
    """What is not as it should be after a start: the log, half-imported batches, stale or foreign vectors."""
    found = [f"doctor: {c.name}: {c.found}" for c in check_office(office.settings, office.engine) if c.works is False]
    with reading(office, SYSTEM) as unit:
        verified = audit.verify(unit)
        if not verified.holds:
            found.append(f"the log: {verified.reason}")
        people = unit.session.query(ExpertRow).count()
        if people % 3:
            found.append(f"{people} people: a batch of three was cut")
        if not people:
            return found
    worker = EncodingWorker(office.database, office.engine)
    with office.database.write() as session:  # the leases of the killed one, which would end by themselves in minutes
        for kind in (EncodedRow, EncodingWorkRow):
            for row in session.query(kind):
                row.until = None if row.worker is None else office.clock.now()
    while worker.work():
        pass
    made = office.roster.current().matcher.roster
    with office.database.read() as session:
        fresh = build_roster(rosters.people_up_to(session, 2**31 - 1), clean)
    if made.ids != fresh.ids or not np.allclose(made.segments, fresh.segments, atol=2e-3):
        found.append("the roster's vectors are not those of the texts in the database")
    return found


def main(url: str, folder: Path, kills: int, seed: int) -> int:
    """Live and die `kills` times; the number of times that something was lost or wrong."""
    vocabularies = load_vocabulary()
    store = VectorStore(folder / "cache" / "vectors.sqlite")
    engine, clean = build_engine(Slow(), vocabularies, store), build_engine(HashingEncoder(), vocabularies)
    chance, bad, start = random.Random(seed), 0, 0
    office = office_of(url, folder, engine)
    with writing(office, SYSTEM) as unit:
        unit.session.add(
            AccountRow(
                id=LEADER.account_id,
                email="leader@example.org",
                name="Leader",
                roles=list(LEADER.roles),
                created_at=unit.now,
            )
        )
    said: list[str] = []
    for kill in range(kills):
        office.database.close()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            version = max(versions_in(said), default=-1) + 1
            live(office_of(url, folder, engine), start, version, partial(tell, writer))
            os._exit(0)
        os.close(writer)
        if kill == 0:  # on a slow machine, too, something is acknowledged
            select.select([reader], [], [], 60)
        time.sleep(chance.uniform(0.02, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            new = [line for line in pipe.read().split("\n")[:-1] if line]
        said += new
        after = office_of(url, folder, engine)
        with after.database.read() as session:
            start = session.query(ExpertRow).count()
        found = lost(after, said) + wrong(after, clean)
        after.database.close()
        bad += bool(found)
        told = "; ".join(found) or "nothing lost"
        print(f"kill {kill + 1}: {len(new)} acknowledged, {len(said)} in all, {start} people; {told}", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])) else 0)
