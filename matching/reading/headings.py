"""Headings and labels of calls in the six languages, and which fact stands under or beside each.

The phrases are data: `labels.json` holds, for each kind of fact, one list of phrases per language.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from matching.reading.folding import plain

MARKS = re.compile(  # what may stand before a heading: Markdown, bullets, numbers
    r"^\s*(?P<level>#{1,6})?\s*(?P<bullet>[*_>•●▪◦‣·–—-]+\s*)?(?P<number>(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[ivxIVX]{1,4}[.)]|[a-zA-Z][.)]))?(?=\D)\s*[*_]*"
)
ONE_LINE = {  # facts of one line: what stands in the lines below is not theirs
    "title", "action_title", "action_code", "reference", "version", "issued", "country", "institution", "activity",
    "activity_number",
}  # fmt: skip
LONGEST_LABEL = 70  # characters of a line that can still be a heading by itself


FURTHEST = 160  # characters into a line that are looked at for a label and its separator


@dataclass(frozen=True)
class Label:
    """A heading or label met in a line."""

    kind: str
    words: str  # as written, without marks
    value: str  # what follows on the same line, "" for a heading by itself
    depth: int | None  # 1 for "#" or "1.", 2 for "##" or "1.1"...; None where nothing shows it


@cache
def _phrases() -> dict[str, str]:
    """Plain phrase -> kind."""
    lists = json.loads((files("matching.reading") / "labels.json").read_text(encoding="utf-8"))
    known: dict[str, str] = {}
    for kind, rows in lists.items():
        for phrase in (phrase for row in rows for phrase in row):
            known.setdefault(normal(phrase), kind)
    return known


def normal(phrase: str) -> str:
    """A phrase for comparison: plain, punctuation as single spaces."""
    return " ".join(re.sub(r"[^\w]+", " ", plain(phrase)).split())


def match_label(line: str) -> Label | None:
    """The heading or label with which a line begins, or None.

    "Country: Tunisia" and "Country<tab>Tunisia" are labels with a value; "3. Expected results of the activity" is a
    heading, because it begins with one and is short, without a full stop.
    """
    marks = MARKS.match(line[:FURTHEST])
    body = line[marks.end() :] if marks else line
    depth = _depth(marks)
    head, separator, value = _cut(body)
    words = head.strip(" *_:\t")
    if len(words) > LONGEST_LABEL:
        return None
    phrase = normal(re.sub(r"\([^)]*\)", "", words)) or normal(words)
    if not phrase:
        return None
    kind = _phrases().get(phrase)
    if kind is None and (separator != "-" and (not value or separator)):
        kind = _beginning(phrase, bool(marks and marks["level"]), bool(separator))
        if kind in ONE_LINE and not separator:
            kind = None  # "Action no 2026-07 of the year" says its fact itself and heads nothing
    if kind is None or (separator == "-" and not value):
        return None
    if not separator and marks and (marks["bullet"] or "").endswith(" "):
        return None  # an item of a list, however it begins
    if not separator and body.rstrip().endswith((".", ",", ";")):
        return None
    return Label(kind, words, value.strip(" *_\t"), depth)


def _beginning(phrase: str, is_marked: bool, has_value: bool) -> str | None:
    """Kind of a phrase that begins with a known one: of two words at least, unless the line is marked as a heading."""
    tokens = phrase.split()
    if len(tokens) > 9:
        return None
    for length in range(len(tokens) - 1, 0, -1):
        kind = _phrases().get(" ".join(tokens[:length]))
        if kind and (length > 1 or is_marked or has_value or (kind in _SAFE_ALONE and len(tokens) < 6)):
            return kind
    return None


_SAFE_ALONE = {"objectives", "results", "tasks", "languages", "context"}  # "Objectives of the mission" without a mark


def _depth(marks: re.Match[str] | None) -> int | None:
    if marks is None:
        return None
    if marks["level"]:
        return len(marks["level"])
    number = marks["number"]
    return len(re.findall(r"\d+", number)) if number and number[0].isdigit() else None


def _cut(body: str) -> tuple[str, str, str]:
    """(head, separator, value) at the first colon or tab, or at a dash between spaces, near the beginning of a line."""
    start = body[:FURTHEST]
    for pattern in (r"\s*(?:\*\*)?\s*[:\t：](?:\*\*)?\s*", r"\s[-–—]\s"):
        if (match := re.search(pattern, start)) and body[: match.start()].strip():
            return body[: match.start()], "-" if pattern.startswith(r"\s[") else ":", body[match.end() :]
    return body, "", ""
