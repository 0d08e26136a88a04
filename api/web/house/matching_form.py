"""What a new call is matched with, as a form: the fields of a shortlist's, rules of the list, and all sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.services.setting_changes import differences
from api.speech.speech import Speech
from api.web.forms import NUMBERS, SWITCHES, WEIGHTS, Shape
from matching.settings import MatchSettings

LIST = "list_"  # what fields of the rules of the list begin with
SIZES = ("shown", "teams", "list_size", "reserve", "pool", "top_segments", "coverage_bonus", "listed_not_eligible")


def _of_the_list(fields: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {f"{LIST}{name}": ("list_rules", *path[1:]) for name, path in fields.items() if path[0] == "rules"}


SHAPE = Shape(
    numbers={**NUMBERS, **{name: (name,) for name in SIZES}, **_of_the_list(NUMBERS)},
    switches={**SWITCHES, **_of_the_list(SWITCHES)},
    people={},
)
FIELDS = {".".join(path): name for name, path in SHAPE.all.items()} | {"balance.mode": "mode"}


@dataclass(frozen=True)
class Told:
    """A setting that differs, in words; None: it was or is not there, or is not told."""

    name: str
    before: str | None
    after: str | None


def changes(before: MatchSettings, after: MatchSettings, say: Speech) -> list[Told]:
    """In what two settings differ, in the order of the form."""
    found = [(one.path, one.before, one.after) for one in _each(before, after)]
    order = {path: place for place, path in enumerate(FIELDS)}
    return [told(path, old, new, say) for path, old, new in sorted(found, key=lambda f: order.get(f[0], len(order)))]


def told(path: str, before: Any, after: Any, say: Speech) -> Told:
    """A difference in words."""
    field = FIELDS.get(path)
    name = say(f"field.{field}") if field else path
    return Told(name, _value(before, say, field), _value(after, say, field))


def shares(settings: MatchSettings) -> Iterator[tuple[str, float]]:
    """Each criterion's field, with its share of all weights, from 0 to 1."""
    weights = settings.weights.model_dump()
    for field, (_, name) in WEIGHTS.items():
        yield field, weights[name] / sum(weights.values())


def _each(before: MatchSettings, after: MatchSettings) -> Any:
    return differences(before.model_dump(mode="json"), after.model_dump(mode="json"))


def _value(value: Any, say: Speech, field: str | None) -> str | None:
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, int | float):
        return say.number(value, 0 if value == round(value) else 2)
    return say(f"choice.{value}") if field == "mode" else str(value)
