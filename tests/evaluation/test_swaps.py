"""Swaps: one fact or one wording becomes another, and nothing else does."""

from __future__ import annotations

import pytest

from evaluation.swaps import (
    gendered_sentences,
    other_countries,
    swap_declared,
    swap_home_country,
    swap_names,
)
from matching.codes import WORKING_LANGUAGES
from matching.entities import Expert
from tests.people import person


@pytest.mark.parametrize("language", WORKING_LANGUAGES)
def test_every_language_has_sentences_in_two_different_versions(language: str) -> None:
    sentences = gendered_sentences(language)
    assert len(sentences) >= 8
    assert all(masculine != feminine for masculine, feminine in sentences)


def test_a_language_that_is_not_served_has_no_sentences() -> None:
    assert gendered_sentences("de") == []


def test_everyone_gets_another_gender_and_another_nationality_and_keeps_the_rest(people: list[Expert]) -> None:
    for old, new in zip(people, swap_declared(people), strict=True):
        assert new.declared.gender != old.declared.gender
        assert not set(new.declared.nationalities) & set(old.declared.nationalities)
        assert new.model_copy(update={"declared": old.declared}) == old


def test_a_nationality_that_was_declared_is_not_handed_back() -> None:
    swede = person("p", declared={"gender": "other", "nationalities": ["SE", "PT"]})
    assert swap_declared([swede])[0].declared.nationalities == ("BE",)


def test_everyone_gets_another_name_and_keeps_the_rest(people: list[Expert]) -> None:
    named = [p.model_copy(update={"name": f"Given{i} Family{i}"}) for i, p in enumerate(people)]
    others = swap_names(named)
    assert others[0].name == "Given1 Family4"
    for old, new in zip(named, others, strict=True):
        assert new.name != old.name
        assert new.model_copy(update={"name": old.name}) == old


def at_home(**facts: object) -> Expert:
    home = {
        "kind": "post",
        "language": "fr",
        "employer": "Agence (Espagne)",
        "country": "ES",
        "text": "Agence (Espagne).",
    }
    abroad = {"kind": "post", "language": "en", "employer": "Fund, Togo", "country": "TG", "text": "In Spain and Togo."}
    known = {"institution": "Agence (Espagne)", "institution_country": "ES", "segments": [home, abroad]}
    return person("p", **(known | facts))


def test_the_home_institution_moves_in_its_name_its_code_and_the_texts_about_it() -> None:
    moved = swap_home_country(at_home(), "PT")
    assert (moved.institution, moved.institution_country) == ("Agence (Portugal)", "PT")
    assert moved.segments[0].text == "Agence (Portugal)."
    assert (moved.segments[0].employer, moved.segments[0].country) == ("Agence (Portugal)", "PT")
    assert moved.segments[1] == at_home().segments[1]  # another employer: what happened there stays


def test_a_segment_at_home_in_a_third_country_keeps_it() -> None:
    home = {"language": "fr", "employer": "Agence (Espagne)", "country": "TG", "text": "Togo."}
    assert swap_home_country(at_home(segments=[home]), "PT").segments[0].country == "TG"


def test_who_has_no_home_country_or_institution_stays() -> None:
    for expert in (at_home(institution_country=None), at_home(institution=None)):
        assert swap_home_country(expert, "PT") == expert


def test_a_name_that_is_part_of_another_word_is_not_replaced() -> None:
    home = {"language": "en", "employer": "Agence (Espagne)", "text": "Niger, Nigerian law"}
    moved = swap_home_country(at_home(institution_country="NE", segments=[home]), "ML")
    assert moved.segments[0].text == "Mali, Nigerian law"


def test_people_move_within_their_continent_and_never_to_a_country_kept_out() -> None:
    people = [at_home(institution_country=code) for code in ("DE", "FR", "IT", "TG", None)]
    first, second, third, africa, unknown = other_countries(people, {"IT"})
    assert (first, second) == ("FR", "DE")
    assert third in {"DE", "FR"}
    assert africa is None and unknown is None
