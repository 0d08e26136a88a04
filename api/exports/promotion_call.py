"""A draft call for promotion: a letter to institutions that asks them for people of a kind that is short."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from api.exports.paper import Block, Heading, Paper, bullets, words

LANGUAGES = ("en", "fr", "es")  # that a draft is written in


@dataclass(frozen=True)
class PromotionFacts:
    """What the draft says, in the words of its language.

    Attributes:
        field, language, level: of the people who are lacking; empty where any will do.
        statuses: whom calls are open to; none: anybody.
        regions: of the partners.
        positions: that asked for such people; `thin`: of these, those for which fewer than `fewer_than` are eligible.
        countries: of which the office would like to have more people.
        office, address, contact: who asks, where one registers, and whom one asks; empty where it is not known.
    """

    field: str
    language: str
    level: str
    statuses: tuple[str, ...]
    regions: tuple[str, ...]
    positions: int
    thin: int
    fewer_than: int
    countries: tuple[str, ...]
    office: str
    address: str
    contact: str
    made_at: datetime


def promotion_call(facts: PromotionFacts, language: str) -> Paper:
    """The draft as a document; what only a person can fill in stands in brackets."""
    say = _sentences(language)
    who = _who(facts, say)
    blocks: list[Block] = [
        words(say["draft"], muted=True),
        words(say["opening"].format(office=facts.office, who=who)),
        Heading(say["why.title"], 1),
        words(say["why"].format(positions=facts.positions, thin=facts.thin, fewer=facts.fewer_than)),
        Heading(say["whom.title"], 1),
        *bullets(_whom(facts, say)),
        Heading(say["mission.title"], 1),
        *bullets(say["mission"]),
        Heading(say["how.title"], 1),
        words(say["how"].format(address=facts.address or say["address"], day=say["day"])),
        words(say["contact"].format(contact=facts.contact or say["somebody"])),
        words(say["equal"]),
        words(say["closing"]),
        words(facts.office, bold=True),
    ]
    return Paper(
        say["kind"], say["title"].format(who=who), say["kind"], facts.made_at, tuple(blocks), language=language
    )


def _who(facts: PromotionFacts, say: dict[str, Any]) -> str:
    """The people in a few words, as they stand within a sentence."""
    if facts.field and facts.language:
        return str(say["who.both"]).format(field=facts.field, language=facts.language)
    return str(say["who.field" if facts.field else "who.language"]).format(field=facts.field, language=facts.language)


def _whom(facts: PromotionFacts, say: dict[str, Any]) -> list[str]:
    level = str(say["level"]).format(level=facts.level) if facts.level else ""
    found = [
        str(say["whom.field"]).format(field=facts.field) if facts.field else "",
        str(say["whom.language"]).format(language=facts.language, level=level) if facts.language else "",
        str(say["whom.status"]).format(statuses=", ".join(facts.statuses)) if facts.statuses else "",
        str(say["whom.regions"]).format(regions=", ".join(facts.regions)) if facts.regions else "",
        str(say["whom.countries"]).format(countries=", ".join(facts.countries)) if facts.countries else "",
    ]
    return [line for line in found if line]


@cache
def _sentences(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "promotion_call.json").read_text(encoding="utf-8"))
    return dict(found[language])
