"""From options and a file of settings to the settings of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from matching.errors import InvalidSetting
from matching.settings import MatchSettings, Weights, read_settings


def build_match_settings(file: Path | None, *, weights: str | None = None, **options: Any) -> MatchSettings:
    """Settings of a run: those of the file, with each option given in their place; None stands for not given.

    Args:
        options: by setting; a dictionary holds options of one group, such as rules.

    Raises:
        InvalidSetting: naming the setting, what was found and what it may be.
    """
    data = _from_file(file) if file else {}
    options["weights"] = _weights(weights) if weights else {}
    for name, value in options.items():
        if isinstance(value, dict):
            given = {key: item for key, item in value.items() if item is not None}
            before = data.get(name, {})
            if given:
                data[name] = (before if isinstance(before, dict) else {}) | given
        elif value is not None:
            data[name] = value
    return read_settings(data)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidSetting(
            f"The settings in {path} could not be opened.", f"{error.strerror or error}.", "Check the path."
        ) from error
    except (ValueError, RecursionError) as error:
        raise InvalidSetting(f"The settings in {path} are not JSON.", f"{error}.", "Mend the file.") from error
    if not isinstance(data, dict):
        raise InvalidSetting(
            f"The settings in {path} are not an object.",
            f"Found {type(data).__name__}.",
            'Write {"weights": {...}, ...}.',
        )
    return data


def _weights(text: str) -> dict[str, float]:
    """'relevance=40,fields=20' as numbers by name."""
    known = ", ".join(Weights.model_fields)
    found: dict[str, float] = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or name not in Weights.model_fields:
            raise InvalidSetting(
                "A weight is written as name=number.", f"Found {part.strip()!r}.", f"The names are: {known}."
            )
        try:
            found[name] = float(value)
        except ValueError as error:
            raise InvalidSetting(
                f"The weight of '{name}' is not a number.", f"Found {value!r}.", "Give a number of 0 or more."
            ) from error
    return found
