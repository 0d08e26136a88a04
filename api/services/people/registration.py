"""Experts who register themselves. Nobody is on the roster before the letter to their address was answered."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from api.auth import attempts
from api.auth.access import NOBODY
from api.auth.addresses import Address, Line
from api.auth.roles import Role
from api.errors import Conflict
from api.services.accounts.links import FIRST, FORGOTTEN, make_link
from api.services.office import Office
from api.services.office_settings import Spoken
from api.services.people import experts
from api.services.people.experts import NewExpertData
from api.services.unit import Unit, new_id, writing
from api.storage import accounts as rows
from api.storage import identities
from api.storage.tables import AccountRow

UNFINISHED = timedelta(days=7)  # after which a registration that nobody confirmed is forgotten
REGISTRATIONS = attempts.Limit("registration-origin", 10, timedelta(hours=1))


class RegistrationData(BaseModel):
    """What somebody says who wants to be on the roster."""

    model_config = ConfigDict(extra="forbid")

    email: Address
    name: Line
    language: Spoken | None = Field(default=None, description="in which letters are written")


def register(office: Office, data: RegistrationData, *, origin: str) -> None:
    """Begin a registration: a letter with a link goes to the address. Tells nobody whether an account has it already.

    Raises:
        Conflict: this office takes no registrations.
        TooManySignIns: too many came from this network address, or for this e-mail address.
    """
    if office.settings.registration != "open":
        raise Conflict(
            "Experts cannot register themselves here.", "Registration is closed.", "Ask the office to be added."
        )
    with writing(office, NOBODY) as unit:
        attempts.take(unit, (attempts.LETTERS_BY_ACCOUNT, data.email), (REGISTRATIONS, origin))
        rows.forget_unfinished(unit.session, unit.now - UNFINISHED, unit.now)
        account = rows.account_by_email(unit.session, data.email)
        if account is None:
            account = _begun(unit, data)
        if account.active:
            make_link(unit, account, FORGOTTEN if account.password_hash else FIRST)


def _begun(unit: Unit, data: RegistrationData) -> AccountRow:
    account = AccountRow(
        id=new_id("account"), email=data.email, name=data.name, language=data.language, roles=[Role.EXPERT],
        active=True, created_at=unit.now,
    )  # fmt: skip
    unit.session.add(account)
    unit.session.flush()
    unit.record("account.added", "account", account.id, roles=list(account.roles), registered=True)
    return account


def join_roster(unit: Unit, account: AccountRow) -> None:
    """Give an expert's account its place on the roster: the one that has its address, else a new one, still empty.

    The address was proved by the letter. A new place is not validated; an officer looks at it first.
    """
    if Role.EXPERT not in account.roles or account.expert_id is not None:
        return
    known = identities.holders(unit.session, [account.email]).get(account.email)
    if known is None:
        identity = {"name": account.name, "email": account.email, "language": account.language}
        known = experts.add(unit, NewExpertData.model_validate({"segments": [], "identity": identity})).id
    if rows.account_of_expert(unit.session, known) is None:
        account.expert_id = known
        unit.session.flush()
