"""Any sentence-transformers model: the same vectors as the library's own, faster; precision; errors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import (
    BadSetting,
    Encoder,
    ModelDamaged,
    SentenceTransformerEncoder,
    hardware,
    load_encoder,
    packed_attention,
    sentence_encoder,
)
from embeddings.sentence_encoder import token_batches

MIXED = [
    "Evaluation of vocational training",
    "work " * 300,
    "Réforme des retraites",
    "pension " * 40,
    "youth employment " * 15,
    "Labour law",
]


def plainly(encoder: SentenceTransformerEncoder, folder: Path, texts: list[str]) -> np.ndarray:
    """What sentence-transformers itself gives, loaded afresh."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), local_files_only=True)
    rows: np.ndarray = model.encode(texts, prompt=encoder.prompts["passage"], normalize_embeddings=True)
    return rows


@pytest.fixture(scope="module")
def roberta_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small RoBERTa with random weights, whose positions do not start at 0, and CLS pooling."""
    return small_model(tmp_path_factory.mktemp("roberta"), "roberta")


@pytest.fixture(scope="module")
def distilbert_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of an architecture that keeps padded batches."""
    return small_model(tmp_path_factory.mktemp("distilbert"), "distilbert")


def small_model(folder: Path, kind: str) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import DistilBertConfig, DistilBertModel, PreTrainedTokenizerFast, RobertaConfig, RobertaModel

    torch.manual_seed(3)
    words = ["<s>", "<pad>", "</s>", "<unk>", *["work", "pension", "labour", "law", "youth", "employment"]]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", cls_token="<s>", sep_token="</s>"
    )
    if kind == "roberta":
        model = RobertaModel(
            RobertaConfig(
                vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                intermediate_size=32, max_position_embeddings=130, pad_token_id=1, initializer_range=0.5,
            )
        )  # fmt: skip
    else:
        model = DistilBertModel(
            DistilBertConfig(
                vocab_size=len(words), dim=16, n_layers=2, n_heads=2, hidden_dim=32, max_position_embeddings=130,
                pad_token_id=1, initializer_range=0.5,
            )
        )  # fmt: skip
    model.save_pretrained(folder / "raw")
    wrapped.save_pretrained(folder / "raw")
    transformer = Transformer(str(folder / "raw"), max_seq_length=100)
    pooling = Pooling(16, "cls" if kind == "roberta" else "mean")
    SentenceTransformer(modules=[transformer, pooling]).save(str(folder / "saved"))
    return folder / "saved"


def test_minilm_gives_the_librarys_vectors(minilm: SentenceTransformerEncoder, minilm_folder: Path) -> None:
    assert minilm.prompts == {"query": "", "passage": ""}
    np.testing.assert_allclose(minilm.encode(MIXED, kind="passage"), plainly(minilm, minilm_folder, MIXED), atol=1e-5)


def test_the_bundled_model_gives_the_librarys_vectors(bundled: SentenceTransformerEncoder) -> None:
    np.testing.assert_allclose(
        bundled.encode(MIXED, kind="passage"), plainly(bundled, bundled.folder, MIXED), atol=1e-5
    )


def test_roberta_is_packed_with_its_own_positions(roberta_folder: Path) -> None:
    encoder = SentenceTransformerEncoder(str(roberta_folder))
    assert encoder.packed
    np.testing.assert_allclose(
        encoder.encode(MIXED, kind="passage"), plainly(encoder, roberta_folder, MIXED), atol=1e-5
    )


def test_other_architectures_keep_padded_batches(distilbert_folder: Path) -> None:
    encoder = SentenceTransformerEncoder(str(distilbert_folder))
    assert not encoder.packed
    np.testing.assert_allclose(
        encoder.encode(MIXED, kind="passage"), plainly(encoder, distilbert_folder, MIXED), atol=1e-5
    )


