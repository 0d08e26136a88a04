"""What a call says of languages that nobody needs, and of those that nobody may lack."""

from __future__ import annotations

import pytest

from matching.reading import find_language_needs
from tests.matching.reading.needs_shown import needs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No knowledge of French is needed; English C1", {"en": "SC1 WC1"}),
        ("English C1 is required, French is not required", {"en": "SC1 WC1"}),
        ("Anglais C1; le français n'est pas exigé", {"en": "SC1 WC1"}),
        ("Aucune connaissance de l'arabe n'est nécessaire, français C1", {"fr": "SC1 WC1"}),
        ("Español C1; no se requiere conocimiento de inglés", {"es": "SC1 WC1"}),
        ("Português C1; não é necessário o conhecimento de francês", {"pt": "SC1 WC1"}),
        ("Русский C1; знание английского не требуется", {"ru": "SC1 WC1"}),
        ("العربية C1؛ لا يشترط معرفة الفرنسية", {"ar": "SC1 WC1"}),
        ("English C1; French is desirable but not required", {"en": "SC1 WC1", "fr": "asset"}),
        ("French: no less than C1", {"fr": "SC1 WC1"}),
        ("French C1, a driving licence is not required", {"fr": "SC1 WC1"}),
        ("The working language is French, a driving licence is not required", {"fr": ""}),
        ("The working language is French and interpretation is not needed", {"fr": ""}),
        ("A língua de trabalho é o português, não é necessário visto", {"pt": ""}),
        ("Languages: French, Arabic not required", {"fr": ""}),
        ("Langues : français, arabe non requis", {"fr": ""}),
        ("Idiomas: español, no requerido francés", {"es": ""}),
        ("Языки: русский, английский не требуется", {"ru": ""}),
        ("اللغات: الفرنسية، العربية غير مطلوبة", {"fr": ""}),
        ("English C1; French and Arabic are not required", {"en": "SC1 WC1"}),
        ("English C1; neither French nor Arabic is needed", {"en": "SC1 WC1"}),
        ("Anglais C1 ; ni le français ni l'arabe ne sont requis", {"en": "SC1 WC1"}),
        ("Languages: Arabic/French not required", {}),
        ("Languages: English, Arabic/French not required", {"en": ""}),
    ],
)
@pytest.mark.parametrize("within_section", [True, False])
def test_a_language_that_is_said_not_to_be_needed_is_not_asked_for(text, expected, within_section):
    assert needs(text, within_section=within_section) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Languages: candidates who speak neither English nor French cannot be considered.", ["en", "fr"]),
        ("Languages: candidates with neither of the required English nor French will not be considered", ["en", "fr"]),
        ("Langues : les candidats ne parlant ni français ni anglais ne seront pas retenus.", ["en", "fr"]),
        ("Idiomas: no se admiten candidatos que no hablen ni inglés ni francés", ["en", "fr"]),
        ("español hablado no necesariamente escrito", ["es"]),
        ("português falado, não necessariamente escrito", ["pt"]),
    ],
)
def test_a_language_that_somebody_may_not_lack_is_asked_for(text, expected):
    assert sorted(needs(text, within_section=True)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Английский язык не нужен",
        "Pas d'anglais nécessaire",
        "No French is needed",
        "There is no need for French",
        "ليست الإنجليزية مطلوبة",
    ],
)
def test_not_needed_is_said_in_other_words_too(text):
    assert find_language_needs(text, within_section=True) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Experts with no need of an interpreter into French", ["fr"]),
        ("There is no need to speak Arabic, French is enough", ["fr"]),
        ("No need to say that French is required", ["fr"]),
        ("Il n'est pas besoin de parler arabe, le français suffit", ["fr"]),
        ("Pas besoin d'interprète en français", ["fr"]),
        ("No need for Arabic, English and French are enough", ["en", "fr"]),
        ("No need for Arabic, Russian or Urdu", []),
        ("No knowledge of Arabic, Russian or Urdu is needed", []),
        ("Pas besoin de parler arabe", []),
    ],
)
def test_no_need_is_said_of_the_language_that_follows_alone(text, codes):
    assert list(needs(text, within_section=True)) == codes
