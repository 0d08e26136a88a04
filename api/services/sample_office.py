"""The sample office: invented people and institutions, and an account for every role, to look at everything at once."""

from __future__ import annotations

import os
import secrets
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from api.auth.passwords import hash_password
from api.auth.roles import SHORT, Role
from api.services.beginning import Told, say
from api.services.exchange.roster_import import import_experts
from api.services.office import Clock, Office
from api.services.sample_peers import lay_peers
from api.services.sample_roster import lay_roster
from api.services.unit import SYSTEM, Unit, new_id, reading, writing
from api.storage import beginnings
from api.storage.database import Age
from api.storage.tables import AccountRow, IdentityRow, InstitutionRow
from fixtures.calls import load_raw_calls
from fixtures.load import SAMPLE_TODAY, load_experts
from matching.entities import Expert
from matching.vocabulary import Vocabularies

SAMPLE = "sample"  # as the log names it
DOMAIN = "sample.example"  # a name that can belong to nobody
FILE = "sample-accounts.txt"  # in the data folder
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for each other
MANY = 5  # people on the roster from whom on an institution is taken to lend experts readily


@dataclass(frozen=True)
class SampleAccount:
    """An account of the sample office, with its password."""

    role: Role
    email: str
    password: str


def lay_sample_office(
    office: Office, vocabularies: Vocabularies, progress: Told = lambda report: None
) -> list[SampleAccount]:
    """Lay the sample office into a database in which there is nobody yet; the accounts made, or none.

    Their passwords are made at random and kept in a file of the data folder that only its owner may read. The office
    is put back to the day for which the sample was made, so that what is laid down is not of a day to come.
    """
    with reading(office, SYSTEM) as unit:
        if not _is_open(unit):
            return []
        begun = beginnings.was_said(unit.session, beginnings.BEGUN, SAMPLE)
        back = beginnings.days_back(unit.session, SAMPLE) if begun else (unit.today - SAMPLE_TODAY).days
    office = replace(office, clock=office.clock.moved(timedelta(days=back)))
    people = load_experts()
    accounts = [SampleAccount(role, f"{name}@{DOMAIN}", _password()) for role, name in SHORT.items()]
    hashes = [hash_password(account.password) for account in accounts]
    say(office, beginnings.BEGUN, SAMPLE, days_back=back)
    lines = (person.model_dump_json(exclude_defaults=True) for person in people)
    import_experts(office, SYSTEM, lines, vocabularies, progress=progress)
    with writing(office, SYSTEM) as unit:
        if beginnings.was_said(unit.session, beginnings.DONE, SAMPLE):  # another process was faster
            return []
        institutions = _lay_institutions(unit, people)
        for account, password_hash in zip(accounts, hashes, strict=True):
            _lay_account(unit, account, password_hash, people)
        unit.session.flush()
        lay_roster(unit, people, vocabularies, DOMAIN)
        institutions += lay_peers(unit, DOMAIN)
        unit.record("data.imported", beginnings.DONE, SAMPLE, people=len(people), institutions=institutions)
        _write(office.settings.data / FILE, accounts)  # last: passwords that nobody knows would be of no use
    return accounts


def is_sample_office(office: Office) -> bool:
    """Whether the office was begun with the sample."""
    with office.database.read(Age.KNOWN) as session:
        return beginnings.was_said(session, beginnings.DONE, SAMPLE)


def sample_clock(office: Office, clock: Clock) -> Clock:
    """A clock as the sample office reads it: on the day it was begun it stood on the sample's, and goes on from there."""
    with office.database.read(Age.KNOWN) as session:
        return clock.moved(timedelta(days=beginnings.days_back(session, SAMPLE)))


def sign_in_lines(accounts: Sequence[SampleAccount]) -> list[str]:
    """Each account in a line that says how to sign in."""
    return [f"Sign in as {account.email} with {account.password}" for account in accounts]


def _is_open(unit: Unit) -> bool:
    """Whether the sample is to be laid: where nobody is yet, or where that was cut short."""
    session = unit.session
    if beginnings.was_said(session, beginnings.BEGUN, SAMPLE):
        return not beginnings.was_said(session, beginnings.DONE, SAMPLE)
    return beginnings.never_had_people(session) and not beginnings.has_accounts(session)


def _password() -> str:
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))


def _lay_institutions(unit: Unit, people: Sequence[Expert]) -> int:
    """Where the people of the sample work, and the partners that its calls come from."""
    statuses: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for person in people:
        if person.institution:
            statuses[person.institution, person.institution_country][person.status or ""] += 1
    for (name, country), held in statuses.items():
        kind = held.most_common(1)[0][0] or None
        unit.session.add(_institution(name, country, kind, readily=held.total() >= MANY))
    calls = ((call["institution"], call["language"], call["country"]) for call in load_raw_calls())
    partners = {(names.get("en") or names[language], country) for names, language, country in calls}
    for name, country in sorted(partners - set(statuses)):
        unit.session.add(_institution(name, country, "partner", readily=False))
    unit.session.flush()
    return len(set(statuses) | partners)


def _institution(name: str, country: str | None, kind: str | None, *, readily: bool) -> InstitutionRow:
    return InstitutionRow(id=new_id("institution"), name=name, country=country, kind=kind, collaborative=readily)


def _lay_account(unit: Unit, account: SampleAccount, password_hash: str, people: Sequence[Expert]) -> None:
    expert_id = None
    name = f"Sample {account.role.replace('_', ' ')}"
    if account.role is Role.EXPERT:
        person = next(p for p in people if p.validated and p.consent and p.absences is not None and not p.excluded)
        expert_id, name = person.id, person.name or name
        identity = unit.session.get(IdentityRow, person.id)
        if identity is not None:
            identity.email = account.email
    row = AccountRow(
        id=new_id("account"), email=account.email, name=name, password_hash=password_hash, roles=[account.role],
        expert_id=expert_id, created_at=unit.now,
    )  # fmt: skip
    unit.session.add(row)
    unit.record("account.added", "account", row.id, roles=list(row.roles))


def _write(path: Path, accounts: Sequence[SampleAccount]) -> None:
    """Keep the passwords where only the owner of the data folder reads them."""
    words = "Accounts of the sample office. Everything in it is invented: put no real person into it.\n\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(words + "".join(f"{line}\n" for line in sign_in_lines(accounts)))
    new.replace(path)
