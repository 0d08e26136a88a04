"""Periods and dates as CVs write them, in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.cv.free.cv_dates import Period, find_periods, writes_month_first


def short(period: Period) -> str:
    start = period.start.iso if period.start else ""
    end = "..." if period.ongoing else period.end.iso if period.end else ""
    return start if period.lone else f"{start}/{end}"


def read(line: str) -> list[str]:
    return [short(period) for period in find_periods(line)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2015-2018", "2015/2018"),
        ("2015 – 2018", "2015/2018"),
        ("03/2015 – 11/2018", "2015-03/2018-11"),
        ("03.2015-11.2018", "2015-03/2018-11"),
        ("2023, март – май", "2023-03/2023-05"),
        ("2019, March - May 2020", "2019-03/2020-05"),
        ("Winter 2017/18", "2017/2018"),
        ("hiver 2017/18", "2017/2018"),
        ("2015-03 – 2018-11", "2015-03/2018-11"),
        ("15.03.2015 - 30.11.2018", "2015-03-15/2018-11-30"),
        ("15.03.15-16.04.17", "2015-03-15/2017-04-16"),
        ("Mar 2015 to date", "2015-03/..."),
        ("June 15, 2015 - July 3, 2016", "2015-06-15/2016-07-03"),
        ("15 – 20 March 2015", "2015-03-15/2015-03-20"),
        ("March – November 2015", "2015-03/2015-11"),
        ("September and October 2022", "2022-09/2022-10"),
        ("March/April 2018: training of clerks", "2018-03/2018-04"),
        ("Jan/Janvier 2018", "2018-01"),
        ("1997 - 02/2013", "1997/2013-02"),
        ("1990 a 98", "1990/1998"),
        ("Jefa de servicio, 1990 a 98.", "1990/1998"),
        ("1\tfeb-2024 / a la fecha\tPerú", "2024-02/..."),
        ("12\tago-2022 / dic-2023\tPerú", "2022-08/2023-12"),
        ("03-11/2015", "2015-03/2015-11"),
        ("03/98 - 11/02", "1998-03/2002-11"),
        ("'98 - '02", "1998/2002"),
        ("Jan-15 – Mar-17", "2015-01/2017-03"),
        ("Apr.2004–Dec.2006", "2004-04/2006-12"),
        ("2015/16", "2015/2016"),
        ("2010-18", "2010/2018"),
        ("between 2014 and 2016", "2014/2016"),
        ("since January 2010", "2010-01/..."),
        ("2012-present", "2012/..."),
        ("2015 (ongoing)", "2015/..."),
        ("From: 03/2015 To: 11/2018", "2015-03/2018-11"),
        ("until 2018", "/2018"),
        ("End of 2015 – mid-2017", "2015/2017"),
        ("2015\t2018", "2015/2018"),
        ("depuis 2019", "2019/..."),
        ("de mars 2015 à ce jour", "2015-03/..."),
        ("du 1er mars 2015 au 30 novembre 2018", "2015-03-01/2018-11-30"),
        ("10/2014 → aujourd'hui", "2014-10/..."),
        ("desde 2012 hasta la actualidad", "2012/..."),
        ("jul. 2015 - a la fecha", "2015-07/..."),
        ("ago. - set. 2022", "2022-08/2022-09"),
        ("Julio 2022 / septiembre 2023", "2022-07/2023-09"),
        ("Março de 2015 – até à data", "2015-03/..."),
        ("janeiro/2015 a dezembro/2018", "2015-01/2018-12"),
        ("fev. 2017 – atual", "2017-02/..."),
        ("с марта 2015 по настоящее время", "2015-03/..."),
        ("2015 - н.в.", "2015/..."),
        ("02.05.2011 г. – по н/в", "2011-05-02/..."),
        ("с 2015 г. по 2018 г.", "2015/2018"),
        ("2015–2018 гг.", "2015/2018"),
        ("من 2015 إلى الآن", "2015/..."),
        ("من مارس ٢٠١٥ إلى ديسمبر ٢٠١٨", "2015-03/2018-12"),
        ("يناير/كانون الثاني 2015 - حزيران/يونيو 2018", "2015-01/2018-06"),
        ("شباط 2006 - آب 2010", "2006-02/2010-08"),
        ("2015م - 2018م", "2015/2018"),
        ("VI-2009 a VII-2019", "2009-06/2019-07"),
        ("1/11/19 – à ce jour", "2019-11-01/..."),
        ("С апреля 2019 г. по сей день", "2019-04/..."),
    ],
)
def test_a_period_is_read_as_written(line: str, said: str) -> None:
    assert read(line) == [said]
    assert not find_periods(line)[0].doubt


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2004", "2004"),
        ("Sept. 2015", "2015-09"),
        ("15.03.2015", "2015-03-15"),
        ("été 2015", "2015"),
        ("2e trimestre 2015", "2015"),
        ("Autumn 2015", "2015"),
        ("le 8 août 2016", "2016-08-08"),
        ("5-VII-1957", "1957-07-05"),
    ],
)
def test_a_single_date_keeps_its_precision(line: str, said: str) -> None:
    assert read(line) == [said]


def test_two_years_in_a_sentence_are_no_period() -> None:
    assert read("in 2014 and 2015") == ["2014", "2015"]


def test_the_number_of_a_law_is_no_date() -> None:
    assert read("Loi 2016-1088 du 8 août 2016") == ["2016-08-08"]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [("31/06/2015 – 2016", None, "2016"), ("2018 – 2015", "2018", "2015"), ("13/2015 – 2016", None, "2016")],
)
def test_what_cannot_be_is_a_doubt_and_never_mended(line: str, start: str | None, end: str | None) -> None:
    [period] = find_periods(line)
    assert period.doubt
    assert (period.start and period.start.iso) == start
    assert (period.end and period.end.iso) == end


@pytest.mark.parametrize("line", ["2015 –", "12/2015-", "2019–  Full Professor", "09/2021 – … : consultante"])
def test_an_open_dash_goes_on_and_is_asked_about(line: str) -> None:
    [period] = find_periods(line)
    assert period.ongoing and period.end is None and "dash" in period.doubt


def test_a_span_that_could_be_a_month_is_asked_about() -> None:
    [period] = find_periods("2010-12")
    assert short(period) == "2010/2012" and "month 12" in period.doubt


def test_months_before_days_are_read_so_where_the_document_writes_them_so() -> None:
    assert writes_month_first("03/04/2015 and 03/25/2015")
    assert not writes_month_first("03/04/2015 and 25/03/2015")
    assert [short(p) for p in find_periods("03/04/2015", month_first=True)] == ["2015-03-04"]
    assert read("03/04/2015") == ["2015-04-03"]


def test_places_are_those_of_the_line() -> None:
    line = "Director (since 2015), Ministry"
    [period] = find_periods(line)
    assert line[slice(*period.place)] == period.text == "since 2015"


@given(st.text(alphabet="0123456789 -–/.,'()\tмартmarch todesdeпоإلىالآن", max_size=80))
def test_any_line_gives_periods_in_order_and_within_it(line: str) -> None:
    at = 0
    for period in find_periods(line):
        begin, end = period.place
        assert at <= begin < end <= len(line)
        assert period.start or period.end or period.doubt
        at = begin


@pytest.mark.parametrize(
    "line",
    [
        "2019 → hoy", "01/2015 - sigue", "2015 – continúa", "Ene 2015 / Actual", "2018-09 إلى حدود الساعة",
        "2018 – لحد الآن", "2018 وإلى يومنا هذا", "Out 2017–", "IX 2015 – по сей день", "09.2015 – н/вр",
        "с 09.2015 по н. вр.", "12/2015 – onwards", "2015 to-date", "2019 – em exercício", "2019 – до сих пор",
    ],
)  # fmt: skip
def test_a_word_for_now_in_any_of_the_languages_leaves_the_end_open(line: str) -> None:
    assert [period.ongoing for period in find_periods(line)] == [True]


def test_a_roman_number_after_a_word_is_no_month() -> None:
    (period,) = find_periods("Phase II 2019")
    assert period.start and period.start.iso == "2019"
    (months,) = find_periods("IX 2015 – VI 2018")
    assert months.start and months.start.iso == "2015-09"
    assert months.end and months.end.iso == "2018-06"


def test_a_sentence_that_begins_with_goes_on_is_no_period_to_date() -> None:
    (period,) = find_periods("Reforma de 2015, sigue la reglamentación de la ley")
    assert not period.ongoing
