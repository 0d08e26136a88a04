"""The page of whom to ask: institutions and focal points for a field and a language, and the draft of a call to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.services.supply.promotion import Place, Promotion, Wanted, promotion
from api.services.supply.promotion_draft import FORMATS, LANGUAGES
from api.speech.speech import NAMES, Speech, speech
from api.web.cv_words import terms
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.supply.access import Promoter
from api.web.supply.narrowing import Narrowed, Which, value_words
from api.web.supply.rooms import ROW, rooms_of
from api.web.viewer import viewer_of
from matching.codes import WORKING_LANGUAGES
from matching.entities import Cefr
from matching.errors import InvalidSetting, UnknownCode
from matching.supply.cells import Dimension

router = APIRouter(include_in_schema=False)
PAGE, OF_GAPS, OF_FIGURES = "supply_promotion", "supply", "figures"
ABOUT: tuple[Dimension, ...] = ("field", "language", "level")
MOST_STATES = 12  # Member States that are listed
PLACES: tuple[Place, ...] = ("union", "elsewhere")


@router.get("/supply/promotion")
def read(permit: Promoter, which: Which, place: Annotated[Literal["", Place], Query()] = "") -> HTMLResponse:
    """Whom to ask for people of a field, with a language, or both; a form, until one is named."""
    say = speech(permit.language, OF_FIGURES, ROW, OF_GAPS, PAGE)
    which = replace(which, where={name: value for name, value in which.where.items() if name in ABOUT})
    found, sent = None, NOTHING_SENT
    if "field" in which.where or "language" in which.where:
        try:
            asked = which.asked(permit.office.clock.today())
            found = promotion(permit.office, permit.actor, Wanted(asked, place or None))
        except (InvalidSetting, UnknownCode) as error:
            sent = Sent({}, error=error)
    return page(
        "supply_promotion.html",
        422 if sent.is_wrong else 200,
        viewer=viewer_of(permit),
        say=say,
        sent=sent,
        rooms=rooms_of(permit),
        which=which,
        place=place,
        places=PLACES,
        found=found,
        about=_about(which, say) if found else "",
        states=found.member_states[:MOST_STATES] if found else [],
        fields=terms("fields", say),
        languages_asked=_languages(which, say),
        levels=[level.value for level in Cefr],
        drafts=_drafts(found, which) if found else [],
    )


def _about(which: Narrowed, say: Speech) -> str:
    """The people in a few words: field, language and level."""
    return say.comma.join(value_words(name, which.where[name], say) for name in ABOUT if name in which.where)


def _languages(which: Narrowed, say: Speech) -> list[tuple[str, str]]:
    """Languages to choose from: the working ones, and the one that is asked for."""
    codes = dict.fromkeys([*WORKING_LANGUAGES, *([which.where["language"]] if "language" in which.where else [])])
    return [(code, say.language_name(code)) for code in codes]


def _drafts(found: Promotion, which: Narrowed) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where the draft is, in each language and format."""
    said = {"field": found.field, "language": found.language, "level": found.level, "when": which.when}
    kept = {name: value for name, value in said.items() if value}
    return [
        (
            NAMES[language],
            [
                (name, f"/api/v1/supply/promotion/draft?{urlencode({**kept, 'written': language, 'format': name})}")
                for name in FORMATS
            ],
        )
        for language in LANGUAGES
    ]
