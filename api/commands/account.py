"""`expertmatch account`: the first administrator, and accounts where nobody can sign in to mend them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.auth.roles import Role
from api.commands.failures import GuardedGroup

account = typer.Typer(
    name="account", cls=GuardedGroup, help="Accounts: add, list, set a password, disable.", no_args_is_help=True
)
Email = Annotated[str, typer.Argument(help="E-mail address of the account.", show_default=False)]


@account.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Name of its owner.")],
    role: Annotated[list[Role], typer.Option(help="What they are in the office; may be repeated.")],
    expert: Annotated[str | None, typer.Option(help="Id on the roster, for an expert.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of letters: en, fr, es, pt, ru, ar.")] = None,
    letter: Annotated[bool, typer.Option(help="Send the link by a letter, too.")] = False,
) -> None:
    """Add an account; prints the link with which its owner sets a password."""
    from pydantic import ValidationError

    from api.commands.desk import writing_desk
    from api.errors import invalid
    from api.services.accounts import accounts as use

    given = {"email": email, "name": name, "roles": role, "expert_id": expert, "language": language}
    try:
        data = use.AccountData.model_validate(given)
    except ValidationError as error:
        raise invalid(error) from error
    with writing_desk() as unit:
        row, path = use.add(unit, data, by_letter=letter)
        base = unit.office.settings.public_url or f"http://127.0.0.1:{unit.office.settings.port}"
        account_id = row.id
    typer.echo(f"Added {account_id}. The link to set a password holds for seven days and works once:")
    typer.echo(f"{base}{path}")


@account.command("list")
def list_(
    role: Annotated[Role | None, typer.Option(help="Only those who hold this role.")] = None,
    active: Annotated[bool | None, typer.Option("--active/--disabled", help="Only those in use, or not.")] = None,
) -> None:
    """Every account, the newest first."""
    from rich.table import Table

    from api.commands.desk import reading_desk
    from api.commands.screen import console, printable
    from api.services.accounts import accounts as use

    table, after, more = Table("id", "address", "roles", "expert", "password", "in use"), None, True
    with reading_desk() as unit:
        while more:
            part = use.listed(unit, role=role, active=active, limit=200, after=after)
            for row in part.rows:
                set_, used = "set" if row.password_hash else "not set", "yes" if row.active else "no"
                table.add_row(row.id, printable(row.email), ", ".join(row.roles), row.expert_id or "", set_, used)
            after, more = part.next, part.next is not None
    console().print(table)


@account.command()
def password(
    email: Email, link: Annotated[bool, typer.Option("--link", help="Print a one-time link instead.")] = False
) -> None:
    """Set a password: asked for, or read from the standard input where that is no terminal."""
    from api.auth.passwords import hash_password
    from api.commands.desk import reading_desk, writing_desk
    from api.services.accounts import accounts as use
    from api.services.accounts.links import make_link
    from api.services.accounts.sign_in import put_password

    with reading_desk() as unit:
        row = use.by_email(unit, email)
        about = (row.name, row.email)
    hashed = "" if link else hash_password(_asked(), about)
    with writing_desk() as unit:
        row = use.by_email(unit, email)
        if link:
            path, _ = make_link(unit, row, by_letter=False)
            base = unit.office.settings.public_url or f"http://127.0.0.1:{unit.office.settings.port}"
            unit.record("account.changed", "account", row.id, parts=["link"])
        else:
            put_password(unit, row, hashed)
    typer.echo(f"{base}{path}" if link else "The password is set; every sign-in of the account has ended.")


@account.command()
def disable(email: Email) -> None:
    """Take an account out of use: it is signed in nowhere, and its tokens and links hold no longer."""
    from api.commands.desk import writing_desk
    from api.services.accounts import accounts as use

    with writing_desk() as unit:
        use.disable(unit, use.by_email(unit, email))
    typer.echo("The account is out of use.")


def _asked() -> str:
    """A new password; never an argument, which others on the machine could read."""
    if sys.stdin.isatty():
        return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
