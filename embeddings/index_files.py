"""An index on disk: label.json names the two files it stands for, so that replacing it replaces the index in one step.

label.json            the label, and name, size and hash of the files
vectors-<hash>.npy    float32, shape (count, dimension), memory-mapped when read
ids-<hash>.json       the ids in the order of the vectors
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from embeddings import disk
from embeddings.errors import IndexDamaged
from embeddings.label import REBUILD, Label
from embeddings.search import Matrix

LABEL = "label.json"
_PIECE = 8 << 20  # bytes hashed at a time, by several threads


def save(folder: Path, label: Label, ids: list[str], vectors: Matrix, now: datetime | None) -> Label:
    """Write an index and return its label; see VectorIndex.save."""
    from filelock import FileLock

    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, np.lib.format.header_data_from_array_1_0(vectors))
    listed = json.dumps(ids, ensure_ascii=False).encode("utf-8", "surrogatepass")
    raw = np.ascontiguousarray(vectors).data.cast("B") if vectors.size else memoryview(b"")
    content = _hash([memoryview(listed), raw])
    saved = label.saved_now(len(ids), content, now)
    parts: dict[str, list[bytes | memoryview]] = {
        f"vectors-{content[:12]}.npy": [header.getvalue(), raw],
        f"ids-{content[:12]}.json": [listed],
    }
    with disk.storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        # One writer at a time: each removes the files that its label no longer names.
        with FileLock(folder / ".lock"):
            for name, pieces in parts.items():
                disk.write_atomic(folder / name, *pieces)
            files = {name: sum(len(piece) for piece in pieces) for name, pieces in parts.items()}
            text = json.dumps(saved.to_json() | {"files": files}, indent=2)
            disk.write_atomic(folder / LABEL, text.encode())
            for old in [*folder.glob("vectors-*.npy"), *folder.glob("ids-*.json")]:
                if old.name not in parts:
                    old.unlink(missing_ok=True)
    return saved


def load(folder: Path, expect: Label, *, verify: bool) -> tuple[Label, list[str], Matrix]:
    """Read an index; see VectorIndex.load."""
    try:
        return _load(folder, expect, verify)
    except FileNotFoundError:
        # A writer may have replaced the index between our reading its label and opening its files: once more.
        try:
            return _load(folder, expect, verify)
        except FileNotFoundError as error:
            raise IndexDamaged(
                f"There is no whole index in {folder}", f"{error.filename} is missing", REBUILD
            ) from error


def _load(folder: Path, expect: Label, verify: bool) -> tuple[Label, list[str], Matrix]:
    try:
        written: dict[str, Any] = json.loads((folder / LABEL).read_bytes())
    except ValueError as error:
        raise IndexDamaged(f"The label of the index in {folder} cannot be read", str(error), REBUILD) from error
    label = Label.from_json(written)
    label.check(expect)
    vectors_path, ids_path = (folder / _file(written, start, folder) for start in ("vectors-", "ids-"))
    listed = ids_path.read_bytes()
    try:
        ids: list[str] = json.loads(listed.decode("utf-8", "surrogatepass"))
        vectors = np.load(vectors_path, mmap_mode="r") if label.count else np.empty((0, label.dimension), np.float32)
    except ValueError as error:
        raise IndexDamaged(f"The index in {folder} cannot be read", str(error), REBUILD) from error
    shape = (label.count, label.dimension)
    if vectors.shape != shape or vectors.dtype != np.float32 or len(ids) != label.count or len(set(ids)) != len(ids):
        raise IndexDamaged(
            f"The index in {folder} is not what its label says",
            f"It holds {len(set(ids))} ids and vectors of shape {vectors.shape}, and the label says {shape}",
            REBUILD,
        )
    matrix: Matrix = np.asarray(vectors)
    raw = matrix.data.cast("B") if matrix.size else memoryview(b"")
    if verify and _hash([memoryview(listed), raw]) != label.content:
        raise IndexDamaged(
            f"The index in {folder} was altered after it was saved",
            "Its contents do not have the label's hash",
            REBUILD,
        )
    return label, ids, matrix


def _file(written: dict[str, Any], start: str, folder: Path) -> str:
    """The name in the label of the file that starts so, once its size is what the label says."""
    files = written.get("files")
    listed = files.items() if isinstance(files, dict) else []
    name, size = next(((n, s) for n, s in listed if n.startswith(start) and os.sep not in n), ("", 0))
    if not name:
        raise IndexDamaged(f"The label of the index in {folder} names no {start}* file", "", REBUILD)
    found = (folder / name).stat().st_size
    if found != size:
        raise IndexDamaged(
            f"The file {name} of the index in {folder} is damaged",
            f"It has {found} bytes, and the label says {size}",
            REBUILD,
        )
    return name


def _hash(contents: list[memoryview]) -> str:
    """SHA-256 over the SHA-256 of pieces of 8 MB: the pieces are hashed side by side."""
    pieces = [content[at : at + _PIECE] for content in contents for at in range(0, len(content), _PIECE)]
    sizes = json.dumps([len(content) for content in contents]).encode()
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        digests = list(pool.map(lambda piece: hashlib.sha256(piece).digest(), pieces))
    return hashlib.sha256(sizes + b"".join(digests)).hexdigest()
