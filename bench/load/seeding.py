"""An office with a roster of any size, put down by the product's own import, with nothing encoded for hours.

Up to BASE people are made as the sample is: facts, careers and words of their own. Beyond it those BASE people come again
under other ids. The vectors of their texts are drawn from those of the sample, with a little noise (bench.shortlists), and
lie in the store under the names of the real encoders; what is asked is encoded by these. Equal texts share one vector, so
that each person has equals among a hundred thousand: that changes who is ranked, not how much there is to do.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from api.config import load_settings
from api.services.beginning import say
from api.services.exchange.roster_import import import_experts
from api.services.office import Office
from api.services.roster.encoding import fingerprint_of
from api.services.unit import SYSTEM
from api.storage import beginnings, roster_state, rosters
from api.storage.tables import EncodedRow
from api.wiring import open_office
from bench.scale.making import BASE, drawn_engine
from bench.shortlists import SEED
from bench.waiting import TELL
from embeddings.disk import CACHE_VARIABLE, cache_folder
from fixtures.generate import generate
from matching.engine import Engine
from matching.entities import Expert
from matching.roster import encode_people
from matching.vocabulary import load_vocabulary

DONE = "seeded.json"  # in the folder of an office, once it is whole
MARK = "load"
AT_ONCE = 1_000  # people whose vectors are drawn at a time


@contextmanager
def environment(folder: Path, database: str | None = None) -> Iterator[None]:
    """The office in a folder is the one that is opened and served; the models are those of this machine."""
    before, models, cache = dict(os.environ), cache_folder() / "models", folder / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    if models.exists() and not (cache / "models").exists():
        (cache / "models").symlink_to(models)
    os.environ |= {CACHE_VARIABLE: str(cache), "EXPERTMATCH_DATA": str(folder / "data")}
    if database:
        os.environ["EXPERTMATCH_DATABASE"] = database
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def seed(people: int, folder: Path, console: Console) -> None:
    """The office in the folder that the environment names, with so many people; one that was cut short begins again.

    Raises:
        SystemExit: its database holds something else.
    """
    if (folder / DONE).exists():
        return
    if (folder / "data").exists() and "EXPERTMATCH_DATABASE" not in os.environ:
        shutil.rmtree(folder / "data")
    office = open_office(load_settings())
    with office.database.read() as session:
        if not beginnings.never_had_people(session):
            raise SystemExit(f"{office.database.place} holds people already: give an empty database.")
    begun = time.monotonic()
    _import(office, people, console)
    _draw(office, min(people, BASE), console)
    office.database.close()
    (folder / DONE).write_text(json.dumps({"people": people, "seconds": round(time.monotonic() - begun)}))
    console.print(f"An office of {people:,} people was put down in {time.monotonic() - begun:.0f} s.")


def _import(office: Office, people: int, console: Console) -> None:
    """Everybody, in the batches of an import; the log and the revisions are those of one."""
    told = Told(console, "people put down", people)
    say(office, beginnings.BEGUN, MARK)
    report = import_experts(
        office, SYSTEM, _lines(people), load_vocabulary(), progress=lambda report: told(report.added)
    )
    if report.added != people:
        raise SystemExit(f"{people - report.added} people were not taken: {report.problems[:3]}")
    say(office, beginnings.DONE, MARK, people=people)


def _lines(people: int) -> Iterator[str]:
    own = []
    for record, _ in generate(SEED, stop=min(people, BASE)):
        own.append((record.pop("id"), json.dumps(record)[1:]))
        yield _line(own[-1], 0)
    for number in range(BASE, people):
        yield _line(own[number % BASE], number // BASE)


def _line(person: tuple[str, str], times: int) -> str:
    name, rest = person
    return f'{{"id": "{name}{f".{times}" if times else ""}", {rest}'


def _draw(office: Office, different: int, console: Console) -> None:
    """The vectors of all texts in the store, and the mark that says so, as if a worker had encoded them."""
    engine, told = office.engine, Told(console, "people given vectors", different)
    drawn = replace(drawn_engine(engine), store=engine.store)
    made: list[Expert] = []
    for number, (record, _) in enumerate(generate(SEED, stop=different), start=1):
        made.append(Expert.model_validate(record))
        if len(made) == AT_ONCE or number == different:
            encode_people(made, drawn)
            made.clear()
            told(number)
    _mark(office, engine)


def _mark(office: Office, engine: Engine) -> None:
    fingerprint = fingerprint_of(engine)
    with office.database.write() as session:
        rosters.begin_encoding(session, fingerprint)
        row = session.get_one(EncodedRow, fingerprint)
        row.revision = row.planned_revision = roster_state.revision(session)


class Told:
    """Says now and then how far something is."""

    def __init__(self, console: Console, what: str, total: int) -> None:
        self.console, self.what, self.total = console, what, total
        self._begun = self._told = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self._told >= TELL:
            self._told = now
            self.console.print(f"{done:,} of {self.total:,} {self.what}; {now - self._begun:.0f} s", style="dim")
