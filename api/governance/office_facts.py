"""Facts of an office at work: its rules, its log, the roster it serves; and the note in the log that a pack was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, get_origin

from pydantic.fields import FieldInfo

from api.governance.facts import LogFact, RuleFact
from api.governance.gathering import Sources, own_sources
from api.governance.measured import Figures
from api.governance.pack import Pack
from api.services import audit
from api.services.office import Office
from api.services.office_settings import KINDS, MatchDefaults, OfficeSetting, setting
from api.services.unit import COMMAND, reading, writing
from matching.recording import software_version

SHORT = 40  # characters up to which a text is a code or a version, and not words about somebody


def office_sources(office: Office, figures: Figures | None, **more: Any) -> Sources:
    """The sources of an office: its roster as served, its rules as they stand, and where its log ends.

    Raises:
        EmptyRoster: nobody on the roster has a text to match on.
    """
    matcher = office.roster.current().matcher
    with reading(office, COMMAND) as unit:
        rules = [setting(unit, kind) for kind in KINDS.values()]
        log = audit.verify(unit)
    defaults = next(rule.settings for rule in rules if isinstance(rule, MatchDefaults))
    return own_sources(
        matcher,
        office.settings,
        office.clock.now().date(),
        **{"match_settings": defaults, **more},
        figures=figures,
        rules=rule_facts(rules),
        log=LogFact(log.entries, log.head, log.holds),
    )


def note_made(office: Office, pack: Pack) -> None:
    """Say in the log that a pack was made: its hash, the version, and how much is still to be filled in."""
    with writing(office, COMMAND) as unit:
        facts = {"version": software_version(), "questions": len(pack.questions), "open": len(pack.open)}
        unit.record("governance.made", "governance", pack.content_hash, **facts)


def rule_facts(rules: Iterable[OfficeSetting]) -> tuple[RuleFact, ...]:
    """Every rule of the office but the settings of runs, which have tables of their own."""
    return tuple(
        RuleFact(
            name=f"{rule.name}.{name}",
            meaning=about.description or "",
            default=_told(about, getattr(type(rule)(), name)),
            in_use=_told(about, getattr(rule, name)),
        )
        for rule in rules
        if not isinstance(rule, MatchDefaults)
        for name, about in type(rule).model_fields.items()
    )


def _told(about: FieldInfo, value: Any) -> str:
    """A value where it is a number, a choice, a date or a code; of longer texts, whether there is one."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, list | dict):
        return ", ".join(value) or "none"  # codes of countries, or the languages that a text is in
    short = any(getattr(limit, "max_length", SHORT + 1) <= SHORT for limit in about.metadata)
    if get_origin(about.annotation) is Literal or short:
        return str(value)
    return "set; not shown here" if value else "not set"
