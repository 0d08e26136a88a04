"""Addresses and numbers of referees are not those of the person."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from tests.matching.cv.free.building import cv


@pytest.mark.parametrize("heading", ["Referees", "Références", "Referencias", "Referências", "Рекомендации", "المراجع"])
def test_what_stands_under_referees_is_not_the_persons_own(heading: str) -> None:
    parts = read_free(
        cv(
            f"""
Ada Lind
ada@example.org | tel. +47 22 55 50 11
# Experience
Adviser, Ministry of Labour, Oslo, 2010 – 2020
# {heading}
Kari Moe, director, kari@example.org, tel. +47 22 55 50 99
"""
        )
    )
    assert [fact.value for fact in parts.emails] == ["ada@example.org"]
    assert [fact.value for fact in parts.phones] == ["+47 22 55 50 11"]


def test_an_own_address_below_other_information_stays() -> None:
    parts = read_free(cv("Ada Lind\n# Experience\nAdviser, Ministry of Labour, 2010 – 2020\n# Other\nada@example.org"))
    assert [fact.value for fact in parts.emails] == ["ada@example.org"]
