"""The status of a person, proposed from who employs them: the post they hold now, else the last one they held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.cv.employers import SURE, EmployerKind, find_word, kind_of_employer
from matching.cv.values import CodeProposal, Entry, Source

PUBLIC = ("civil_servant", "mandated_body")
LAST_POST = 0.65  # times the confidence where no post is said to go on
RETIRED_BY_DATES = 0.6
CAREER = 28  # years between the first post and the end of the last from which on that end was likely a retirement
LEFT_RECENTLY = 1  # years after the end of a post in which another one may only not be written yet
HEAD = 1200  # characters at the top of a CV in which somebody says that they are retired


@dataclass(frozen=True)
class _Post:
    entry: Entry
    kind: EmployerKind

    @property
    def named(self) -> str:
        """The employer, or the post where there is none."""
        return self.entry.employer or self.entry.title or "a post"

    @property
    def source(self) -> Source:
        """Where it is named."""
        entry = self.entry
        return entry.employer_source or entry.title_source or entry.source


def propose_status(entries: Sequence[Entry], text: str = "", today: date | None = None) -> CodeProposal | None:
    """The status that the employers of a CV speak for, with the reason and where it stands; None where nothing does.

    A former official who works in private practice now is private. Retired from public service is who holds no post and
    says so after a last public one, or whose long public career ended more than a year ago with no other post after it.

    Args:
        entries: of the CV; only posts count.
        text: of the whole CV, in whose beginning somebody may say that they are retired.
        today: the day of reading; without one, no conclusion is drawn from a career that ended.
    """
    posts = [entry for entry in entries if entry.kind == "post"]
    current = [entry for entry in posts if entry.ongoing]
    by_end = sorted((e for e in posts if not e.ongoing), key=_end, reverse=True)
    if found := _of_current([entry for entry in current if not find_word(entry.title or "", "retired")]):
        return found
    for entry in by_end:
        if (kind := _kind(entry)) is not None:
            return _of_former(_Post(entry, kind), posts, _retired(posts, text), today)
    return None


def _of_current(current: Sequence[Entry]) -> CodeProposal | None:
    known = [_Post(entry, kind) for entry in current if (kind := _kind(entry))]
    if not known:
        return None
    first = known[0]
    others = {post.kind.status for post in known} - {first.kind.status}
    reason = f"The post held now, at '{first.named}', speaks of it by the word '{first.kind.word}'."
    if others:
        reason += f" Another post held now speaks of {', '.join(sorted(others))}."
    confidence = first.kind.confidence * (0.7 if others else 1.0)
    return CodeProposal(code=first.kind.status, confidence=round(confidence, 2), reason=reason, source=first.source)


def _of_former(last: _Post, posts: Sequence[Entry], said: str, today: date | None) -> CodeProposal:
    code, confidence = last.kind.status, last.kind.confidence * LAST_POST
    reason = f"The last post, at '{last.named}', speaks of it by the word '{last.kind.word}'; none is said to go on."
    if code in PUBLIC and said:
        code, confidence = "retired_public", SURE
        reason = f"The CV says '{said}', and the last post was at '{last.named}', a public employer."
    elif code in PUBLIC and _ended_a_career(last.entry, posts, today):
        code, confidence = "retired_public", RETIRED_BY_DATES
        reason = f"A long career ended at '{last.named}', a public employer, and no post follows."
    return CodeProposal(code=code, confidence=round(confidence, 2), reason=reason, source=last.source)


def _kind(entry: Entry) -> EmployerKind | None:
    """The kind of a post's employer, or of the post itself where somebody works for themselves or teaches."""
    title, employer = entry.title or "", entry.employer or ""
    own = find_word(title, "self_employed") or find_word(employer, "self_employed")
    by_name = kind_of_employer(employer) if employer else None
    if own and (by_name is None or by_name.status == "private"):
        return EmployerKind("private", own, SURE)
    if by_name is None and (word := find_word(title, "teaching")):
        return EmployerKind("academic", word, SURE)
    if by_name is None and not employer and (named := kind_of_employer(title)):
        return named
    return by_name


def _retired(posts: Sequence[Entry], text: str) -> str:
    """The word by which the CV says that its owner is retired, at its top or in a post; empty where it does not."""
    own = [entry.title or "" for entry in posts if entry.ongoing]
    return next((word for said in (text[:HEAD], *own) if (word := find_word(said, "retired"))), "")


def _ended_a_career(last: Entry, posts: Sequence[Entry], today: date | None) -> bool:
    starts = [entry.start.day.year for entry in posts if entry.start]
    if today is None or last.end is None or not starts:
        return False
    return last.end.day.year - min(starts) >= CAREER and today.year - last.end.day.year > LEFT_RECENTLY


def _end(entry: Entry) -> date:
    known = entry.end or entry.start
    return known.day if known else date.min
