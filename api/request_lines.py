"""Requests as JSON Lines, from any system: an id and whatever text the record holds.

A request is at least {"id", "text"}; without "text" it is a record of any make, of which the texts under TEXT_KEYS are
joined. Codes and labels that a record carries (fields, area of work, types...) are never read: they are what is to be
found out. A record with "positions" is read as a whole call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.codes import country_code
from matching.entities import MOST_CHARACTERS, Call, Position
from matching.errors import BrokenLines, InvalidCall, LineProblem, MatchingError, UnreadableDocument
from matching.json_data import from_json
from matching.reading import TEXT_KEYS, read_call_json, request_text
from matching.vocabulary import Vocabularies

IDS = ("id", "code")


@dataclass(frozen=True)
class Request:
    """One line of a file of requests: its id, its text, and the call that it stands for."""

    id: str
    text: str
    call: Call


def read_requests(
    path: Path,
    vocabularies: Vocabularies,
    *,
    skip_broken: bool = False,
    note: Callable[[str], None] = lambda line: None,
) -> list[Request]:
    """The requests of a JSON Lines file, in its order.

    Args:
        skip_broken: go on without lines that cannot be read; each is told to `note`.

    Raises:
        BrokenLines: some lines cannot be read or an id comes twice, unless `skip_broken`; each is named.
        UnreadableDocument: the file cannot be opened.
        InvalidCall: it holds no request at all.
    """
    found: dict[str, Request] = {}
    problems: list[LineProblem] = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        request = _request(line, number, vocabularies)
        if isinstance(request, Request) and request.id in found:
            request = LineProblem(number, "id", f"'{request.id}' was there before")
        if isinstance(request, LineProblem):
            problems.append(request)
        else:
            found[request.id] = request
    if problems and not skip_broken:
        raise BrokenLines(str(path), problems, len(found))
    for problem in problems:
        note(f"{path}, {problem}: left out")
    if not found:
        raise InvalidCall(
            f"{path} holds no request.", next_step='Put one on each line: {"id": "1", "text": "what is asked for"}.'
        )
    return list(found.values())


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UnreadableDocument(
            f"{path} could not be opened.", f"{error.strerror or error}.", "Check the path and the right to read it."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path} is not UTF-8 text.",
            f"Byte {error.start} is {error.object[error.start]:#04x}.",
            "Save it as UTF-8.",
        ) from error


def _request(line: str, number: int, vocabularies: Vocabularies) -> Request | LineProblem:
    try:
        record = from_json(line)
    except (ValueError, RecursionError) as error:
        return LineProblem(number, "", f"not JSON ({error})")
    if not isinstance(record, dict):
        return LineProblem(number, "", f"an object was expected, found {type(record).__name__}")
    name = next((key for key in IDS if record.get(key) not in (None, "")), None)
    if name is None or not isinstance(record[name], str | int):
        return LineProblem(number, "id", "missing, or neither text nor number")
    text = request_text(record)
    if not text:
        return LineProblem(number, "text", f"no text here nor under {', '.join(k for k in TEXT_KEYS if k != 'text')}")
    if len(text) > MOST_CHARACTERS:
        return LineProblem(number, "text", f"{len(text):,} characters; a request has {MOST_CHARACTERS:,} at most")
    try:
        return Request(str(record[name]), text, _call(str(record[name]), text, record, vocabularies))
    except MatchingError as error:
        return LineProblem(number, "", str(error))


def _call(request_id: str, text: str, record: dict[str, Any], vocabularies: Vocabularies) -> Call:
    if record.get("positions"):
        return read_call_json({**record, "id": request_id}, vocabularies)
    try:
        country = country_code(record.get("country"))
    except ValueError:
        country = None  # "Regional", or none: the call is matched without a place
    return bare_call(request_id, text).model_copy(update={"country": country})


def bare_call(request_id: str, text: str) -> Call:
    """A call of which nothing is known but its text."""
    return Call(id=request_id, text=text, positions=(Position(id="1"),))
