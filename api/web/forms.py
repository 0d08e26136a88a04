"""The plain words of the form of rules to settings and back: what was typed stays until it can be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from api.speech.speech import Speech
from matching.settings import MatchSettings, Weights

Values = dict[str, str]

NUMBERS = {  # field of the form -> where it stands in the settings
    "max_per_nationality": ("rules", "max_per_nationality"),
    "min_countries": ("rules", "min_countries"),
    "min_public": ("rules", "min_public"),
    "min_previous": ("rules", "min_previous"),
    "min_women": ("rules", "min_per_gender", "woman"),
    "min_men": ("rules", "min_per_gender", "man"),
    "band": ("balance", "band"),
    "shown": ("shown",),
    "teams": ("teams",),
    "list_size": ("list_size",),
}
TEXTS = {"legal_basis": ("balance", "legal_basis"), "saving_clause": ("balance", "saving_clause")}
SWITCHES = {
    "distinct_institutions": ("rules", "distinct_institutions"),
    "cover_languages": ("rules", "cover_languages"),
}
PEOPLE = {"include": ("rules", "include"), "exclude": ("rules", "exclude")}

WEIGHTS = {f"weight_{name}": ("weights", name) for name in Weights.model_fields}  # not sent: as they were
MESSAGES = {  # kind of a pydantic error -> end of the key of what to do
    "int_parsing": "whole",
    "int_from_float": "whole",
    "float_parsing": "number",
    "greater_than_equal": "least",
    "less_than_equal": "most",
}


@dataclass(frozen=True)
class Shape:
    """Which fields a form has: field -> where it stands in the settings."""

    numbers: Mapping[str, tuple[str, ...]]
    switches: Mapping[str, tuple[str, ...]]
    people: Mapping[str, tuple[str, ...]]

    @property
    def all(self) -> dict[str, tuple[str, ...]]:
        """Every field, those of texts and weights, too."""
        return {**self.numbers, **TEXTS, **self.switches, **self.people, **WEIGHTS}


OF_A_SHORTLIST = Shape(NUMBERS, SWITCHES, PEOPLE)


@dataclass(frozen=True)
class FormProblem:
    """What is wrong with one field, in a sentence."""

    name: str
    message: str


@dataclass(frozen=True)
class Reading:
    """A form as read: settings and day where everything could be used, else what is wrong."""

    settings: MatchSettings | None
    today: date | None
    problems: tuple[FormProblem, ...] = field(default=())


def values_of(settings: MatchSettings, today: date | None = None, shape: Shape = OF_A_SHORTLIST) -> Values:
    """Settings as they stand in the form's fields."""
    data = settings.model_dump(mode="json")
    values = {name: _plain(_at(data, path)) for name, path in {**shape.numbers, **TEXTS}.items()}
    values |= {name: "on" if _at(data, path) else "" for name, path in shape.switches.items()}
    values |= {name: " ".join(_at(data, path)) for name, path in shape.people.items()}
    values |= {name: _plain(_at(data, path)) for name, path in WEIGHTS.items()}
    unapplied = [name for name, path in shape.numbers.items() if path[-1] == "min_previous" and values[name] == "0"]
    values |= dict.fromkeys(unapplied, "")  # 0 is the rule not applied
    return values | {"mode": settings.balance.mode, "today": today.isoformat() if today else "", "text": ""}


def read_form(values: Mapping[str, str], base: MatchSettings, say: Speech, shape: Shape = OF_A_SHORTLIST) -> Reading:
    """Settings and day from the fields of the form, laid over `base`; an empty field is as the settings have it by default.

    Args:
        say: what is wrong, in the sentences of "rules".
    """
    data = base.model_dump(mode="json")
    for name, path in {**shape.numbers, **TEXTS}.items():
        _put(data, path, values.get(name, "").strip())
    for name, path in shape.switches.items():
        _put(data, path, bool(values.get(name)))
    for name, path in shape.people.items():
        _put(data, path, values.get(name, "").replace(",", " ").split())
    for name, path in WEIGHTS.items():
        if weight := values.get(name, "").strip():
            _put(data, path, weight)
    data["balance"]["mode"] = values.get("mode", "report")
    settings, today, problems = None, None, list[FormProblem]()
    try:
        settings = MatchSettings.model_validate(data)
    except ValidationError as error:
        problems += [_problem(e, say, shape) for e in error.errors()]
    try:
        day = values.get("today", "").strip()
        today = date.fromisoformat(day) if day else None
    except ValueError:
        problems.append(FormProblem("today", say("value.date")))
    return Reading(settings, today, tuple(problems))


def _problem(error: Any, say: Speech, shape: Shape) -> FormProblem:
    path = tuple(str(part) for part in error["loc"])
    if path == ("balance",):
        return FormProblem("mode", say("target.unwritten"))
    if path == ("weights",):
        return FormProblem(next(iter(WEIGHTS)), say("weights.none"))
    places = {place: name for name, place in shape.all.items()}
    limits: dict[str, Any] = {k: f"{v:g}" for k, v in error.get("ctx", {}).items() if isinstance(v, (int, float))}
    return FormProblem(places.get(path, "mode"), say("value." + MESSAGES.get(error["type"], "other"), **limits))


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value; an empty text takes it away, so that the default holds."""
    for key in path[:-1]:
        data = data[key]
    if value == "":
        data.pop(path[-1], None)
    else:
        data[path[-1]] = value


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
