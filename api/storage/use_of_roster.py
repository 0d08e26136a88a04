"""Who on the roster was not heard of since a moment: confirmed, changed and answered nothing, and did not come in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from api.storage.tables import (
    AccountRow,
    ApplicationRow,
    CallRow,
    ConsentRow,
    EntryRow,
    ExpertRow,
    InvitationRow,
    PerformanceNoteRow,
    SignInRow,
    TokenRow,
)


def is_inactive(since: datetime, under_way: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition on `experts`.

    Args:
        since: the moment; what happened at it counts.
        under_way: a condition on `calls`: who takes part in such a call stays, however long it takes.
    """
    own = (ExpertRow.created_at, ExpertRow.changed_at, ExpertRow.confirmed_at)
    return and_(
        *(or_(moment.is_(None), moment < since) for moment in own),
        ~_has(ConsentRow, ConsentRow.at >= since),
        ~_has(PerformanceNoteRow, PerformanceNoteRow.at >= since, PerformanceNoteRow.kind == "assignment"),
        ~_has(ApplicationRow, or_(ApplicationRow.at >= since, ApplicationRow.withdrawn_at >= since)),
        ~_has(InvitationRow, or_(InvitationRow.answered_at >= since, InvitationRow.state == "sent")),
        ~_has(ApplicationRow, ApplicationRow.call_id == CallRow.id, under_way, ApplicationRow.state == "submitted"),
        ~_has(InvitationRow, InvitationRow.call_id == CallRow.id, under_way, InvitationRow.state == "accepted"),
        ~_has(AccountRow, or_(AccountRow.created_at >= since, *_came_in(since))),
    )


def _has(table: type, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a person has such a row; `table` is one whose rows belong to an expert."""
    own = table.expert_id == ExpertRow.id  # type: ignore[attr-defined]
    return select(1).where(own, *conditions).correlate(ExpertRow).exists()


def _came_in(since: datetime) -> list[ColumnElement[bool]]:
    """Whether an account was used: what it did, and that it signed in, is in the log for good."""
    uses = (
        (SignInRow.account_id == AccountRow.id, SignInRow.seen_at >= since),
        (TokenRow.account_id == AccountRow.id, TokenRow.used_at >= since),
        (EntryRow.actor == AccountRow.id, EntryRow.at >= since),
        (EntryRow.subject_id == AccountRow.id, EntryRow.event == "account.signed_in", EntryRow.at >= since),
    )
    return [select(1).where(*use).correlate(AccountRow).exists() for use in uses]
