"""A BERT encoder with mean pooling, run by torch alone: what the bundled models are.

The libraries around it (transformers, sentence-transformers and what they bring along) know hundreds of architectures and
how to train them; loading them takes 200 MB and several seconds. The steps here are theirs in their order (Devlin et al.
2019; Reimers and Gurevych 2019), so that the vectors are the same to the last bit. Whatever differs in the folder from the
plain case is left to the libraries.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch

from embeddings.packed_attention import Run, attend

WEIGHTS = "model.safetensors"
_MODULES = (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"])
# Names in the file of weights -> ours.
_TABLES = ("word_embeddings", "position_embeddings", "token_type_embeddings")
_LAYER = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "attended", "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "wide", "output.dense": "narrow", "output.LayerNorm": "norm",
}  # fmt: skip


class _Embeddings(torch.nn.Module):
    """Word, place and kind of each token, added."""

    def __init__(self, tables: list[torch.Tensor], epsilon: float) -> None:
        super().__init__()
        untyped: Any = torch.nn.Embedding
        words, places, kinds = (untyped.from_pretrained(table) for table in tables)
        self.word_embeddings: torch.nn.Module = words
        self.position_embeddings, self.token_type_embeddings = places, kinds
        self.LayerNorm = torch.nn.LayerNorm(words.embedding_dim, eps=epsilon)

    def forward(self, ids: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
        kinds = self.token_type_embeddings(torch.zeros_like(ids))
        found: torch.Tensor = self.LayerNorm(self.word_embeddings(ids) + kinds + self.position_embeddings(positions))
        return found


class _Layer(torch.nn.Module):
    """Attention inside each text, then two dense layers for each token."""

    def __init__(self, size: int, heads: int, wide: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (torch.nn.Linear(size, size) for _ in range(3))
        self.attended, self.attended_norm = torch.nn.Linear(size, size), torch.nn.LayerNorm(size, eps=epsilon)
        self.wide, self.narrow = torch.nn.Linear(size, wide), torch.nn.Linear(wide, size)
        self.norm = torch.nn.LayerNorm(size, eps=epsilon)

    def forward(self, states: torch.Tensor, runs: list[Run]) -> torch.Tensor:
        _, tokens, size = states.shape
        shape = (1, tokens, self.heads, size // self.heads)
        asked, keys, values = (part(states).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        found, _ = attend(self, asked, keys, values, None, packed_runs=runs, scaling=shape[3] ** -0.5)
        del asked, keys, values
        states = self.attended_norm(self.attended(found.reshape(1, tokens, size)) + states)
        wide = torch.ops.aten.gelu_(self.wide(states))  # in its place: the largest piece of memory that a batch takes
        out: torch.Tensor = self.norm(self.narrow(wide) + states)
        return out


class PlainBert(torch.nn.Module):
    """The hidden states of the last layer for texts laid end to end; called as `packed_attention.forward` calls it."""

    def __init__(self, config: dict[str, Any], tables: list[torch.Tensor]) -> None:
        super().__init__()
        size, epsilon = config["hidden_size"], config["layer_norm_eps"]
        self.embeddings = _Embeddings(tables, epsilon)
        self.layers = torch.nn.ModuleList(
            _Layer(size, config["num_attention_heads"], config["intermediate_size"], epsilon)
            for _ in range(config["num_hidden_layers"])
        )
        self.device = torch.device("cpu")

    def forward(
        self,
        *,
        input_ids: torch.Tensor,
        position_ids: torch.Tensor,
        packed_runs: list[Run],
        attention_mask: None = None,
    ) -> SimpleNamespace:
        """States of shape (1, tokens, hidden size), under the name that transformers gives them."""
        states = self.embeddings(input_ids, position_ids)
        for layer in self.layers:
            states = layer(states, packed_runs)
        return SimpleNamespace(last_hidden_state=states)


class _Transformer(torch.nn.Module):
    """The place that a Transformer module has in a model of sentence-transformers."""

    def __init__(self, auto_model: PlainBert) -> None:
        super().__init__()
        self.auto_model = auto_model


class _Mean(torch.nn.Module):
    """A text's vector: the mean of those of its tokens."""

    def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        states = features["token_embeddings"]
        mask = features["attention_mask"].unsqueeze(-1).expand(states.size()).to(states.dtype)
        mean = torch.sum(states * mask, 1) / torch.clamp(mask.sum(1), min=1e-9)
        return features | {"sentence_embedding": mean}


