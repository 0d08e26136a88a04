"""How a selection came about, as rows for a table: its steps, the versions of its shortlist, who was asked and answered."""

from __future__ import annotations

from datetime import datetime

from api.exports import labels
from api.exports.long_list_paper import account
from api.exports.selection_facts import who
from api.exports.selection_record import Asking, MadeVersion, SelectionRecord

STEP_COLUMNS = ("Step", "Reached", "By", "Reason")
VERSION_COLUMNS = ("Version", "Made", "By", "Compared", "Run and content hash")
ASKING_COLUMNS = ("Position", "Person", "Asked", "By", "Answer")
ANSWERS = {
    "sent": "not answered yet",
    "accepted": "accepted",
    "declined": "declined",
    "expired": "no answer in time",
    "cancelled": "taken back by the office",
}


def step_rows(record: SelectionRecord) -> list[tuple[str, ...]]:
    """The steps of request, action and call in order of time."""
    return [
        (step.name, labels.day(step.at), account(step.by) if step.by else "not said", step.reason or "")
        for step in record.steps
    ]


def version_rows(record: SelectionRecord) -> list[tuple[str, ...]]:
    """The versions of the shortlist; the one that the record rests on says so."""
    return [
        (_number(made, record), labels.day(made.at), account(made.by), _compared(made), _hashes(made))
        for made in record.versions
    ]


def asking_rows(record: SelectionRecord) -> list[tuple[str, ...]]:
    """Invitations and offers with their answers in order of time."""
    titles = labels.position_names(record.shortlist)
    return [
        (titles[one.position_id], who(one.person), _asked(one), account(one.by), _answer(one)) for one in record.askings
    ]


def _number(made: MadeVersion, record: SelectionRecord) -> str:
    if made.number != record.version:
        return str(made.number)
    return f"{made.number}, {'decided on' if record.decision else 'the newest'}"


def _compared(made: MadeVersion) -> str:
    return f"{made.compared} people, {'the whole roster' if made.whole_roster else 'who applied or were invited'}"


def _hashes(made: MadeVersion) -> str:
    since = f"\nsomebody was erased from it since, on {labels.day(made.redacted_at)}" if made.redacted_at else ""
    return f"{made.run_id}\n{made.content_hash}{since}"


def _asked(one: Asking) -> str:
    lines = ["offered the place" if one.offer else "invited to take part"]
    if one.from_reserve:
        lines.append(f"from the reserve, for {who(one.instead_of) if one.instead_of else 'somebody since erased'}")
    return "\n".join([*lines, labels.day(one.at), f"to answer by {labels.day(one.reply_by)}"])


def _answer(one: Asking) -> str:
    at: datetime | None = one.answered_at if one.state in ("accepted", "declined") else None
    return f"{ANSWERS[one.state]}\n{labels.day(at)}" if at else ANSWERS[one.state]
