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


def test_days_in_brackets_behind_a_month_leave_it_the_date_of_an_entry() -> None:
    parts = read_free(
        cv(
            """
# Parcours
Directeur d'agence, Pôle emploi, Vichy ; de 2009 à 2016
Conseiller, Pôle emploi, Moulins ; octobre 2008 (10 jours)
"""
        )
    )
    assert [dates(e) for e in parts.entries] == ["2009/2016", "2008-10/2008-10"]


def test_a_thesis_below_its_degree_belongs_to_it() -> None:
    parts = read_free(
        cv(
            """
# FORMATION
2008\tDoctorat en sciences économiques, Université de Cluses
Thèse : « Le secteur informel et la couverture sociale », dir. Pr J. Malavaud
2002\tDEA en économie, Université de Bouaflé
"""
        )
    )
    assert [(e.employer, dates(e)) for e in parts.entries] == [
        ("Université de Cluses", "/2008"),
        ("Université de Bouaflé", "/2002"),
    ]


def test_work_listed_under_a_heading_of_skills_is_work() -> None:
    parts = read_free(
        cv(
            """
# PARCOURS PROFESSIONNEL
2014 – 2020 Maître de conférences, Université de Bouaflé
# EXPERTISE ET CONSEIL
2023-2024\tÉtude de faisabilité d'un régime, pour la Caisse nationale, Abidjan
juillet 2016\tFormation des statisticiens, pour le ministère du Travail, Lomé
# LANGUES
Français : C1
"""
        )
    )
    assert [(e.kind, e.employer) for e in parts.entries[1:]] == [
        ("assignment", "Caisse nationale"),
        ("assignment", "ministère du Travail"),
    ]


def test_a_number_of_pages_ends_a_publication() -> None:
    parts = read_free(
        cv(
            """
# PUBLICATIONS
Amani A. (2021), Femmes, marchés et prévoyance, Presses du Golfe, 212 p.
Amani A. et Sossah K. (2017), « Qui cotise ? », Revue du travail, 9(2), p. 33-58
"""
        )
    )
    assert [dates(e) for e in parts.entries] == ["2021/2021", "2017/2017"]
