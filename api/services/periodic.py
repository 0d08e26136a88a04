"""What the service does by itself as time passes: closes calls, reminds, lets invitations expire, writes letters."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from api.services.calls import call_notices, calls
from api.services.calls.announcing import announce_due
from api.services.calls.inviting import has_ended, move
from api.services.calls.reserve import move_up
from api.services.held_entries import write_down
from api.services.notices.notices_queue import Round, send_waiting
from api.services.office import Office
from api.services.people.upkeep import ask_due
from api.services.retention import purge_when_due
from api.services.suggestions.digests import queue_due
from api.services.unit import SYSTEM, Unit, writing
from api.storage import calls as call_rows
from api.storage import invitations as rows
from api.storage.tables import InvitationRow

BEFORE_THE_END = timedelta(days=2)  # at which somebody is reminded who has longer than twice that


@dataclass
class Ticked:
    """What was due, counted."""

    closed: int = 0
    reminded: int = 0
    expired: int = 0
    moved_up: int = 0


@dataclass
class Passed:
    """What one turn of the periodic work did, counted."""

    ticked: Ticked = field(default_factory=Ticked)
    announced: int = 0
    suggested: int = 0
    asked: int = 0
    letters: Round = field(default_factory=Round)

    def as_facts(self) -> dict[str, int]:
        """The counts by name."""
        return (
            asdict(self.ticked)
            | {"announced": self.announced, "suggested": self.suggested, "asked": self.asked}
            | asdict(self.letters)
        )


def run_periodic(office: Office) -> Passed:
    """Do once what is due; may run in several processes at once.

    Raises:
        DatabaseUnavailable: the database does not answer.
        InvalidSetting: the settings of the mail server cannot be.
    """
    done = Passed()
    write_down(office)
    if is_due(office):
        with writing(office, SYSTEM) as unit:
            done.ticked = tick(unit)
    done.announced = announce_due(office)
    done.suggested = queue_due(office)
    done.asked = ask_due(office)
    done.letters = send_waiting(office)
    purge_when_due(office)
    return done


def is_due(office: Office) -> bool:
    """Whether a tick would do anything; so that writers are not held up for nothing."""
    today = office.clock.today()
    with office.database.read() as session:
        if call_rows.overdue(session, today):
            return True
        return any(has_ended(one, today) or _to_remind(one, today) for one in rows.unanswered(session))


def tick(unit: Unit) -> Ticked:
    """Close calls past their deadline, remind once, let invitations expire; where they do, the reserve moves up."""
    done = Ticked()
    for row in call_rows.overdue(unit.session, unit.today):
        calls.close(unit, row.id)
        done.closed += 1
    for invitation in rows.unanswered(unit.session):
        if has_ended(invitation, unit.today):
            done.expired += 1
            done.moved_up += _expire(unit, invitation)
        elif _to_remind(invitation, unit.today):
            invitation.reminded_at = unit.now
            call_notices.invited(unit, calls.get(unit, invitation.call_id), invitation, "invitation_reminder")
            done.reminded += 1
    return done


def remind_on(invitation: InvitationRow) -> date:
    """The day on which a person is reminded: two days before the last one, or half-way where that is later."""
    sent, last = invitation.sent_at.date(), invitation.reply_by.date()
    return max(last - (last - sent) // 2, last - BEFORE_THE_END)


def _to_remind(invitation: InvitationRow, today: date) -> bool:
    return invitation.reminded_at is None and remind_on(invitation) <= today


def _expire(unit: Unit, invitation: InvitationRow) -> bool:
    """Let an invitation end; whether the reserve moved up."""
    row = calls.get(unit, invitation.call_id)
    move(invitation, "expire")
    call_notices.expired(unit, row, invitation)
    unit.record(
        "invitation.expired",
        "invitation",
        invitation.id,
        call=row.id,
        position=invitation.position_id,
        expert=invitation.expert_id,
    )
    return move_up(unit, row, invitation) is not None
