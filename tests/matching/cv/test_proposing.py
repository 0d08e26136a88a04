"""What a CV shows is proposed with its confidence, its sentence and its years; nothing comes from degrees alone."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.cv.encoded_entries import encode_entries
from matching.cv.proposed_fields import Read, _example_shares, made_ready
from matching.cv.proposing import Proposals, propose
from matching.cv.values import CvDate, Entry, EntryKind, Parts, Source
from matching.cv.word_lists import words_said
from matching.engine import Engine
from matching.vocabulary import load_vocabulary

TODAY = date(2026, 6, 15)
FIELDS = "field_words.json"
LISTS: dict[str, list[str]] = json.loads((files("matching.cv") / FIELDS).read_text(encoding="utf-8"))
# Words that stand for themselves: a star would need an ending, and two letters count in capitals only.
WORDS = {word: code for code, words in LISTS.items() for word in words if "*" not in word and len(word) > 3}


def parts(*entries: tuple[EntryKind, str, int | None, int | None, str | None]) -> Parts:
    """A CV of entries: kind, text, first and last year (None: to date), country."""
    text = "\n".join(entry[1] for entry in entries)
    made, at = [], 0
    for kind, said, start, end, country in entries:
        title, _, employer = said.split("\n")[0].partition(", ")
        made.append(
            Entry(
                kind=kind, text=said, source=Source(start=at, end=at + len(said), text=said[:400], page=1),
                title=title, employer=employer or None, country=country,
                start=CvDate(day=date(start, 1, 1), precision="month") if start else None,
                end=CvDate(day=date(end, 12, 1), precision="month") if end else None, ongoing=bool(start and not end),
            )
        )  # fmt: skip
        at += len(said) + 1
    return Parts(text=text, entries=tuple(made))


INSPECTOR = parts(
    (
        "post",
        "Head of unit, Labour Inspectorate\nPlan of inspections by risk.\nJoint visits on undeclared work.",
        2016,
        None,
        "IE",
    ),
    ("post", "Labour inspector, Labour Inspectorate\nInspected wages on farms.", 2010, 2017, "IE"),
    ("post", "Accountant, Blue Door Ltd", 2005, 2009, "GB"),
    (
        "assignment",
        "Trainer of inspectors, Ministry of Labour\nTraining of trainers in Rabat, Morocco.",
        2019,
        2019,
        "MA",
    ),
    ("degree", "Master of statistics, University of Cork", 2000, 2004, "IE"),
)


def ready(cv: Parts, engine: Engine) -> Read | None:
    """Its entries encoded by themselves, and made ready."""
    return made_ready(cv, encode_entries([cv], engine)[0], engine, TODAY)


def proposals(cv: Parts, engine: Engine) -> Proposals:
    """What is proposed from a CV that is encoded by itself."""
    return propose(cv, encode_entries([cv], engine)[0], engine, TODAY)


@pytest.fixture(scope="module")
def proposed(engine: Engine) -> Proposals:
    return proposals(INSPECTOR, engine)


def test_the_field_that_most_posts_speak_of_comes_first_with_its_words(proposed: Proposals) -> None:
    first = proposed.fields[0]
    assert first.code == "N.10.01"
    assert "Labour Inspectorate" in first.reason or "inspect" in first.reason.lower()
    assert first.confidence > proposed.fields[-1].confidence


def test_an_entry_is_compared_with_the_examples_in_its_own_language_whatever_the_others_are_in(engine: Engine) -> None:
    said = (
        "Head of the labour inspectorate and of its visits",
        "Начальник отдела инспекции труда и проверок на стройках",
    )
    entries: list[tuple[EntryKind, str, int | None, int | None, str | None]] = [
        ("post", text, 2016, None, None) for text in (*said, said[0])
    ]
    together = ready(parts(*entries), engine)
    assert together and together.languages == ["en", "ru", "en"]
    alone = [ready(parts(entry), engine) for entry in entries]
    expected = np.concatenate([_example_shares(one, engine) for one in alone if one])
    assert _example_shares(together, engine) == pytest.approx(expected, abs=1e-4)


def test_every_proposal_shows_a_sentence_that_stands_in_the_text(proposed: Proposals) -> None:
    shown = [*proposed.fields, *proposed.competences, *proposed.activity_types, *proposed.countries]
    assert shown
    for proposal in shown:
        assert proposal.source is not None
        assert INSPECTOR.text[proposal.source.start : proposal.source.end].startswith(proposal.source.text)


def test_years_in_a_field_count_overlaps_once_and_leave_other_posts_out(proposed: Proposals) -> None:
    assert proposed.fields[0].years == 16.5  # January 2010 to June 2026, not the years as an accountant


def test_the_sentence_with_the_telling_word_is_shown(proposed: Proposals) -> None:
    informal = next(p for p in proposed.fields if p.code == "A.20.02")
    assert informal.source is not None
    assert informal.source.text == "Joint visits on undeclared work."


def test_a_degree_does_not_outweigh_posts(proposed: Proposals) -> None:
    codes = [p.code for p in proposed.fields]
    assert "U" not in codes[: codes.index("A.20.02")]


def test_types_of_activity_come_from_what_was_done(proposed: Proposals) -> None:
    shown = {p.code: p for p in proposed.activity_types}
    assert {"technical_training", "training_of_trainers"} <= set(shown)
    assert "study_visit" not in shown


def test_a_course_attended_makes_nobody_a_trainer(engine: Engine) -> None:
    told = parts(
        ("training", "Training of trainers, Turin", 2010, 2010, "IT"),
        ("post", "Clerk, Ministry of Labour", 2011, None, "IE"),
    )
    found = proposals(told, engine)
    assert [p.code for p in found.activity_types] == []
    assert [p.code for p in found.countries] == ["IE"]


def test_countries_are_where_somebody_worked_with_the_years_there(proposed: Proposals) -> None:
    years = {p.code: p.years for p in proposed.countries}
    assert years == {"IE": 16.5, "GB": 5.0, "MA": 1.0}


def test_a_country_only_named_in_a_post_is_less_sure(engine: Engine) -> None:
    told = parts(("post", "Adviser, Ministry of Labour\nTwinning with Tunisia.", 2010, None, "IE"))
    found = {p.code: p.confidence for p in proposals(told, engine).countries}
    assert found["IE"] > found["TN"]


def test_the_status_is_among_the_proposals(proposed: Proposals) -> None:
    assert proposed.status is not None
    assert proposed.status.code == "civil_servant"


def test_a_cv_without_entries_gets_no_proposals(engine: Engine) -> None:
    assert proposals(Parts(text=""), engine) == Proposals()


SAID = [
    ("Inspecteur du travail, Direction générale du travail", "N.10.01"),
    ("Actuaria, Caja de Seguro Social\nValuaciones actuariales y tasas de cotizaciones", "E.10.08"),
    ("Técnica de emprego, Centro de Emprego\nOfertas de emprego e orientação profissional", "A.35"),
    ("Главный специалист, Министерство\nНазначение пенсий, пенсионная реформа", "E.10.07"),
    ("رئيسة قسم، وزارة\nإصابات العمل والأمراض المهنية", "E.10.02"),
    ("Conseiller, Institut\nDialogue social et négociation collective", "C.25"),
]


@pytest.mark.parametrize(("text", "code"), SAID)
def test_fields_are_proposed_in_six_languages(text: str, code: str, engine: Engine) -> None:
    found = proposals(parts(("post", text, 2012, None, None)), engine)
    assert code in [p.code for p in found.fields[:3]]


def test_a_field_that_experts_hold_beside_another_is_proposed_with_that_as_the_reason(proposed: Proposals) -> None:
    legislation = next(p for p in proposed.fields if p.code == "D.x01")
    assert "Labour inspection" in legislation.reason
    assert legislation.source is not None
    assert "Inspect" in legislation.source.text or "inspect" in legislation.source.text
    assert legislation.confidence < proposed.fields[0].confidence


def test_an_abbreviation_tells_a_field_in_capitals_only() -> None:
    assert "A.35" in words_said("Técnica, SEPE", FIELDS)
    assert "A.35" not in words_said("No sepe nada", FIELDS)


FORMS = [
    ("وللتقاعد وإصلاح أنظمة التقاعد", "E.10.07"),
    ("والتفتيش في المصانع", "N.10.01"),
    ("Servizo Público de Emprego", "A.35"),
    ("Начальник отдела пенсионного обеспечения", "E.10.07"),
    ("prise en charge; l'assurance-chômage", "E.x07"),
]


@pytest.mark.parametrize(("text", "code"), FORMS)
def test_words_are_found_with_articles_endings_and_hyphens(text: str, code: str) -> None:
    assert code in words_said(text, FIELDS)


def test_words_that_overlap_count_once() -> None:
    assert words_said("Public employment service", FIELDS)["A.35"] == ["Public employment"]


def test_every_listed_word_is_found() -> None:
    assert [word for word, code in WORDS.items() if code not in words_said(word, FIELDS)] == []


@given(st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=6))
def test_words_are_found_beside_others_and_as_they_are_written(words: list[str]) -> None:
    text = " ; ".join(words)
    said = words_said(text, FIELDS)
    assert {WORDS[word] for word in words} <= set(said)
    assert all(written in text for found in said.values() for written in found)


def test_of_phrases_that_begin_alike_the_longest_counts_whatever_their_first_words() -> None:
    said = words_said("للعاملين لحسابهم الخاص", FIELDS)  # listed with the preposition and without it
    assert said["A.20.02"] == ["للعاملين لحسابهم الخاص"]


def test_cvs_that_are_encoded_together_have_each_its_own_vectors(engine: Engine) -> None:
    other = parts(("post", "Baker, Harbour Bakery", 2011, None, "IE"))
    together = encode_entries([INSPECTOR, Parts(text=""), other], engine)
    assert [len(one.vectors) for one in together] == [len(INSPECTOR.entries), 0, 1]
    for one, own in zip(together, (INSPECTOR, Parts(text=""), other), strict=True):
        assert one.vectors == pytest.approx(encode_entries([own], engine)[0].vectors, abs=1e-4)


def test_the_word_lists_name_only_codes_of_the_vocabulary() -> None:
    vocabularies = load_vocabulary()
    for file, kind in (("field_words.json", vocabularies.fields), ("activity_words.json", vocabularies.activity_types)):
        lists = json.loads((files("matching.cv") / file).read_text(encoding="utf-8"))
        assert [code for code in lists if not kind.has(code)] == []


def test_companions_and_offsets_name_only_codes_of_the_vocabulary_and_none_goes_with_itself() -> None:
    kind = load_vocabulary().fields
    companions, offsets = (
        json.loads((files("matching.cv") / f"field_{name}.json").read_text(encoding="utf-8"))
        for name in ("companions", "offsets")
    )
    named = {*companions, *offsets, *(other for others in companions.values() for other in others)}
    assert [code for code in named if not kind.has(code)] == []
    assert [code for code, others in companions.items() if code in others] == []
    assert {often for others in companions.values() for often in others.values()} <= {1, 2, 3}
