"""Habits of people who write CVs: labels, headings with an employer, leave, work on one's own account, broken grids."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from matching.entities import SKILLS
from tests.matching.cv.free.building import cv, dates, shown


def test_a_leave_is_no_post_and_has_no_employer() -> None:
    parts = read_free(
        cv(
            """
# Experience
2015 – 2020 Adviser, Ministry of Labour, Oslo
2013 – 2014 Parental leave
2010 – 2012 Consultora independiente
"""
        )
    )
    assert [(e.kind, e.employer) for e in parts.entries] == [
        ("post", "Ministry of Labour"), ("other", None), ("post", None),
    ]  # fmt: skip


def test_the_employer_in_the_heading_is_that_of_the_posts_below() -> None:
    parts = read_free(
        cv(
            """
# FONCTIONS EXERCÉES À LA CAISSE NATIONALE DE PRÉVOYANCE SOCIALE
2017 – 2020 : Directeur des prestations
2010 – 2016 : Sous-directeur des pensions
# FORMATION
2005 Maîtrise en droit, Université de Dakar
"""
        )
    )
    posts = [e for e in parts.entries if e.kind == "post"]
    assert [e.employer for e in posts] == ["CAISSE NATIONALE DE PRÉVOYANCE SOCIALE"] * 2


def test_a_client_named_in_the_middle_of_a_line_is_the_employer() -> None:
    parts = read_free(
        cv(
            """
# Проекты
Реформа оценки инвалидности (март – август 2023)
Страна: Кыргызстан. Заказчик: Министерство здравоохранения. Донор: ЮНИСЕФ.
"""
        )
    )
    assert [e.employer for e in parts.entries] == ["Министерство здравоохранения"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2012 Master of Laws, University of Oslo", "degree"),
        ("Специалист по социальной работе, Минский университет, 2012", "degree"),
        ("Curso de formação de formadores, Instituto do Emprego, 2014", "training"),
        ("2012 – 2015 Lecturer, University of Oslo", "post"),
    ],
)
def test_a_degree_under_a_heading_nobody_knows_is_no_post(line: str, kind: str) -> None:
    parts = read_free(
        cv(f"# Experience\n2015 – 2020 Adviser, Ministry of Labour\n# Quod didici\n{line}\n# Languages\nFrench: B2")
    )
    assert shown(parts.entries[-1]).startswith(kind)


def test_items_that_begin_with_dates_and_a_full_stop_are_entries() -> None:
    parts = read_free(
        cv("# Trayectoria profesional\n- 2007-2018. Secretaría del Trabajo. Directora general.\n- 2019. OIT. Asesora.")
    )
    assert [dates(e) for e in parts.entries] == ["2007/2018", "2019/2019"]


def levels(written: str) -> dict[str, list[str | None]]:
    """Level per skill of each language that a CV states."""
    return {
        fact.claim.language: [str(fact.claim.level(s)) if fact.claim.level(s) else None for s in SKILLS]
        for fact in read_free(cv(written)).languages
    }


def test_a_row_of_a_grid_broken_over_two_lines_is_one_row() -> None:
    read = levels("# Langues\nÉcouter\tLire\nFrançais\tC2\tC2\nC1\tC1\tC1\nAnglais\tB2\tB2\tB1\tB1\tB1")
    assert sorted(read["fr"], key=str) == ["C1", "C1", "C2", "C2"]
    assert sorted(read["en"], key=str) == ["B1", "B1", "B2", "B2"]


def test_a_sentence_on_a_language_goes_on_on_the_next_line() -> None:
    read = levels("# Langues\nLe français m'est courant. Je travaille en anglais, que\nje parle et écris couramment.")
    assert read["en"].count("C1") == 2
    assert read["fr"].count("C1") == 2


def test_a_certificate_names_its_language() -> None:
    assert levels("# Langues\nArabe : langue maternelle\nDALF C1")["fr"] == ["C1"] * 4
