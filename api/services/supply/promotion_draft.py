"""The draft of a call for promotion as a file: what is lacking, whom one looks for, and how to take part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from babel import Locale

from api.exports.paper import Paper
from api.exports.paper_text import paper_text
from api.exports.promotion_call import PromotionFacts, promotion_call
from api.exports.typesetter import written
from api.services.office import Office
from api.services.supply.gaps import gaps
from api.services.supply.looking import Look
from api.services.supply.promotion import Wanted, lacking
from api.services.unit import Actor
from matching.codes import country_name, language_name
from matching.supply.holders import Represented

DraftLanguage = Literal["en", "fr", "es"]
DraftFormat = Literal["docx", "txt"]
LANGUAGES: tuple[DraftLanguage, ...] = get_args(DraftLanguage)
FORMATS: dict[DraftFormat, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
WRITERS: dict[DraftFormat, Callable[[Paper], bytes]] = {
    "docx": lambda paper: written("docx", paper),
    "txt": lambda paper: paper_text(paper).encode(),
}
CONTINENTS = {"Africa": "002", "America": "019", "Asia": "142", "Europe": "150", "Pacific": "009", "Australia": "009"}
MOST_COUNTRIES = 8  # that are named


@dataclass(frozen=True)
class Draft:
    """A file: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def promotion_draft(
    office: Office, actor: Actor, wanted: Wanted, language: DraftLanguage, format: DraftFormat
) -> Draft:
    """The draft for people of a kind, in which nobody is named; to be called outside a unit of work.

    Raises:
        InvalidSetting, UnknownCode: see `lacking`.
    """
    found = lacking(office, actor, wanted)
    seen, demand = found.seen, gaps(found.seen, ())
    vocabularies, whole = office.engine.vocabularies, demand.whole
    settings = office.settings
    facts = PromotionFacts(
        field=vocabularies.fields.label(found.field, language) if found.field else "",
        language=language_name(found.language, language) if found.language else "",
        level=found.level or "",
        statuses=tuple(vocabularies.statuses.label(code, language) for code in _statuses(seen)),
        regions=_regions(seen, language),
        positions=whole.positions if whole else 0,
        thin=(whole.thin or 0) if whole else 0,
        fewer_than=demand.fewer_than,
        countries=tuple(country_name(code, language) for code in _few(found.states)),
        office=settings.office_name,
        address=f"{settings.public_url}/register" if settings.public_url else "",
        contact=settings.contact,
        made_at=office.clock.now(),
    )
    about = "-".join(part for part in (found.field, found.language) if part)
    made = WRITERS[format](promotion_call(facts, language))
    return Draft(f"call-for-promotion-{about}-{language}.{format}", FORMATS[format], made)


def _statuses(seen: Look) -> list[str]:
    """Statuses to which the positions are open; none where one of them is open to all."""
    asks = {one.ask for one in seen.behind}
    own = [
        codes for ask, codes in zip(seen.supply.asks["ask"], seen.supply.asks["statuses"], strict=True) if ask in asks
    ]
    return sorted({code for codes in own for code in codes}) if own and all(own) else []


def _regions(seen: Look, language: str) -> tuple[str, ...]:
    calls = seen.calls
    known = {str(region) for call, region in zip(seen.supply.asks["call"], seen.supply.asks["region"], strict=True)
             if call in calls}  # fmt: skip
    codes = sorted({CONTINENTS[region] for region in known if region in CONTINENTS})
    return tuple(str(Locale(language).territories[code]) for code in codes)


def _few(states: Sequence[Represented]) -> list[str]:
    return [one.country for one in states if one.few][:MOST_COUNTRIES]
