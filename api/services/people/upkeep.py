"""The upkeep of the roster: who was not heard of, whose profile is old or incomplete; and asking them, now and then."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal
from weakref import WeakKeyDictionary

from api.services import retention
from api.services.cvs.duplicates import duplicates
from api.services.notices.notices_queue import queue
from api.services.office import Office
from api.services.office_settings import UpkeepRules, setting
from api.services.people import identities
from api.services.people.missing_parts import Missing, Point, missing, points
from api.services.suggestions.open_standings import offered
from api.services.unit import SYSTEM, Actor, Unit, reading, writing
from api.storage import candidates
from api.storage import profiles_kept as rows
from api.storage import retention as retention_rows
from api.storage.database import Database
from api.storage.paging import Part
from api.storage.profiles_kept import Kept
from matching.suggesting.standing import on_record, stand_for_nobody

UpkeepKind = Literal["outdated", "inactive", "incomplete"]
KINDS: tuple[UpkeepKind, ...] = ("outdated", "inactive", "incomplete")
EVENT = "expert.asked"
PLACE = "upkeep"  # where names were shown, as the log tells it
LETTERS = {"outdated": "still_true", "inactive": "still_true", "incomplete": "profile_incomplete"}
LINKS = {"still_true": "/me/still-true", "profile_incomplete": "/me#missing"}
REST = timedelta(days=30)  # between two such letters to one person, whoever asks
PORTION = 200  # people asked in one transaction
EVERYBODY = 1_000_000  # of a list that is not cut
MOST_PAIRS = 1000  # of records that may be one person's, counted at most
_LOOKED: WeakKeyDictionary[Database, date] = WeakKeyDictionary()  # the day on which this process looked last


@dataclass(frozen=True)
class UpkeepLine:
    """Somebody whose profile needs a word; the name is None unless it was asked for and is known."""

    id: str
    name: str | None
    institution: str | None
    country: str | None
    confirmed_at: datetime | None
    since: datetime  # from when on nobody heard whether it is still true
    missing: tuple[Missing, ...]
    asked_at: datetime | None  # when a letter last asked them
    can_be_asked: bool  # now


@dataclass(frozen=True)
class UpkeepCount:
    """How many people are of one kind, and how many of them a letter would go to now."""

    kind: UpkeepKind
    people: int
    to_ask: int


@dataclass(frozen=True)
class Upkeep:
    """The state of the roster's profiles. `duplicates`: pairs of records that may be of one person."""

    people: int
    counts: tuple[UpkeepCount, ...]
    duplicates: int
    rules: UpkeepRules
    erased_after: int  # days without a sign of life


@dataclass(frozen=True)
class _State:
    """What is known of everybody, read once."""

    now: datetime
    everybody: Mapping[str, Kept]
    of: Mapping[UpkeepKind, Sequence[str]]  # ids by kind, those of whom nobody heard longest first
    asked: Mapping[str, datetime]
    reachable: Collection[str]

    def can_be_asked(self, expert_id: str) -> bool:
        """Whether a letter may go to somebody now: there is an address, and none went of late.

        Whether they are excluded is not told by it: the office's readers may not know.
        """
        last = self.asked.get(expert_id)
        return expert_id in self.reachable and (last is None or last <= self.now - REST)


def overview(unit: Unit) -> Upkeep:
    """How many profiles are outdated, inactive or incomplete; counts alone."""
    state = _state(unit)
    counts = (UpkeepCount(kind, len(ids), sum(map(state.can_be_asked, ids))) for kind, ids in state.of.items())
    return Upkeep(
        people=len(state.everybody),
        counts=tuple(counts),
        duplicates=len(duplicates(unit, limit=MOST_PAIRS, after=None).items),
        rules=setting(unit, UpkeepRules),
        erased_after=setting(unit, retention.RetentionPeriods).inactive_experts,
    )


def listed(unit: Unit, kind: UpkeepKind, *, limit: int, after: str | None, named: bool = False) -> Part[UpkeepLine]:
    """A page of those of one kind, those of whom nobody heard longest first; where names are wanted, that is noted.

    Args:
        after: id of the last person of the page before.
    """
    state = _state(unit)
    ids = list(state.of[kind])
    begin = ids.index(after) + 1 if after in ids else 0
    shown = ids[begin : begin + limit]
    names = identities.names_of(unit, shown, PLACE) if named else {}
    lines = [_line(state, expert_id, names.get(expert_id)) for expert_id in shown]
    return Part(lines, shown[-1] if begin + limit < len(ids) else None)


