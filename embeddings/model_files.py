"""From a model's name to its folder on this machine, its prompts, and a hash of its contents."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from embeddings import bundled, disk
from embeddings.encoder import Kind
from embeddings.errors import UnknownModel

_HUB_FOLDER = "sentence-transformers"
_NOT_NEEDED = ["*.onnx", "*.h5", "*.msgpack", "*.ot", "openvino/*", "onnx/*", "*.gguf", "*.tflite"]
_CONTENT = {".safetensors", ".bin", ".json", ".txt", ".model", ".pt"}
_E5 = re.compile(r"(^|[/_.-])e5([/_.-]|$)", re.IGNORECASE)
_HELP = (
    "On a connected machine download it (huggingface-cli download NAME --local-dir FOLDER), copy the folder here and "
    "configure its path; or allow downloads; or use the bundled model, which needs no network"
)


def find_model(name: str, *, allow_download: bool = False) -> Path:
    """The folder of a model: `name` itself when it is a folder, else the local copy of a model of the hub.

    The network is used only when `allow_download` is true and no local copy exists.

    Args:
        name: a folder, or a hub name ("intfloat/multilingual-e5-base"; without owner: sentence-transformers').

    Raises:
        UnknownModel: no such folder, no local copy, or the download failed.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
            return folder
        raise UnknownModel(
            f"The folder {folder} holds no model",
            "It has neither modules.json nor config.json",
            "Give the folder that sentence-transformers saved",
        )
    if name.startswith((".", "~", "/", "\\")) or name.count("/") > 1 or not name.strip():
        raise UnknownModel(f"There is no model folder {name!r}", "The folder does not exist", "Check the path")
    names = [name] if "/" in name else [f"{_HUB_FOLDER}/{name}", name]
    for hub_name in names:
        copy = _local_copy(hub_name)
        if copy is not None:
            return copy
    if not allow_download:
        raise UnknownModel(f"The model {name!r} is not on this machine", "No local copy was found", _HELP)
    return _download(name, names)


def prompts_of(saved: Mapping[str, str | None], name: str) -> dict[Kind, str]:
    """What the model wants before a query and before a passage.

    The model's own settings come first; without any, models of the e5 family get "query: " and "passage: " (the
    instruct variants, which are prompted otherwise, excepted), and all others nothing.

    Args:
        saved: the prompts in the model's settings, by name.
        name: the model's name or folder, by which the e5 family is known.
    """
    if any(saved.values()):
        passage = next((saved[key] for key in ("passage", "document", "corpus") if saved.get(key)), "")
        return {"query": saved.get("query") or "", "passage": passage or ""}
    if _E5.search(name) and "instruct" not in name.lower():
        return {"query": "query: ", "passage": "passage: "}
    return {"query": "", "passage": ""}


def content_fingerprint(folder: Path, settings: Mapping[str, object]) -> str:
    """16 hexadecimal digits of the weights, tokenizer and configuration in `folder`, and of `settings`."""
    contents = bundled.manifest_fingerprint(folder)
    if contents is None:
        files = sorted(
            path for path in folder.rglob("*") if path.suffix in _CONTENT and path.is_file() and path.name[0] != "."
        )
        hashes = [(path.relative_to(folder).as_posix(), disk.sha256_of(path)) for path in files]
        contents = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()
    return hashlib.sha256(json.dumps([contents, settings], sort_keys=True).encode()).hexdigest()[:16]


def _local_copy(hub_name: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(hub_name, cache_dir=_hub_cache(), local_files_only=True))  # nosec B615
    except (LocalEntryNotFoundError, HFValidationError):
        return None


def _download(name: str, hub_names: list[str]) -> Path:
    from huggingface_hub import snapshot_download

    reason: Exception | None = None
    for hub_name in hub_names:
        try:
            return Path(snapshot_download(hub_name, cache_dir=_hub_cache(), ignore_patterns=_NOT_NEEDED))  # nosec B615
        except Exception as error:  # the hub's client raises many kinds: no such model, no network, no right, no room
            reason = reason or error
    raise UnknownModel(
        f"The model {name!r} could not be downloaded", f"The hub's client said: {reason}", _HELP
    ) from reason


def _hub_cache() -> str | None:
    return os.environ.get("SENTENCE_TRANSFORMERS_HOME") or None
