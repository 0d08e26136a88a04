"""`expertmatch index`: a roster encoded and saved, so that later runs open it in a moment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Model, Roster, SkipBroken, Vocabulary


def index(
    roster: Roster = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to save the index in; an older one there is replaced.")
    ] = None,
    check: Annotated[Path | None, typer.Option(help="Check the index in this folder instead.")] = None,
    model: Model = None,
    vocabulary: Vocabulary = None,
    skip_broken: SkipBroken = False,
) -> None:
    """Encode a roster and save it, or check a saved one."""
    from api.commands.screen import BarWatch, console
    from api.config import load_settings
    from api.wiring import build_engine_from, load_or_build_matcher
    from matching.errors import InvalidSetting
    from matching.roster_store import load_roster, save_roster

    if (out is None) == (check is None):
        raise InvalidSetting(
            "An index is either made or checked.",
            "Found neither --out nor --check." if out is None else "Found both --out and --check.",
            "Give --out FOLDER to make one, or --check FOLDER to check one.",
        )
    watch, screen = BarWatch(), console()
    if check is not None:
        settings = load_settings(model=model, vocabulary=vocabulary, index=check)
        opened = load_roster(check, build_engine_from(settings, watch), verify=True)
        read = sum(1 for _ in opened.experts)  # every line is parsed: a damaged one is found here
        screen.print(f"{check}: {read} experts, {int(opened.starts[-1])} segments; fits this model and vocabulary.")
        return
    assert out is not None
    refuse_other_folder(out)
    matcher = load_or_build_matcher(
        load_settings(model=model, vocabulary=vocabulary, roster=roster, skip_broken=skip_broken or None), watch
    )
    save_roster(matcher.roster, matcher.engine, out)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    screen.print(
        f"{out}: {len(matcher.roster)} experts, {int(matcher.roster.starts[-1])} segments, {size / 1e6:.1f} MB."
    )


def refuse_other_folder(out: Path) -> None:
    """A folder that holds something else than an index is not replaced.

    Raises:
        InvalidSetting: there is something else at `out`.
    """
    from matching.errors import InvalidSetting

    occupied = out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / "label.json").is_file())
    if occupied:
        raise InvalidSetting(
            f"{out} is not an index, and would be replaced by one.",
            "It is a file." if out.is_file() else "It holds other files.",
            "Give a new or empty folder.",
        )
