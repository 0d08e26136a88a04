"""Degrees as people write them: school before or after, in brackets, as initials, several on one line, still going on."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from tests.matching.cv.free.building import cv, dates


def degrees(written: str) -> list[str]:
    """The degrees of a list in short: "title | school | dates"."""
    entries = read_free(cv(f"# Education\n{written}")).entries
    return [f"{e.title} | {e.employer} | {dates(e)}" for e in entries if e.kind == "degree"]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("University of Manchester (2010 – 2011): M.Sc. Social Policy",
         ["M.Sc. Social Policy | University of Manchester | 2010/2011"]),
        ("LL.B. (1998) and LL.M. (2001), University of Malta",
         ["LL.B | University of Malta | /1998", "LL.M | University of Malta | /2001"]),
        ("HEC Montréal : M. Sc. (gestion), 2011 ; Université Laval : baccalauréat, 2004",
         ["M. Sc. (gestion) | HEC Montréal | /2011", "baccalauréat | Université Laval | /2004"]),
        ("Ingeniera comercial (Universidad de Chile, 1996)",
         ["Ingeniera comercial | Universidad de Chile | /1996"]),
        ("2009 : DESS de droit social, Université de Dakar\n2003 : Maîtrise en droit privé, UCAD",
         ["DESS de droit social | Université de Dakar | /2009", "Maîtrise en droit privé | UCAD | /2003"]),
        ("2002–2006: КазНУ им. аль-Фараби, бакалавр социологии\n2009 : UCAD, maîtrise en droit privé",
         ["бакалавр социологии | КазНУ им. аль-Фараби | 2002/2006", "maîtrise en droit privé | UCAD | /2009"]),
        ("Doctor en Derecho por la Universidad de Salamanca (2010)",
         ["Doctor en Derecho | Universidad de Salamanca | /2010"]),
        ("ماجستير إدارة الموارد البشرية من جامعة ليدز عام 2013",
         ["ماجستير إدارة الموارد البشرية | جامعة ليدز | /2013"]),
        ("National Diploma: Environmental Health\nCape Peninsula University of Technology, 2003",
         ["National Diploma: Environmental Health | Cape Peninsula University of Technology | /2003"]),
        ("1998 : Diplôme de l'École nationale d'administration",
         ["Diplôme de l'École nationale d'administration | École nationale d'administration | /1998"]),
    ],
)  # fmt: skip
def test_title_school_and_year_of_a_degree(written: str, wanted: list[str]) -> None:
    assert degrees(written) == wanted


def test_studies_that_go_on_are_an_entry_of_their_own() -> None:
    written = "Doctorat d'économie (en cours depuis 2021) – Université de Lomé\nMaîtrise d'économie – Université du Bénin, 1996"
    assert degrees(written) == [
        "Doctorat d'économie | Université de Lomé | 2021/...",
        "Maîtrise d'économie | Université du Bénin | /1996",
    ]


def test_the_title_of_a_thesis_is_no_degree() -> None:
    written = (
        "2003 - 2005\nMestrado em Saúde\nUniversidade Federal da Bahia\nTítulo: Acidentes na construção. Ano: 2005."
    )
    assert degrees(written) == ["Mestrado em Saúde | Universidade Federal da Bahia | 2003/2005"]


def test_a_drawn_rule_is_nothing() -> None:
    assert degrees("* * * * * * * *\nMSc Statistics, University of Ghana, 2004") == [
        "MSc Statistics | University of Ghana | /2004"
    ]
