"""What a database is begun with: the roster of a file or of an index. One that was cut short goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from api.services.exchange.json_lines import Line, Report
from api.services.exchange.roster_import import import_experts
from api.services.office import Office
from api.services.unit import SYSTEM, Unit, reading, writing
from api.storage import beginnings, roster_state
from matching.errors import BrokenLines, EmptyRoster, InvalidSetting
from matching.reading.rosters import LineWarning
from matching.vocabulary import Vocabularies

Lines = Callable[[], Iterable[Line]]  # each call gives them from the first one on
Told = Callable[[Report], None]


def lay_roster(
    office: Office,
    origin: str,
    mark: str,
    lines: Lines,
    vocabularies: Vocabularies,
    *,
    skip_broken: bool = False,
    progress: Told = lambda report: None,
) -> Report:
    """Put the people of a roster into a database that never held anybody; nothing is done where that is done already.

    Args:
        origin: where the roster comes from, for messages.
        mark: hash of its content.
        lines: JSON Lines, as the import takes them.
        skip_broken: go on without the lines that cannot be used.
        progress: told after every batch.

    Raises:
        InvalidSetting: the database holds another roster.
        BrokenLines: lines cannot be used; nobody was put into the database.
        EmptyRoster: no line holds anybody.
    """
    with reading(office, SYSTEM) as unit:
        if not _is_open(unit, origin, mark):
            return Report()
    take = partial(import_experts, office, SYSTEM, vocabularies=vocabularies)
    _check(take(lines(), dry_run=True), origin, skip_broken)
    say(office, beginnings.BEGUN, mark)
    report = take(lines(), progress=progress)
    say(office, beginnings.DONE, mark, people=report.added)
    return report


def say(office: Office, kind: str, mark: str, **counts: int) -> None:
    """Write down what is being laid into the database, or was."""
    with writing(office, SYSTEM) as unit:
        unit.record("data.imported", kind, mark, **counts)


def _is_open(unit: Unit, origin: str, mark: str) -> bool:
    """Whether the roster is to be laid: into an empty database, or where that was cut short."""
    session = unit.session
    if beginnings.was_said(session, beginnings.DONE, mark):
        return False
    if beginnings.never_had_people(session) or beginnings.was_said(session, beginnings.BEGUN, mark):
        return True
    raise InvalidSetting(
        "The database holds a roster already, and what is given is another one.",
        f"Found {roster_state.count(session)} people at {unit.office.database.place}; given is {origin}.",
        "Leave it out to serve the people of the database; add others with: expertmatch import FILE",
    )


def _check(report: Report, origin: str, skip_broken: bool) -> None:
    broken = [problem for problem in report.problems if not isinstance(problem, LineWarning)]
    if broken and not skip_broken:
        raise BrokenLines(origin, broken, report.added)
    if not report.added and not report.unchanged:
        raise EmptyRoster(
            f"{origin} holds nobody.",
            f"{report.lines} lines were read, {report.left_out} of them cannot be used.",
            "Give a roster with one person a line.",
        )
