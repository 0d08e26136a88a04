"""A plain BERT is run without the libraries around it; whatever is not plain is left to them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from embeddings import SentenceTransformerEncoder, plain_bert
from embeddings.plain_bert import PlainModel, plain_model

HIDDEN, WIDE, WORDS, PLACES = 16, 32, 10, 40
TEXTS = ["work pension", "labour law youth employment work work", "law", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small BERT with random weights, as sentence-transformers saves it."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    words = ["<s>", "<pad>", "</s>", "<unk>", "work", "pension", "labour", "law", "youth", "employment"]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    settings = {
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": HIDDEN, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": 30, "do_lower_case": False},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<pad>", "unk_token": "<unk>", "cls_token": "<s>",
            "sep_token": "</s>", "model_max_length": 30,
        },
        "config.json": {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "hidden_size": HIDDEN,
            "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": WIDE, "vocab_size": WORDS,
            "max_position_embeddings": PLACES, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 1,
        },
    }  # fmt: skip
    (tmp_path / "1_Pooling").mkdir()
    for name, found in settings.items():
        (tmp_path / name).write_text(json.dumps(found))
    save_file(_random_weights(), tmp_path / "model.safetensors")
    return tmp_path


def _random_weights() -> dict[str, torch.Tensor]:
    chance = torch.Generator().manual_seed(3)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (WORDS, HIDDEN),
        "embeddings.position_embeddings.weight": (PLACES, HIDDEN),
        "embeddings.token_type_embeddings.weight": (2, HIDDEN),
        "embeddings.LayerNorm.weight": (HIDDEN,),
        "embeddings.LayerNorm.bias": (HIDDEN,),
    }
    for number in range(2):
        for part in plain_bert._LAYER:
            out = WIDE if part == "intermediate.dense" else HIDDEN
            into = WIDE if part == "output.dense" else HIDDEN
            norm = part.endswith("LayerNorm")
            shapes[f"encoder.layer.{number}.{part}.weight"] = (out,) if norm else (out, into)
            shapes[f"encoder.layer.{number}.{part}.bias"] = (out,)
    return {name: torch.randn(shape, generator=chance) * 0.5 for name, shape in shapes.items()}


def changed(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def vectors(folder: Path) -> np.ndarray:
    rows: np.ndarray = SentenceTransformerEncoder(str(folder), precision="float32").encode(TEXTS, kind="passage")
    return rows


def test_the_vectors_are_those_of_the_library_to_the_last_bit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = SentenceTransformerEncoder(str(folder), precision="float32")
    assert isinstance(plain._model, PlainModel)
    monkeypatch.setattr(plain_bert, "plain_model", lambda folder: None)
    library = SentenceTransformerEncoder(str(folder), precision="float32")
    assert not isinstance(library._model, PlainModel)
    assert (plain.dimension, plain.longest, plain.prompts) == (library.dimension, library.longest, library.prompts)
    assert plain.fingerprint == library.fingerprint
    assert (plain.encode(TEXTS, kind="passage") == library.encode(TEXTS, kind="passage")).all()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: changed(folder / "config.json", model_type="distilbert"),
        lambda folder: changed(folder / "config.json", hidden_act="relu"),
        lambda folder: changed(folder / "config.json", position_embedding_type="relative_key"),
        lambda folder: changed(folder / "config.json", is_decoder=True),
        lambda folder: changed(folder / "config.json", num_hidden_layers=3),
        lambda folder: changed(folder / "sentence_bert_config.json", do_lower_case=True),
        lambda folder: changed(folder / "sentence_bert_config.json", max_seq_length=None),
        lambda folder: changed(folder / "sentence_bert_config.json", max_seq_length=PLACES + 1),
        lambda folder: changed(folder / "1_Pooling" / "config.json", pooling_mode_cls_token=True),
        lambda folder: changed(folder / "1_Pooling" / "config.json", include_prompt=False),
        lambda folder: (folder / "modules.json").write_text("[]"),
        lambda folder: (folder / "modules.json").unlink(),
        lambda folder: (folder / "model.safetensors").write_bytes(b"no weights"),
    ],
)
def test_what_is_not_plain_is_left_to_the_library(folder: Path, spoil: Callable[[Path], object]) -> None:
    assert plain_model(folder) is not None
    spoil(folder)
    assert plain_model(folder) is None


def test_weights_in_another_precision_are_left_to_the_library(folder: Path) -> None:
    path = folder / "model.safetensors"
    save_file({name: tensor.half() for name, tensor in load_file(path).items()}, path)
    assert plain_model(folder) is None


def test_a_machine_with_an_accelerator_leaves_it_to_the_library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: True)
    assert plain_model(folder) is None


def test_names_and_settings_of_other_files_are_understood(folder: Path) -> None:
    before, path = vectors(folder), folder / "model.safetensors"
    tensors = {f"bert.{name}": tensor.clone() for name, tensor in load_file(path).items()}
    save_file(tensors, path)
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode": "mean", "include_prompt": True}))
    modules = json.loads((folder / "modules.json").read_text())
    modules.append({"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"})
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": {"query": "work: "}}))
    found = plain_model(folder)
    assert found is not None and len(found) == 3 and found.prompts == {"query": "work: "}
    np.testing.assert_allclose(vectors(folder), before, atol=1e-6)  # vectors of an encoder have length 1 in any case


def test_the_libraries_are_not_loaded(folder: Path) -> None:
    code = (
        "import sys; from embeddings import load_encoder; load_encoder(sys.argv[1]).encode(['work'], kind='query');"
        "print([n for n in ('transformers', 'sentence_transformers', 'sklearn', 'pandas') if n in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
