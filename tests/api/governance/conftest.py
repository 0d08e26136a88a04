"""Facts of the tests' tiny roster, and the pack made from them."""

from __future__ import annotations

from datetime import date

import pytest

from api.config import load_settings
from api.governance.facts import Facts
from api.governance.figures import read_figures
from api.governance.gathering import gather_facts, own_sources
from api.governance.pack import Pack, make_pack
from matching.pipeline import Matcher

MADE_ON = date(2026, 11, 22)


@pytest.fixture(scope="session")
def facts(matcher: Matcher) -> Facts:
    commands = {"shortlist": "Rank a roster for a call."}
    return gather_facts(
        own_sources(matcher, load_settings({}), MADE_ON, figures=read_figures(), sample=True, commands=commands)
    )


@pytest.fixture(scope="session")
def pack(facts: Facts) -> Pack:
    return make_pack(facts)
