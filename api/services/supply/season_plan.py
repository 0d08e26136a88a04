"""From an allocation to what is told of it: each call with who takes its places, what changes and why, what is lacking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.governance.suppression import LEAST, rounded
from api.services.suggestions.open_standings import Standings
from api.services.supply.season_calls import CallOnRecord, OnRecord
from api.services.supply.season_told import (
    PROPOSAL,
    Change,
    ChangeStep,
    NationalityCount,
    PlannedCall,
    PlannedLack,
    PlannedPosition,
    PlannedSeat,
    RotationTold,
    SeasonPlan,
    SeasonWish,
    Total,
)
from matching.allocating import Allocation, OpenCall, Season, Seat, chains
from matching.allocating.values import TENTHS
from matching.gates import VERDICTS


@dataclass(frozen=True)
class _Telling:
    """What a seat is told with. `taken`: places of each person in the season at once."""

    record: OnRecord
    made: Standings
    rotation: RotationTold
    taken: Counter[str]

    def seat(self, seat: Seat | None) -> PlannedSeat | None:
        if seat is None:
            return None
        standing = next(p for p in self.made.of(seat.call_id).positions if p.position.id == seat.opening_id)
        had, cap = self.record.missions[seat.expert_id], self.rotation.missions
        return PlannedSeat(
            call_id=seat.call_id,
            position_id=seat.opening_id,
            expert_id=seat.expert_id,
            merit=seat.merit / TENTHS,
            verdict=VERDICTS[standing.verdicts[self.made.row_of[seat.expert_id]]],
            missions=had,
            above_cap=cap is not None and had + max(1, self.taken[seat.expert_id]) > cap,
        )


def plan_of(
    record: OnRecord, made: Standings, season: Season, found: Allocation, wish: SeasonWish, rotation: RotationTold
) -> SeasonPlan:
    """Everything that is told of an allocation; people by their ids."""
    cap = rotation.missions
    reached = sum(cap is not None and record.missions[expert.id] >= cap for expert in season.experts)
    told = rotation.model_copy(update={"reached": reached})
    telling = _Telling(record, made, told, Counter(seat.expert_id for seat in found.seats))
    eligible = iter((season.merit >= 0).sum(axis=1).tolist())
    return SeasonPlan(
        as_of=record.today,
        wish=wish,
        calls=[
            _call(one, call, eligible, found, telling) for one, call in zip(record.calls, season.calls, strict=True)
        ],
        aside=list(record.aside),
        people=len(season.experts),
        places=found.places,
        at_once=_total(found.seats),
        in_turn=_total(found.in_turn),
        proven=found.optimal,
        compared=found.compared,
        most_filled=found.most_filled,
        most_merit=found.most_merit / TENTHS,
        proof=found.proof,
        changes=list(_changes(found, telling)),
        nationalities=_nationalities(season, found, told),
        rotation=told,
        notes=[PROPOSAL, *_notes(record, wish, told)],
    )


def everybody(plan: SeasonPlan) -> set[str]:
    """Ids of everybody whom a plan tells."""
    changing = {step.expert_id for change in plan.changes for step in change.steps}
    return changing | {seat.expert_id for seat in plan.seats}


def with_names(plan: SeasonPlan, names: Mapping[str, str]) -> SeasonPlan:
    """The plan with the names that are known."""

    def named(seat: PlannedSeat | None) -> PlannedSeat | None:
        return seat and seat.model_copy(update={"name": names.get(seat.expert_id)})

    def position(one: PlannedPosition) -> PlannedPosition:
        return one.model_copy(update={"seat": named(one.seat), "in_turn": named(one.in_turn)})

    def step(one: ChangeStep) -> ChangeStep:
        seats = {"leaves": named(one.leaves), "takes": named(one.takes)}
        return one.model_copy(update={"name": names.get(one.expert_id), **seats})

    return plan.model_copy(
        update={
            "calls": [c.model_copy(update={"positions": [position(p) for p in c.positions]}) for c in plan.calls],
            "changes": [c.model_copy(update={"steps": [step(s) for s in c.steps]}) for c in plan.changes],
        }
    )


def _call(
    one: CallOnRecord, call: OpenCall, eligible: Iterator[int], found: Allocation, telling: _Telling
) -> PlannedCall:
    at_once, in_turn = (
        {s.opening_id: s for s in seats if s.call_id == call.id} for seats in (found.seats, found.in_turn)
    )
    return PlannedCall(
        call_id=call.id,
        title=one.terms.title,
        reference=one.terms.reference,
        state=one.state,
        deadline=one.offered.offer.deadline,
        shortlist_id=one.shortlist_id,
        whole=call.whole,
        positions=[
            PlannedPosition(
                position_id=position.id,
                title=position.title,
                days=position.days,
                eligible=next(eligible),
                seat=telling.seat(at_once.get(position.id)),
                in_turn=telling.seat(in_turn.get(position.id)),
            )
            for position in one.terms.positions
        ],
        lacks=[
            PlannedLack(
                position_id=lack.opening_id,
                missing=lack.missing,
                eligible=lack.eligible,
                with_calls=list(lack.with_calls),
                why=lack.why,
                sentence=lack.sentence,
                detail=lack.detail,
            )
            for lack in found.lacks
            if lack.call_id == call.id
        ],
    )


def _total(seats: tuple[Seat, ...]) -> Total:
    return Total(filled=len(seats), merit=sum(seat.merit for seat in seats) / TENTHS)


def _changes(found: Allocation, telling: _Telling) -> Iterator[Change]:
    for chain in chains(found.in_turn, found.seats):
        steps = [
            ChangeStep(expert_id=step.expert_id, leaves=telling.seat(step.leaves), takes=telling.seat(step.takes))
            for step in chain.steps
        ]
        yield Change(filled=chain.filled, merit=chain.merit / TENTHS, steps=steps)


def _nationalities(season: Season, found: Allocation, rotation: RotationTold) -> list[NationalityCount]:
    """Places by nationality, to the nearest five: only of five people or more, so that none tells what one declared."""
    declared = {expert.id: expert.nationalities for expert in season.experts}
    places = Counter(country for seat in found.seats for country in dict.fromkeys(declared[seat.expert_id]))
    people = Counter(
        country
        for expert_id in {seat.expert_id for seat in found.seats}
        for country in dict.fromkeys(declared[expert_id])
    )
    cap = rotation.nationality_places
    return [
        NationalityCount(nationality=country, places=rounded(number), above_cap=cap is not None and number > cap)
        for country, number in sorted(places.items(), key=lambda item: (-item[1], item[0]))
        if people[country] >= LEAST
    ]


def _notes(record: OnRecord, wish: SeasonWish, rotation: RotationTold) -> Iterator[str]:
    yield "Places filled come before merit; of equally good allocations, one that moves fewest people is given."
    if any(one.offered.offer.settings.balance.mode != "target" for one in record.calls):
        yield "Rules of a call on gender and nationality bind only where its mode of balance is a target."
    if rotation.missions is not None or rotation.nationality_share is not None:
        yield (
            "The office's caps on rotation hold in this season."
            if rotation.applies
            else "The office's caps on rotation are told, and change nothing."
        )
    if not wish.sure:
        yield "Somebody of whom something is still to be asked counts as able to come until they said."
