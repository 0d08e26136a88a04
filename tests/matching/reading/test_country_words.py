"""The countries that a text names."""

import pytest

from matching.reading.country_words import countries_in, forms
from tests.matching.reading.call_texts import about, read


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Mission in Togo and Chad, then Togo", ("TG", "TD")),
        ("working with turkey and chad", ()),
        ("Guinea-Bissau", ("GW",)),
        ("миссия в Тунисе", ("TN",)),
        ("Республика Узбекистан", ("UZ",)),
        ("في تونس وبالأردن وللمغرب", ("TN",)),
        ("ومصر", ("EG",)),
    ],
)
def test_countries_are_names_with_a_capital_in_inflected_forms_too(text, codes):
    assert countries_in(text)[: len(codes)] == codes and bool(countries_in(text)) == bool(codes)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("работа в Казахстане", ("KZ",)),
        ("правительство Узбекистана", ("UZ",)),
        ("с Таджикистаном", ("TJ",)),
        ("миссия в Ливане", ("LB",)),
        ("миссия в Ливии", ("LY",)),
        ("миссия в Нигере", ("NE",)),
        ("миссия в Нигерии", ("NG",)),
        ("миссия в Египте", ("EG",)),
        ("миссия в Чаде", ("TD",)),
        ("в Саудовской Аравии", ("SA",)),
        ("в Боснии и Герцеговине", ("BA",)),
        ("на Филиппинах", ("PH",)),
        ("в Южном Судане", ("SS",)),
        ("в Кыргызской Республике", ("KG",)),
        ("в Мальдивах", ("MV",)),
        ("в Коморах", ("KM",)),
        ("на Багамах", ("BS",)),
        ("правительство Косова", ("XK",)),
        ("в Косове", ("XK",)),
        ("с Польшей", ("PL",)),
        ("с Камбоджей", ("KH",)),
        ("в США", ("US",)),
        ("с Соединёнными Штатами", ("US",)),
        ("в Соединенных Штатах Америки", ("US",)),
        ("в Южной Корее", ("KR",)),
        ("с Северной Кореей", ("KP",)),
        ("в Российской Федерации", ("RU",)),
        ("в ЦАР", ("CF",)),
        ("в Самоа", ("WS",)),
        ("в Американском Самоа", ("AS",)),
        ("в Того", ("TG",)),
        ("в Того же", ("TG",)),
    ],
)
def test_a_russian_name_is_known_in_every_case(text, codes):
    assert countries_in(text) == codes


@pytest.mark.parametrize(
    "text", ["Самое важное", "Самой опытной группе", "Опыт. Того же эксперта", "Того, кто работал"]
)
def test_a_common_word_at_the_head_of_a_sentence_is_no_country(text):
    assert countries_in(text) == ()


def test_no_form_of_a_name_belongs_to_two_countries():
    assert [form for form, codes in forms().items() if len(codes) > 1] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("in the Democratic Republic of the Congo", ("CD",)),
        ("en République démocratique du Congo", ("CD",)),
        ("na República Democrática do Congo", ("CD",)),
        ("в Демократической Республике Конго", ("CD",)),
        ("في جمهورية الكونغو الديمقراطية", ("CD",)),
        ("en Guinée équatoriale", ("GQ",)),
        ("en République dominicaine", ("DO",)),
        ("aux Émirats arabes unis", ("AE",)),
        ("en Costa de Marfil", ("CI",)),
    ],
)
def test_a_long_name_is_not_taken_for_the_short_one_inside_it(text, codes):
    assert countries_in(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "in the Congo",
        "au Congo",
        "en el Congo",
        "no Congo",
        "в Конго",
        "в Республике и в Конго",
        "في الكونغو",
        "بالكونغو",
    ],
)
def test_a_name_that_two_countries_share_is_both(text):
    assert sorted(countries_in(text)) == ["CD", "CG"]


@pytest.mark.parametrize(
    ("text", "code"), [("in Korea", "KR"), ("en Corée", "KR"), ("в Корее", "KR"), ("في كوريا", "KR")]
)
def test_so_is_the_other_such_name(text, code):
    assert sorted(countries_in(text)) == ["KP", code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo-Brazzaville", ("CG",)),
        ("Congo (Kinshasa)", ("CD",)),
        ("République du Congo : le Congo souhaite", ("CG",)),
        ("R.D.C.", ("CD",)),
        ("D.R. Congo", ("CD",)),
        ("RDC. Le Congo souhaite", ("CD",)),
        ("Congo (Democratic Republic of the)", ("CD",)),
        ("Congo, Dem. Rep.", ("CD",)),
        ("Republic of Congo", ("CG",)),
        ("Congo, Rep.", ("CG",)),
        ("République de Corée", ("KR",)),
        ("Республика Корея", ("KR",)),
    ],
)
def test_the_rest_of_the_name_or_of_the_text_says_which(text, codes):
    assert countries_in(text) == codes


def test_which_of_the_two_is_meant_is_asked_and_not_taken():
    call = read("Country: Congo\nTitle: Inspection of farms\nFields: N.10.01")
    assert call.country is None
    (question,) = [q for q in call.questions if q.about == "country"]
    assert "may mean Congo - Kinshasa or Congo - Brazzaville" in question.text


def test_elsewhere_in_the_call_it_may_be_said():
    call = read("Country: Congo\nInstitution: Inspection du travail de la RDC\nFields: N.10.01")
    assert call.country == "CD" and "country" not in about(call)
