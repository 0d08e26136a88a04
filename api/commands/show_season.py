"""A season on the screen: who goes where, what is gained over call after call, and what stays empty."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from api.commands.screen import printable
from api.commands.show import heading, pairs
from api.exports.labels import VERDICTS, person, position_name
from api.services.supply.season_told import Change, PlannedCall, PlannedSeat, SeasonPlan


def show_season(screen: Console, plan: SeasonPlan) -> None:
    """Calls in their order, then the changes that hang together, then what the figures mean."""
    names = {call.call_id: call.title or call.reference or call.call_id for call in plan.calls}
    heading(screen, "The calls that wait, staffed at once")
    pairs(screen, [(label, words) for label, words in _totals(plan)])
    for call in plan.calls:
        _show_call(screen, call, names)
    if plan.changes:
        heading(screen, "What changes against call after call, and why")
    for change in plan.changes:
        _show_change(screen, change, names)
    for one in plan.aside:
        screen.print(Text(printable(f"Set aside: {one.title or one.reference or one.call_id}. {one.why}")))
    for note in plan.notes:
        screen.print(Text(printable(note), style="dim"))


def _totals(plan: SeasonPlan) -> list[tuple[str, str]]:
    proven = (
        "proven: no other way fills more places, or as many with more merit"
        if plan.proven
        else f"not proven: {plan.most_filled} places at most, {plan.most_merit:.1f} points at most with as many"
    )
    short = "" if plan.compared else "; the time was over before every call had its turn"
    rows = [
        ("At once", f"{plan.at_once.filled} of {plan.places} places, {plan.at_once.merit:.1f} points"),
        ("Call after call", f"{plan.in_turn.filled} of {plan.places} places, {plan.in_turn.merit:.1f} points{short}"),
        ("Proof", f"{proven} ({plan.proof})"),
        ("People", f"{plan.people} could be proposed"),
    ]
    cap = plan.rotation
    if cap.missions is not None:
        held = "holds" if cap.applies else "is told, and changes nothing"
        rows.append(
            ("Rotation", f"at most {cap.missions} missions in twelve months: the cap {held}; {cap.reached} reached it")
        )
    return rows


def _show_call(screen: Console, call: PlannedCall, names: dict[str, str]) -> None:
    heading(screen, names[call.call_id])
    rows = []
    for number, position in enumerate(call.positions, start=1):
        words = [_seat(position.seat)]
        if (position.seat and position.seat.expert_id) != (position.in_turn and position.in_turn.expert_id):
            words.append(f"call after call: {_seat(position.in_turn)}")
        rows.append((position_name(position.position_id, position.title, number), "\n".join(words)))
    pairs(screen, rows, indent=2)
    for lack in call.lacks:
        screen.print(Text(printable(f"  {lack.sentence}"), style="dim"))


def _seat(seat: PlannedSeat | None) -> str:
    if seat is None:
        return "nobody"
    cap = "; above the office's cap" if seat.above_cap else ""
    return f"{person(seat.name, seat.expert_id)}, {seat.merit:.1f} points, {VERDICTS[seat.verdict]}{cap}"


def _show_change(screen: Console, change: Change, names: dict[str, str]) -> None:
    brings = [f"{change.filled:+d} places"] if change.filled else []
    screen.print(Text(f"{', '.join([*brings, f'{change.merit:+.1f} points'])}:"))
    for step in change.steps:
        leaves, takes = (_place(seat, names) for seat in (step.leaves, step.takes))
        screen.print(Text(printable(f"  {person(step.name, step.expert_id)}: {leaves} → {takes}")))


def _place(seat: PlannedSeat | None, names: dict[str, str]) -> str:
    return f"{names[seat.call_id]}, {seat.position_id} ({seat.merit:.1f})" if seat else "no place"
