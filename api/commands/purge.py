"""`expertmatch purge`: what is older than its retention period."""

from __future__ import annotations

from typing import Annotated

import typer

WORDS = {
    "first_looks": ("shortlists that belong to no call", "first_looks"),
    "performance_notes": ("notes on assignments", "performance_notes"),
    "unconfirmed_cvs": ("CVs that nobody confirmed", "unconfirmed_cvs"),
    "notices": ("letters sent or given up", "notices"),
    "failed_sign_ins": ("failed attempts to sign in", None),
    "sign_ins": ("sign-ins that ended", None),
    "one_time_links": ("one-time links that ended", None),
    "idempotency_keys": ("answers kept for repeated posts", None),
    "requests": ("requests, with all that belongs to them", "selection_records"),
    "actions": ("actions, with their activities", "selection_records"),
    "calls": ("calls, from application to decision", "selection_records"),
    "experts": ("people who were not heard of, erased", "inactive_experts"),
    "unfinished_erasures": ("erasures that were cut off, finished", None),
}


def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be removed.")] = False,
) -> None:
    """Remove what is older than its retention period, people included; ends with 1 where an erasure left traces."""
    from rich.table import Table

    from api.commands.desk import opened
    from api.commands.screen import console
    from api.services import retention as use
    from api.services.office_settings import RetentionPeriods, setting
    from api.services.unit import COMMAND, reading

    with opened() as office:
        with reading(office, COMMAND) as unit:
            periods = setting(unit, RetentionPeriods)
        counts = use.purge(office, COMMAND, dry_run=dry_run)
    table = Table("what", "kept for", "would be removed" if dry_run else "removed")
    for kind, (words, period) in WORDS.items():
        kept = f"{getattr(periods, period)} days" if period else "a day" if kind in use.A_DAY else "-"
        table.add_row(words, kept, str(counts[kind]))
    console().print(table)
    if traces := counts[use.TRACES]:
        typer.echo(
            f"Of {traces} erased people something was found afterwards; their entries in the log count it.", err=True
        )
        raise typer.Exit(1)
