"""The vocabulary: every code and label is there, variants lead to one term, and a broken file is refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching.vocabulary
from matching.codes import WORKING_LANGUAGES
from matching.errors import UnknownCode, VocabularyDamaged
from matching.vocabulary import Term, Vocabulary, load_vocabulary
from matching.vocabulary.load import FILES
from matching.vocabulary.terms import canonical

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data" / "taxonomy.json"
DATA = Path(matching.vocabulary.__file__).parent / "data"
V = load_vocabulary()
KINDS = {name: getattr(V, name) for name in FILES}
DESCRIBED = ("fields", "competences", "assistance_types", "activity_types", "statuses")


@pytest.mark.parametrize("name", KINDS)
def test_every_term_has_a_label_in_six_languages(name: str) -> None:
    lacking = [t.code for t in KINDS[name] for lang in WORKING_LANGUAGES if not t.labels.get(lang, "").strip()]
    assert not lacking


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_term_that_is_matched_on_is_described_in_six_languages(name: str) -> None:
    lacking = [t.code for t in KINDS[name] for lang in WORKING_LANGUAGES if not t.descriptions.get(lang, "").strip()]
    assert not lacking


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published taxonomy is not beside the project")
def test_every_published_code_and_label_is_there() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    for name, entries in (
        ("fields", published["fields_of_expertise"]),
        ("competences", published["horizontal_competences"]),
        ("assistance_types", published["assistance_types"]),
        ("sdg", published["sdg"]),
    ):
        assert all(KINDS[name].has(entry["code"]) for entry in entries), name
    labels = {label.casefold() for term in V.fields for label in (term.labels["en"], *term.aliases)}
    for entry in published["fields_without_code"]:
        head = entry["label"].split(" (")[0].casefold()
        assert any(head in label for label in labels), entry
    assert len(V.activity_types) == len(published["activity_types"])


@pytest.mark.parametrize(
    ("variant", "code"),
    [("A", "A"), ("A.", "A"), ("A.00", "A"), ("A - ", "A"), ("E.00 - ", "E"), ("e.10.07", "E.10.07")],
)
def test_printed_variants_lead_to_one_node(variant: str, code: str) -> None:
    assert V.fields.normalise(variant) == code


def test_one_root_per_letter() -> None:
    roots = [t.code for t in V.fields if t.parent is None]
    assert len({code[0] for code in roots}) == len(roots)


def test_namespaces_are_kept_apart() -> None:
    assert V.assistance_types.get("A02 02").labels["en"] == "Policy development"
    assert V.fields.get("A.20.02").labels["en"] == "Informal Employment"
    with pytest.raises(UnknownCode):
        V.fields.get("A.02.02")


def test_the_gap_in_the_competences_is_kept() -> None:
    assert not V.competences.has("6") and V.competences.has("5") and V.competences.has("7")


def test_an_unknown_code_names_near_ones() -> None:
    with pytest.raises(UnknownCode) as caught:
        V.fields.get("E.10.77")
    assert "E.10.07" in str(caught.value) and "Pension" in str(caught.value)
    with pytest.raises(UnknownCode) as caught:
        V.fields.get("pension schemes")
    assert caught.value.near[0].startswith("E.10.07")
    with pytest.raises(UnknownCode, match="Nothing in the vocabulary is near"):
        V.fields.get("§§§")


def test_a_label_is_found_in_any_language_and_falls_back_to_english() -> None:
    french = V.fields.label("E.10.07", "fr")
    assert V.fields.find(french)[0][0].code == "E.10.07"
    assert V.fields.find("") == []
    assert V.fields.label("E.10.07", "xx") == V.fields.label("E.10.07")


def test_former_officials_in_private_practice_are_not_public() -> None:
    public = {t.code: t.public for t in V.statuses}
    assert [code for code, yes in public.items() if yes] == ["civil_servant", "mandated_body", "retired_public"]
    assert public["private"] is False


TREE = Vocabulary(
    "field",
    [
        Term("A", None, {"en": "Work"}, aliases=("A.00",)),
        Term("A.1", "A", {"en": "One"}),
        Term("A.2", "A", {"en": "Two"}),
        Term("A.1.1", "A.1", {"en": "One one"}),
        Term("A.1.2", "A.1", {"en": "One two"}),
        Term("B", None, {"en": "Other"}),
    ],
)


def test_the_tree_is_walked_up_down_and_sideways() -> None:
    assert [t.code for t in TREE.children("A")] == ["A.1", "A.2"]
    assert [t.code for t in TREE.ancestors("A.1.1")] == ["A.1", "A"]
    assert [t.code for t in TREE.descendants("A")] == ["A.1", "A.2", "A.1.1", "A.1.2"]
    assert TREE.descendant_counts().tolist() == [len(TREE.descendants(t.code)) for t in TREE]
    assert [t.code for t in TREE.siblings("A.1.1")] == ["A.1.2"]
    assert TREE.siblings("A") == []
    assert len(TREE) == 6


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("A.1.1", "A.1.1", 1.0),
        ("A.1", "A.1.1", 0.7),
        ("A", "A.1", 0.4),  # a root is too broad to be a near parent
        ("A.1.1", "A.1.2", 0.4),
        ("A.1", "A.2", 0.2),  # only the root in common
        ("A.1.1", "A.2", 0.2),
        ("A", "B", 0.0),
    ],
)
def test_nearness_falls_with_the_distance_in_the_tree(a: str, b: str, near: float) -> None:
    assert TREE.similarity(a, b) == near == TREE.similarity(b, a)


def test_the_matrix_is_the_similarity_of_every_pair_and_cannot_be_changed() -> None:
    matrix = V.fields.similarity_matrix()
    codes = [t.code for t in V.fields]
    assert matrix.shape == (len(codes), len(codes)) and np.allclose(matrix, matrix.T)
    i, j = V.fields.index("E.10.07"), V.fields.index("E.10")
    assert matrix[i, j] == pytest.approx(0.7)
    with pytest.raises(ValueError, match="read-only"):
        matrix[0, 0] = 0


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_an_unknown_one(text: str) -> None:
    if V.fields.has(text):
        assert canonical(text) in {canonical(v) for v in (V.fields.get(text).code, *V.fields.get(text).aliases)}
    else:
        with pytest.raises(UnknownCode):
            V.fields.get(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("{}", "must hold a list"),
        ('[{"labels": {"en": "x"}}]', "Entry 1 of fields.json has no code"),
        ('[{"code": "A", "labels": {"fr": "x"}}]', "no English label"),
        ('[{"code": "A", "labels": {"en": "x"}}, {"code": "A", "labels": {"en": "y"}}]', "the code 'A' twice"),
        ('[{"code": "A", "labels": {"en": "x"}}, {"code": "B", "labels": {"en": "y"}, "aliases": ["A."]}]', "share"),
        ('[{"code": "A", "parent": "Z", "labels": {"en": "x"}}]', "'Z', which does not exist"),
        (
            '[{"code": "A", "parent": "B", "labels": {"en": "x"}}, {"code": "B", "parent": "A", "labels": {"en": "y"}}]',
            "its own ancestor",
        ),
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "fields.json").write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyDamaged, match=message):
        load_vocabulary(tmp_path)


def test_a_team_edits_its_own_copy_and_keeps_the_rest(tmp_path: Path) -> None:
    own = '[{"code": "Z", "labels": {"en": "Our field"}, "keywords": {"en": ["ours"]}, "demand": 3}]'
    (tmp_path / "fields.json").write_text(own, encoding="utf-8")
    mine = load_vocabulary(tmp_path)
    assert [t.code for t in mine.fields] == ["Z"] and mine.fields.get("z").keywords["en"] == ("ours",)
    assert len(mine.competences) == len(V.competences)
    assert mine.content_hash != V.content_hash


def test_every_field_has_examples_of_its_own_and_related_fields_that_exist() -> None:
    lacking = [t.code for t in V.fields if len(t.examples.get("en", ())) < 2 or not t.related]
    assert not lacking
    assert all(V.fields.has(code) and code != t.code for t in V.fields for code in t.related)


def test_an_example_belongs_to_one_field_unless_it_is_a_request_coded_by_several() -> None:
    coded = {entry["text"] for entry in json.loads((DATA / "requests.json").read_text(encoding="utf-8"))}
    said = [text for t in V.fields for texts in t.examples.values() for text in texts if text not in coded]
    assert len(said) == len(set(said)) and coded


def test_related_terms_share_a_row_evenly_and_unknown_ones_are_passed_over() -> None:
    kind = Vocabulary("field", [Term("A", None, {"en": "a"}, related=("B", "C", "gone")), Term("B", None, {"en": "b"}),
                                Term("C", None, {"en": "c"}, related=("C", "A"))])  # fmt: skip
    assert kind.related_matrix().tolist() == [[0, 0.5, 0.5], [0, 1, 0], [1, 0, 0]]
    with pytest.raises(ValueError, match="read-only"):
        kind.related_matrix()[0, 0] = 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "requests.json is not JSON"),
        ("{}", "must hold a list of requests"),
        ('["x"]', "Entry 1 of requests.json is no coded request"),
        ('[{"text": " ", "fields": []}]', "is no coded request"),
        ('[{"text": "x", "fields": "A"}]', "is no coded request"),
        ('[{"text": "x", "language": "xx", "fields": ["A"]}]', "language of entry 1 of requests.json is not known"),
    ],
)
def test_a_broken_file_of_requests_is_refused_in_words(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "requests.json").write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyDamaged, match=message):
        load_vocabulary(tmp_path)


def test_a_teams_own_coded_requests_take_the_place_of_the_packaged_ones(tmp_path: Path) -> None:
    own = [
        {"text": "Our request", "fields": ["E.00", "E.10.07"]},
        {"text": "Нужна помощь", "language": "ru", "fields": ["A"]},
        {"text": "De l'aide", "language": "FR-be", "fields": ["A"]},
    ]
    (tmp_path / "requests.json").write_text(json.dumps(own), encoding="utf-8")
    mine = load_vocabulary(tmp_path)
    assert (
        "Our request" in mine.fields.get("E").examples["en"]
        and "Our request" in mine.fields.get("E.10.07").examples["en"]
    )
    assert mine.fields.get("A").examples["ru"] == (*V.fields.get("A").examples.get("ru", ()), "Нужна помощь")
    assert mine.fields.get("A").examples["fr"][-1] == "De l'aide"
    assert len(mine.fields.get("A").examples["en"]) < len(V.fields.get("A").examples["en"])
    assert mine.content_hash != V.content_hash
