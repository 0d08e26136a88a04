"""BM25 per language: what is found, what is not, and what is on disk."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from matching.lexical import LexicalIndex

PEOPLE = [
    [("pension funds and contributions", "en"), ("caisse de pensions", "fr")],
    [("labour inspection", "en")],
    [("inspection du travail", "fr")],
    [("text without language", None)],
]


def index() -> LexicalIndex:
    return LexicalIndex.build(PEOPLE)


def test_words_count_only_in_the_language_of_the_call() -> None:
    found = index().score("inspection", "en").scores
    assert found[1] > 0 and found[0] == 0
    assert np.isnan(found[2]) and np.isnan(found[3])


def test_the_share_grows_with_the_words_found_and_stays_below_one() -> None:
    one = index().score("pension reform", "en").scores[0]
    two = index().score("pension contributions", "en").scores[0]
    assert 0 < one <= 1 and 0 < two < 1
    assert index().score("pension contributions", "en").scores[1] == 0


def test_the_length_of_the_request_does_not_change_the_scale() -> None:
    short = index().score("pension", "en").scores[0]
    long = index().score("pension pension unheard-of words here", "en").scores[0]
    assert short == pytest.approx(long)


def test_a_language_nobody_writes_gives_no_lexical_evidence() -> None:
    found = index().score("пенсия", "ru")
    assert np.isnan(found.scores).all() and not found.weights


def test_texts_of_unknown_language_answer_requests_of_unknown_language() -> None:
    assert index().score("language", None).scores[3] > 0


def test_no_known_word_gives_zero_not_unknown() -> None:
    assert index().score("xyz", "en").scores[:2].tolist() == [0, 0]


def test_words_of_everyone_are_left_out_of_a_large_roster() -> None:
    people = [[("common word" + (" rare" if i == 7 else ""), "en")] for i in range(200)]
    found = LexicalIndex.build(people).score("common rare", "en")
    assert set(found.weights) == {"rare"}
    assert found.scores[7] > 0 and found.scores[:7].max() == 0


def test_a_text_without_words_has_no_index() -> None:
    assert LexicalIndex.build([[("...", "en")]]).languages == ()


def test_a_saved_index_scores_the_same(tmp_path: Path) -> None:
    index().save(tmp_path / "x")
    again = LexicalIndex.load(tmp_path / "x")
    for text, language in [("pension", "en"), ("inspection", "fr"), ("language", None)]:
        assert again.score(text, language).scores == pytest.approx(index().score(text, language).scores, nan_ok=True)


def test_a_process_killed_while_it_makes_an_index_keeps_nobody_else_from_making_theirs() -> None:
    from tqdm.auto import tqdm

    people = [[("a pension fund", "en")]]
    LexicalIndex.build(people)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        tqdm.get_lock().acquire()  # as the making of an index does
        os.write(writer, b"!")
        time.sleep(60)
        os._exit(0)
    os.read(reader, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    making = threading.Thread(target=LexicalIndex.build, args=(people,), daemon=True)
    making.start()
    making.join(60)
    assert not making.is_alive()
    os.close(reader)
    os.close(writer)
