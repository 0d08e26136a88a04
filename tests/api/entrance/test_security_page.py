"""What docs/security.md promises is shown by tests that exist, for every item of both lists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_test_named_here_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    there = {
        name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text())
    }
    assert len(named) > 80
    assert sorted(named - there) == []


def test_every_item_of_both_lists_has_a_test() -> None:
    items = {part.split(" ", 1)[0]: part for part in PAGE.split("\n### ")[1:]}
    assert set(items) == {f"A{n:02}" for n in range(1, 11)} | {f"API{n}" for n in range(1, 11)}
    assert not [name for name, part in items.items() if "`test_" not in part]


def test_every_setting_named_here_exists() -> None:
    from api.config import PREFIX, Settings

    named = {name.lower() for name in re.findall(rf"{PREFIX}([A-Z_]+)", PAGE)}
    assert named and not named - set(Settings.model_fields)
