"""The container files and the page on operation say what is: every variable, command, metric and period named exists."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from api.cli import app
from api.config import DEBUG_VARIABLE, PREFIX, Settings
from api.metrics import Metrics
from api.services.office import Office
from api.services.office_settings import RetentionPeriods
from api.settings_table import with_table
from matching.reading.text import Limits
from tests.api.command_line import run
from tests.api.live import served

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operation.md"
CONTAINERFILE, COMPOSE = ROOT / "Containerfile", ROOT / "compose.yaml"
FILES = (PAGE, CONTAINERFILE, COMPOSE)


def words(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(words(COMPOSE))
    return found


def instructions(name: str) -> list[str]:
    """What follows a word at the beginning of a line of the Containerfile, continued lines put together."""
    lines = re.sub(r"\\\n\s*", " ", words(CONTAINERFILE)).splitlines()
    return [line.removeprefix(name).strip() for line in lines if line.startswith(f"{name} ")]


def code_in(page: str) -> Iterator[str]:
    """Every line of code of a page: of its blocks, and between its ticks."""
    for block in re.findall(r"```[a-z]*\n(.*?)```", page, re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page, flags=re.DOTALL))


def commands() -> list[list[str]]:
    """Every call of `expertmatch` in the files, as words."""
    found = []
    for line in code_in(words(PAGE)):
        if match := re.search(r"(?:^|[\s/])expertmatch +([a-z][^;|&#]*)", line):
            found.append(shlex.split(match[1]))
    found += [json.loads(line)[1:] for line in instructions("CMD")]
    found += [service["command"][1:] for service in compose()["services"].values() if "command" in service]
    return found


# --- they can be read ---


def test_compose_runs_service_worker_and_database() -> None:
    services = compose()["services"]
    assert set(services) == {"service", "worker", "database"}
    assert services["service"]["environment"] == services["worker"]["environment"]
    assert services["worker"]["command"] == ["expertmatch", "work"]
    used = {mount.split(":")[0] for one in services.values() for mount in one["volumes"]}
    assert used == set(compose()["volumes"])


def test_no_secret_stands_in_a_file() -> None:
    for service in compose()["services"].values():
        for name, value in service["environment"].items():
            if re.search("SECRET|PASSWORD|DATABASE$", name):
                assert "${" in value, name
    assert not re.search("(SECRET|PASSWORD)=", words(CONTAINERFILE))


def test_the_image_runs_as_nobody_special_and_copies_every_package() -> None:
    assert instructions("USER") == ["10001"]
    assert "--uid 10001" in words(CONTAINERFILE)
    project = tomllib.loads(words(ROOT / "pyproject.toml"))
    packages = {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages <= {line.split()[0] for line in instructions("COPY")}
    ignored = words(ROOT / ".dockerignore")
    assert all(f"!{package}\n" in ignored for package in packages)
    torch = next(line for line in project["project"]["dependencies"] if line.startswith("torch"))
    assert f'"{torch}"' in words(CONTAINERFILE)


def test_no_host_of_a_registry_is_named() -> None:
    for path in FILES:
        assert not re.search(r"pypi|pythonhosted|download\.pytorch|registry\.|docker\.io|ghcr|quay", words(path)), path


def test_the_health_check_is_that_of_a_service_that_is_ready(staffed: Office) -> None:
    check = instructions("HEALTHCHECK")[0].partition("CMD ")[2]
    command = json.loads(check)
    staffed.roster.current()
    with served(staffed) as address:
        port = address.rsplit(":", 1)[1]
        ready = subprocess.run(command, env=os.environ | {"EXPERTMATCH_PORT": port}, check=False, capture_output=True)
    assert ready.returncode == 0, ready.stderr
    gone = subprocess.run(command, env=os.environ | {"EXPERTMATCH_PORT": port}, check=False, capture_output=True)
    assert gone.returncode != 0


# --- what they name exists ---


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_variable_named_exists(path: Path) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {DEBUG_VARIABLE}
    named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", words(path)))
    assert named
    assert named <= known


def test_every_command_and_option_named_exists() -> None:
    found = commands()
    assert len(found) > 15
    for given in found:
        here: Any = typer.main.get_command(app)
        rest = list(given)
        while hasattr(here, "commands"):
            assert rest and rest[0] in here.commands, given
            here = here.commands[rest.pop(0)]
        known = {option for parameter in here.params for option in parameter.opts}
        assert {word.split("=")[0] for word in rest if word.startswith("--") and word != "--help"} <= known, given


def test_the_page_has_the_table_of_all_settings() -> None:
    page = words(PAGE)
    assert with_table(page) == page, "run: python -m api.settings_table docs/operation.md"


def test_a_page_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        with_table("# Another page")


def test_the_page_tells_every_period_with_its_default() -> None:
    for name, field in RetentionPeriods.model_fields.items():
        assert f"| `{name}` | {field.default} |" in words(PAGE)


def test_the_page_tells_every_metric_and_no_other(staffed: Office) -> None:
    metrics = Metrics(staffed)
    metrics.observe("GET", "/ready", 200, 0.1)
    kinds = re.findall(r"^# TYPE (\w+) (\w+)", metrics.as_text().decode(), re.MULTILINE)
    made = {name for name, _ in kinds if not name.endswith("_created")}
    assert set(re.findall(r"^\| `(expertmatch_\w+)`", words(PAGE), re.MULTILINE)) == made
    block = next(b for b in re.findall(r"```yaml\n(.*?)```", words(PAGE), re.DOTALL) if "alert:" in b)
    rules = yaml.safe_load(block)["groups"][0]["rules"]
    named = {name for rule in rules for name in re.findall(r"expertmatch_\w+", rule["expr"])}
    assert {name.removesuffix("_bucket") for name in named} <= made


def test_what_the_proxy_lets_through_is_enough_for_the_largest_document() -> None:
    allowed = re.search(r"client_max_body_size (\d+)m", words(PAGE))
    assert allowed is not None
    assert int(allowed[1]) > Limits().megabytes + 1


def test_backup_and_restore_work_as_the_page_says(
    staffed: Office, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = re.search(r"<!-- tested.*?-->\n```sh\n(.*?)```", words(PAGE), re.DOTALL)
    assert block is not None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXPERTMATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXPERTMATCH_CACHE", str(tmp_path / "cache"))
    for line in block[1].splitlines():
        said = shlex.split(line)
        with monkeypatch.context() as changed:
            changed.setenv("EXPERTMATCH_DATABASE", database_url)
            while "=" in said[0]:
                changed.setenv(*said.pop(0).split("=", 1))
            done = run(*said[1:])
        assert done.exit_code == 0, done.output
    assert (tmp_path / "restored.sqlite").exists()
    assert "experts" in next(row for row in done.stdout.splitlines() if re.search(r"experts\s+│\s+8", row))
