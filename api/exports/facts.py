"""What a shortlist says as pairs of label and words: the call, a position, a group's make-up, the record."""

from __future__ import annotations

from collections.abc import Mapping

from api.exports.labels import (
    GENDERS,
    MODE_MEANINGS,
    MODES,
    day,
    need_sentence,
    phase_sentence,
    status_label,
    term,
)
from matching.codes import country_name
from matching.entities import Call, Position
from matching.results import BalanceReport, Shortlist


def call_facts(call: Call) -> list[tuple[str, str]]:
    """What the call says, as pairs of label and words; what it does not say is left out."""
    window = call.window
    facts = [
        ("Partner country", country_name(call.country) if call.country else ""),
        ("Partner institution", call.institution or ""),
        ("Action", " ".join(part for part in (call.action_code, call.action_title) if part)),
        ("Activity", " ".join(part for part in (call.activity_number, call.activity_title) if part)),
        ("Reference", " ".join(part for part in (call.reference, call.version) if part)),
        ("Dates", f"{day(window[0])} to {day(window[1])}" if window else ""),
        ("Phases", "\n".join(phase_sentence(p) for p in call.phases)),
        ("Languages", "\n".join(need_sentence(n) for n in call.languages)),
        ("Type of activity", "\n".join(term("activity_types", c) for c in call.activity_types)),
        ("Type of assistance", "\n".join(term("assistance_types", c) for c in call.assistance_types)),
        ("Objectives", "\n".join(call.objectives)),
        ("Expected results", "\n".join(call.results)),
    ]
    return [(label, words) for label, words in facts if words]


def position_facts(position: Position) -> list[tuple[str, str]]:
    """What the call says of one position, as pairs of label and words."""
    facts = [
        ("Workload", f"{position.days:g} days" if position.days else ""),
        ("Role", {True: "principal expert", False: "expert", None: ""}[position.principal]),
        ("Years of experience", f"at least {position.min_years:g}" if position.min_years is not None else ""),
        ("Status", ", ".join(status_label(s) for s in position.statuses)),
        ("Languages", "\n".join(need_sentence(n) for n in position.languages)),
        ("Tasks", "\n".join(position.tasks)),
        ("Essential", "\n".join(position.essential)),
        ("Desirable", "\n".join(position.desirable)),
        ("Experience wanted in", ", ".join(position.regions)),
    ]
    return [(label, words) for label, words in facts if words]


def balance_facts(balance: BalanceReport) -> list[tuple[str, str]]:
    """The make-up of a group as declared, as pairs of label and words."""
    return [
        ("Gender", _counts({GENDERS.get(k, k): n for k, n in balance.gender.items()}) or "none declared"),
        ("Nationalities", _counts({_country(k): n for k, n in balance.nationalities.items()}) or "none declared"),
        ("Countries", str(balance.countries)),
        ("Public experts", str(balance.public)),
        ("Institutions", str(balance.institutions)),
        *([("Status", _counts({status_label(k): n for k, n in balance.status.items()}))] if balance.status else []),
    ]


def _country(code: str) -> str:
    return country_name(code) if len(code) == 2 else {"undeclared": "not declared"}.get(code, code)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{label} {n}" for label, n in counts.items() if n)


def mode_sentence(shortlist: Shortlist) -> str:
    """The mode of balance and what it means, with the band where there is one."""
    record = shortlist.record
    band = (record.settings.get("balance") or {}).get("band") if record.mode == "tie_break" else None
    words = f"{MODES[record.mode]}. {MODE_MEANINGS[record.mode]}"
    return f"{words} Band: {band:g} points." if band is not None else words


def record_facts(shortlist: Shortlist) -> list[tuple[str, str]]:
    """The record of the run but for its settings, funnel and timings, as pairs of label and words."""
    record = shortlist.record
    facts = [
        ("Run", record.run_id),
        ("Made", day(record.made_at)),
        ("As of", day(record.today)),
        ("Mode of balance", mode_sentence(shortlist)),
        ("Legal basis", record.legal_basis or ""),
        ("Saving clause", record.saving_clause or ""),
        ("Version", record.version),
        ("Model", record.model),
        ("Model fingerprint", record.model_fingerprint),
        ("Model for English", record.english_model or ""),
        ("Its fingerprint", record.english_fingerprint or ""),
        ("Vocabulary hash", record.vocabulary_hash),
        ("Roster", f"{record.roster_size} people, hash {record.roster_hash}"),
        ("Call hash", record.call_hash),
        ("Result hash", record.result_hash),
        ("Seed", str(record.seed)),
    ]
    return [(label, words) for label, words in facts if words]


def setting_facts(settings: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    """Settings as flat pairs of path and value, in their order."""
    facts: list[tuple[str, str]] = []
    for key, value in settings.items():
        path = f"{before}{key}"
        if isinstance(value, Mapping) and value:
            facts += setting_facts(value, f"{path}.")
        else:
            facts.append((path, _plain(value)))
    return facts


def _plain(value: object) -> str:
    if value is None or value in ({}, [], ()):
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
