"""Figures as tables in words: heads, groups, measures and units in the languages of the office.

Whoever asks in English is given the keys of the data as heads, which programs read; in another language a table is for
people. Figures stay as they are, so that a spreadsheet goes on counting with them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from api.auth.language import ENGLISH
from api.exports.sheets import cell_text
from api.exports.spoken import LANGUAGES
from api.exports.tables import Record
from api.governance.suppression import SMALL_GROUPS
from api.speech.anew import anew_in
from api.speech.speech import speech

PAGES = ("figures", "supply", "figure_tables")
TERMS = {"field": "fields", "area": "fields", "activity_type": "activity_types", "status": "statuses"}
COUNTRIES = ("country", "nationality")
SPECIAL = {"season": "season.", "gender": "gender.", "region": "region.", "when": "when."}
NOT_SAID = "-"  # of a cell of supply
PARTS = {"_women_share": "women_share", "_women": "women", "_nationalities": "nationalities", "_people": "people"}
LABEL = "_label"


class FigureTables:
    """Says tables of figures in one language; English ones stay as they are."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else ENGLISH
        self.say, self._anew = speech(self.language, *PAGES), anew_in(self.language)

    def text(self, table: str, by: str | None = None) -> str:
        """A table as CSV, in words.

        Args:
            table: CSV with the keys of the data as heads.
            by: by what its groups are broken down, where no column says it.
        """
        if self.language == ENGLISH:
            return table
        lines = csv.DictReader(io.StringIO(table))
        columns = tuple(lines.fieldnames or ())
        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\r\n")
        writer.writerow([self.head(column, columns) for column in columns])
        writer.writerows([self._cell(column, line, by) for column in columns] for line in lines)
        return made.getvalue()

    def rows(self, records: Iterable[Record]) -> list[Record]:
        """Records with their heads and sentences in words; truths as yes and no."""
        if self.language == ENGLISH:
            return list(records)
        return [{self.head(key, one): self._value(key, value) for key, value in one.items()} for one in records]

    def named(self, before: str, name: str) -> str:
        """The name of a sheet ("sheet") or of what is told once ("about"), given in English."""
        key = f"{before}.{name.lower().replace(' ', '_')}"
        return self.say(key) if self.say.has(key) else name

    def head(self, column: str, columns: Iterable[str]) -> str:
        """The head of a column; a dimension that has its label beside it is the code."""
        if column.endswith(LABEL):
            return self.say(f"by.{column.removesuffix(LABEL)}")
        if column + LABEL in columns:
            return self.say("code", what=self.say(f"by.{column}"))
        return self.say(f"head.{column}")

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        return self._anew.words(value) if key in ("lacking", "value") and isinstance(value, str) else value

    def _cell(self, column: str, line: Mapping[str, str], by: str | None) -> str:
        text = line[column]
        if column == "label" and by == "language":  # of which the data hold the code alone
            return self.say.language_name(line["cell"])
        if not text:
            return text
        if column.endswith(LABEL):
            dimension = column.removesuffix(LABEL)
            return cell_text(self._group(dimension, line[dimension], text))
        if column == "label":
            return cell_text(self._group(by or line.get("by", ""), line.get("group") or line.get("cell", ""), text))
        match column:
            case "measure":
                return self._measure(text)
            case "unit" | "by":
                key = f"{column}.{text}"
                return self.say(key) if self.say.has(key) else text
            case "suppressed":
                return self.say("yes" if text == "True" else "no")
        return text

    def _group(self, dimension: str, code: str, label: str) -> str:
        """A group in words; a name that is of no vocabulary stays."""
        words = label.replace(" ", "_")
        if code == NOT_SAID:
            return self.say("none.declared" if dimension in ("gender", "nationality") else f"none.{dimension}")
        if label == SMALL_GROUPS or self.say.has(f"group.{words}"):
            return self.say("group.small" if label == SMALL_GROUPS else f"group.{words}")
        if dimension in SPECIAL:
            key = SPECIAL[dimension] + code
            return self.say(key) if self.say.has(key) else label
        if dimension == "language":
            return self.say.language_name(code)
        if dimension in COUNTRIES:
            return self.say.country(code)
        return self.say.term(TERMS[dimension], code) if dimension in TERMS else label

    def _measure(self, measure: str) -> str:
        if self.say.has(f"measure.{measure}"):
            return self.say(f"measure.{measure}")
        for end, part in PARTS.items():
            whole = f"measure.{measure.removesuffix(end)}"
            if measure.endswith(end) and self.say.has(whole):
                return self.say("part", what=self.say(whole), part=self.say(f"column.{part}"))
        return measure
