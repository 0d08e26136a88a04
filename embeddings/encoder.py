"""What an encoder is: the small door behind which a model of any size stands, and what all encoders share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import BadTexts

Kind = Literal["query", "passage"]
Progress = Callable[[int, int], None]
Vectors = NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Texts -> vectors.

    Attributes:
        name: the model's name, as people write it.
        dimension: values per vector.
        fingerprint: 16 hexadecimal digits that stand for everything the vectors depend on (weights, tokenizer,
            prompts, pooling), precision excepted: the key of stored vectors and part of an index's label.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """Encode texts.

        Args:
            texts: any number, none included; order is kept, and a text that occurs twice is encoded once.
            kind: "query" for what is looked for, "passage" for what is looked through; models trained with
                prompts put a different one before each.
            progress: called with (texts done, texts in all), the last time with both equal.

        Returns:
            float32, shape (len(texts), dimension), each row of length 1.

        Raises:
            BadTexts: `texts` is one string, holds something else than strings, or `kind` is unknown.
        """
        ...


def distinct(texts: Sequence[str], kind: str) -> tuple[list[str], NDArray[np.intp]]:
    """The different texts in order of first appearance, and for each given text its place among them.

    Half characters (lone surrogates, left by broken conversions) become "?", for tokenizers refuse them.

    Raises:
        BadTexts: see Encoder.encode.
    """
    if kind not in ("query", "passage"):
        raise BadTexts("The kind of text is not known", f"Found {kind!r}", 'Say kind="query" or kind="passage"')
    if isinstance(texts, str):
        raise BadTexts("A list of texts was expected", "Found one string", "Put it in a list: [text]")
    places: dict[str, int] = {}
    inverse = np.empty(len(texts), dtype=np.intp)
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            raise BadTexts(
                "Only strings can be encoded",
                f"Found {type(text).__name__} at position {row}",
                "Convert it to a string",
            )
        whole = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
        inverse[row] = places.setdefault(whole, len(places))
    return list(places), inverse


def unit_rows(vectors: NDArray[np.floating]) -> Vectors:
    """Rows scaled to length 1, float32; a row of zeros becomes the first axis, so that every row has a length.

    Args:
        vectors: shape (n, d).
    """
    rows = np.array(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    empty = lengths[:, 0] == 0
    rows[empty, :1] = 1
    lengths[empty] = 1
    rows /= lengths
    return rows
