"""`expertmatch supply`: the cells on the screen and in files, and the people to look for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.command_line import run
from tests.api.conftest import Doors, Watchmaker, one_kind


@one_kind
def test_the_command_shows_cells_and_profiles_or_writes_them(
    doors: Doors, call: Call, clock: Watchmaker, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("DATA", tmp_path), ("CACHE", tmp_path), ("DATABASE", database_url), ("MODEL", "hashing")):
        monkeypatch.setenv(f"EXPERTMATCH_{name}", str(value))
    assert "No call asks for this." in run("supply").stdout
    CallDesk(doors, call, clock).published()
    shown = run("supply", "--by", "field", "--by", "language", "--next", 1, "--merit")
    assert shown.exit_code == 0, shown.output
    words = " ".join(shown.stdout.split())
    assert "Social Protection French 1 1 2 2 2 1 0 of 1" in words
    assert "1 calls with 2 positions; 5 people are eligible for one of them." in words
    assert "Proven best of 1 profiles." in words and "E.10 Social Security" in words
    for name in ("out.csv", "out.json"):
        assert "1 cells." in run("supply", "--field", "E", "--out", tmp_path / name).stderr
    (row,) = csv.DictReader((tmp_path / "out.csv").read_text().splitlines())
    assert (row["field"], row["field_label"], row["people"]) == ("E.10", "Social Security", "2")
    assert json.loads((tmp_path / "out.json").read_text())["where"] == {"field": "E"}
    assert run("supply", "--field", "nothing").exit_code != 0
    assert run("supply", "--when", "forecast", "--change", "nothing").exit_code != 0
