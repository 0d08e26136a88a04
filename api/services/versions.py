"""Records that two people may edit: each change says which version it changes."""

from __future__ import annotations

from typing import Any, TypeVar

from api.errors import ChangedMeanwhile, NotOnRecord, VersionNeeded

Row = TypeVar("Row")
ANY = -1  # "If-Match: *": whatever the version is, as long as there is one


def found(row: Row | None, kind: str, given_id: str) -> Row:
    """The row, which has to be there.

    Raises:
        NotOnRecord: it is not.
    """
    if row is None:
        raise NotOnRecord(f"No {kind} with the id '{given_id[:80]}' is on record.", "", "Check the id.")
    return row


def check_first(expected: int | None) -> None:
    """Refuse to make for the first time what was to be replaced: If-Match, with a version or "*", asks for one that is there.

    Raises:
        ChangedMeanwhile: a version is asked for.
    """
    if expected is not None:
        raise ChangedMeanwhile(
            "There is nothing to replace.",
            "The change says which version it replaces, and none is on record.",
            "Leave out the header If-Match to say it for the first time.",
        )


def check_version(row: Any, expected: int | None) -> None:
    """Refuse a change that was not made from the row as it is.

    Args:
        row: with a `version`.
        expected: the version that was read, or ANY; None where the request does not say.

    Raises:
        VersionNeeded, ChangedMeanwhile: it does not say; it is another.
    """
    if expected is None:
        raise VersionNeeded(
            "The change does not say which version it changes.",
            "The header If-Match is missing.",
            "Read the record, and send its ETag as If-Match with the change.",
        )
    if expected not in (ANY, row.version):
        raise ChangedMeanwhile(
            "Somebody else changed this since it was read.",
            f"The version is {row.version} now, the change was made from {expected}.",
            "Read the record again and repeat the change where it still holds.",
        )
