"""Composing: complete facts make a notice that says the same in text and HTML; anything else is refused in words."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.notices import (
    KINDS,
    MissingFact,
    Notice,
    NoticeError,
    UnknownFact,
    UnknownNotice,
    UnusableFact,
    check_facts,
    compose,
)
from api.notices.lines import breaks, one_line
from tests.api.notices.samples import FACTS, LANGUAGES, OFFICE, facts_for, notice

SPACES = str.maketrans("\u00a0\u202f", "  ")
ISOLATES = str.maketrans("", "", "\u2068\u2069")


class _Outline(HTMLParser):
    """The elements of a page and its visible words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.silent = tag in {"style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def outline(made: Notice) -> _Outline:
    parser = _Outline()
    parser.feed(made.html)
    return parser


@pytest.mark.parametrize("every", [True, False], ids=["all facts", "only what is needed"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_whole_in_every_language(kind: str, language: str, every: bool) -> None:
    made = compose(kind, language, facts_for(kind, every=every), OFFICE)
    assert made.language == language
    assert made.subject and not breaks(made.subject)
    for form in (made.text, made.html.partition("</style>")[2]):
        assert OFFICE.contact in form and OFFICE.name in form
        assert "{" not in form and "None" not in form
    if "link" in facts_for(kind, every=every):
        assert "\nhttps://experts.facility.example/calls/14?from=notice\n" in made.text
        assert ("a", "https://experts.facility.example/calls/14?from=notice") in [
            (tag, attributes.get("href")) for tag, attributes in outline(made).tags
        ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(kind: str, language: str) -> None:
    made = notice(kind, language)
    shown = "".join("".join(outline(made).words).split())
    for line in made.text.translate(ISOLATES).splitlines():
        said = line.removeprefix("- ").strip()
        label, colon, value = said.partition(":")
        parts = [label, value] if colon and not said.startswith("https:") else [said]
        assert all("".join(part.split()) in shown for part in parts), line


@pytest.mark.parametrize("kind", KINDS)
def test_each_missing_fact_is_named(kind: str) -> None:
    for fact in KINDS[kind].required:
        for absent in ({}, {fact: None}):
            facts = {name: value for name, value in facts_for(kind).items() if name != fact} | absent
            with pytest.raises(MissingFact, match=f"'{fact}'") as caught:
                compose(kind, "en", facts, OFFICE)
            assert caught.value.fact == fact and caught.value.next_step


def test_a_fact_that_the_kind_does_not_take_is_refused() -> None:
    with pytest.raises(UnknownFact, match="'nationality'"):
        notice("invitation", nationality="FR")


def test_a_kind_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(UnknownNotice, match=r"nearest is 'invitation_reminder'.*erasure_done"):
        compose("invitation_reminders", "en", {}, OFFICE)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("call_title", ""),
        ("call_title", " \n "),
        ("call_title", 7),
        ("call_title", "with a \x00 in it"),
        ("call_title", "half a character \ud800"),
        ("position", ["in a list"]),
        ("country", "Atlantis"),
        ("country", 3),
        ("days", 0),
        ("days", -1),
        ("days", True),
        ("days", "18"),
        ("days", float("nan")),
        ("days", float("inf")),
        ("reply_by", "soon"),
        ("reply_by", "2026-02-30"),
        ("reply_by", 20260921),
        ("reply_by", datetime(2026, 9, 21, 12, 0)),
        ("reply_by", "2026-09-21T12:00:00"),
        ("ends", "2026-11-01"),
        ("link", "https://elsewhere.example/calls/14"),
        ("link", "https://experts.facility.example.elsewhere.example/"),
        ("link", "https://experts.facility.example@elsewhere.example/"),
        ("link", "javascript:alert(1)"),
        ("link", "calls/14"),
        ("link", "/calls/14\r\nBcc: all@example.org"),
        ("link", ""),
    ],
)
def test_a_fact_of_another_form_is_refused_and_not_quoted(fact: str, value: Any) -> None:
    with pytest.raises(UnusableFact) as caught:
        notice("invitation", **{fact: value})
    assert caught.value.fact == fact and fact in str(caught.value)
    if isinstance(value, str) and len(value.strip()) > 4:
        assert value.strip() not in str(caught.value)


@pytest.mark.parametrize("value", [[], "one text", ["good", ""], [1], {}])
def test_questions_are_a_list_of_texts(value: Any) -> None:
    with pytest.raises(UnusableFact):
        notice("profile_needs_answer", questions=value)


def test_a_mission_that_ends_must_have_begun() -> None:
    with pytest.raises(MissingFact, match="end without a start"):
        notice("invitation", starts=None)
    assert "Dates: 2\u00a0November\u00a02026\n" in notice("invitation", ends=None).text
    assert "Dates: 2\u00a0November\u00a02026\n" in notice("invitation", ends="2026-11-02").text


def test_facts_can_be_checked_before_they_wait_in_a_queue() -> None:
    check_facts("invitation", facts_for("invitation"))
    with pytest.raises(MissingFact):
        check_facts("invitation", {})


def test_facts_from_a_queue_and_facts_at_hand_make_the_same_notice() -> None:
    at_hand = facts_for("invitation") | {
        "starts": date(2026, 11, 2),
        "reply_by": datetime(2026, 9, 21, 21, 59, tzinfo=UTC),
        "country": "Togo",
    }
    queued = json.loads(json.dumps(facts_for("invitation")))
    assert compose("invitation", "pt", at_hand, OFFICE) == compose("invitation", "pt", queued, OFFICE)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "1 October 2026", "21 September 2026, 23:59 (GMT+02:00)"),
        ("fr", "1er octobre 2026", "21 septembre 2026, 23:59 (UTC+02:00)"),
        ("es", "1 de octubre de 2026", "21 de septiembre de 2026, 23:59 (GMT+02:00)"),
        ("pt", "1 de outubro de 2026", "21 de setembro de 2026, 23:59 (GMT+02:00)"),
        ("ru", "1 октября 2026 г.", "21 сентября 2026 г., 23:59 (GMT+02:00)"),
        ("ar", "1 أكتوبر 2026", "21 سبتمبر 2026، 11:59 م (غرينتش+02:00)"),
    ],
)
def test_days_and_moments_follow_the_custom_of_the_language(language: str, day: str, moment: str) -> None:
    assert day in notice("application_received", language, received_on="2026-10-01").text.translate(SPACES)
    assert moment in notice("invitation", language).text.translate(SPACES)


