"""Teams and shortlists composed exactly: the best there are under the rules, with proof, price, reserve and a way out.

    best_teams                     the k best teams for the positions of a call
    best_shortlist                 the best group of a given size for one position
    balanced_teams, balanced_shortlist   the same in a mode of balance (report, tie-break, target), each with its price
    reserve                        who steps in when a member drops out
    smallest_relaxation, smallest_shortlist_relaxation   what stands in the way, and the smallest change that helps

The definitions of team value, countries and the undeclared stand in `matching.compose.values`.
"""

from matching.compose.balance import (
    BalancedShortlist,
    BalancedTeams,
    Mode,
    Report,
    Target,
    TieBreak,
    balanced_shortlist,
    balanced_teams,
)
from matching.compose.facts import countries, per_gender, per_nationality, shortfalls
from matching.compose.price import Price
from matching.compose.relax import smallest_relaxation, smallest_shortlist_relaxation
from matching.compose.reserve import PositionReserve, StepIn, reserve
from matching.compose.shortlist import best_shortlist
from matching.compose.teams import best_teams
from matching.compose.values import (
    Change,
    Coverage,
    Limits,
    Member,
    Obstacle,
    Position,
    Relaxation,
    Rules,
    Seat,
    ShortlistSelection,
    Team,
    TeamResult,
)

__all__ = [
    "BalancedShortlist",
    "BalancedTeams",
    "Change",
    "Coverage",
    "Limits",
    "Member",
    "Mode",
    "Obstacle",
    "Position",
    "PositionReserve",
    "Price",
    "Relaxation",
    "Report",
    "Rules",
    "Seat",
    "ShortlistSelection",
    "StepIn",
    "Target",
    "Team",
    "TeamResult",
    "TieBreak",
    "balanced_shortlist",
    "balanced_teams",
    "best_shortlist",
    "best_teams",
    "countries",
    "per_gender",
    "per_nationality",
    "reserve",
    "shortfalls",
    "smallest_relaxation",
    "smallest_shortlist_relaxation",
]
