"""Accounts: who may come in, and as what."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from api.auth.addresses import Address, Line, address_key
from api.auth.roles import Role
from api.errors import Conflict, InvalidRequest, NotOnRecord
from api.schemas import FieldProblem
from api.services.accounts.links import FIRST, FORGOTTEN, make_link
from api.services.accounts.sign_in import own
from api.services.office_settings import Spoken
from api.services.storable import Id
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import accounts as rows
from api.storage.paging import Part
from api.storage.tables import AccountRow


def _once(roles: list[Role]) -> list[Role]:
    if len(set(roles)) < len(roles):
        raise ValueError("a role is named twice")
    return sorted(roles)


Roles = Annotated[
    list[Role],
    Field(min_length=1, max_length=len(Role), json_schema_extra={"uniqueItems": True}),
    AfterValidator(_once),
]
EXAMPLE: dict[str, Any] = {
    "email": "officer@example.org",
    "name": "Vera Muster",
    "roles": ["action_officer"],
    "language": "fr",
    "expert_id": None,
}


class AccountData(BaseModel):
    """What is kept of an account."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    email: Address
    name: Line
    roles: Roles
    language: Spoken | None = Field(default=None, description="in which letters are written")
    expert_id: Id | None = Field(
        default=None, min_length=1, max_length=200, description="who of the roster it is; with the role 'expert'"
    )

    @model_validator(mode="after")
    def _an_expert_is_somebody(self) -> Self:
        if (Role.EXPERT in self.roles) != (self.expert_id is not None):
            raise ValueError("the role 'expert' and expert_id go together: give both, or neither")
        return self


class AccountChange(AccountData):
    """An account as it is to be."""

    active: StrictBool = Field(description="whether its owner may sign in")


def get(unit: Unit, account_id: str) -> AccountRow:
    """One account.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.account(unit.session, account_id), "account", account_id)


def by_email(unit: Unit, email: str) -> AccountRow:
    """The account with an address.

    Raises:
        NotOnRecord: there is none.
    """
    row = rows.account_by_email(unit.session, address_key(email))
    if row is None:
        raise NotOnRecord("No account has this address.", "", "See 'expertmatch account list'.")
    return row


def listed(unit: Unit, *, role: Role | None, active: bool | None, limit: int, after: str | None) -> Part[AccountRow]:
    """A page of accounts, the newest first."""
    return rows.accounts(unit.session, role=role, active=active, limit=limit, after=after)


def add(unit: Unit, data: AccountData, *, by_letter: bool = True) -> tuple[AccountRow, str]:
    """A new account; a letter brings its owner the link that sets the first password. Returns the link's path too.

    Raises:
        Conflict: the address or the expert has an account.
        InvalidRequest: nobody with this id is on the roster.
    """
    _check_free(unit, data, "")
    row = AccountRow(id=new_id("account"), active=True, created_at=unit.now, **_kept(data))
    unit.session.add(row)
    unit.session.flush()
    unit.record("account.added", "account", row.id, roles=list(row.roles))
    path, _ = make_link(unit, row, FIRST, by_letter=by_letter)
    return row, path


def change(unit: Unit, account_id: str, data: AccountChange, expected: int | None) -> AccountRow:
    """What is kept of an account, replaced. One that is no longer active is signed in nowhere from then on.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: the address or the expert has another account; or the last administrator would be gone.
        InvalidRequest: nobody with this id is on the roster.
    """
    row = get(unit, account_id)
    check_version(row, expected)
    _check_free(unit, data, row.id)
    if not data.active or Role.ADMINISTRATOR not in data.roles:
        _check_not_the_last(unit, row)
    changed = sorted(name for name, value in data.model_dump().items() if getattr(row, name) != value)
    for name, value in (_kept(data) | {"active": data.active}).items():
        setattr(row, name, value)
    unit.session.flush()
    if not row.active or "email" in changed:
        shut_out(unit, row)
    unit.record("account.changed", "account", row.id, parts=changed, roles=list(row.roles), active=row.active)
    return row


def disable(unit: Unit, row: AccountRow) -> None:
    """An account out of use: signed in nowhere, its tokens and links hold no longer.

    Raises:
        Conflict: it is the last administrator's.
    """
    _check_not_the_last(unit, row)
    row.active = False
    unit.session.flush()
    shut_out(unit, row)
    unit.record("account.changed", "account", row.id, parts=["active"], roles=list(row.roles), active=False)


def shut_out(unit: Unit, row: AccountRow) -> None:
    """Every sign-in and every link of an account ends."""
    rows.end_sign_ins(unit.session, row.id)
    rows.remove_links(unit.session, row.id)


def remove(unit: Unit, account_id: str, expected: int | None) -> None:
    """An account with its sign-ins, tokens and links, removed; the log keeps its id.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: it is the last administrator's.
    """
    row = get(unit, account_id)
    check_version(row, expected)
    _check_not_the_last(unit, row)
    unit.session.delete(row)
    unit.record("account.removed", "account", row.id)


def send_link(unit: Unit, account_id: str) -> None:
    """A letter with a new link that sets a password; links sent before hold no longer.

    Raises:
        NotOnRecord: there is no such account.
        Conflict: it is not active.
    """
    row = get(unit, account_id)
    if not row.active:
        raise Conflict("The account is not in use.", "", "Set it active first.")
    make_link(unit, row, FORGOTTEN if row.password_hash else FIRST)
    unit.record("account.changed", "account", row.id, parts=["link"])


def set_language(unit: Unit, language: str | None) -> AccountRow:
    """The language of the letters to whoever acts."""
    row = own(unit)
    row.language = language
    unit.session.flush()
    unit.record("account.changed", "account", row.id, parts=["language"])
    return row


def _kept(data: AccountData) -> dict[str, Any]:
    return data.model_dump(mode="json", include=set(AccountData.model_fields))


def _check_free(unit: Unit, data: AccountData, own_id: str) -> None:
    same = rows.account_by_email(unit.session, data.email)
    if same is not None and same.id != own_id:
        raise Conflict(
            "This address has an account.", f"It is {same.id}.", "Change that account, or take another address."
        )
    if data.expert_id is None:
        return
    if not rows.is_on_roster(unit.session, data.expert_id):
        raise InvalidRequest([FieldProblem(path="body.expert_id", message="nobody with this id is on the roster")])
    same = rows.account_of_expert(unit.session, data.expert_id)
    if same is not None and same.id != own_id:
        raise Conflict("This expert has an account.", f"It is {same.id}.", "Change that account.")


def _check_not_the_last(unit: Unit, row: AccountRow) -> None:
    """Refuse to leave the office without an administrator who can sign in."""
    is_one = Role.ADMINISTRATOR in row.roles and row.active
    if is_one and rows.count_of_role(unit.session, Role.ADMINISTRATOR, besides=row.id) == 0:
        raise Conflict(
            "This is the last administrator who can sign in.",
            "Without one nobody could let anybody in.",
            "Make somebody else administrator first, and let them set their password.",
        )
