"""Facts of requests as offices write them: letters, e-mails, tables with what holds for all below them, signs misread."""

from __future__ import annotations

import pytest

from matching.reading.position_heads import match_position
from tests.matching.reading.call_texts import read
from tests.matching.reading.needs_shown import needs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Se requiere español nativo o C2, e inglés B1 (lectura).", {"es": "SC2 WC2", "en": "RB1"}),
        ("We need French native or C2 and English B2.", {"fr": "SC2 WC2", "en": "SB2 WB2"}),
        ("Se pide portugués fluido o C1.", {"pt": "SC1 WC1"}),
        ("لغة العمل هي العربية بمستوى C1، والفرنسية مستحسنة.", {"ar": "SC1 WC1", "fr": "asset"}),
        ("Working language is French (B2+), reports in English would be fine too.", {"fr": "SB2 WB2", "en": "asset"}),
    ],
)
def test_languages_of_running_text_keep_their_own_levels(text, expected):
    assert needs(text) == expected


def test_what_stands_below_a_table_of_positions_holds_for_all_of_them():
    call = read(
        "Title: Registers of employers\nPost\tRole\tDays\nExpert in registers\tprincipal\t18\nExpert in data\tsecond\t16\n\n"
        "Profile: at least ten years in a fund."
    )
    assert [(p.days, p.min_years) for p in call.positions] == [(18, 10), (16, 10)]


@pytest.mark.parametrize(
    "text",
    [
        "1. Title: Inspection of farms\n2. Profile\nExpert 1 (20 days)\nExpert 2 (18 days)\n3. Languages: English C1",
        "Title: Inspection of farms\nPosition 1: Inspector (20 days)\nPosition 2: Trainer (18 days)\nLanguage: English (C1)",
    ],
)
def test_a_language_named_after_the_last_of_several_heads_is_asked_of_all(text):
    call = read(text)
    assert [need.language for need in call.languages] == ["en"]
    assert [(p.days, p.languages) for p in call.positions] == [(20, ()), (18, ())]


@pytest.mark.parametrize("day", ["14 January 2027", "Lusaka, 14 January 2027", "Lomé, le 14 janvier 2027"])
def test_the_day_of_a_letter_is_not_its_title(day):
    assert read(f"{day}\n\nDear Madam,\nWe ask for two experts on the inspection of farms.").title is None


def test_an_expert_described_on_the_line_of_the_head_is_one_position():
    call = read(
        "Título: Inspección agrícola\nPerfil\nExperto/a principal (20 días de trabajo): 10 años de experiencia como mínimo en "
        "inspección de trabajo.\nExperto/a 2 (18 días de trabajo): formación de inspectores."
    )
    assert [(p.principal, p.days) for p in call.positions] == [(True, 20), (False, 18)]
    assert call.positions[0].min_years == 10 and call.positions[0].title is None


def test_what_is_said_of_some_experts_in_running_text_is_kept():
    call = read("We ask for three experts on pensions. The team leader would work 20 days and will write the report.")
    assert [(p.principal, p.days) for p in call.positions] == [(True, 20), (False, None), (False, None)]


@pytest.mark.parametrize(
    "text",
    [
        "We ask for two experts on the inspection of farms. Each will work 15 days.",
        "Precisamos de dois peritos em inspeção agrícola. Carga de trabalho: 15 dias por perito.",
        "Nous demandons deux experts de l'inspection, pour 15 jours chacun.",
    ],
)
def test_days_of_each_in_running_text_are_those_of_all(text):
    assert [p.days for p in read(text).positions] == [15, 15]


def test_roles_in_arabic_are_told_apart_at_its_comma():
    call = read("نطلب خبيرين في تفتيش الشغل. الخبير الرئيسي: 16 يوم عمل، الخبير الثاني: 14 يوم عمل.")
    assert [(p.principal, p.days) for p in call.positions] == [(True, 16), (False, 14)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("We ask for two experts. They should have at least eight years of experience in collection.", 8),
        ("Nous demandons deux experts ayant au moins huit ans d'expérience du recouvrement.", 8),
        ("Pedimos dos expertos. Experiencia mínima: 8 años.", 8),
        ("Precisamos de dois peritos com pelo menos oito anos de experiência.", 8),
        ("Просим направить двух экспертов. Опыт работы не менее восьми лет.", 8),
        ("نطلب خبيرين. خبرة لا تقل عن ثماني سنوات.", 8),
        ("We ask for two experts. The fund has twenty years of experience.", None),
        ("We ask for two experts. The office has at least 20 years of data.", None),
    ],
)
def test_years_of_experience_that_running_text_asks_for_are_those_of_all(text, years):
    assert [p.min_years for p in read(text).positions] == [years, years]


def test_a_small_l_is_read_as_the_number_one_of_a_position():
    head = match_position("Position l: Principal expert - actuary (19 days)")
    assert head is not None and head.number == 1


@pytest.mark.parametrize(
    "text",
    [
        "Title: Farms\nPrincipal expert (20 days): leads the other experts.\nExpert 2 (18 days): trains inspectors.",
        "Two experts on farms. The principal expert, 20 days, coordinates the other experts. The second expert works 18 days.",
        "Deux experts agricoles. L'expert principal (20 jours) guide les autres experts. Le second expert travaille 18 jours.",
    ],
)
def test_whoever_leads_the_other_experts_is_the_principal_one(text):
    assert [(p.principal, p.days) for p in read(text).positions] == [(True, 20), (False, 18)]


@pytest.mark.parametrize("days", ["14-16 March 2027", "from 14 to 16 March 2027"])
def test_a_title_that_ends_with_the_days_of_an_event_is_one(days):
    assert read(f"Regional workshop, {days}\n\nWe ask for two experts on farms.").title == f"Regional workshop, {days}"


@pytest.mark.parametrize(
    "text",
    [
        "Two experts on farms should help us. Each of the two workshops has 3 days.",
        "Two experts and two workshops on farms are planned. Each will last 3 days.",
        "Deux experts agricoles sont attendus. Chacun des ateliers comprend 3 jours.",
        "Se necesitan dos expertos en agricultura. Cada uno de los talleres dura 3 días.",
    ],
)
def test_the_days_of_each_workshop_are_not_those_of_each_expert(text):
    assert [p.days for p in read(text).positions] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "Two experts on farms should help us. Each of the two senior experts works 18 days.",
        "Nous demandons deux experts agricoles, chacun de 18 jours.",
        "Precisamos de dois peritos agrícolas. Cada um trabalha 18 dias.",
    ],
)
def test_the_days_of_each_expert_are(text):
    assert [p.days for p in read(text).positions] == [18, 18]


def test_experts_are_heads_however_the_feminine_is_written():
    call = read(
        "Titre : Fermes\nExpert principal/e (20 jours) : dix ans d'inspection du travail, dans la conduite de réformes et de "
        "missions.\nExpert/e 2 (18 jours) : formation des inspecteurs.\nLangues : français C1"
    )
    assert [(p.principal, p.days, p.languages) for p in call.positions] == [(True, 20, ()), (False, 18, ())]
    assert [need.language for need in call.languages] == ["fr"]


def test_how_many_experts_are_wanted_is_read_below_the_dates_too():
    call = read("Title: Farms\nDates: 3-7 May 2027\nTwo experts, 18 days each")
    assert [p.days for p in call.positions] == [18, 18] and call.phases[0].end.day == 7
