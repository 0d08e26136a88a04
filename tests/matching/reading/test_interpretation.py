"""Languages of an interpretation that is provided, and of one that is not."""

from __future__ import annotations

import pytest

from matching.reading import find_language_needs
from tests.matching.reading.needs_shown import needs


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Interpretation between Ukrainian and English will be provided.", []),
        ("Working language: English (interpretation into Vietnamese provided).", ["en"]),
        ("English is the working language, and interpretation will be provided into Khmer.", ["en"]),
        ("Le séminaire aura lieu en français avec interprétation en arabe.", ["fr"]),
        ("Idioma: español (con interpretación al quechua)", ["es"]),
        ("Haverá interpretação simultânea para o ucraniano.", []),
        ("Рабочий язык: русский. Будет обеспечен перевод на таджикский.", ["ru"]),
        ("لغة العمل: الفرنسية مع ترجمة إلى العربية", ["fr"]),
        ("Experts must work with interpretation between English and Thai.", ["en", "th"]),
        ("Experience with translation from French into Arabic", ["fr", "ar"]),
    ],
)
def test_languages_of_an_interpretation_that_is_provided_are_not_asked_for(text, codes):
    assert [found.need.language for found in find_language_needs(text, within_section=True)] == codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Interpretation will be provided, English C1 and French B2", {"en": "SC1 WC1", "fr": "SB2 WB2"}),
        ("Une interprétation sera assurée, anglais C1, français B2", {"en": "SC1 WC1", "fr": "SB2 WB2"}),
        ("Se proporcionará interpretación, inglés C1 y francés B2", {"en": "SC1 WC1", "fr": "SB2 WB2"}),
        ("Será assegurada interpretação, inglês C1 e francês B2", {"en": "SC1 WC1", "fr": "SB2 WB2"}),
        ("Будет обеспечен перевод, английский C1 и французский B2", {"en": "SC1 WC1", "fr": "SB2 WB2"}),
        ("سيتم توفير ترجمة، الإنجليزية C1 والفرنسية B2", {"en": "SC1 WC1", "fr": "SB2 WB2"}),
        ("Interpretation into Khmer will be provided and French C1 is needed", {"fr": "SC1 WC1"}),
        ("Interpretation will be provided and French is the language of the workshop", {"fr": ""}),
        ("Interpretation will be provided for the workshop but the working language is Spanish", {"es": ""}),
        ("Une interprétation sera assurée mais la langue de travail est l'espagnol", {"es": ""}),
        ("Se ofrecerá interpretación pero el idioma de trabajo es el español", {"es": ""}),
        ("Haverá interpretação mas a língua de trabalho é o espanhol", {"es": ""}),
        ("Перевод будет обеспечен но рабочий язык испанский", {"es": ""}),
        ("ستتوفر الترجمة لكن لغة العمل هي الإسبانية", {"es": ""}),
        ("English is the working language and interpretation into Khmer will be provided", {"en": ""}),
        ("Translation into French will be an asset", {"fr": "asset"}),
    ],
)
def test_what_is_asked_beside_an_interpretation_that_is_provided_stays(text, expected):
    assert needs(text, within_section=True) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Interpretation is not provided: Spanish C1", "es"),
        ("As no interpretation will be provided, French C1", "fr"),
        ("Aucune interprétation ne sera assurée : français C1", "fr"),
        ("No se proporcionará interpretación: español C1", "es"),
        ("Não será assegurada interpretação, português C1", "pt"),
        ("Устный перевод не предоставляется, русский язык C1", "ru"),
        ("لا تتوفر ترجمة، الفرنسية C1", "fr"),
        ("No interpretation into French will be provided", "fr"),
        ("L'interprétation en français ne sera pas assurée", "fr"),
        ("No se ofrecerá interpretación al francés", "fr"),
        ("Não será disponibilizada interpretação para francês", "fr"),
        ("Перевод на французский не предоставляется", "fr"),
        ("لا تتوفر ترجمة إلى الفرنسية", "fr"),
    ],
)
def test_an_interpretation_that_is_not_provided_leaves_the_languages(text, code):
    (found,) = find_language_needs(text, within_section=True)
    assert (found.need.language, found.need.required) == (code, True)


@pytest.mark.parametrize(
    "text",
    [
        "Translator with English C1 and French C1",
        "Degree in translation with English C1 and French C1",
        "Traducteur avec anglais C1 et français C1",
        "Traductor con inglés C1 y francés C1",
        "Tradutor com inglês C1 e francês C1",
        "Переводчик с английским C1 и французским C1",
        "مترجم مع الإنجليزية C1 والفرنسية C1",
    ],
)
def test_what_a_translator_comes_with_is_asked_for(text):
    assert needs(text, within_section=True) == {"en": "SC1 WC1", "fr": "SC1 WC1"}


@pytest.mark.parametrize(
    "text",
    [
        "Interpretation into Khmer, Thai and Lao will be provided",
        "Interpretation (Khmer/English) will be provided",
        "Interpretation into Khmer is available where necessary",
        "English and Khmer interpretation provided",
    ],
)
def test_a_list_of_the_languages_of_an_interpretation_is_left_out_whole(text):
    assert needs(text, within_section=True) == {}
