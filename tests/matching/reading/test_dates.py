"""Dates as calls write them, in six languages; what cannot be is reported and never mended."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from matching.codes import WORKING_LANGUAGES
from matching.reading import find_dates
from matching.reading.dates import DAY_FIRST, months_named

MAY = (date(2027, 5, 3), date(2027, 5, 21))


def spans(text: str) -> list[tuple[date, date | None]]:
    return [(found.start, found.end) for found in find_dates(text)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "3–21 May 2027",
        "3rd to 21st of May, 2027",
        "between 3 and 21 May 2027",
        "May 3–21, 2027",
        "from Monday 3 May 2027 to Friday 21 May 2027",
        "du 3 au 21 mai 2027",
        "du lundi 3 mai au vendredi 21 mai 2027",
        "del 3 al 21 de mayo de 2027",
        "entre el 3 y el 21 de mayo de 2027",
        "del lunes 3 al viernes 21 de mayo de 2027",
        "de 3 a 21 de maio de 2027",
        "do dia 3 ao dia 21 de maio de 2027",
        "с 3 по 21 мая 2027 г.",
        "с 3 мая по 21 мая 2027 года",
        "من 3 إلى 21 مايو 2027",
        "من ٣ إلى ٢١ أيار ٢٠٢٧",
        "من 3 إلى 21 أيار/مايو 2027",
        "بين 3 و 21 ماي 2027",
        "03/05/2027 – 21/05/2027",
        "03-21/05/2027",
        "3.05.2027 г. – 21.05.2027 г.",
        "2027-05-03 to 2027-05-21",
        "2027-05-03/2027-05-21",
    ],
)
def test_a_span_of_days_is_found_however_it_is_written(text):
    assert spans(f"Mission: {text}, to be confirmed") == [MAY]
    assert not find_dates(text)[0][0].doubts


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er mai 2027", date(2027, 5, 1)),
        ("1º de mayo de 2027", date(2027, 5, 1)),
        ("1-го мая 2027", date(2027, 5, 1)),
        ("July 4, 2027", date(2027, 7, 4)),
        ("3 كانون الثاني 2027", date(2027, 1, 3)),
        ("2027-12-31", date(2027, 12, 31)),
        ("le 29 février 2028", date(2028, 2, 29)),
    ],
)
def test_a_single_day_is_found(text, day):
    assert spans(text) == [(day, None)]


def test_several_dates_come_in_the_order_of_the_text_with_their_places():
    text = "3 au 7 mai 2027, puis du 10 au 21 mai 2027, rapport le 4 juin 2027"
    found = find_dates(text)[0]
    assert [f.start.day for f in found] == [3, 10, 4]
    assert all(text[slice(*f.place)] == f.text for f in found)


def test_two_following_days_joined_by_and_are_a_span_and_others_are_not():
    assert spans("les 3 et 4 mai 2027") == [(date(2027, 5, 3), date(2027, 5, 4))]
    assert spans("le 3 mai 2027 et le 5 mai 2027") == [(date(2027, 5, 3), None), (date(2027, 5, 5), None)]


@pytest.mark.parametrize(
    "text", ["3, 4 and 5 May 2027", "les 3, 4 et 5 mai 2027", "3, 4 y 5 de mayo de 2027", "3, 4 и 5 мая 2027"]
)
def test_days_that_follow_each_other_are_a_span_from_the_first(text):
    assert spans(text) == [(date(2027, 5, 3), date(2027, 5, 5))]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Rooms 1, 7, 3 and 4 May 2027", 3, 4),
        ("Phase 1, 2 and 3 May 2027", 2, 3),
        ("Articles 1, 2, 3 and 4 May 2027", 3, 4),
        ("Articles 1 and 2, 3 and 4 May 2027", 3, 4),
        ("Position No. 2, 3 and 4 May 2027", 3, 4),
        ("étape 1, 2 et 3 mai 2027", 2, 3),
        ("artículo 1, 2 y 3 de mayo de 2027", 2, 3),
        ("posição n.º 1, 2 e 3 de maio de 2027", 2, 3),
        ("этап 1, 2 и 3 мая 2027", 2, 3),
        ("المرحلة 1, 2 و 3 مايو 2027", 2, 3),
        ("0, 1 and 2 May 2027", 1, 2),
    ],
)
def test_numbers_listed_before_that_are_no_days_of_the_span_are_left_alone(text, first, last):
    found, problems = find_dates(text)
    assert [(f.start, f.end) for f in found] == [(date(2027, 5, first), date(2027, 5, last))] and not problems


@pytest.mark.parametrize(
    "text", ["Le 1er, 2 et 3 mai 2027", "1.º, 2 e 3 de maio de 2027", "1-го, 2-го и 3-го мая 2027"]
)
def test_days_that_follow_each_other_may_be_written_as_ordinals(text):
    assert spans(text) == [(date(2027, 5, 1), date(2027, 5, 3))]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("de 1.º a 5 de abril de 2027", (date(2027, 4, 1), date(2027, 4, 5))),
        ("с «10» мая по «14» мая 2027 г.", (date(2027, 5, 10), date(2027, 5, 14))),
        ("«10» мая 2027 г.", (date(2027, 5, 10), None)),
        ("3 & 4 May 2027", (date(2027, 5, 3), date(2027, 5, 4))),
    ],
)
def test_days_are_known_as_offices_write_them(text, span):
    assert spans(text) == [span]


def test_a_numeric_date_is_read_day_first_and_says_when_that_is_ambiguous():
    assert find_dates("03/05/2027")[0][0].doubts == (DAY_FIRST,)
    assert find_dates("05/05/2027")[0][0].doubts == ()
    assert [f.doubts for f in find_dates("03/05/2027, 21/05/2027")[0]] == [(), ()]


def test_a_year_left_out_at_one_end_of_a_turn_of_the_year_is_noted():
    (before,) = find_dates("28 December to 5 January 2027")[0]
    assert (before.start, before.end) == (date(2026, 12, 28), date(2027, 1, 5)) and "2026" in before.doubts[0]
    (after,) = find_dates("28 December 2026 to 5 January")[0]
    assert (after.start, after.end) == (date(2026, 12, 28), date(2027, 1, 5)) and "2027" in after.doubts[0]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("21/05/27", (21, None)),
        ("21.05.27 г.", (21, None)),
        ("21-05-27", (21, None)),
        ("03/05/27 - 21/05/27", (3, 21)),
        ("du 03/05 au 21/05/27", (3, 21)),
        ("3-21/05/27", (3, 21)),
        ("3 to 21 May '27", (3, 21)),
        ("3 May 27 to 21 May 27", (3, 21)),
        ("3 mai 27 au 21 mai 27", (3, 21)),
        ("del 3 de mayo de 27 al 21 de mayo de 27", (3, 21)),
        ("de 3 a 21 de maio de 27.", (3, 21)),
        ("с 3 по 21 мая 27 г.", (3, 21)),
        ("من 3 إلى 21 مايو 27", (3, 21)),
        ("May 21, '27", (21, None)),
    ],
)
def test_a_year_of_two_digits_is_of_this_century_and_says_so(text, span):
    (found,) = find_dates(text)[0]
    first, last = span
    assert (found.start, found.end) == (date(2027, 5, first), last and date(2027, 5, last))
    assert "read as 2027" in found.doubts[0]


@pytest.mark.parametrize(
    "text",
    ["1.2.27 Scope", "10/11/12", "tel. 05.04.27.11.30", "version 3.5.27", "24/13", "ratio 3/4/5", "3 May 27 people",
     "21 May 20%", "5/12/27/3", "Mission\t3 May - 21 May\t20", "21 May\n22"],
)  # fmt: skip
def test_other_figures_are_no_year_of_two_digits(text):
    assert find_dates(text)[0] == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31 June 2027", "has no day 31"),
        ("31 июня 2027 г.", "has no day 31"),
        ("21 to 3 May 2027", "before it starts"),
        ("05/21/2027", "no month 21"),
        ("31/06/27", "has no day 31"),
        ("3 May 1987", "outside 2000 to 2100"),
        ("3–21 May", "no year"),
        ("du 3 au 21 mai", "no year"),
    ],
)
def test_what_cannot_be_is_a_problem_and_not_a_date(text, reason):
    found, problems = find_dates(text)
    assert not found and reason in problems[0].reason and problems[0].text in text


@pytest.mark.parametrize(
    "text",
    [
        "Annex 3 may be 2",
        "sections 3 to 5 may be",
        "action 2026-14",
        "phone 01 02 03",
        "12 experts",
        "1.5 days",
        "May 3",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text):
    assert find_dates(text) == ((), ())


def test_months_without_days_are_named_apart():
    assert months_named("in June 2027 or em setembro de 2027") == ((2027, 6), (2027, 9))
    assert months_named("in June") == ()


@given(
    st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    st.sampled_from(WORKING_LANGUAGES),
    st.sampled_from(["long", "full"]),
)
def test_dates_written_by_babel_in_six_languages_are_found_again(day, language, style):
    written = format_date(day, style, locale=language)
    assert spans(f"x: {written}")[0] == (day, None)


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_search(text):
    found, problems = find_dates(text)
    assert all(f.end is None or f.start <= f.end for f in found) and all(p.reason for p in problems)


digits = st.text("0123456789/.-– toauмайMay,", max_size=60)


@given(digits)
def test_no_mixture_of_figures_breaks_the_search(text):
    find_dates(text)
