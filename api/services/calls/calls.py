"""Calls for experts, from the draft to the day on which nobody can apply any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.errors import Conflict
from api.services.calls.call_checks import check_composable
from api.services.calls.call_states import PAST, check_state, check_way, go
from api.services.calls.call_terms import blocking_questions, changed_terms, keep_terms, settings_of, terms_of
from api.services.office_settings import MatchDefaults, ReserveRules, setting
from api.services.storable import Id, Said, as_data
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import calls as rows
from api.storage.paging import Part
from api.storage.tables import CallRow
from matching.entities import FIRST_YEAR, LAST_YEAR, Call
from matching.recording import short_hash
from matching.settings import MatchSettings

Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
Reason = Annotated[Said, Field(min_length=5, max_length=2000)]


class CallDetails(BaseModel):
    """What is kept of a call beside its terms."""

    model_config = ConfigDict(extra="forbid")

    activity_id: Id | None = Field(default=None, max_length=100, description="the activity that the call belongs to")
    deadline: Day | None = Field(default=None, description="the last day on which one may apply")
    reserve_moves_up: StrictBool | None = Field(
        default=None,
        description="whether the next of the reserve is invited when somebody declines or does not answer; "
        "as the office has it where it is not said",
    )


class CallChange(CallDetails):
    """A draft as it is to be."""

    call: Call = Field(description="the terms; leave out the questions that they now answer")


class Publication(BaseModel):
    """What goes with publishing."""

    model_config = ConfigDict(extra="forbid")

    anyway: Reason | None = Field(
        default=None, description="why the call is published although its positions or dates are not clear"
    )
    announce: StrictBool = Field(default=True, description="whether those who could apply are written to")


class Cancellation(BaseModel):
    """What goes with cancelling."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


def get(unit: Unit, call_id: str) -> CallRow:
    """One call.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.call(unit.session, call_id), "call", call_id)


def visible(unit: Unit, call_id: str) -> CallRow:
    """A call that experts may see: published, closed or decided on.

    Raises:
        NotOnRecord: there is none with this id, or it is not for them to see.
    """
    row = rows.call(unit.session, call_id)
    return found(row if row and row.state in PAST else None, "published call", call_id)


def listed(
    unit: Unit,
    *,
    states: Sequence[str],
    country: str | None = None,
    activity_id: str | None = None,
    words: str | None = None,
    limit: int,
    after: str | None,
) -> Part[CallRow]:
    """A page of calls, newest first."""
    return rows.calls(
        unit.session,
        states=states,
        country=country,
        activity_id=activity_id,
        words=words,
        limit=limit,
        after=after,
    )


def draft(unit: Unit, terms: Call, details: CallDetails, settings: MatchSettings | None = None) -> CallRow:
    """A new call, from terms as `call_terms.read_terms` gives them.

    Raises:
        NotOnRecord: there is no such activity.
    """
    row = CallRow(id=new_id("call"), state="draft", created_at=unit.now, created_by=unit.actor.account_id)
    row.settings = as_data(settings or setting(unit, MatchDefaults).settings)
    keep_terms(row, terms)
    _keep_details(unit, row, details)
    unit.session.add(row)
    unit.session.flush()
    unit.record("call.drafted", "call", row.id, positions=len(terms.positions), questions=len(terms.questions))
    return row


def change(unit: Unit, call_id: str, data: CallChange, expected: int | None) -> CallRow:
    """A draft's terms and details, replaced.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: it is no draft any more.
        InvalidCall, UnknownCode: the terms cannot be used.
    """
    row = get(unit, call_id)
    check_version(row, expected)
    check_state(unit, row, "changed", "draft")
    keep_terms(row, changed_terms(terms_of(row), data.call, unit.office.engine.vocabularies))
    _keep_details(unit, row, data)
    unit.session.flush()
    unit.record("call.changed", "call", row.id, version=row.version, part="terms")
    return row


def set_settings(unit: Unit, call_id: str, settings: MatchSettings, expected: int | None) -> CallRow:
    """How the call's candidates are to be compared; fixed from the day of publication.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: it is no draft any more.
        ContradictoryRules: no team whatever could meet the rules.
    """
    row = get(unit, call_id)
    check_version(row, expected)
    check_state(unit, row, "given other settings", "draft")
    check_composable(settings, terms_of(row))
    row.settings = as_data(settings)
    unit.session.flush()
    unit.record("call.changed", "call", row.id, version=row.version, part="settings", settings=short_hash(row.settings))
    return row


def publish(unit: Unit, call_id: str, data: Publication, expected: int | None) -> CallRow:
    """Open a draft to applications; its terms and settings are fixed from here on.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: it is no draft, lacks a deadline to come, or leaves open who is needed or when and nobody said why.
        ContradictoryRules: no team whatever could meet the rules of its settings.
    """
    row = get(unit, call_id)
    check_version(row, expected)
    check_way(unit, row, "publish")
    terms, settings = terms_of(row), settings_of(row)
    _check_deadline(row, unit.today)
    check_composable(settings, terms)
    open_questions = blocking_questions(terms, unit.today)
    if open_questions and data.anyway is None:
        raise Conflict(
            "The call leaves open what nobody can apply without.",
            " ".join(question.text for question in open_questions),
            "Answer it in the terms, or publish anyway and give the reason.",
        )
    row.to_announce = data.announce
    go(unit, row, "publish", data.anyway if open_questions else None)
    unit.record(
        "call.published",
        "call",
        row.id,
        version=row.version,
        terms=short_hash(row.terms),
        settings=short_hash(row.settings),
        mode=settings.balance.mode,
        band=settings.balance.band,
        anyway=bool(open_questions),
    )
    return row


def close(unit: Unit, call_id: str) -> CallRow:
    """End the applications to a call.

    Raises:
        NotOnRecord: there is no such call.
        Conflict: it is not open to applications.
    """
    row = get(unit, call_id)
    go(unit, row, "close")
    unit.record("call.closed", "call", row.id)
    return row


def _keep_details(unit: Unit, row: CallRow, details: CallDetails) -> None:
    if details.activity_id is not None and not rows.has_activity(unit.session, details.activity_id):
        found(None, "activity", details.activity_id)
    row.activity_id, row.deadline = details.activity_id, details.deadline
    moves_up = details.reserve_moves_up
    row.reserve_moves_up = setting(unit, ReserveRules).moves_up if moves_up is None else moves_up


def _check_deadline(row: CallRow, today: date) -> None:
    if row.deadline is None or row.deadline < today:
        raise Conflict(
            "The call has no deadline to come.",
            f"Its deadline is {row.deadline}, today is {today}." if row.deadline else "It has none.",
            "Give it the last day on which one may apply.",
        )
