"""An employer printed above its posts: in bold, as a heading, with the years of the whole or the time spent there."""

from __future__ import annotations

from matching.cv.free.reading import read_free
from tests.matching.cv.free.building import cv


def test_the_time_spent_with_an_employer_stands_between_it_and_its_posts() -> None:
    entries = read_free(
        cv(
            """
# Experience
!Department of Employment
9 years 2 months
Director, Public Services
June 2020 - Present (4 years 4 months)
Deputy Director
August 2015 - May 2020 (4 years 10 months)
!Harambee Work Solutions
Regional Manager
March 2012 - July 2015 (3 years 5 months)
"""
        )
    ).entries
    assert [e.employer for e in entries] == ["Department of Employment"] * 2 + ["Harambee Work Solutions"]
    firsts = [e.text.split("\n")[0] for e in entries]
    assert firsts == ["Director, Public Services", "Deputy Director", "Harambee Work Solutions"]


def test_the_heading_of_one_post_belongs_to_no_entry() -> None:
    entries = read_free(
        cv(
            """
# Experiencia
## Ministerio de Igualdad
!Especialista
abr. 2022 – presente
!Analista
sep. 2019 – mar. 2022
## Secretaría del Trabajo
!Subdirectora de Igualdad
jun. 2012 – dic. 2017
"""
        )
    ).entries
    assert [e.employer for e in entries] == ["Ministerio de Igualdad"] * 2 + ["Secretaría del Trabajo"]
    assert [e.text.split("\n")[0] for e in entries] == ["Especialista", "Analista", "Subdirectora de Igualdad"]


def test_an_office_that_is_called_like_a_position_may_stand_above_its_posts() -> None:
    entries = read_free(
        cv(
            """
# Carreira
!Secretaria de Estado do Emprego, Lisboa (2007–2014)
Diretora nacional, 2011–2014: criou o quadro nacional de qualificações com trinta e dois centros.
Técnica, 2007–2011
"""
        )
    ).entries
    assert [(e.title, e.employer) for e in entries] == [
        ("Diretora nacional", "Secretaria de Estado do Emprego"),
        ("Técnica", "Secretaria de Estado do Emprego"),
    ]


def test_a_row_of_a_table_is_above_nobody() -> None:
    entries = read_free(
        cv(
            """
# Employment
2016 – 2024	Nordlys Development ApS, Director
2019 – 2022	Danish Working Environment Authority, Team leader
"""
        )
    ).entries
    assert [e.employer for e in entries] == ["Nordlys Development ApS", "Danish Working Environment Authority"]
