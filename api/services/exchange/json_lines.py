"""JSON Lines that come in: read one by one, a broken line costs itself and nothing else; and what came of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from pydantic import ValidationError

from api.services.storable import storable
from matching.errors import LineProblem
from matching.reading.rosters import LONGEST_LINE, LineWarning

MOST_PROBLEMS = 1000  # told one by one; beyond this they are counted
T = TypeVar("T")
Line = bytes | str


@dataclass
class Report:
    """What came of an import."""

    dry_run: bool = False
    lines: int = 0  # read, empty ones included
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0  # lines of which nothing was taken
    warnings: int = 0  # values left out of lines that were taken
    problems: list[LineProblem] = field(default_factory=list)  # in the order of the lines, as many as are told

    def note(self, problem: LineProblem) -> None:
        """Count a problem, and keep it as long as there are not too many."""
        if isinstance(problem, LineWarning):
            self.warnings += 1
        else:
            self.left_out += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Lines of a file, each cut at the longest that is read, so that one without end cannot fill the memory."""
    while line := file.readline(LONGEST_LINE + 1):
        whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE
        yield line
        while not whole and (rest := file.readline(LONGEST_LINE)):
            whole = rest.endswith(b"\n")


def in_batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The same things in lists of a size; the last one may be shorter."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def record_of(number: int, line: Line) -> dict[str, Any] | LineProblem | None:
    """The JSON object of a line with what no database keeps replaced; what is wrong with it; None for an empty line."""
    if len(line) > LONGEST_LINE:
        return LineProblem(number, "", f"the line has more than {LONGEST_LINE:,} characters")
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff")
        if not text.strip():
            return None
        data = storable(json.loads(text))
    except UnicodeDecodeError as error:
        return LineProblem(number, "", f"byte {error.start + 1} of the line is not UTF-8; save the file as UTF-8")
    except RecursionError:
        return LineProblem(number, "", "the line is nested too deeply")
    except ValueError as error:
        return LineProblem(number, "", f"not JSON ({error})")
    if not isinstance(data, dict):
        return LineProblem(number, "", f"expected one JSON object, found {type(data).__name__}")
    return data


def problem_of(number: int, error: ValidationError, before: str = "") -> LineProblem:
    """The first problem of a line with its field, and how many more there are. Values stay out: they are personal."""
    problems = error.errors(include_url=False, include_input=False)
    steps = ([before] if before else []) + [str(step) for step in problems[0]["loc"]]
    more = f" (and {len(problems) - 1} more problem(s) on this line)" if len(problems) > 1 else ""
    return LineProblem(number, ".".join(steps), f"{str(problems[0]['msg']).removeprefix('Value error, ')}{more}")
