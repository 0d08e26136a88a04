"""Language needs in words and levels, in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.reading import find_language_needs


def needs(text: str, **how) -> dict[str, str]:
    """{"fr": "S C1 W B2 required"}: speaking, writing, reading, listening."""
    shown = {}
    for found in find_language_needs(text, **how):
        need = found.need
        letters = {"speaking": "S", "writing": "W", "reading": "R", "listening": "L"}
        levels = [f"{letter}{getattr(need, skill)}" for skill, letter in letters.items() if getattr(need, skill)]
        shown[need.language] = " ".join([*levels, *([] if need.required else ["asset"])])
    return shown


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


def test_a_level_in_words_stays_with_its_own_language():
    english, spanish = find_language_needs("Anglais niveau avancé, espagnol notions")
    assert (english.need.speaking, spanish.need.speaking) == ("C1", "A2")


@pytest.mark.parametrize(
    "text",
    [
        "At least one of the experts must speak Albanian.",
        "L'un des experts doit parler albanais.",
        "Al menos uno de los expertos debe hablar albanés.",
        "Pelo menos um dos peritos deve falar albanês.",
        "Хотя бы один эксперт должен говорить по-албански, албанский язык обязателен.",
        "يجب أن يتحدث أحد الخبراء الألبانية",
    ],
)
def test_what_is_asked_of_one_expert_is_not_required_of_each(text):
    (found,) = find_language_needs(text, within_section=True)
    assert (found.need.language, found.need.required, found.of_one) == ("sq", False, True)


def test_of_two_languages_only_the_one_asked_of_one_expert_is_not_required_of_each():
    french, arabic = find_language_needs(
        "French C1 and at least one of the experts must speak Arabic", within_section=True
    )
    assert (french.need.required, arabic.need.required) == (True, False)


def test_at_least_one_of_something_else_takes_nothing_back():
    for text in (
        "French C1 and at least one publication",
        "French C1, at least one of the experts must have published",
    ):
        (found,) = find_language_needs(text, within_section=True)
        assert found.need.required


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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("One of the experts will lead the mission, fluent English required", "en"),
        ("One of the experts will lead the mission and fluent English is required", "en"),
        ("L'un des experts sera chef d'équipe, français C1 exigé", "fr"),
        ("Uno de los expertos dirigirá la misión, francés C1 exigido", "fr"),
        ("Um dos peritos será o chefe, francês C1 exigido", "fr"),
        ("Один из экспертов будет руководить, французский C1 обязателен", "fr"),
        ("أحد الخبراء يقود البعثة، الفرنسية C1 مطلوبة", "fr"),
        ("Every one of the experts must speak French", "fr"),
        ("Each one of the experts must speak French", "fr"),
        ("More than one of the experts must speak French", "fr"),
        ("Plus d'un des experts doit parler français", "fr"),
        ("Cada uno de los expertos debe hablar francés", "fr"),
        ("Más de uno de los expertos debe hablar francés", "fr"),
        ("Cada um dos peritos deve falar francês", "fr"),
        ("Mais de um dos peritos deve falar francês", "fr"),
        ("Не один из экспертов должен говорить на французском", "fr"),
        ("يجب أن يتحدث أكثر من أحد الخبراء الفرنسية", "fr"),
        ("Experience as one of the experts of a mission in English", "en"),
    ],
)
def test_what_is_asked_of_all_or_of_more_than_one_is_required(text, code):
    (found,) = find_language_needs(text, within_section=True)
    assert (found.need.language, found.need.required, found.of_one) == (code, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "At least one expert with Arabic, English C1 for both",
        "English (at least one of the experts: Arabic)",
        "English with at least one of the experts speaking Arabic",
        "Au moins un expert avec l'arabe, anglais C1 pour les deux",
        "Anglais (au moins un des experts : arabe)",
        "One of the members of the team: Arabic. All: English",
        "Un des membres de l'équipe : arabe. Tous : anglais",
        "Al menos un experto con árabe, inglés C1 para ambos",
        "Inglés (uno de los expertos: árabe)",
        "Pelo menos um perito com árabe, inglês C1 para ambos",
        "Inglês (um dos peritos: árabe)",
        "Английский (один из экспертов: арабский)",
        "الإنجليزية (أحد الخبراء: العربية)",
    ],
)
def test_one_expert_is_asked_only_for_the_language_beside(text):
    found = {f.need.language: (f.need.required, f.of_one) for f in find_language_needs(text, within_section=True)}
    assert found == {"ar": (False, True), "en": (True, False)}


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
