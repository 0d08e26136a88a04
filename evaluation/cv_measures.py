"""What was read from a CV against what is true of it: hits, and how many were read and were there to be read.

Names count as the same when they are equal without case, accents, punctuation and words of form ("the", "S.A."), or when
one holds at least three fifths of the other's words and all of its own stand in it. Dates and levels are the same or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from matching.cv.values import CvDate, Entry, LanguageFact, ReadProfile
from matching.entities import SKILLS
from matching.reading.folding import plain

Truth = Mapping[str, Any]
WORK = ("post", "assignment")
TIMED = (*WORK, "degree", "training", "publication")  # kinds whose boundaries are looked at
SHARE = 0.6  # of the words of the longer name
BEGINNING = 18  # characters by which a boundary is found
_FORM = {
    "the",
    "le",
    "la",
    "les",
    "el",
    "los",
    "las",
    "o",
    "a",
    "de",
    "du",
    "des",
    "do",
    "da",
    "of",
    "sa",
    "sarl",
    "ltd",
}
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Score:
    """Facts that agree, facts read, facts that are true. F1 = 2 × hits / (read + true)."""

    hits: float
    read: int
    true: int

    @property
    def pair(self) -> tuple[float, float]:
        """What is summed over documents above and below the line of F1."""
        return 2 * self.hits, self.read + self.true


def employers(profile: ReadProfile, truth: Truth) -> Score:
    """Employers of posts and assignments, each as often as it stands there."""
    read = [e.employer for e in profile.parts.entries if e.kind in WORK and e.employer]
    true = [e["employer"] for e in truth["entries"] if e["kind"] in WORK and e["employer"]]
    return Score(len(matched(read, true, same_name)), len(read), len(true))


def post_dates(profile: ReadProfile, truth: Truth) -> Score:
    """First and last day of posts and assignments, as precise as they are written; "to date" is an end of its own."""
    read = [e for e in profile.parts.entries if e.kind in WORK]
    true = [e for e in truth["entries"] if e["kind"] in WORK]
    pairs = matched(read, true, _likeness)
    hits = sum(len(_dates(read[i]) & _true_dates(true[j])) for i, j in pairs)
    return Score(hits, sum(len(_dates(e)) for e in read), sum(len(_true_dates(e)) for e in true))


def levels(profile: ReadProfile, truth: Truth) -> Score:
    """Languages of which all that the CV says is read: native or not, and the level of each skill that has one.

    A language without a code of two letters counts where the truth lists it; where it does not, reading it is neither
    right nor wrong, since the truths of one half were written without such languages.
    """
    listed = {t["language"] for t in truth["languages"]}
    stated = {fact.claim.language: fact for fact in profile.parts.languages}
    read = {code: fact for code, fact in stated.items() if len(code) == 2 or code in listed}
    hits = sum(t["language"] in read and _same_levels(read[t["language"]], t) for t in truth["languages"])
    return Score(hits, len(read), len(truth["languages"]))


def education(profile: ReadProfile, truth: Truth) -> Score:
    """Degrees: title, who awarded it, and the year of its end; each counts a third."""
    read = [e for e in profile.parts.entries if e.kind == "degree"]
    true = [e for e in truth["entries"] if e["kind"] == "degree"]
    hits = 0.0
    for i, j in matched(read, true, _likeness):
        mine, theirs = read[i], true[j]
        agree = [
            same_name(mine.title or "", theirs["title"] or ""),
            same_name(mine.employer or "", theirs["employer"] or ""),
            _last_year(mine) == (theirs["end"] or theirs["start"] or "")[:4],
        ]
        hits += sum(map(bool, agree)) / 3
    return Score(hits, len(read), len(true))


def boundaries(profile: ReadProfile, truth: Truth) -> Score:
    """Segments that begin and end with the words they should; where the document is data, nobody has to find them."""
    if truth["layout"] == "structured":
        return Score(0, 0, 0)
    read = [e for e in profile.parts.entries if e.kind in TIMED]
    true = [e for e in truth["entries"] if e["kind"] in TIMED and e.get("begins") and e.get("ends")]
    text = profile.parts.text

    def same(entry: Entry, t: Truth) -> bool:
        stretch = _letters(text[entry.source.start : entry.source.end])
        return stretch.startswith(_letters(t["begins"])[:BEGINNING]) and stretch.endswith(
            _letters(t["ends"])[-BEGINNING:]
        )

    if not true:
        return Score(0, 0, 0)
    return Score(len(matched(read, true, same)), len(read), len(true))


def reading_order(profile: ReadProfile, truth: Truth) -> Score:
    """Segments whose first words come before their last, with no other segment's first words between."""
    text = _letters(profile.parts.text)
    true = [e for e in truth["entries"] if e.get("begins") and e.get("ends")]
    starts = [text.find(_letters(e["begins"])[:60]) for e in true]
    hits = 0
    for entry, start in zip(true, starts, strict=True):
        end = text.find(_letters(entry["ends"])[-60:], start) if start >= 0 else -1
        hits += start >= 0 and end >= 0 and not any(start < other < end for other in starts)
    return Score(hits, len(true), len(true))


