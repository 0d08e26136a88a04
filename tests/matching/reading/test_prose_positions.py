"""Positions that running text tells apart, and the words of a text that say a fact."""

from __future__ import annotations

import pytest

from matching.entities import Call, Position
from matching.reading import read_call
from matching.reading.position_heads import match_position
from matching.reading.words_read import words_read
from matching.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
PROSE = {
    "en": "Position 1: principal expert, labour inspection, 18 days. Position 2: expert, training, 16 days.",
    "fr": "Poste 1 : expert principal, inspection du travail, 18 jours. Poste 2 : expert, formation, 16 jours.",
    "es": "Puesto 1: experto principal, inspección laboral, 18 días; puesto 2: experto, formación, 16 días.",
    "pt": "Posição 1: perito principal, inspeção do trabalho, 18 dias. Posição 2: perito, formação, 16 dias.",
    "ru": "Позиция 1: главный эксперт, инспекция труда, 18 дней. Позиция 2: эксперт, обучение, 16 дней.",
    "ar": "المنصب 1: الخبير الرئيسي، تفتيش العمل، 18 يوما. المنصب 2: خبير، تدريب المفتشين، 16 يوما.",
}
TERMS = """Call for experts: labour inspection in Togo
Partner country: Togo
Partner institution: Inspection du travail
Dates: 3 to 14 May 2027 on site
Working language: French, B2 spoken and C1 written
Position 1: principal expert, labour inspection, 18 days
Essential: at least 10 years of experience.
Position 2: expert, training, 16 days"""


@pytest.mark.parametrize("language", PROSE)
def test_numbered_positions_in_running_text_are_told_apart(language):
    call = read_call(f"{PROSE[language]}\n", VOCABULARY)
    assert [(p.principal, p.days) for p in call.positions] == [(True, 18), (False, 16)]
    assert all(p.title and not any(char.isdigit() for char in p.title) for p in call.positions)
    assert "positions" not in {question.about for question in call.questions}


def test_what_follows_a_position_in_running_text_belongs_to_the_call():
    text = f"We ask for support. {PROSE['en']} The mission takes place from 3 to 14 May 2027. French (B2) is required."
    call = read_call(text, VOCABULARY)
    assert [p.title for p in call.positions] == ["labour inspection", "training"]
    assert [need.language for need in call.languages] == ["fr"] and call.window
    assert not any(p.languages for p in call.positions)


def test_more_experts_than_are_described_are_positions_without_facts():
    call = read_call("Three experts are needed. Position 1: principal expert, 18 days, who leads.", VOCABULARY)
    assert [(p.principal, p.days) for p in call.positions] == [(True, 18), (False, None), (False, None)]


def test_the_days_of_an_event_are_not_those_of_the_expert_who_holds_it():
    sentence = "We need a principal expert for a 2-day seminar in Togo, and a second expert for 18 days."
    call = read_call(sentence, VOCABULARY)
    assert [(p.principal, p.days) for p in call.positions] == [(True, None), (False, 18)]
    assert "positions.1.days" in {question.about for question in call.questions}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Expert 1: Training expert for 15 days", 15),
        ("Expert 1 : 10 jours de formation", 10),
        ("Experto 1: 10 días en oficina", 10),
        ("Perito 1: 10 dias de formação", 10),
        ("Эксперт 1: эксперт по курсам на 10 дней", 10),
        ("Workload: One training expert for 8 days", 8),
        ("Workload: 2 trainers for 15 days course design", 15),
    ],
)
def test_days_of_work_are_not_taken_for_those_of_an_event(text, days):
    call = read_call(f"{text}\nInspection of farms in Togo", VOCABULARY)
    assert call.positions[0].days == days


@pytest.mark.parametrize(
    "text",
    [
        "The principal expert works 20 days. No second expert is foreseen.",
        "L'expert principal travaille 20 jours. Le second expert est fourni par le ministère.",
        "El experto principal trabaja 20 días. El segundo experto lo aporta el ministerio.",
    ],
)
def test_an_expert_who_is_only_spoken_of_is_no_position(text):
    assert [(p.principal, p.days) for p in read_call(text, VOCABULARY).positions] == [(True, 20)]


def test_a_line_that_describes_several_positions_is_the_head_of_none():
    assert match_position("Position 1: principal expert, 18 days. Position 2: expert, 16 days.") is None
    head = match_position("Position 1: principal expert, labour inspection, 18 days")
    assert head and (head.number, head.principal, head.title) == (1, True, "labour inspection")


def test_a_working_language_is_read_from_a_sentence():
    call = read_call("Support for the inspectors of Togo. The working language is French (B2).", VOCABULARY)
    assert [(need.language, need.speaking) for need in call.languages] == [("fr", "B2")]


def test_each_fact_comes_with_the_line_that_says_it():
    words = words_read(read_call(TERMS, VOCABULARY))
    assert words["country"] == "Partner country: Togo"
    assert words["phases.0"] == "Dates: 3 to 14 May 2027 on site"
    assert words["languages.fr"].startswith("Working language")
    assert words["positions.1.title"] == words["positions.1.days"] == TERMS.split("\n")[5]
    assert words["positions.1.min_years"] == "Essential: at least 10 years of experience."
    assert words["positions.2.days"] == TERMS.split("\n")[7]


def test_a_fact_that_no_line_says_comes_without_words():
    call = Call(id="x", text="Support for inspectors.", country="TG", positions=(Position(id="1", days=18),))
    assert words_read(call) == {}
    long = Call(id="x", text=f"Togo {'and so on ' * 60}", country="TG")
    assert len(words_read(long)["country"]) <= 242 and words_read(long)["country"].endswith(" …")