def ask(unit: Unit, kind: UpkeepKind) -> int:
    """Put a letter into the queue for everybody of a kind who can be written to and was not asked of late; how many."""
    state = _state(unit)
    return _ask(unit, kind, [expert_id for expert_id in state.of[kind] if state.can_be_asked(expert_id)])


def ask_due(office: Office) -> int:
    """Ask whoever has not confirmed their profile for the office's period whether it is still true; how many letters.

    Only where the office wants such letters, only with consent, and once in each such period; looked at once a day by
    each process. After a kill it goes on where it stopped: who was asked is in the log with the letter.
    """
    today = office.clock.today()
    if _LOOKED.get(office.database) == today:
        return 0
    with reading(office, SYSTEM) as unit:
        rules = setting(unit, UpkeepRules)
        if not rules.letters:
            return 0
        due = _due(unit, rules)
    asked = 0
    for start in range(0, len(due), PORTION):
        with writing(office, SYSTEM) as unit:
            still = set(_due(unit, rules))  # another process may have asked meanwhile
            asked += _ask(unit, "outdated", [one for one in due[start : start + PORTION] if one in still])
    _LOOKED[office.database] = today
    return asked


def what_is_missing(office: Office, actor: Actor) -> list[Point]:
    """What profiles lack, and what knowing it would bring in the calls that are open today; counts alone."""
    with reading(office, actor) as unit:
        lacking = {one.id: missing(one) for one in rows.kept(unit.session)}
        concerned = [expert_id for expert_id, parts in lacking.items() if parts]
        people = list(candidates.experts(unit.session, concerned).values())
        offers, today = [one.offer for one in offered(unit)], unit.today
    vocabularies = office.engine.vocabularies
    standings = (
        on_record(people, stand_for_nobody(offers, vocabularies, today), {}, vocabularies, today) if people else []
    )
    return points(lacking, people, standings)


def _state(unit: Unit) -> _State:
    rules, known = setting(unit, UpkeepRules), rows.kept(unit.session)
    everybody = {one.id: one for one in sorted(known, key=lambda one: (one.since, one.id))}
    old = unit.now - timedelta(days=rules.outdated_after)
    silent = replace(retention.moments(unit), experts=unit.now - timedelta(days=rules.inactive_after))
    unheard = set(retention_rows.keys(unit.session, retention.EXPERTS, silent))
    chosen = {
        "outdated": lambda one: one.since <= old,
        "inactive": lambda one: one.id in unheard,
        "incomplete": lambda one: bool(missing(one)),
    }
    return _State(
        now=unit.now,
        everybody=everybody,
        of={kind: [one.id for one in everybody.values() if chosen[kind](one)] for kind in KINDS},
        asked=rows.last_entries(unit.session, EVENT),
        reachable=rows.reachable(unit.session),
    )


def _due(unit: Unit, rules: UpkeepRules) -> list[str]:
    state, before = _state(unit), unit.now - timedelta(days=rules.outdated_after)
    wanted = partial(_is_due, state, before)
    return [expert_id for expert_id in state.of["outdated"] if wanted(expert_id)]


def _is_due(state: _State, before: datetime, expert_id: str) -> bool:
    last, person = state.asked.get(expert_id), state.everybody[expert_id]
    agreed = person.consent is True and not person.excluded
    return agreed and state.can_be_asked(expert_id) and (last is None or last <= before)


def _ask(unit: Unit, kind: UpkeepKind, expert_ids: Sequence[str]) -> int:
    letter = LETTERS[kind]
    for expert_id in expert_ids:
        queue(unit, letter, subject_id=expert_id, facts={"link": LINKS[letter]}, expert_id=expert_id)
        unit.record(EVENT, "expert", expert_id, letter=letter)
    return len(expert_ids)


def _line(state: _State, expert_id: str, name: str | None) -> UpkeepLine:
    one = state.everybody[expert_id]
    return UpkeepLine(
        id=one.id,
        name=name,
        institution=one.institution,
        country=one.country,
        confirmed_at=one.confirmed_at,
        since=one.since,
        missing=missing(one),
        asked_at=state.asked.get(one.id),
        can_be_asked=state.can_be_asked(one.id),
    )
