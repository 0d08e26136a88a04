"""What a call does not say, or says in two ways, is asked about and never made up."""

from __future__ import annotations

from datetime import date

import pytest

from tests.matching.reading.call_texts import (
    about,
    read,
)


def test_a_call_that_says_nothing_more_gets_one_position_without_facts_and_every_question():
    call = read("We need somebody to help the labour inspectors with their work on farms.")
    assert [p.id for p in call.positions] == ["1"] and call.positions[0].model_dump(exclude_defaults=True) == {
        "id": "1"
    }
    assert about(call) == ["positions", "country", "phases", "languages", "positions.1.fields", "positions.1.days"]


def test_a_call_that_only_says_how_many_experts_gets_as_many_positions_without_facts():
    call = read("Two experts should help the labour inspectors with their work on farms.")
    assert [p.id for p in call.positions] == ["1", "2"]
    assert "speaks of 2 experts" in call.questions[0].text
    assert "positions.2.principal" in about(call)


def test_a_single_expert_takes_what_is_said_over_all():
    call = read(
        "Title: Inspection of farms\nWorkload: 12 working days\nFields: N.10.01\nTasks: visit farms; train inspectors"
    )
    assert [(p.days, p.fields, p.tasks) for p in call.positions] == [
        (12, ("N.10.01",), ("visit farms", "train inspectors"))
    ]


@pytest.mark.parametrize(
    ("workload", "days"),
    [
        ("18 and 16 days", [18, 16]),
        ("15 days per expert", [15, 15]),
        ("15 jours par expert", [15, 15]),
        ("30 days", [None, None]),  # of both together, or of each? not said
    ],
)
def test_days_said_over_all_positions_are_shared_only_when_it_is_clear_how(workload, days):
    call = read(f"Title: Inspection of farms\nWorkload: {workload}\nPosition 1: Inspector\nPosition 2: Trainer")
    assert [p.days for p in call.positions] == days


def test_a_country_that_the_text_only_mentions_is_asked_and_not_taken():
    call = read(
        "Title: Seasonal work\nContext: Many of our workers go to Spain and to Italy for the harvest every year."
    )
    assert call.country is None
    (question,) = [q for q in call.questions if q.about == "country"]
    assert "Spain, Italy" in question.text


def test_a_month_without_days_leaves_the_phase_without_dates_and_asks():
    call = read("Title: Inspection of farms\nDates:\nMission: June 2027\nOther: soon")
    assert [(p.name, p.start) for p in call.phases] == [("Mission", None)]
    assert "a month without days" in next(q.text for q in call.questions if q.about == "phases")


def test_dates_that_end_before_they_start_are_asked_about():
    call = read("Title: Inspection of farms\nDates:\nMission\t21 May 2027\t3 May 2027")
    assert call.window is None
    assert "before it starts" in next(q.text for q in call.questions if q.about == "phases")


@pytest.mark.parametrize(
    "deadline",
    [
        "Deadline for applications: 30 June 2027",
        "Please apply by 30 June 2027.",
        "Plazo de presentación de solicitudes: 30 de junio de 2027",
        "Prazo para apresentação de candidaturas: 30 de junho de 2027",
        "Date limite de candidature : 30 juin 2027",
        "Fecha límite para presentar candidaturas: 30 de junio de 2027",
        "Срок подачи заявок: 30 июня 2027 г.",
        "آخر موعد لتقديم الطلبات: 30 يونيو 2027",
    ],
)
def test_a_deadline_for_applications_after_the_first_day_is_asked_about(deadline):
    (question,) = [q for q in read(f"{_INSPECTION}{deadline}").questions if q.about == "phases"]
    assert "applications close on 2027-06-30, after the activity begins on 2027-05-03" in question.text


@pytest.mark.parametrize(
    "line",
    [
        "Deadline for applications: 2 April 2027",
        "Deadline for the final report: 30 June 2027",
        "Plazo de ejecución: hasta el 30 de junio de 2027",
        "Prazo de execução: até 30 de junho de 2027",
        "Le séminaire de clôture a lieu le 20 mai 2027.",
        "Experts submit their mission plan by 13 May 2027.",
        "Крайний срок сдачи материалов: 15 мая 2027 г.",
        "The new rules apply from 1 July 2027 on.",
        "Submission of the deliverables by 30 June 2027.",
        "The application of the labour code from 1 July 2027 on is the subject.",
    ],
)
def test_a_deadline_before_the_first_day_and_one_for_something_else_are_not(line):
    assert "phases" not in about(read(f"{_INSPECTION}{line}"))


_INSPECTION = "Title: Inspection of farms\nDates: 3 to 21 May 2027\n"


def test_dates_in_the_past_are_asked_about_when_today_is_given():
    text = "Title: Inspection of farms\nDates: 3 to 21 May 2027"
    assert "phases" not in about(read(text, today=date(2027, 1, 1)))
    assert "before today" in next(q.text for q in read(text, today=date(2028, 1, 1)).questions if q.about == "phases")


def test_an_ambiguous_numeric_date_is_asked_about():
    call = read("Title: Inspection of farms\nDates: 03/05/2027 - 07/05/2027")
    assert call.window == (date(2027, 5, 3), date(2027, 5, 7))
    assert "day first" in next(q.text for q in call.questions if q.about == "phases")


def test_a_deadline_is_no_phase():
    assert read("Title: Inspection of farms\nApplications from 1 to 12 March 2027, please, to the office.").phases == ()


def test_a_mixture_of_languages_without_a_working_language_is_asked_about():
    call = read(
        "Le service national de l'emploi souhaite revoir l'accueil des jeunes demandeurs d'emploi dans ses agences.\n"
        "The experts should look at the offices in the capital and write a guide for the counsellors who work there.\n"
        "Nous attendons une proposition simple que nos équipes puissent appliquer dès la rentrée dans les régions."
    )
    assert "mixes French, English" in next(q.text for q in call.questions if q.about == "language")


def test_either_language_is_asked_about():
    call = read("Title: Inspection of farms\nLanguages: fluency in Spanish or Portuguese")
    assert "Spanish or Portuguese" in next(q.text for q in call.questions if q.about == "languages")


def test_a_language_asked_of_one_expert_is_asked_about_and_bars_nobody():
    call = read("Title: Inspection of farms\nLanguages: English C1. At least one of the experts must speak Albanian.")
    assert "of one expert" in next(q.text for q in call.questions if q.about == "languages.sq")
    assert [(need.language, need.required) for need in call.languages] == [("en", True), ("sq", False)]


def test_drafting_is_asked_about_where_only_speaking_is_said():
    assert "languages.fr.writing" in about(read("Title: Inspection of farms\nLanguages: French, spoken B2"))


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The mission runs from 21 May 2027 to 3 May 2027.", "before it starts"),
        ("The mission runs from 30 February 2027 to 5 March 2027.", "no day 30"),
    ],
)
def test_days_of_a_sentence_that_cannot_be_are_asked_about(sentence, asked):
    call = read(f"Reform of pensions in Peru for the ministry of labour.\n{sentence}")
    assert any(asked in question.text for question in call.questions)
