"""Vectors that travel: a file of keys and vectors with which a new store can start, so that nothing known is encoded again.

The keys are those of the store (a hash of the encoder's fingerprint, the kind and the text): a vector is used only for the
very text and model it was made from, and a text that changed is encoded as any other.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import disk
from embeddings.encoder import Vectors
from embeddings.errors import IndexDamaged

_KEY_BYTES = 32


def pack(path: Path, keys: Sequence[bytes], vectors: Vectors) -> None:
    """Write keys and vectors (n, d), the latter in float16.

    Raises:
        StorageFull: no room, or not allowed to write; what was there before is as it was.
    """
    content = io.BytesIO()
    table = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, _KEY_BYTES)
    np.savez_compressed(content, keys=table, vectors=np.asarray(vectors, dtype=np.float16))
    disk.write_atomic(path, content.getvalue())


def unpack(path: Path) -> tuple[list[bytes], NDArray[np.float16]]:
    """The keys and the vectors (n, d) of a file that `pack` wrote.

    Raises:
        IndexDamaged: the file is missing, cut or altered.
    """
    try:
        with np.load(path, allow_pickle=False) as content:
            table, vectors = content["keys"], content["vectors"]
        if len(table) != len(vectors) or table.shape[1:] != (_KEY_BYTES,) or vectors.dtype != np.float16:
            raise ValueError(f"{len(table)} keys and {len(vectors)} vectors")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise IndexDamaged(
            f"The vectors in {path} cannot be read", str(error), "Go on without that file; the texts are then encoded"
        ) from error
    return [row.tobytes() for row in table], vectors
