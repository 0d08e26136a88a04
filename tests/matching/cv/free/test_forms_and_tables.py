"""Forms with numbered fields, tables with labels, and what a row or a remark says."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from matching.cv.values import Block, CvText
from tests.matching.cv.free.building import cv, dates, shown


def tables(*tables_: tuple[tuple[str, ...], ...], before: tuple[str, ...] = ()) -> CvText:
    """Headings in bold, then rows, each table with a number of its own."""
    blocks = [Block(line, bold=True) for line in before]
    for number, rows in enumerate(tables_, 1):
        blocks += [Block("\t".join(row), "row", cells=row, table=number) for row in rows]
    return CvText(tuple(blocks), "docx")


def test_the_fields_between_numbered_headings_end_what_stands_before_them() -> None:
    parts = read_free(
        cv(
            """
6. Education:
MSc Statistics, University of Oslo, 2004
7. Membership of professional associations: Statistical Society
8. Employment record:
2010 – 2020 Statistician, Ministry of Labour
9. Have you ever been charged? No
"""
        )
    )
    assert [(e.kind, e.text) for e in parts.entries] == [
        ("degree", "MSc Statistics, University of Oslo, 2004"),
        ("post", "2010 – 2020 Statistician, Ministry of Labour"),
    ]


def test_positions_held_is_a_field_of_an_assignment_and_heads_nothing() -> None:
    rows = [
        (
            ("Name of assignment", name), ("Year", year), ("Client", "Social Security Fund"),
            ("Main features", "a model"), ("Positions held", "Team leader"),
        )
        for name, year in (("Pension reform", "2018"), ("Review of rates", "2020"))
    ]  # fmt: skip
    entries = read_free(tables(*rows, before=("Assignments",))).entries
    assert [shown(e) for e in entries] == [
        "assignment | Pension reform | Social Security Fund | 2018/2018 | -",
        "assignment | Review of rates | Social Security Fund | 2020/2020 | -",
    ]
    assert [e.text.rsplit("\n", 1)[-1] for e in entries] == ["Positions held\tTeam leader"] * 2


def test_a_head_that_stands_above_each_post_belongs_to_it_and_names_the_title() -> None:
    head = ("FROM", "TO", "SALARIES PER ANNUM", "EXACT TITLE OF YOUR POST:")
    rows = [
        (head, (*period, "Final 12,000", title), (f"NAME OF EMPLOYER: {employer}", "TYPE OF BUSINESS: NGO", "", ""))
        for period, title, employer in (
            (("Jan. 2009", "Mar. 2018"), "Field Worker", "Relief Network"),
            (("Feb. 2003", "Dec. 2005"), "Head of Division", "Ministry of Internal Affairs"),
        )
    ]
    entries = read_free(tables(*rows, before=("Employment record",))).entries
    assert [(e.title, e.employer, dates(e)) for e in entries] == [
        ("Field Worker", "Relief Network", "2009-01/2018-03"),
        ("Head of Division", "Ministry of Internal Affairs", "2003-02/2005-12"),
    ]
    assert all(e.text.startswith("FROM") for e in entries)


def test_two_labels_in_a_row_are_no_heading_and_none_is_no_degree() -> None:
    rows = (("Образование:", "Окончил:"), ("высшее", "университет"), ("Учёная степень:", "нет"))
    assert not read_free(tables(rows)).entries


def test_the_name_stands_below_its_parts() -> None:
    rows = (("1. Family name", "First name", "Middle name"), ("Manu", "Tevita", "Faleolo"))
    name = read_free(tables(rows)).name
    assert name and name.value == "Tevita Faleolo Manu"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Study of pensions, Ministry of Labour, Tunisia, 2022 (funded by the World Bank)", "2022/2022"),
        ("Study of pensions, Ministry of Labour, 2021–2024 (€412,000)", "2021/2024"),
        ("Study of pensions. Client: Ministry of Labour. 2018, Indonesia.", "2018/2018"),
    ],
)
def test_a_remark_or_a_country_may_stand_behind_the_dates(line: str, wanted: str) -> None:
    other = "Review of pensions, Ministry of Finance, Kenya, 2016"
    entries = read_free(cv(f"# Assignments\n{line}\n{other}")).entries
    assert [dates(e) for e in entries] == [wanted, "2016/2016"]


def test_to_this_day_ends_a_post_whose_dates_have_labels() -> None:
    parts = read_free(
        cv(
            """
