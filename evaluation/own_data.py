"""A facility's own past, read from a folder: its roster, its calls, and how people were judged or decided on.

    FOLDER/roster.jsonl      one expert a line, as the commands read it
    FOLDER/calls/            one file a call: JSON, or a document (.docx, .pdf, .txt, .md) whose name is the call's id
    FOLDER/judgements.tsv    position ("CALL:POSITION"), expert, grade from 0 to 3
    FOLDER/decisions.tsv     position, expert, decision: selected, reserve or rejected

One of the two tables may be missing. docs/evaluation.md describes the formats.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from evaluation.errors import InvalidData
from evaluation.provenance import ABSENT, files_hash
from matching.entities import Call, Expert
from matching.errors import MatchingError
from matching.reading import read_call, read_call_json, read_roster
from matching.vocabulary import Vocabularies

ROSTER, CALLS, JUDGEMENTS, DECISIONS = "roster.jsonl", "calls", "judgements.tsv", "decisions.tsv"
GRADES = {"0": 0, "1": 1, "2": 2, "3": 3}
SELECTED, RESERVE, REJECTED = "selected", "reserve", "rejected"
DECIDED = {word: word for word in (SELECTED, RESERVE, REJECTED)}
MOST_TOLD = 10  # lines of a table told one by one

T = TypeVar("T")


@dataclass(frozen=True)
class OwnData:
    """What a folder holds, checked: every position and expert that the tables name exists."""

    folder: Path
    experts: Sequence[Expert]
    calls: Sequence[Call]
    grades: Mapping[str, Mapping[str, int]]  # by position ("CALL:POSITION") and expert; empty without judgements.tsv
    decisions: Mapping[str, Mapping[str, str]]  # likewise; empty without decisions.tsv
    notes: Sequence[str]  # what was left out of the roster
    hashes: Mapping[str, str]  # by file


def read_own_data(folder: Path, vocabularies: Vocabularies) -> OwnData:
    """Read and check a folder.

    Raises:
        InvalidData: a file is missing, a call cannot be read, or lines of a table name what is not there.
        BrokenLines, EmptyRoster: the roster cannot be used as it is.
    """
    _check_files(folder)
    experts, problems = read_roster(folder / ROSTER, vocabulary=vocabularies)
    calls = _calls(folder / CALLS, vocabularies)
    positions = [f"{call.id}:{position.id}" for call in calls for position in call.positions]
    people = {expert.id for expert in experts}
    files = {
        ROSTER: [folder / ROSTER],
        CALLS: _call_files(folder / CALLS),
        JUDGEMENTS: [folder / JUDGEMENTS],
        DECISIONS: [folder / DECISIONS],
    }
    return OwnData(
        folder=folder,
        experts=experts,
        calls=calls,
        grades=read_table(folder / JUDGEMENTS, positions, people, GRADES, "grade"),
        decisions=read_table(folder / DECISIONS, positions, people, DECIDED, "decision"),
        notes=[f"{ROSTER}, {problem}" for problem in problems],
        hashes={name: files_hash(found) if found[0].exists() else ABSENT for name, found in files.items()},
    )


def read_table(
    path: Path, positions: Collection[str], people: Collection[str], allowed: Mapping[str, T], what: str
) -> dict[str, dict[str, T]]:
    """A table of position, expert and value, separated by tabs; {} where there is no such file.

    A first line that names the columns is passed over, and so are empty lines.

    Raises:
        InvalidData: naming each line that cannot be used, and why.
    """
    if not path.exists():
        return {}
    if not path.is_file():
        raise InvalidData(
            f"{path.name} is not a file.", f"{path} is a folder.", "Put the table there, or leave it out."
        )
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InvalidData(
            f"{path.name} is not UTF-8.", f"Byte {error.start + 1} is not.", "Save it as UTF-8."
        ) from error
    found: dict[str, dict[str, T]] = {}
    troubles = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or (number == 1 and cells[-1].lower() == what):
            continue
        if trouble := _trouble(cells, positions, people, allowed, what, found):
            troubles.append(f"line {number}: {trouble}")
        else:
            found.setdefault(cells[0], {})[cells[1]] = allowed[cells[2].lower()]
    if troubles:
        more = f"; and {len(troubles) - MOST_TOLD} more" if len(troubles) > MOST_TOLD else ""
        raise InvalidData(
            f"{len(troubles)} line(s) of {path.name} cannot be used.",
            f"{'; '.join(troubles[:MOST_TOLD])}{more}.",
            f"Write a line as: CALL:POSITION, expert's id, {what}, separated by tabs.",
        )
    if not found:
        raise InvalidData(f"{path.name} holds no line.", next_step="Fill it, or remove it and keep the other table.")
    return found


def _trouble(
    cells: Sequence[str],
    positions: Collection[str],
    people: Collection[str],
    allowed: Mapping[str, T],
    what: str,
    found: Mapping[str, Mapping[str, T]],
) -> str:
    """What is wrong with a line, or nothing."""
    if len(cells) != 3:
        return f"expected 3 columns separated by tabs, found {len(cells)}"
    position, person, value = cells
    if position not in positions:
        return f"there is no position '{position}'{_near(position, positions)}"
    if person not in people:
        return f"there is no expert '{person}' in {ROSTER}{_near(person, people)}"
    if value.lower() not in allowed:
        return f"the {what} is '{value}', and may be {', '.join(allowed)}"
    if person in found.get(position, {}):
        return f"'{person}' has a {what} for '{position}' on an earlier line"
    return ""


def _near(given: str, known: Collection[str]) -> str:
    near = get_close_matches(given, known, n=2, cutoff=0.7)
    return f" (near ones: {', '.join(near)})" if near else ""


def _check_files(folder: Path) -> None:
    if not folder.is_dir():
        raise InvalidData(f"There is no folder {folder}.", next_step="Check the path given with --data.")
    missing = [name for name in (ROSTER, CALLS) if not (folder / name).exists()]
    if not any((folder / name).exists() for name in (JUDGEMENTS, DECISIONS)):
        missing.append(f"{JUDGEMENTS} (or {DECISIONS})")
    if missing:
        there = sorted(path.name for path in folder.iterdir())
        raise InvalidData(
            f"{folder} lacks {', '.join(missing)}.",
            f"It holds: {', '.join(there[:MOST_TOLD]) or 'nothing'}.",
            "docs/evaluation.md describes what such a folder holds.",
        )
    if not (folder / CALLS).is_dir() or not _call_files(folder / CALLS):
        raise InvalidData(
            f"{folder / CALLS} must be a folder with one file a call.", "It holds none.", "Put them there."
        )


def _call_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _calls(folder: Path, vocabularies: Vocabularies) -> list[Call]:
    read: dict[str, tuple[Call, str]] = {}
    for path in _call_files(folder):
        try:
            call = (
                _json_call(path, vocabularies)
                if path.suffix == ".json"
                else read_call(path, vocabularies, id=path.stem)
            )
        except MatchingError as error:
            raise InvalidData(
                f"The call {path.name} cannot be read: {error.what}", error.found, error.next_step
            ) from error
        if call.id in read:
            raise InvalidData(
                f"Two calls have the id '{call.id}'.", f"{read[call.id][1]} and {path.name}.", "Give each its own id."
            )
        read[call.id] = call, path.name
    return [call for call, _ in read.values()]


def _json_call(path: Path, vocabularies: Vocabularies) -> Call:
    """A call in JSON; one without an id is called by the name of its file."""
    raw = path.read_bytes()
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        data = None
    known: bytes | dict[str, object] = {"id": path.stem, **data} if isinstance(data, dict) else raw
    return read_call_json(known, vocabularies)
