"""`expertmatch import`: CVs by the thousand, rosters in spreadsheets, and people or other data from JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Model, Vocabulary

KINDS_HELP = "Of JSON Lines: experts, institutions, requests or actions. (default: experts)"


def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="CVs, folders and archives of them, sheets with a person a row; or JSON Lines.")
    ],
    kind: Annotated[str | None, typer.Option(help=KINDS_HELP)] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and what columns are taken for; do nothing.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="JSON Lines: replace what was changed here since the last import.")
    ] = False,
    columns: Annotated[
        Path | None, typer.Option(help='Sheets: JSON from heads to what they hold: {"Courriel": "email"}.')
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="CVs: folder for the report. (default: 'imports' in the data folder)")
    ] = None,
    model: Model = None,
    vocabulary: Vocabulary = None,
) -> None:
    """Import CVs or data into the database. An import that was cut is simply started again: nothing comes in twice."""
    from api.commands.import_lines import ROSTER, import_lines

    _check_paths(paths)
    lines = [path for path in paths if kind is not None or _is_lines(path)]
    documents = [path for path in paths if path not in lines]
    for path in lines:
        import_lines(path, kind or ROSTER, dry_run=dry_run, overwrite=overwrite, vocabulary=vocabulary)
    if documents:
        from api.commands.import_cvs import import_documents

        import_documents(documents, _mapping(columns), report, dry_run=dry_run, model=model, vocabulary=vocabulary)


def _check_paths(paths: list[Path]) -> None:
    """Nothing is begun where a path leads nowhere: it was mistyped."""
    from matching.errors import UnreadableDocument

    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise UnreadableDocument(
            f"{missing[0]} could not be opened.",
            "No such file or directory." if len(missing) == 1 else f"Nor could {len(missing) - 1} more of these paths.",
            "Check the path; nothing was imported.",
        )


def _is_lines(path: Path) -> bool:
    """Whether a file holds a record a line: by its name, or because its first line is an object by itself and no CV."""
    if path.suffix.lower() in (".jsonl", ".ndjson") and not path.is_dir():
        return True  # a pipe, too, which another program fills
    if not path.is_file():
        return False
    from matching.cv.limits import Limits
    from matching.cv.recognise import recognise
    from matching.errors import UnreadableDocument

    most = int(Limits().megabytes * 1_000_000)
    try:
        with path.open("rb") as file:
            first = next((line for _ in range(100) if (line := file.readline(most)).strip() or not line), b"")
            record = json.loads(first.decode("utf-8-sig"))
            file.seek(0)
            return isinstance(record, dict) and recognise(file.read(most), path.name) == "text"
    except (OSError, ValueError, RecursionError, UnreadableDocument):
        return False


def _mapping(path: Path | None) -> tuple[tuple[str | int, str], ...]:
    """What the heads of sheets stand for, where somebody says it.

    Raises:
        InvalidSetting: the file cannot be read, or is no JSON object from heads, or places from 1, to words.
    """
    from matching.errors import InvalidSetting

    if path is None:
        return ()
    shape = 'It is a JSON object such as {"Courriel": "email", "3": "skip", "Anglais": "language:en"}.'
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidSetting(f"{path} could not be opened.", f"{error.strerror or error}.", shape) from error
    except (ValueError, RecursionError) as error:
        raise InvalidSetting(f"{path} is not JSON.", f"{error}.", shape) from error
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise InvalidSetting(f"{path} does not map heads to what they hold.", f"Found {type(data).__name__}.", shape)
    return tuple((int(key) if key.isdecimal() else key, value) for key, value in data.items())
