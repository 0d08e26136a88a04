"""The words of a call's text that say a fact of it, to be shown beside the fact: a line, or a sentence of running text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from matching.codes import fold
from matching.entities import Call, LanguageNeed, Phase, Position
from matching.reading.country_words import countries_in
from matching.reading.dates import find_dates
from matching.reading.folding import plain
from matching.reading.headings import match_label
from matching.reading.levels import FoundNeed, find_language_needs
from matching.reading.position_heads import NUMBERED_INSIDE, match_position
from matching.reading.quantities import find_days, find_years

LONGEST = 240  # characters that are shown; what is longer is cut at a word
_PIECES = re.compile(r"\n+|(?<=[.!?؟])\s+(?=[^\W\d_])")
Says = Callable[[str], bool]


def words_read(call: Call) -> dict[str, str]:
    """Words by the path of the fact ("country", "phases.0", "languages.fr", "positions.1.days").

    A line is taken only where it says the fact when it is read alone, so that nothing is shown that does not show it;
    a fact without such a line has no entry.
    """
    lines = [" ".join(piece.split()) for piece in _PIECES.split(call.text)]
    lines = [line for line in lines if line]
    facts: list[tuple[str, Says]] = []
    if call.country:
        facts.append(("country", lambda line: call.country in countries_in(line)))
    if call.institution:
        facts.append(("institution", _holds(call.institution)))
    if call.reference:
        facts.append(("reference", _holds(call.reference)))
    facts += [(f"phases.{at}", _names_days(phase)) for at, phase in enumerate(call.phases)]
    facts += [(f"languages.{need.language}", _asks_for(need)) for need in call.languages]
    found = {path: line for path, says in facts if (line := _first(lines, says, _is_labelled(path)))}
    for position in call.positions:
        found |= _of_position(position, lines)
    return {path: _shortened(line) for path, line in found.items()}


def _of_position(position: Position, lines: Sequence[str]) -> dict[str, str]:
    """Words on one position; those on its days and years are looked for from the line of its title on."""
    path, found = f"positions.{position.id}", {}
    begins = 0
    if position.title and (head := _first(lines, _holds(position.title), _is_head)):
        found[f"{path}.title"], begins = head, lines.index(head)
    days, years = position.days, position.min_years
    if days is not None and (line := _first(lines[begins:], lambda line: find_days(line, labelled=True) == days)):
        found[f"{path}.days"] = line
    if years is not None and (line := _first(lines[begins:], lambda line: find_years(line, labelled=True) == years)):
        found[f"{path}.min_years"] = line
    return found


def _first(lines: Sequence[str], says: Says, rather: Says = bool) -> str | None:
    """The first line that says a fact, of those that are rather looked at where there is one among them."""
    saying = [line for line in lines if says(line)]
    return next((line for line in saying if rather(line)), saying[0] if saying else None)


def _is_labelled(kind: str) -> Says:
    return lambda line: (label := match_label(line)) is not None and label.kind == kind


def _is_head(line: str) -> bool:
    return match_position(line) is not None or NUMBERED_INSIDE.search(plain(line)) is not None


def _holds(words: str) -> Says:
    wanted = fold(words)
    return lambda line: bool(wanted) and f" {wanted} " in f" {fold(line)} "


def _names_days(phase: Phase) -> Says:
    days = {day for day in (phase.start, phase.end) if day}

    def says(line: str) -> bool:
        read, _ = find_dates(line)
        return bool(days) and days <= {day for found in read for day in (found.start, found.end) if day}

    return says


def _asks_for(need: LanguageNeed) -> Says:
    return lambda line: any(found.need.language == need.language for found in _needs_in(line))


def _needs_in(line: str) -> Sequence[FoundNeed]:
    return find_language_needs(line) or find_language_needs(line, within_section=True)


def _shortened(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST].rsplit(' ', 1)[0]} …"
