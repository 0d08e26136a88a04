"""Exports: the figures arrive in every format, hostile text stays text, and a file is whole or not there."""

from __future__ import annotations

import errno
import io
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document

from api.exports import FORMATS, export_bytes, labels, write_export
from api.exports.facts import balance_facts, call_facts, mode_sentence, position_facts, setting_facts
from api.exports.html import stylesheet, to_html
from api.exports.json import to_json
from api.exports.reasons import reasons, same_as_ranking
from api.exports.xlsx import to_xlsx
from embeddings import disk
from embeddings.errors import StorageFull
from matching.entities import Position
from matching.errors import InvalidSetting
from matching.results import BalancedList, Price, Shortlist
from tests.api import shortlists
from tests.api.shortlists import ARABIC, HOSTILE, shortlist, without_team
from tests.api.web_pages import Outline, outline


@pytest.fixture(scope="module")
def made() -> Shortlist:
    return shortlist()


@pytest.fixture(scope="module")
def page(made: Shortlist) -> str:
    return to_html(made)


def words(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_needs_nothing_outside_itself(page: str) -> None:
    seen = outline(page)
    assert seen.fetched == []
    assert "<script" not in page
    assert "url(" not in stylesheet() and "@import" not in stylesheet()


def test_hostile_text_stays_text(page: str) -> None:
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_control_characters_and_turns_of_direction_in_a_name_do_not_reach_the_page() -> None:
    named = shortlists.candidate("e1", "Ana\x00\x0b\x1b Hor\u202evat\n<b>", 1, 82.46)
    page = to_html(shortlist(positions=(shortlists.position("1", "Expert\x07", candidates=(named,)),), teams=()))
    assert not [letter for letter in page if unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n"]
    assert "\u202e" not in page
    assert "Ana Horvat &lt;b&gt;" in page


def test_the_page_is_well_formed_with_headings_in_order_and_landmarks(page: str) -> None:
    check_outline(outline(page))


def check_outline(seen: Outline) -> None:
    assert seen.unclosed == [] and seen.stray == []
    assert seen.headings[0] == 1 and seen.headings.count(1) == 1
    steps = zip(seen.headings, seen.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert {"main", "header", "nav", "footer"} <= seen.tags
    assert seen.tables == seen.captions
    assert len(seen.ids) == len(set(seen.ids))
    assert seen.language == "en" and seen.title


def test_evidence_keeps_its_language_its_direction_and_its_segment(page: str) -> None:
    assert f'<blockquote lang="ar" dir="auto">{ARABIC}</blockquote>' in page
    assert "CV, segment 4, in Arabic" in page


def test_a_verdict_is_said_in_words_and_not_by_colour_alone(page: str) -> None:
    text = outline(page).text
    for phrase in ("✓ eligible", "? to be confirmed", "✓ met", "? to ask"):
        assert phrase in text


def test_confidence_stands_apart_from_merit(page: str) -> None:
    assert "82.5" in page and "confidence </span>86 %" in page


def test_an_unknown_criterion_is_shown_as_left_out_and_one_without_weight_not_at_all(page: str) -> None:
    assert "not known" in page and "(left out of the score)" in page
    assert "Public status" not in page


def test_the_page_shows_questions_price_reserve_and_what_is_not_covered(page: str) -> None:
    text = outline(page).text
    assert "Ask: Do you agree to be matched?" in text
    assert "Price of balance: 3.2 points given up (2.1 %); bought: 1 country more." in text
    assert "Price of balance: 0.0 points given up." in text
    assert "team value 137.2" in text and "nobody could step in" in text
    assert "French, drafting B2 not covered" in text and "Z.99 not covered" in text
    assert text.count("Ask e1: free in March?") == 1
    assert "a better one could win by 1.5 points at most" in text


def test_a_list_composed_as_a_whole_shows_its_price_or_why_it_is_empty(page: str) -> None:
    text = outline(page).text
    assert "7.2 points given up (4.7 %); bought: 2 public experts instead of 1" in text
    assert "Nobody can be listed under these rules." in text


def test_a_list_that_is_the_top_of_the_ranking_says_so() -> None:
    plain = BalancedList(
        position_id="1", expert_ids=("e1", "e2"), value=1, optimal=True, balance=shortlists.balance(),
        price=Price(points=0, percent=0),
    )  # fmt: skip
    made = shortlist(lists=(plain,))
    assert same_as_ranking(plain, made.positions[0])
    assert "are the top of the ranking (0.0 points given up)" in outline(to_html(made)).text
    assert "are the top of the ranking" in words(docx.Document(io.BytesIO(export_bytes(made, "docx"))))


@pytest.mark.parametrize(
    ("helped", "words_shown"), [(True, "Ask for 1 countries at least instead of 2."), (False, "At least 2 countries.")]
)
def test_without_a_team_every_format_says_why_and_what_would_help(helped: bool, words_shown: str) -> None:
    made = without_team(helped)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))["Teams"]
    texts = (
        outline(to_html(made)).text,
        words(docx.Document(io.BytesIO(export_bytes(made, "docx")))),
        "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row),
    )
    for text in texts:
        assert "No team of two can stand for two countries." in text
        assert words_shown in text


def test_an_empty_ranking_and_no_teams_are_said_in_words() -> None:
    bare = shortlists.position(
        "1", "Expert", candidates=(), not_eligible=(), not_eligible_total=0, not_eligible_by_rule={}
    )
    made = shortlist(positions=(bare,), teams=(), lists=(), notes=(), record=shortlists.record(funnel=(), stages=()))
    text = outline(to_html(made)).text
    assert "Nobody is eligible or to be confirmed." in text and "No team was asked for." in text
    assert "No counts were kept." in text
    filed = words(docx.Document(io.BytesIO(export_bytes(made, "docx"))))
    assert "Nobody is eligible or to be confirmed." in filed and "No team was asked for." in filed
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).sheetnames[1] == "1 Expert"


