"""What was done before and is near: found by text and fields, with the nearest sentences and a warning of overlap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import precedents
from matching.engine import Engine
from matching.english import Background
from matching.precedents import Precedent, PrecedentReader
from matching.vocabulary import TermChange, with_changes

ASKED = Precedent(
    "asked",
    "Training of counsellors in the profiling of jobseekers. Thank you.",
    country="TG",
    institution="Agence nationale pour l'emploi",
    fields={"A.35": 0.8, "A.45": 0.2},
)
SAME = replace(ASKED, id="same", text="Training of counsellors in the profiling of jobseekers. It was done in spring.")
OTHER = Precedent("other", "Actuarial projections of old-age pensions and contribution rates.", country="BJ")


@pytest.fixture
def reader(engine: Engine) -> PrecedentReader:
    return PrecedentReader(engine)


def test_the_nearest_comes_first_with_the_nearest_pair_of_sentences(reader: PrecedentReader) -> None:
    first, second = reader.nearest(ASKED, [OTHER, SAME], 5)
    assert (first.id, second.id) == ("same", "other")
    sentence = "Training of counsellors in the profiling of jobseekers."
    assert (first.mine, first.theirs) == (sentence, sentence)
    assert first.similarity > second.similarity >= 0


def test_the_same_text_with_a_field_that_is_certain_has_the_similarity_1(reader: PrecedentReader) -> None:
    certain = replace(ASKED, fields={"A.35": 1.0, "E": 0.3})
    (found,) = reader.nearest(certain, [replace(certain, id="again")], 5)
    assert found.similarity == pytest.approx(1.0, abs=1e-3)


def test_of_equal_texts_the_one_that_shares_the_fields_comes_first(reader: PrecedentReader) -> None:
    bare = replace(SAME, id="bare", fields={})
    first, second = reader.nearest(ASKED, [bare, SAME], 5)
    assert (first.id, second.id) == ("same", "bare")
    of_fields = 1 - (1 - 0.8 * 0.8) * (1 - 0.2 * 0.2)  # both about A.35, or both about A.45
    assert first.similarity - second.similarity == pytest.approx(precedents.FIELDS_SHARE * of_fields, abs=2e-3)


def test_a_field_that_was_retired_is_compared_as_its_successor(reader: PrecedentReader, engine: Engine) -> None:
    retired = TermChange("A.35", {"en": "Guidance"}, "A", retired=True, successor="A.45")
    gone = TermChange("A.20.02", {"en": "Gone"}, "A.20", retired=True)
    now = replace(engine, vocabularies=with_changes(engine.vocabularies, {"fields": [retired, gone]}))
    before, after = replace(SAME, fields={"A.35": 1.0, "A.20.02": 1.0}), replace(SAME, fields={"A.45": 0.9})
    asked = replace(ASKED, fields={"A.45": 0.8, "A.20.02": 0.6})
    (found,) = PrecedentReader(now).nearest(asked, [before], 5)
    assert found.fields == ("A.45", "A.20.02"), "without a successor, the code on record"
    assert PrecedentReader(now).nearest(before, [after], 5)[0].fields == ("A.45",)
    assert reader.nearest(before, [after], 5)[0].fields == ()
    share = found.similarity - PrecedentReader(now).nearest(asked, [replace(before, fields={})], 5)[0].similarity
    assert share == pytest.approx(precedents.FIELDS_SHARE * (1 - (1 - 0.8) * (1 - 0.6)), abs=2e-3)


class ToldApart:
    """An encoder for English that finds training alike and everything else as far from it as can be."""

    name, dimension, fingerprint = "told apart", 2, "told apart"

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        return np.array([[1.0, 0.0] if "raining" in text else [0.0, 1.0] for text in texts], dtype=np.float32)


def test_two_texts_in_english_are_read_by_the_encoder_for_english_too(engine: Engine) -> None:
    reads = replace(engine, english=ToldApart(), english_background=Background(0.5, 0.1))  # type: ignore[arg-type]
    english = "Training of the staff of employment agencies in the planning of their own budgets."
    others = [Precedent("in English", english), Precedent("in French", "Formation des agents des agences d'emploi.")]
    asked, share = replace(ASKED, fields={}), 1 - precedents.FIELDS_SHARE
    alone = {found.id: found.similarity / share for found in PrecedentReader(engine).nearest(asked, others, 2)}
    both = {found.id: found.similarity / share for found in PrecedentReader(reads).nearest(asked, others, 2)}
    assert both["in French"] == alone["in French"]
    assert both["in English"] == pytest.approx((alone["in English"] + 1) / 2, abs=2e-3)


def test_fields_in_common_are_those_that_both_are_likely_to_be_about(reader: PrecedentReader) -> None:
    given = replace(SAME, fields={"A.35": 1.0, "A.45": 1.0, "E": 1.0})
    (found,) = reader.nearest(ASKED, [given], 5)
    assert found.fields == ("A.35",)


@pytest.mark.parametrize(
    ("changed", "overlap"),
    [
        ({}, True),
        ({"institution": "AGENCE NATIONALE POUR L’EMPLOI"}, True),
        ({"institution": "Another"}, False),
        ({"institution": None}, False),
        ({"country": "BJ"}, False),
        ({"country": None}, False),
        ({"text": OTHER.text}, False),
    ],
)
def test_overlap_is_told_of_near_texts_of_one_institution_in_one_country(
    reader: PrecedentReader, changed: dict[str, str | None], overlap: bool
) -> None:
    (found,) = reader.nearest(ASKED, [replace(SAME, **changed)], 5)  # type: ignore[arg-type]
    assert found.overlap is overlap


def test_what_has_no_country_shares_none(reader: PrecedentReader) -> None:
    nowhere = replace(ASKED, country=None)
    (found,) = reader.nearest(nowhere, [replace(SAME, country=None)], 5)
    assert (found.same_country, found.overlap) == (False, False)


def test_who_says_nothing_is_like_nothing(reader: PrecedentReader) -> None:
    empty = Precedent("empty", "  \n")
    assert reader.nearest(empty, [SAME], 5) == []
    assert reader.nearest(ASKED, [empty], 5) == []
    assert [one.id for one in reader.nearest(ASKED, [empty, OTHER, SAME], 1)] == ["same"]


def test_signs_without_words_and_very_long_texts_are_compared_too(reader: PrecedentReader) -> None:
    found = reader.nearest(Precedent("signs", "? 12"), [Precedent("long", "Pension reform now. " * 600), ASKED], 5)
    assert {one.id for one in found} == {"long", "asked"}
    assert all(np.isfinite(one.similarity) for one in found)


def test_a_text_is_encoded_once_and_memory_is_bounded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []

    class Counting:
        name, dimension, fingerprint = engine.encoder.name, engine.encoder.dimension, engine.encoder.fingerprint

        def encode(self, texts: list[str], **options: object) -> object:
            encoded.extend(texts)
            return engine.encoder.encode(texts, **options)  # type: ignore[arg-type]

    reader = PrecedentReader(replace(engine, encoder=Counting()))  # type: ignore[arg-type]
    first = reader.nearest(ASKED, [SAME, OTHER], 2)
    count = len(encoded)
    assert reader.nearest(ASKED, [SAME, OTHER], 2) == first
    assert len(encoded) == count
    monkeypatch.setattr(precedents, "KEPT", 2)
    assert reader.nearest(replace(ASKED, text="Another text."), [SAME, OTHER], 2)
    assert len(reader._vectors) == 2
