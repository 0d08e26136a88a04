"""A season's open calls allocated at once, exactly, beside what call after call would give.

    allocate      most places filled, then most merit, with capacity, rotation and rules per call; proven
    difference    one allocation against another: places and merit gained, and where people change
    chains        why they change: changes that hang together, and what each group of them brings

The definitions of worth, capacity and rules stand in `matching.allocating.values`.
"""

from matching.allocating.allocate import allocate, difference
from matching.allocating.chains import Chain, Step, chains
from matching.allocating.values import (
    NOT_ELIGIBLE,
    Allocation,
    Difference,
    Lack,
    Moved,
    OpenCall,
    Opening,
    Rotation,
    Season,
    SeasonExpert,
    Seat,
)

__all__ = [
    "NOT_ELIGIBLE",
    "Allocation",
    "Chain",
    "Difference",
    "Lack",
    "Moved",
    "OpenCall",
    "Opening",
    "Rotation",
    "Season",
    "SeasonExpert",
    "Seat",
    "Step",
    "allocate",
    "chains",
    "difference",
]
