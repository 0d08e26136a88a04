"""A busy day of an office: two processes serve it, two officers edit one call, fifty people read, a third process imports.

`python tests/api/together/day.py DATABASE FOLDER TOKEN CALL SHORTLIST` on an office in which there are people, an officer
with that token, a draft call and a shortlist. The processes are forked, so that everything is loaded once; each opens the
database itself. What came of it is printed as JSON.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import BaseModel, ValidationError

from api.app import create_app
from api.auth.signing import Signer
from api.background import Background
from api.config import Settings
from api.routes.calls import CallAnswer, CallLine
from api.routes.experts import ExpertSummary
from api.routes.health import Health, Particulars
from api.routes.http import Page
from api.schemas import StoredAnswer, Summary
from api.services import audit
from api.services.exchange.roster_import import import_experts
from api.services.office import Clock, Office
from api.services.periodic import run_periodic
from api.services.unit import COMMAND, reading
from api.storage.database import Database
from api.wiring import build_engine_from
from matching.engine import Engine

SERVERS, READERS, CHANGES, IMPORTED = 2, 50, 20, 200
PAUSE = 1.0  # seconds between two looks of a reader
PATIENCE = 120.0  # seconds
CALLS, SHORTLISTS = "/api/v1/calls", "/api/v1/shortlists"
COUNT = "count "  # begins the objective in which the officers count their changes


class Client:
    """Somebody at one of the processes, on one connection."""

    def __init__(self, port: int, token: str, tally: Tally) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.tally = tally

    def ask(
        self, method: str, path: str, body: Any = None, shape: type[BaseModel] | None = None, **headers: str
    ) -> tuple[int, str, Any]:
        """Status, ETag and content of an answer, which is counted, and looked at where it should have a shape."""
        content = None if body is None else json.dumps(body)
        self.connection.request(method, path, content, self.headers | headers)
        answer = self.connection.getresponse()
        told = answer.read()
        self.connection.close()  # a connection that rests is closed by the service: each of ours is used once
        self.tally.note(method, path, answer.status, told, shape)
        return answer.status, answer.getheader("etag") or "", json.loads(told)


class Tally:
    """How often which status came back, and what was no valid answer."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.troubles: list[str] = []

    def note(self, method: str, path: str, status: int, content: bytes, shape: type[BaseModel] | None) -> None:
        """Count an answer."""
        self.statuses[status] += 1
        expected = (200, 201, 412) if method == "PUT" else (200, 201)
        if status not in expected:
            self.troubles.append(f"{method} {path}: {status} {content[:300]!r}")
        elif shape is not None and status != 412:
            try:
                shape.model_validate_json(content)
            except ValidationError as error:
                self.troubles.append(f"{method} {path}: {error}")


def office_of(url: str, folder: Path, engine: Engine) -> Office:
    """The office as a process opens it."""
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    return Office(settings, Database(url), lambda: engine, Signer("s" * 40), Clock())


def serve(office: Office, listening: socket.socket) -> None:
    """What `expertmatch serve` does once everything is built."""
    app = create_app(office, background=Background(office, run_periodic))
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def importing(office: Office) -> None:
    """What `expertmatch import` does once its file is open."""
    report = import_experts(office, COMMAND, map(line, range(IMPORTED)), office.engine.vocabularies)
    if report.added != IMPORTED:
        raise SystemExit(f"{report.added} people were added: {report.problems}")


def line(number: int) -> str:
    """A new person on a line."""
    texts = (f"Adviser of employment office {number} on the counselling of jobseekers.", f"Degree {number} in law.")
    segments = [{"text": text, "language": "en", "kind": "post"} for text in texts]
    identity = {"name": f"Person {number}"}
    return json.dumps({"id": f"new-{number}", "segments": segments, "fields": ["A.35"], "identity": identity})


def process(work: Callable[[], None], errors: Path) -> int:
    """The id of a process that does this and ends; what it complains about goes to a file."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with errors.open("w") as file:
                os.dup2(file.fileno(), 2)
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def editing(client: Client, call_id: str, made: list[int]) -> None:
    """One officer's changes of the draft: each adds one to the count that was read, and is repeated where refused."""
    done = 0
    while done < CHANGES:
        _, tag, call = client.ask("GET", f"{CALLS}/{call_id}", shape=CallAnswer)
        terms = call["terms"]
        count = int(terms["objectives"][0].removeprefix(COUNT))
        change = {"call": terms | {"objectives": [f"{COUNT}{count + 1}"]}, "deadline": call["deadline"]}
        done += client.ask("PUT", f"{CALLS}/{call_id}", change, CallAnswer, **{"If-Match": tag})[0] == 200
    made.append(done)


