"""The demonstration: from a French .docx to people, teams, reasons and files; once with the bundled model for real."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.results import Shortlist
from tests.api.command_line import run

pytest_plugins = ("tests.api.small_installation",)


@pytest.mark.usefixtures("home")
def test_the_demo_shows_everything_an_officer_asks_for_and_writes_four_files(tmp_path: Path) -> None:
    shown = run("demo", "--out", tmp_path / "out")
    assert shown.exit_code == 0, shown.stderr
    page = shown.stdout
    for part in (
        "What was understood", "To ask the partner", "Position 1", "Position 2", "Not eligible:", "Team 1", "Team 3",
        "Price of balance", "Reserve.", "Files", "Time", "encoding the roster",
    ):  # fmt: skip
        assert part in page
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"shortlist.{e}" for e in ("html", "json", "xlsx", "docx", "pdf")
    }
    found = Shortlist.model_validate_json((tmp_path / "out" / "shortlist.json").read_bytes())
    assert [len(position.candidates) for position in found.positions] == [10, 10]
    for position in found.positions:
        for candidate in position.candidates:
            assert (candidate.name or candidate.expert_id) in page
            assert f"{candidate.score:.1f}" in page
        for count in position.not_eligible_by_rule.values():
            assert str(count) in page
    assert len(found.teams) == 3
    assert max(len(line.rstrip()) for line in page.splitlines()) <= 100 + len(str(tmp_path))


@pytest.mark.usefixtures("home")
def test_the_demo_shows_the_sample_whatever_the_environment_says(
    roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPERTMATCH_ROSTER", str(roster))
    assert "818 experts" in run("demo", "--out", tmp_path / "out").stdout


def test_the_bundled_model_ranks_across_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unpacked in the user's own cache, where it stays for later runs."""
    from tests.api.command_line import write_lines

    monkeypatch.delenv("EXPERTMATCH_MODEL", raising=False)
    experts = [
        {"id": "pensions", "segments": [{"text": "Actuaire de la caisse de retraite : projections des pensions."}]},
        {"id": "inspection", "segments": [{"text": "Inspectrice du travail sur les chantiers de construction."}]},
    ]
    requests = [
        {"id": "old-age", "text": "Reforma del sistema de jubilaciones y pensiones de vejez"},
        {"id": "safety", "text": "Inspeção do trabalho e segurança nos estaleiros de obras"},
    ]
    files = write_lines(tmp_path / "e.jsonl", experts), write_lines(tmp_path / "r.jsonl", requests)
    done = run("rank", "--experts", files[0], "--requests", files[1], "--out", tmp_path / "run", "--depth", 1)
    assert done.exit_code == 0, done.stderr
    best = [line.split()[::2][:2] for line in (tmp_path / "run").read_text().splitlines()]
    assert best == [["old-age", "pensions"], ["safety", "inspection"]]
