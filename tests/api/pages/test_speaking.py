"""Pages speak the language that somebody chose, their account names or their browser asks for, where they have it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest

from api.auth.language import accepted
from api.auth.roles import Role
from api.speech.anew import FILES as ANEW
from api.speech.speech import NAMES, Speech
from api.speech.wording import FOLDER, Wording, languages_of, read
from tests.api.pages.looking import Browsers, look

PAGES = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.json")})
OF_THE_OFFICE = ("fr", "es")  # languages in which all of it is said
TRANSLATED = [(page, language) for page in PAGES for language in sorted(languages_of(page) - {"en"})]


def facts(sentence: str | dict[str, str]) -> set[str]:
    """What is put into a sentence, in any of its forms."""
    forms = [sentence] if isinstance(sentence, str) else sentence.values()
    return {name for form in forms for name in re.findall(r"{(\w+)", form)} - {"count"}


@pytest.mark.parametrize(("header", "languages"), [
    ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", ["fr", "fr", "en", "*"]),
    ("en;q=0.2,es;q=0.7", ["es", "en"]),
    ("de;q=0, ar", ["ar"]),
    ("", [""]), ("fr;q=much", []),
])  # fmt: skip
def test_a_browsers_wishes_are_read_best_liked_first(header: str, languages: list[str]) -> None:
    assert accepted(header) == languages


def test_a_choice_of_language_is_kept_and_leads_back_to_the_page(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    token = look(officer, "/calls").controls.hidden["/language"]
    sent = officer.post(
        "/language", data=token | {"speak": "ar"}, headers={"referer": "http://127.0.0.1/calls?state=draft"}
    )
    assert sent.status_code == 303 and sent.headers["location"] == "/calls?state=draft"
    assert officer.cookies["expertmatch_language"] == "ar"


@pytest.mark.parametrize("came", ["http://elsewhere.example/calls", "http://127.0.0.1//elsewhere.example", ""])
def test_a_choice_of_language_leads_nowhere_else(browsers: Browsers, came: str) -> None:
    sent = browsers().post("/language", data={"speak": "fr"}, headers={"referer": came} if came else {})
    assert sent.status_code == 303 and sent.headers["location"] == "/"


def test_a_language_that_the_pages_do_not_speak_is_refused(browsers: Browsers) -> None:
    look(browsers(Role.EXPERT), "/calls")
    refused = browsers().post("/language", data={"speak": "tlh"})
    assert refused.status_code == 404 and "en, fr, es, pt, ru, ar" in refused.text


def test_days_numbers_and_plurals_are_those_of_the_language() -> None:
    days = {"one": "{count} день", "few": "{count} дня", "many": "{count} дней", "other": "{count} дня"}
    russian = Speech("ru", Wording({"days": days}, "ru"))
    assert [russian("days", count=n) for n in (1, 3, 5, 21)] == ["1 день", "3 дня", "5 дней", "21 день"]
    assert russian.day(date(2026, 5, 4)) == "4 мая 2026\u202fг." and russian.country("FR") == "Франция"
    arabic, french = Speech("ar", Wording({})), Speech("fr", Wording({}))
    assert arabic.direction == "rtl" and french.direction == "ltr"
    assert french.number(1234.5, 1) == "1\u202f234,5" and french.percent(0.5) == "50\xa0%"
    assert french.moment(datetime(2026, 5, 4, 9, 30, tzinfo=UTC)).endswith("UTC")


@pytest.mark.parametrize(("page", "language"), TRANSLATED)
def test_a_page_says_the_same_in_every_language_it_has(page: str, language: str) -> None:
    english, other = read(page), read(page, language)
    assert language in NAMES
    if page in ANEW and language not in OF_THE_OFFICE:  # what experts meet; the rest stays marked as English
        english = {key: said for key, said in english.items() if key in other}
    assert list(other) == list(english)
    put_in = {key: facts(said) for key, said in english.items()}
    if page in ANEW:  # patterns of what stands on record: a language may not need every word of it
        assert all(facts(said) <= put_in[key] for key, said in other.items())
    else:
        assert {key: facts(said) for key, said in other.items()} == put_in
    forms = Speech(language, Wording({})).locale.plural_form.tags | {"other"}
    for key, said in other.items():
        assert isinstance(said, str) is isinstance(english[key], str), key
        if not isinstance(said, str):
            assert set(said) == forms, key


def test_no_key_stands_twice_in_a_file() -> None:
    for path in FOLDER.glob("*.json"):
        pairs: list[tuple[str, str]] = []
        json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=lambda found, kept=pairs: kept.extend(found))  # type: ignore[misc]
        keys = [key for key, _ in pairs if key not in {"zero", "one", "two", "few", "many", "other"}]
        assert len(keys) == len(set(keys)), path.name
