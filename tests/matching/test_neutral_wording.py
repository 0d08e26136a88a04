"""Neutral wording: what a woman and a man would write becomes the same text, and everything else stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.load import load_experts
from matching.codes import WORKING_LANGUAGES
from matching.neutral_wording import Forms, Rewording, gendered_words, neutral

SAME = {
    "en": [
        ("He was chairman and he drafted it himself.", "She was chairwoman and she drafted it herself."),
        ("Mr Head of section, responsible for his team, who report to him.", None),
        ("He or she leads the unit.", "She or he leads the unit."),
    ],
    "fr": [
        ("Le directeur général adjoint", "La directrice générale adjointe"),
        ("Avis du conseiller technique principal, remis au chef de bureau", None),
        ("Nommé directeur adjoint, il a été chargé de la réorganisation.", None),
        ("Je suis inspecteur du travail, détaché auprès de l'agence et chargé du suivi.", None),
        ("Un ancien inspecteur ; le responsable national", "Une ancienne inspectrice ; la responsable nationale"),
    ],
    "es": [
        ("Técnico superior de empleo, encargado de la coordinación.", None),
        ("El antiguo jefe de sección y asesor jurídico", "La antigua jefa de sección y asesora jurídica"),
        ("Soy licenciado en derecho y trabajé como inspector.", None),
    ],
    "pt": [
        ("O diretor-geral adjunto", "A diretora-geral adjunta"),
        ("Sou licenciado em direito. Ele foi eleito secretário da comissão.", None),
    ],
    "ru": [
        ("Работал начальником отдела, руководил группой.", "Работала начальницей отдела, руководила группой."),
        ("Вёл переговоры. Старший преподаватель, выпускник академии", None),
        ("В 2010 году был назначен заместителем.", "В 2010 году была назначена заместителем."),
    ],
    "ar": [
        ("المدير التنفيذي، وهو مسؤول عن المصلحة", "المديرة التنفيذية، وهي مسؤولة عن المصلحة"),
        ("كان مستشاراً قانونياً ثم منسقاً", "كانت مستشارة قانونية ثم منسقة"),
        ("كان مستشارًا قانونيًا", "كانت مستشارة قانونية"),
        ("وعمل خبيرا للمدير", "وعملت خبيرة للمديرة"),
    ],
}


def pairs() -> list[tuple[str, str, str]]:
    """Language, masculine and feminine text; the feminine made by hand, or by swapping every word that is known."""
    found = []
    for language, rows in SAME.items():
        words = gendered_words(language)
        assert words
        feminine = Rewording(words, lambda f: {f.masculine: f.feminine})
        found += [(language, m, f or feminine.apply(m)) for m, f in rows]
    return found


@pytest.mark.parametrize(("language", "masculine", "feminine"), pairs())
def test_both_versions_become_the_same_text(language: str, masculine: str, feminine: str) -> None:
    assert masculine != feminine
    assert neutral(masculine, language) == neutral(feminine, language)


def test_the_form_for_both_is_preferred_to_the_masculine_one() -> None:
    assert neutral("He was the chairman.", "en") == "They was the chairperson."
    assert neutral("La directrice", "fr") == "Le directeur"


def test_capitals_stay_capitals() -> None:
    assert neutral("DIRECTRICE GÉNÉRALE, Cheffe, cheffe", "fr") == "DIRECTEUR GÉNÉRAL, Chef, chef"
    assert neutral("De la conseillère", "fr") == "Du conseiller"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Women's employment, widows' pensions, the maternity of young mothers and female entrepreneurs"),
        ("fr", "Les lignes directrices de l'équipe chargée de l'égalité ; les conseillères formées"),
        ("es", "Asistencia técnica de la empresa consultora; asesora al ministro; función inspectora"),
        ("pt", "A assistência técnica da entidade gestora; assessora o conselho"),
        ("ru", "Программа была разработана, комиссия назначена"),
        ("ar", "مديرية العمل والجهة المكلفة بالتشغيل"),
    ],
)
def test_subjects_and_things_stay_as_they_are(language: str, text: str) -> None:
    assert neutral(text, language) == text


def test_a_word_that_is_also_an_adjective_counts_only_where_somebody_speaks_of_themselves() -> None:
    assert neutral("Chargée d'études", "fr") == "Chargé d'études"
    assert neutral("- chargée d'études", "fr") == "- chargé d'études"
    assert neutral("en tant que chargée d'études", "fr") == "en tant que chargé d'études"
    assert neutral("l'unité chargée d'études", "fr") == "l'unité chargée d'études"


def test_a_comma_goes_on_about_a_person_within_a_sentence_only() -> None:
    assert neutral("Une inspectrice, détachée", "fr") == "Un inspecteur, détaché"
    assert neutral("L'inspectrice part. L'unité, détachée", "fr") == "L'inspecteur part. L'unité, détachée"
    assert neutral("L'unité, détachée", "fr") == "L'unité, détachée"


def test_a_statement_of_gender_loses_its_value() -> None:
    assert (
        neutral("Gender: female. Born in Lyon", "en")
        == neutral("Gender: male. Born in Lyon", "en")
        == ("Gender: . Born in Lyon")
    )
    assert neutral("Sexe : F", "fr") == "Sexe : "
    assert neutral("Gender: equality of pay", "en") == "Gender: equality of pay"


def test_endings_that_name_both_genders_are_dropped() -> None:
    assert neutral("Chargé(e) d'études, expert·e, directeur(trice)", "fr") == "Chargé d'études, expert, directeur"
    assert neutral("Director/a", "es") == "Director"


@pytest.mark.parametrize("language", [None, "de", ""])
def test_a_language_without_words_is_left_alone(language: str | None) -> None:
    assert neutral("Sie war Direktorin, she said", language) == "Sie war Direktorin, she said"
    assert gendered_words("de") is None


def test_the_texts_of_the_sample_hold_no_gendered_wording() -> None:
    changed = [
        segment.id
        for expert in load_experts()
        for segment in expert.segments
        if neutral(segment.text, segment.language) != segment.text
    ]
    assert not changed


@pytest.mark.parametrize("language", WORKING_LANGUAGES)
def test_every_word_of_the_table_is_in_small_letters_and_both_forms_lead_to_one(language: str) -> None:
    words = gendered_words(language)
    assert words
    every: tuple[Forms, ...] = (*words.free, *words.personal)
    assert all(form == form.lower() and form.strip() == form for forms in every for form in forms)
    # A bare word at the beginning of a text is a person's own, so both lists count there.
    astray = [f for f in every if neutral(f.masculine, language) != neutral(f.feminine, language)]
    assert not astray


@pytest.mark.parametrize("language", WORKING_LANGUAGES)
@given(data=st.data())
def test_applied_twice_it_is_the_same_again(language: str, data: st.DataObject) -> None:
    words = gendered_words(language)
    assert words
    forms = [form for f in (*words.free, *words.personal, *words.adjectives, *words.determiners) for form in f]
    some = st.sampled_from([*forms, *words.epicene, *words.openers, *words.links, "x", ". ", ", ", "\n"])
    text = " ".join(data.draw(st.lists(some, max_size=12)))
    once = neutral(text, language)
    assert neutral(once, language) == once
