"""What an office has on its desks before the load begins: accounts, calls, shortlists, and calls to be decided on."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rich.console import Console

from api.auth.entrance import actor_of
from api.auth.roles import Role, Scope
from api.config import load_settings
from api.errors import Conflict
from api.services.accounts import tokens
from api.services.calls import calls
from api.services.calls.applications import ApplicationData, apply
from api.services.calls.decisions import proposed
from api.services.office import Office
from api.services.unit import SYSTEM, Actor, new_id, reading, writing
from api.storage import experts, notices_state
from api.storage.accounts import account_by_email
from api.storage.experts import Wanted
from api.storage.tables import AccountRow
from api.wiring import open_office
from bench.load.asking import Answer, Officer
from bench.load.mix import API, SETTINGS, SHORTLISTS, Papers
from bench.load.seeding import Told
from bench.waiting import GaveUp, wait_for
from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY
from matching.entities import Call
from matching.reading import read_call_json
from matching.results import Shortlist
from matching.vocabulary import load_vocabulary

DRAFTS, PUBLISHED = 60, 140  # calls on the list beside those to be decided on
ON_RECORD = 76  # shortlists, two of each of the sample's calls
APPLICANTS = 3  # of each position of a call that is to be decided on
ASKED = 15  # of the best of a position, whether they can apply
MOST_TRIED = 3  # times as many calls as are to be decided on
DECLARED = ApplicationData(available=True, no_conflict=True)
PATIENCE = 600.0  # seconds
IN_A_MONTH = timedelta(days=30)
DOMAIN = "load.example"  # a name that can belong to nobody


def officers(ports: Sequence[int], count: int) -> list[Officer]:
    """So many, each with an account and a token of their own, shared out among the processes; they decide, too."""
    office, found = open_office(load_settings()), []
    for number in range(count):
        email = f"officer-{number}@{DOMAIN}"
        with writing(office, SYSTEM) as unit:
            row = account_by_email(unit.session, email)
            if row is None:
                row = AccountRow(
                    id=new_id("account"), email=email, name=f"Officer {number}",
                    roles=[Role.OFFICER, Role.LEADER], created_at=unit.now,
                )  # fmt: skip
                unit.session.add(row)
                unit.record("account.added", "account", row.id, roles=list(row.roles))
                unit.session.flush()
            actor = actor_of(row)
        with writing(office, actor) as unit:
            tokens.revoke_all(unit, actor.account_id)
            _, secret = tokens.make(unit, tokens.TokenData(name="load", scopes=list(Scope), days=2))
        found.append(Officer(ports[number % len(ports)], secret, number, actor.account_id))
    office.database.close()
    return found


def papers(asked: Sequence[Officer], decisions: int, console: Console) -> Papers:
    """Everything there is to look at and to decide on; made through the service where the roster is needed.

    Raises:
        GaveUp: the service refuses something.
    """
    office = open_office(load_settings())
    terms = _terms(office)
    _lay_calls(office, terms)
    data = [one.model_dump(mode="json", exclude_unset=True) for one in terms]
    told, shortlists = Told(console, "shortlists on record", ON_RECORD), []
    for number in range(ON_RECORD):
        wish = {
            "call": data[number % len(data)] | {"reference": f"B-{number}"},
            "settings": SETTINGS.model_dump(mode="json"),
        }
        shortlists.append(str(_good(asked[number % len(asked)].post("beginning", SHORTLISTS, wish)).json()["id"]))
        told(number + 1)
    told, decidable = Told(console, "calls to be decided on", decisions), []
    for number, one in zip(range(MOST_TRIED * decisions), itertools.cycle(terms), strict=False):
        if found := _closed(office, asked[number % len(asked)], one):
            decidable.append(found)
            told(len(decidable))
        if len(decidable) == decisions:
            break
    wait_for(console, "the letters of all this to be sent", lambda: _unsent(office), PATIENCE)
    with reading(office, SYSTEM) as unit:
        listed = [row.id for row in calls.listed(unit, states=("draft", "published"), limit=200, after=None).rows]
        everybody = _some_people(unit.session)
    office.database.close()
    random.Random(1).shuffle(everybody)
    return Papers(listed, shortlists, everybody, data, decidable)


def _terms(office: Office) -> list[Call]:
    """The sample's calls, as far ahead of today as they were of the sample's day."""
    later, vocabularies = office.clock.today() - SAMPLE_TODAY, load_vocabulary()
    found = []
    for call in load_calls():
        phases = tuple(
            phase.model_copy(update={"start": _moved(phase.start, later), "end": _moved(phase.end, later)})
            for phase in call.phases
        )
        told = call.model_copy(update={"phases": phases}).model_dump(mode="json", exclude_unset=True)
        found.append(read_call_json(told, vocabularies))
    return found


def _moved(day: date | None, later: timedelta) -> date | None:
    return day + later if day else None


def _lay_calls(office: Office, terms: Sequence[Call]) -> None:
    with reading(office, SYSTEM) as unit:
        there = len(calls.listed(unit, states=("draft", "published"), limit=DRAFTS + PUBLISHED, after=None).rows)
    for number in range(there, DRAFTS + PUBLISHED):
        _laid(office, SYSTEM, terms[number % len(terms)], publish=number >= DRAFTS)


def _laid(office: Office, actor: Actor, terms: Call, *, publish: bool) -> str:
    with writing(office, actor) as unit:
        details = calls.CallDetails(deadline=unit.today + IN_A_MONTH)
        row = calls.draft(unit, terms, details, SETTINGS)
        if publish:
            data = calls.Publication(announce=False, anyway="The partner will say the rest.")
            calls.publish(unit, row.id, data, row.version)
        return row.id


def _closed(office: Office, officer: Officer, terms: Call) -> tuple[str, dict[str, Any]] | None:
    """A call to which its best applied, closed, with a shortlist of them; and the decision that would be taken.

    None where none of its best can apply.
    """
    drafts = Actor(
        officer.account_id, frozenset(Role)
    )  # told of the decision, as all officers are of a call of nobody's
    call = _laid(office, drafts, terms, publish=True)
    path = f"{API}/calls/{call}/shortlists"
    best = Shortlist.model_validate(_good(officer.post("beginning", path, {"pool": "roster"})).json()["shortlist"])
    came = 0
    for place in best.positions:
        able = (_applies(office, call, one.expert_id) for one in place.candidates[:ASKED])
        came += sum(itertools.islice((one for one in able if one), APPLICANTS))
    if not came:
        return None
    with writing(office, SYSTEM) as unit:
        calls.close(unit, call)
    made = _good(officer.post("beginning", path, {"pool": "applied"})).json()
    chosen = proposed(Shortlist.model_validate(made["shortlist"]))
    return call, {"shortlist": made["number"], "chosen": chosen}


def _unsent(office: Office) -> str:
    with office.database.read() as session:
        waiting = notices_state.count(session, "waiting")
    return f"{waiting} wait" if waiting else ""


def _applies(office: Office, call: str, expert: str) -> bool:
    """Whether somebody could apply, and did: nobody whose profile was not validated can."""
    try:
        with writing(office, Actor(f"account-of-{expert}", frozenset({Role.EXPERT}), expert)) as unit:
            apply(unit, call, expert, DECLARED)
    except Conflict:
        return False
    return True


def _some_people(session: Any) -> list[str]:
    """Ids from all over the roster."""
    found, after = [], None
    for _ in range(20):
        part = experts.experts(session, Wanted(), limit=100, after=after)
        found += [row.id for row in part.rows]
        after = part.next
        if after is None:
            break
    return found


def _good(answer: Answer) -> Answer:
    if not answer.is_good:
        raise GaveUp(f"The service answered {answer.status}: {answer.content[:400]!r}")
    return answer
