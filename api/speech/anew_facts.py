"""The facts of English sentences, by the kind that the name of a place tells: {day}, {language_2}, {levels}..."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel.lists import format_list

from api.auth.roles import SHORT
from api.speech.speech import Speech
from api.speech.wording import read
from api.spoken_terms import spoken_kind
from matching.codes import country_code, country_name, language_code, language_name
from matching.entities import SKILLS
from matching.gates import SKILL_WORDS
from matching.vocabulary import Vocabulary, load_vocabulary

LEVEL, DAY = "[ABC][12]", r"\d{4}-\d\d-\d\d"
SHAPES = {  # kinds whose facts have a shape of their own
    "count": r"\d+",
    "number": r"-?\d+(?:,\d{3})*(?:\.\d+)?",
    "share": r"\d+%",
    "day": DAY,
    "spans": f"{DAY} to {DAY}(?: and {DAY} to {DAY})*",
    "level": LEVEL,
    "grades": f"{LEVEL}(?:/{LEVEL})*",
    "code": r"\S+",
    "values": "'[^']*'(?:, '[^']*')* or '[^']*'",
    "label": r"The (?:document(?: '.*?')?|Europass CV|JSON Resume)",
}
EUROPASS, RESUME = "The Europass CV", "The JSON Resume"  # CVs that are data
ROLES = {short: str(role) for role, short in SHORT.items()}
SKILL_OF = {words: str(skill) for skill, words in SKILL_WORDS.items()}


@dataclass(frozen=True)
class Level:
    """How far a sentence within sentences may go on. `looked_at`: what became of each, so that none is taken apart twice."""

    deep: int
    looked_at: dict[tuple[str, str, int], str | None]


class NotTold(Exception):
    """A fact that is not of the kind that its place is for."""


class Facts:
    """Says facts as a language writes them; `say` has the sentences of "reasons"."""

    def __init__(self, say: Speech, nested: Callable[[str, Level], str]) -> None:
        self.say, self._nested = say, nested

    def told(self, found: Mapping[str, str], level: Level) -> dict[str, Any]:
        """Every fact of a sentence.

        Raises:
            NotTold: one of them is not what it should be.
        """
        return {name: self._told(kind_of(name), words, level) for name, words in found.items()}

    def _told(self, kind: str, words: str, level: Level) -> Any:
        if kind == "sentence":
            return self._nested(words, level)
        teller = getattr(self, f"_{kind}", None)
        return words if teller is None else teller(words)

    def _count(self, words: str) -> int:
        return int(words)

    def _number(self, words: str) -> str:
        return self.say.number(float(words.replace(",", "")), len(words.partition(".")[2]))

    def _share(self, words: str) -> str:
        return self.say.percent(int(words[:-1]) / 100)

    def _day(self, words: str) -> str:
        try:
            return self.say.day(date.fromisoformat(words))
        except ValueError:
            raise NotTold from None

    def _spans(self, words: str) -> str:
        days = (span.split(" to ") for span in words.split(" and "))
        return self._listed(self.say("span", day=self._day(start), day_2=self._day(end)) for start, end in days)

    def _language(self, words: str) -> str:
        return self.say.language_name(_code(words, language_code, language_name))

    def _languages(self, words: str) -> str:
        return self._listed(map(self._language, words.replace(" or ", ", ").split(", ")))

    def _country(self, words: str) -> str:
        return self.say.country(_code(words, country_code, country_name))

    def _countries(self, words: str) -> str:
        return self._listed(map(self._country, words.split(", ")))

    def _skill(self, words: str) -> str:
        if words not in SKILL_OF:
            raise NotTold
        return self.say("skill." + SKILL_OF[words])

    def _skills(self, words: str) -> str:
        return self._listed(map(self._skill, words.split(" and ")))

    def _levels(self, words: str) -> str:
        """Such as 'speaking B2, drafting C1'."""
        pairs = [pair.rpartition(" ") for pair in words.replace(" and ", ", ").split(", ")]
        return ", ".join(self.say("level", skill=self._skill(skill), level=level) for skill, _, level in pairs)

    def _requirement(self, words: str) -> str:
        """A key of a requirement such as fr:writing:C1."""
        parts = words.split(":")
        if len(parts) != 3 or parts[1] not in SKILLS:
            raise NotTold
        name, skill = self.say.language_name(parts[0]), self.say("skill." + parts[1])
        return f"{name}, {self.say('level', skill=skill, level=parts[2])}"

    def _status(self, words: str) -> str:
        return self.say.term("statuses", _known("statuses", words))

    def _statuses(self, words: str) -> str:
        return self._listed(map(self._status, words.split(", ")))

    def _standings(self, words: str) -> str:
        """Codes of statuses."""
        return self._listed(self.say.term("statuses", code) for code in words.split(", "))

    def _field(self, words: str) -> str:
        return self.say.term("fields", _known("fields", words))

    def _activity(self, words: str) -> str:
        return self.say.term("activity_types", _known("activity_types", words))

    def _term(self, words: str) -> str:
        """A printed code with its label."""
        for kind in ("fields", "competences"):
            if words in _labels(kind, with_code=True):
                code = _labels(kind, with_code=True)[words]
                return f"{code} {self.say.term(kind, code)}"
        raise NotTold

    def _criterion(self, words: str) -> str:
        """A criterion as explanations name it."""
        if words.casefold() not in _criteria():
            raise NotTold
        return self.say(f"criterion.{_criteria()[words.casefold()]}")

    def _criteria(self, words: str) -> str:
        return self._listed(map(self._criterion, words.split(", ")))

    def _roles(self, words: str) -> str:
        roles = [ROLES.get(one, one.replace(" ", "_")) for one in words.split(", ")]
        if not all(self.say.has("role." + one) for one in roles):
            raise NotTold
        return self._listed(self.say("role." + one) for one in roles)

    def _values(self, words: str) -> str:
        """Values that a program may send, such as "'', 'draft' or 'closed'"; the empty one goes without saying."""
        values = [value for value in re.findall("'([^']*)'", words) if value]
        return str(format_list(values, style="or", locale=self.say.locale))

    def _label(self, words: str) -> str:
        """How messages call a document."""
        if words == EUROPASS:
            return self.say("document.europass")
        if words == RESUME:
            return self.say("document.resume")
        name = words.removeprefix("The document").strip().strip("'")
        return self.say("document.named", name=name) if name else self.say("document")

    def _listed(self, parts: Iterable[str]) -> str:
        return str(format_list(list(parts), locale=self.say.locale))


def kind_of(name: str) -> str:
    """What a place for a fact is for, by its name: {day_2} is for a day."""
    return name.rstrip("_0123456789")


def _code(words: str, code_of: Callable[[str], str], name_of: Callable[[str], str]) -> str:
    """The code of what is named in English, exactly so."""
    try:
        code = code_of(words)
    except ValueError:
        raise NotTold from None
    if name_of(code) != words:
        raise NotTold
    return code


def _known(kind: str, label: str) -> str:
    try:
        return _labels(kind)[label]
    except KeyError:
        raise NotTold from None


def _labels(kind: str, with_code: bool = False) -> dict[str, str]:
    """The code of each English label of a kind: of the packaged ones, too, as which it may stand on record."""
    packaged: Vocabulary = getattr(load_vocabulary(), kind)
    return _labels_of(packaged, with_code) | _labels_of(spoken_kind(kind), with_code)


@lru_cache(maxsize=16)
def _labels_of(kind: Vocabulary, with_code: bool) -> dict[str, str]:
    return {(f"{t.code} {t.labels['en']}" if with_code else t.labels["en"]): t.code for t in kind}


@cache
def _criteria() -> dict[str, str]:
    """The name of each criterion by the words of explanations for it."""
    said = {key.partition(".")[2]: str(words) for key, words in read("reasons").items() if key.startswith("criterion.")}
    return {words.casefold(): name for name, words in said.items()}
