"""Careers told in sentences, in six languages: who was what, where, and from when to when."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from tests.matching.cv.free.building import cv, shown

TOLD = [
    (
        "From 2012 until my retirement in 2021 I headed the Department of Factories in Accra as Chief Inspector. "
        "We rewrote the guide.",
        "post | Chief Inspector | Department of Factories | 2012/2021 | GH",
    ),
    (
        "From 1998 to 2003 I worked for the Health and Safety Executive in Liverpool as HM Inspector, mostly outdoors.",
        "post | HM Inspector | Health and Safety Executive | 1998/2003 | GB",
    ),
    (
        "I began my career in 1991 as safety engineer at Volta Aluminium Works in Tema and stayed there until 1997.",
        "post | safety engineer | Volta Aluminium Works | 1991/1997 | -",
    ),
    (
        "De 2003 a 2011 dirigí la Dirección Nacional de Empleo del Ministerio de Trabajo, Empleo y Seguridad Social.",
        "post | Dirección Nacional de Empleo | Ministerio de Trabajo, Empleo y Seguridad Social | 2003/2011 | -",
    ),
    (
        "Entre 1988 y 2001 fui secretario gremial de la Federación Gremial de la Carne; negocié dieciséis convenios.",
        "post | secretario gremial | Federación Gremial de la Carne | 1988/2001 | -",
    ),
    (
        "С 1992 по 1999 год работала психологом в Слуцком доме-интернате для пожилых.",
        "post | психологом | Слуцком доме-интернате для пожилых | 1992/1999 | -",
    ),
    (
        "С апреля 2015 года по настоящее время возглавляю управление поддержки Комитета по труду и занятости.",
        "post | управление поддержки | Комитета по труду и занятости | 2015-04/... | -",
    ),
    (
        "В 1992 году окончила Белорусский государственный университет по специальности «психология».",
        "degree | психология | Белорусский государственный университет | /1992 | -",
    ),
    (
        "وبين عامي 2004 و2010 كنت باحثة اقتصادية في المجلس الاقتصادي والاجتماعي.",
        "post | باحثة اقتصادية | المجلس الاقتصادي والاجتماعي | 2004/2010 | -",
    ),
    (
        "حصلت عام 2009 على ماجستير في الاقتصاد من الجامعة الأردنية بعمان.",
        "degree | ماجستير في الاقتصاد | الجامعة الأردنية بعمان | /2009 | -",
    ),
    (
        "En agosto de 2016 asesoré al Instituto de Empleo del Uruguay en consejos de salarios.",
        "assignment | consejos de salarios | Instituto de Empleo del Uruguay | 2016-08/2016-08 | UY",
    ),
]


@pytest.mark.parametrize(("sentence", "said"), TOLD, ids=[said for _, said in TOLD])
def test_a_sentence_says_who_was_what_where_and_when(sentence: str, said: str) -> None:
    assert [shown(e) for e in read_free(cv(f"# Career\n{sentence}")).entries][:1] == [said]


def test_what_a_sentence_without_dates_adds_belongs_to_the_one_before() -> None:
    entries = read_free(cv(f"# Career\n{TOLD[0][0]}\n{TOLD[1][0]}")).entries
    assert [e.text[-18:] for e in entries] == ["rewrote the guide.", ", mostly outdoors."]


def test_the_same_department_is_the_one_named_before() -> None:
    told = "Between 2004 and 2012 I was Regional Head of the same department in Kumasi, with nine people."
    entries = read_free(cv(f"# Career\n{TOLD[0][0]}\n{told}")).entries
    assert [e.employer for e in entries] == ["Department of Factories"] * 2


def test_a_list_that_ends_in_full_stops_is_not_told() -> None:
    entries = read_free(
        cv("# Experience\n2015 – 2020 Adviser, Ministry of Labour.\n2010 – 2015 Inspector, Ministry of Health.")
    ).entries
    assert [(e.title, e.employer) for e in entries] == [
        ("Adviser", "Ministry of Labour"),
        ("Inspector", "Ministry of Health"),
    ]


def test_a_career_told_without_headings_is_no_summary() -> None:
    parts = read_free(cv("!Ulla Aho\n" + "\n".join(sentence for sentence, _ in TOLD[5:8])))
    assert [e.kind for e in parts.entries] == ["post", "post", "degree"]
