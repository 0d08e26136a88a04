"""The same person said to be another: sentences in both genders, and experts with one fact swapped.

The sentences are our own (`data/gendered_sentences.json`) and also hold words that neutral wording does not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib import resources

from matching.codes import country_name
from matching.criteria import region
from matching.entities import Declared, Expert, Segment

OTHER_GENDER = {"woman": "man", "man": "woman", "other": None, None: "woman"}
# Nationalities handed round: everyone gets one they did not declare.
NATIONALITIES = ("SE", "PT", "BE", "RO", "IE", "SK", "TN", "GE")


def gendered_sentences(language: str) -> list[tuple[str, str]]:
    """Sentences of a CV, each as a man would write it and as a woman would; none for a language not served."""
    return [(masculine, feminine) for masculine, feminine in _sentences().get(language, [])]


@cache
def _sentences() -> dict[str, list[list[str]]]:
    source = resources.files("evaluation") / "data" / "gendered_sentences.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def swap_declared(experts: Sequence[Expert]) -> list[Expert]:
    """Everyone with another declared gender and another nationality than they declared."""
    return [
        expert.model_copy(update={"declared": _other_declared(expert.declared, place)})
        for place, expert in enumerate(experts)
    ]


def _other_declared(declared: Declared, place: int) -> Declared:
    others = [code for code in NATIONALITIES if code not in declared.nationalities]
    return Declared.model_validate(
        {"gender": OTHER_GENDER[declared.gender], "nationalities": (others[place % len(others)],)}
    )


def swap_names(experts: Sequence[Expert]) -> list[Expert]:
    """Everyone with the given name of one neighbour in the list and the family name of another."""
    names = [(expert.name or "").partition(" ") for expert in experts]
    given = [name[0] for name in names]
    family = [name[2] for name in names]
    size = len(experts)
    return [
        expert.model_copy(update={"name": f"{given[(i + 1) % size]} {family[(i + size // 2) % size]}".strip()})
        for i, expert in enumerate(experts)
    ]


def swap_home_country(expert: Expert, other: str) -> Expert:
    """The expert with a home institution in another country.

    The institution keeps its name but for the country's; the segments at this institution name the other country, in
    their text and as employer, in their own language.

    Args:
        other: ISO 3166-1 alpha-2 code.
    """
    home = expert.institution_country
    if home is None or not expert.institution:
        return expert
    return expert.model_copy(
        update={
            "institution": _renamed(expert.institution, home, other, None),
            "institution_country": other,
            "segments": tuple(
                _moved(segment, home, other) if segment.employer == expert.institution else segment
                for segment in expert.segments
            ),
        }
    )


def _moved(segment: Segment, home: str, other: str) -> Segment:
    update = {
        "text": _renamed(segment.text, home, other, segment.language),
        "employer": _renamed(segment.employer or "", home, other, segment.language),
        "country": other if segment.country == home else segment.country,
    }
    return segment.model_copy(update=update)


def _renamed(text: str, home: str, other: str, language: str | None) -> str:
    """The text with one country's name in the place of the other's; in any working language where none is given."""
    for spoken in (language,) if language else ("en", "fr", "es", "pt", "ru", "ar"):
        name = country_name(home, spoken)
        if name in text:
            new = country_name(other, spoken)
            return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", new.replace("\\", r"\\"), text)
    return text


def other_countries(experts: Sequence[Expert], kept_out: Collection[str]) -> Iterator[str | None]:
    """For each expert another country on the same continent, so that only the country's name and code differ.

    Args:
        kept_out: countries that nobody is moved to, such as the partner countries of the calls.
    """
    homes = sorted({e.institution_country for e in experts if e.institution_country} - set(kept_out))
    for place, expert in enumerate(experts):
        home = expert.institution_country
        near = [code for code in homes if home and code != home and region(code) == region(home)]
        yield near[place % len(near)] if near else None
