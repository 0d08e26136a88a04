"""Requests for those who steer: states, dates, codes and counts, and not a word that a partner or an assessor wrote."""

from __future__ import annotations

from typing import Any

from api.services.indicators.indicator_subjects import likely_fields

COLUMNS = (
    "id", "state", "received_on", "language", "country", "fields", "activity_types", "characters", "questions",
    "assessments", "merged_into", "created_at", "steps",
)  # fmt: skip


def figures_of(record: dict[str, Any]) -> dict[str, Any]:
    """A request as it is exported, without its title, text, institution, assessments and reasons.

    A letter usually holds names, and so may whatever is copied from it or written about it. What is known by code is
    kept: the fields and activity types that it is likely about; of the rest how much there is.
    """
    understood = record["understood"]
    kept = {name: record[name] for name in COLUMNS if name in record}
    return kept | {
        "fields": list(likely_fields(understood.get("fields"))),
        "activity_types": list(understood.get("activity_types", ())),
        "characters": len(record["text"]),
        "questions": len(understood.get("questions", ())),
        "assessments": len(record["assessments"]),
        "steps": dated_steps(record),
    }


def dated_steps(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of a request or an action by their days, without the reasons, in which persons may be named."""
    return [{"step": step["step"], "at": step["at"]} for step in record["steps"]]
