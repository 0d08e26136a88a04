"""Calls from texts of our own, in six languages and in the shapes in which they come."""

from __future__ import annotations

from datetime import date

import pytest

from matching.reading import Document, read_call
from tests.matching.reading.call_texts import (
    ARABIC,
    ENGLISH,
    FRENCH_PROSE,
    MAY,
    PORTUGUESE,
    RUSSIAN,
    SIDE_BY_SIDE,
    SPANISH_MARKDOWN,
    VOCABULARY,
    about,
    need,
    read,
)


def test_an_english_call_with_numbered_headings():
    call = read(ENGLISH)
    assert (call.language, call.country, call.institution) == ("en", "KE", "State Department for Labour")
    assert call.objectives == ("Renew the inspection forms", "Train the inspectors", "Publish results")
    assert call.results == ("forms in use", "40 inspectors trained")
    assert [(p.name, p.on_site) for p in call.phases] == [("Preparation", False), ("Mission", True), ("Report", False)]
    assert call.phases[2].start is None and call.phases[2].end == date(2027, 6, 30)
    assert call.languages == (need("en", "C1", "C1"), need("sw", None, None, required=False))
    first, second = call.positions
    assert (first.principal, first.days, first.min_years) == (True, 18, 10)
    assert first.fields == ("N.10.01", "A.75") and first.competences == ("1.2", "5.1")
    assert first.statuses == ("civil_servant", "retired_public")
    assert first.tasks == ("lead the team", "draft the report")
    assert first.desirable == ("Knowledge of Kenya would be an asset",)
    assert (second.principal, second.days, second.fields, second.regions) == (False, 16, ("N.10.01",), ("East Africa",))


def test_an_unknown_code_in_a_text_becomes_a_question_with_near_codes():
    (question,) = [q for q in read(ENGLISH).questions if q.about == "fields"]
    assert "'A.36'" in question.text and "Near ones: " in question.text


def test_a_criterion_on_a_language_raises_the_need_of_the_call_and_keeps_the_rest_of_it():
    assert read(ENGLISH).positions[0].languages == (need("en", "C1", "C2"),)


def test_a_french_letter_in_running_text():
    call = read(FRENCH_PROSE)
    assert (call.title, call.country, call.language) == ("appui à la réforme des retraites au Sénégal", "SN", "fr")
    assert [(p.start, p.end) for p in call.phases] == MAY and call.phases[0].name == "activity"
    assert call.languages == (need("fr", "C1", "C1"), need("en", "B2", None, required=False))
    assert [(p.principal, p.days) for p in call.positions] == [(True, 20), (False, 18)]
    assert "languages.fr" in about(call)  # the level was taken from words


def test_a_spanish_call_in_markdown_with_tables():
    call = read(SPANISH_MARKDOWN)
    assert (call.title, call.country, call.institution) == ("Inspección de trabajo en el campo", "PE", "SUNAFIL")
    assert (call.action_code, call.action_title, call.id) == ("2026-14", "Campo seguro", "2026-14-3")
    assert (call.activity_number, call.activity_title) == ("3", "Guía de inspección")
    assert [(p.name, p.start.day, p.end.day, p.on_site) for p in call.phases] == [
        ("Preparación", 3, 7, False),
        ("Misión", 10, 21, True),
    ]
    assert call.languages == (need("es", "C1", "C1"), need("en", "B2", "B1", required=False))
    assert [(p.title, p.principal, p.days, p.fields) for p in call.positions] == [
        ("Experto en inspección", True, 22, ("N.10.01",)),
        ("Experto en formación", False, 20, ("F.15.03", "A.75")),
    ]
    assert about(call) == []


def test_a_portuguese_call_names_a_field_by_its_label():
    call = read(PORTUGUESE)
    assert (call.title, call.country, [(p.start, p.end) for p in call.phases]) == ("Formação de inspetores", "AO", MAY)
    first, second = call.positions
    assert (first.fields, first.days, first.min_years, first.principal) == (("N.10.01",), 20, 10, True)
    assert first.languages == (need("pt", "C1", "C1"),)
    assert (second.days, second.principal, second.fields) == (15, False, ())


def test_a_russian_call():
    call = read(RUSSIAN)
    assert (call.country, call.language, [(p.start, p.end) for p in call.phases]) == ("KZ", "ru", MAY)
    assert call.languages == (need("ru", "C1", "C1"),)
    assert [(p.principal, p.days, p.min_years) for p in call.positions] == [(True, 18, 10), (False, 16, None)]
    assert call.positions[0].tasks == ("провести оценку", "подготовить отчет")


