"""What the figures of a run depend on: model, vocabulary, data, code and machine, each by a hash or a version."""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from evaluation.outcome import Head
from evaluation.subject import SHARED
from matching.engine import Engine
from matching.recording import software_version

ROOT = Path(__file__).parents[1]
ABSENT = "not there"
LIBRARIES = ("bm25s", "ir-measures", "numpy", "scikit-learn", "scipy", "sentence-transformers", "torch")
PYTHON_AND_DATA = {".py", ".json", ".jsonl", ".tsv", ".txt"}
NOT_MEASURED_WITH = {"committed.json"}  # files of evaluation/ that no judge reads


def make_head(engine: Engine, quick: bool, options: str = "") -> Head:
    """The head of a report made now, on this machine."""
    return Head(
        model=engine.encoder.name + (f" and, for English, {engine.english.name}" if engine.english else ""),
        fingerprint=engine.encoder.fingerprint + (f" and {engine.english.fingerprint}" if engine.english else ""),
        precision=precision_of(engine),
        vocabulary=engine.vocabularies.content_hash,
        data=data_hashes(),
        code=code_version(),
        source=files_hash([*_files(ROOT / "matching"), *_files(ROOT / "embeddings")]),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        python=platform.python_version(),
        libraries=library_versions(),
        quick=quick,
        options=options,
    )


def precision_of(engine: Engine) -> str:
    """The precision in which the encoder computes; the fingerprint leaves it out, and the last digits depend on it."""
    return str(getattr(engine.encoder, "precision", "float32"))


def data_hashes(shared: Path = SHARED) -> dict[str, str]:
    """16 hexadecimal digits for each body of data that a judge may read; benchmarks may not be there."""
    sample = ROOT / "fixtures" / "data"
    bodies = {
        "roster": [sample / "experts.jsonl", sample / "truth.jsonl"],
        "calls": _files(ROOT / "fixtures" / "calls"),
        "judgements": [sample / "judgements.tsv"],
        "requests": [shared / "data" / "requests.jsonl"],
        "reviewers": _files(shared / "bench" / "reviewers"),
    }
    return {name: files_hash(files) if files and files[0].exists() else ABSENT for name, files in bodies.items()}


def source_hash(judge: str) -> str:
    """What a judge's figures depend on in this tree.

    The judge's own module with all that it imports of `evaluation` (so that editing one judge, or how the report looks,
    leaves the others' results standing), data files of `evaluation`, and the whole of `matching`, `embeddings` and
    `fixtures`, vocabularies and labels included.
    """
    evaluation = ROOT / "evaluation"
    own = imported_files(evaluation / "judges" / f"{judge}.py")
    data = [f for f in _files(evaluation) if f.suffix != ".py" and f.name not in NOT_MEASURED_WITH]
    rooms = [f for room in ("matching", "embeddings", "fixtures") for f in _files(ROOT / room)]
    return files_hash([*own, *data, *rooms])


def imported_files(start: Path, root: Path = ROOT) -> list[Path]:
    """A module of `evaluation` and every module of it that it reaches by imports, functions' own imports included."""
    waiting, found = [start], set[Path]()
    while waiting:
        path = waiting.pop()
        if path in found or not path.exists():
            continue
        found.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [(root, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = path.parents[node.level - 1] if node.level else root
                module = f"{node.module}." if node.module else ""
                names = [(base, module.rstrip(".")), *((base, module + alias.name) for alias in node.names)]
            else:
                continue
            waiting += [
                f for base, name in names if name for f in _modules(base, name) if root / "evaluation" in f.parents
            ]
    return sorted(found)


def _modules(base: Path, name: str) -> tuple[Path, Path]:
    place = base.joinpath(*name.split("."))
    return place.with_name(f"{place.name}.py"), place / "__init__.py"


def files_hash(files: Iterable[Path]) -> str:
    """16 hexadecimal digits of the names and contents of files that exist, whatever their order."""
    digest = hashlib.sha256()
    for path in sorted(set(files)):
        if path.exists():
            inside = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(path.name)
            digest.update(f"{inside.as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def library_versions() -> dict[str, str]:
    """The versions of the libraries that figures depend on."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ABSENT
    return found


def code_version(root: Path = ROOT) -> str:
    """The tree as git describes it; the version of the package where there is no git or no repository."""
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "describe", "--always", "--dirty", "--tags"]
        try:
            said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            said = ""
        if said:
            return f"{software_version()} ({said})"
    return software_version()


def _files(folder: Path) -> list[Path]:
    found = folder.rglob("*") if folder.is_dir() else ()
    return sorted(f for f in found if f.suffix in PYTHON_AND_DATA and "__pycache__" not in f.parts)