def test_packing_is_dropped_where_it_changes_the_vectors(roberta_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enable = packed_attention.enable
    monkeypatch.setattr(packed_attention, "enable", lambda transformer: (enable(transformer) or 0) + 7)
    encoder = SentenceTransformerEncoder(str(roberta_folder))
    assert not encoder.packed
    np.testing.assert_allclose(
        encoder.encode(MIXED, kind="passage"), plainly(encoder, roberta_folder, MIXED), atol=1e-5
    )


def test_a_model_that_tokenises_in_its_own_way_is_run_by_the_library(tmp_path: Path, minilm_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm_folder / "tokenizer.json"))
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(tmp_path / "static"))
    encoder = SentenceTransformerEncoder(str(tmp_path / "static"), precision="bfloat16")
    assert (encoder.precision, encoder.longest) == ("float32", None)
    np.testing.assert_allclose(
        encoder.encode(MIXED, kind="passage"), plainly(encoder, tmp_path / "static", MIXED), atol=1e-5
    )


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 60), st.booleans())
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], tokens: int, padded: bool) -> None:
    batches = token_batches(lengths, tokens, padded=padded)
    assert sorted(int(place) for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        sizes = [lengths[place] for place in batch]
        assert len(batch) == 1 or (max(sizes) * len(sizes) if padded else sum(sizes)) <= tokens


def test_neighbours_of_equal_length_share_a_run() -> None:
    assert packed_attention.runs_of([5, 5, 3, 2, 2]) == [(0, 2, 5), (10, 1, 3), (13, 2, 2)]


def test_forced_bfloat16_agrees_with_float32(bundled: SentenceTransformerEncoder) -> None:
    halved = load_encoder("bundled", precision="bfloat16")
    assert isinstance(halved, SentenceTransformerEncoder)
    assert halved.precision == "bfloat16"
    assert halved.fingerprint == bundled.fingerprint
    exact, rounded = bundled.encode(MIXED, kind="passage"), halved.encode(MIXED, kind="passage")
    assert (exact * rounded).sum(axis=1).min() >= 0.99
    assert halved.agreement is not None
    assert halved.agreement >= 0.99


def test_auto_stays_in_float32_without_the_hardware(minilm_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "has_bfloat16_units", lambda: False)
    encoder = SentenceTransformerEncoder(str(minilm_folder), precision="auto")
    assert (encoder.precision, encoder.agreement) == ("float32", None)


def test_auto_takes_bfloat16_with_the_hardware(minilm_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "has_bfloat16_units", lambda: True)
    encoder = SentenceTransformerEncoder(str(minilm_folder), precision="auto")
    assert encoder.precision == "bfloat16"
    assert encoder.agreement is not None
    assert 0.99 <= encoder.agreement <= 1.0001


def test_auto_goes_back_to_float32_where_the_precisions_disagree(
    minilm: Encoder, minilm_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hardware, "has_bfloat16_units", lambda: True)
    monkeypatch.setattr(sentence_encoder, "LEAST_AGREEMENT", 1.1)
    encoder = SentenceTransformerEncoder(str(minilm_folder), precision="auto")
    assert encoder.precision == "float32"
    assert encoder.packed
    assert (encoder.encode(MIXED, kind="passage") == minilm.encode(MIXED, kind="passage")).all()


def test_an_unknown_precision_is_refused(minilm_folder: Path) -> None:
    with pytest.raises(BadSetting, match=r"'int8'.*auto, float32, bfloat16"):
        load_encoder(str(minilm_folder), precision="int8")  # type: ignore[arg-type]


def test_damaged_weights_are_named(minilm_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(minilm_folder, copy)
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    with pytest.raises(ModelDamaged, match=r"cannot be loaded.*Copy or download"):
        load_encoder(str(copy))


def test_the_fingerprint_follows_the_contents_not_the_place(
    minilm: Encoder, minilm_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(minilm_folder, copy)
    assert load_encoder(str(copy), precision="float32").fingerprint == minilm.fingerprint
    prompts = {"prompts": {"query": "question: ", "document": "text: "}}
    (copy / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    prompted = load_encoder(str(copy), precision="float32")
    assert isinstance(prompted, SentenceTransformerEncoder)
    assert prompted.prompts == {"query": "question: ", "passage": "text: "}
    assert prompted.fingerprint != minilm.fingerprint


def test_the_librarys_progress_bars_come_back_as_they_were(distilbert_folder: Path) -> None:
    from transformers.utils import logging

    for shown in (False, True):
        (logging.enable_progress_bar if shown else logging.disable_progress_bar)()
        SentenceTransformerEncoder(str(distilbert_folder))
        assert logging.is_progress_bar_enabled() is shown
