"""The text of a request that comes as a record of any make: what it says is joined, what it is coded as is never read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# The order is that of a terms of reference, so that what says most comes first where a long text is cut.
TEXT_KEYS = (
    "title", "action_title", "activity_title", "text", "request", "summary", "description", "background", "context",
    "justification", "general_objective", "objective", "objectives", "specific_objectives", "expected_results",
    "results", "outputs", "deliverables", "activities", "tasks", "positions", "essential", "desirable", "requirements",
    "institution", "partner_institution",
)  # fmt: skip


def request_text(record: Mapping[str, Any]) -> str:
    """The texts under TEXT_KEYS, one a line, those of nested lists and objects included, in the order of TEXT_KEYS.

    A text that repeats an earlier one is left out; "title_original" is read where there is no "title".
    """
    keys = TEXT_KEYS if record.get("title") else ("title_original", *TEXT_KEYS)
    return "\n".join(dict.fromkeys(text for key in keys for text in _texts(record.get(key))))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key in TEXT_KEYS:
            yield from _texts(value.get(key))
