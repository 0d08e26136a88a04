"""What is done before an office is served: an empty database is begun, and its roster made ready."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from api.auth.safety import is_public
from api.services.beginning import Lines, Told, lay_roster
from api.services.exchange.json_lines import lines_of
from api.services.office import Office
from api.services.requests.request_reading import prepare
from api.services.sample_office import is_sample_office, lay_sample_office
from api.storage import rosters
from api.storage.database import DatabaseUnavailable
from api.watching import MOST_NOTES, QUIET, Progress, Watch
from matching.errors import EmptyRoster
from matching.roster_store import load_roster, read_label
from matching.vocabulary import Vocabularies

log = logging.getLogger(__name__)

LAYING = "putting the roster into the database"
ENCODING = "encoding the roster"


def begin(office: Office, vocabularies: Vocabularies, watch: Watch = QUIET) -> None:
    """Begin a database that never held anybody: with the roster or the index of the settings, else with the sample.

    The sample is for one machine alone: where others reach the service, the database stays as it is.

    Raises:
        InvalidSetting: a roster is given, and the database holds another.
        BrokenLines, EmptyRoster: the roster cannot be used as it is.
        StaleIndex: the index is damaged, or was made with another model.
    """
    settings = office.settings
    if settings.roster is None and settings.index is None:
        if is_public(settings, settings.host) and not settings.development:
            return
        with watch.stage(LAYING) as progress:
            lay_sample_office(office, vocabularies, _lines_read(progress))
        return
    if settings.roster is not None:
        origin, mark, lines = _of_file(settings.roster)
    else:
        assert settings.index is not None
        origin, mark, lines = _of_index(settings.index, office)
    with watch.stage(LAYING) as progress:
        done = lay_roster(
            office, origin, mark, lines, vocabularies,
            skip_broken=settings.skip_broken, progress=_lines_read(progress),
        )  # fmt: skip
    for problem in done.problems[:MOST_NOTES]:
        watch.note(f"{origin}, {problem}")
    if (more := done.left_out + done.warnings - MOST_NOTES) > 0:
        watch.note(f"{origin}: {more} more such lines")


def make_ready(office: Office, watch: Watch = QUIET, *, writes: bool = True) -> None:
    """Have everything at hand before the first visitor comes: what requests are read with, and the roster.

    What is not encoded yet is encoded, or left to the workers.

    Args:
        writes: whether a server of the database does; otherwise the roster is the one that can be had without.
    """
    prepare(office.engine)
    if not writes:
        with suppress(EmptyRoster):
            try:
                office.roster.current()
            except DatabaseUnavailable as error:
                log.warning("there are no shortlists until a server of the database writes: %s", error.what)
        return
    if not office.settings.worker:
        return
    keeper = office.roster
    with watch.stage(ENCODING) as progress, suppress(EmptyRoster):
        # The vectors of the sample come with the package: nothing is encoded, so it needs no batches.
        todo = 0 if office.settings.model == "bundled" and is_sample_office(office) else _to_encode(office)
        while todo and keeper.worker.work():
            progress(todo - _to_encode(office), todo)
        keeper.current()


def _of_file(path: Path) -> tuple[str, str, Lines]:
    """A roster file: its name, the hash of its content, and its lines."""

    def lines() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from lines_of(file)

    with path.open("rb") as file:
        return path.name, hashlib.file_digest(file, "sha256").hexdigest(), lines


def _of_index(folder: Path, office: Office) -> tuple[str, str, Lines]:
    """The same of a saved index, which has to fit the model in use."""
    mark = str(read_label(folder)["content_hash"])
    _ = office.engine  # now: its progress is shown on its own

    def lines() -> Iterator[str]:
        return (person.model_dump_json() for person in load_roster(folder, office.engine).experts)

    return str(folder), mark, lines


def _lines_read(progress: Progress) -> Told:
    return lambda report: progress(report.lines, 0)


def _to_encode(office: Office) -> int:
    with office.database.read() as session:
        changed, _ = rosters.changed_after(session, rosters.encoded_up_to(session, office.roster.worker.fingerprint))
    return len(changed)
