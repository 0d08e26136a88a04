"""The command line answers at once, and does the main job from documents, JSON and the standard input."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.commands.failures import say
from matching.results import Shortlist
from tests.api.command_line import CALL_TEXT, call_data, run

pytest_plugins = ("tests.api.small_installation",)
pytestmark = pytest.mark.usefixtures("home")


def test_help_names_every_command() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    for command in ("demo", "shortlist", "serve", "index", "rank", "understand", "doctor"):
        assert command in shown.stdout


def test_nothing_heavy_is_imported_before_a_command_runs_nor_by_the_service_before_it_is_used() -> None:
    check = (
        "import sys, api.cli; "
        "print([m for m in ('torch', 'numpy', 'pydantic', 'faiss', 'matching', 'sklearn') if m in sys.modules]); "
        "import api.app; print([m for m in ('torch', 'scipy.optimize', 'authlib', 'sklearn') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["[]", "[]"]


def test_the_version_is_told() -> None:
    shown = run("--version")
    assert (shown.exit_code, shown.stdout.split()[0]) == (0, "expertmatch")


def test_a_text_on_the_standard_input_becomes_a_shortlist_on_the_screen(roster: Path) -> None:
    shown = run("shortlist", "-", "--roster", roster, "--today", "2026-11-16", stdin=CALL_TEXT)
    assert shown.exit_code == 0, shown.stderr
    assert "Person anna" in shown.stdout
    assert "Not eligible" in shown.stdout
    assert "Language: French" in shown.stdout
    assert "Consent" in shown.stdout


def test_nothing_is_wider_than_100_columns(roster: Path) -> None:
    shown = run("shortlist", "-", "--roster", roster, "--today", "2026-11-16", stdin=CALL_TEXT)
    assert max(len(line.rstrip()) for line in shown.stdout.splitlines()) <= 100


def test_a_call_as_json_gives_the_whole_shortlist_as_json(roster: Path, call_file: Callable[..., Path]) -> None:
    shown = run("shortlist", call_file(), "--roster", roster, "--today", "2026-11-16", "--format", "json")
    assert shown.exit_code == 0, shown.stderr
    found = Shortlist.model_validate_json(shown.stdout)
    listed = {c.expert_id for c in found.positions[0].candidates}
    assert listed == {"anna", "bert", "cleo", "dino"}
    assert {n.expert_id for n in found.positions[0].not_eligible} == {"ewa", "finn"}


@pytest.mark.parametrize(
    ("ending", "start"), [("html", b"<!"), ("json", b"{"), ("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")]
)
def test_the_ending_of_the_file_says_the_format(
    roster: Path,
    call_file: Callable[..., Path],
    tmp_path: Path,
    ending: str,
    start: bytes,
) -> None:
    out = tmp_path / f"found.{ending}"
    shown = run("shortlist", call_file(), "--roster", roster, "--today", "2026-11-16", "--out", out)
    assert shown.exit_code == 0, shown.stderr
    assert out.read_bytes().lstrip().startswith(start)


def test_a_table_can_be_written_to_a_file(roster: Path, call_file: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "found.txt"
    assert run("shortlist", call_file(), "--roster", roster, "--out", out).exit_code == 0
    assert "Person anna" in out.read_text(encoding="utf-8")


def test_options_reach_the_record(roster: Path, call_file: Callable[..., Path], tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"weights": {"relevance": 10, "public": 0}, "shown": 2}))
    arguments = [
        "--settings", settings, "--weights", "relevance=40,fields=20", "--mode", "tie_break", "--band", "2.5",
        "--exclude", "anna", "--include", "cleo", "--min-women", "1", "--max-per-nationality", "1",
        "--distinct-institutions",
    ]  # fmt: skip
    shown = run("shortlist", call_file(), "--roster", roster, "--format", "json", *arguments)
    assert shown.exit_code == 0, shown.stderr
    found = Shortlist.model_validate_json(shown.stdout)
    recorded = found.record.settings
    assert (recorded["weights"]["relevance"], recorded["weights"]["fields"], recorded["weights"]["public"]) == (
        40,
        20,
        0,
    )
    assert (recorded["shown"], len(found.positions[0].candidates)) == (2, 2)
    assert recorded["balance"] == {"mode": "tie_break", "band": 2.5, "legal_basis": None, "saving_clause": None}
    rules = recorded["rules"]
    assert (rules["exclude"], rules["include"], rules["distinct_institutions"]) == (["anna"], ["cleo"], True)
    assert (rules["min_per_gender"], rules["max_per_nationality"]) == ({"woman": 1}, 1)
    assert [m.expert_id for m in found.teams[0].members] == ["cleo"]


def test_two_equal_runs_give_the_same_record(roster: Path, call_file: Callable[..., Path]) -> None:
    arguments = ["shortlist", call_file(), "--roster", roster, "--today", "2026-11-16", "--format", "json"]
    one, other = (Shortlist.model_validate_json(run(*arguments).stdout).record for _ in range(2))
    assert (one.run_id, one.result_hash) == (other.run_id, other.result_hash)


def test_what_people_wrote_cannot_steer_the_terminal(
    tmp_path: Path,
    call_file: Callable[..., Path],
) -> None:
    rude = {
        "id": "rude",
        "name": "\x1b[31mRed\x1b[0m",
        "segments": [{"text": "Counsellor \x1b]0;title\x07 of jobseekers."}],
    }
    path = tmp_path / "rude.jsonl"
    path.write_text(json.dumps(rude) + "\n")
    shown = run("shortlist", call_file(), "--roster", path)
    assert shown.exit_code == 0, shown.stderr
    assert "Red" in shown.stdout
    assert "\x1b" not in shown.stdout


def test_a_message_of_error_cannot_either(capsys: pytest.CaptureFixture[str]) -> None:
    say("one \x1b[2J two \x07 three")
    assert not {"\x1b", "\x07"} & set(capsys.readouterr().err)


def test_an_index_serves_in_place_of_its_roster(roster: Path, call_file: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "index"
    made = run("index", "--roster", roster, "--out", folder)
    assert made.exit_code == 0, made.stderr
    assert "6 experts" in made.stdout
    checked = run("index", "--check", folder)
    assert checked.exit_code == 0, checked.stderr
    arguments = [call_file(), "--today", "2026-11-16", "--format", "json"]
    by_index = Shortlist.model_validate_json(run("shortlist", *arguments, "--index", folder).stdout)
    by_roster = Shortlist.model_validate_json(run("shortlist", *arguments, "--roster", roster).stdout)
    assert by_index.record.result_hash == by_roster.record.result_hash


def test_a_call_may_come_as_json_on_the_standard_input(roster: Path) -> None:
    shown = run("shortlist", "-", "--roster", roster, "--format", "json", stdin=json.dumps(call_data(id="by-pipe")))
    assert shown.exit_code == 0, shown.stderr
    assert Shortlist.model_validate_json(shown.stdout).call.id == "by-pipe"


def test_the_doctor_finds_everything_in_order(roster: Path) -> None:
    shown = run("doctor", "--roster", roster)
    assert shown.exit_code == 0, shown.stdout
    words = " ".join(shown.stdout.split())
    assert "6 experts" in words
    assert "hashing-256" in words
    assert "Everything works." in shown.stdout


def test_the_doctor_ends_with_1_where_something_is_broken(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{\n")
    shown = run("doctor", "--roster", broken)
    assert shown.exit_code == 1
    assert "could not be read" in " ".join(shown.stdout.split())
    assert "1 check(s) found something broken." in shown.stderr
