"""A CV and the profile on record put together: which pieces are the same, what is taken, what stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from api.services.cvs.cv_facts import facts_of
from api.services.cvs.cv_joining import everything, profile_with, takes
from api.services.cvs.cv_pairing import key_of, pairs
from api.services.cvs.cv_people import alike, folded_name
from api.services.cvs.cv_values import DatesValue, dates_of, first_day, last_day, usable
from matching.cv.values import CodeProposal, CvDate, Entry, LanguageFact, Parts, ReadProfile, Source
from matching.entities import Expert, LanguageClaim, Segment

HERE = Source(start=0, end=1, text="x", page=1)
EMPTY = Expert(id="a", segments=())


def segment(text: str = "Adviser, National Pension Fund", **facts: Any) -> Segment:
    return Segment.model_validate({"text": text, "kind": "post"} | facts)


def entry(text: str = "Adviser, National Pension Fund", **facts: Any) -> Entry:
    return Entry.model_validate({"kind": "post", "text": text, "source": HERE} | facts)


def cv(*entries: Entry, **proposed: Any) -> ReadProfile:
    parts = Parts(text="x", entries=entries, languages=proposed.pop("languages", ()))
    return ReadProfile(format="text", language="en", pages=1, sha256="0", parts=parts, **proposed)


def year(number: int, precision: str = "year", month: int = 1) -> CvDate:
    return CvDate.model_validate({"day": date(number, month, 1), "precision": precision})


# --- dates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2015", "2018", (date(2015, 1, 1), date(2018, 1, 1))),  # three years, as people mean it
        ("2015", "2015", (date(2015, 1, 1), date(2015, 12, 31))),
        ("2015-03", "2016-02", (date(2015, 3, 1), date(2016, 2, 29))),
        ("2015-03-09", "2016-02-10", (date(2015, 3, 9), date(2016, 2, 10))),
        (None, "2008", (None, date(2008, 1, 1))),
    ],
)
def test_a_date_becomes_days_as_far_as_it_is_written(start: str | None, end: str, days: Any) -> None:
    assert (first_day(start) if start else None, last_day(end, start)) == days


@pytest.mark.parametrize("said", ["2015-13", "15", "2015-02-30", "1815", "2015-1", "2015/01", ""])
def test_a_date_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        DatesValue(start=said, end=None)


def test_dates_the_wrong_way_round_are_left_for_the_person_to_say() -> None:
    assert dates_of(year(2018), year(2015), ongoing=False) is None
    assert dates_of(None, None, ongoing=False) is None
    told = dates_of(year(2018), year(2019), ongoing=True)
    assert told is not None and (told.start, told.end, told.ongoing) == ("2018", None, True)


def test_contact_data_that_cannot_be_are_passed_over() -> None:
    assert usable("email", " A.B@Example.org ") == "a.b@example.org"
    assert usable("email", "a.b(at)example.org") is usable("phone", "1" * 60) is usable("name", "\x07") is None
    assert usable("phone", "call the office") is None, "one number that is none may not cost the whole CV"
    assert usable("phone", "(+598) 95 555 012") == "(+598) 95 555 012"


# --- the same piece ----------------------------------------------------------------------------------------------------


def test_the_same_employer_and_year_are_the_same_post_in_other_words() -> None:
    old = [segment(employer="Fund", start="2008-01-01"), segment("Actuary", employer="Bank", start="2001-05-01")]
    new = [
        segment("Actuary of the bank", employer="Bank", start="2001-01-01"),
        segment("Cook", employer="Inn", start="1999-01-01"),
    ]
    assert pairs(new, old) == {0: 1}


def test_the_same_words_are_the_same_piece_whatever_else() -> None:
    old = [segment("A degree"), segment("A degree", kind="degree")]
    assert pairs([segment("a  DEGREE", kind="degree"), None, segment("A degree")], old) == {0: 0, 2: 1}


def test_another_kind_or_another_year_of_the_same_employer_is_another_piece() -> None:
    old = [segment("Adviser on pensions", employer="Fund", start="2008-01-01")]
    assert pairs([segment("Doctor of law", kind="degree", employer="Fund", start="2008-01-01")], old) == {}
    assert pairs([segment("Head of inspections", employer="Fund", start="2015-01-01")], old) == {}


def test_of_a_very_long_cv_only_what_is_the_same_word_for_word_is_put_together() -> None:
    old = [segment(f"Post {n}", employer="Fund", start="2008-01-01") for n in range(401)]
    assert pairs([segment("Post 7, in Lyon"), segment("Post 400", start="2008-01-01")], old) == {1: 400}


@given(st.lists(st.sampled_from(["Adviser", "Head of unit", "Actuary of the fund"]), max_size=6), st.data())
def test_no_piece_is_put_together_with_two(texts: list[str], data: st.DataObject) -> None:
    starts = st.sampled_from([None, "2008-01-01", "2015-01-01"])
    old = [segment(text, start=data.draw(starts), employer="Fund") for text in texts]
    new = [segment(text, start=data.draw(starts), employer="Fund") for text in reversed(texts)]
    found = pairs(new, old)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(range(len(new))) and set(found.values()) <= set(range(len(old)))


# --- put together ------------------------------------------------------------------------------------------------------

ENTRIES = st.builds(
    entry,
    text=st.sampled_from(["Adviser, Fund", "Head of unit, Ministry", "Actuary", "Master of laws"]),
    employer=st.sampled_from([None, "Fund", "Ministry"]),
    start=st.sampled_from([None, year(2008), year(2015, "month", 3)]),
    end=st.sampled_from([None, year(2010), year(2016)]),
    ongoing=st.booleans(),
)
CVS = st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.text)  # what is said twice may change places
CLAIMS = st.lists(st.sampled_from(["fr", "en", "es"]), max_size=3)


@given(CVS, CVS, CLAIMS)
def test_a_cv_confirmed_once_more_changes_nothing(first: list[Entry], second: list[Entry], claims: list[str]) -> None:
    languages = tuple(
        LanguageFact(claim=LanguageClaim.model_validate({"language": c, "speaking": "B2"}), source=HERE) for c in claims
    )
    record = profile_with(EMPTY, facts_of(cv(*first), {}), {}, everything)
    facts = facts_of(cv(*second, languages=languages), {})
    once = profile_with(record, facts, {}, everything)
    assert profile_with(once, facts, {}, everything) == once
    kept = {s.text for s in record.segments} - {s.text for s in once.segments}
    assert len(once.segments) >= len(record.segments) and (not kept or second)


@given(st.lists(ENTRIES, max_size=5), st.lists(ENTRIES, max_size=5))
def test_a_cv_of_which_nothing_is_taken_changes_nothing(first: list[Entry], second: list[Entry]) -> None:
    record = profile_with(EMPTY, facts_of(cv(*first), {}), {}, everything)
    made = profile_with(record, facts_of(cv(*second), {}), {}, takes(rest=False))
    assert {key_of(s) for s in made.segments} == {key_of(s) for s in record.segments}


def test_of_a_piece_that_was_removed_nothing_is_taken() -> None:
    record = EMPTY.model_copy(update={"segments": (segment(start="2008-01-01", employer="Fund"),)})
    facts = facts_of(cv(entry(start=year(2012), employer="Bank")), {"entries.0": {"state": "removed"}})
    assert profile_with(record, facts, {}, everything) == record


def test_dates_that_were_corrected_are_taken_over_the_words() -> None:
    record = EMPTY.model_copy(update={"segments": (segment(start="2008-01-01", end="2010-01-01", employer="Fund"),)})
    said = {"entries.0.dates": {"state": "corrected", "value": {"start": "2012", "end": "2012-02-03"}}}
    facts = facts_of(cv(entry(start=year(2008), employer="Fund")), said)
    made = profile_with(record, facts, {}, takes(rest=False)).segments[0]
    assert (made.start, made.end) == (date(2012, 1, 1), date(2012, 2, 3))


def test_of_proposals_those_that_are_sure_are_taken_in_their_order_before_what_is_on_record() -> None:
    proposals = tuple(
        CodeProposal(code=code, confidence=c, reason="r") for code, c in (("B", 0.9), ("C", 0.1), ("A", 0.5))
    )
    record = EMPTY.model_copy(update={"fields": ("X", "A")})
    made = profile_with(record, facts_of(cv(fields=proposals), {}), {}, everything)
    assert made.fields == ("B", "A", "X")


# --- names -------------------------------------------------------------------------------------------------------------


def test_names_are_compared_by_their_words() -> None:
    assert folded_name("KERMADEC Solène") == folded_name("Solene Kermadec") != ""
    assert alike("Solène Kermadec", "S. Kermadec") and alike(None, "Anna") and alike("Анна Иванова", "Anna Ivanova")
    assert not alike("Solène Kermadec", "Pierre Durand")
