"""What a shortlist says as pairs of label and words: the call, a position, a group's make-up, the record."""

from __future__ import annotations

from collections.abc import Mapping

from api.exports.labels import (
    GENDERS,
    MODE_MEANINGS,
    MODES,
    day,
    figure,
    need_sentence,
    phase_sentence,
    span,
    status_label,
    term,
)
from api.exports.spoken import say, voice
from matching.entities import Call, Position
from matching.results import BalanceReport, Shortlist


def call_facts(call: Call) -> list[tuple[str, str]]:
    """What the call says, as pairs of label and words; what it does not say is left out."""
    window = call.window
    facts = [
        (say("call.country"), voice().country(call.country) if call.country else ""),
        (say("call.institution"), call.institution or ""),
        (say("call.action"), " ".join(part for part in (call.action_code, call.action_title) if part)),
        (say("call.activity"), " ".join(part for part in (call.activity_number, call.activity_title) if part)),
        (say("call.reference"), " ".join(part for part in (call.reference, call.version) if part)),
        (say("call.dates"), span(*window) if window else ""),
        (say("call.phases"), "\n".join(phase_sentence(p) for p in call.phases)),
        (say("call.languages"), "\n".join(need_sentence(n) for n in call.languages)),
        (say("call.activity_types"), "\n".join(term("activity_types", c) for c in call.activity_types)),
        (say("call.assistance_types"), "\n".join(term("assistance_types", c) for c in call.assistance_types)),
        (say("call.objectives"), "\n".join(call.objectives)),
        (say("call.results"), "\n".join(call.results)),
    ]
    return [(label, words) for label, words in facts if words]


def position_facts(position: Position) -> list[tuple[str, str]]:
    """What the call says of one position, as pairs of label and words."""
    facts = [
        (
            say("position.days"),
            say("position.days.count", count=position.days, days=figure(position.days)) if position.days else "",
        ),
        (
            say("position.role"),
            {True: say("position.principal"), False: say("position.expert"), None: ""}[position.principal],
        ),
        (
            say("position.years"),
            say("position.years.least", years=figure(position.min_years)) if position.min_years is not None else "",
        ),
        (say("position.statuses"), ", ".join(status_label(s) for s in position.statuses)),
        (say("call.languages"), "\n".join(need_sentence(n) for n in position.languages)),
        (say("position.tasks"), "\n".join(position.tasks)),
        (say("position.essential"), "\n".join(position.essential)),
        (say("position.desirable"), "\n".join(position.desirable)),
        (say("position.regions"), ", ".join(position.regions)),
    ]
    return [(label, words) for label, words in facts if words]


def balance_facts(balance: BalanceReport) -> list[tuple[str, str]]:
    """The make-up of a group as declared, as pairs of label and words."""
    return [
        (
            say("balance.gender"),
            _counts({GENDERS.get(k, k): n for k, n in balance.gender.items()}) or say("balance.none"),
        ),
        (
            say("balance.nationalities"),
            _counts({_country(k): n for k, n in balance.nationalities.items()}) or say("balance.none"),
        ),
        (say("balance.countries"), str(balance.countries)),
        (say("balance.public"), str(balance.public)),
        (say("balance.institutions"), str(balance.institutions)),
        *(
            [(say("position.statuses"), _counts({status_label(k): n for k, n in balance.status.items()}))]
            if balance.status
            else []
        ),
    ]


def _country(code: str) -> str:
    return voice().country(code) if len(code) == 2 else GENDERS.get(code, code)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{label} {n}" for label, n in counts.items() if n)


def mode_sentence(shortlist: Shortlist) -> str:
    """The mode of balance and what it means, with the band where there is one."""
    record = shortlist.record
    band = (record.settings.get("balance") or {}).get("band") if record.mode == "tie_break" else None
    words = f"{MODES[record.mode]}. {MODE_MEANINGS[record.mode]}"
    return say("mode.band", mode=words, points=figure(band)) if band is not None else words


def record_facts(shortlist: Shortlist) -> list[tuple[str, str]]:
    """The record of the run but for its settings, funnel and timings, as pairs of label and words."""
    record = shortlist.record
    facts = [
        (say("record.run"), record.run_id),
        (say("record.made"), day(record.made_at)),
        (say("record.as_of"), day(record.today)),
        (say("record.mode"), mode_sentence(shortlist)),
        (say("record.basis"), record.legal_basis or ""),
        (say("record.clause"), record.saving_clause or ""),
        (say("record.version"), record.version),
        (say("record.model"), record.model),
        (say("record.fingerprint"), record.model_fingerprint),
        (say("record.english"), record.english_model or ""),
        (say("record.english_fingerprint"), record.english_fingerprint or ""),
        (say("record.vocabulary"), record.vocabulary_hash),
        (say("record.roster"), say("record.roster.people", count=record.roster_size, hash=record.roster_hash)),
        (say("record.call_hash"), record.call_hash),
        (say("record.result_hash"), record.result_hash),
        (say("record.seed"), str(record.seed)),
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
        return say("setting.none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