def test_an_arabic_call_with_eastern_digits():
    call = read(ARABIC)
    assert (call.title, call.country, call.language) == ("إصلاح نظام التقاعد", "JO", "ar")
    assert [(p.start, p.end) for p in call.phases] == MAY
    assert [(p.principal, p.days, p.min_years) for p in call.positions] == [(True, 18, 10), (False, 16, None)]
    assert call.languages == (need("ar", "C1", "C1"),)


def test_positions_side_by_side_in_a_table_and_an_impossible_date():
    call = read(SIDE_BY_SIDE)
    assert [(p.principal, p.days, p.fields) for p in call.positions] == [(True, 18, ("A.70",)), (False, 16, ("E.10",))]
    assert (call.version, call.issued, call.reference, call.id) == ("draft 2", date(2027, 1, 4), "EM/27/3", "EM/27/3")
    assert call.activity_types == ("advice", "study_visit") and call.assistance_types == ("A.02.02",)
    assert call.phases[0].start is None and call.languages == (need("en", None, None),)
    texts = {q.about: q.text for q in call.questions}
    assert "'31 June 2027'" in texts["phases"] and "no day 31" in texts["phases"]
    assert "without a level" in texts["languages.en"]


# --- outlines -------------------------------------------------------------------------------------------------------


def test_a_summary_table_and_the_parts_below_it_are_one_position_each():
    call = read(
        "# Review of pensions\n\n"
        "Expert\tFields\tDays\nPrincipal expert\tE.10.07\t20\nSecond expert\tE.10.08\t18\n\n"
        "### Principal expert: Actuary\nTasks\n- build the model\n### Second expert\nTasks\n- write the law\n"
        "## Confidentiality\nNothing leaves the office.\n"
    )
    assert [(p.principal, p.title, p.days, p.tasks) for p in call.positions] == [
        (True, "Actuary", 20, ("build the model",)),
        (False, None, 18, ("write the law",)),
    ]


def test_positions_without_number_are_one_when_title_or_role_is_the_same():
    call = read(
        "Title: Review of pensions\nPrincipal expert: Actuary (20 days)\nTechnical expert: Lawyer\n"
        "Tasks for all\nPrincipal expert: Actuary\nTasks\n- build the model\n"
        "Technical expert: Economist\nTasks\n- compare\n"
    )
    assert [p.title for p in call.positions] == ["Actuary", "Lawyer", "Economist"]


def test_the_longer_of_two_titles_of_one_position_is_kept_and_their_tasks_are_put_together():
    call = read(
        "Title: Review of pensions\nExpert 1: Actuary\nTasks\n- build\nExpert 2: Lawyer\n"
        "Expert 1 (principal expert): Actuary for public funds\nTasks\n- build\n- present\n"
    )
    assert [(p.title, p.principal, p.tasks) for p in call.positions] == [
        ("Actuary for public funds", True, ("build", "present")),
        ("Lawyer", False, ()),
    ]


def test_a_profile_with_unknown_headings_does_not_leak_into_the_criteria():
    call = read(
        "Title: Review of pensions\nPosition 1: Actuary\nEssential criteria\n- Degree in mathematics\n"
        "Further remarks\nThe office is small.\nPosition 2: Lawyer"
    )
    assert call.positions[0].essential == ("Degree in mathematics",)
    assert call.positions[1].title == "Lawyer"


def test_a_numbered_heading_that_is_not_known_ends_the_section_before_it():
    call = read("1. Title: Review of pensions\n2. Objectives\nRenew the law\n3. Security on the ground\nQuiet.\n")
    assert call.objectives == ("Renew the law",)


def test_a_second_title_is_a_line_like_any_other():
    assert read("Title: Review of pensions\nContext\nTitle: Another").title == "Review of pensions"


def test_an_action_code_is_found_beside_its_word_and_turned_back():
    assert read("Call for experts\nAction no 2026-07 of the year\nWe need help with pensions").action_code == "2026-07"
    assert read("Title: Review of pensions\nAction code: 27-2026").action_code == "2026-27"
    assert read("Title: Review of pensions\nAction code: AX9").action_code == "AX9"


