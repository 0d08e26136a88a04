"""A roster in JSON Lines: one expert a line, read as a stream; a broken line costs itself and nothing else."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from matching.entities import Expert
from matching.errors import BrokenLines, EmptyRoster, LineProblem, UnknownCode
from matching.json_data import from_json
from matching.reading.unknown_keys import UnknownKeys
from matching.vocabulary import Vocabularies, Vocabulary

LONGEST_LINE = 5_000_000  # bytes; a CV of fifteen pages has about fifty thousand


@dataclass(frozen=True)
class LineWarning(LineProblem):
    """Something on a line that was left out although the expert was kept, such as an unknown code."""


def read_roster(
    source: Path | str | Iterable[str | bytes], *, skip_broken: bool = False, vocabulary: Vocabularies | None = None
) -> tuple[list[Expert], list[LineProblem]]:
    """Read experts from a file or from lines.

    Args:
        source: a path, or lines of JSON.
        skip_broken: return the good lines and name the broken ones instead of raising.
        vocabulary: where given, codes of fields, competences, activity types and statuses are made canonical; one that
            is unknown is dropped, the expert kept, and a `LineWarning` names near ones; a key that is unknown is told
            at the first line that has it.

    Returns:
        (experts in the order of the lines, problems in the order of the lines). Problems of class `LineWarning` left a
        value out, the others a whole line. The second of two lines with one id is left out.

    Raises:
        BrokenLines: after the whole source is read, when some lines could not be (unless `skip_broken`).
        EmptyRoster: no usable line, or no such file.
    """
    experts: list[Expert] = []
    problems: list[LineProblem] = []
    first_line: dict[str, int] = {}
    seen = _Seen(vocabulary) if vocabulary is not None else None
    unknown = UnknownKeys("identity")  # who a person is stands beside what matching reads
    with _lines(source) as (name, lines), _collector_paused():
        for number, line in enumerate(lines, start=1):
            data = _record(number, line)
            if data is None:
                continue
            if isinstance(data, LineProblem):
                problems.append(data)
                continue
            outcome = _expert(number, data)
            if isinstance(outcome, LineProblem):
                problems.append(outcome)
                continue
            if (earlier := first_line.setdefault(outcome.id, number)) != number:
                problems.append(LineProblem(number, "id", f"the id '{outcome.id}' is on line {earlier} already"))
                continue
            if seen is not None:
                outcome, warnings = seen.canonical(outcome, number)
                problems += warnings
            problems += [LineWarning(number, key, said) for key, said in unknown.of(data)]
            experts.append(outcome)
    broken = [p for p in problems if not isinstance(p, LineWarning)]
    if broken and not skip_broken:
        raise BrokenLines(name, broken, len(experts))
    if not experts:
        found = (
            f"{len(broken)} line(s) could not be read, the first because {broken[0]}." if broken else "It has no lines."
        )
        raise EmptyRoster(
            f"No expert could be read from {name}.", found, 'Give one JSON object a line: {"id", "segments"}.'
        )
    return experts, problems


@contextmanager
def _lines(source: Path | str | Iterable[str | bytes]) -> Iterator[tuple[str, Iterable[str | bytes]]]:
    if not isinstance(source, Path | str):
        yield "the roster", source
        return
    path = Path(source)
    try:
        with path.open("rb") as file:
            yield f"'{path.name}'", _bounded(file)
    except (OSError, ValueError) as error:
        found = f"{getattr(error, 'strerror', None) or error}."
        raise EmptyRoster(f"The roster '{path.name}' could not be opened.", found, "Check the path.") from error


def _bounded(file: Any) -> Iterator[bytes]:
    """Lines of a file, each cut at the longest that is read so that one without end cannot fill the memory."""
    while line := file.readline(LONGEST_LINE + 1):
        whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE
        yield line
        while not whole and (rest := file.readline(LONGEST_LINE)):
            whole = rest.endswith(b"\n")


def _record(number: int, line: str | bytes) -> dict[str, Any] | LineProblem | None:
    """The JSON object of a line, what is wrong with it, or None for an empty line."""
    if len(line) > LONGEST_LINE:
        return LineProblem(number, "", f"the line has more than {LONGEST_LINE:,} characters")
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return LineProblem(number, "", f"byte {error.start + 1} of the line is not UTF-8; save the file as UTF-8")
    if not text.strip():
        return None
    try:
        data = from_json(text)
        if not isinstance(data, dict):
            return LineProblem(number, "", f"expected one JSON object, found {type(data).__name__}")
        return data
    except RecursionError:
        return LineProblem(number, "", "the line is nested too deeply")
    except ValueError as error:
        return LineProblem(number, "", f"not JSON ({error})")


def _expert(number: int, data: dict[str, Any]) -> Expert | LineProblem:
    """The expert of a line, or what is wrong with it."""
    try:
        return Expert.model_validate(data)
    except ValidationError as error:
        return _problem(number, error)


def _problem(number: int, error: ValidationError) -> LineProblem:
    """The first problem of a line with its field, and how many more there are. Values stay out: they are personal."""
    problems = error.errors(include_url=False, include_input=False)
    first = problems[0]
    field = ".".join(str(step) for step in first["loc"])
    more = f" (and {len(problems) - 1} more problem(s) on this line)" if len(problems) > 1 else ""
    return LineProblem(number, field, f"{str(first['msg']).removeprefix('Value error, ')}{more}")


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the cyclic garbage collector, which would walk over all experts read so far again and again: reading
    100,000 of them takes a fifth of the time. Experts are plain values without cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Seen:
    """Codes made canonical, each looked up once in the whole roster."""

    def __init__(self, vocabulary: Vocabularies) -> None:
        self._kinds: tuple[tuple[str, Vocabulary], ...] = (
            ("fields", vocabulary.fields),
            ("competences", vocabulary.competences),
            ("activity_types", vocabulary.activity_types),
            ("status", vocabulary.statuses),
        )
        self._known: dict[tuple[str, str], str | UnknownCode] = {}

    def canonical(self, expert: Expert, number: int) -> tuple[Expert, list[LineProblem]]:
        """The expert with known codes in their canonical form, and a warning for each that was left out."""
        warnings: list[LineProblem] = []
        changed: dict[str, Any] = {}
        for field, terms in self._kinds:
            given = getattr(expert, field)
            codes = ((given,) if given is not None else ()) if field == "status" else given
            known = tuple(dict.fromkeys(c for code in codes if (c := self._code(code, terms, field, number, warnings))))
            if known != codes:
                changed[field] = next(iter(known), None) if field == "status" else known
        return (expert.model_copy(update=changed) if changed else expert), warnings

    def _code(self, code: str, terms: Vocabulary, field: str, number: int, warnings: list[LineProblem]) -> str | None:
        found = self._known.get((field, code))
        if found is None:
            try:
                found = terms.normalise(code)
            except UnknownCode as error:
                found = error
            self._known[field, code] = found
        if isinstance(found, str):
            return found
        near = f"; near ones: {', '.join(found.near[:3])}" if found.near else ""
        warnings.append(LineWarning(number, field, f"unknown {terms.kind} code '{code}' was left out{near}"))
        return None
