"""The long list of a call: everyone who applied, was invited or could be invited, with the gates."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from api.exports.long_list import Arrival, ListedPerson, ListedPosition, LongList
from api.services.calls import calls
from api.services.calls.call_terms import terms_of
from api.services.calls.eligibility import Gates, gates_of, with_declarations
from api.services.calls.people_on_paper import account_on_paper
from api.services.calls.taking_part import TakingPart, taking_part
from api.services.office import Office
from api.services.people.viewing import roles_of
from api.services.roster.roster_keeper import Served
from api.services.unit import Actor, Unit, reading
from api.storage import candidates
from api.storage.identities import names_of
from matching.entities import Call, Expert, Position
from matching.errors import EmptyRoster
from matching.gates import FAIL, apply_gates, overall, shared_gates

MOST = 5000  # people who could be invited, per position, on one list


@dataclass(frozen=True)
class CouldBeInvited:
    """Who fails no gate of a position, those with no open question first, and how many there are in all."""

    total: int = 0
    people: dict[str, tuple[Expert, Gates]] = field(default_factory=dict)


def long_list(
    office: Office, actor: Actor, call_id: str, *, names: bool, most: int, event: str, blind: bool | None = None
) -> LongList:
    """The long list of a call as of today. In each position: who applied, who was invited, who could be invited.

    Args:
        names: whether people are named; otherwise they are shown by their ids alone.
        most: people per position who could be invited; of more than that those with open questions are left out first.
        blind: what the log says of the reading, where whoever calls puts the names to it; by default, not `names`.
        event: what is written to the log, "long_list.viewed" or "shortlist.exported".

    Raises:
        NotOnRecord: there is no such call.
    """
    with reading(office, actor) as unit:
        terms = terms_of(calls.get(unit, call_id))
    could = _could_be_invited(office, terms, most)
    with reading(office, actor) as unit:
        part = taking_part(unit, call_id)
        own = candidates.experts(unit.session, part.ever)
        gates = gates_of([own[i] for i in sorted(own)], terms, office.engine.vocabularies, unit.today)
        positions, notes = [], []
        for position in terms.positions:
            came = _took_part(part, position, own, gates)
            others = [p for i, p in could[position.id].people.items() if i not in {person.expert_id for person in came}]
            listed = [*came, *(_person(e, Arrival.COULD_BE_INVITED, None, g) for e, g in others)]
            positions.append(ListedPosition(position_id=position.id, title=position.title, people=tuple(listed)))
            if left := could[position.id].total - len(could[position.id].people):
                notes.append(f"Position {position.id}: {left} more could be invited and are not listed.")
        made = LongList(
            call=terms,
            positions=tuple(positions),
            made_at=unit.now,
            by=account_on_paper(unit, actor.account_id),
            notes=tuple(notes),
        )
        is_blind = not names if blind is None else blind
        unit.record(event, "call", call_id, people=len(_everybody(made)), document="long list", blind=is_blind)
        return _named(unit, call_id, made) if names else made


def collaborative(unit: Unit, made: LongList) -> set[str]:
    """Ids of those listed whose institution lends experts readily: it is said, and it changes no order."""
    lending = candidates.lending_institutions(unit.session)
    return {p.expert_id for p in _everybody(made) if p.institution and p.institution.strip().casefold() in lending}


def _could_be_invited(office: Office, terms: Call, most: int) -> dict[str, CouldBeInvited]:
    found = {position.id: CouldBeInvited() for position in terms.positions}
    with suppress(EmptyRoster):
        served = office.roster.current()
        for position in terms.positions:
            found[position.id] = _open_to(served, office, terms, position, most)
    return found


def _open_to(served: Served, office: Office, terms: Call, position: Position, most: int) -> CouldBeInvited:
    roster, today = served.matcher.roster, office.clock.today()
    gates = apply_gates(
        roster.columns, terms, position, office.engine.vocabularies, today, shared_gates(roster.columns, terms, today)
    )
    verdicts = overall(gates, len(roster))
    open_to = verdicts != FAIL
    for expert_id in frozenset[str]().union(*(one.ids for one in served.left_out)):
        if (row := roster.row_of.get(expert_id)) is not None:
            open_to[row] = False
    rows = np.flatnonzero(open_to)
    best = rows[np.argsort(verdicts[rows], kind="stable")][:most]  # a roster is in the order of ids
    people = {}
    for row in best.tolist():
        expert = roster.experts[row]
        people[expert.id] = (expert, tuple(gate.of(row, expert) for gate in gates))
    return CouldBeInvited(len(rows), people)


def _took_part(
    part: TakingPart, position: Position, own: dict[str, Expert], gates: dict[str, dict[str, Gates]]
) -> list[ListedPerson]:
    """Who applied for a position, and then who was invited to it without having applied."""
    listed: dict[str, ListedPerson] = {}
    for expert_id, application in part.applications.items():
        wanted = not application.positions or position.id in application.positions
        if wanted and expert_id in own:
            on = application.at.date()
            met = with_declarations(
                gates[expert_id][position.id],
                available=application.available,
                no_conflict=application.no_conflict,
                on=on,
            )
            listed[expert_id] = _person(own[expert_id], Arrival.APPLIED, on, met)
    for invitation in part.invited_to(position.id):
        expert_id = invitation.expert_id
        if expert_id not in listed and expert_id in own:
            met = gates[expert_id][position.id]
            listed[expert_id] = _person(own[expert_id], Arrival.INVITED, invitation.sent_at.date(), met)
    return list(listed.values())


def _person(expert: Expert, came: Arrival, on: date | None, gates: Gates) -> ListedPerson:
    return ListedPerson(
        expert_id=expert.id,
        name=None,
        status=expert.status,
        institution=expert.institution,
        came=came,
        on=on,
        gates=gates,
    )


def _everybody(made: LongList) -> list[ListedPerson]:
    return list({person.expert_id: person for position in made.positions for person in position.people}.values())


def _named(unit: Unit, call_id: str, made: LongList) -> LongList:
    names = names_of(unit.session, {person.expert_id for person in _everybody(made)})
    unit.record("personal.viewed", "call", call_id, part="names", people=len(names), roles=roles_of(unit))

    def put(people: Iterable[ListedPerson]) -> tuple[ListedPerson, ...]:
        return tuple(person.model_copy(update={"name": names.get(person.expert_id)}) for person in people)

    positions = tuple(place.model_copy(update={"people": put(place.people)}) for place in made.positions)
    return made.model_copy(update={"positions": positions})
