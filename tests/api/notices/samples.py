"""What the tests of notices share: an office, facts for every kind, all in the form a queue keeps them (JSON)."""

from __future__ import annotations

from typing import Any

from api.notices import KINDS, Notice, Office, compose

OFFICE = Office(
    "Employment Facility", "experts@facility.example", "https://experts.facility.example", "Europe/Brussels"
)
LANGUAGES = ("en", "fr", "es", "pt", "ru", "ar")

FACTS: dict[str, Any] = {
    "name": "Ana Silva",
    "call_title": "Inspection of work & safety in <small> firms",
    "reference": "2026-014/TG",
    "country": "TG",
    "position": "Principal expert: labour inspection",
    "positions": ["Principal expert: labour inspection", "Expert: training of inspectors"],
    "starts": "2026-11-02",
    "ends": "2026-11-13",
    "days": 18,
    "apply_by": "2026-09-15",
    "reply_by": "2026-09-21T23:59:00+02:00",
    "received_on": "2026-09-10",
    "decided_on": "2026-09-25T08:30:00+00:00",
    "reason": "The call asks for drafting in French at C1; the profile says B2.",
    "questions": ["Can you draft reports in French?", "From what day in November are you free?"],
    "fitting_calls": ["Inspection of farms – 2026-014/TG", "Pensions – 2026-015/SN"],
    "nearly_calls": ["Skills forecasts – 2026-016/KE"],
    "valid_until": "2026-09-12T14:00:00+00:00",
    "erased_on": "2026-09-12",
    "receipt": "E-000042",
    "link": "/calls/14?from=notice",
}


def facts_for(kind: str, *, every: bool = True) -> dict[str, Any]:
    """Facts for a kind: all it takes, or only what it cannot do without."""
    names = KINDS[kind].facts if every else KINDS[kind].required
    return {name: FACTS[name] for name in names}


def notice(kind: str = "invitation", language: str | None = "en", **changed: Any) -> Notice:
    """A notice of the sample office."""
    return compose(kind, language, facts_for(kind) | changed, OFFICE)