def reader(client: Client, number: int, terms: Any, ids: dict[str, str], stop: threading.Event) -> None:
    """Looks at this and that; one in five asks for a shortlist now and then."""
    chance = random.Random(number)
    looks: list[tuple[str, str, Any, type[BaseModel]]] = [
        ("GET", "/health", None, Health),
        ("GET", "/api/v1/health", None, Particulars),
        ("GET", CALLS, None, Page[CallLine]),
        ("GET", f"{CALLS}/{ids['call']}", None, CallAnswer),
        ("GET", "/api/v1/experts?limit=50", None, Page[ExpertSummary]),
        ("GET", SHORTLISTS, None, Page[Summary]),
        ("GET", f"{SHORTLISTS}/{ids['shortlist']}", None, StoredAnswer),
    ]
    if number % 5 == 0:
        looks.append(("POST", SHORTLISTS, {"call": terms}, StoredAnswer))
    chance.shuffle(looks)
    while looks and not stop.wait(chance.uniform(0, 2 * PAUSE)):
        looks.append(looks.pop(0))
        client.ask(*looks[-1])


def both_serve(clients: list[Client]) -> list[dict[str, Any]]:
    """What the processes say of their roster, once they serve everybody."""
    until = time.monotonic() + PATIENCE
    while True:
        states: list[dict[str, Any]] = [client.ask("GET", "/health", shape=Health)[2]["roster"] for client in clients]
        if not any(state["pending"] for state in states) or time.monotonic() > until:
            return states
        time.sleep(PAUSE)


def day(
    office: Office, ports: list[int], token: str, ids: dict[str, str], importer: Callable[[], int]
) -> dict[str, Any]:
    """Everything at once; then what is left of it."""
    tally, made, stop = Tally(), list[int](), threading.Event()
    officers = [Client(port, token, tally) for port in ports]
    terms = officers[0].ask("GET", f"{CALLS}/{ids['call']}")[2]["terms"]
    readers = [Client(ports[number % len(ports)], token, tally) for number in range(READERS)]
    threads = [threading.Thread(target=reader, args=(r, n, terms, ids, stop)) for n, r in enumerate(readers)]
    edits = [threading.Thread(target=editing, args=(officer, ids["call"], made)) for officer in officers]
    for thread in (*threads, *edits):
        thread.start()
    imported = os.waitstatus_to_exitcode(os.waitpid(importer(), 0)[1])
    for thread in edits:
        thread.join()
    states = both_serve(officers)
    stop.set()
    for thread in threads:
        thread.join()
    call = officers[0].ask("GET", f"{CALLS}/{ids['call']}")[2]
    answers = [officer.ask("POST", SHORTLISTS, {"call": terms}, StoredAnswer)[2] for officer in officers]
    with reading(office, COMMAND) as unit:
        holds = audit.verify(unit).holds
    return {
        "imported": imported,
        "changes": sum(made),
        "count": int(call["terms"]["objectives"][0].removeprefix(COUNT)),
        "statuses": tally.statuses,
        "troubles": tally.troubles,
        "states": states,
        "roster": [answer["shortlist"]["record"]["roster_size"] for answer in answers],
        "results": [answer["shortlist"]["record"]["result_hash"] for answer in answers],
        "ids": [answer["id"] for answer in answers],
        "log": holds,
    }


def main(url: str, folder: Path, token: str, call_id: str, shortlist_id: str) -> None:
    """The day, from the first process to the last."""
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    engine = build_engine_from(settings)
    doors = [socket.create_server(("127.0.0.1", 0), backlog=256) for _ in range(SERVERS)]
    ports = [door.getsockname()[1] for door in doors]
    complaints = [folder / f"server-{number}" for number in range(SERVERS)] + [folder / "import"]
    servers = [
        process(lambda door=door: serve(office_of(url, folder, engine), door), errors)  # type: ignore[misc]
        for door, errors in zip(doors, complaints, strict=False)
    ]
    ids = {"call": call_id, "shortlist": shortlist_id}
    try:
        importer = lambda: process(lambda: importing(office_of(url, folder, engine)), complaints[-1])  # noqa: E731
        told = day(office_of(url, folder, engine), ports, token, ids, importer)
    finally:
        for server in servers:
            os.kill(server, signal.SIGTERM)
        ended = [os.waitstatus_to_exitcode(os.waitpid(server, 0)[1]) for server in servers]
    told |= {"ended": ended, "complaints": [file.read_text()[-3000:] for file in complaints]}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
