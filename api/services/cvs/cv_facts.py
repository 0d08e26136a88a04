"""What a CV says, fact by fact: each with a path, where it stands, how sure it is, and what was decided on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, TypeAdapter, model_validator

from api.errors import InvalidRequest
from api.schemas import FieldProblem
from api.services.cvs.cv_values import (
    LONGEST,
    FactKind,
    FactValue,
    InstitutionValue,
    SegmentValue,
    dates_of,
    usable,
    value_of,
)
from api.services.people.profiles import LanguageData
from matching.cv.values import CodeProposal, Entry, ReadProfile, Source, TextFact
from matching.vocabulary import Vocabularies

State = Literal["proposed", "accepted", "corrected", "removed"]
Decisions = Mapping[str, Any]  # by path: {"state", "value", "at", "own"}
SURE = 0.3  # confidence of a proposal below which nobody accepts it without having looked
DATED = ("post", "assignment", "degree", "training")
DECLARED = ("nationality", "gender")  # theirs alone to declare: nobody else is shown them
CONTACTS = ("name", "email", "phone")
ON_RECORD = "record."  # begins the path of what the profile on record says
_FACT_VALUE: TypeAdapter[FactValue] = TypeAdapter(FactValue)


@dataclass(frozen=True)
class Fact:
    """One fact as read, and as it stands. `confidence` is None where the CV says it and nothing was concluded."""

    path: str
    kind: FactKind
    value: FactValue | None
    read: FactValue | None
    source: Source | None = None
    confidence: float | None = None
    reason: str | None = None
    years: float | None = None
    question: str | None = None
    state: State = "proposed"

    @property
    def sure(self) -> bool:
        """Whether it is taken with the whole; what is less sure has to be accepted by itself."""
        return self.confidence is None or self.confidence >= SURE

    @property
    def settled(self) -> bool:
        """Whether somebody said that it holds."""
        return self.state in ("accepted", "corrected")


class Decision(BaseModel):
    """What is decided on one fact."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(min_length=1, max_length=200)
    state: State = Field(description="proposed: as if nothing had been decided yet")
    value: SkipValidation[FactValue | None] = Field(  # looked at with its fact, by what kind that is
        default=None, description="what is right; with 'corrected', and only with it"
    )

    @model_validator(mode="after")
    def _says_what_is_right(self) -> Decision:
        if (self.state == "corrected") != (self.value is not None):
            raise ValueError("give 'value' with the state 'corrected', and only then")
        return self


def facts_of(read: ReadProfile, decisions: Decisions) -> list[Fact]:
    """Every fact of a CV, in the order in which a person would look through them."""
    asked = {doubt.about: doubt.question for doubt in read.parts.doubts}
    return [replace(_decided(fact, decisions), question=asked.get(fact.path)) for fact in _as_read(read)]


def noted(
    facts: Sequence[Fact], on_record: Sequence[str], given: Sequence[Decision], vocabularies: Vocabularies
) -> dict[str, dict[str, Any]]:
    """What was decided, by path, as it is kept.

    Args:
        on_record: paths of what the profile on record says, which can be removed from it.

    Raises:
        InvalidRequest: a path is none of them, or a value cannot be.
        UnknownCode: a code is in no vocabulary.
    """
    by_path = {fact.path: fact for fact in facts}
    made: dict[str, dict[str, Any]] = {}
    for number, one in enumerate(given):
        where = f"body.decisions.{number}"
        fact = by_path.get(one.path)
        if fact is None and (one.path not in on_record or one.state not in ("removed", "proposed")):
            why = "what is on record can only be removed" if one.path in on_record else "there is no fact of this path"
            raise InvalidRequest([FieldProblem(path=f"{where}.path", message=why, found=one.path[:80])])
        if fact is not None and fact.read is None and one.state == "accepted":
            why = "nothing was read here: correct it, or leave it"
            raise InvalidRequest([FieldProblem(path=f"{where}.state", message=why, found=one.state)])
        made[one.path] = {"state": one.state}
        if fact is not None and one.value is not None:
            right = value_of(fact.kind, one.value, f"{where}.value", vocabularies)
            made[one.path]["value"] = right.model_dump(mode="json") if isinstance(right, BaseModel) else right
    return made


