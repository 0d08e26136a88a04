"""Parts shared by the tests: a tiny roster one can check by hand, on the deterministic encoder."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from datetime import date
from typing import Any

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import pytest
from hypothesis import HealthCheck, settings

from embeddings import HashingEncoder
from matching.engine import Engine, build_engine
from matching.entities import Call, Expert
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.vocabulary import load_vocabulary
from tests.people import person

# Machines are noisy: speed is measured by `make bench`, and no test fails because its examples were slow to make.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")

TODAY = date(2026, 11, 16)
LONG = (  # files of tests that take longest
    # The first lays the sample office for all that look at pages; those beside it need none and end when it stands.
    "test_every_page", "test_access_table", "test_schema", "test_every_page_on_a_phone", "test_languages", "test_guide",
    "test_scenario", "test_kill", "test_together", "test_cv_import_kill", "test_sentence_encoder", "test_bundled_languages",
)  # fmt: skip


gc.disable()  # until the tests are collected: what they import stays


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """What is there by now stays to the end: looking through it for waste again and again took a sixth of the time."""
    collected = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return collected


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: at the end of a run in several processes, none of them then waits long for another."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def engine() -> Engine:
    return build_engine(HashingEncoder(), load_vocabulary())


@pytest.fixture(scope="session")
def people() -> list[Expert]:
    pension = {
        "fields": ["E.10.07"],
        "segments": [
            {
                "text": "Actuary of the pension fund: projections of old-age benefits and contribution rates.",
                "kind": "post",
                "language": "en",
                "start": "2005-03-01",
            }
        ],
    }
    return [
        person("anna", declared={"gender": "woman", "nationalities": ["FR"]}),
        person("bert", declared={"gender": "man", "nationalities": ["FR"]}, competences=[], activity_types=[]),
        person("cleo", declared={"gender": "woman", "nationalities": ["ES"]}, **pension),
        person("dino", declared={"gender": "man", "nationalities": ["IT", "FR"]}, **pension),
        person("ewa", languages=[{"language": "fr", "speaking": "B1", "writing": "A2"}]),
        person(
            "finn", languages=[], absences=None, conflicts=None, validated=None, consent=None, status=None, fields=[]
        ),
        person("gus", absences=[{"start": "2027-03-01", "end": "2027-03-31"}]),
        person("hana", excluded=True),
    ]


@pytest.fixture(scope="session")
def matcher(engine: Engine, people: list[Expert]) -> Matcher:
    return Matcher(build_roster(people, engine), engine)


@pytest.fixture(scope="session")
def call() -> Call:
    return Call.model_validate(
        {
            "id": "call",
            "title": "Support to the public employment service",
            "language": "en",
            "country": "TG",
            "institution": "National Employment Agency",
            "objectives": ["Better profiling and counselling of jobseekers by the public employment service."],
            "phases": [{"name": "on site", "start": "2027-03-08", "end": "2027-03-19", "on_site": True}],
            "languages": [{"language": "fr", "speaking": "C1", "writing": "C1"}],
            "activity_types": ["technical_training"],
            "positions": [
                {
                    "id": "1",
                    "principal": True,
                    "title": "Principal expert on employment services",
                    "fields": ["A.35"],
                    "competences": ["3.6"],
                    "tasks": ["Train counsellors in profiling of jobseekers."],
                    "days": 18,
                    "min_years": 8,
                },
                {"id": "2", "principal": False, "title": "Expert on pensions", "fields": ["E.10.07"], "days": 16},
            ],
        }
    )