# --- contrast -------------------------------------------------------------------------------------------------------

ON_PAPER = ("ink", "muted", "accent", "pass", "unknown", "fail")
GROUNDS = ("paper", "sheet", "soft", "warn")


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2 for '#rrggbb'."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_contrasts_with_every_ground_as_wcag_aa_asks(scheme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", stylesheet(), flags=re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))
    for ground in GROUNDS:
        for text in ON_PAPER:
            light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


# --- json -----------------------------------------------------------------------------------------------------------


def test_json_is_the_whole_value_and_reads_back_equal(made: Shortlist) -> None:
    text = to_json(made)
    assert Shortlist.model_validate_json(text) == made
    assert ARABIC in text


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_written_whole_by_the_ending_of_its_name(format: str, made: Shortlist, tmp_path: Path) -> None:
    target = tmp_path / "new folder" / f"out.{format}"
    write_export(made, target)
    assert target.stat().st_size > 1000
    assert [p.name for p in target.parent.iterdir()] == [target.name]


def test_a_full_disk_leaves_the_older_file_and_nothing_else(
    made: Shortlist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.html"
    target.write_text("older")
    write = disk.put

    def full(descriptor: int, content: bytes | memoryview) -> None:
        write(descriptor, bytes(content)[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "put", full)
    with pytest.raises(StorageFull) as caught:
        write_export(made, target)
    assert caught.value.next_step
    assert [p.name for p in tmp_path.iterdir()] == ["out.html"] and target.read_text() == "older"


def test_an_unknown_format_is_refused_with_the_known_ones(made: Shortlist, tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="html, json, xlsx, docx, pdf"):
        write_export(made, tmp_path / "out.odt")
    assert not list(tmp_path.iterdir())


def test_equal_shortlists_give_equal_pages_and_json(made: Shortlist) -> None:
    again = shortlist()
    assert to_html(again) == to_html(made) and to_json(again) == to_json(made)


# --- words ----------------------------------------------------------------------------------------------------------


def test_reasons_are_grouped_by_rule_the_commonest_first_each_person_under_each_rule_failed(made: Shortlist) -> None:
    found = reasons(made.positions[0])
    assert [(r.label, r.total, [f.person.expert_id for f in r.people]) for r in found] == [
        ("Availability", 2, ["n1", "n2"]),
        ("Language: French", 2, ["n1"]),
    ]
    assert found[0].people[0].others == ("Language: French",)


def test_words_for_what_is_not_said() -> None:
    assert labels.day(None) == "not said"
    assert labels.position_name("1", None, 1) == "Position 1"
    assert labels.position_name("b", None, 2) == "Position 2 (b)"
    assert labels.criterion_label("new_one") == "New one"
    assert labels.term("fields", "Z.99") == "Z.99"
    assert labels.status_label("not said") == "not said"
    assert labels.requirement("sign language") == "sign language"
    assert labels.requirement("fr") == "French"
    assert labels.one_decimal(-0.04) == "0.0"
    nameless = shortlists.call(title=None, reference=None)
    assert labels.call_title(nameless) == "Labour Inspectorate, Senegal"
    assert labels.call_title(nameless.model_copy(update={"institution": None, "country": None})) == "Call 7"
    assert labels.term("activity_types", "technical_training") == "Technical training"
    assert labels.evidence_place(shortlists.Evidence(text="x")) == "confirmed in the profile"
    assert labels.phase_sentence(shortlists.Phase(name="Later")) == "Later: dates not said"
    assert position_facts(Position(id="1")) == [] and call_facts(shortlists.Call(id="c")) == []


def test_undeclared_is_counted_as_such_never_guessed() -> None:
    assert dict(balance_facts(shortlists.balance()))["Nationalities"] == "France 1, not declared 1"
    assert dict(balance_facts(shortlists.balance()))["Gender"] == "men 1, not declared 1"


def test_the_mode_is_explained_with_its_band(made: Shortlist) -> None:
    assert "Band: 3 points." in mode_sentence(made)
    assert "change nothing" in mode_sentence(shortlist(record=shortlists.record(mode="report")))


def test_settings_become_flat_pairs() -> None:
    assert setting_facts({"a": {"b": True, "c": ["x", "y"]}, "d": None, "e": {}}) == [
        ("a.b", "yes"), ("a.c", "x, y"), ("d", "not set"), ("e", "not set"),
    ]  # fmt: skip


def test_the_parser_of_these_tests_notices_what_it_is_meant_to_notice() -> None:
    seen = outline(
        '<html lang="en"><title>t</title><body><p><b>x</p><img src="http://a.example/x.png"><h1>a</h1><h3>b</h3></body></html>'
    )
    assert seen.unclosed == ["b"] and seen.fetched == ["http://a.example/x.png"] and seen.headings == [1, 3]
    assert issubclass(Outline, HTMLParser)
