"""The form's plain words to settings and back: what was typed stays on the page until it can be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from matching.settings import MatchSettings

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

LABELS = {
    "text": "Terms of reference",
    "band": "Merit band of a tie-break, in points",
    "min_countries": "Countries, at least",
    "max_per_nationality": "People per nationality, at most",
    "min_women": "Women, at least",
    "min_men": "Men, at least",
    "min_public": "Public experts, at least",
    "min_previous": "From earlier activities, at least",
    "shown": "People listed per position",
    "teams": "Teams",
    "list_size": "Size of the list composed as a whole",
    "legal_basis": "Legal basis of a target",
    "saving_clause": "Saving clause of a target",
    "include": "Must be in the team",
    "exclude": "May not be in the team",
    "today": "Day of the run",
    "cover_languages": "Together they cover every language the call requires",
    "distinct_institutions": "No two from the same institution",
}
MESSAGES = {  # kind of a pydantic error -> what to do, in a few words
    "int_parsing": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "float_parsing": "Write a number.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
}


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


def values_of(settings: MatchSettings, today: date | None = None) -> Values:
    """Settings as they stand in the form's fields."""
    data = settings.model_dump(mode="json")
    values = {name: _plain(_at(data, path)) for name, path in (NUMBERS | TEXTS).items()}
    values |= {name: "on" if _at(data, path) else "" for name, path in SWITCHES.items()}
    values |= {name: " ".join(_at(data, path)) for name, path in PEOPLE.items()}
    if values["min_previous"] == "0":
        values["min_previous"] = ""  # 0 is the rule not applied
    return values | {"mode": settings.balance.mode, "today": today.isoformat() if today else "", "text": ""}


def read_form(values: Mapping[str, str], base: MatchSettings) -> Reading:
    """Settings and day from the fields of the form, laid over `base`; an empty field is a rule not applied."""
    data = base.model_dump(mode="json")
    problems: list[FormProblem] = []
    for name, path in (NUMBERS | TEXTS).items():
        _put(data, path, values.get(name, "").strip() or None)
    for name, path in SWITCHES.items():
        _put(data, path, bool(values.get(name)))
    for name, path in PEOPLE.items():
        _put(data, path, values.get(name, "").replace(",", " ").split())
    data["rules"]["min_per_gender"] = {k: v for k, v in data["rules"]["min_per_gender"].items() if v is not None}
    data["balance"]["mode"] = values.get("mode", "report")
    for group, name in ((data, "shown"), (data, "teams"), (data, "list_size"), (data["balance"], "band")):
        if group[name] is None:
            del group[name]  # an empty field: as the settings have it by default
    data["rules"]["min_previous"] = data["rules"]["min_previous"] or 0
    settings, today = None, None
    try:
        settings = MatchSettings.model_validate(data)
    except ValidationError as error:
        problems += [_problem(e) for e in error.errors()]
    try:
        day = values.get("today", "").strip()
        today = date.fromisoformat(day) if day else None
    except ValueError:
        problems.append(FormProblem("today", "This is no date; write it as 2026-11-16."))
    return Reading(settings, today, tuple(problems))


def _problem(error: Any) -> FormProblem:
    path = tuple(str(part) for part in error["loc"])
    places = {place: name for name, place in (NUMBERS | TEXTS | SWITCHES | PEOPLE).items()}
    known = MESSAGES.get(error["type"])
    limits = {k: f"{v:g}" for k, v in error.get("ctx", {}).items() if isinstance(v, (int, float))}
    message = known.format(**limits) if known else str(error["msg"]).removeprefix("Value error, ")
    return FormProblem(places.get(path, "mode"), message[:1].upper() + message[1:].rstrip(".") + ".")


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
