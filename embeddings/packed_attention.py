"""Running a BERT-like encoder on texts laid end to end, without padding.

In a padded batch every text is as long as the longest, and the padding is computed like words. Here the tokens of all
texts form one row, so that the matrix products (most of the work) see real tokens only, and attention is taken inside
each text. Texts of equal length share one attention call.
"""

from __future__ import annotations

from typing import Any, NamedTuple

NAME = "expertmatch_packed"
# Encoders whose tokens attend to their whole text and whose positions can be given: others keep padded batches.
ARCHITECTURES = {"bert", "roberta", "xlm-roberta", "camembert"}


class Run(NamedTuple):
    """Texts of one length, lying side by side: the first token's place, how many texts, tokens in each."""

    start: int
    texts: int
    length: int


def runs_of(lengths: list[int]) -> list[Run]:
    """Group neighbours of equal length."""
    runs: list[Run] = []
    start = 0
    for length in lengths:
        if runs and runs[-1].length == length:
            runs[-1] = runs[-1]._replace(texts=runs[-1].texts + 1)
        else:
            runs.append(Run(start, 1, length))
        start += length
    return runs


def attend(
    module: Any, query: Any, key: Any, value: Any, mask: Any, *, packed_runs: list[Run], scaling: Any = None, **_: Any
) -> tuple[Any, None]:
    """Attention inside each text: the function that transformers calls in every layer.

    Args:
        query, key, value: shape (1, heads, tokens, size of a head).
        packed_runs: where the texts lie.

    Returns:
        shape (1, tokens, heads, size of a head), and no weights.
    """
    import torch

    _, heads, tokens, size = query.shape
    out = torch.empty(1, tokens, heads, size, dtype=query.dtype, device=query.device)
    for start, texts, length in packed_runs:
        stop = start + texts * length

        def of_run(whole: Any, start: int = start, stop: int = stop, texts: int = texts, length: int = length) -> Any:
            return whole.transpose(1, 2)[0, start:stop].view(texts, length, heads, size).transpose(1, 2)

        part = torch.nn.functional.scaled_dot_product_attention(
            of_run(query), of_run(key), of_run(value), scale=scaling
        )
        out[0, start:stop] = part.transpose(1, 2).reshape(texts * length, heads, size)
    return out, None


def enable(transformer: Any) -> int | None:
    """Switch a sentence-transformers Transformer module to packed attention, where its architecture allows it.

    Returns:
        the position number of a text's first token, or None where padding must stay.
    """
    config = transformer.auto_model.config
    if config.model_type not in ARCHITECTURES:
        return None
    from transformers import AttentionInterface

    AttentionInterface.register(NAME, attend)
    transformer.auto_model.set_attn_implementation(NAME)
    # RoBERTa counts positions from after its padding token's id; BERT from 0.
    return 0 if config.model_type == "bert" else int(config.pad_token_id) + 1


def disable(transformer: Any) -> None:
    """Back to padded attention."""
    transformer.auto_model.set_attn_implementation("sdpa")


def forward(transformer: Any, token_ids: list[list[int]], first_position: int) -> Any:
    """The hidden states of the last layer, re-padded for pooling: shape (texts, longest, hidden), zeros after the end.

    Args:
        token_ids: per text its token ids, texts of equal length side by side for speed.
        first_position: what `enable` returned.
    """
    import torch

    lengths = [len(ids) for ids in token_ids]
    device = transformer.auto_model.device
    flat = torch.tensor([[token for ids in token_ids for token in ids]], device=device)
    positions = torch.cat([torch.arange(length, device=device) for length in lengths])[None] + first_position
    states = transformer.auto_model(
        input_ids=flat, position_ids=positions, attention_mask=None, packed_runs=runs_of(lengths)
    ).last_hidden_state[0]
    return torch.nn.utils.rnn.pad_sequence(list(states.float().split(lengths)), batch_first=True)
