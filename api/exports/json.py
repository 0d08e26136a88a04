"""A shortlist as JSON: the whole value, readable again with `Shortlist.model_validate_json`."""

from __future__ import annotations

from matching.results import Shortlist


def to_json(shortlist: Shortlist) -> str:
    """Every field of the shortlist, indented, letters of all scripts as they are."""
    return shortlist.model_dump_json(indent=2) + "\n"
