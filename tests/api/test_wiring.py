"""What is built from the settings: the second encoder, for English, only where it belongs."""

from __future__ import annotations

from api.config import Settings, load_settings
from api.wiring import build_english_encoder
from embeddings.english import NAME


def test_the_english_model_stands_beside_the_bundled_one() -> None:
    encoder = build_english_encoder(Settings())
    assert encoder is not None and encoder.name == NAME


def test_it_can_be_switched_off() -> None:
    assert build_english_encoder(load_settings({"EXPERTMATCH_ENGLISH": "false"})) is None


def test_a_model_of_ones_own_stands_alone() -> None:
    assert build_english_encoder(Settings(model="hashing")) is None
