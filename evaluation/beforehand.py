"""What is looked at before the measuring begins, so that nobody waits for an error that could have been told at once."""

from __future__ import annotations

import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluation.errors import InvalidRequest

NEEDED = ("vl_convert", "ir_measures")  # beyond what the product needs
FILES, FOLDERS = ("figures.json", "report.md", "report.html"), ("charts",)  # of a report
ENGLISH = "EXPERTMATCH_ENGLISH"  # as the product reads it


def check_parts() -> None:
    """Notice that a library is missing.

    Raises:
        InvalidRequest: one is.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InvalidRequest(
            "The evaluation needs libraries that are not installed.",
            f"Missing: {', '.join(missing)}.",
            "Install them with: pip install -e '.[evaluate]'",
        )


def check_out(out: Path) -> None:
    """Notice that the report cannot be written; its folder is made.

    Raises:
        InvalidRequest: it is a file, nothing can be written there, or a part of the report cannot take its place.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except FileExistsError as error:
        raise InvalidRequest("--out must be a folder.", f"{out} is a file.", "Give another name.") from error
    except OSError as error:
        raise InvalidRequest(
            "The report cannot be written to the folder of --out.",
            f"{out}: {error.strerror}.",
            "Allow writing there, or give another folder.",
        ) from error
    in_the_way = [name for name in FILES if (out / name).is_dir()] + [
        name for name in FOLDERS if (out / name).is_file()
    ]
    if in_the_way:
        raise InvalidRequest(
            "The report cannot take its place in the folder of --out.",
            f"In the way: {', '.join(in_the_way)}.",
            "Move it away, or give another folder.",
        )


def english_is_read() -> bool:
    """Whether the environment leaves the second reading of English on, which it is by default.

    Raises:
        InvalidRequest: the variable says neither yes nor no.
    """
    said = os.environ.get(ENGLISH, "").strip()
    try:
        return TypeAdapter(bool).validate_python(said) if said else True
    except ValidationError as error:
        raise InvalidRequest(f"{ENGLISH} says neither yes nor no.", f"Found {said!r}.", "Use true or false.") from error
