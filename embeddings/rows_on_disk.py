"""The table of word vectors left on disk: a batch reads the few rows that it needs.

Of a multilingual model that table is four fifths of the weights, 380 MB, and a text needs some dozens of its 250,000
rows. Mapped into memory, the system brings in the neighbours of every row too, and after a few hundred texts nearly all
of it is held. Read row by row nothing is held, for about a thousandth of the time that encoding takes.
"""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path
from typing import Any

import torch

from embeddings.errors import ModelDamaged

WEIGHTS = "model.safetensors"
TABLE = "embeddings.word_embeddings.weight"
STORED = "F32"


class RowsOnDisk(torch.nn.Module):
    """Stands in for the embedding of words: ids in, their vectors out, in the precision of the layers after it.

    Args:
        path: the file of weights, which stays open.
        offset: where the table begins, in bytes.
        shape: rows and values in each, float32.
        like: the normalisation after it, whose precision counts.
    """

    def __init__(self, path: Path, offset: int, shape: tuple[int, int], like: torch.nn.Module) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._offset, self._shape = offset, shape
        self._like = (like,)  # within a tuple, so that it does not count as a part of this one

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Vectors of shape (*ids.shape, values)."""
        different, places = torch.unique(ids, return_inverse=True)
        rows = torch.empty(len(different), self._shape[1], dtype=torch.float32)
        size = 4 * self._shape[1]
        held: Any = memoryview(rows.numpy()).cast("B")  # type: ignore[arg-type] # arrays are buffers from Python 3.12 on
        for place, row in enumerate(different.tolist()):
            into = held[place * size : (place + 1) * size]
            if (
                not 0 <= row < self._shape[0]
                or os.preadv(self._file.fileno(), [into], self._offset + row * size) != size
            ):
                raise ModelDamaged(
                    f"The weights in {self._file.name} cannot be read",
                    f"The vector of token {row} is not there",
                    "Copy or download the model again, or choose another",
                )
        return rows.to(next(self._like[0].parameters()).dtype)[places]


def leave_on_disk(transformer: Any, folder: Path) -> None:
    """Put RowsOnDisk in the place of a BERT-like encoder's word vectors, where they lie in `folder` as they were loaded.

    Args:
        transformer: the first module of a sentence-transformers model, on the CPU.
    """
    embeddings: Any = getattr(getattr(transformer, "auto_model", None), "embeddings", None)
    table, like = getattr(embeddings, "word_embeddings", None), getattr(embeddings, "LayerNorm", None)
    found = _table_in(folder / WEIGHTS)
    if not isinstance(table, torch.nn.Embedding) or like is None or found is None or not hasattr(os, "preadv"):
        return
    offset, shape = found
    if shape != (table.num_embeddings, table.embedding_dim):
        return
    rows = RowsOnDisk(folder / WEIGHTS, offset, shape, like)
    some = torch.tensor([0, shape[0] // 2, shape[0] - 1])
    if torch.equal(rows(some), table.weight[some]):
        embeddings.word_embeddings = rows


def _table_in(path: Path) -> tuple[int, tuple[int, int]] | None:
    """Where the table of word vectors begins in a file, and its shape; None for another kind of file or of values."""
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(min(length, path.stat().st_size)))
    except (OSError, ValueError, struct.error):
        return None
    entry = next((value for name, value in header.items() if name == TABLE or name.endswith(f".{TABLE}")), None)
    if entry is None or entry["dtype"] != STORED:
        return None
    rows, values = entry["shape"]
    return 8 + length + entry["data_offsets"][0], (rows, values)
