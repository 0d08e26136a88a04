"""`expertmatch rank`: any experts against any requests, in the TREC run format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Model, SkipBroken, Today, Vocabulary, day


def rank(
    experts: Annotated[Path, typer.Option(help='JSON Lines; an expert is at least {"id", "segments": [{"text"}]}.')],
    requests: Annotated[Path, typer.Option(help='JSON Lines; a request is at least {"id", "text"}.')],
    out: Annotated[Path, typer.Option(help="Run file to write: qid Q0 docid rank score tag.")],
    depth: Annotated[int, typer.Option(min=0, help="Experts listed per request; 0 lists all.")] = 1000,
    tag: Annotated[str, typer.Option(help="Name of the run, its last column.")] = "expertmatch",
    model: Model = None,
    vocabulary: Vocabulary = None,
    today: Today = None,
    skip_broken: SkipBroken = False,
) -> None:
    """Rank experts for each request and write a TREC run. May be interrupted: run it again and it goes on."""
    from datetime import date

    from api.commands.failures import INTERRUPTED, refuse_overwriting, say
    from api.commands.screen import BarWatch
    from api.config import load_settings
    from api.wiring import build_engine_from, build_vocabularies, encode_roster, read_experts
    from matching.errors import InvalidSetting

    refuse_overwriting(out, experts, requests)
    if len(tag.split()) != 1:
        raise InvalidSetting("A tag is one word.", f"Found {tag!r}.", "Use '-' or '_' for the space.")
    settings = load_settings(model=model, vocabulary=vocabulary, roster=experts, skip_broken=skip_broken or None)
    watch, moment = BarWatch(), day(today) or date.today()
    vocabularies = build_vocabularies(settings)
    people = read_experts(settings, vocabularies, watch)

    from api import doors
    from matching.pipeline import Matcher

    asked = doors.read_requests(requests, vocabularies, skip_broken=settings.skip_broken, note=say)
    try:
        engine = build_engine_from(settings, watch, vocabularies)
        matcher = Matcher(encode_roster(people, engine, watch), engine)
        with watch.stage("encoding the requests") as progress:
            doors.encode_queries(engine, doors.texts_of(asked), progress)
        with watch.stage("ranking") as progress:
            results = doors.rank(matcher, asked, today=moment, depth=depth, progress=progress)
            written = doors.write_run(out, results, tag)
    except KeyboardInterrupt:
        say(f"Interrupted; {out} was not written. What was encoded is kept in {settings.cache}.")
        say("Next: run the same command again, and it goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    say(f"{out}: {len(asked)} requests, {len(matcher.roster)} experts, {written} lines.")
