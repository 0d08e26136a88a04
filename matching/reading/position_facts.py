"""From the parts of a call on its positions to positions: what each part says, parts on one position put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from matching.entities import LanguageNeed, Position
from matching.errors import UnknownCode
from matching.reading.folding import plain
from matching.reading.items import items_of
from matching.reading.joining_words import AND
from matching.reading.levels import FoundNeed, find_language_needs
from matching.reading.outline import Outline, Part
from matching.reading.position_tables import said_role
from matching.reading.printed_codes import dotted_codes, read_codes
from matching.reading.prose_positions import all_in_prose, by_role_in_prose, numbered_in_prose
from matching.reading.quantities import ExpertCount, find_days, find_expert_count, find_years
from matching.reading.status_words import read_statuses
from matching.vocabulary import Vocabularies

_DESIRABLE = re.compile(r"(?<!\w)(?:desirable|asset|souhaitable|atout|deseable|desejave\w+|желательн\w+|مستحسن)(?!\w)")


@dataclass
class ReadPositions:
    """Positions in order, with codes that the vocabulary does not hold and language needs worded in words."""

    positions: list[Position] = field(default_factory=list)
    unknown: list[UnknownCode] = field(default_factory=list)
    needs: list[FoundNeed] = field(default_factory=list)
    counted: ExpertCount | None = None  # experts that the call asks for without describing each


def read_positions(cut: Outline, vocabulary: Vocabularies) -> ReadPositions:
    """The positions of a call; what stands over all of them (days per expert, tasks, criteria) is given to each.

    A call that says how many experts it wants and no more gets that many positions without facts; one that does not
    even say that gets none.
    """
    read = ReadPositions()
    shared = _facts(cut.call, vocabulary, read) if cut.positions else {}
    merged: list[tuple[Part, dict[str, object]]] = []
    for part in cut.positions:
        facts = _facts(part, vocabulary, read)
        known = next((known for known in merged if _same(known[0], part, known[1], facts)), None)
        if known is None:
            merged.append((part, facts))
        else:
            _merge(known[1], facts)
    for index, (_, facts) in enumerate(merged):
        read.positions.append(_position(str(index + 1), facts, shared))
    _share_days(read, cut.call)
    if not merged:
        _from_count(read, cut, vocabulary)
    read.positions = _with_roles(read.positions)
    return read


def _facts(part: Part, vocabulary: Vocabularies, read: ReadPositions) -> dict[str, object]:
    """What one part says, under the names of the fields of a position; what it does not say is left out."""
    essential, desirable = _criteria(part)
    lines = [*part.of("languages"), *part.loose]
    needs = find_language_needs("\n".join(part.of("languages")), within_section=True)
    if part.head is not None:
        needs += find_language_needs("\n".join([*part.loose, *essential]))
        needs += find_language_needs("\n".join(desirable), required=False)
        read.needs += needs
    fields = read_codes(part.of("fields"), vocabulary.fields)
    competences = read_codes(part.of("competences"), vocabulary.competences, numbered=True)
    read.unknown += [*fields.unknown, *competences.unknown]
    head = part.head.text if part.head else ""
    loose_codes = dotted_codes("\n".join([head, *lines]), vocabulary.fields) if part.head else ()
    facts: dict[str, object] = {
        "title": _title(part),
        "principal": _role(part),
        "fields": fields.codes or loose_codes,
        "competences": competences.codes,
        "activity_types": read_codes(part.of("activity_types"), vocabulary.activity_types, loose=True).codes,
        "days": _days(part),
        "tasks": items_of(part.of("tasks")),
        "essential": essential,
        "desirable": desirable,
        "languages": _distinct(needs) if part.head else (),
        "min_years": _years(part, essential),
        "statuses": read_statuses(part.of("statuses"), vocabulary.statuses),
        "regions": items_of(part.of("regions")),
    }
    return {name: value for name, value in facts.items() if value is not None and value != () and value != ""}


def _distinct(needs: Sequence[FoundNeed]) -> tuple[LanguageNeed, ...]:
    return tuple({need.need.language: need.need for need in reversed(needs)}.values())[::-1]


def _title(part: Part) -> str | None:
    said = part.of("title")
    return said[0] if said else (part.head.title or None) if part.head else None


def _role(part: Part) -> bool | None:
    said = [role for line in part.of("role") if (role := said_role(line)) is not None]
    return said[0] if said else part.head.principal if part.head else None


def _days(part: Part) -> float | None:
    for line in part.of("days"):
        if (days := find_days(line, labelled=True)) is not None:
            return days
    if part.head is None:
        return None
    return next((days for line in [part.head.text, *part.loose] if (days := find_days(line)) is not None), None)


def _years(part: Part, essential: Sequence[str]) -> float | None:
    for line in part.of("years"):
        if (years := find_years(line, labelled=True)) is not None:
            return years
    found = [years for line in essential if (years := find_years(line)) is not None]
    return max(found) if found else None


def _criteria(part: Part) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Essential and desirable criteria; those of an undivided profile are essential unless they say otherwise."""
    undivided = [*items_of(part.of("profile")), *(line for line in items_of(part.of("years")) if len(line.split()) > 7)]
    desirable = tuple(line for line in undivided if _DESIRABLE.search(plain(line)))
    essential = tuple(line for line in undivided if line not in desirable)
    return items_of(part.of("essential")) + essential, items_of(part.of("desirable")) + desirable


