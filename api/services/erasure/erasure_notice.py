"""The last letter to a person: that they were erased. It goes out at once, for no queue may keep their address."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.notices import Mailbox, NoticeError, compose
from api.services.notices.notice_parts import letterhead, transport_of
from api.services.office import Office
from api.services.unit import Unit, new_id
from matching.errors import InvalidSetting

KIND = "erasure_done"


@dataclass(frozen=True)
class LastAddress:
    """Where a person can be written to, in memory alone and for as long as the erasure takes."""

    email: str = field(repr=False)
    name: str = field(repr=False)
    language: str | None


@dataclass(frozen=True)
class Goodbye:
    """A letter that was handed to the mail server, and what it said to it; None: it took it."""

    notice_id: str
    problem: str | None


def say_goodbye(office: Office, expert_id: str, to: LastAddress | None) -> Goodbye | None:
    """Hand the letter to the mail server, once; None where there is no letter.

    Where no mail server is set no letter is written: the outbox folder would keep the address. What the server does not
    take now is not tried again, for the same reason; that it failed is noted in the log. Nothing here undoes an erasure.
    """
    if to is None or not office.settings.smtp_host:
        return None
    notice_id, problem = new_id("notice"), None
    try:
        facts = {"erased_on": office.clock.today(), "receipt": expert_id} | (
            {"name": to.name} if to.name.strip() else {}
        )
        letter = compose(KIND, to.language, facts, letterhead(office.settings))
        transport_of(office.settings).send(notice_id, Mailbox(to.email, to.name), letter)
    except (NoticeError, InvalidSetting) as error:
        problem = error.code
    return Goodbye(notice_id, problem)


def note_goodbye(unit: Unit, expert_id: str, letter: Goodbye) -> None:
    """Write into the log what became of the letter; no address."""
    if letter.problem is None:
        unit.record("notice.sent", "notice", letter.notice_id, letter=KIND, about=expert_id, tries=1)
    else:
        unit.record("notice.failed", "notice", letter.notice_id, letter=KIND, about=expert_id, problem=letter.problem)
