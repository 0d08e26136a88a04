"""What may put a request out of scope, as the office sees it; said before anything is matched, decided by a person."""

from __future__ import annotations

from api.services.office_settings import ScopeRules, setting
from api.services.shortlists.per_engine import PerEngine
from api.services.unit import Unit
from matching.engine import Engine
from matching.queries import CallQuery
from matching.scope import ScopeDoubt, build_scope_reader, country_doubt, read_scope
from matching.understanding import Understood

_reader = PerEngine(build_scope_reader)


def doubts_of_text(engine: Engine, text: str, query: CallQuery, understood: Understood) -> tuple[ScopeDoubt, ...]:
    """The doubts that a text raises; see `matching.scope.read_scope`."""
    return read_scope(text, query, understood, engine, _reader(engine))


def doubts_of_country(unit: Unit, country: str | None) -> tuple[ScopeDoubt, ...]:
    """The doubt that a partner country raises by the rules of the office as they stand."""
    rules = setting(unit, ScopeRules)
    doubt = country_doubt(country, frozenset(rules.countries) if rules.rule == "listed" else None)
    return (doubt,) if doubt else ()
