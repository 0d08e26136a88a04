"""The terms of a call as the values of a form, and back: what the form does not show stays as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from api.web.intake.values import Reader
from matching.entities import Call, LanguageNeed, Phase, Position
from matching.vocabulary import Vocabularies

ROWS = re.compile(r"(?:position-\d+-)?(?:phase|language)-(\d+)-|position-(\d+)-")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
LINES = ("tasks", "essential", "desirable")
CODES = {"field": "fields", "competence": "competences", "status": "statuses"}  # of a position
TYPES = {"activity": "activity_types", "assistance": "assistance_types"}  # of the call
ROLES = {"principal": True, "expert": False, "": None}
HIDDEN = {"text", "proposed_fields", "proposed_competences"}  # of the reading that the form carries along


def values_of(call: Call) -> dict[str, str]:
    """What a form shows of terms; a box that is ticked has the value "on", what is not said is left out."""
    said: dict[str, str | None] = {
        "text": call.text,
        "title": call.title,
        "reference": call.reference,
        "country": call.country,
        "institution": call.institution,
        "positions": str(len(call.positions)),
    }
    for number, phase in enumerate(call.phases, start=1):
        row = f"phase-{number}"
        said |= {f"{row}-name": phase.name, f"{row}-site": "on" if phase.on_site else None}
        said |= {f"{row}-start": _day(phase.start), f"{row}-end": _day(phase.end)}
    said |= _of_languages("", call.languages)
    for name, kind in TYPES.items():
        said |= {f"{name}-{code}": "on" for code in getattr(call, kind)}
    for number, position in enumerate(call.positions, start=1):
        said |= _of_position(f"position-{number}-", position)
    return {name: value for name, value in said.items() if value}


def call_of(read: Call, values: Mapping[str, str], vocabularies: Vocabularies) -> Call:
    """The terms that a form says.

    Args:
        read: the terms from which the form was filled.

    Raises:
        NotFilled: some of what was typed cannot be used; it names each field.
    """
    reader = Reader(values, vocabularies)
    call = read.model_copy(
        update={
            "text": values.get("text", ""),
            "title": reader.text("title", 500),
            "reference": reader.text("reference", 100),
            "country": reader.country("country"),
            "institution": reader.text("institution", 300),
            "phases": tuple(_phases(reader)),
            "languages": tuple(_languages(reader, "", read.languages)),
            "positions": tuple(_positions(reader, read)),
            "questions": tuple(q for at, q in enumerate(read.questions) if not values.get(f"settled-{at}")),
            **{kind: reader.codes(f"{name}-", kind) for name, kind in TYPES.items()},
        }
    )
    reader.check()
    return call


def rows(values: Mapping[str, str], before: str) -> list[int]:
    """The numbers of the rows of a kind ("phase-", "position-2-language-") in which something is said."""
    found = {m[1] for name in values if values[name] and (m := re.match(rf"{re.escape(before)}(\d{{1,2}})-", name))}
    return sorted(int(number) for number in found)


def new_position(call: Call) -> Position:
    """A position without facts, under an id that none of a call's positions has."""
    taken = {position.id for position in call.positions}
    return Position(id=next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken))


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _of_languages(before: str, needs: Iterable[LanguageNeed]) -> dict[str, str | None]:
    said: dict[str, str | None] = {}
    for number, need in enumerate(needs, start=1):
        row = f"{before}language-{number}"
        said |= {f"{row}-code": need.language, f"{row}-need": "required" if need.required else "asset"}
        said |= {f"{row}-speaking": need.speaking, f"{row}-writing": need.writing}
    return said


def _of_position(before: str, position: Position) -> dict[str, str | None]:
    role = {True: "principal", False: "expert", None: None}[position.principal]
    said: dict[str, str | None] = {f"{before}title": position.title, f"{before}role": role}
    for name, number in (("days", position.days), ("years", position.min_years)):
        said[f"{before}{name}"] = f"{number:g}" if number is not None else None
    said |= {f"{before}{name}": "\n".join(getattr(position, name)) for name in LINES}
    for name, kind in CODES.items():
        said |= {f"{before}{name}-{code}": "on" for code in getattr(position, kind)}
    return said | _of_languages(before, position.languages)


def _phases(reader: Reader) -> Iterable[Phase]:
    for number in rows(reader.values, "phase-"):
        row = f"phase-{number}-"
        start, end = reader.day(f"{row}start"), reader.day(f"{row}end")
        name = reader.text(f"{row}name", 200)
        if start and end and end < start:
            reader.refuse(f"{row}end", "problem.order")
        elif name or start or end:
            on_site = bool(reader.values.get(f"{row}site"))
            yield Phase(name=name or "activity", start=start, end=end, on_site=on_site)


def _languages(reader: Reader, before: str, read: tuple[LanguageNeed, ...]) -> Iterable[LanguageNeed]:
    """Needs by row; of a language that was read, what the form does not show is kept."""
    known, given = {need.language: need for need in read}, set()
    for number in rows(reader.values, f"{before}language-"):
        row = f"{before}language-{number}-"
        language = reader.language(f"{row}code")
        if language is None:
            continue
        if language in given:
            reader.refuse(f"{row}code", "problem.twice")
        given.add(language)
        base = known.get(language) or LanguageNeed(language=language)
        asked = {skill: reader.choice(f"{row}{skill}", LEVELS) for skill in ("speaking", "writing")}
        required = reader.values.get(f"{row}need") != "asset"
        yield LanguageNeed.model_validate(base.model_dump() | asked | {"required": required})


def _positions(reader: Reader, read: Call) -> Iterable[Position]:
    for number in range(1, reader.count("positions") + 1):
        before = f"position-{number}-"
        base = read.positions[number - 1] if number <= len(read.positions) else new_position(read)
        yield base.model_copy(
            update={
                "title": reader.text(f"{before}title", 500),
                "principal": ROLES.get(reader.values.get(f"{before}role", "")),
                "days": reader.number(f"{before}days", 0.5, 1000),
                "min_years": reader.number(f"{before}years", 0, 80),
                "languages": tuple(_languages(reader, before, base.languages)),
                **{name: reader.lines(f"{before}{name}") for name in LINES},
                **{kind: reader.codes(f"{before}{name}-", kind) for name, kind in CODES.items()},
            }
        )
