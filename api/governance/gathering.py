"""Gathering the facts: from the matcher that serves, the settings, the tables, the log's events and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.auth.roles import Role
from api.config import Settings
from api.governance.facts import Described, Facts, LogFact, RuleFact
from api.governance.gate_facts import gate_facts
from api.governance.installation_facts import model_facts, package_facts, setting_facts, vocabulary_facts
from api.governance.matcher_facts import (
    constant_facts,
    criterion_facts,
    mode_facts,
    record_facts,
    run_setting_facts,
    training_facts,
)
from api.governance.measured import Figures
from api.governance.roster_facts import roster_facts
from api.governance.source_comments import fields_of
from api.governance.table_facts import table_facts
from api.record.events import EVENTS
from api.storage.tables import Base
from matching.pipeline import Matcher
from matching.recording import software_version
from matching.settings import MatchSettings


@dataclass(frozen=True)
class Sources:
    """What the facts are taken from.

    Attributes:
        matcher: the one that serves, with its roster.
        match_settings: what runs are made with where a call says nothing else.
        figures: of an evaluation; None where nothing was measured.
        sample: whether the roster is the invented sample.
        tables: of the database, as SQLAlchemy describes them.
        events: of the log, with their sentences.
        commands: of the command line, with what each does.
        rules: of the office, where the pack is made from one.
        log: where the office's log ends.
    """

    matcher: Matcher
    settings: Settings
    made_on: date
    match_settings: MatchSettings = field(default_factory=MatchSettings)
    figures: Figures | None = None
    sample: bool = False
    tables: Iterable[Any] = ()
    events: Mapping[str, str] | None = None
    commands: Mapping[str, str] | None = None
    rules: tuple[RuleFact, ...] = ()
    log: LogFact | None = None


def own_sources(matcher: Matcher, settings: Settings, made_on: date, **more: Any) -> Sources:
    """The sources of this software: its own tables and events, and what is given."""
    return Sources(matcher, settings, made_on, tables=Base.metadata.sorted_tables, events=EVENTS, **more)


def gather_facts(given: Sources) -> Facts:
    """Everything that the documents say."""
    engine, roster = given.matcher.engine, given.matcher.roster
    return Facts(
        made_on=given.made_on,
        version=software_version(),
        settings=setting_facts(given.settings),
        run_settings=run_setting_facts(given.match_settings),
        criteria=criterion_facts(given.match_settings),
        gates=gate_facts(engine.vocabularies, given.made_on),
        modes=mode_facts(given.match_settings),
        constants=constant_facts(),
        models=model_facts(engine.encoder, engine.english),
        packages=package_facts(),
        vocabularies=vocabulary_facts(engine.vocabularies),
        vocabulary_hash=engine.vocabularies.content_hash,
        training=training_facts(),
        roster=roster_facts(
            roster.experts,
            engine.vocabularies,
            content_hash=roster.content_hash,
            without_text=len(roster.without_text),
            sample=given.sample,
        ),
        tables=table_facts(given.tables),
        events=_described(given.events),
        roles=_roles(),
        commands=_described(given.commands),
        record=record_facts(),
        figures=given.figures,
        rules=given.rules,
        log=given.log,
    )


def _described(names: Mapping[str, str] | None) -> tuple[Described, ...]:
    return tuple(Described(name, meaning) for name, meaning in (names or {}).items())


def _roles() -> tuple[Described, ...]:
    comments = fields_of(Role)
    return tuple(Described(role.value, comments.get(role.name, "")) for role in Role)
