"""The status that the employers of a CV speak for."""

from __future__ import annotations

from datetime import date

import pytest

from matching.cv.status import propose_status
from matching.cv.values import CvDate, Entry, Source

TODAY = date(2026, 6, 15)


def post(title: str, employer: str | None, start: int = 2010, end: int | None = None) -> Entry:
    """A post by its years; without an end it is held now."""
    text = f"{title}, {employer}"
    return Entry(
        kind="post", text=text, source=Source(start=0, end=len(text), text=text), title=title, employer=employer,
        start=CvDate(day=date(start, 1, 1), precision="year"),
        end=CvDate(day=date(end, 1, 1), precision="year") if end else None, ongoing=end is None,
        employer_source=Source(start=len(title) + 2, end=len(text), text=employer) if employer else None,
    )  # fmt: skip


EMPLOYERS = [
    ("Ministry of Labour and Social Security", "civil_servant"),
    ("Service public fédéral Emploi, Travail et Concertation sociale", "civil_servant"),
    ("Inspección de Trabajo y Seguridad Social", "civil_servant"),
    ("Autoridade para as Condições do Trabalho", "civil_servant"),
    ("Министерство труда и социальной защиты", "civil_servant"),
    ("وزارة الشؤون الاجتماعية", "civil_servant"),
    ("Norwegian Labour and Welfare Administration", "mandated_body"),
    ("Caisse nationale de sécurité sociale", "mandated_body"),
    ("Instituto Nacional de la Seguridad Social", "mandated_body"),
    ("Instituto do Emprego e Formação Profissional", "mandated_body"),
    ("АО «Государственный фонд социального страхования»", "mandated_body"),
    ("المؤسسة العامة للضمان الاجتماعي", "mandated_body"),
    ("Northgate Mutual Assurance plc", "private"),
    ("Sahel Métiers Conseil SARL", "private"),
    ("Têxteis Riba d'Ave, S.A.", "private"),
    ("ТОО «Алатау Консалт»", "private"),
    ("شركة الأطلس للكابلات", "private"),
    ("University of Ghana", "academic"),
    ("Centre de recherche en économie", "academic"),
    ("Ташкентский государственный экономический университет", "academic"),
    ("جامعة اليرموك", "academic"),
    ("Georgian Employers' Union", "social_partner"),
    ("Confédération générale des métiers de la mer", "social_partner"),
    ("Sindicato de Trabajadores del Seguro Social", "social_partner"),
    ("Федерация независимых профсоюзов", "social_partner"),
    ("الاتحاد العام التونسي للشغل", "social_partner"),
    ("International Labour Office", "international_organisation"),
    ("Oficina de la OIT para el Cono Sur", "international_organisation"),
    ("Banque mondiale", "international_organisation"),
    ("منظمة العمل العربية", "international_organisation"),
]  # fmt: skip


@pytest.mark.parametrize(("employer", "status"), EMPLOYERS)
def test_the_employer_of_the_post_held_now_tells_the_status(employer: str, status: str) -> None:
    found = propose_status([post("Adviser", employer)], today=TODAY)
    assert found is not None
    assert found.code == status
    assert employer in found.reason
    assert found.source is not None
    assert found.source.text == employer


def test_a_former_official_in_private_practice_is_private() -> None:
    posts = [post("Independent adviser", None, 2020), post("Director", "Ministry of Labour", 1985, 2019)]
    found = propose_status(posts, "Retired civil servant, independent adviser", TODAY)
    assert found is not None
    assert found.code == "private"


def test_who_says_to_be_retired_after_a_public_post_is_retired() -> None:
    found = propose_status(
        [post("Directeur", "Caisse primaire d'assurance maladie", 2010, 2021)], "Retraité de l'Assurance maladie", TODAY
    )
    assert found is not None
    assert found.code == "retired_public"
    assert "Retraité" in found.reason


def test_a_long_public_career_that_ended_is_likely_a_retirement() -> None:
    posts = [post("Head", "Pension Institute", 1999, 2017), post("Lawyer", "Pension Institute", 1981, 1998)]
    found = propose_status(posts, today=TODAY)
    assert found is not None
    assert found.code == "retired_public"
    assert found.confidence < 0.7


def test_a_short_public_career_that_ended_is_no_retirement() -> None:
    found = propose_status([post("Lawyer", "Ministry of Labour", 2012, 2018)], today=TODAY)
    assert found is not None
    assert found.code == "civil_servant"
    assert found.confidence < 0.7


def test_a_private_career_that_ended_is_no_public_retirement() -> None:
    found = propose_status([post("Actuary", "Northgate Mutual Assurance plc", 1980, 2015)], "Retired actuary", TODAY)
    assert found is not None
    assert found.code == "private"


def test_two_posts_held_now_of_different_kinds_are_less_sure() -> None:
    found = propose_status(
        [post("Professor", "University of Ghana"), post("Partner", "Volta Consulting Ltd")], today=TODAY
    )
    assert found is not None
    assert found.code == "academic"
    assert "private" in found.reason
    assert found.confidence < 0.7


def test_an_abbreviation_counts_in_capitals_only() -> None:
    assert propose_status([post("Adviser", "Who Knows")]) is None
    found = propose_status([post("Adviser", "WHO, Geneva")])
    assert found is not None
    assert found.code == "international_organisation"


def test_pensioners_as_a_subject_make_nobody_retired() -> None:
    posts = [post("Jefa de prestaciones", "Caja de Jubilaciones", 2010)]
    found = propose_status(posts, "Atención a jubilados y pensionistas; jubilado activo", TODAY)
    assert found is not None
    assert found.code == "mandated_body"


def test_retirement_as_a_subject_makes_nobody_retired() -> None:
    posts = [post("Sous-directeur", "Caisse nationale", 2010, 2020)]
    for said, code in (("Retraite et prévoyance", "mandated_body"), ("Retraité depuis 2020", "retired_public")):
        found = propose_status(posts, said, TODAY)
        assert found is not None
        assert found.code == code


def test_where_no_employer_speaks_nothing_is_proposed() -> None:
    assert propose_status([post("Adviser", "Blue Door")]) is None
    assert propose_status([]) is None


KINDS_OF_ASSOCIATION = [
    ("National Academy of Sciences", "academic"),
    ("Институт экономики РАН", "academic"),
    ("Oficina Regional de la OMS", "international_organisation"),
    ("Save the Children", "private"),
    ("Fondation du Lac", "private"),
    ("Union of Chambers of Commerce", "social_partner"),
    ("اتحاد الغرف التجارية", "social_partner"),
]


@pytest.mark.parametrize(("employer", "status"), KINDS_OF_ASSOCIATION)
def test_academies_foundations_and_unions_of_chambers_are_told_apart(employer: str, status: str) -> None:
    found = propose_status([post("Adviser", employer)], today=TODAY)
    assert found is not None
    assert found.code == status
