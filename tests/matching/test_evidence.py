"""Which sentence of a segment is shown: the one with the request's words, in other languages words that begin alike."""

from __future__ import annotations

import pytest

from matching.evidence import best_sentence, gather_clues
from matching.vocabulary import load_vocabulary
from tests.people import person

WEIGHTS = {"statist": 4.0, "profil": 5.0, "de": 9.0}


def shown(text: str, language: str | None, asked_in: str = "en") -> str:
    clues = gather_clues(asked_in, WEIGHTS, (), load_vocabulary().fields)
    expert = person("a", segments=[{"text": text, "kind": "post", "language": language}])
    found = best_sentence(expert, 0, clues)
    assert text[found.start : found.end] == found.text
    return found.text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Head of agency. Statistical methods for others.", "Statistical methods for others."),
        ("fr", "Responsable d'agence. Profilage statistique des publics.", "Profilage statistique des publics."),
        ("es", "Jefa de oficina. Estadística laboral. Análisis estadístico del perfil.", "Jefa de oficina."),
        ("pt", "Chefe de agência. Profissional de apoio.", "Chefe de agência."),
        ("fr", "Chef de service de district. Tri des dossiers.", "Chef de service de district."),
        ("ru", "Начальник отдела. Статистика рынка труда.", "Начальник отдела."),
        (None, "Head of agency. Statistical methods.", "Statistical methods."),
    ],
)
def test_the_sentence_with_the_words_of_the_request_is_shown(language: str | None, text: str, expected: str) -> None:
    assert shown(text, language) == expected


def test_words_of_the_own_language_count_more_than_words_that_only_begin_alike() -> None:
    assert shown("Profilage des publics. Profiling of the unemployed.", "fr") == "Profilage des publics."
    assert shown("Profilists everywhere. Profils and statistical statistics.", "en", "fr").startswith("Profils")


def test_a_long_sentence_is_cut_at_a_word() -> None:
    found = shown(f"{'word ' * 100}profiling", "en")
    assert len(found) <= 320 and found.endswith("word")
