"""`expertmatch demo`: the main job on the sample, from a French .docx to a ranked, balanced, explained shortlist."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Model

DOCUMENT = "demo-fr.docx"
NAME = "shortlist"  # of the files written; their endings are the formats


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the files written.")] = Path("demo-out"),
    model: Model = None,
) -> None:
    """Match a French terms of reference with the sample roster, print the result and write it as files."""
    from importlib.resources import files

    from api.commands.screen import BarWatch, console
    from api.commands.show import heading, pairs, show_shortlist
    from api.config import load_settings
    from api.services.shortlists.matching import match
    from api.wiring import load_or_build_matcher
    from fixtures.load import SAMPLE_TODAY

    document = files("fixtures") / "documents" / DOCUMENT
    watch, screen = BarWatch(), console()
    # The sample, whatever the environment says: a demonstration shows the same to everyone.
    settings = load_settings(model=model).model_copy(update={"roster": None, "index": None})
    matcher = load_or_build_matcher(settings, watch)

    from api.commands.language import language_here
    from api.exports import FORMATS, write_export
    from api.exports.labels import PRINCIPLE

    with watch.stage("reading the call, matching, composing"):
        found = match(matcher, document.read_bytes(), name=DOCUMENT, today=SAMPLE_TODAY)
    with watch.stage("writing the files"):
        written = [out / f"{NAME}.{format}" for format in FORMATS]
        for path in written:
            write_export(found, path, language=language_here(os.environ))
    show_shortlist(screen, found)
    heading(screen, "Files")
    for path in written:
        screen.print(f"  {path}  ({path.stat().st_size / 1000:.0f} kB)", markup=False, soft_wrap=True)
    heading(screen, "Time")
    pairs(screen, [(f"{seconds:.2f} s", name) for name, seconds in watch.taken.items()], indent=2)
    steps = ", ".join(f"{stage.name} {stage.ms / 1000:.2f} s" for stage in found.record.stages)
    pairs(screen, [("of which", steps)], indent=2)
    screen.print(f"\n{found.record.roster_size} experts, model {found.record.model}. {PRINCIPLE}")
