"""The doctor looks at the replica: whether it answers, follows the server that writes, and how far it is behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.config import Settings
from api.office_checks import check_office
from api.replica_check import check_replica
from api.storage import following
from tests.api.failover.conftest import Pair


def settings_of(pair: Pair, folder: Path, replica: str | None = None) -> Settings:
    return Settings(
        data=folder / "data", cache=folder / "cache", database=pair.first.url, replica=replica or pair.second.url
    )


def test_a_replica_that_follows_is_told_with_how_far_it_is_behind(pair: Pair, tmp_path: Path) -> None:
    settings = settings_of(pair, tmp_path)
    (found,) = (check for check in check_office(settings, None) if check.name == "replica")
    assert found.works and "behind, history 1" in found.found and str(pair.second.port) in found.found


def test_one_that_applies_nothing_is_told_as_behind(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LONGEST", 0.5)
    pair.second.ask("select pg_wal_replay_pause()")
    pair.first.ask("create table written (number integer)")
    found = check_replica(settings_of(pair, tmp_path))
    assert found.works is None and "s behind" in found.found


def test_one_that_is_sent_nothing_is_told(pair: Pair, tmp_path: Path) -> None:
    pair.second.follow_no_more()
    found = check_replica(settings_of(pair, tmp_path))
    assert found.works is False and "is sent nothing" in found.found


def test_one_of_another_database_or_history_is_told(pair: Pair, tmp_path: Path, postgresql: str) -> None:
    found = check_replica(settings_of(pair, tmp_path, postgresql))
    assert found.works is False and "another database" in found.found
    pair.second.promote()
    found = check_replica(settings_of(pair, tmp_path))
    assert found.works is False and "writes itself" in found.found


def test_one_that_does_not_answer_is_told_and_so_is_one_that_is_left_alone(pair: Pair, tmp_path: Path) -> None:
    pair.first.kill()
    found = check_replica(settings_of(pair, tmp_path))
    assert found.works is None and "no server that writes" in found.found
    pair.second.kill()
    found = check_replica(settings_of(pair, tmp_path))
    assert found.works is False and "no answer" in found.found
