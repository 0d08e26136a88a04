"""The office's cap on missions, told beside a shortlist: who of those listed has reached it. It changes no rank."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from api.services.office_settings import RotationRules, setting
from api.services.supply.missions import missions, over, within_a_year
from api.services.unit import Unit


@dataclass(frozen=True)
class AtCap:
    """The cap, and of some people those who have reached it, with their missions within twelve months."""

    cap: int
    reached: dict[str, int]


def at_cap(unit: Unit, expert_ids: Collection[str]) -> AtCap | None:
    """Who of these people has reached the office's cap; None where the office has set none."""
    cap = setting(unit, RotationRules).missions
    if cap is None:
        return None
    counts = within_a_year(missions(unit), unit.today)
    return AtCap(cap, over({one: counts[one] for one in sorted(expert_ids)}, cap))
