"""The last letter to a person: that they were erased. It goes out at once, for no queue may keep their address."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.notices import Mailbox, NoticeError, compose
from api.services.notices.notice_parts import letterhead, transport_of
from api.services.office import Office
from api.services.unit import Actor, new_id, writing
from matching.errors import InvalidSetting

KIND = "erasure_done"


@dataclass(frozen=True)
class LastAddress:
    """Where a person can be written to, in memory alone and for as long as the erasure takes."""

    email: str = field(repr=False)
    name: str = field(repr=False)
    language: str | None


def say_goodbye(office: Office, actor: Actor, expert_id: str, to: LastAddress | None) -> bool:
    """Hand the letter to the mail server, once; whether it took it.

    Where no mail server is set no letter is written: the outbox folder would keep the address. What the server does not
    take now is not tried again, for the same reason; that it failed is in the log. Nothing here undoes an erasure.
    """
    if to is None or not office.settings.smtp_host:
        return False
    notice_id, problem = new_id("notice"), None
    try:
        facts = {"erased_on": office.clock.today(), "receipt": expert_id} | (
            {"name": to.name} if to.name.strip() else {}
        )
        letter = compose(KIND, to.language, facts, letterhead(office.settings))
        transport_of(office.settings).send(notice_id, Mailbox(to.email, to.name), letter)
    except (NoticeError, InvalidSetting) as error:
        problem = error.code
    with writing(office, actor) as unit:
        if problem is None:
            unit.record("notice.sent", "notice", notice_id, letter=KIND, about=expert_id, tries=1)
        else:
            unit.record("notice.failed", "notice", notice_id, letter=KIND, about=expert_id, problem=problem)
    return problem is None
