from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from embeddings import HashingEncoder, UnknownModel, load_encoder


def test_another_process_gives_the_same_vectors() -> None:
    code = (
        "from embeddings import HashingEncoder as H;print(H(16).encode(['Labour law'], kind='query').tobytes().hex())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == HashingEncoder(16).encode(["Labour law"], kind="query").tobytes().hex()


def test_case_and_width_do_not_matter() -> None:
    one, other = HashingEncoder().encode(["LABOUR Ⅳ", "labour IV"], kind="query")
    assert (one == other).all()


def test_related_words_share_n_grams() -> None:
    near, far, query = HashingEncoder().encode(["inspection", "pension", "inspector"], kind="query")
    assert near @ query > 0.3 > far @ query


def test_a_text_without_words_is_the_first_axis() -> None:
    assert HashingEncoder(8).encode(["..."], kind="query")[0].tolist() == [1, 0, 0, 0, 0, 0, 0, 0]


def test_the_dimension_is_part_of_the_fingerprint() -> None:
    assert HashingEncoder(8).fingerprint != HashingEncoder(16).fingerprint


def test_word_order_does_not_matter() -> None:
    one, other = HashingEncoder().encode(["youth employment", "employment youth"], kind="query")
    np.testing.assert_allclose(one, other, atol=1e-6)


def test_it_is_loaded_by_its_name() -> None:
    assert isinstance(load_encoder("hashing"), HashingEncoder)
    assert load_encoder("hashing-64").dimension == 64
    assert load_encoder("hashing-64").name == "hashing-64"
    with pytest.raises(UnknownModel):
        load_encoder("hashing-2")


def test_features_carry_a_sign_so_that_collisions_cancel() -> None:
    vector = HashingEncoder(64).encode(["employment services for young people in the regions"], kind="query")[0]
    assert (vector < 0).any()
    assert (vector > 0).any()
