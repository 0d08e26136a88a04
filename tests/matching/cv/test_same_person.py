"""The same person has the same hash however the name is written, and nobody else has it."""

from __future__ import annotations

from datetime import date

import pytest

from matching.cv.same_person import person_hash

BORN, KEY = date(1981, 9, 1), b"a key of the service"


def test_case_accents_titles_and_the_order_of_names_do_not_matter() -> None:
    same = {
        person_hash(name, BORN, KEY)
        for name in ("Solène Kermadec", "KERMADEC Solene", "Dr Solène KERMADEC", "kermadec, solène")
    }
    assert len(same) == 1


def test_another_name_another_day_or_another_key_gives_another_hash() -> None:
    others = {
        person_hash("Solène Kermadec", BORN, KEY),
        person_hash("Solène Kermadeg", BORN, KEY),
        person_hash("Solène Kermadec", date(1981, 1, 9), KEY),
        person_hash("Solène Kermadec", BORN, b"another key"),
    }
    assert len(others) == 4
    assert all(len(value) == 64 for value in others)


def test_names_in_other_scripts_have_a_hash() -> None:
    assert person_hash("Оганесян Левон", BORN, KEY) == person_hash("ЛЕВОН ОГАНЕСЯН", BORN, KEY)
    assert person_hash("رانيا الحوراني", BORN, KEY) != person_hash("أمينة زروقي", BORN, KEY)


@pytest.mark.parametrize(("name", "key"), [("Solène Kermadec", b""), ("...", KEY)])
def test_without_a_key_or_a_name_there_is_no_hash(name: str, key: bytes) -> None:
    with pytest.raises(ValueError, match="needs a"):
        person_hash(name, BORN, key)
