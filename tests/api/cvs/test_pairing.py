"""Pieces that say the same word for word are put together as somebody would who goes through them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from api.services.cvs.cv_pairing import MOST, pairs
from matching.codes import fold
from matching.entities import Segment

PIECES = st.builds(
    Segment,
    text=st.sampled_from(["Adviser", "ADVISER ", "Inspector"]),
    start=st.none() | st.sampled_from([date(2008, 1, 1), date(2015, 1, 1)]),
)


def one_by_one(new: Sequence[Segment | None], old: Sequence[Segment]) -> dict[int, int]:
    """Every new piece against every old one: dated ones first, by words and start, then the others, by words."""
    found: dict[int, int] = {}
    for is_dated in (True, False):
        for i, piece in enumerate(new):
            if piece is None or bool(piece.start) is not is_dated:
                continue
            for j, known in enumerate(old):
                same_words = fold(piece.text) == fold(known.text)
                if j not in found.values() and same_words and (not is_dated or piece.start == known.start):
                    found[i] = j
                    break
    return found


@given(st.lists(st.none() | PIECES, max_size=8), st.lists(PIECES, max_size=8))
def test_what_is_the_same_word_for_word_is_put_together_as_if_one_by_one(
    new: list[Segment | None], old: list[Segment]
) -> None:
    too_many_for_likeness = [*new, *[None] * (MOST + 1)]
    assert pairs(too_many_for_likeness, old) == one_by_one(new, old)
