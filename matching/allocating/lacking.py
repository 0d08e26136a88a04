"""What stays empty in a season, and whom it lacks, in words."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import replace

import numpy as np

from matching.allocating.numbers import Bools, Left, Numbers
from matching.allocating.programme import arcs_of, members_of, programme
from matching.allocating.solving import NOBODY, best
from matching.allocating.values import Lack
from matching.compose import Position, smallest_relaxation


def lacks(
    numbers: Numbers, taken: list[tuple[int, int]], most_filled: int, deadline: float = math.inf
) -> tuple[Lack, ...]:
    """What stays empty, by call and opening.

    Args:
        numbers: the season.
        taken: (opening, expert) of the allocation.
        most_filled: the proven number of places that can be filled; the words are sure only where all are.
        deadline: on `time.monotonic`; from then on it is not looked at why a call with rules stays empty.
    """
    if len(taken) == numbers.season.places:
        return ()
    left = numbers.all_left()
    able = _able(numbers, left)
    filled = Counter(o for o, _ in taken)
    proven = most_filled == len(taken)
    found: list[Lack] = []
    for c, call in enumerate(numbers.season.calls):
        own = range(int(numbers.first[c]), int(numbers.first[c + 1]))
        missing = {o: int(numbers.places[o]) - filled[o] for o in own if filled[o] < numbers.places[o]}
        if not missing:
            continue
        if call.whole:
            found.append(_whole_call(numbers, left, c, proven, deadline))
        else:
            found += [_opening(numbers, left, o, gone, able, taken) for o, gone in missing.items()]
    return tuple(found)


def _able(numbers: Numbers, left: Left) -> Bools:
    """(O, n) who could take a place of an opening, before anybody takes one: none of those whom its call excludes."""
    able = np.zeros(numbers.season.merit.shape, dtype=np.bool_)
    able[arcs_of(numbers, left, range(len(numbers.season.calls)))] = True
    return able


def _opening(
    numbers: Numbers, left: Left, opening: int, missing: int, able: Bools, taken: list[tuple[int, int]]
) -> Lack:
    eligible = int(able[opening].sum())
    call = numbers.season.calls[numbers.call[opening]]
    one = call.openings[opening - int(numbers.first[numbers.call[opening]])]
    asks = f"Call '{call.id}', position '{one.id}': {_people(one.places)} asked for"
    if eligible < one.places:
        sentence = f"{asks}, {_are(eligible)} eligible and free to take part at all. {_people(missing)} lacking."
        return Lack(call.id, one.id, missing, eligible, (), "few", sentence)
    openings, people, places, most = _too_few(numbers, left, opening, able, taken)
    calls = tuple(dict.fromkeys(numbers.season.calls[numbers.call[o]].id for o in openings))
    if places > most:
        others = ", ".join(f"'{one}'" for one in calls)
        sentence = (
            f"{asks}, {_are(eligible)} eligible. The same {_people(people)} can take at most {_places(most)} in all, and "
            f"{places} are asked of them: by {others}. {_people(missing)} lacking."
        )
        return Lack(call.id, one.id, missing, eligible, calls, "shared", sentence)
    sentence = (
        f"{asks}, {_are(eligible)} eligible, and all of them are bound elsewhere by the rules, days or caps of the season. "
        f"{_people(missing)} lacking."
    )
    return Lack(call.id, one.id, missing, eligible, calls, "bound", sentence)


def _too_few(
    numbers: Numbers, left: Left, opening: int, able: Bools, taken: list[tuple[int, int]]
) -> tuple[list[int], int, int, int]:
    """Openings that share their people with an empty one, how many these are, places asked for, and places they may take.

    From the empty opening to all its people, from these to the openings they have, and on (alternating paths): where a
    place stays empty in an allocation that fills most, the set so reached has too few people (Hall and Koenig), unless
    another rule than the number of assignments holds somebody back.
    """
    held: dict[int, list[int]] = {}
    for o, e in taken:
        held.setdefault(e, []).append(o)
    openings, people, ahead = {opening}, set[int](), [opening]
    while ahead:
        here = ahead.pop()
        for e in set(np.flatnonzero(able[here]).tolist()) - people:
            people.add(e)
            new = set(held.get(e, ())) - openings
            openings |= new
            ahead += sorted(new)
    who = np.array(sorted(people), dtype=np.int64)
    calls_of = np.zeros(len(who), dtype=np.int64)
    for c in {int(numbers.call[o]) for o in openings}:
        own = np.array([o for o in openings if numbers.call[o] == c], dtype=np.int64)
        calls_of += able[np.ix_(own, who)].any(axis=0)
    most = int(np.minimum(left.most[who], calls_of).sum())
    return sorted(openings), len(who), int(numbers.places[sorted(openings)].sum()), most


def _whole_call(numbers: Numbers, left: Left, c: int, proven: bool, deadline: float) -> Lack:
    """Why a call with rules stays empty: by itself, or because of the others."""
    call = numbers.season.calls[c]
    alone = programme(numbers, left, range(c, c + 1))
    eligible = len(np.unique(alone.expert))
    asks = f"Call '{call.id}' asks for {_people(call.places)}, {_are(eligible)} eligible"
    if time.monotonic() < deadline and len(best(alone, alone.merit.astype(np.float64), NOBODY, deadline).chosen):
        why = "it could be staffed by itself" + (", but not together with the other calls" if proven else "")
        return Lack(call.id, None, call.places, eligible, (call.id,), "alone", f"{asks}; {why}.")
    if time.monotonic() >= deadline:
        why = "Why it stays empty was not looked at in the time given."
        return Lack(call.id, None, call.places, eligible, (), "time", f"{asks}. {why}")
    names = {one.id: [f"{one.id} {i + 1}" for i in range(one.places)] for one in call.openings}
    members = [
        replace(member, scores={name: score for own, score in member.scores.items() for name in names[own]})
        for member in members_of(numbers, c, alone.opening, alone.expert)
    ]
    relaxed = smallest_relaxation(members, [Position(name) for own in names.values() for name in own], call.rules)
    if relaxed.needed:
        told = f"{asks}. {relaxed.sentence}"
        return Lack(call.id, None, call.places, eligible, (), "rules", told, relaxed.sentence)
    caps = "The caps of the season on an institution or a nationality stand in the way."
    return Lack(call.id, None, call.places, eligible, (), "caps", f"{asks}. {caps}")


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"


def _are(number: int) -> str:
    return "1 is" if number == 1 else f"{number} are" if number else "nobody is"
