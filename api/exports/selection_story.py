"""How a selection came about, as rows for a table: its steps, the versions of its shortlist, who was asked and answered."""

from __future__ import annotations

from datetime import datetime

from api.exports import labels
from api.exports.long_list_paper import account
from api.exports.selection_facts import who
from api.exports.selection_record import Asking, MadeVersion, SelectionRecord
from api.exports.spoken import Told, again, say, voice

STEP_COLUMNS = ("funnel.step", "column.reached", "column.by", "reason")
VERSION_COLUMNS = ("record.version", "record.made", "column.by", "column.compared", "column.hashes")
ASKING_COLUMNS = ("column.position", "column.person", "column.asked_when", "column.by", "column.answer")
ANSWERS = Told("answer", ("sent", "accepted", "declined", "expired", "cancelled"))


def step_rows(record: SelectionRecord) -> list[tuple[str, ...]]:
    """The steps of request, action and call in order of time."""
    return [
        (step_name(step.name), labels.day(step.at), account(step.by) if step.by else say("day.none"), step.reason or "")
        for step in record.steps
    ]


def step_name(name: str) -> str:
    """A step of the process in words; as it stands on record where it is none that we know."""
    key = f"reached.{name.replace(' ', '_')}"
    return say(key) if voice().has(key) else again(name)


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
    return say("version.decided" if record.decision else "version.newest", number=made.number)


def _compared(made: MadeVersion) -> str:
    return say("version.roster" if made.whole_roster else "version.applied", count=made.compared)


def _hashes(made: MadeVersion) -> str:
    since = f"\n{say('version.redacted', day=labels.day(made.redacted_at))}" if made.redacted_at else ""
    return f"{made.run_id}\n{made.content_hash}{since}"


def _asked(one: Asking) -> str:
    lines = [say("asked.offered") if one.offer else say("asked.invited")]
    if one.from_reserve:
        lines.append(say("asked.reserve", person=who(one.instead_of) if one.instead_of else say("asked.erased")))
    return "\n".join([*lines, labels.day(one.at), say("asked.by", day=labels.day(one.reply_by))])


def _answer(one: Asking) -> str:
    at: datetime | None = one.answered_at if one.state in ("accepted", "declined") else None
    return f"{ANSWERS[one.state]}\n{labels.day(at)}" if at else ANSWERS[one.state]
