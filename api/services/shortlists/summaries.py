"""What lists say of a shortlist, kept beside it: the whole is hundreds of kilobytes."""

from __future__ import annotations

from typing import Any

from api.exports.labels import call_title
from api.schemas import ShortlistSummary
from api.services.storable import as_data
from matching.results import Shortlist


def summary_of(shortlist: Shortlist) -> dict[str, Any]:
    """The summary of a shortlist, as it is kept."""
    listed = {candidate.expert_id for position in shortlist.positions for candidate in position.candidates}
    return as_data(
        ShortlistSummary(
            title=call_title(shortlist.call),
            country=shortlist.call.country,
            mode=shortlist.record.mode,
            positions=len(shortlist.positions),
            teams=len(shortlist.teams),
            people=shortlist.record.roster_size,
            listed=len(listed),
        )
    )
