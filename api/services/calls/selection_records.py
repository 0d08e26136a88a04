"""The selection record of a call, put together for the file: the whole story from the request to the people who go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.auth.roles import Role
from api.errors import Conflict
from api.exports.selection_record import Choice, Chosen, Decision, Note, SelectionRecord
from api.services.calls import calls, selection_story
from api.services.calls.call_names import names_for
from api.services.calls.call_shortlists import Version, version
from api.services.calls.call_terms import terms_of
from api.services.calls.people_on_paper import account_on_paper
from api.services.calls.selection_story import Person
from api.services.calls.taking_part import taking_part
from api.services.shortlists.blind import blind, striking
from api.services.shortlists.make_up import as_told
from api.services.shortlists.naming import with_names
from api.services.unit import Unit
from api.storage import call_shortlists, candidates, evaluation_notes
from api.storage import decisions as decision_rows
from api.storage import shortlists as shortlist_rows
from api.storage.tables import CallRow, DecisionRow, EvaluationNoteRow, InvitationRow
from matching.columns import build_columns
from matching.compose import countries
from matching.declared import balance_of
from matching.results import BalanceReport

Told = Callable[[str], str]  # a text as it may be shown


def selection_record(unit: Unit, call_id: str, *, names: bool, format: str) -> SelectionRecord:
    """Everything an officer files about one selection; before the decision with the newest version and a form for it.

    Without `names` the candidates are named nowhere in it, neither in evaluation notes nor in reasons.

    Raises:
        NotOnRecord: there is no such call.
        Conflict: no shortlist was made for it yet.
    """
    row = calls.get(unit, call_id)
    decision = decision_rows.of_call(unit.session, call_id)
    kept = version(unit, call_id, _number(unit, call_id, decision))
    shortlist = with_names(unit, kept.id, kept.shortlist) if names else blind(unit, kept.shortlist)
    asked = taking_part(unit, call_id).invitations
    ids = _concerned(decision, asked)
    person = _people(unit, call_id, ids if names else set())
    written = evaluation_notes.all_of_call(unit.session, call_id)
    told = (
        str if names else striking(unit, ids | taking_part(unit, call_id).ever | {note.expert_id for note in written})
    )
    request, action = selection_story.origin(unit, row)
    about = {"document": "selection record", "format": format, "number": kept.number}
    unit.record("shortlist.exported", "call", call_id, **about, blind=not names)
    return SelectionRecord(
        shortlist=shortlist,
        version=kept.number,
        made_at=unit.now,
        prepared_by=account_on_paper(unit, unit.actor.account_id),
        request=f"{request.title or 'without a title'}, {request.id}" if request else None,
        action=f"{action.code}, {action.title}" if action else None,
        steps=tuple(
            step.model_copy(update={"reason": told(step.reason)}) if step.reason else step
            for step in selection_story.story_of_steps(unit, row)
        ),
        versions=selection_story.versions(unit, call_id),
        askings=selection_story.askings(unit, asked, person),
        notes=tuple(_notes(unit, written, kept, told)),
        decision=_decision(unit, row, decision, asked, person, told) if decision else None,
        make_up=_make_up(unit, decision, kept) if decision else None,
        content_hash=kept.content_hash,
        redacted_at=kept.redacted_at,
    )


def _number(unit: Unit, call_id: str, decision: DecisionRow | None) -> int:
    if decision is not None:
        decided_on = shortlist_rows.shortlist(unit.session, decision.shortlist_id)
        number = decided_on.number if decided_on else None
    else:
        number = call_shortlists.last_number(unit.session, call_id)
    if not number:
        raise Conflict("There is no selection record yet.", "No shortlist was made for this call.", "Make one first.")
    return number


def _notes(unit: Unit, written: Sequence[EvaluationNoteRow], kept: Version, told: Told) -> list[Note]:
    known = {place.position_id for place in kept.shortlist.positions}
    return [
        Note(
            position_id=note.position_id,
            expert_id=note.expert_id,
            text=told(note.text),
            at=note.at,
            by=account_on_paper(unit, note.by),
            points=note.points,
        )
        for note in written
        if note.position_id in known
    ]


def _concerned(decision: DecisionRow | None, asked: tuple[InvitationRow, ...]) -> set[str]:
    """Ids of whoever was chosen, held in reserve or asked."""
    ids = {row.expert_id for row in asked}
    if decision:
        ids |= {*decision.chosen.values(), *(i for line in decision.reserve.values() for i in line)}
    return ids


def _people(unit: Unit, call_id: str, ids: set[str]) -> Person:
    """Gives whoever is asked for, with the name of those whose name may be shown."""
    known = names_for(unit, call_id, ids) if ids else {}
    return lambda expert_id: Chosen(expert_id=expert_id, name=known.get(expert_id))


def _decision(
    unit: Unit, row: CallRow, decision: DecisionRow, asked: tuple[InvitationRow, ...], person: Person, told: Told
) -> Decision:
    return Decision(
        choices=tuple(
            Choice(
                position_id=position.id,
                chosen=person(decision.chosen[position.id]) if position.id in decision.chosen else None,
                reserve=tuple(person(i) for i in decision.reserve.get(position.id, [])),
                place=selection_story.place(asked, position.id, person),
            )
            for position in terms_of(row).positions
        ),
        departs=decision.departs,
        reason=told(decision.reason) if decision.reason else None,
        by=account_on_paper(unit, decision.by, acted_as=Role.LEADER.value),
        at=decision.at,
    )


def _make_up(unit: Unit, decision: DecisionRow, kept: Version) -> BalanceReport | None:
    """Counts for those chosen together; from the shortlist where they are one of its teams, else as declared today."""
    for team in kept.shortlist.teams:
        if {m.position_id: m.expert_id for m in team.members} == decision.chosen:
            return as_told(team.balance)
    found = candidates.experts(unit.session, decision.chosen.values(), declared=True)
    people = [found[i] for i in sorted(found)]
    if not people:
        return None
    public = build_columns(people, unit.office.engine.vocabularies).public
    return as_told(
        balance_of(
            people,
            [None if mark < 0 else bool(mark) for mark in public.tolist()],
            countries(person.declared.nationalities for person in people),
        )
    )
