"""Errors of ours in words, unexpected ones by a log id: what a reader of the command line sees, and the exit status."""

from __future__ import annotations

import io
import os
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import typer
from typer.core import TyperGroup

DEBUG = "EXPERTMATCH_DEBUG"
UNEXPECTED, BAD_INPUT, INTERRUPTED = 1, 2, 130
MOST_LINES = 50  # broken lines listed one by one


class GuardedGroup(TyperGroup):
    """The group of all commands: whatever a command raises becomes words and an exit status."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the command; 2 for errors in what was given, 130 after Ctrl-C, 1 for errors of our own."""
        _let_every_letter_pass()
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say("Interrupted.")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:  # the reader, such as `head`, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except Exception as error:
            if _is_typers_own(error):
                raise
            raise typer.Exit(report(error)) from None


def _let_every_letter_pass() -> None:
    """A terminal or file whose encoding lacks a letter is given its number: names and places are in any script."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as the standard error has it from the start


def report(error: Exception) -> int:
    """Say on the standard error what happened; returns the exit status."""
    from embeddings import EmbeddingError
    from matching.errors import BrokenLines, MatchingError

    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return _refused_by_the_system(error)
    if not isinstance(error, MatchingError | EmbeddingError):
        say(f"An unexpected error ({type(error).__name__}). It was noted as {_note(error)}.")
        say(f"Next: run the command again with {DEBUG}=1 to see all of it, and report it with that number.")
        return UNEXPECTED
    say(f"Error: {error.what}")
    if isinstance(error, BrokenLines):
        for problem in error.problems[:MOST_LINES]:
            say(f"  {problem}")
        if len(error.problems) > MOST_LINES:
            say(f"  and {len(error.problems) - MOST_LINES} more")
        say(f"Found: {error.good} good line(s).")
    elif error.found:
        found = error.found.removeprefix("Found ").removeprefix("Found: ")  # which stands before it here
        say(f"Found: {found}")
    if error.next_step:
        say(f"Next: {error.next_step}")
    return BAD_INPUT


def _refused_by_the_system(error: OSError) -> int:
    """Words for a file that is not there, may not be touched or has no room; the path was given or set by the reader."""
    say(f"Error: {error.filename} could not be read or written.")
    say(f"Found: {error.strerror}.")
    say(
        "Next: Check that the path is there, that you may use it, and that its disk has room; then run the command again."
    )
    return BAD_INPUT


def say(line: str) -> None:
    """A line on the standard error, as it is: no colour, nothing cut."""
    typer.echo("".join(c if c.isprintable() else " " for c in line), err=True)


def _is_typers_own(error: Exception) -> bool:
    """Usage errors and exits, which Typer words itself; by name, since some versions bring their own click."""
    return any(kind.__name__ in {"ClickException", "Exit", "Abort"} for kind in type(error).__mro__)


def log_file() -> Path:
    """Where unexpected errors are noted."""
    from platformdirs import user_log_path

    return user_log_path("expertmatch") / "errors.log"


def _note(error: Exception) -> str:
    """Note where an error came from under a new id. Its message is left out: it may quote what people wrote."""
    log_id = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    entry = f"{datetime.now(UTC).isoformat(timespec='seconds')} {log_id} {type(error).__name__}\n{frames}\n"
    try:
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(entry)
    except OSError:
        return f"{log_id} (no log could be written)"
    return f"{log_id} in {path}"


def refuse_overwriting(out: Path | None, *inputs: Path | None) -> None:
    """Raise InvalidSetting where a command would write over a file that it reads."""
    for given in inputs:
        if out is not None and given is not None and out.exists() and given.exists() and out.samefile(given):
            from matching.errors import InvalidSetting

            raise InvalidSetting(
                f"{out} is read by this command and cannot be written by it.", "", "Give another --out."
            )
