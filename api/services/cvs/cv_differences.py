"""A CV beside the profile on record: what it adds, what it says differently, and what it no longer tells of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from api.services.cvs import cvs
from api.services.cvs.cv_contacts import leaves
from api.services.cvs.cv_facts import CONTACTS, ON_RECORD, Fact, State
from api.services.cvs.cv_joining import CODES, Piece, days, pieces, record_paths
from api.services.cvs.cv_values import (
    DatesValue,
    FactKind,
    FactValue,
    InstitutionValue,
    SegmentValue,
)
from api.services.people import experts
from api.services.people.profiles import LanguageData
from api.services.people.viewing import seen
from api.services.unit import Unit
from api.storage import identities, personal
from api.storage.tables import CvRow
from matching.codes import fold
from matching.cv.values import Source
from matching.entities import SKILLS, Expert, LanguageClaim, Segment

Change = Literal["added", "changed", "gone", "unchanged"]


@dataclass(frozen=True)
class Difference:
    """One fact of the CV beside the profile, or of the profile that the CV does not tell of (its path says so)."""

    path: str
    kind: FactKind
    change: Change
    before: FactValue | None
    after: FactValue | None
    source: Source | None = None
    state: State = "proposed"
    sure: bool = True  # false: a confirmation of the whole leaves it out


@dataclass(frozen=True)
class Differences:
    """All of them, and the versions of CV and profile that they were made from."""

    row: CvRow
    profile_version: int
    items: tuple[Difference, ...]


def differences(unit: Unit, expert_id: str, cv_id: str) -> Differences:
    """What a CV would change if all of it were accepted; noted in the log unless it is one's own.

    Raises:
        NotOnRecord: the person has no CV of this id.
    """
    row = cvs.get(unit, expert_id, cv_id)
    seen(unit, expert_id, "CV")
    person = experts.get(unit, expert_id)
    record = experts.as_matched(person)
    facts = cvs.visible(unit, row)
    found = [*_contacts(unit, expert_id, facts), *_declared(unit, expert_id, facts)]
    if facts:
        found += [*_segments(record, facts, row), *_languages(record, facts, row), *_single(record, facts)]
        found += _codes(record, facts, row)
    return Differences(row, person.version, tuple(found))


def _segments(record: Expert, facts: list[Fact], row: CvRow) -> Iterator[Difference]:
    paired = set()
    for piece in pieces(record, facts):
        if piece.pair is None:
            yield _difference(piece.whole, None)
            continue
        before = record.segments[piece.pair]
        paired.add(piece.pair)
        yield from _parts(piece, before)
    for place, (path, one) in enumerate(_on_record(record, "segments")):
        if place not in paired and isinstance(one, Segment):
            yield Difference(path, "segment", "gone", _as_value(one), None, state=_state(row, path))


def _parts(piece: Piece, before: Segment) -> Iterator[Difference]:
    whole = piece.whole
    same = isinstance(whole.value, SegmentValue) and (
        fold(whole.value.text) == fold(before.text) and whole.value.kind == before.kind
    )
    yield _difference(whole, _as_value(before), same=same)
    for kind in ("employer", "country"):
        fact, known = piece.facts.get(kind), getattr(before, kind)
        if fact and fact.value is not None:
            yield _difference(fact, known, same=fold(str(fact.value)) == fold(known or ""))
    dates = piece.facts.get("dates")
    if dates and isinstance(dates.value, DatesValue):
        known_dates = _dates(before)
        yield _difference(dates, known_dates, same=_same_dates(dates.value, before))


def _languages(record: Expert, facts: list[Fact], row: CvRow) -> Iterator[Difference]:
    known = {claim.language: claim for claim in record.languages}
    named = set()
    for fact in facts:
        if isinstance(fact.value, LanguageData):
            claim = known.get(fact.value.language)
            named.add(fact.value.language)
            before = LanguageData.model_validate(claim.model_dump()) if claim else None
            yield _difference(fact, before, same=claim is not None and _levels(fact.value) == _levels(claim))
    for path, one in _on_record(record, "languages"):
        if isinstance(one, LanguageClaim) and one.language not in named:
            was = LanguageData.model_validate(one.model_dump())
            yield Difference(path, "language", "gone", was, None, state=_state(row, path))


def _codes(record: Expert, facts: list[Fact], row: CvRow) -> Iterator[Difference]:
    for part, kind in CODES.items():
        known = set(getattr(record, part))
        named = set()
        for fact in (one for one in facts if one.kind == kind):
            named.add(str(fact.value))
            before = fact.value if fact.value in known else None
            yield _difference(fact, before, same=before is not None)
        for path, code in _on_record(record, part):
            if code not in named:
                yield Difference(path, kind, "gone", str(code), None, state=_state(row, path))  # type: ignore[arg-type]


def _single(record: Expert, facts: list[Fact]) -> Iterator[Difference]:
    for fact in facts:
        if fact.kind == "status":
            yield _difference(fact, record.status, same=fact.value == record.status)
        if fact.kind == "institution" and isinstance(fact.value, InstitutionValue):
            known = record.institution
            before = InstitutionValue(name=known, country=record.institution_country) if known else None
            yield _difference(fact, before, same=bool(known) and fold(fact.value.name) == fold(known or ""))


def _contacts(unit: Unit, expert_id: str, facts: list[Fact]) -> Iterator[Difference]:
    identity = identities.identity(unit.session, expert_id)
    for fact in facts:
        if fact.kind in CONTACTS:
            before = getattr(identity, fact.kind, None)
            yield _difference(fact, before, same=before == fact.value)


def _declared(unit: Unit, expert_id: str, facts: list[Fact]) -> Iterator[Difference]:
    if leaves(unit, expert_id):
        return
    known = personal.declaration(unit.session, expert_id)
    for fact in facts:
        if fact.kind == "nationality":
            before = fact.value if known and fact.value in known.nationalities else None
            yield _difference(fact, before, same=before is not None)
        if fact.kind == "gender":
            gender = known.gender if known else None
            yield _difference(fact, gender, same=gender == fact.value)


def _difference(fact: Fact, before: FactValue | None, *, same: bool = False) -> Difference:
    change: Change = "unchanged" if same else "added" if before is None else "changed"
    return Difference(fact.path, fact.kind, change, before, fact.value, fact.source, fact.state, fact.sure)


def _on_record(record: Expert, part: str) -> list[tuple[str, object]]:
    """The paths of one part of the profile, in its order, and what stands there."""
    beginning = f"{ON_RECORD}{part}."
    return [(path, one) for path, one in record_paths(record).items() if path.startswith(beginning)]


def _state(row: CvRow, path: str) -> State:
    said: State = row.decisions.get(path, {}).get("state", "proposed")
    return said


def _as_value(segment: Segment) -> SegmentValue:
    return SegmentValue.model_construct(kind=segment.kind, text=segment.text, language=segment.language)


def _dates(segment: Segment) -> DatesValue | None:
    if segment.start is None and segment.end is None:
        return None
    start, end = (day.isoformat() if day else None for day in (segment.start, segment.end))
    return DatesValue(start=start, end=end, ongoing=bool(start and not end))


def _same_dates(said: DatesValue, before: Segment) -> bool:
    """Whether the profile says the same as far as the CV is precise."""
    if days(said) == {"start": before.start, "end": before.end}:
        return True
    for written, day in ((said.start, before.start), (said.end, before.end)):
        if (written is None) != (day is None) or (written and day and not day.isoformat().startswith(written)):
            return False
    return True


def _levels(claim: LanguageClaim) -> tuple[object, ...]:
    return tuple(claim.level(skill) for skill in SKILLS)
