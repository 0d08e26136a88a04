"""Texts that were looked for last are not encoded again, and give the very same numbers."""

from __future__ import annotations

import threading

import pytest

from embeddings import BadTexts, RecentQueries, load_encoder
from embeddings.encoder import Vectors
from embeddings.hashing import HashingEncoder
from tests.counting_encoder import CountingEncoder


@pytest.fixture
def counting() -> CountingEncoder:
    return CountingEncoder()


def test_a_list_is_encoded_once(counting: CountingEncoder) -> None:
    recent = RecentQueries(2)
    first, second = (recent.encode(counting, ["a pension", "a visit"]) for _ in range(2))
    assert counting.encoded == 2
    assert (first == second).all() and (first == HashingEncoder().encode(["a pension", "a visit"], kind="query")).all()


def test_another_list_of_the_same_texts_is_another(counting: CountingEncoder) -> None:
    recent = RecentQueries(9)
    for texts in (["a", "b"], ["b", "a"], ["a"], ["a b"], ['a", "b'], []):
        assert (recent.encode(counting, texts) == HashingEncoder().encode(texts, kind="query")).all(), texts
    assert counting.encoded == 7


def test_what_a_caller_does_with_its_vectors_stays_with_it(counting: CountingEncoder) -> None:
    recent = RecentQueries(2)
    first = recent.encode(counting, ["a"])
    first[:] = 7
    assert (recent.encode(counting, ["a"]) != 7).any() and counting.encoded == 1


def test_the_list_that_was_asked_for_longest_ago_is_let_go(counting: CountingEncoder) -> None:
    recent = RecentQueries(2)
    for text in ("a", "b", "a", "c"):
        recent.encode(counting, [text])
    assert counting.encoded == 3
    recent.encode(counting, ["a"])
    assert counting.encoded == 3
    recent.encode(counting, ["b"])
    assert counting.encoded == 4


def test_with_room_for_none_everything_is_encoded_anew(counting: CountingEncoder) -> None:
    recent = RecentQueries(0)
    for _ in range(2):
        recent.encode(counting, ["a"])
    assert counting.encoded == 2


def test_encoders_do_not_share_vectors(counting: CountingEncoder) -> None:
    other = CountingEncoder(dimension=2 * counting.dimension)
    recent = RecentQueries(9)
    assert [recent.encode(one, ["a"]).shape for one in (counting, other)] == [
        (1, d.dimension) for d in (counting, other)
    ]


@pytest.mark.parametrize("texts", ["one text", ["a", 3], [None]])
def test_what_is_no_list_of_texts_is_refused_as_the_encoder_does(counting: CountingEncoder, texts: list[str]) -> None:
    with pytest.raises(BadTexts):
        RecentQueries(2).encode(counting, texts)


def test_half_a_character(counting: CountingEncoder) -> None:
    recent = RecentQueries(2)
    assert (recent.encode(counting, ["a\ud800"]) == recent.encode(counting, ["a\ud800"])).all()
    assert counting.encoded == 1


def test_from_many_threads() -> None:
    recent, encoder, found = RecentQueries(3), load_encoder("hashing"), list[tuple[int, Vectors]]()

    def ask(number: int) -> None:
        for turn in range(50):
            asked = (number + turn) % 7
            found.append((asked, recent.encode(encoder, [f"text {asked}"])))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    truth = [encoder.encode([f"text {asked}"], kind="query") for asked in range(7)]
    assert len(found) == 400 and all((vectors == truth[asked]).all() for asked, vectors in found)
