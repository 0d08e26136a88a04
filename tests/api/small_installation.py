"""Fixtures for the tests of commands, as a plugin: every folder in a temporary place, a small roster, a call."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.command_line import call_data, write_lines
from tests.people import person


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all, so that the vocabulary is encoded once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Cache, data and logs in temporary folders, and the encoder that needs no model."""
    for name in ("MODEL", "ROSTER", "INDEX", "VOCABULARY", "DEBUG"):
        monkeypatch.delenv(f"EXPERTMATCH_{name}", raising=False)
    monkeypatch.setenv("EXPERTMATCH_CACHE", str(cache))
    monkeypatch.setenv("EXPERTMATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXPERTMATCH_MODEL", "hashing")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield tmp_path


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Six people: four whom every gate lets pass, one without enough French, one without consent."""
    people = [
        person("anna", declared={"gender": "woman", "nationalities": ["FR"]}),
        person("bert", declared={"gender": "man", "nationalities": ["FR"]}, fields=[]),
        person("cleo", declared={"gender": "woman", "nationalities": ["ES"]}, fields=["E.10.07"]),
        person("dino", declared={"gender": "man", "nationalities": ["IT"]}, competences=[]),
        person("ewa", languages=[{"language": "fr", "speaking": "C1", "writing": "B1"}]),
        person("finn", consent=False),
    ]
    return write_lines(tmp_path / "roster.jsonl", [p.model_dump(mode="json") for p in people])


@pytest.fixture
def call_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a call as JSON and gives its path."""

    def write(**changes: object) -> Path:
        path = tmp_path / "call.json"
        path.write_text(json.dumps(call_data(**changes)), encoding="utf-8")
        return path

    return write
