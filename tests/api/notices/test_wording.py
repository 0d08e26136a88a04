"""The wording: every language says everything, about the same facts, to a person whose gender nobody guesses."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from api.notices import FORMS, KINDS, notice_language
from api.notices.kinds import DATES
from api.notices.sentences import placeholders
from api.notices.wording import Wording, wording
from matching.codes import WORKING_LANGUAGES

ENGLISH = wording("en")
SCRIPTS = {"ru": r"[а-яё]", "ar": r"[\u0621-\u064a]"}
# Ways to address one gender, or to write both at once where the name does.
GUESSES = {
    "en": r"\b(Sir|Madam|Mr|Mrs|Ms)\b",
    "fr": r"\b(Chère?s?|Madame|Monsieur|[Ss]électionnée?|[Ii]nvitée?|[Ee]xperte?s?)\b|\(e\)|·e",
    "es": r"\b(Estimad[oa]|Querid[oa]|Señora?|seleccionad[oa]|invitad[oa]|expert[oa])\b|[oa]/[oa]\b|\([oa]\)",
    "pt": r"\b(Car[oa]|Prezad[oa]|Estimad[oa]|Exm[oa]|Senhora?|selecionad[oa]|convidad[oa]|perit[oa])\b|[oa]/[oa]\b|\([oa]\)",
    "ru": r"\b(Уважаем\w+|Дорог\w+|господин|госпожа|отобрана?|приглаш[её]на?|получила?)\b(?! Вами)",
    "ar": r"(السيد|السيدة|عزيز|حضرة|الأستاذ|خبيرا|مدعو)",
}
SPOKEN_OF_THINGS = {  # these agree with the profile or the application, not with the person
    "es": r"[Ss]u perfil ha sido seleccionado|su candidatura no ha sido seleccionada",
    "pt": r"[Oo] seu perfil foi selecionado|a sua candidatura não foi selecionada",
    "ru": r"Ваша заявка не была отобрана",
}


@pytest.fixture(params=WORKING_LANGUAGES)
def words(request: pytest.FixtureRequest) -> Wording:
    return wording(request.param)


def everything(words: Wording) -> list[str]:
    said = [*words.frame.values(), *words.labels.values()]
    for each in words.kinds.values():
        said += [*each.sentences, *([each.action] if each.action else [])]
    return said


def test_every_language_words_every_kind_and_no_other(words: Wording) -> None:
    assert set(words.kinds) == set(KINDS)


def test_every_language_has_the_same_frame_and_labels(words: Wording) -> None:
    assert words.frame.keys() == ENGLISH.frame.keys() and words.labels.keys() == ENGLISH.labels.keys()
    for name, frame in words.frame.items():
        assert placeholders(frame) == placeholders(ENGLISH.frame[name]), name


@pytest.mark.parametrize("kind", KINDS)
def test_every_language_puts_the_same_facts_into_the_same_sentences(words: Wording, kind: str) -> None:
    own, english = words.kinds[kind], ENGLISH.kinds[kind]
    assert (len(own.opening), len(own.after)) == (len(english.opening), len(english.after))
    assert [placeholders(s) for s in own.sentences] == [placeholders(s) for s in english.sentences]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sentence_speaks_only_of_facts_that_its_kind_takes(words: Wording, kind: str) -> None:
    own, declared = words.kinds[kind], KINDS[kind]
    used = set().union(*map(placeholders, own.sentences))
    assert used <= {*declared.facts, "contact"}
    assert placeholders(own.subject) | placeholders(own.ask) <= {*declared.required, "contact"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_fact_is_asked_for_in_vain(kind: str) -> None:
    declared = KINDS[kind]
    said = set().union(*map(placeholders, ENGLISH.kinds[kind].sentences)) | set(declared.lines)
    shown_otherwise = {"name", "link", "questions"} | ({"starts", "ends"} if DATES in declared.lines else set())
    assert set(declared.facts) <= said | shown_otherwise
    assert set(declared.facts) <= set(FORMS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_has_a_label_and_every_link_says_where_it_leads(words: Wording, kind: str) -> None:
    assert set(KINDS[kind].lines) <= set(words.labels)
    assert bool(words.kinds[kind].action) == ("link" in KINDS[kind].facts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_says_whom_to_ask(words: Wording, kind: str) -> None:
    assert "{contact}" in words.kinds[kind].ask


def test_nobody_is_addressed_by_a_guess_at_their_gender(words: Wording) -> None:
    for sentence in everything(words):
        of_people = re.sub(SPOKEN_OF_THINGS.get(words.language, "^$"), "", sentence)
        assert not re.search(GUESSES[words.language], of_people), sentence


def test_every_sentence_is_translated() -> None:
    for one, other in combinations(map(wording, WORKING_LANGUAGES), 2):
        long = {s for s in everything(one) if len(s) > 30}
        assert not long & set(everything(other)), (one.language, other.language)


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_language_is_written_in_its_own_script(language: str) -> None:
    for sentence in everything(wording(language)):
        bare = re.sub(r"\{\w+\}", "", sentence)
        assert not re.search(r"[A-Za-z]", bare), sentence
        assert re.search(SCRIPTS[language], bare.lower()) or not re.search(r"\w", bare), sentence


def test_french_keeps_its_signs_with_the_word_before() -> None:
    assert not [s for s in everything(wording("fr")) if re.search(r" [:;?!]|'", s)]


def test_arabic_alone_runs_from_right_to_left(words: Wording) -> None:
    assert words.direction == ("rtl" if words.language == "ar" else "ltr") == words.locale.text_direction


@pytest.mark.parametrize(
    ("given", "written"),
    [("fr", "fr"), ("pt-BR", "pt"), ("AR", "ar"), ("ru_RU", "ru"), (" es ", "es")]
    + [(other, "en") for other in (None, "", "de", "frr", "français", "en-GB", "-", "fr;q=1")],
)
def test_who_speaks_none_of_the_six_languages_is_written_to_in_english(given: str | None, written: str) -> None:
    assert notice_language(given) == written
