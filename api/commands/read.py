"""`expertmatch read`: the profiles that CVs tell of, each fact with the place where it stands. Needs no database."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import Model, Vocabulary, day

if TYPE_CHECKING:
    from typing import TextIO

    from matching.cv.values import ReadProfile

FAILED = 1
Named = tuple[str, "ReadProfile"]


class Format(StrEnum):
    """What is written."""

    TABLE = "table"
    JSON = "json"


def read(
    files: Annotated[list[Path], typer.Argument(help="CVs; also folders, archives, and sheets with a person a row.")],
    format: Annotated[
        Format, typer.Option(help="table: for the screen. json: every fact with its source, a line each for several.")
    ] = Format.TABLE,
    out: Annotated[Path | None, typer.Option(help="File to write. (default: screen)")] = None,
    model: Model = None,
    vocabulary: Vocabulary = None,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day on which posts held 'to date' end. (default: today)"),
    ] = None,
) -> None:
    """Read CVs into profiles to be confirmed. What cannot be read is told, stops nothing, and makes the exit status 1."""
    from api.commands.failures import refuse_overwriting, say

    for file in files:
        refuse_overwriting(out, file)
    failed: list[str] = []
    profiles = _profiles(files, model, vocabulary, day(today) or date.today(), failed)
    with _opened(out) as target:
        if format is Format.JSON:
            _write_json(target, profiles, several=len(files) > 1)
        else:
            _write_tables(target, profiles, on_screen=out is None)
    if out is not None:
        say(f"{out}: written.")
    if failed:
        raise typer.Exit(FAILED)


def _profiles(
    files: list[Path], model: str | None, vocabulary: Path | None, today: date, failed: list[str]
) -> Iterator[Named]:
    """What was read, one after the other; what was not is told on the standard error and noted in `failed`."""
    from functools import cache

    from api.commands.failures import say
    from api.commands.screen import BarWatch
    from api.config import load_settings
    from api.services.cvs.cv_profiles import read_profiles
    from api.services.cvs.cv_reading import Reading
    from api.wiring import build_engine_from
    from matching.cv.values import ReadProfile

    settings = load_settings(model=model, vocabulary=vocabulary)
    engine = cache(lambda: build_engine_from(settings, BarWatch()))
    for document, found in read_profiles(Reading(files), engine, today):
        for column, reason in document.cells:
            say(f"{document.name}, column '{column}': {reason}" if column else f"{document.name}: {reason}")
        if isinstance(found, ReadProfile):
            yield document.name, found
        elif document.known:
            say(f"{document.name}: the same document as one before, passed over.")
        elif found is not None:
            failed.append(document.name)
            say(f"{document.name}: {found}")


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    """The file, which appears whole at the end, or the standard output, in UTF-8 whatever the locale says."""
    from api.files import whole_file

    if out is not None:
        with whole_file(out) as file:
            yield file
        return
    screen = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=True)
    try:
        yield screen
    finally:
        screen.detach()  # the standard output stays open


def _write_json(target: TextIO, profiles: Iterator[Named], *, several: bool) -> None:
    """One document for one profile; for several, or what may be several, a document a line."""
    first = list(islice(profiles, 2))
    indent = None if several or len(first) > 1 else 1
    for name, profile in chain(first, profiles):
        data = {"file": name} | profile.model_dump(mode="json")
        target.write(json.dumps(data, ensure_ascii=False, indent=indent) + "\n")


def _write_tables(target: TextIO, profiles: Iterator[Named], *, on_screen: bool) -> None:
    from api.commands.read_table import show_profile
    from api.commands.screen import console

    screen = console() if on_screen else console(target)
    for name, profile in profiles:
        show_profile(screen, name, profile)
