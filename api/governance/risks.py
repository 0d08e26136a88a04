"""The risks we see, read from `data/risks.toml`: each with what reduces it, and the test, figure or event that shows it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Control:
    """Something that reduces a risk, and the test of the project that fails where it does not hold ("" for none)."""

    text: str
    test: str = ""


@dataclass(frozen=True)
class Risk:
    """What may go wrong, for whom, what reduces it, what was measured, what is left, and what a person does about it.

    Attributes:
        figures: judge, measure and group of what the evaluation measured of it.
        events: names of the log under which it can be followed.
    """

    id: str
    title: str
    how: str
    whom: str
    remains: str
    person: str
    controls: tuple[Control, ...]
    figures: tuple[tuple[str, str, str], ...] = ()
    events: tuple[str, ...] = ()


@cache
def load_risks() -> tuple[Risk, ...]:
    """Every risk, in the order of the file."""
    text = (resources.files("api.governance") / "data" / "risks.toml").read_text(encoding="utf-8")
    return tuple(
        Risk(
            **{name: entry[name] for name in ("id", "title", "how", "whom", "remains", "person")},
            controls=tuple(Control(**control) for control in entry["control"]),
            figures=tuple((judge, measure, group) for judge, measure, group in entry.get("figures", ())),
            events=tuple(entry.get("events", ())),
        )
        for entry in tomllib.loads(text)["risk"]
    )
