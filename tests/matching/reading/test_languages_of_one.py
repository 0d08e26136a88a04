"""What is asked of one expert of a team, and what of each."""

from __future__ import annotations

import pytest

from matching.reading import find_language_needs


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
