"""What stands beside a name says what it is: initials, partners, states, labels, the look of the employer above."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from matching.cv.values import Block, CvText
from tests.matching.cv.free.building import cv, dates


def posts(written: str) -> list[str]:
    """The posts of a document in short: "title | employer | dates"."""
    return [f"{e.title} | {e.employer} | {dates(e)}" for e in read_free(cv(written)).entries if e.kind == "post"]


@pytest.mark.parametrize(
    ("head", "employer"),
    [
        ("Conférence interafricaine de la prévoyance sociale (CIPRES)\nExpert en législation, bureau de Brazzaville",
         "Conférence interafricaine de la prévoyance sociale (CIPRES)"),
        ("Advogado\nAbrantes, Seixas & Associados, Coimbra", "Abrantes, Seixas & Associados"),
        ("Analyst\nInter-American Development Bank, Washington, DC", "Inter-American Development Bank"),
        ("Juriste\nOffice d'assurance maladie, accidents et maternité (OAMAM), Lomé",
         "Office d'assurance maladie, accidents et maternité"),
        ("Analyst\nDepartment of Labor (DOL) · Full-time", "Department of Labor (DOL)"),
    ],
)  # fmt: skip
def test_the_pieces_beside_a_name_tell_that_it_is_an_employer(head: str, employer: str) -> None:
    read = read_free(cv(f"# Employment\n{head}\n2012 – 2016\n- Files and figures")).entries[0]
    assert read.employer == employer


def test_initials_behind_a_position_are_no_employer() -> None:
    assert posts("# Employment\nHead of Human Resources (HHR)\n2012 – 2016") == [
        "Head of Human Resources (HHR) | None | 2012/2016"
    ]


def test_beside_a_labelled_position_the_other_line_is_the_employer_even_below_another_post() -> None:
    read = posts(
        "# Experiência\nfev/2019 – atual: Secretaria do Trabalho\nCargo: Diretora\n"
        "ago/2015 – jan/2019: Sebrae Bahia\nCargo: Analista"
    )
    assert read == ["Diretora | Secretaria do Trabalho | 2019-02/...", "Analista | Sebrae Bahia | 2015-08/2019-01"]


def test_another_employer_in_capitals_ends_the_one_above_several_posts() -> None:
    read = posts(
        "# Parcours professionnel\nCAISSE NATIONALE (ex-CNSS) DES RETRAITES — depuis 2008\ndepuis 2015 : Directrice\n"
        "- Réforme\nde 2008 à 2014 : Juriste\n- Avis\nMISSION LOCALE DE REDON — 2005/2008\nConseillère en insertion"
    )
    assert [post.split(" | ")[1] for post in read] == [
        "CAISSE NATIONALE (ex-CNSS) DES RETRAITES",
        "CAISSE NATIONALE (ex-CNSS) DES RETRAITES",
        "MISSION LOCALE DE REDON",
    ]


def test_the_last_line_below_a_post_or_degree_may_be_a_name_of_one_word_but_no_task() -> None:
    degree = read_free(cv("# Formation\n2001 – 2004\nBachelier en informatique\nHénallux")).entries[0]
    assert (degree.title, degree.employer) == ("Bachelier en informatique", "Hénallux")
    assert posts("# Employment\n2001 – 2004\nAnalyst\nWage statistics") == ["Analyst | None | 2001/2004"]


def test_below_an_employer_with_a_total_of_years_a_post_that_names_its_own_keeps_it() -> None:
    read = posts(
        "# Experience\nInternational Labour Organization\n8 yrs 11 mos\nRegional Specialist\nMar 2021 - Present\n"
        "Bangkok, Thailand\n\nLabor Officer III\nDepartment of Labor and Employment\nJun 2012 - Dec 2017"
    )
    assert read == [
        "Regional Specialist | International Labour Organization | 2021-03/...",
        "Labor Officer III | Department of Labor and Employment | 2012-06/2017-12",
    ]


def test_what_stands_in_a_row_of_a_table_below_its_dates_belongs_to_that_row() -> None:
    def row(text: str) -> Block:
        return Block(text, "row", cells=tuple(text.split("\t")), table=1)

    lines = [
        Block("Опыт работы", "heading", level=1),
        row("Август 2005 — Август 2012 7 лет 1 месяц\tТОО «Караганда Консалт»"),
        Block("Караганда", table=1),
        Block("Экономист", table=1),
        row("Май 2023\tСоциальный фонд"),
        Block("Бишкек", table=1),
        Block("Эксперт", table=1),
    ]
    read = read_free(CvText(tuple(lines), "docx")).entries
    assert [(e.title, e.employer) for e in read] == [
        ("Экономист", "ТОО «Караганда Консалт»"),
        ("Эксперт", "Социальный фонд"),
    ]


def test_a_line_that_breaks_off_behind_an_initial_goes_on() -> None:
    read = read_free(
        cv(
            "# Образование\nМагистр права, Российско-Армянский университет, 2011\n"
            "Лечебное дело, диплом врача, Ереванский государственный университет им. М.\nГераци, 2000—2007"
        )
    ).entries
    assert [dates(e) for e in read] == ["/2011", "2000/2007"]
    assert read[1].employer == "Ереванский государственный университет им. М. Гераци"


def test_a_year_behind_a_town_dates_a_post() -> None:
    read = posts("# الخبرات\nمدير البرامج\nوزارة العمل 2014/05 - 2019/12\nمستشار زائر\nصندوق العمل، المنامة 2023")
    assert read[1] == "مستشار زائر | صندوق العمل | 2023/2023"


@pytest.mark.parametrize(
    "line", ["С июля 2024 г. на пенсии", "Since 2024: retired", "Depuis 2024 : à la retraite", "Desde 2024: jubilada"]
)
def test_retirement_is_no_post(line: str) -> None:
    read = read_free(cv(f"# Employment\nDirector, Ministry of Labour, 2001 – 2024\n{line}")).entries
    assert [e.kind for e in read] == ["post", "other"]


def test_a_degree_told_again_in_the_first_lines_of_a_form_counts_once() -> None:
    read = read_free(
        cv(
            "Образование: высшее\tОкончил: 2002 г., Ташкентский экономический университет\n# Образование\n"
            "1998 – 2002 – Ташкентский экономический университет, бакалавр экономики"
        )
    ).entries
    assert [(e.kind, e.title) for e in read if e.kind == "degree"] == [("degree", "бакалавр экономики")]


def test_what_a_form_asks_behind_a_heading_in_capitals_leaves_it_a_heading() -> None:
    read = read_free(
        cv(
            "9. EDUCATION\nUniversity of Peradeniya\t2004\t2008\tBA Sociology\n"
            "10. EMPLOYMENT RECORD. Starting with your present post, list every employment you have had.\n"
            "Jun 2018\tPresent\tDepartment of Social Services\tAssistant Director"
        )
    ).entries
    assert [e.kind for e in read] == ["degree", "post"]


def test_the_declaration_that_closes_a_form_belongs_to_no_entry() -> None:
    read = read_free(
        cv(
            "# Employment\nDirector, Ministry of Labour, 2001 – 2024\n- Inspection\n"
            "I certify that the statements made by me are true, complete and correct."
        )
    ).entries
    assert read[0].text.endswith("Inspection")
