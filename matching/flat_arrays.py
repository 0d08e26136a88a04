"""A value made of many arrays in one file: mapped into memory when it is opened, so that what is not asked for is not read.

8 bytes     length of the contents, little endian
contents    JSON: per name {"dtype", "shape", "at"}; for a dictionary of arrays also {"keys", "starts"}
arrays      one after the other, each from a multiple of 64 bytes on
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

ALIGNED = 64
T = TypeVar("T")


def save_arrays(path: Path, value: Any) -> None:
    """Write a dataclass whose fields are arrays, dictionaries of arrays by text, or tuples of text."""
    contents: dict[str, Any] = {}
    arrays: list[NDArray[Any]] = []
    at = 0
    for item in fields(value):
        entry, array = _laid_out(getattr(value, item.name))
        contents[item.name] = entry
        if array is not None:
            entry |= {"dtype": array.dtype.str, "shape": array.shape, "at": at}
            arrays.append(np.ascontiguousarray(array))
            at += -(-array.nbytes // ALIGNED) * ALIGNED
    header = json.dumps(contents, ensure_ascii=False).encode()
    header += b" " * (-(8 + len(header)) % ALIGNED)
    with path.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        for array in arrays:
            file.write(array.tobytes() + bytes(-array.nbytes % ALIGNED))


def open_arrays(kind: type[T], path: Path) -> T:
    """Read what `save_arrays` wrote of a value of this kind; its arrays are for reading alone.

    Raises:
        ValueError, KeyError: the file holds something else.
    """
    assert is_dataclass(kind)
    held: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
    length = int.from_bytes(held[:8].tobytes(), "little")
    contents = json.loads(held[8 : 8 + length].tobytes())
    body = np.asarray(held[8 + length :])  # a plain view: slices of a mapped file are dear to make
    return kind(**{item.name: _read(contents[item.name], body) for item in fields(kind)})


class ByKey(Mapping[str, NDArray[Any]]):
    """Arrays by key, cut out of one array when they are asked for."""

    def __init__(self, keys: list[str], starts: list[int], together: NDArray[Any]) -> None:
        self._places = {key: place for place, key in enumerate(keys)}
        self._starts, self._together = starts, together

    def __getitem__(self, key: str) -> NDArray[Any]:
        place = self._places[key]
        return self._together[self._starts[place] : self._starts[place + 1]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _laid_out(content: Any) -> tuple[dict[str, Any], NDArray[Any] | None]:
    """What is said of a field, and the array that is stored for it."""
    if isinstance(content, tuple):
        return {"texts": list(content)}, None
    if not isinstance(content, Mapping):
        return {}, np.asarray(content)
    starts = np.cumsum([0, *(len(array) for array in content.values())]).tolist()
    together = np.concatenate(list(content.values())) if content else np.empty(0, dtype=np.int32)
    return {"keys": list(content), "starts": starts}, together


def _read(entry: dict[str, Any], body: NDArray[np.uint8]) -> Any:
    if "texts" in entry:
        return tuple(entry["texts"])
    dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
    size = int(np.prod(shape)) * dtype.itemsize
    raw = body[entry["at"] : entry["at"] + size]
    if len(raw) != size:
        raise ValueError(f"an array of {size} bytes has {len(raw)}")
    array = raw.view(dtype).reshape(shape)
    return ByKey(entry["keys"], entry["starts"], array) if "keys" in entry else array
