"""Every language says what English says: the same sentences, with the same facts, in every form that its numbers need."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel import Locale

from api.services.people.viewing import EXPORTS
from api.speech.anew import anew_in
from api.speech.speech import NAMES, speech
from api.speech.wording import FOLDER, Wording, languages_of, read

OF_EXPERTS = (
    "shared",
    "entrance",
    "own",
    "cv",
    "calls",
    "call_own",
    "standing",
    "suggested",
    "tour",
    "still_true",
    "own_log",
)
PATTERNS = ("reasons", "problems")  # sentences that are said anew: each language uses the facts that it needs
TRANSLATIONS = sorted(
    (page, language)
    for page, language, _ in (path.name.split(".") for path in FOLDER.glob("*.json"))
    if language != "en" and page not in PATTERNS
)
API = Path(__file__).parents[3] / "api"
SERVICES = API / "services"
COUNTED = {"count", "days"}  # facts that a form for one number alone may say in a word
MEANS_ONE = {"ar": ("zero", "one", "two"), "ru": (), "pt": ("one",), "fr": ("one",), "es": ("one",)}


def facts(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


@pytest.mark.parametrize(("page", "language"), TRANSLATIONS)
def test_a_language_has_the_sentences_of_english_with_their_facts(page: str, language: str) -> None:
    english, other = read(page), read(page, language)
    assert set(other) == set(english)
    for key, sentence in english.items():
        said = other[key]
        if isinstance(sentence, str):
            assert isinstance(said, str) and said.strip() and facts(said) == facts(sentence), key
            continue
        assert isinstance(said, dict), key
        wanted = set().union(*map(facts, sentence.values()))
        assert set(said) >= set(Locale(language).plural_form.tags) - {"many"} | {"other"}, key
        for form, words in said.items():
            may_lack = COUNTED if form in MEANS_ONE[language] else set()
            assert wanted - may_lack <= facts(words) <= wanted, (key, form)


@pytest.mark.parametrize("page", sorted({page for page, language in TRANSLATIONS if language == "fr"}))
def test_no_line_of_french_begins_with_a_sign(page: str) -> None:
    """What stands before a colon or a question mark is a space at which no line is broken; apostrophes are round."""
    said = [words for one in read(page, "fr").values() for words in ([one] if isinstance(one, str) else one.values())]
    assert [words for words in said if re.search(r"\S [:;!?»](?!\w)|« |\w'\w", words)] == []


@pytest.mark.parametrize("page", OF_EXPERTS)
def test_what_experts_see_exists_in_every_language(page: str) -> None:
    assert languages_of(page) == set(NAMES)


def test_every_form_of_a_number_is_there_where_a_language_has_it_for_whole_numbers() -> None:
    for page in OF_EXPERTS:
        for language in ("ar", "ru"):
            forms = {Locale(language).plural_form(n) for n in range(200)} | {"other"}
            for key, said in read(page, language).items():
                assert isinstance(said, str) or set(said) == forms, (page, language, key)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ["سنة واحدة", "سنتان", "3 سنوات", "11 سنة", "100 سنة"]),
        ("ru", ["1 год", "2 года", "3 года", "11 лет", "100 лет"]),
        ("pt", ["1 ano", "2 anos", "3 anos", "11 anos", "100 anos"]),
    ],
)
def test_numbers_choose_their_form(language: str, said: list[str]) -> None:
    say = Wording(read("own", language), language)
    assert [say("period.years", count=n) for n in (1, 2, 3, 11, 100)] == said


def test_words_of_others_keep_to_themselves_in_a_sentence_from_the_right() -> None:
    say = speech("ar", "entrance")
    assert say.direction == "rtl"
    assert say("set.lead", email="a@b.org\u2069\u202e") == "للحساب \u2068a@b.org\u2069."
    assert "\u2067N.10 إدارة العمل\u2069" in say("set.lead", email="N.10 إدارة العمل"), (
        "the code's letter does not turn its name"
    )
    assert "\u2068" not in speech("en", "entrance")("set.lead", email="a@b.org")


def test_countries_are_called_as_in_portugal() -> None:
    assert speech("pt", "own").country("KE") == "Quénia"


def test_figures_are_those_of_the_maghreb() -> None:
    say = speech("ar", "own")
    assert say.number(1234.5, 1) == "1,234.5" and say.percent(0.5) == "50%"


def test_a_page_that_a_language_lacks_is_english_as_a_whole() -> None:
    say = speech("ar", "own", "accounts")
    assert (say.language, say.direction, say("room.profile")) == ("en", "ltr", read("own")["room.profile"])


@pytest.mark.parametrize("page", PATTERNS)
@pytest.mark.parametrize("language", ["ar", "pt", "ru"])
def test_what_is_said_anew_keeps_the_facts_of_its_pattern(page: str, language: str) -> None:
    english, other = read(page), read(page, language)
    assert set(other) <= set(english)
    assert all(facts(str(said)) <= facts(str(english[key])) for key, said in other.items())
    assert all(key in other for key in english if key.startswith(("error.", "title.", "role.", "skill.", "criterion.")))


@pytest.mark.parametrize("language", ["ar", "pt", "ru"])
def test_reasons_are_said_anew_and_what_is_not_known_is_marked_as_english(language: str) -> None:
    anew = anew_in(language)
    said = anew("E.10 Social Security: not confirmed, the CV shows it to 4%")
    assert "not confirmed" not in said and "E.10" in said
    assert anew("Nobody has said this before.") == '<span lang="en" dir="ltr">Nobody has said this before.</span>'


def test_every_part_that_is_noted_as_looked_at_has_its_words() -> None:
    """The log names parts as the services do; on the page of one's own data none of them may stand as it is."""
    texts = " ".join(path.read_text(encoding="utf-8") for path in SERVICES.rglob("*.py"))
    noted = set(re.findall(r'\b(?:seen|names_of)\(unit, .*, "([^"]+)"', texts))
    noted |= set(re.findall(r'^(?:PLACE|PART) = "(.+?)"', texts, re.MULTILINE))
    noted |= {f"export of {kind}" for kind in EXPORTS} | {f"names on a {kind}" for kind in ("call", "shortlist")}
    assert {"upkeep", "roster", "season", "applications", "precedents", "CV"} <= noted
    keys = {"part." + part.lower().replace(" ", "_") for part in noted}
    assert keys - set(read("own")) == set()


def test_every_fact_that_the_log_notes_has_its_name() -> None:
    noted: set[str] = set()
    for path in API.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "record":
                noted |= {word.arg for word in call.keywords if word.arg}
    assert {"part", "roles", "departs"} <= noted
    assert {f"fact.{name}" for name in noted} - set(read("log_facts")) == set()
