"""Whether an installation works: each check tries the real thing and says what it found and what to do."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from api.config import Settings
from api.finding import Check, guarded
from api.office_checks import check_office, file_of
from api.wiring import QUIET, VECTORS, Watch, build_engine_from, build_vocabularies, is_sample, read_experts
from embeddings import Encoder
from embeddings.hardware import has_bfloat16_units, limit_threads
from matching.engine import Engine

OLDEST_PYTHON = (3, 11)
ROOM = 1_000_000_000  # bytes: the unpacked model takes half of it, the vectors of a large roster the rest
# The second says the first in other words; the third shares its form and not its subject.
SENTENCES = (
    "Training of labour inspectors in the public inspection service.",
    "The labour inspection service trains its inspectors.",
    "Repair of bicycles in the garage behind the cinema.",
)


def run_checks(settings: Settings, watch: Watch = QUIET) -> Iterator[Check]:
    """Every check, one after the other; a failure never stops the next."""
    yield check_python()
    yield check_packages()
    yield check_folder("cache", settings.cache)
    yield check_folder("data", settings.data)
    file = file_of(settings)
    if file is not None and file.parent.resolve() != settings.data.resolve():
        yield check_folder("database", file.parent)
    yield guarded("processor", check_processor)
    yield guarded("vocabulary", lambda: check_vocabulary(settings))
    yield guarded("roster", lambda: check_roster(settings))
    engines: list[Engine] = []
    yield guarded("model", lambda: check_model(settings, watch, engines))
    engine = engines[0] if engines else None
    if engine is not None and engine.english is not None:
        yield guarded("English model", lambda: check_english(engine))
    yield from check_office(settings, engine)


def check_python() -> Check:
    """The interpreter is new enough."""
    found = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return Check("python", sys.version_info >= OLDEST_PYTHON, found, "Use Python 3.11 or newer.")


def check_packages(project: str = "expertmatch") -> Check:
    """Every package that the project needs is installed; which version."""
    try:
        needed = [line for line in requires(project) or [] if ";" not in line]  # not those for some systems only
    except PackageNotFoundError:
        return Check("packages", None, f"{project} runs from its folder, not installed", "Run: pip install -e .")
    found, missing = [f"{project} {version(project)}"], []
    for line in needed:
        name = line.split(";")[0].strip()
        for mark in "<>=!~[ (":
            name = name.split(mark)[0]
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check("packages", False, f"missing: {', '.join(missing)}", "Run: pip install -e .")
    return Check("packages", True, ", ".join(found))


def check_folder(name: str, folder: Path) -> Check:
    """A folder can be written to and has room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        step = f"Allow writing there, or choose another folder with EXPERTMATCH_{name.upper()}."
        return Check(f"{name} folder", False, f"{folder}: {error.strerror or error}", step)
    free = shutil.disk_usage(folder).free
    stored = f", vectors {(folder / VECTORS).stat().st_size / 1e6:.0f} MB" if (folder / VECTORS).is_file() else ""
    step = "" if free >= ROOM else f"Free some space: {ROOM / 1e9:.0f} GB is comfortable."
    return Check(f"{name} folder", True if free >= ROOM else None, f"{folder}, {free / 1e9:.1f} GB free{stored}", step)


def check_processor() -> Check:
    """What the model will run on."""
    import torch

    limit_threads()
    units = "multiplies bfloat16 in hardware" if has_bfloat16_units() else "no bfloat16 units, so float32"
    gpu = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "none"
    return Check("processor", True, f"{torch.get_num_threads()} thread(s), {units}; GPU: {gpu}")


def check_vocabulary(settings: Settings) -> Check:
    """The vocabularies can be read."""
    found = build_vocabularies(settings)
    words = f"{len(found.fields)} fields, {len(found.competences)} competences, hash {found.content_hash}"
    return Check("vocabulary", True, words)


def check_roster(settings: Settings) -> Check:
    """The roster that an empty database is begun with can be read, every line of it."""
    from matching.roster_store import read_label

    if settings.index is not None:
        label = read_label(settings.index)
        return Check(
            "roster", True, f"to begin with: index {settings.index}: {label['experts']} experts, model {label['model']}"
        )
    experts = read_experts(settings, build_vocabularies(settings))
    segments = sum(len(expert.segments) for expert in experts)
    origin = "the invented sample" if is_sample(settings) else str(settings.roster)
    return Check(
        "roster",
        bool(experts),
        f"to begin with: {origin}: {len(experts)} experts, {segments} segments",
        "Make it anew.",
    )


def check_model(settings: Settings, watch: Watch = QUIET, made: list[Engine] | None = None) -> Check:
    """The model unpacks, loads, encodes, puts near what means the same, and its vectors can be stored.

    Args:
        made: takes the engine, for the checks that need one.
    """
    engine = build_engine_from(settings, watch)
    if made is not None:
        made.append(engine)
    return _check_meaning("model", engine.encoder)


def check_english(engine: Engine) -> Check:
    """The second model, for English, tells meanings apart."""
    assert engine.english is not None
    return _check_meaning("English model", engine.english)


def _check_meaning(name: str, encoder: Encoder) -> Check:
    near, far = sense(encoder)
    precision, longest = getattr(encoder, "precision", "float32"), getattr(encoder, "longest", None)
    about = f"{encoder.name} ({encoder.fingerprint}), {encoder.dimension} values, {precision}"
    about += f", reads {longest} tokens" if longest else ""
    return Check(
        name, near > far, f"{about}; same meaning {near:.2f}, another {far:.2f}",
        "The model does not tell meanings apart: choose another, or install it again.",
    )  # fmt: skip


def sense(encoder: Encoder) -> tuple[float, float]:
    """Cosine of a sentence with one of the same meaning, and with one about something else."""
    one, same, other = encoder.encode(SENTENCES, kind="passage")
    return float(one @ same), float(one @ other)