def test_a_moment_is_written_in_the_time_of_the_office() -> None:
    at_midnight = datetime(2026, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=5)))
    assert "31 December 2025, 21:00 (GMT+01:00)" in notice("invitation", reply_by=at_midnight).text


def test_the_country_is_named_in_the_language_of_the_notice() -> None:
    assert "País: Côte d’Ivoire" in notice("invitation", "es", country="CI").text
    assert "البلد: ساحل العاج" in notice("invitation", "ar", country="Côte d’Ivoire").text


def test_a_sentence_about_what_is_not_known_is_left_out() -> None:
    assert "Reason:" in notice("application_declined_or_not_selected").text
    assert "Reason:" not in notice("application_declined_or_not_selected", reason=None).text
    assert "Workload" not in notice("invitation", days=None).html


def test_without_a_name_the_greeting_names_nobody() -> None:
    assert notice("invitation", name=None).text.startswith("Hello,\n")
    assert notice("invitation", "fr").text.startswith("Bonjour Ana Silva,\n")


def test_the_team_hears_of_a_decision_without_anybody_being_named() -> None:
    assert "name" not in {*KINDS["decision_recorded"].required, *KINDS["decision_recorded"].optional}
    assert not {"candidate", "selected", "person", "expert"} & set(KINDS["decision_recorded"].facts)


def test_a_long_title_is_cut_in_the_subject_and_nowhere_else() -> None:
    title = "Strengthening the labour inspection of the informal economy " * 4
    made = notice("invitation", call_title=title)
    assert len(made.subject) < 150 and "…" in made.subject
    assert one_line(title) in made.text and one_line(title) in made.html


def test_what_people_wrote_is_escaped_in_html_and_plain_in_text() -> None:
    made = notice("invitation")
    assert FACTS["call_title"] in made.text
    assert "<small>" not in made.html and FACTS["call_title"] in unescape(made.html)


def test_in_arabic_the_page_runs_from_right_to_left_and_foreign_words_keep_their_own_direction() -> None:
    made = notice("invitation", "ar")
    html = next(attributes for tag, attributes in outline(made).tags if tag == "html")
    assert html == {"lang": "ar", "dir": "rtl"}
    assert f'<span dir="auto">{FACTS["reference"]}</span>' in made.html
    assert "\u2068Ana Silva\u2069" in made.text and "\u2068" not in notice("invitation", "fr").text
    assert "\u2068" not in made.subject and OFFICE.contact + "." in made.text
    assert "\u2068فاطمة\u2069" in notice("invitation", "en", name="فاطمة").text


def test_a_name_cannot_turn_the_rest_of_the_message_around() -> None:
    assert "Dear Ana Silva," in notice("invitation", name="Ana\u202e Silva\u2066").text


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_refused_or_changes_nothing_but_its_own_place(text: str, language: str) -> None:
    plain = outline(notice("invitation", language))
    try:
        made = notice("invitation", language, name=text, call_title=text, position=text)
    except UnusableFact:
        assert not one_line(text) or breaks(one_line(text))
        return
    page = outline(made)
    assert page.tags == plain.tags
    assert not breaks(made.subject)
    assert made.text.count("\n") == notice("invitation", language).text.count("\n")
    assert "".join(page.words).count(one_line(text)) >= 3


@given(st.text(max_size=60))
def test_any_link_is_refused_or_leads_into_the_service(text: str) -> None:
    for link in (text, "/" + text, OFFICE.base_url + text):
        try:
            made = notice("profile_validated", link=link)
        except UnusableFact:
            continue
        addresses = {a.get("href") or "" for tag, a in outline(made).tags if tag == "a"} - {f"mailto:{OFFICE.contact}"}
        assert len(addresses) == 1
        address = addresses.pop()
        assert re.fullmatch(r"https://experts\.facility\.example(?:[/?][!-~]*)?", address), address
        assert f"\n{address}\n" in made.text


def test_every_error_says_what_to_do_next() -> None:
    for wrong in ({"days": 0}, {"link": "https://elsewhere.example"}, {"nationality": "FR"}, {"call_title": None}):
        with pytest.raises(NoticeError) as caught:
            notice("invitation", **wrong)
        assert caught.value.next_step and caught.value.code != NoticeError.code
