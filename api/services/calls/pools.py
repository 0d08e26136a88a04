"""The pool of a shortlist: who is compared for which position, where that is not the whole roster for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from matching.left_out import LeftOut

Named = Mapping[str, Collection[str]]  # positions by expert, of those who take part for some alone


def compared(pool: Collection[str] | None, named: Named, expert_id: str, position_id: str) -> bool:
    """Whether somebody is compared for a position; `pool` and `named` as below."""
    return (pool is None or expert_id in pool) and (expert_id not in named or position_id in named[expert_id])


def outside(pool: Collection[str] | None, named: Named, roster: Sequence[str]) -> tuple[LeftOut, ...]:
    """Everybody of the roster who is not compared at all, and those who are for some positions alone.

    Args:
        pool: ids of those who are compared; None for the whole roster.
        named: ids of positions by expert, of those who applied for or were invited to these alone.
        roster: ids of the roster in use.
    """
    groups = []
    if pool is not None:
        takes_part = "applied or was invited"
        others = frozenset(roster) - frozenset(pool)
        nothing = "neither applied nor was invited"
        groups.append(LeftOut("takes part", takes_part, nothing, others, others=takes_part, outside=True))
    if named:
        this = "applied for this position or for any, or was invited to it"
        elsewhere = "applied for or was invited to other positions alone"
        but_for = {expert: frozenset(positions) for expert, positions in named.items()}
        groups.append(
            LeftOut(
                "position",
                this if pool is not None else "asked for no other position alone",
                elsewhere,
                frozenset(named),
                others=this if pool is not None else "asked for no other position alone",
                outside=pool is not None,
                but_for=but_for,
            )
        )
    return tuple(groups)
