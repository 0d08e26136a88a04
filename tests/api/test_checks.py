"""The doctor's checks: each tries the real thing, and a failure is a finding with a next step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api import checks
from api.config import Settings
from api.finding import Check, guarded
from embeddings import HashingEncoder
from matching.engine import Engine
from matching.errors import MatchingError


def test_the_packages_that_are_needed_are_told_with_their_versions() -> None:
    found = checks.check_packages("typer")
    assert found.works, found.found
    assert "rich " in found.found


def test_a_project_that_runs_from_its_folder_deserves_a_look() -> None:
    found = checks.check_packages("no-such-project-at-all")
    assert (found.works, found.next_step) == (None, "Run: pip install -e .")


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        checks, "requires", lambda project: ["no-such-package>=1", "typer[all]>=0.1", "other; sys_platform == 'win32'"]
    )
    found = checks.check_packages("typer")
    assert (found.works, found.found) == (False, "missing: no-such-package")


def test_a_folder_is_made_and_its_room_told(tmp_path: Path) -> None:
    found = checks.check_folder("cache", tmp_path / "new")
    assert found.works is not False
    assert "GB free" in found.found


def test_a_folder_that_cannot_be_is_broken_and_names_its_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = checks.check_folder("data", tmp_path / "file" / "folder")
    assert found.works is False
    assert "EXPERTMATCH_DATA" in found.next_step


def test_little_room_deserves_a_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ROOM", 1 << 62)
    assert checks.check_folder("cache", tmp_path).works is None


def test_an_error_of_ours_becomes_a_finding_with_its_next_step() -> None:
    def fails() -> Check:
        raise MatchingError("Something is wrong.", "Found this.", "Do that.")

    found = guarded("roster", fails)
    assert (found.works, found.found, found.next_step) == (False, "Something is wrong. Found this.", "Do that.")


def test_any_other_error_does_too() -> None:
    def fails() -> Check:
        raise ImportError("no such library")

    assert guarded("model", fails).found == "ImportError: no such library"


def test_a_model_that_does_not_tell_meanings_apart_is_broken(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    class Blind(HashingEncoder):
        def encode(self, texts, **options):  # type: ignore[no-untyped-def]
            return super().encode(["the same"] * len(texts), **options)

    blind = replace(engine, encoder=Blind(), english=Blind())
    monkeypatch.setattr(checks, "build_engine_from", lambda settings, watch: blind)
    assert checks.check_model(Settings()).works is False
    assert checks.check_english(blind).works is False


def test_every_check_is_made_and_none_stops_the_next(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", cache=tmp_path / "cache", model="no/such/model")
    found = {check.name: check for check in checks.run_checks(settings)}
    assert found["model"].works is False
    assert found["letters"].works is True
    assert found["database"].works is None
    assert list(found) == [
        "python", "packages", "cache folder", "data folder", "processor", "vocabulary", "roster", "model",
        "letters", "vector store", "database",
    ]  # fmt: skip


def test_the_folder_of_a_database_elsewhere_is_looked_at_too(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'else' / 'where.sqlite'}"
    settings = Settings(data=tmp_path / "data", cache=tmp_path / "cache", model="hashing", database=address)
    found = next(check for check in checks.run_checks(settings) if check.name == "database folder")
    assert str(tmp_path / "else") in found.found
