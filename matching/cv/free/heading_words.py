"""What headings of a CV are called: known phrases in six languages, and headings that begin or end with one.

The phrases are data: `headings.json` holds, for each kind of section, one list of phrases per language.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from matching.cv.free.employer_words import ORGANISATION, POSITION
from matching.reading.folding import for_plain, plain

SectionKind = Literal[
    "summary", "posts", "assignments", "degrees", "training", "publications", "skills", "languages", "person", "other",
    "unknown",
]  # fmt: skip
LONGEST_HEADING = 70  # characters
_AND = re.compile(for_plain(r"\s*(?:&|/|,|\+|(?<!\w)(?:and|et|y|e|и|و)(?!\w))\s*|\s+و(?=\w)"))
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ORDINAL = re.compile(
    r"^\s*(?:(?:اولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|[ivx]{1,4}|\d{1,2}|[a-zа-я])\s?(?:[-:.)/]\s?){1,2})(?=\S)"
)
_SPACED = re.compile(r"^(?:\w ){3,}\w$")


DECLARED = re.compile(  # what closes a form, signed: it belongs to no entry above it
    for_plain(
        r"\W*(?:i,?\s+the\s+undersigned|i\s+(?:hereby\s+)?(?:certify|declare|confirm|attest)\s+that|je\s+(?:soussignee?|certifie|declare|atteste)(?!\w)|"
        r"(?:certifico|declaro|doy\s+fe|juro)\s+(?:que|bajo|sob)(?!\w)|(?:el|la|o|a)\s+(?:abajo|abaixo)[\s-]\w+|"
        r"(?:достоверность|правильность|я,?\s+нижеподписавш)\w*|(?:اقر|اشهد|اصرح)\s+(?:بان|انا|ان|بصحه))"
    )
)


@cache
def phrases() -> dict[str, SectionKind]:
    """Normal phrase -> kind of section."""
    lists = json.loads((files("matching.cv.free") / "headings.json").read_text(encoding="utf-8"))
    known: dict[str, SectionKind] = {}
    for kind, rows in lists.items():
        for phrase in (phrase for row in rows for phrase in row):
            known.setdefault(normal(phrase), cast(SectionKind, kind))
    return known


def normal(text: str) -> str:
    """A phrase for comparison: plain, without what stands in brackets, punctuation as single spaces."""
    text = _SPACED.sub(lambda m: m[0].replace(" ", ""), text.strip())
    return " ".join(re.sub(r"[^\w]+", " ", _BRACKETS.sub(" ", plain(text))).split())


def kinds_of(words: str) -> tuple[SectionKind, ...]:
    """The kinds of section that a heading names; none for what is no heading that we know."""
    words = _ORDINAL.sub("", plain(words))
    phrase = normal(words.strip(" :"))
    if not phrase:
        phrase = normal(words.strip(" :()[]"))
    if kind := phrases().get(phrase):
        return (kind,)
    if phrase.startswith("curriculum") or len(phrase) > LONGEST_HEADING:
        return ()
    parts = [normal(part) for part in _AND.split(plain(words)) if part.strip(" :")]
    kinds = [phrases().get(part) for part in parts]
    if len(parts) in (2, 3) and all(kinds):
        return tuple(dict.fromkeys(kind for kind in kinds if kind))
    return ()


def begins_as(words: str, is_caps: bool) -> tuple[SectionKind, ...]:
    """The kind of a longer heading that begins or ends with a known one of two words or more."""
    tokens = normal(words).split()
    if words.endswith(" -") and (kind := phrases().get(normal(words))):
        return (kind,)
    named = bool(ORGANISATION.search(plain(words)) or POSITION.search(plain(words)))
    if not 3 <= len(tokens) <= 12 or (named and not is_caps):
        return ()
    for length in range(len(tokens) - 1, 1, -1):
        for part in (tokens[:length], *([] if named else [tokens[-length:]])):
            if kind := phrases().get(" ".join(part)):
                return (kind,)
    return ()


def loosely(words: str) -> tuple[SectionKind, ...]:
    """The kind of what is a heading by its looks: that of the longest known phrase in it."""
    tokens = normal(words).split()[:12]
    for length in range(min(5, len(tokens)), 0, -1):
        for at in range(len(tokens) - length + 1):
            kind = phrases().get(" ".join(tokens[at : at + length]))
            if kind and not (kind == "other" and length == 1 < len(tokens)):  # "other" itself says nothing
                return (kind,)
    return ("unknown",)
