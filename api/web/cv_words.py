"""The facts of a CV in somebody's language: each value in words, and the controls with which it can be put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton

from api.services.cvs.cv_values import (
    DatesValue,
    FactKind,
    FactValue,
    InstitutionValue,
    SegmentValue,
    first_day,
)
from api.services.people.profiles import LanguageData
from api.speech.speech import Speech
from api.spoken_terms import spoken_kind
from matching.entities import SKILLS, Cefr

CODES: Mapping[FactKind, str] = {  # kind of a fact -> the vocabulary of its code
    "field": "fields",
    "competence": "competences",
    "activity_type": "activity_types",
    "status": "statuses",
}
COUNTRIES = ("country", "nationality", "country_of_experience")
ENTRY_KINDS = ("post", "assignment", "degree", "training", "publication", "skills", "summary", "other")
LEVELS = tuple(level.value for level in Cefr)
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Control:
    """One control: its name within the fact, its label, and what stands in it."""

    name: str
    label: str
    value: str = ""
    options: Options = ()  # of a list to choose from
    tick: bool = False
    long: bool = False


def words_of(kind: FactKind, value: FactValue | None, say: Speech) -> str:
    """A value as people write it; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, SegmentValue):
        return say(f"cv.entry.{value.kind}")
    if isinstance(value, DatesValue):
        return _dates(value, say)
    if isinstance(value, LanguageData):
        return say.language_name(value.language)
    if isinstance(value, InstitutionValue):
        if value.country is None:
            return value.name
        return say("cv.institution", name=value.name, country=say.country(value.country))
    if kind in COUNTRIES:
        return say.country(value)
    if kind == "gender":
        return say(f"cv.gender.{value}")
    return say.term(CODES[kind], value) if kind in CODES else value


def levels_of(value: FactValue | None, say: Speech) -> tuple[tuple[str, str], ...]:
    """Of a language what is said of it, each with its level; nothing of anything else."""
    if not isinstance(value, LanguageData):
        return ()
    first = ((say("cv.language.native"), ""),) if value.native else ()
    given = ((say(f"cv.skill.{skill}"), level) for skill in SKILLS if (level := getattr(value, skill)))
    return (*first, *((words, level.value) for words, level in given))


def controls_of(kind: FactKind, value: FactValue | None, say: Speech) -> tuple[Control, ...]:
    """What a fact is corrected with."""
    if kind == "segment":
        said = value if isinstance(value, SegmentValue) else None
        kinds = tuple((one, say(f"cv.entry.{one}")) for one in ENTRY_KINDS)
        return (
            Control("kind", say("cv.input.kind"), said.kind if said else "", kinds),
            Control("text", say("cv.input.text"), said.text if said else "", long=True),
        )
    if kind == "dates":
        dates = value if isinstance(value, DatesValue) else DatesValue(start=None, end=None)
        return (
            Control("start", say("cv.input.start"), dates.start or ""),
            Control("end", say("cv.input.end"), dates.end or ""),
            Control("ongoing", say("cv.input.ongoing"), "on" if dates.ongoing else "", tick=True),
        )
    if kind == "language":
        return _language(value if isinstance(value, LanguageData) else None, say)
    if kind == "institution":
        name = value if isinstance(value, InstitutionValue) else None
        country = say.country(name.country) if name and name.country else ""
        return (
            Control("name", say("cv.input.name"), name.name if name else ""),
            Control("country", say("cv.input.country"), country),
        )
    if kind == "gender":
        genders = tuple((one, say(f"cv.gender.{one}")) for one in ("woman", "man", "other"))
        return (Control("value", say("cv.input.value"), str(value or ""), genders),)
    if kind in CODES:
        return (Control("value", say("cv.input.value"), str(value or ""), terms(CODES[kind], say)),)
    return (Control("value", say("cv.input.value"), words_of(kind, value, say)),)


def terms(kind: str, say: Speech) -> Options:
    """Every code of a vocabulary with its label, in its order."""
    vocabulary = spoken_kind(kind)
    return tuple((term.code, vocabulary.label(term.code, say.language)) for term in vocabulary)


def corrected(kind: FactKind, given: Mapping[str, str], before: FactValue | None) -> object:
    """What was typed into the controls of a fact, in the shape in which a decision takes it.

    Args:
        before: as the fact stands; what no control asks for stays as it is.
    """
    if kind == "segment":
        language = before.language if isinstance(before, SegmentValue) else None
        return {"kind": given.get("kind", ""), "text": given.get("text", ""), "language": language}
    if kind == "dates":
        ongoing = bool(given.get("ongoing"))
        end = None if ongoing else given.get("end") or None
        return {"start": given.get("start") or None, "end": end, "ongoing": ongoing}
    if kind == "language":
        origin = before.origin if isinstance(before, LanguageData) else None
        levels: dict[str, object] = {skill: given.get(skill) or None for skill in SKILLS}
        return {"language": given.get("language", ""), "native": bool(given.get("native")), "origin": origin} | levels
    if kind == "institution":
        return {"name": given.get("name", ""), "country": given.get("country") or None}
    return given.get("value", "")


def _language(said: LanguageData | None, say: Speech) -> tuple[Control, ...]:
    unsaid = (("", say("cv.level.none")),)
    levels: Iterable[tuple[str, str]] = ((level, level) for level in LEVELS)
    options = (*unsaid, *levels)
    skills = (
        Control(skill, say(f"cv.skill.{skill}"), str(getattr(said, skill) or "") if said else "", options)
        for skill in SKILLS
    )
    return (
        Control("language", say("cv.input.language"), say.language_name(said.language) if said else ""),
        Control("native", say("cv.input.native"), "on" if said and said.native else "", tick=True),
        *skills,
    )


def _dates(value: DatesValue, say: Speech) -> str:
    start, end = (_written(one, say) if one else "" for one in (value.start, value.end))
    if value.ongoing:
        return say("cv.dates.since", start=start) if start else say("cv.dates.ongoing")
    if start and end:
        return say("cv.dates.between", start=start, end=end)
    return say("cv.dates.from", start=start) if start else say("cv.dates.until", end=end) if end else ""


def _written(partial: str, say: Speech) -> str:
    """A year, a month or a day, as precise as it is known."""
    day: date = first_day(partial)
    if len(partial) == 4:
        return partial
    if len(partial) == 7:
        return str(format_skeleton("yMMMM", day, locale=say.locale))
    return say.day(day)
