"""The files of the service when somebody is erased: letters that go, and the search of everything that is left."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from api.notices import OutboxFolder
from api.services.erasure.erasure_words import Sought
from api.services.erasure.files_searched import Searched, search
from api.services.notices.notice_parts import OUTBOX
from api.services.office import Office
from api.services.roster.published_rosters import PUBLISHED
from api.services.roster.roster_shelf import ROSTERS


def forget_letters(office: Office, notice_ids: Collection[str], who: Sought) -> int:
    """Remove a person's letters from the outbox: by their ids, and by every address that is or was theirs."""
    outbox = OutboxFolder(office.settings.data / OUTBOX)
    gone = sum(outbox.remove(notice_id) for notice_id in sorted(notice_ids))
    before = {address for address in outbox.addresses() if who.is_former(address)}
    return gone + sum(outbox.forget(address) for address in sorted((who.addresses | before) - who.of_others))


def found_in_files(office: Office, words: Sequence[str], *, database: bool = True) -> tuple[int, Searched]:
    """How many files were searched, in which of them any of the words stands, and which could not be searched.

    Args:
        database: whether to search the files that SQLite itself keeps it in, too; copies beside them always are.

    Raises:
        SearchFailed: see `api.services.erasure.files_searched.search`.
    """
    left_out = set() if database else _of_database(office)
    files = [path for path in _files(office) if path not in left_out]
    return len(files), search(files, words)


def _of_database(office: Office) -> set[Path]:
    """The files that SQLite keeps the database in, and no other whose name begins alike."""
    kept = office.database.url.database if office.database.is_sqlite else None
    return {Path(f"{Path(kept).resolve()}{ending}") for ending in ("", "-wal", "-shm")} if kept else set()


def _files(office: Office) -> Iterator[Path]:
    """Every file that the service writes: data, cache, and the database where it is a file. None is opened here.

    But for the matrices of large rosters: they hold numbers alone, gigabytes of them.
    """
    folders = {office.settings.data.resolve(), office.settings.cache.resolve()}
    if office.database.is_sqlite and office.database.url.database:
        path = Path(office.database.url.database).resolve()
        if not any(path.is_relative_to(folder) for folder in folders):
            yield from (p for p in path.parent.glob(f"{path.name}*") if p.is_file())
    cache = office.settings.cache.resolve()
    matrices = {path for kept in (ROSTERS, PUBLISHED) for path in (cache / kept).rglob("*.npy")}
    for folder in folders:
        yield from (p for p in sorted(folder.rglob("*")) if p.is_file() and p not in matrices)
