"""One-time links that set a first or a new password."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from api.auth import attempts
from api.auth.access import NOBODY
from api.auth.addresses import address_key
from api.auth.signing import plain_hash
from api.errors import NotOnRecord
from api.services.notices.notices_queue import queue
from api.services.office import Office
from api.services.unit import Unit, writing
from api.storage import accounts as rows
from api.storage.tables import AccountRow, OneTimeLinkRow

FIRST, FORGOTTEN = "account_created", "password_reset"  # kinds of notices, which bring a link
LINK_HOLDS = {FIRST: timedelta(days=7), FORGOTTEN: timedelta(hours=2)}
LINK_PATH = "/password/"


def make_link(unit: Unit, account: AccountRow, kind: str = FIRST, *, by_letter: bool = True) -> tuple[str, datetime]:
    """A link that sets a password once; links made before end. Returns its path and when it ends.

    Args:
        kind: FIRST or FORGOTTEN; says which letter, and how long the link holds.
        by_letter: whether a notice with the link is put into the queue.
    """
    rows.remove_links(unit.session, account.id)
    secret, ends_at = secrets.token_urlsafe(32), unit.now + LINK_HOLDS[kind]
    unit.session.add(OneTimeLinkRow(secret_hash=plain_hash(secret), account_id=account.id, ends_at=ends_at))
    path = f"{LINK_PATH}{secret}"
    if by_letter:
        facts = {"link": path, "valid_until": ends_at.isoformat()}
        queue(unit, kind, subject_id=account.id, facts=facts, account_id=account.id)
    return path, ends_at


def send_link(office: Office, email: str, *, origin: str) -> None:
    """Send whoever has an account with this address a link to set a new password. Tells nobody whether there is one.

    Raises:
        TooManySignIns: too many such letters were asked for.
    """
    email = address_key(email)
    with writing(office, NOBODY) as unit:
        attempts.take(unit, (attempts.LETTERS_BY_ACCOUNT, email), (attempts.LETTERS_BY_ORIGIN, origin))
        account = rows.account_by_email(unit.session, email)
        if account is not None and account.active:
            make_link(unit, account, FORGOTTEN if account.password_hash else FIRST)


def check_link(unit: Unit, secret: str) -> AccountRow:
    """The account whose password a link sets.

    Raises:
        NotOnRecord: the link was used, has ended, was replaced by a later one, or never was one.
    """
    known = rows.link(unit.session, plain_hash(secret))
    if known is None or known[0].ends_at <= unit.now or not known[1].active:
        raise NotOnRecord(
            "This link sets no password any more.",
            "It was used, has ended, or a later one took its place.",
            "Ask for a new link on the page where one signs in.",
        )
    return known[1]
