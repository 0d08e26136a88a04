"""What the roster lacks, and whom to look for: the profile, or the few together, that help demand most.

    supply_of        calls with their eligible supply, as tables
    cells            demand and supply cell by cell, by field, language, status, gender...
    without_team     calls that no lawful team could take on, and what stands in the way
    best_additions   the people to add who make most calls feasible and then give most depth, with a proven bound

The definitions of feasible, depth and an added person stand in `matching.supply.values`.
"""

from matching.supply.additions import best_additions
from matching.supply.cells import Cell, cells, positions_of
from matching.supply.lawful import NoTeam, without_team
from matching.supply.sought import Sought, Supply, only, supply_of, with_merit
from matching.supply.values import DEPTH, Addition, Additions, Bounds, Demand, Need, Profile

__all__ = [
    "DEPTH",
    "Addition",
    "Additions",
    "Bounds",
    "Cell",
    "Demand",
    "Need",
    "NoTeam",
    "Profile",
    "Sought",
    "Supply",
    "best_additions",
    "cells",
    "only",
    "positions_of",
    "supply_of",
    "with_merit",
    "without_team",
]
