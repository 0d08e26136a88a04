"""One line of a roster: an expert as matching knows them, and beside it who they are."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from api.services.exchange.json_lines import Line, problem_of, record_of
from api.services.people.identities import IdentityData
from api.services.people.profiles import ID_PATTERN, Codes, check_bounds
from matching.entities import Expert
from matching.errors import LineProblem, UnknownCode
from matching.reading.rosters import LineWarning
from matching.reading.unknown_keys import UnknownKeys
from matching.vocabulary import Vocabularies

_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True)
class Person:
    """Somebody on a line: what matching reads, who they are as far as the line says, and a hash of all that."""

    line: int
    expert: Expert
    identity: dict[str, Any]  # only what the line gives
    hash: str


class LineReader:
    """Reads lines in order; remembers which ids and addresses were there before."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._codes = Codes(vocabularies)
        self._first: dict[str, int] = {}
        self._unknown = UnknownKeys("identity")

    def read(self, number: int, line: Line) -> tuple[Person | None, list[LineProblem]]:
        """The person of a line, if it holds one, and what was left out of it or made it unusable."""
        data = record_of(number, line)
        if data is None:
            return None, []
        if isinstance(data, LineProblem):
            return None, [data]
        before = ""
        try:
            expert = Expert.model_validate(data)
            check_bounds(expert)
            before = "identity"
            identity = _identity(data.get("identity"), expert)
        except ValidationError as error:
            return None, [problem_of(number, error, before)]
        if problem := self._check_id(number, expert.id):
            return None, [problem]
        unknown: list[tuple[str, UnknownCode]] = []
        expert = self._codes.canonical(expert, unknown)
        warnings: list[LineProblem] = [_warning(number, part, error) for part, error in unknown]
        warnings += [LineWarning(number, key, said) for key, said in self._unknown.of(data)]
        return _person(number, expert, identity), warnings

    def _check_id(self, number: int, expert_id: str) -> LineProblem | None:
        if not _ID.fullmatch(expert_id):
            reason = "an id has 1 to 100 letters, digits and . _ : - and does not tell who it is: it stands in the log"
            return LineProblem(number, "id", reason)
        if (first := self._first.setdefault(expert_id, number)) != number:
            return LineProblem(number, "id", f"the id '{expert_id}' is on line {first} already")
        return None


def hash_of(data: Any) -> str:
    """A hash of JSON data that does not depend on the order of keys, 64 hex digits."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def _identity(given: Any, expert: Expert) -> dict[str, Any]:
    """Who the person is, as far as the line says; the expert's own `name` stands in for one that is not given."""
    named = {"name": expert.name} if expert.name else {}
    if given is None and not named:
        return {}
    data = given if given is not None and not isinstance(given, dict) else named | (given or {})
    return IdentityData.model_validate(data).model_dump(exclude_unset=True)


def _person(number: int, expert: Expert, identity: dict[str, Any]) -> Person:
    said = {"expert": expert.model_dump(mode="json", exclude={"name"}), "identity": identity}
    return Person(number, expert, identity, hash_of(said))


def _warning(number: int, part: str, error: UnknownCode) -> LineWarning:
    near = f"; near ones: {', '.join(error.near[:3])}" if error.near else ""
    return LineWarning(number, part, f"unknown {error.kind} code '{error.unknown[:80]}' was left out{near}")
