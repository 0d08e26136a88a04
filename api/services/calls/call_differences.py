"""What changed from one version of a shortlist to another: who moved, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field

from api.services.calls.call_shortlists import Version
from matching.entities import Value, Verdict
from matching.results import Gate, PositionResult, RunRecord, ScoredCandidate

SAME = 0.005  # points: below what is shown


class Change(Value):
    """One criterion, in points from 0 to 100, or one gate, before and after."""

    name: str
    before: float | str | None
    after: float | str | None


class Move(Value):
    """One person for one position. A rank is None where the person is not listed."""

    expert_id: str
    name: str | None = None
    rank_before: int | None
    rank_after: int | None
    points_before: float | None
    points_after: float | None
    criteria: tuple[Change, ...] = ()
    gates: tuple[Change, ...] = ()
    why: str = Field(description="in words: what of the person changed, or that others did")


class PositionDifference(Value):
    """Everybody whose rank or points for a position changed, in the order of the later version, who left last."""

    position_id: str
    moves: tuple[Move, ...]


class Difference(Value):
    """From one version of a call's shortlist to another."""

    before: int
    after: int
    inputs: tuple[Change, ...] = Field(description="what the two runs were given that differs")
    joined: tuple[str, ...] = Field(description="ids compared in the later version alone, where the pool was limited")
    left: tuple[str, ...] = Field(description="ids compared in the earlier version alone")
    positions: tuple[PositionDifference, ...]


def difference(before: Version, after: Version) -> Difference:
    """What changed from one version to another."""
    old_pool, new_pool = set(before.pool or ()), set(after.pool or ())
    limited = before.pool is not None and after.pool is not None
    later = {p.position_id: p for p in after.shortlist.positions}
    return Difference(
        before=before.number,
        after=after.number,
        inputs=tuple(_inputs(before, after)),
        joined=tuple(sorted(new_pool - old_pool)) if limited else (),
        left=tuple(sorted(old_pool - new_pool)) if limited else (),
        positions=tuple(
            PositionDifference(position_id=p.position_id, moves=tuple(_moves(p, later[p.position_id], after)))
            for p in before.shortlist.positions
            if p.position_id in later
        ),
    )


def with_names(found: Difference, names: Mapping[str, str]) -> Difference:
    """The same with everybody's name."""
    return found.model_copy(
        update={
            "positions": tuple(
                place.model_copy(
                    update={"moves": tuple(m.model_copy(update={"name": names.get(m.expert_id)}) for m in place.moves)}
                )
                for place in found.positions
            )
        }
    )


def everybody(found: Difference) -> set[str]:
    """The ids of everyone who moved."""
    return {move.expert_id for place in found.positions for move in place.moves}


def _inputs(before: Version, after: Version) -> Iterable[Change]:
    old, new = before.shortlist.record, after.shortlist.record
    yield from _changed("pool", _pool_words(before), _pool_words(after))
    yield from _changed("positions named", _named_words(before, after), _named_words(after, before))
    for name in ("today", "call_hash", "roster_hash", "model_fingerprint", "vocabulary_hash", "version"):
        yield from _changed(name, str(getattr(old, name)), str(getattr(new, name)))
    yield from _changed("settings", _settings_words(old, new), _settings_words(new, old))


def _pool_words(version: Version) -> str:
    return "the whole roster" if version.pool is None else f"{len(version.pool)} who applied or were invited"


def _named_words(one: Version, other: Version) -> str:
    """For which positions those are compared who are for other ones in the other version; joining and leaving apart."""
    both = [i for i in {*one.named, *other.named} if all(v.pool is None or i in v.pool for v in (one, other))]
    changed = [i for i in sorted(both) if one.named.get(i) != other.named.get(i)]
    return "; ".join(f"{i}: {', '.join(one.named[i]) if i in one.named else 'any'}" for i in changed)


def _settings_words(one: RunRecord, other: RunRecord) -> str:
    """The settings of a run that differ from those of another, as name and value."""
    return ", ".join(f"{k}: {v}" for k, v in sorted(one.settings.items()) if v != other.settings.get(k))


def _changed(name: str, before: float | str | None, after: float | str | None) -> Iterable[Change]:
    if before != after:
        yield Change(name=name, before=before, after=after)


def _moves(before: PositionResult, after: PositionResult, later: Version) -> Iterable[Move]:
    old, new = ({c.expert_id: c for c in place.candidates} for place in (before, after))
    for expert_id in dict.fromkeys([*new, *old]):
        was, now = old.get(expert_id), new.get(expert_id)
        moved = was is None or now is None or was.rank != now.rank or abs(was.score - now.score) >= SAME
        if moved:
            yield _move(expert_id, was, now, after, later)


def _move(
    expert_id: str,
    was: ScoredCandidate | None,
    now: ScoredCandidate | None,
    after: PositionResult,
    later: Version,
) -> Move:
    criteria = tuple(_criteria(was, now)) if was and now else ()
    gates = tuple(_gates(was.gates, now.gates)) if was and now else ()
    return Move(
        expert_id=expert_id,
        rank_before=was.rank if was else None,
        rank_after=now.rank if now else None,
        points_before=was.score if was else None,
        points_after=now.score if now else None,
        criteria=criteria,
        gates=gates,
        why=_why(expert_id, was, now, criteria, after, later),
    )


def _criteria(was: ScoredCandidate, now: ScoredCandidate) -> Iterable[Change]:
    old, new = ({c.name: c.points for c in one.criteria} for one in (was, now))
    for name in dict.fromkeys([*old, *new]):
        yield from _changed(name, _hundred(old.get(name)), _hundred(new.get(name)))


def _gates(was: Sequence[Gate], now: Sequence[Gate]) -> Iterable[Change]:
    old, new = ({g.name: f"{g.verdict}: {g.found}" for g in gates} for gates in (was, now))
    for name in dict.fromkeys([*old, *new]):
        yield from _changed(name, old.get(name), new.get(name))


def _hundred(points: float | None) -> float | None:
    return round(100 * points, 1) if points is not None else None


def _why(
    expert_id: str,
    was: ScoredCandidate | None,
    now: ScoredCandidate | None,
    criteria: Sequence[Change],
    after: PositionResult,
    later: Version,
) -> str:
    if was is None:
        return "Not listed in the earlier version."
    if now is None:
        return _why_gone(expert_id, after, later)
    if criteria:
        return f"Other points for {', '.join(change.name for change in criteria)}."
    if abs(was.score - now.score) >= SAME:
        return "The same points for each criterion, weighed otherwise."
    return "The same points; others came, left or moved."


def _why_gone(expert_id: str, after: PositionResult, later: Version) -> str:
    if later.pool is not None and expert_id not in later.pool:
        return "No longer takes part."
    if not later.compares(expert_id, after.position_id):
        return "Takes part for other positions alone."
    for person in after.not_eligible:
        if person.expert_id == expert_id:
            rules = [f"{gate.name}: {gate.found}" for gate in person.gates if gate.verdict is Verdict.FAIL]
            return f"No longer eligible: {'; '.join(rules)}."
    return "Below those who are shown, or no longer on the roster."
