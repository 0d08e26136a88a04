"""What was typed into the filters of the roster, as the roster is asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import Request

from api.speech.speech import Speech
from api.spoken_terms import spoken_kind
from api.storage.experts import Wanted
from matching.codes import country_code, fold, language_code
from matching.entities import Cefr
from matching.errors import UnknownCode

Found = TypeVar("Found")
STATES = (
    "validated",
    "waiting",
    "cv",
)  # of a profile: an officer validated it, has to look, or a CV is to be confirmed
NAMES = ("q", "field", "language", "level", "country", "status", "institution", "state", "excluded")


@dataclass(frozen=True)
class Asked:
    """The filters as they were typed, what they ask for, and what is wrong with them, by field."""

    values: Mapping[str, str]
    wanted: Wanted
    problems: Mapping[str, str]
    named: bool

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(self.values.values())

    def address(self, **change: str) -> str:
        """The list with the same filters, and with what is changed or added."""
        names = {"blind": "false"} if self.named else {}
        kept = {name: value for name, value in ({**self.values, **names, **change}).items() if value}
        return "/experts" + (f"?{urlencode(kept)}" if kept else "")


def asked(request: Request, say: Speech, *, named: bool, knows_exclusions: bool) -> Asked:
    """The filters of a request.

    Args:
        named: whether names are shown, and may be sought for.
        knows_exclusions: whether somebody may ask for those who are excluded.
    """
    typed = {name: request.query_params.get(name, "").replace("\x00", "").strip()[:300] for name in NAMES}
    problems: dict[str, str] = {}

    def read(name: str, of: Callable[[str], Found]) -> Found | None:
        if not typed[name]:
            return None
        try:
            return of(typed[name])
        except (ValueError, UnknownCode):
            problems[name] = say(f"filter.problem.{name}")
            return None

    field = read("field", lambda text: code_of("fields", text))
    if typed["state"] not in STATES:
        typed["state"] = ""
    if not knows_exclusions:
        typed["excluded"] = ""
    wanted = Wanted(
        fields=[field] if field else [],
        language=read("language", language_code),
        level=read("level", Cefr),
        country=read("country", country_code),
        status=read("status", lambda text: code_of("statuses", text)),
        institution=typed["institution"] or None,
        validated={"validated": True, "waiting": False}.get(typed["state"]),
        excluded=True if typed["excluded"] else None,
        words=typed["q"] or None,
        named=named,
        cv_waits=typed["state"] == "cv",
    )
    return Asked(typed, wanted, problems, named)


def code_of(kind: str, text: str) -> str:
    """The code that was meant by a code, by a code with its label, or by a label in any language.

    Raises:
        UnknownCode: it is none of them.
    """
    vocabulary = spoken_kind(kind)
    for one in (text, text.split(" ", 1)[0]):
        if vocabulary.has(one):
            return vocabulary.normalise(one)
    said = fold(text)
    for term in vocabulary:
        if any(fold(label) == said for label in term.labels.values()):
            return term.code
    return vocabulary.normalise(text)