@pytest.mark.parametrize(
    "text",
    [
        "We ask for two experts within action 2026-07 on the inspection of farms.",
        "Dans le cadre de l’action n° 2026-07, nous demandons deux experts.",
        "En el marco de la acción 2026–07 pedimos dos expertos.",
        "No âmbito da ação 2026-07, pedimos dois peritos.",
        "В рамках действия № 2026-07 просим направить двух экспертов.",
        "في إطار العمل رقم 2026-07 نطلب خبيرين.",
    ],
)
def test_an_action_code_in_a_sentence_is_that_of_the_call(text):
    assert read(text).action_code == "2026-07"


@pytest.mark.parametrize(
    "text",
    [
        "The strategy 2026-30 asks for two experts on inspection.",
        "Le plan d'action 2026-30 prévoit deux experts de l'inspection.",
        "El plan de acción 2026-30 pide dos expertos de inspección.",
        "План действий 2026-30 предусматривает двух экспертов.",
        "Le programme d'action 2026-30 prévoit deux experts de l'inspection.",
        "Программа действий 2026-30 предусматривает двух экспертов.",
        "We ask for two experts, as a follow-up of action 2024-07.",
        "Nous demandons deux experts, à la suite de l'action 2024-07.",
        "Two experts are needed, as in action 2026-07 and in action 2026-09.",
    ],
)
def test_a_plan_of_years_an_earlier_action_and_one_of_several_are_not(text):
    assert read(text).action_code is None


def test_the_id_is_given_or_the_reference_or_the_action_or_a_hash():
    assert read("Title: Review of pensions", id="x7").id == "x7"
    assert read("Title: Review of pensions\nAction code: 2026-07").id == "2026-07"
    assert read("Title: Review of pensions").id == read("Title: Review of pensions").id
    assert read("Title: Review of pensions").id.startswith("call-")


def test_a_document_that_was_read_already_is_taken_as_it_is():
    assert read_call(Document("# Review of pensions\n\nCountry\tTogo", 1, "docx"), VOCABULARY).text.startswith("Review")
    assert read_call(b"Review of pensions in Togo", VOCABULARY).country == "TG"


def test_a_title_is_not_a_greeting_nor_a_sentence():
    assert read("Dear colleagues,\nwe need help with pensions and with a law.").title is None
    assert read("Terms of reference\nReview of pensions\nCountry: Togo").title == "Review of pensions"


LETTERS = {
    "en": "Ministry of Labour, Zambia asks for help with social dialogue.\n"
    "Position 1: Principal expert in collective bargaining. Tasks: train 20 mediators. Workload: 18 days. At least ten "
    "years of experience.\n"
    "Position 2: Expert in dispute statistics. Tasks: build a register of disputes. 16 days.\n"
    "Working language: English, speaking C1, drafting C1. On-site mission from 3 to 14 May 2027.",
    "es": "La Dirección de Inspección del Trabajo de Paraguay pide ayuda.\n"
    "Posición 1: Experta principal en negociación colectiva. Tareas: formar a 20 mediadores. 18 días.\n"
    "Posición 2: Experto en estadística de conflictos. Tareas: crear un registro. 16 días\n"
    "Idioma de trabajo: inglés C1 hablado y escrito. Misión del 3 al 14 de mayo de 2027.",
}


@pytest.mark.parametrize("language", LETTERS)
def test_facts_that_follow_each_other_on_one_line_are_told_apart(language):
    call = read(LETTERS[language])
    assert [(p.principal, p.days, len(p.tasks)) for p in call.positions] == [(True, 18, 1), (False, 16, 1)]
    assert [p.title and p.title.split()[-1] for p in call.positions] in (
        ["bargaining", "statistics"],
        ["colectiva", "conflictos"],
    )
    assert not (call.positions[0].title or "").startswith(("in ", "en "))
    assert [(p.start, p.end) for p in call.phases] == [(date(2027, 5, 3), date(2027, 5, 14))]
    assert [(n.language, n.speaking, n.writing) for n in call.languages] == [("en", "C1", "C1")]


def test_a_line_of_days_does_not_end_the_tasks():
    call = read(
        "Help with mediation in Togo.\nPosition 1: Expert in mediation\nTasks: Prepare a seminar\n2 days seminar\n"
        "Draft the manual of mediators\nWorkload: 18 days"
    )
    assert (call.positions[0].days, call.positions[0].tasks[-1]) == (18, "Draft the manual of mediators")
