"""From the facts of a CV, as they were decided, and the profile on record to the profile that follows from both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from api.services.cvs.cv_facts import CONTACTS, ON_RECORD, Decisions, Fact
from api.services.cvs.cv_pairing import key_of, pairs
from api.services.cvs.cv_values import DatesValue, InstitutionValue, SegmentValue, first_day, last_day
from api.services.people.profiles import LanguageData
from matching.entities import Expert, LanguageClaim, Segment

CODES = {
    "fields": "field",
    "competences": "competence",
    "activity_types": "activity_type",
    "countries": "country_of_experience",
}
CAREFUL = (*CONTACTS, "institution")  # what is on record of these stays unless it was accepted by itself
Takes = Callable[[Fact], bool]


@dataclass(frozen=True)
class Piece:
    """A segment of a CV with the facts about it, by kind, and the piece of the profile that tells of the same."""

    path: str
    facts: Mapping[str, Fact]
    pair: int | None = None

    @property
    def whole(self) -> Fact:
        """The segment itself."""
        return self.facts["segment"]


def takes(*, rest: bool) -> Takes:
    """What goes into a profile: what was settled; with `rest`, what was only proposed and is sure enough, too."""
    return lambda fact: fact.settled or (rest and everything(fact))


def everything(fact: Fact) -> bool:
    """Takes whatever the CV says, as far as that is sure enough to be taken unseen."""
    return fact.settled or (fact.state == "proposed" and fact.value is not None and fact.sure)


def profile_with(record: Expert, facts: Sequence[Fact], decisions: Decisions, take: Takes) -> Expert:
    """The profile on record with what is taken from a CV. What the CV does not tell of stays, unless it was removed."""
    gone = {path for path, said in decisions.items() if path.startswith(ON_RECORD) and said["state"] == "removed"}
    changes: dict[str, Any] = {
        "segments": _segments(record, facts, gone, take),
        "languages": _languages(record, facts, gone, take),
    }
    for part, kind in CODES.items():
        new = [str(fact.value) for fact in facts if fact.kind == kind and take(fact)]
        kept = [code for code in getattr(record, part) if f"{ON_RECORD}{part}.{code}" not in gone]
        changes[part] = tuple(dict.fromkeys((*new, *kept)))
    for fact in facts:
        if fact.kind == "status" and take(fact):
            changes["status"] = fact.value
        if fact.kind == "institution" and taken_carefully(fact, record.institution, take):
            assert isinstance(fact.value, InstitutionValue)
            changes |= {"institution": fact.value.name, "institution_country": fact.value.country}
    return record.model_copy(update=changes)


def taken_carefully(fact: Fact, on_record: object, take: Takes) -> bool:
    """Whether a fact is taken where what is on record weighs more than a CV, unless this very fact was settled."""
    return take(fact) and (fact.settled or not on_record)


def pieces(record: Expert, facts: Sequence[Fact]) -> list[Piece]:
    """The segments of a CV, each beside the piece of the profile that tells of the same."""
    found: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        if fact.path.startswith("entries."):
            found.setdefault(".".join(fact.path.split(".")[:2]), {})[fact.kind] = fact
    made = [Piece(path, own) for path, own in found.items()]
    paired = pairs([segment_of(piece, None, everything) for piece in made], record.segments)
    return [Piece(piece.path, piece.facts, paired.get(number)) for number, piece in enumerate(made)]


def segment_of(piece: Piece, before: Segment | None, take: Takes) -> Segment | None:
    """A piece of the profile: what is taken from the CV, over what was there before; None where neither is."""
    whole = piece.whole
    if take(whole) and isinstance(whole.value, SegmentValue):
        said: dict[str, Any] = {"kind": whole.value.kind, "text": _text(piece), "language": whole.value.language}
    elif before is not None:
        said = {}
    else:
        return None
    kept = before.model_dump() if before else {}
    for kind in ("employer", "country"):
        fact = piece.facts.get(kind)
        if fact and take(fact) and fact.value is not None:
            said[kind] = fact.value
    dates = piece.facts.get("dates")
    if dates and take(dates) and isinstance(dates.value, DatesValue):
        said |= days(dates.value)
    try:
        return Segment.model_validate(kept | said)
    except ValidationError:  # the end now lies before the start: what was there before holds
        return before or Segment.model_validate(said | {"start": None, "end": None})


def days(dates: DatesValue) -> dict[str, date | None]:
    """Start and end as a profile keeps them."""
    return {
        "start": first_day(dates.start) if dates.start else None,
        "end": last_day(dates.end, dates.start) if dates.end else None,
    }


def record_paths(record: Expert) -> dict[str, Any]:
    """Paths of what the profile on record says, and what that is."""
    found: dict[str, Any] = {f"{ON_RECORD}segments.{key_of(one)}": one for one in record.segments}
    found |= {f"{ON_RECORD}languages.{claim.language}": claim for claim in record.languages}
    return found | {f"{ON_RECORD}{part}.{code}": code for part in CODES for code in getattr(record, part)}


def _text(piece: Piece) -> str:
    """The words of a segment, with title and employer as they were corrected; what was removed is not said."""
    assert isinstance(piece.whole.value, SegmentValue)
    text = piece.whole.value.text
    for kind in ("title", "employer"):
        fact = piece.facts.get(kind)
        if fact is None or fact.state not in ("corrected", "removed"):
            continue
        right, read = ("" if fact.state == "removed" else str(fact.value)), str(fact.read or "")
        if read and read in text:
            text = text.replace(read, right)
        elif right and right not in text:
            text = f"{right}\n{text}"
    return text.strip() or piece.whole.value.text


def _segments(record: Expert, facts: Sequence[Fact], gone: set[str], take: Takes) -> tuple[Segment, ...]:
    made: list[Segment] = []
    used: set[int] = set()
    for piece in pieces(record, facts):
        before = record.segments[piece.pair] if piece.pair is not None else None
        if before is not None and piece.pair is not None:
            used.add(piece.pair)
            if f"{ON_RECORD}segments.{key_of(before)}" in gone:
                before = None
        segment = segment_of(piece, before, take)
        if segment is not None:
            made.append(segment)
    rest = [one for place, one in enumerate(record.segments) if place not in used]
    return (*made, *(one for one in rest if f"{ON_RECORD}segments.{key_of(one)}" not in gone))


def _languages(record: Expert, facts: Sequence[Fact], gone: set[str], take: Takes) -> tuple[LanguageClaim, ...]:
    claims: dict[str, LanguageClaim] = {}
    for fact in facts:
        if isinstance(fact.value, LanguageData) and take(fact):
            claims[fact.value.language] = LanguageClaim.model_validate(fact.value.model_dump())
    for claim in record.languages:
        if f"{ON_RECORD}languages.{claim.language}" not in gone:
            claims.setdefault(claim.language, claim)
    return tuple(claims.values())
