"""What the roster lacks, and whom to look for: the profile, or the few together, that help demand most.

    best_additions   the people to add who make most calls feasible and then give most depth, with a proven bound

The definitions of feasible, depth and an added person stand in `matching.supply.values`.
"""

from matching.supply.additions import best_additions
from matching.supply.values import DEPTH, Addition, Additions, Bounds, Demand, Need, Profile

__all__ = ["DEPTH", "Addition", "Additions", "Bounds", "Demand", "Need", "Profile", "best_additions"]