def _same(one: Part, other: Part, facts: dict[str, object], more: dict[str, object]) -> bool:
    """Whether two parts speak of one position: the same number, the same role of principal, or the same title."""
    a, b = one.head, other.head
    if a is None or b is None:
        return False
    if a.number is not None and b.number is not None:
        return a.number == b.number
    if a.number is None and b.number is None:
        titles = facts.get("title"), more.get("title")
        if all(titles):
            return plain(str(titles[0])) == plain(str(titles[1]))
        return a.principal is not None and a.principal == b.principal
    return facts.get("principal") is True and more.get("principal") is True


def _merge(known: dict[str, object], more: dict[str, object]) -> None:
    for name, value in more.items():
        here = known.get(name)
        if here is None or (name == "principal" and value is True):
            known[name] = value
        elif name == "title":
            known[name] = _better_title(str(here), str(value))
        elif isinstance(here, tuple) and isinstance(value, tuple) and name not in ("fields", "languages"):
            known[name] = tuple(dict.fromkeys(here + value))


def _better_title(one: str, other: str) -> str:
    return max(one, other, key=len)


def _position(identifier: str, facts: dict[str, object], shared: dict[str, object]) -> Position:
    inherited = {k: v for k, v in shared.items() if k in _SHARED}
    return Position.model_validate({"id": identifier, **inherited, **facts})


_SHARED = (
    "fields",
    "competences",
    "activity_types",
    "tasks",
    "essential",
    "desirable",
    "min_years",
    "statuses",
    "regions",
)


def _share_days(read: ReadPositions, call: Part) -> None:
    """Days said over all positions: in the order of the positions where there are as many, or for each of them."""
    if not read.positions or any(p.days is not None for p in read.positions):
        return
    values = [days for line in call.of("days") for part in re.split(rf"[;,]|(?<!\w)(?:{AND})(?!\w)", line)
              if (days := find_days(part, labelled=len(call.of("days")) == 1)) is not None]  # fmt: skip
    if len(values) == 1 and (len(read.positions) == 1 or _EACH.search(plain("\n".join(call.of("days"))))):
        values *= len(read.positions)
    if len(values) == len(read.positions):
        read.positions = [p.model_copy(update={"days": d}) for p, d in zip(read.positions, values, strict=True)]


_EACH = re.compile(
    r"(?<!\w)(?:each|per (?:expert|person)|every|chacun\w*|chaque|par (?:expert\w*|personne)|cada|"
    r"por (?:expert|perit)\w+|"
    r"кажд\w+|на (?:одного )?эксперта|لكل|كل)(?!\w)"
)


def _from_count(read: ReadPositions, cut: Outline, vocabulary: Vocabularies) -> None:
    """Positions of a call that only says how many experts it wants; one position takes what is said over all."""
    lines = [
        *cut.call.of("positions"),
        *cut.call.of("title"),
        *cut.call.loose,
        *cut.call.of("tasks", "profile", "context"),
    ]
    read.counted = next((count for line in lines if (count := find_expert_count(line)) is not None), None)
    facts = {
        name: value for name, value in _facts(cut.call, vocabulary, read).items() if name not in ("title", "languages")
    }
    most = read.counted.most if read.counted else 1 if facts.keys() - {"activity_types"} else 0
    numbered, by_role = _in_sentences(cut.call)
    fits = read.counted is None or len(by_role) <= most
    described = numbered or (by_role if fits else [])
    described += [{}] * (most - len(described))
    of_all = all_in_prose(_prose(cut.call)) if read.counted else {}
    days = {name: value for name, value in of_all.items() if name == "days"}
    read.positions = [_position(str(i + 1), days | own, of_all | facts) for i, own in enumerate(described)]
    _share_days(read, cut.call)


def _in_sentences(call: Part) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """What running text says of positions that it tells apart by their numbers, and by their roles."""
    return numbered_in_prose(_prose(call)), by_role_in_prose(_prose(call))


def _prose(call: Part) -> str:
    return "\n".join([*call.loose, *call.of("context", "positions", "tasks", "objectives", "days")])


def _with_roles(positions: list[Position]) -> list[Position]:
    """Where exactly one of several is the principal expert, the others are not: a team has one."""
    if len(positions) < 2 or sum(p.principal is True for p in positions) != 1:
        return positions
    return [p if p.principal is not None else p.model_copy(update={"principal": False}) for p in positions]
