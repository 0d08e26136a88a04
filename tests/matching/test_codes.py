"""Countries and languages by code or name in six languages."""

from __future__ import annotations

import pytest

from matching.codes import country_code, country_name, fold, language_code, language_name


@pytest.mark.parametrize(
    ("text", "code"),
    [("TG", "TG"), ("tgo", "TG"), ("Togo", "TG"), ("Côte d’Ivoire", "CI"), ("Perú", "PE"), ("Moçambique", "MZ"),
     ("Киргизия", "KG"), ("تونس", "TN"), ("Tanzania", "TZ"), ("Palestine", "PS"), ("Kosovo", "XK"), ("XK", "XK")],
)  # fmt: skip
def test_a_country_is_known_by_code_and_by_name(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(("text", "code"), [("fr", "fr"), ("FRA", "fr"), ("français", "fr"), ("арабский", "ar")])
def test_a_language_is_known_by_code_and_by_name(text: str, code: str) -> None:
    assert language_code(text) == code


@pytest.mark.parametrize("text", ["Atlantis", "Congo-Nowhere", "", "zz", 7])
def test_an_unknown_country_or_language_says_what_was_found(text: object) -> None:
    with pytest.raises(ValueError, match="unknown country"):
        country_code(text)
    with pytest.raises(ValueError, match="unknown language"):
        language_code(text)


def test_a_name_that_two_countries_share_names_neither() -> None:
    with pytest.raises(ValueError, match="unknown country 'Korea'"):
        country_code("Korea")


def test_names_are_given_in_a_language() -> None:
    assert country_name("ES", "fr") == "Espagne" and country_name("??") == "??"
    assert language_name("ar", "es") == "árabe" and language_name("??") == "??"
    assert fold("  L'Été — 2027! ") == "l ete 2027"
