"""`expertmatch governance`: the governance documents, made from the code and the data of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.options import Index, Model, Roster, SkipBroken, Vocabulary


def governance(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="A new or empty folder to write the documents into.")],
    answers: Annotated[
        Path | None, typer.Option(help="What was filled in before: the answers.toml of an earlier pack.")
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(help="Figures of an evaluation, figures.json. (default: those that come with the software)"),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option(help="Settings of runs as JSON. (default: the office's, else those of the software)")
    ] = None,
    roster: Roster = None,
    index: Index = None,
    sample: Annotated[bool, typer.Option("--sample", help="Describe the invented sample, not the office.")] = False,
    model: Model = None,
    vocabulary: Vocabulary = None,
    skip_broken: SkipBroken = False,
) -> None:
    """Write model card, data sheet, instructions for use, risks and oversight, logging and impact assessment."""
    from api.commands.match_settings import build_match_settings
    from api.commands.screen import BarWatch
    from api.config import load_settings
    from api.governance.answers import read_answers
    from api.governance.figures import read_figures
    from api.governance.gathering import gather_facts, own_sources
    from api.governance.office_facts import note_made, office_sources
    from api.governance.pack import make_pack, refuse_other_folder, write_pack
    from api.wiring import load_or_build_matcher, open_office

    refuse_other_folder(out)  # before anything else: a mistake in what is given should not wait for the model
    filled_in = read_answers(answers) if answers else {}
    measured = read_figures(figures)
    given: dict[str, Any] = {"match_settings": build_match_settings(settings)} if settings else {}
    given["commands"] = dict(_commands(ctx.find_root().command))
    installation = load_settings(
        roster=roster, index=index, model=model, vocabulary=vocabulary, skip_broken=skip_broken or None
    )
    if sample:
        installation = installation.model_copy(update={"roster": None, "index": None})

    office = None if sample or installation.roster or installation.index else open_office(installation, BarWatch())
    if office:
        sources = office_sources(office, measured, **given)
    else:
        matcher = load_or_build_matcher(installation, BarWatch())
        sources = own_sources(matcher, installation, date.today(), figures=measured, sample=sample, **given)
    pack = make_pack(gather_facts(sources), filled_in)
    written = write_pack(pack, out)
    if office:
        note_made(office, pack)
    typer.echo(f"{out}: {len(written)} files; begin with {out / 'index.html'}.")
    typer.echo(f"{len(pack.open)} of {len(pack.questions)} questions are for people to answer: {out / 'answers.toml'}.")


def _commands(command: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Every command below one, by its whole name, with what it does."""
    for name, one in sorted(getattr(command, "commands", {}).items()):
        if getattr(one, "commands", None):
            yield from _commands(one, f"{before}{name} ")
        else:
            yield f"{before}{name}", one.get_short_help_str(limit=200)
