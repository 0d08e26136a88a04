"""Language needs in words and levels, in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.reading import find_language_needs
from tests.matching.reading.needs_shown import needs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fluent French (C1 written)", {"fr": "SC1 WC1"}),
        ("maîtrise du français, capacité de rédaction", {"fr": "SC1 WC1"}),
        ("anglais: B2 à l'oral", {"en": "SB2"}),
        ("dominio del español hablado y escrito", {"es": "SC1 WC1"}),
        ("работа на русском языке, уровень C1", {"ru": "SC1 WC1"}),
        ("إتقان اللغة العربية كتابة وتحدثا", {"ar": "SC1 WC1"}),
        ("Domínio da língua francesa falada e escrita", {"fr": "SC1 WC1"}),
        ("French: C1 spoken, B2 written; English is an asset", {"fr": "SC1 WB2", "en": "asset"}),
        ("French C1, English B2", {"fr": "SC1 WC1", "en": "SB2 WB2"}),
        ("C1 in French and B2 in English", {"fr": "SC1 WC1", "en": "SB2 WB2"}),
        ("Fluent in French and English", {"fr": "SC1 WC1", "en": "SC1 WC1"}),
        ("good command of English and working knowledge of Russian", {"en": "SB2 WB2", "ru": "SB2 WB2"}),
        ("Французский язык: устная речь C1, письменная речь С1", {"fr": "SC1 WC1"}),  # the second С is Cyrillic
        ("اللغة الفرنسية: مستوى C1 تحدثا وC1 كتابة", {"fr": "SC1 WC1"}),
        ("إجادة اللغة الفرنسية والإنجليزية", {"fr": "SC1 WC1", "en": "SC1 WC1"}),
        ("français (C1 à l'oral et à l'écrit), l'anglais serait un atout", {"fr": "SC1 WC1", "en": "asset"}),
        ("Fluente em português; conhecimento de inglês desejável", {"pt": "SC1 WC1", "en": "SB1 WB1 asset"}),
        ("Francés: C1 (oral) / C1 (escrito). Inglés: deseable, B1", {"fr": "SC1 WC1", "en": "SB1 WB1 asset"}),
        ("Portuguese (drafting C1, speaking B2, reading C1)", {"pt": "SB2 WC1 RC1"}),
        ("French (spoken: C1; written: C1)", {"fr": "SC1 WC1"}),
        ("Very good drafting skills in English", {"en": "WC1"}),
        ("Ability to draft reports in French", {"fr": "WB2"}),
        ("native or bilingual Arabic", {"ar": "SC2 WC2"}),
        ("anglais B2/C1", {"en": "SB2 WB2"}),
        ("basic French, B1 listening comprehension", {"fr": "SA2 WA2 LB1"}),
        ("хорошее знание английского языка", {"en": "SB2 WB2"}),
        ("Working language: French", {"fr": ""}),
        ("Haitian Creole: B1", {"ht": "SB1 WB1"}),
        ("excellent spoken French and good written English", {"fr": "SC1", "en": "WB2"}),
        ("لغة العمل العربية بمستوى C1 تحدثا وكتابة", {"ar": "SC1 WC1"}),
        ("El idioma de trabajo español C1", {"es": "SC1 WC1"}),
        ("They must speak French fluently and draft in English at B2", {"fr": "SC1", "en": "WB2"}),
        ("Il doit parler français couramment et rédiger en anglais au niveau B2", {"fr": "SC1", "en": "WB2"}),
        ("Se requiere francés hablado C1 y redacción en español C2", {"fr": "SC1", "es": "WC2"}),
        ("Deve falar português fluentemente e redigir em inglês, nível B2", {"pt": "SC1", "en": "WB2"}),
        ("Должен свободно говорить на французском и писать по-английски на уровне B2", {"fr": "SC1", "en": "WB2"}),
        ("يجب أن يتحدث الفرنسية بطلاقة وأن يكتب بالعربية بمستوى B2", {"fr": "SC1", "ar": "WB2"}),
    ],
)
def test_words_and_levels_become_needs(text, expected):
    assert needs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Knowledge of the French pension system",
        "excellent knowledge of French legislation",
        "Spanish social security",
        "",
    ],
)
def test_a_nationality_is_no_language(text):
    assert needs(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "The beneficiaries speak Portuguese",
        "Les bénéficiaires parlent wolof et français",
        "Los beneficiarios hablan guaraní y español",
        "Os beneficiários falam crioulo e português",
        "Сотрудники центра говорят на таджикском и русском",
        "يتحدث الموظفون الفرنسية والعربية",
    ],
)
def test_what_others_speak_is_not_asked_for(text):
    assert needs(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The trainer speaks Arabic and French.", ["ar", "fr"]),
        ("El experto debe hablar español", ["es"]),
        ("Must speak French fluently", ["fr"]),
        ("Эксперт должен говорить на русском", ["ru"]),
    ],
)
def test_what_an_expert_speaks_is(text, expected):
    assert list(needs(text)) == expected


def test_a_section_on_languages_may_name_them_barely_and_go_on_in_the_next_line():
    assert needs("français", within_section=True) == {"fr": ""}
    assert needs("French\nSpeaking: C1\nWriting: B2\nEnglish\tB2", within_section=True) == {
        "fr": "SC1 WB2",
        "en": "SB2 WB2",
    }
    assert needs("French C1, drafting B2. Arabic desirable (B1)", within_section=True) == {
        "fr": "SC1 WB2",
        "ar": "SB1 WB1 asset",
    }
    assert needs("English: speaking B1\nan asset", within_section=True) == {"en": "SB1 asset"}


@pytest.mark.parametrize("head", ["Language\tSpeaking\tWriting", "Oral\tEscrito"])
def test_a_grid_of_levels_is_read_by_its_columns(head):
    rows = f"{head}\nFrench\tC1\tC1\nEnglish\tB2\tB1 (desirable)\nArabic\t\t"
    assert needs(rows, within_section=True) == {"fr": "SC1 WC1", "en": "SB2 WB1 asset", "ar": ""}


def test_either_of_two_languages_makes_neither_required_and_says_so():
    found = find_language_needs("fluency in Spanish or Portuguese")
    assert [(f.need.language, f.need.required, f.alternative) for f in found] == [
        ("es", False, True),
        ("pt", False, True),
    ]


def test_a_language_named_twice_is_one_need_with_what_was_said_first_of_each_skill():
    assert needs("French: spoken C1\nFrench: written B2, spoken B1") == {"fr": "SC1 WB2"}
    assert needs("English is an asset\nFluent English") == {"en": "SC1 WC1"}


def test_desirable_criteria_ask_for_nothing():
    assert needs("Fluent Russian", required=False) == {"ru": "SC1 WC1 asset"}


def test_levels_taken_from_words_say_so():
    assert [f.in_words for f in find_language_needs("fluent French; English C1")] == [True, False]


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_reading(text):
    find_language_needs(text)
    find_language_needs(text, within_section=True)


@given(
    st.lists(
        st.sampled_from(
            [
                "French",
                "English",
                "C1",
                "B2",
                "and",
                "or",
                ",",
                ";",
                "(",
                ")",
                "written",
                "spoken",
                "fluent",
                "asset",
                "\t",
                "\n",
            ]
        ),
        max_size=20,
    )
)
def test_no_order_of_words_breaks_the_reading(words):
    find_language_needs(" ".join(words), within_section=True)


def test_a_level_in_words_stays_with_its_own_language():
    english, spanish = find_language_needs("Anglais niveau avancé, espagnol notions")
    assert (english.need.speaking, spanish.need.speaking) == ("C1", "A2")