def _decided(fact: Fact, decisions: Decisions) -> Fact:
    said = decisions.get(fact.path)
    if not said:
        return fact
    value = _FACT_VALUE.validate_python(said["value"]) if "value" in said else fact.read
    return replace(fact, state=said["state"], value=value)


def _as_read(read: ReadProfile) -> Iterator[Fact]:
    parts = read.parts
    if parts.name:
        yield from _contact("name", [parts.name], "name")
    yield from _contact("emails", parts.emails, "email")
    yield from _contact("phones", parts.phones, "phone")
    for number, entry in enumerate(parts.entries):
        yield from _of_entry(f"entries.{number}", entry)
    for number, one in enumerate(parts.languages):
        claim = one.claim.model_copy(update={"origin": one.claim.origin and one.claim.origin[:LONGEST]})
        yield _fact(f"languages.{number}", "language", LanguageData.model_validate(claim.model_dump()), one.source)
    for number, code in enumerate(parts.nationalities):
        yield _fact(f"nationalities.{number}", "nationality", code.code, code.source)
    if parts.gender:
        yield _fact("gender", "gender", parts.gender.code, parts.gender.source)
    if read.status:
        yield _proposal("status", "status", read.status)
    if present := _present_post(parts.entries):
        name = InstitutionValue(name=str(present.employer)[:LONGEST], country=present.country)
        fact = _fact("institution", "institution", name, present.employer_source or present.source)
        yield replace(fact, confidence=0.5, reason="the post that goes on")
    for part, kind, proposals in (
        ("fields", "field", read.fields),
        ("competences", "competence", read.competences),
        ("activity_types", "activity_type", read.activity_types),
        ("countries", "country_of_experience", read.countries),
    ):
        for number, proposal in enumerate(proposals):
            yield _proposal(f"{part}.{number}", kind, proposal)  # type: ignore[arg-type]


def _of_entry(path: str, entry: Entry) -> Iterator[Fact]:
    value = SegmentValue.model_construct(kind=entry.kind, text=entry.text, language=entry.language)
    yield _fact(path, "segment", value, entry.source)
    if entry.kind not in DATED and not (entry.title or entry.employer or entry.start or entry.end):
        return
    yield _fact(f"{path}.title", "title", _short(entry.title), entry.title_source)
    yield _fact(f"{path}.employer", "employer", _short(entry.employer), entry.employer_source)
    dates = dates_of(entry.start, entry.end, ongoing=entry.ongoing)
    yield _fact(f"{path}.dates", "dates", dates, entry.dates_source)
    yield _fact(f"{path}.country", "country", entry.country, entry.source if entry.country else None)


def _contact(part: str, found: Sequence[TextFact], kind: FactKind) -> Iterator[Fact]:
    for number, one in enumerate(found):
        if value := usable(kind, one.value):
            yield _fact(part if kind == "name" else f"{part}.{number}", kind, value, one.source)


def _present_post(entries: Sequence[Entry]) -> Entry | None:
    """The post held at present; where there are several, the one begun last."""
    held = [entry for entry in entries if entry.kind == "post" and entry.ongoing and entry.employer and entry.start]
    return max(held, key=lambda entry: entry.start.iso if entry.start else "", default=None)


def _proposal(path: str, kind: FactKind, one: CodeProposal) -> Fact:
    fact = _fact(path, kind, one.code, one.source)
    return replace(fact, confidence=one.confidence, reason=one.reason, years=one.years)


def _fact(path: str, kind: FactKind, value: FactValue | None, source: Source | None) -> Fact:
    return Fact(path, kind, value, value, source)


def _short(text: str | None) -> str | None:
    return text[:LONGEST].strip() or None if text else None
