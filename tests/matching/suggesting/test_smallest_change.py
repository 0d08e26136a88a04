"""The smallest change turns the verdict, and nothing smaller does: applied to every named one, and by brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, islice, product
from math import ceil
from typing import Any

import pytest

from fixtures.load import SAMPLE_TODAY
from matching.columns import build_columns
from matching.entities import SKILLS, Absence, Call, Cefr, Expert, LanguageClaim, Position, Segment
from matching.gates import PASS, apply_gates, overall
from matching.pipeline import Matcher
from matching.suggesting.applying import changed
from matching.suggesting.changes import Way
from matching.suggesting.needed import way_through
from matching.suggesting.standing import CallStanding
from matching.vocabulary import Vocabularies

Fact = dict[str, Any]  # a part of a record as it might be
MOST_SETS = 300  # of one case that are tried: others are left to those with fewer
OF_A_KIND = 15  # cases for each kind of change, with one change and again with several


@dataclass(frozen=True)
class Case:
    person: Expert
    call: Call
    position: Position
    way: Way


@pytest.fixture(scope="module")
def cases(sample: Matcher, standings: list[CallStanding]) -> list[Case]:
    """Every fifth person with every position that they do not pass, and the way named."""
    vocabularies, found = sample.engine.vocabularies, []
    for standing in standings:
        for one in standing.positions:
            for row in range(0, len(sample.roster), 5):
                if one.verdicts[row] != PASS:
                    person, call = sample.roster.experts[row], standing.offer.call
                    unmet = [gate.name for gate in one.gates if gate.verdicts[row] != PASS]
                    way = way_through(person, unmet, call, one.position, vocabularies, SAMPLE_TODAY)
                    found.append(Case(person, call, one.position, way))
    return found


def passing(people: list[Expert], call: Call, position: Position, vocabularies: Vocabularies) -> list[bool]:
    columns = build_columns(people, vocabularies)
    gates = apply_gates(columns, call, position, vocabularies, SAMPLE_TODAY)
    return [bool(verdict == PASS) for verdict in overall(gates, len(people))]


def test_every_change_that_is_named_turns_the_verdict_into_yes(sample: Matcher, cases: list[Case]) -> None:
    named: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        if case.way.changes:
            named.setdefault((case.call.id, case.position.id), []).append(case)
    kinds: Counter[str] = Counter()
    for some in named.values():
        as_if = [changed(case.person, case.way.changes, case.position, SAMPLE_TODAY) for case in some]
        assert all(passing(as_if, some[0].call, some[0].position, sample.engine.vocabularies))
        kinds.update(change.kind for case in some for change in case.way.changes)
    assert sum(map(len, named.values())) >= 1000
    assert set(kinds) >= {
        *("language", "availability", "free_days", "status", "experience", "conflict", "validation", "consent")
    }


def test_who_cannot_change_anything_is_told_what_stands_in_the_way(cases: list[Case]) -> None:
    assert all(bool(case.way.changes) != bool(case.way.blockers) for case in cases)
    found = Counter(blocker.why for case in cases for blocker in case.way.blockers)
    assert set(found) == {"status", "years", "conflict", "exclusion"}


def test_no_smaller_set_of_changes_would_do(sample: Matcher, cases: list[Case]) -> None:
    tried: dict[tuple[str, bool], int] = Counter()
    for case in sorted(cases, key=any_order):
        sorts = [(change.kind, len(case.way.changes) > 1) for change in case.way.changes]
        if all(tried[sort] >= OF_A_KIND for sort in sorts):
            continue
        smaller = list(islice(smaller_sets(case, sample.engine.vocabularies), MOST_SETS + 1))
        if len(smaller) <= MOST_SETS:
            as_if = [case.person.model_copy(update=facts) for facts in smaller]
            assert not any(passing(as_if, case.call, case.position, sample.engine.vocabularies)), case
            tried[min(sorts, key=lambda sort: tried[sort])] += 1
    assert sum(tried.values()) >= 200 and len({kind for kind, _ in tried}) >= 8


def any_order(case: Case) -> tuple[int, str]:
    """An order that has nothing to do with calls or people, the same every time; those of few changes first."""
    return len(case.way.changes) * 400 + sum(map(ord, case.call.id + case.person.id)) * 7919 % 1009, case.person.id


# --- everything that one could change, written down without looking at what is named -------------------------------------


def smaller_sets(case: Case, vocabularies: Vocabularies) -> Iterator[Fact]:
    """Every set of changes that has fewer than the way named, or as many of a smaller sum of sizes; none included."""
    facts = [options for options in universe(case, vocabularies) if options]
    count, size = len(case.way.changes), sum(change.size for change in case.way.changes)
    for some in range(count + 1):
        for chosen in combinations(facts, some):
            for parts in product(*chosen):
                if some < count or sum(cost for cost, _ in parts) < size:
                    yield put_together(case.person, [part for _, part in parts])


def put_together(person: Expert, parts: list[Fact]) -> Fact:
    """The facts of a record after several changes; each language is one of its own."""
    facts: Fact = {}
    claims = {claim.language: claim for claim in person.languages}
    for part in parts:
        if "claim" in part:
            claims[part["claim"].language] = part["claim"]
            facts["languages"] = tuple(claims.values())
        else:
            facts |= part
    return facts


def universe(case: Case, vocabularies: Vocabularies) -> Iterator[list[tuple[float, Fact]]]:
    """For each fact of a record all that it could become, with the size that is written down for it."""
    person, call = case.person, case.call
    for code in {need.language for need in call.needs(case.position)}:
        yield list(claims_of(person, case, code))
    if person.absences is None:
        yield [(1, {"absences": ()})]
    else:
        yield [(days, {"absences": left}) for days, left in freed(person.absences, call)]
    if person.release_days:
        yield [(person.release_days - days, {"release_days": days}) for days in range(0, person.release_days, 7)]
    if person.status is None:
        yield [(1, {"status": term.code}) for term in vocabularies.statuses]
    yield list(dated(person))
    if person.conflicts is None:
        yield [(1, {"conflicts": ()})]
    if not person.validated:
        yield [(7, {"validated": True})]
    if not person.consent:
        yield [(1, {"consent": True})]


def claims_of(person: Expert, case: Case, code: str) -> Iterator[tuple[float, Fact]]:
    """Every claim of a language at or above what is claimed, in the skills that the position asks for."""
    asked = {s for need in case.call.needs(case.position) if need.language == code for s, _ in need.asked()}
    held = next((claim for claim in person.languages if claim.language == code), None)
    begun = held or LanguageClaim(language=code)
    options = []
    for skill in SKILLS:
        now = begun.level(skill)
        higher = [level for level in Cefr if now is None or level.rank > now.rank] if skill in asked else []
        options.append([now, *higher])
    for levels in product(*options):
        new = {s: level for s, level in zip(SKILLS, levels, strict=True) if level != begun.level(s) and level}
        if held is None and person.languages:
            size = 100 * max(sum(level.rank for level in new.values()), 1)
        elif held is None:
            size = max(len(new), 1)
        else:
            size = sum(
                1 if (now := held.level(s)) is None else 100 * (level.rank - now.rank) for s, level in new.items()
            )
        if new or held is None:
            yield size, {"claim": begun.model_copy(update=new)}


def freed(absences: tuple[Absence, ...], call: Call) -> Iterator[tuple[int, tuple[Absence, ...]]]:
    """Absences with every run of days freed that lies within one of them and the call's dates."""
    if call.window is None:
        return
    for place, away in enumerate(absences):
        first, last = max(away.start, call.window[0]), min(away.end, call.window[1])
        for start in days(first, last):
            for end in days(start, last):
                parts = [(away.start, start - timedelta(1)), (end + timedelta(1), away.end)]
                left = tuple(Absence(start=a, end=b) for a, b in parts if a <= b)
                yield (end - start).days + 1, (*absences[:place], *left, *absences[place + 1 :])


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def dated(person: Expert) -> Iterator[tuple[float, Fact]]:
    """Years documented before everything else: of a post without dates, or of a new one where no post has any."""
    posts = [s for s in person.segments if s.kind in ("post", "assignment")]
    bare = [i for i, s in enumerate(person.segments) if s in posts and s.start is None]
    if not bare and any(s.start for s in posts):
        return
    end = min([s.start for s in posts if s.start], default=SAMPLE_TODAY)
    for half_years in (1, 2, 6, 10, 14, 18, 22, 23, 26):
        span = {"start": end - timedelta(ceil(half_years * 182.625) - 1), "end": end}
        if bare:
            i = bare[0]
            segments = (*person.segments[:i], person.segments[i].model_copy(update=span), *person.segments[i + 1 :])
        else:
            segments = (*person.segments, Segment(text="", kind="post", **span))
        yield 10 * ceil(half_years / 2), {"segments": segments}
