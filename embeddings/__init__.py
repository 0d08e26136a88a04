"""Texts to vectors to neighbours.

The flow: `load_encoder` gives an `Encoder` (the bundled multilingual model, any sentence-transformers model, or a tiny
hashing one), `load_english_encoder` a second one for English; `VectorStore.encode_with_store` turns texts into vectors
and remembers them by content, so that only new texts are encoded; `LanguageCentres` takes out the part of a vector that
says only which language the text is in;
`VectorIndex` keeps vectors under ids and finds the nearest, exactly, among those eligible; saved, it bears a `Label`
(model, dimension, count, content) and is refused in words where it does not fit. `CoarseVectors` are for so many that one
pass over them counts. This room knows texts and ids only.

Heavy libraries (torch, sentence-transformers, faiss) load when first used, not when this package is imported; how the
threads of torch wait is settled before.
"""

from __future__ import annotations

from embeddings.centring import LanguageCentres
from embeddings.coarse import CoarseVectors
from embeddings.encoder import Encoder, Kind, Progress, Vectors
from embeddings.errors import (
    BadSetting,
    BadTexts,
    BadVectors,
    EmbeddingError,
    IndexDamaged,
    IndexMismatch,
    ModelDamaged,
    StorageFull,
    UnknownModel,
)
from embeddings.halves import singles
from embeddings.hardware import let_waiting_threads_sleep
from embeddings.hashing import HashingEncoder
from embeddings.index import Neighbours, VectorIndex
from embeddings.label import Label
from embeddings.mapped import let_go
from embeddings.recent import RecentQueries
from embeddings.rows_file import RowsFile
from embeddings.sentence_encoder import Precision, SentenceTransformerEncoder
from embeddings.store import StoredEncoder, VectorStore
from embeddings.text_vectors import TextVectors

let_waiting_threads_sleep()

__all__ = [
    "BadSetting",
    "BadTexts",
    "BadVectors",
    "CoarseVectors",
    "EmbeddingError",
    "Encoder",
    "HashingEncoder",
    "IndexDamaged",
    "IndexMismatch",
    "Kind",
    "Label",
    "LanguageCentres",
    "ModelDamaged",
    "Neighbours",
    "Precision",
    "Progress",
    "RecentQueries",
    "RowsFile",
    "SentenceTransformerEncoder",
    "StorageFull",
    "StoredEncoder",
    "TextVectors",
    "UnknownModel",
    "VectorIndex",
    "VectorStore",
    "Vectors",
    "let_go",
    "load_encoder",
    "load_english_encoder",
    "singles",
]

HASHING = "hashing-"  # before the values of a vector, of which there are some at least
LEAST_VALUES = 8


def load_encoder(
    name: str = "bundled",
    precision: Precision = "auto",
    allow_download: bool = False,
    progress: Progress | None = None,
) -> Encoder:
    """The encoder called `name`.

    Args:
        name: "bundled" (multilingual-e5-small, no network), "hashing" (no model, for tests and a first look; "hashing-64"
            with so many values), the folder of a sentence-transformers model, or a hub name such as
            "intfloat/multilingual-e5-base".
        precision: "auto", "float32" or "bfloat16"; see SentenceTransformerEncoder.
        allow_download: whether a model that is not on this machine may be fetched from the hub.
        progress: called with (bytes written, bytes in all) while the bundled model is unpacked, on its first use.

    Raises:
        UnknownModel: no such model here; the message says how to get it without a network.
        ModelDamaged: its files cannot be loaded.
        StorageFull: the bundled model cannot be unpacked.
        BadSetting: an unknown precision.
    """
    if name == "hashing":
        return HashingEncoder()
    values = name.removeprefix(HASHING)
    if name != values and values.isdigit() and int(values) >= LEAST_VALUES:
        return HashingEncoder(int(values))
    if name == "bundled":
        from embeddings import bundled

        folder = bundled.bundled_model(progress=progress)
        return SentenceTransformerEncoder(str(folder), precision=precision, name=bundled.NAME)
    return SentenceTransformerEncoder(name, precision=precision, allow_download=allow_download)


def load_english_encoder(precision: Precision = "auto") -> Encoder:
    """The encoder for English texts that stands beside a multilingual one: all-MiniLM-L6-v2, no network.

    Args:
        precision: see SentenceTransformerEncoder.

    Raises:
        UnknownModel: its package is not installed.
        ModelDamaged: its files cannot be loaded.
        BadSetting: an unknown precision.
    """
    from embeddings import english

    return SentenceTransformerEncoder(str(english.english_model()), precision=precision, name=english.NAME)