class _Unit(torch.nn.Module):
    """Vectors of length 1."""

    def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return features | {"sentence_embedding": torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)}


class PlainModel(torch.nn.Sequential):
    """What an encoder asks of a model of sentence-transformers, for the plain case."""

    def __init__(self, folder: Path, bert: PlainBert, longest: int, *, unit: bool) -> None:
        from tokenizers import Tokenizer

        super().__init__(_Transformer(bert), _Mean(), *([_Unit()] if unit else []))
        self.device, self.max_seq_length = bert.device, longest
        self.tokenizer = SimpleNamespace(backend_tokenizer=Tokenizer.from_file(str(folder / "tokenizer.json")))
        self.prompts: dict[str, str | None] = _settings(folder / "config_sentence_transformers.json").get("prompts", {})

    def get_embedding_dimension(self) -> int:
        """Values of a vector."""
        first: Any = self[0]
        return int(first.auto_model.embeddings.LayerNorm.normalized_shape[0])


def plain_model(folder: Path) -> PlainModel | None:
    """The model in `folder`, in float32, on the processor; None for any other than a BERT with mean pooling.

    What is damaged is None too: the library tells what is wrong with it.
    """
    if torch.accelerator.is_available():
        return None
    try:
        return _plain_model(folder)
    except Exception:
        return None


def _plain_model(folder: Path) -> PlainModel | None:
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    kinds = [module["type"].rpartition(".")[2] for module in modules]
    config, text = _settings(folder / "config.json"), _settings(folder / "sentence_bert_config.json")
    longest = text.get("max_seq_length")
    if not isinstance(longest, int) or longest > config["max_position_embeddings"]:
        return None
    plain = (
        kinds in _MODULES
        and modules[0]["path"] == ""
        and _takes_the_mean(_settings(folder / modules[1]["path"] / "config.json"))
        and (config["model_type"], config["hidden_act"]) == ("bert", "gelu")
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
        and not text.get("do_lower_case")
    )
    if not plain:
        return None
    weights = _weights(folder / WEIGHTS, config["num_hidden_layers"])
    with torch.device("meta"):  # without values; the tables, whose making would load more, have theirs
        bert = PlainBert(config, [weights[f"embeddings.{table}.weight"] for table in _TABLES])
    bert.load_state_dict(weights, assign=True)
    return PlainModel(folder, bert.requires_grad_(False), longest, unit="Normalize" in kinds).eval()


def _takes_the_mean(pooling: dict[str, Any]) -> bool:
    """Whether a Pooling module takes the mean of all tokens, those of a prompt included; as older or newer files say it."""
    ways = [name for name, chosen in pooling.items() if name.startswith("pooling_mode_") and chosen]
    mean = ways == ["pooling_mode_mean_tokens"] or (not ways and pooling.get("pooling_mode") == "mean")
    return mean and bool(pooling.get("include_prompt", True))


def _weights(path: Path, layers: int) -> dict[str, torch.Tensor]:
    """The tensors of a file under our names, mapped and not copied.

    Raises:
        ValueError: one of them is not float32.
    """
    from safetensors import safe_open

    with safe_open(str(path), framework="pt") as file:
        before = "bert." if f"bert.embeddings.{_TABLES[0]}.weight" in set(file.keys()) else ""
        names = {f"embeddings.{name}": f"{before}embeddings.{name}" for name in (*_TABLES, "LayerNorm")}
        for number in range(layers):
            at = f"{before}encoder.layer.{number}."
            names |= {f"layers.{number}.{ours}": at + theirs for theirs, ours in _LAYER.items()}
        found: dict[str, torch.Tensor] = {}
        for ours, theirs in names.items():
            ends = ("weight",) if ours.endswith("_embeddings") else ("weight", "bias")
            found |= {f"{ours}.{end}": file.get_tensor(f"{theirs}.{end}") for end in ends}
    if any(tensor.dtype != torch.float32 for tensor in found.values()):
        raise ValueError("not in float32")
    return found


def _settings(path: Path) -> dict[str, Any]:
    """A file of settings; nothing where there is none."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
