"""`expertmatch shortlist`: one call in, one shortlist out, in the format asked for."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Index, Model, Roster, SkipBroken, Today, Vocabulary, day

RULES, BALANCE, FILES = "Rules of the team", "Balance", "Output"


class Mode(StrEnum):
    """How gender and nationality may act; see matching.settings.Balance."""

    REPORT = "report"
    TIE_BREAK = "tie_break"
    TARGET = "target"


class Format(StrEnum):
    """What is written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


AS_TEXT = ("", "txt", "md", "table")  # endings under which the table is written


def shortlist(
    source: Annotated[
        str, typer.Argument(help="A document (.docx, .pdf, .txt, .md), a call as .json, or - for stdin.")
    ],
    roster: Roster = None,
    index: Index = None,
    model: Model = None,
    vocabulary: Vocabulary = None,
    skip_broken: SkipBroken = False,
    today: Today = None,
    settings: Annotated[Path | None, typer.Option(help="Settings as JSON; the options here go before it.")] = None,
    weights: Annotated[str | None, typer.Option(help="Such as relevance=40,fields=20; others keep theirs.")] = None,
    shown: Annotated[int | None, typer.Option(help="People listed per position; 0 lists everyone.")] = None,
    teams: Annotated[int | None, typer.Option(help="How many teams.")] = None,
    mode: Annotated[Mode | None, typer.Option(rich_help_panel=BALANCE, help="(default: report)")] = None,
    band: Annotated[float | None, typer.Option(rich_help_panel=BALANCE, help="Points of merit for tie_break.")] = None,
    legal_basis: Annotated[str | None, typer.Option(rich_help_panel=BALANCE, help="In writing, for target.")] = None,
    saving_clause: Annotated[str | None, typer.Option(rich_help_panel=BALANCE, help="In writing, for target.")] = None,
    max_per_nationality: Annotated[int | None, typer.Option(rich_help_panel=RULES)] = None,
    min_countries: Annotated[int | None, typer.Option(rich_help_panel=RULES)] = None,
    min_women: Annotated[int | None, typer.Option(rich_help_panel=RULES)] = None,
    min_men: Annotated[int | None, typer.Option(rich_help_panel=RULES)] = None,
    min_public: Annotated[int | None, typer.Option(rich_help_panel=RULES)] = None,
    distinct_institutions: Annotated[bool, typer.Option("--distinct-institutions", rich_help_panel=RULES)] = False,
    include: Annotated[list[str] | None, typer.Option(rich_help_panel=RULES, help="Id; may be repeated.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(rich_help_panel=RULES, help="Id; may be repeated.")] = None,
    format: Annotated[Format | None, typer.Option(rich_help_panel=FILES, help="(default: by --out, or table)")] = None,
    out: Annotated[Path | None, typer.Option(rich_help_panel=FILES, help="File to write. (default: screen)")] = None,
) -> None:
    """Rank a roster for a call, compose the best teams, and say why."""
    from api.commands.failures import refuse_overwriting
    from api.commands.match_settings import build_match_settings
    from api.commands.screen import BarWatch
    from api.config import load_settings

    chosen = format or _format_of(out)
    _check_output(chosen, out)
    refuse_overwriting(out, Path(source), roster)
    asked = build_match_settings(
        settings,
        weights=weights,
        shown=shown,
        teams=teams,
        balance={"mode": mode and mode.value, "band": band, "legal_basis": legal_basis, "saving_clause": saving_clause},
        rules={
            "max_per_nationality": max_per_nationality,
            "min_countries": min_countries,
            "min_public": min_public,
            "distinct_institutions": distinct_institutions or None,
            "include": include or None,
            "exclude": exclude or None,
            "min_per_gender": {g: n for g, n in (("woman", min_women), ("man", min_men)) if n is not None} or None,
        },
    )
    content, name = _content(source)
    installation = load_settings(
        roster=roster, index=index, model=model, vocabulary=vocabulary, skip_broken=skip_broken or None
    )
    watch = BarWatch()

    from api.services.shortlists.matching import match
    from api.wiring import load_or_build_matcher, usual_day

    matcher = load_or_build_matcher(installation, watch)
    found = match(matcher, content, name=name, settings=asked, today=day(today) or usual_day(installation)())
    if chosen is Format.TABLE:
        _table(found, out)
    elif out is not None:
        from api.commands.language import language_here
        from api.exports import write_export

        write_export(found, out, chosen.value, language_here(os.environ))
    else:
        from api.commands.language import language_here
        from api.exports import export_bytes

        sys.stdout.buffer.write(export_bytes(found, chosen.value, language_here(os.environ)))
    if out is not None:
        typer.echo(f"{out}: written.", err=True)


def _format_of(out: Path | None) -> Format:
    from matching.errors import InvalidSetting

    ending = out.suffix.lstrip(".").lower() if out else ""
    if ending in AS_TEXT:
        return Format.TABLE
    if ending not in set(Format):
        known = ", ".join(f".{known}" for known in Format if known is not Format.TABLE)
        raise InvalidSetting(
            f"Files of the kind '.{ending}' are not written here.",
            "",
            f"Name it {known}, or .txt for the table; or give --format.",
        )
    return Format(ending)


def _check_output(chosen: Format, out: Path | None) -> None:
    from matching.errors import InvalidSetting

    if out is None and chosen in (Format.XLSX, Format.DOCX, Format.PDF) and sys.stdout.isatty():
        raise InvalidSetting(f"A .{chosen} file cannot be shown on a screen.", next_step="Give --out FILE.")
    if out is not None and out.is_dir():
        raise InvalidSetting(f"{out} is a folder.", next_step="Give the name of a file to write.")


MOST_BYTES = 20_000_000


def _content(source: str) -> tuple[bytes, str]:
    from matching.errors import UnreadableDocument

    if source == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1), ""
    path = Path(source)
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1), path.name  # more than can be read is refused by the reader
    except OSError as error:
        raise UnreadableDocument(
            f"{source} could not be opened.", f"{error.strerror or error}.", "Check the path and the right to read it."
        ) from error


def _table(found: object, out: Path | None) -> None:
    import io

    from api.commands.screen import console
    from api.commands.show import show_shortlist
    from embeddings.disk import write_atomic

    if out is None:
        show_shortlist(console(), found)  # type: ignore[arg-type]
        return
    page = io.StringIO()
    show_shortlist(console(page), found)  # type: ignore[arg-type]
    write_atomic(out, page.getvalue().encode())
