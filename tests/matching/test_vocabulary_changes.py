"""An office's changes to the vocabularies: laid over what is packaged, and refused where they would break it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from embeddings import HashingEncoder
from matching.columns import build_columns
from matching.engine import build_engine
from matching.errors import InvalidSetting, UnknownCode
from matching.vocabulary import Term, TermChange, Vocabulary, load_vocabulary, with_changes
from matching.vocabulary.changes import amended
from tests.people import person

KIND = Vocabulary(
    "field",
    [
        Term("A", None, {"en": "Work"}, aliases=("A.00",)),
        Term("A.10", "A", {"en": "Safety"}, descriptions={"en": "Accidents at work."}),
        Term("A.20", "A", {"en": "Jobs"}),
        Term("B", None, {"en": "Health"}),
    ],
)


def change(code: str, parent: str | None = "A", **more: object) -> TermChange:
    return replace(TermChange(code, {"en": f"New {code}"}, parent), **more)  # type: ignore[arg-type]


def test_a_label_is_replaced_and_all_else_of_the_term_stays() -> None:
    after = amended(KIND, [change("a 10")])
    assert after.label("A.10") == "New a 10"
    assert after.get("A.10").descriptions == {"en": "Accidents at work."}
    assert [term.code for term in after] == ["A", "A.10", "A.20", "B"]


def test_a_new_term_stands_below_its_parent() -> None:
    after = amended(KIND, [change("A.10.01", "A.10"), change("A.10.02", "A.10"), change("A.15"), change("C", None)])
    assert [term.code for term in after] == ["A", "A.10", "A.10.01", "A.10.02", "A.20", "A.15", "B", "C"]
    assert [term.code for term in after.ancestors("A.10.01")] == ["A.10", "A"]


def test_a_moved_term_takes_along_what_stands_below_it() -> None:
    deep = amended(KIND, [change("A.10.01", "A.10")])
    after = amended(deep, [change("A.10", "B"), change("B.10", "B")])
    assert [term.code for term in after] == ["A", "A.20", "B", "A.10", "A.10.01", "B.10"]
    assert [term.code for term in amended(deep, [change("A.10.01", None)])] == ["A", "A.10", "A.20", "B", "A.10.01"]


def test_a_new_term_stands_below_its_parent_whichever_is_named_first() -> None:
    new = [change("A.30", "A"), change("A.30.10", "A.30"), change("A.30.20", "A.30"), change("A.20", "A.30")]
    for changes in permutations(new):
        codes = [term.code for term in amended(KIND, changes)]
        assert codes[:3] == ["A", "A.10", "A.30"] and codes[-1] == "B"
        named = [one.code for one in changes if one.parent == "A.30" and one.code != "A.20"]
        assert [code for code in codes if code in named] == named


def test_a_retired_code_is_read_as_its_successor_at_last() -> None:
    after = amended(KIND, [change("A.10", retired=True, successor="A.20"), change("A.20", retired=True, successor="B")])
    assert [term.code for term in after] == ["A", "B"]
    assert [after.normalise(code) for code in ("A.10", "a20", "B")] == ["B", "B", "B"]


def test_a_code_retired_without_a_successor_is_unknown() -> None:
    with pytest.raises(UnknownCode):
        amended(KIND, [change("A.10", retired=True)]).normalise("A.10")


def test_whoever_has_a_retired_code_counts_under_its_successor() -> None:
    vocabularies = with_changes(load_vocabulary(), {"fields": [TermChange("A.35", {"en": "x"}, "A", True, "A.45")]})
    columns = build_columns([person("anna", fields=["A.35"]), person("bert", fields=["A.45"])], vocabularies)
    held = columns.fields[:, vocabularies.fields.index("A.45")]
    assert held.tolist() == [True, True]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ([TermChange("A.10", {"fr": "Sécurité"}, "A")], "The term 'A.10' has no English label."),
        ([change("A.30", "Z")], "The term 'A.30' cannot stand under 'Z'."),
        ([change("A", "A.10")], "The term 'A' would stand under itself."),
        ([change("A", None, retired=True, successor="B")], "The term 'A' cannot be retired."),
        ([change("A.10", retired=True, successor="Z")], "The term 'A.10' cannot be followed by 'Z'."),
        (
            [change("A.10", retired=True, successor="A.20"), change("A.20", retired=True, successor="A.10")],
            "The term 'A.10' would be its own successor.",
        ),
        ([change("A.00", None)], "The code 'A.00' cannot be given to a new term."),
        ([change("A.10"), change("a10")], "The term 'A.10' cannot be changed twice at once."),
        ([change(code, None, retired=True) for code in ("A", "A.10", "A.20", "B")], "No term would be left."),
    ],
)  # fmt: skip
def test_a_change_that_would_break_the_tree_is_refused_in_words(changes: Sequence[TermChange], what: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        amended(KIND, changes)
    assert refused.value.what == what
    assert refused.value.next_step


def test_changes_are_told_by_the_hash_and_none_leave_everything_as_it_is() -> None:
    base = load_vocabulary()
    assert with_changes(base, {"fields": []}) is base
    changed = with_changes(base, {"fields": [change("A.35")]})
    assert changed.content_hash != base.content_hash
    assert changed.competences is base.competences


def test_only_the_texts_of_changed_terms_are_encoded_again() -> None:
    class Counting(HashingEncoder):
        def __init__(self) -> None:
            super().__init__()
            self.texts: set[str] = set()

        def encode(self, texts, **more):  # type: ignore[no-untyped-def]
            self.texts |= set(texts)
            return super().encode(texts, **more)

    base, encoder = load_vocabulary(), Counting()
    build_engine(encoder, base)
    known = set(encoder.texts)
    encoder.texts.clear()
    build_engine(encoder, with_changes(base, {"fields": [TermChange("A.99", {"en": "Gig work"}, "A")]}))
    assert encoder.texts - known == {"Gig work"}
