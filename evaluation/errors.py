"""What can go wrong while evaluating, as part of the matcher's family: what was wrong, what was found, what to do next."""

from __future__ import annotations

from matching.errors import MatchingError


class InvalidRequest(MatchingError):
    """Options of the command line that do not go together, or a part that is not installed."""

    code = "invalid_evaluation_request"


class InvalidData(MatchingError):
    """A folder of a facility's own calls, judgements or decisions that cannot be used as it is."""

    code = "invalid_evaluation_data"


class InvalidFigures(MatchingError):
    """The committed figures are missing or damaged, or cannot be compared with this run."""

    code = "invalid_committed_figures"
