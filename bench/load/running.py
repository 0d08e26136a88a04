"""The officers at work: one at a time for the idle figures, all at once for the load."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from rich.console import Console

from api.services.shortlists.bench import MOST_KEPT
from api.web.forms import values_of
from bench.load.asking import Answer, Officer
from bench.load.mix import LOOK, MIX, SETTINGS, SHORTLISTS, Papers, desk
from bench.load.seeding import Told
from bench.waiting import TELL


def warm(asked: Sequence[Officer], proxied: Officer | None, papers: Papers, console: Console) -> None:
    """Let a day have begun: desks laid out where they will be asked for, and at each process as many exports made.

    What is kept of these fills up to a bound: desks (services/shortlists/bench.py), and what the typesetter of PDF remembers,
    some 200 MB after thirty documents. It would be taken for growth.

    Args:
        asked: somebody at each process.
        proxied: somebody at the proxy, where there is one: it sends all who ask for a desk to one process.
    """
    form = values_of(SETTINGS) | {"alone": "1"}
    first = list(product(asked, papers.shortlists[:MOST_KEPT]))
    desks = product([proxied], papers.shortlists) if proxied else first
    for officer, shortlist in _told(list(desks), "desks laid out", console):
        officer.send("beginning", f"/shortlists/{shortlist}/try", form)
    for officer, shortlist in _told(first, "papers written", console):
        for kind in ("pdf", "docx"):
            officer.get("beginning", f"{SHORTLISTS}/{shortlist}/export", format=kind)


def _told(todo: Sequence[tuple[Officer, str]], what: str, console: Console) -> Iterator[tuple[Officer, str]]:
    told = Told(console, what, len(todo))
    for number, one in enumerate(todo, start=1):
        yield one
        told(number)


def idle(asked: Sequence[Officer], papers: Papers, rounds: int, seed: int, console: Console) -> list[Answer]:
    """Every deed of the mix in turn, one request at a time, so many rounds of it."""
    chance, answers, told = random.Random(seed), list[Answer](), Told(console, "rounds while idle", rounds)
    for number in range(rounds):
        for deed in MIX:
            answers += [_kept(one) for one in deed(asked[number % len(asked)], papers, chance)]
        told(number + 1)
    return answers


def busy(asked: Sequence[Officer], papers: Papers, seconds: float, think: float, console: Console) -> list[Answer]:
    """All of them for so long, each with pauses of `think` seconds in the mean; every request that was sent by then."""
    answers, stop, until = list[Answer](), threading.Event(), time.monotonic() + seconds
    tasks = [
        threading.Thread(
            target=_work, args=(one, papers, think, answers, stop), daemon=True, name=f"officer {one.number}"
        )
        for one in asked
    ]
    for task in tasks:
        task.start()
    while (left := until - time.monotonic()) > 0:
        stop.wait(min(TELL, left))
        bad = sum(not one.is_good for one in tuple(answers))
        console.print(f"{len(answers):,} answers, {bad} bad; {max(left - TELL, 0):.0f} s left", style="dim")
    stop.set()
    for task in tasks:
        task.join()
    return [one for one in answers if one.at <= until]


def _work(officer: Officer, papers: Papers, think: float, answers: list[Answer], stop: threading.Event) -> None:
    chance = random.Random(officer.number)
    deeds, weights = list(MIX), list(MIX.values())
    while not stop.wait(chance.expovariate(1 / think)):
        [deed] = chance.choices(deeds, weights)
        for answer in deed(officer, papers, chance):
            answers.append(_kept(answer))
            if stop.is_set():
                return
            if deed is desk:
                stop.wait(chance.expovariate(1 / LOOK))


def _kept(answer: Answer) -> Answer:
    """Without what it held, unless it tells what went wrong."""
    return replace(answer, content=answer.content[:300] if not answer.is_good else b"")