def field_recall(profile: ReadProfile, truth: Truth, depth: int = 5) -> float:
    """Share of the true fields among the first five proposed; of the first five true ones where there are more."""
    true = set(truth["fields"][:depth])
    return len(true & {p.code for p in profile.fields[:depth]}) / len(true) if true else float("nan")


def right_status(profile: ReadProfile, truth: Truth) -> float:
    """1 where the proposed status is the true one."""
    return (
        float((profile.status.code if profile.status else None) == truth["status"]) if truth["status"] else float("nan")
    )


def matched(read: Sequence[T], true: Sequence[U], alike: Callable[[T, U], float]) -> list[tuple[int, int]]:
    """Pairs of places, the likest first, each used once; pairs that are not alike at all are no pairs."""
    scored = ((float(alike(a, b)), -abs(i - j), i, j) for i, a in enumerate(read) for j, b in enumerate(true))
    pairs, used_read, used_true = [], set[int](), set[int]()
    for score, _, i, j in sorted(scored, reverse=True):
        if score > 0 and i not in used_read and j not in used_true:
            pairs.append((i, j))
            used_read.add(i)
            used_true.add(j)
    return pairs


def same_name(one: str, other: str) -> bool:
    """Whether two names of an employer or a degree mean the same, as the module says."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return a == b or (set(short) <= set(long) and len(short) >= SHARE * len(long))


def _likeness(read: Entry, true: Truth) -> float:
    """How likely a segment read is a true one: its employer, its title, its dates and its first words."""
    return (
        same_name(read.employer or "", true["employer"] or "")
        + same_name(read.title or "", true["title"] or "")
        + len(_dates(read) & _true_dates(true))
        + bool(true.get("begins") and _letters(true["begins"])[:BEGINNING] in _letters(read.text))
    )


def _dates(entry: Entry) -> set[tuple[str, str]]:
    found = {("start", entry.start.iso)} if entry.start else set()
    if entry.ongoing:
        return found | {("end", "ongoing")}
    return found | ({("end", entry.end.iso)} if entry.end else set())


def _true_dates(entry: Truth) -> set[tuple[str, str]]:
    found = {("start", entry["start"])} if entry["start"] else set()
    if entry["ongoing"]:
        return found | {("end", "ongoing")}
    return found | ({("end", entry["end"])} if entry["end"] else set())


def _last_year(entry: Entry) -> str:
    last: CvDate | None = entry.end or entry.start
    return last.iso[:4] if last else ""


def _same_levels(fact: LanguageFact, truth: Truth) -> bool:
    claim = fact.claim
    if claim.native != bool(truth["native"]):
        return False
    given = {skill: truth[skill] for skill in SKILLS if truth.get(skill)}
    return all(str(claim.level(skill)) == level for skill, level in given.items()) if not claim.native else True


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"\w+", plain(text)) if w not in _FORM]


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", plain(text)))


def pooled(scores: Iterable[Score]) -> tuple[list[float], list[float]]:
    """Parts and wholes of F1, one of each for every document."""
    pairs = [score.pair for score in scores]
    return [a for a, _ in pairs], [b for _, b in pairs]
