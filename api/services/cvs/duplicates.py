"""Records that may be of one person: found by what their CVs share, and by name and employer. Nothing is put together
by itself: a person looks at both and merges them, or does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from api.errors import Conflict, NotAllowed
from api.services.cvs.cv_people import email_hash, employers, folded_name
from api.services.people import experts as people
from api.services.unit import Unit
from api.storage import cvs, experts, identities, told_apart
from matching.errors import InvalidSetting

Reason = Literal["document", "person", "e-mail", "name and employer"]
Certainty = Literal["same", "possible"]
SURE = ("document", "person")  # a document is sent twice, name and birth date are one person's
MARK = "~"  # between the ids of a pair in the mark of a page; no id holds it
MOST = 50  # records that share one thing: an address of an office, a name like others, are no reason any more


@dataclass(frozen=True)
class Pair:
    """Two records, by id, and what speaks for one person."""

    expert_ids: tuple[str, str]
    certainty: Certainty
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Pairs:
    """A page of them, and the mark from which the next goes on."""

    items: tuple[Pair, ...]
    next: str | None


def duplicates(unit: Unit, *, limit: int, after: str | None, apart: bool = False) -> Pairs:
    """Pairs of records that may be of one person, by their ids.

    Args:
        apart: those that somebody told apart; else all but those.

    Raises:
        InvalidSetting: the mark of a page is not one of ours.
    """
    beyond = _opened(after)
    found, two = _found(unit), told_apart.pairs(unit.session)
    wanted = sorted(pair for pair in found if pair > beyond and (pair in two) == apart)
    items = tuple(_pair(pair, found[pair]) for pair in wanted[:limit])
    more = len(wanted) > limit
    return Pairs(items, MARK.join(items[-1].expert_ids) if more else None)


def what_speaks(unit: Unit, one: str, other: str) -> set[Reason]:
    """What speaks for one person of two records; nothing where they share none of what is compared."""
    first, second = sorted((one, other))
    return _found(unit, (first, second)).get((first, second), set())


def tell_apart(unit: Unit, one: str, other: str) -> None:
    """Somebody looked at both records and says that they are of two people: the pair is not offered again.

    Raises:
        NotOnRecord: one of them is not there.
        Conflict: both are the same.
        NotAllowed: one of them is the officer's own.
    """
    first, second = sorted((people.get(unit, one).id, people.get(unit, other).id))
    if first == second:
        raise Conflict("A record is no pair.", f"Both are '{first}'.", "Give the ids of two records.")
    if people.is_own(unit, first) or people.is_own(unit, second):
        raise NotAllowed("Nobody tells their own record apart.", "", "Ask another officer to look at both.")
    unit.record(told_apart.EVENT, "expert", first, other=second)


def _pair(ids: tuple[str, str], reasons: set[Reason]) -> Pair:
    sure = reasons & set(SURE)
    return Pair(ids, "same" if sure else "possible", tuple(sorted(reasons)))


def _found(unit: Unit, of: Collection[str] | None = None) -> dict[tuple[str, str], set[Reason]]:
    """Pairs with what speaks for one person: of everybody, or at least those of some people."""
    found: dict[tuple[str, str], set[Reason]] = defaultdict(set)
    for reason, group in (*_by_cv(unit, of), *_by_name(unit, of)):
        for pair in combinations(sorted(group), 2):
            found[pair].add(reason)
    return found


def _by_cv(unit: Unit, of: Collection[str] | None) -> Iterator[tuple[Reason, set[str]]]:
    """People whose CVs are the same document, name the same person, or give an address that is another's, too."""
    reasons: dict[str, Reason] = {"document": "document", "person": "person", "e-mail": "e-mail"}
    marks = cvs.marks(unit.session, of)
    named = [(email_hash(unit.office, one), whose) for one, whose in identities.addresses(unit.session, of)]
    for kind, reason in reasons.items():
        known = marks[kind] + (named if kind == "e-mail" else [])
        yield from ((reason, group) for group in _groups(known))


def _by_name(unit: Unit, of: Collection[str] | None) -> Iterator[tuple[Reason, set[str]]]:
    """People of the same name, each with another who has an employer in common."""
    names = [(folded_name(name), whose) for whose, name in identities.all_names(unit.session, of)]
    for group in _groups((name, whose) for name, whose in names if name):
        rows = experts.experts_by_id(unit.session, group)
        waiting = cvs.proposed(unit.session, rows.values())
        worked = {
            one: employers(experts.expert_of(row, None, waiting.get(one)).segments, row.institution)
            for one, row in rows.items()
        }
        yield from (("name and employer", {a, b}) for a, b in combinations(sorted(worked), 2) if worked[a] & worked[b])


def _groups(marks: Iterable[tuple[str, str]]) -> Iterator[set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for value, whose in marks:
        found[value].add(whose)
    return (group for group in found.values() if 1 < len(group) <= MOST)


def _opened(after: str | None) -> tuple[str, str]:
    if after is None:
        return ("", "")
    first, mark, second = after.partition(MARK)
    if not mark:
        raise InvalidSetting(
            "The mark of a page ('after') cannot be used.",
            f"Found '{after[:40]}'.",
            "Take it from 'next' of the page before, or leave it out to begin.",
        )
    return (first, second)
