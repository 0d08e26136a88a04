"""The pool of a shortlist: who is compared, where that is not the whole roster."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from matching.left_out import LeftOut


def outside(pool: Collection[str] | None, roster: Sequence[str]) -> tuple[LeftOut, ...]:
    """Everybody of the roster who is not compared; nobody where the pool is the whole roster.

    Args:
        pool: ids of those who are compared; None for the whole roster.
        roster: ids of the roster in use.
    """
    if pool is None:
        return ()
    others = frozenset(roster) - frozenset(pool)
    takes_part = "applied or was invited"
    return (
        LeftOut("takes part", takes_part, "neither applied nor was invited", others, listed=False, others=takes_part),
    )
