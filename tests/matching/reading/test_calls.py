"""Calls from texts of our own, in six languages and in the shapes in which they come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.entities import Call, LanguageNeed
from matching.errors import InvalidCall, MatchingError
from matching.reading import Document, read_call
from matching.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()

ENGLISH = """CALL FOR EXPERTS

1. Country: Kenya
2. Partner institution: State Department for Labour
3. Background
Kenya wants to renew its inspection service. The plan of 2024-2028 foresees 200 posts.
4. Objectives
1. Renew the inspection forms
2. Train the inspectors
3. Publish results
5. Expected results
a) forms in use
b) 40 inspectors trained
6. Dates
Preparation: 3-7 May 2027 (home-based)
Mission: 10 to 21 May 2027 in Nairobi
Report by 30 June 2027
7. Positions
Principal expert (18 working days)
Fields: N.10.01, A.75, A.36
Competences: 1.2 Policy making; 5.1
Eligible statuses: civil servants and retired public officials
Tasks: lead the team; draft the report
Profile:
- At least ten years in a labour inspectorate
- Perfect written English
- Knowledge of Kenya would be an asset
Second expert - 16 days
Fields: N 10 01
Region: East Africa
8. Languages
Fluent English (C1 written). Swahili is an asset.
9. Logistics
The office is in Nairobi.
10. How to apply
Send your application before 12 March 2027.
"""
FRENCH_PROSE = """Appel à experts : appui à la réforme des retraites au Sénégal

La Caisse de retraite souhaite accueillir deux experts, du 3 au 21 mai 2027, pour revoir le calcul des pensions.
L'expert principal (20 jours) conduira la mission ; le second expert (18 jours) préparera le modèle actuariel.
Maîtrise du français exigée, capacité de rédaction. L'anglais (B2 à l'oral) serait un atout.
Les candidatures sont reçues du 1 au 30 mars 2027.
"""
SPANISH_MARKDOWN = """# Convocatoria: Inspección de trabajo en el campo

**País socio:** Perú
**Institución contraparte:** SUNAFIL
**Acción:** 2026-14 - Campo seguro
**Actividad:** 3. Guía de inspección

| N.º | Puesto | Principal | Áreas | Días |
|---|---|---|---|---|
| 1 | Experto en inspección | sí | N.10.01 | 22 |
| 2 | Experto en formación | no | F.15.03 | 20 |
|  |  |  | A.75 | |

## Fechas
| Fase | Inicio | Fin | Lugar |
|---|---|---|---|
| Preparación | 03/05/2027 | 07/05/2027 | a distancia |
| Misión | 10/05/2027 | 21/05/2027 | en el país |

## Idiomas
| Idioma | Oral | Escrito |
|---|---|---|
| Español | C1 | C1 |
| Inglés | B2 | B1 (deseable) |
"""
PORTUGUESE = """Termos de referência
Título: Formação de inspetores
País: Angola
Período: de 3 a 21 de maio de 2027

Perito principal
Duração: 20 dias úteis
Áreas de especialização: Inspeção do trabalho
Requisitos: pelo menos dez anos de experiência; domínio da língua portuguesa falada e escrita

Perito 2
Duração: 15 dias úteis
"""
RUSSIAN = """Техническое задание: развитие службы занятости
Страна: Казахстан
Партнерское учреждение: Министерство труда
Сроки: с 3 по 21 мая 2027 г.

Ведущий эксперт – 18 рабочих дней
Задачи:
- провести оценку
- подготовить отчет
Требования: опыт работы не менее десяти лет
Второй эксперт – 16 рабочих дней

Рабочий язык: русский, уровень C1 (письменно и устно)
"""
ARABIC = """دعوة للخبراء: إصلاح نظام التقاعد
البلد: الأردن
المؤسسة الشريكة: المؤسسة العامة للضمان الاجتماعي
الفترة: من ٣ إلى ٢١ أيار ٢٠٢٧

الخبير الرئيسي (١٨ يوم عمل)
المهام:
- إعداد التقرير
- تدريب الموظفين
الشروط: خبرة لا تقل عن عشر سنوات
الخبير الثاني (١٦ يوم عمل)

لغة العمل: العربية، إتقان تام كتابة وتحدثا
"""
SIDE_BY_SIDE = """Title: Review of unemployment insurance
Country: Armenia
Version: draft 2
Date: 4 January 2027
Reference: EM/27/3 (draft)
Type of support: advice; study visit
Type of assistance: A.02.02

Positions
\tPosition 1\tPosition 2
Role\tPrincipal expert\tTechnical expert
Fields\tA.70\tE.10
Days\t18\t16
Notes\tonly mornings\t

Dates: 31 June 2027
Working language: English
"""


def read(text: str, **how) -> Call:
    return read_call(text, VOCABULARY, **how)


def about(call: Call) -> list[str]:
    return [question.about for question in call.questions]


def need(language: str, speaking: str | None, writing: str | None, required: bool = True) -> LanguageNeed:
    return LanguageNeed(language=language, speaking=speaking, writing=writing, required=required)


MAY = [(date(2027, 5, 3), date(2027, 5, 21))]


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


# --- what is not said -----------------------------------------------------------------------------------------------


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


def test_drafting_is_asked_about_where_only_speaking_is_said():
    assert "languages.fr.writing" in about(read("Title: Inspection of farms\nLanguages: French, spoken B2"))


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


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   \n", "pensions", "42 17", "."])
def test_an_empty_or_one_word_request_is_refused_with_what_is_needed(text):
    with pytest.raises(InvalidCall, match="at least a sentence on what the expert should do"):
        read(text)


def test_a_call_in_another_language_is_refused():
    with pytest.raises(InvalidCall, match="German"):
        read("Die Rentenversicherung sucht zwei Fachleute, die Erfahrung mit der Reform von Beiträgen haben.")


words = st.sampled_from(
    [
        "Expert",
        "Position",
        "1",
        "2",
        "Principal expert",
        ":",
        ";",
        "- ",
        "# ",
        "## ",
        "|",
        "Tasks",
        "Fields",
        "A.35",
        "Z.99",
        "Languages",
        "French",
        "C1",
        "Days",
        "18 days",
        "3 May 2027",
        "Country",
        "Togo",
        "Title",
        "\n",
        "\t",
        "الخبير",
        "Эксперт",
        "Dates",
        "Profile",
        "(",
        ")",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(words, max_size=40).map(" ".join)))
@example("\tExpert 1\tExpert 2\nDays\t1\t2")
def test_a_text_is_read_or_refused_in_words_and_nothing_else(text):
    try:
        call = read(text)
    except MatchingError as error:
        assert str(error)
    else:
        assert call.positions and len({p.id for p in call.positions}) == len(call.positions)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda b: b"%PDF-1.4\n" + b)))
def test_bytes_are_read_or_refused_in_words_and_nothing_else(data):
    try:
        read_call(data, VOCABULARY)
    except MatchingError as error:
        assert str(error)