# Experiencia laboral
Entidad: Servicio de Empleo
Fecha de ingreso: 3 de febrero de 2020
Fecha de retiro: A la fecha
"""
        )
    )
    assert [dates(e) for e in parts.entries] == ["2020-02-03/..."]


def test_the_level_of_study_before_a_degree_is_not_its_name() -> None:
    parts = read_free(
        cv("# Formación académica\nPostgrado: Especialización en Gerencia, Escuela de Administración Pública, 2012")
    )
    assert [e.title for e in parts.entries] == ["Especialización en Gerencia"]


def test_the_title_of_a_thesis_is_not_that_of_the_degree() -> None:
    parts = read_free(
        cv(
            """
# Formação acadêmica
2006 - 2008	Mestrado em Saúde
Universidade Federal do Pará
Título: Acidentes na pesca.
1999 - 2005	Graduação em Medicina
Universidade do Estado do Pará
"""
        )
    )
    assert [e.title for e in parts.entries] == ["Mestrado em Saúde", "Graduação em Medicina"]


def test_years_of_study_among_the_posts_are_a_degree() -> None:
    parts = read_free(
        cv(
            """
# Трудовая деятельность
2000–2004 гг.	студент, Экономический университет
2004–2009 гг.	специалист, Министерство труда
"""
        )
    )
    assert [e.kind for e in parts.entries] == ["degree", "post"]


def test_the_kind_of_an_organisation_below_its_name_is_not_its_name() -> None:
    parts = read_free(
        cv("# Опыт работы\n2017 — 2020\tЦентр трудовых ресурсов\nГосударственные организации\nДиректор департамента")
    )
    assert [e.employer for e in parts.entries] == ["Центр трудовых ресурсов"]


def test_grants_and_advice_are_assignments() -> None:
    parts = read_free(cv("# Research grants\nPrincipal investigator, Estonian Research Council, 2021–2024"))
    assert [e.kind for e in parts.entries] == ["assignment"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("2. Февраль 2013 г. – май 2018 г.", "2013-02/2018-05"),
        ("3. 2007 – 2013 гг.", "2007/2013"),
        ("12) 2007 – 2013", "2007/2013"),
        ("3. 2007 – 5. 2010", "2007-03/2010-05"),
    ],
)
def test_the_number_of_a_list_is_no_part_of_a_date(line: str, wanted: str) -> None:
    entries = read_free(cv(f"# Experience\n{line} Adviser, Ministry of Labour")).entries
    assert [dates(e) for e in entries] == [wanted]


def test_the_line_beside_a_labelled_position_names_who_employed() -> None:
    parts = read_free(
        cv(
            """
# Experiencia laboral
1) Superintendencia de Fiscalización
Cargo: Supervisora
Periodo: enero 2019 hasta la actualidad
2) Apaza Quispe & Asociados
Cargo: Asistente legal
Periodo: marzo 2011 a abril 2014
"""
        )
    )
    assert [e.employer for e in parts.entries] == ["Superintendencia de Fiscalización", "Apaza Quispe & Asociados"]


def test_running_text_among_posts_without_dates_is_a_summary() -> None:
    text = "Social protection economist with a soft spot for administrative data and for the people who enter it."
    entries = read_free(cv(f"# Experience\n{text}")).entries
    assert [(e.kind, e.title) for e in entries] == [("summary", None)]
