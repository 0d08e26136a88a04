"""A unit of work: one transaction in somebody's name, with what it will say in the log."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from api.auth.roles import Role, Scope
from api.services.held_entries import hold
from api.services.office import Office
from api.storage import log, roster_state
from api.storage.database import Age, DatabaseUnavailable
from api.storage.session import Session


@dataclass(frozen=True)
class Actor:
    """Who acts. `expert_id` is set where the account belongs to somebody on the roster."""

    account_id: str
    roles: frozenset[Role]
    expert_id: str | None = None
    scopes: frozenset[Scope] = frozenset(Scope)
    sign_in: str | None = None  # hash of the sign-in's id, where a browser acts
    language: str | None = None  # the one that their account names

    def is_any(self, *roles: Role) -> bool:
        """Whether one of these roles is among theirs."""
        return bool(self.roles & set(roles))


COMMAND = Actor("command", frozenset(Role))  # whoever may run commands on the machine has the database anyway
SYSTEM = Actor("system", frozenset(Role))  # what the service does by itself: reminders, expiry, purging


@dataclass
class Unit:
    """What a use case works with. Everything in it happens, or nothing."""

    office: Office
    actor: Actor
    session: Session
    now: datetime
    said: list[log.Said] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The office's day."""
        return self.office.clock.today()

    def record(self, event: str, kind: str, subject_id: str, **facts: Any) -> None:
        """Say something in the log: ids, counts, hashes and states; never words of or about a person."""
        self.said.append(log.Said(event, kind, subject_id, facts, self.actor.account_id))

    def by_itself(self) -> Unit:
        """The same transaction for what the service does of itself in answer to somebody: the log says the system did it."""
        return replace(self, actor=SYSTEM)  # the session and what was said are shared

    def roster_changed(self) -> int:
        """The next revision of the roster, for rows changed in this unit; every serving process will see it."""
        return roster_state.next_revision(self.session)


@contextmanager
def writing(office: Office, actor: Actor) -> Iterator[Unit]:
    """A unit that may write. Writers take turns; at its end everything and its entries in the log are kept at once."""
    with office.database.write() as session:
        head = log.take_head(session)
        unit = Unit(office, actor, session, office.clock.now())
        yield unit
        session.flush()
        log.append(session, head, unit.said, at=unit.now)


@contextmanager
def reading(office: Office, actor: Actor, age: Age = Age.KNOWN) -> Iterator[Unit]:
    """A unit that sees one state of the data. What it says in the log is written before anything leaves.

    Args:
        age: how old what is read may be, where there is a replica.
    """
    with office.database.read(age) as session:
        unit = Unit(office, actor, session, office.clock.now())
        yield unit
    if unit.said:
        try:
            with office.database.write() as session:
                log.append(session, log.take_head(session), unit.said, at=unit.now)
        except DatabaseUnavailable:
            if office.database.replica_url is None:
                raise
            hold(office, unit.said, unit.now)  # it was read from the replica: the log is behind, and comes after


def new_id(kind: str) -> str:
    """An id that tells its kind and nothing else, such as call-3f9ab2c4d5e6f708."""
    return f"{kind}-{secrets.token_hex(8)}"
