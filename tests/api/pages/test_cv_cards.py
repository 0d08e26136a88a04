"""Cards of a CV's facts: no form of one is larger than a form may be, and values are words in the reader's language."""

from __future__ import annotations

import pytest

from api.services.cvs.cv_values import DatesValue, InstitutionValue
from api.services.people.profiles import LanguageData
from api.speech.speech import Speech
from api.speech.wording import SHARED, Wording, read
from api.web import cv_cards, cv_showing
from api.web.cv_words import corrected, levels_of, words_of


def speaks(language: str) -> Speech:
    return Speech(language, Wording(read(SHARED, language) | read("cv", language), language))


def test_a_form_never_sends_more_fields_than_one_may_hold() -> None:
    most, frame = 64, 3  # token, card and version beside what is said of each fact
    fields_of_a_language = 7  # the choice, the name, the tick, four levels
    assert max(cv_cards.MOST * 3, cv_showing.MOST_GONE * 2, fields_of_a_language, 5 * 4) + frame <= most


@pytest.mark.parametrize(
    ("dates", "english", "french"),
    [
        (("2015", "2018", False), "2015 to 2018", "2015 – 2018"),
        (("2015-03", None, True), "since March 2015, to this day", "mars 2015 – à ce jour"),
        (
            ("2015-03-01", None, False),
            "from 1 March 2015; end not said",
            "début\u00a0: 1er mars 2015\u202f; fin non précisée",
        ),
        ((None, "1998", False), "until 1998; start not said", "fin\u00a0: 1998\u202f; début non précisé"),
        ((None, None, True), "goes on to this day", "se poursuit à ce jour"),
    ],
)
def test_dates_are_as_precise_as_they_were_written(
    dates: tuple[str | None, str | None, bool], english: str, french: str
) -> None:
    value = DatesValue(start=dates[0], end=dates[1], ongoing=dates[2])
    assert words_of("dates", value, speaks("en")) == english
    assert words_of("dates", value, speaks("fr")) == french


def test_countries_languages_and_levels_are_said_in_the_reader_s_language() -> None:
    english, french = speaks("en"), speaks("fr")
    claim = LanguageData(language="es", native=False, speaking="B2")  # type: ignore[arg-type]
    assert words_of("language", claim, french) == "espagnol"
    assert levels_of(claim, english) == (("Speaking", "B2"),)
    assert levels_of(claim.model_copy(update={"native": True}), english)[0] == ("Mother tongue", "")
    assert words_of("institution", InstitutionValue(name="Fund", country="TG"), english) == "Fund (Togo)"
    assert words_of("country", None, english) == ""


def test_what_no_control_asks_for_stays_as_it_is() -> None:
    before = LanguageData(language="es", origin="fair")
    given = {"language": "Spanish", "speaking": "C1", "native": ""}
    said = {"language": "Spanish", "native": False, "origin": "fair", "speaking": "C1"}
    assert corrected("language", given, before) == said | dict.fromkeys(("listening", "reading", "writing"))
    assert corrected("dates", {"start": "2015", "end": "2018", "ongoing": "on"}, None) == {
        "start": "2015", "end": None, "ongoing": True,
    }  # fmt: skip
