"""Figures of an evaluation, read from the JSON it wrote: the committed ones of a quick run, or a whole report's."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from api.governance.measured import FigureFact, Figures
from matching.errors import MatchingError

PACKAGE, COMMITTED = "evaluation", "committed.json"
HEAD = ("model", "fingerprint", "vocabulary", "source", "code")  # of what figures were made with
AGAIN = "Give the figures.json that 'python -m evaluation' writes, or leave --figures out for those of the package."


class FiguresUnreadable(MatchingError):
    """A file of figures that is not there, or is not what an evaluation writes."""

    code = "figures_unreadable"


def packaged_figures() -> Path | None:
    """The committed figures that travel with the software; None where they do not. Nothing of the package is run."""
    found = find_spec(PACKAGE)
    places = [] if found is None else [Path(place) for place in found.submodule_search_locations or []]
    return next((place / COMMITTED for place in places if (place / COMMITTED).is_file()), None)


def read_figures(path: Path | None = None) -> Figures | None:
    """The figures of a file; without one those of the package, and None where there are none.

    Raises:
        FiguresUnreadable: the file given is not there, is damaged, or holds something else.
    """
    path = path or packaged_figures()
    if path is None:
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FiguresUnreadable(f"{path} could not be opened.", f"{error.strerror or error}.", AGAIN) from error
    except (ValueError, RecursionError) as error:
        raise FiguresUnreadable(f"{path} is not JSON.", f"{error}.", AGAIN) from error
    try:
        return _figures(path.name, data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found = f"It breaks at {type(error).__name__}: {error}."
        raise FiguresUnreadable(f"{path} does not hold the figures of an evaluation.", found, AGAIN) from error


def _figures(source: str, data: Mapping[str, Any]) -> Figures:
    head = {name: str(data["made_with"][name]) for name in HEAD if name in data["made_with"]}
    if "figures" in data:  # the committed ones, always of a quick run
        about = {str(name): str(says) for name, says in data.get("about", {}).items()}
        return Figures(source, head, tuple(map(_figure, data["figures"])), about=about)
    judges = data["judges"]
    return Figures(
        source=source,
        made_with=head,
        rows=tuple(_figure(figure) for judge in judges for figure in judge["figures"]),
        made_at=data["made_with"].get("made_at"),
        quick=bool(data["made_with"].get("quick")),
        about={judge["judge"]: str(judge.get("about", "")) for judge in judges},
        weak=tuple((judge["judge"], str(sentence)) for judge in judges for sentence in judge.get("weak", ())),
        not_measured=tuple(_not_measured(judges)),
    )


def _not_measured(judges: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for judge in judges:
        if judge.get("state") != "measured":
            yield judge["judge"], str(judge.get("why", "")).splitlines()[0] if judge.get("why") else ""


def _figure(data: Mapping[str, Any]) -> FigureFact:
    return FigureFact(
        judge=str(data["judge"]),
        measure=str(data["measure"]),
        group=str(data.get("group", "")),
        value=_value(data["value"]),
        low=_value(data["low"]),
        high=_value(data["high"]),
        higher_is_better=data.get("higher_is_better"),
        n=data.get("n"),
        unit=str(data.get("unit", "")),
    )


def _value(value: Any) -> float:
    """A number; one that has no value is null in the file."""
    return math.nan if value is None else float(value)
