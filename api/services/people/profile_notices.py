"""What people are told about their own profile, as facts put into the queue of notices."""

from __future__ import annotations

from api.notices.lines import breaks, one_line
from api.services.notices.notices_queue import queue
from api.services.unit import Unit
from api.storage.identities import identity

PAGE = "/me"  # where somebody who signed in finds what is theirs


def judged(unit: Unit, expert_id: str, *, validated: bool, reason: str | None) -> None:
    """Tell a person that their profile is validated; or what an officer needs to know before it can be.

    Of whom no address is on record nobody is told: the answer stands on their profile.
    """
    person = identity(unit.session, expert_id)
    if person is None or not person.email:
        return
    facts: dict[str, object] = {"link": PAGE}
    if not validated:
        facts["questions"] = _lines(reason or "")
        if not facts["questions"]:
            return
    kind = "profile_validated" if validated else "profile_needs_answer"
    queue(unit, kind, subject_id=expert_id, facts=facts, expert_id=expert_id)


def _lines(text: str) -> list[str]:
    """A text as the lines that a letter lists, without what could not stand in one."""
    lines = ("".join(c for c in one_line(line) if not breaks(c)) for line in text.splitlines())
    return [line for line in lines if line.strip()]
