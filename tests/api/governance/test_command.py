"""`expertmatch governance` as a user runs it, on a roster, on the sample's rules, and on an office's own data."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from api.commands.failures import GuardedGroup
from api.commands.governance import governance
from api.config import load_settings
from api.governance.facts import Facts
from api.governance.gathering import gather_facts
from api.governance.office_facts import note_made, office_sources, rule_facts
from api.governance.pack import make_pack
from api.services import audit
from api.services.office_settings import MatchDefaults, PrivacyNotice, RetentionPeriods, change
from api.services.unit import COMMAND, reading, writing
from api.wiring import open_office
from matching.entities import Expert
from matching.settings import MatchSettings, Weights
from tests.api.offices import lay_people

pytest_plugins = ["tests.api.small_installation"]


def run(*arguments: object) -> Result:
    app = typer.Typer(cls=GuardedGroup)
    app.command()(governance)
    app.command("other", help="Something else.")(lambda: None)
    return CliRunner().invoke(app, ["governance", *map(str, arguments)])


def test_the_pack_of_a_roster_is_written_with_the_commands_in_it(home: Path, roster: Path) -> None:
    out = home / "pack"
    result = run("--out", out, "--roster", roster)
    assert result.exit_code == 0, result.stderr
    assert "9 files" in result.stdout and "questions are for people to answer" in result.stdout
    card = (out / "model-card.md").read_text(encoding="utf-8")
    assert "roster of 6 people" in card and "invented sample of" not in card
    assert "| `other` | Something else. |" in (out / "instructions-for-use.md").read_text(encoding="utf-8")


def test_settings_answers_and_figures_are_taken_over(home: Path, roster: Path) -> None:
    (home / "settings.json").write_text('{"weights": {"context": 0}}')
    (home / "answers.toml").write_text('"dpia.need" = "There are too many calls."')
    given = ("--settings", home / "settings.json", "--answers", home / "answers.toml")
    assert run("--out", home / "pack", "--roster", roster, *given).exit_code == 0
    assert "| 0 (default 4) | 0 % |" in (home / "pack" / "model-card.md").read_text(encoding="utf-8")
    assert "There are too many calls." in (home / "pack" / "dpia.md").read_text(encoding="utf-8")
    assert "There are too many calls." in (home / "pack" / "answers.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--figures", "--answers", "--settings"])
def test_a_file_that_is_not_there_is_told_and_nothing_is_written(home: Path, roster: Path, option: str) -> None:
    result = run("--out", home / "pack", "--roster", roster, option, home / "nothing")
    assert result.exit_code == 2 and "could not be opened" in result.stderr and "Next:" in result.stderr
    assert not (home / "pack").exists()


def test_a_folder_that_holds_something_is_refused_before_anything_is_read(home: Path) -> None:
    (home / "mine.txt").write_text("mine")
    result = run("--out", home, "--answers", home / "nothing", "--figures", home / "nothing")
    assert result.exit_code == 2 and "not empty" in result.stderr


def test_an_office_is_described_by_its_own_roster_rules_and_log(home: Path, people: list[Expert]) -> None:
    office = open_office(load_settings())
    with writing(office, COMMAND) as unit:
        lay_people(unit, people)
        change(unit, RetentionPeriods(notices=30), 0)
        change(unit, MatchDefaults(settings=MatchSettings(weights=Weights(public=9))), 0)
    result = run("--out", home / "pack")
    assert result.exit_code == 0, result.stderr
    card = (home / "pack" / "model-card.md").read_text(encoding="utf-8")
    assert "roster of 8 people" in card and "| 9 (default 3) |" in card
    logging = (home / "pack" / "logging.md").read_text(encoding="utf-8")
    assert "| `retention.notices` | a letter to a person, from the day it was sent | 90 | 30 (changed) |" in logging
    with reading(office, COMMAND) as unit:
        entries = audit.listed(
            unit, limit=9, after=None, actor=None, events=(), subject_id=None, since=None, until=None
        ).rows
        assert [entry.event for entry in entries] == ["governance.made", "setting.changed", "setting.changed"]
        assert entries[0].facts["open"] == entries[0].facts["questions"] > 40
        assert f"`{entries[1].hash}`" in logging and audit.verify(unit).holds


def test_what_was_made_is_noted_by_its_hash(home: Path, people: list[Expert], facts: Facts) -> None:
    office = open_office(load_settings())
    with writing(office, COMMAND) as unit:
        lay_people(unit, people)
    pack = make_pack(gather_facts(office_sources(office, None)))
    assert "not measured" in pack.files["index.md"]
    note_made(office, pack)
    with reading(office, COMMAND) as unit:
        last = audit.listed(
            unit, limit=1, after=None, actor=None, events=(), subject_id=pack.content_hash, since=None, until=None
        ).rows
        assert [entry.event for entry in last] == ["governance.made"]


def test_rules_that_hold_words_about_somebody_are_told_to_be_set() -> None:
    notice = PrivacyNotice(version="2", contact="Jane Doe")
    found = {rule.name: rule.in_use for rule in rule_facts([notice, MatchDefaults(), RetentionPeriods()])}
    assert found["privacy_notice.contact"] == "set; not shown here" and found["privacy_notice.version"] == "2"
    assert found["retention.notices"] == "90" and "Jane" not in str(found)
    assert not any(name.startswith("match_settings") for name in found)
    assert found["privacy_notice.texts"].startswith("en, ")
