"""A person's own data as tables that they can read: names, heads and what stands in them in their language.

The document for programs keeps the keys of the data; tables are for people, and say each of them in words. What stands in
a cell of its own is said as well: codes, countries, roles, reasons, facts of the log. What was read from a CV stays data, as
its head says; days stay in the order year, month, day, by which tables are put in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from api.exports.tables import Record
from api.speech.anew import anew_in
from api.speech.log_facts import log_facts
from api.speech.speech import speech

PAGES = ("standing", "own", "cv", "own_files", "own_log")
LOG = "log"  # words of what is seldom about a person, in the languages of the office; in others they are English
AS_DATA = ("facts", "read", "decisions")  # heads of what stays data
ABOUT = "about"  # the table of what is said once
STATES = {
    "applications": "application.", "invitations": "invitation.", "calls": "state.", "cvs": "cv.state.",
    "notices": "letter_state.",
}  # fmt: skip
KINDS = {"profile_segments": "cv.entry.", "notices": "letter.", "performance_notes": "note."}
WORDS = {"gender": "gender.", "verdict": "verdict.", "format": "cv.format.", "source": "source.", "outcome": "outcome.",
         "scopes": "scope."}  # fmt: skip
TERMS = {"status": "statuses", "fields": "fields", "category": "fields", "competences": "competences",
         "activity_types": "activity_types"}  # fmt: skip
COUNTRIES = ("country", "institution_country", "countries", "nationalities")
SENTENCES = ("rule", "found", "question", "why", "problem")  # of ours, kept in English
ROLES = ("by", "roles")
NOBODY = "an account that is no longer there"
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)")


class OwnFiles:
    """Says the tables of a person's data in one language."""

    def __init__(self, language: str) -> None:
        self.say, self._anew = speech(language, *PAGES), anew_in(language)
        self._log, self._facts = speech(language, LOG), log_facts(language)
        self._by_key: dict[str, Callable[[str], str]] = {
            **{key: self._keyed(before) for key, before in WORDS.items()},
            **{key: self._term(kind) for key, kind in TERMS.items()},
            **dict.fromkeys(COUNTRIES, self.say.country),
            **dict.fromkeys(SENTENCES, self._anew.words),
            **dict.fromkeys(ROLES, self._role),
            "language": self.say.language_name,
            "event": self._event,
            "part": self.table,
            "told_later": lambda _: self.say("later"),
        }

    @property
    def from_the_right(self) -> bool:
        """Whether the tables begin at the right."""
        return self.say.direction == "rtl"

    def table(self, name: str) -> str:
        """The name of a table."""
        return self._keyed("table.")(name) if self.say.has(f"table.{name}") else self.head(name)

    def head(self, key: str) -> str:
        """The head of a column."""
        return self._keyed("head.")(key)

    def rows(self, name: str, records: Iterable[Record]) -> list[Record]:
        """The records of a table, heads and cells said."""
        return [{self.head(key): self.cell(name, key, value) for key, value in record.items()} for record in records]

    def said_once(self, records: Iterable[Record]) -> list[Record]:
        """The table of what is said once: a part, what of it, and what that says."""
        heads = {key: self.say(f"about.{key}") for key in ("part", "name", "value")}
        return [
            {
                heads["part"]: self.table(record["part"]),
                heads["name"]: self.head(record["name"]) if record["name"] else None,
                heads["value"]: self.cell(record["part"], record["name"] or record["part"], record["value"]),
            }
            for record in records
        ]

    def cell(self, table: str, key: str, value: Any) -> Any:
        """What stands in a cell: figures as they are, everything else in words."""
        if (table, key) == (LOG, "facts") and isinstance(value, Mapping):
            return self._noted(value)
        if value is None or key in AS_DATA or (isinstance(value, (int, float)) and not isinstance(value, bool)):
            return value
        return self._words(table, table.removeprefix("profile_") if key == "value" else key, value)

    def _noted(self, facts: Mapping[str, Any]) -> str:
        """What the log noted with an event, each fact with its name."""
        return self.say.semicolon.join(
            self.say("field.named", field=name, problem=value) for name, value in self._facts.told(facts)
        )

    def _words(self, table: str, key: str, value: Any, deep: int = 0) -> str:
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, (int, float)):
            return self.say.number(value, 0 if float(value).is_integer() else 2)
        if isinstance(value, Mapping):
            return self._parts(table, key, value, deep)
        if isinstance(value, (list, tuple)):
            return self._several(table, key, value, deep)
        return self._text(table, key, str(value))

    def _parts(self, table: str, key: str, value: Mapping[str, Any], deep: int) -> str:
        """What has parts, on one line, each part with its head."""
        given = {name: part for name, part in value.items() if part not in (None, "", [], {}, ())}
        if key in ("gates", "criteria") and "name" in given:
            given["name"] = self._named(key, given["name"])
        return self.say.semicolon.join(
            self.say("field.named", field=self.head(name), problem=self._words(key, name, part, deep + 1))
            for name, part in given.items()
        )

    def _several(self, table: str, key: str, values: Iterable[Any], deep: int) -> str:
        told = [(value, self._words(table, key, value, deep)) for value in values]
        if not any(isinstance(value, Mapping) for value, _ in told):
            return self.say.semicolon.join(words for _, words in told)
        before = ("\n" if deep else "") + "  " * deep + "• "
        return ("" if deep else "\n").join(before + words for _, words in told)

    def _text(self, table: str, key: str, text: str) -> str:
        if key == "state" and table in STATES:
            return self._keyed(STATES[table])(text)
        if key == "kind" and table in KINDS:
            return self._keyed(KINDS[table])(text)
        if found := self._by_key.get(key):
            return found(text)
        moment = _MOMENT.fullmatch(text)
        return f"{moment[1]} {moment[2]} UTC" if moment else text

    def _named(self, part: str, name: str) -> str:
        """The name of a rule of eligibility ("language:fr") or of a criterion."""
        if part == "criteria":
            return self._keyed("criterion.")(name)
        kind, _, code = name.partition(":")
        if kind == "language" and code:
            return self.say("gate.language", language=self.say.language_name(code))
        return self._keyed("gate.")(name)

    def _keyed(self, before: str) -> Callable[[str], str]:
        """Words by key; what has none stays as it is."""

        def words(text: str) -> str:
            key = before + text.replace(" ", "_")
            return self.say(key) if self.say.has(key) else text

        return words

    def _term(self, kind: str) -> Callable[[str], str]:
        def words(code: str) -> str:
            label = self.say.term(kind, code)
            return code if label == code else label if kind == "statuses" else f"{code} {label}"

        return words

    def _event(self, event: str) -> str:
        key = f"event.{event}"
        if self.say.has(key):
            return self.say(key)
        return self._log(key) if self._log.has(key) else event

    def _role(self, role: str) -> str:
        if role == NOBODY:
            return self.say("role.unknown")
        known = (f"by.{role}", f"role.{role}")
        return next((self.say(key) for key in known if self.say.has(key)), role)


def tables_said(
    said_once: Iterable[Record], tables: Mapping[str, Sequence[Record]], files: OwnFiles
) -> dict[str, Sequence[Record]]:
    """All tables of a person's data by the names that they bear in the language."""
    about: dict[str, Sequence[Record]] = {files.table(ABOUT): files.said_once(said_once)}
    return about | {files.table(name): files.rows(name, records) for name, records in tables.items()}
