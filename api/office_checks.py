"""Whether an installation's data are whole: database, tables, log, people, vectors, letters. No data are changed."""

from __future__ import annotations

import smtplib
import sqlite3
import ssl
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from api.config import Settings
from api.finding import Check, guarded
from api.notices import OutboxFolder, SmtpTransport
from api.replica_check import check_replica
from api.services.notices.notice_parts import transport_of
from api.services.roster.encoding import fingerprint_of
from api.storage import erasure, log, migrate, models, notices_state, roster_state, rosters, upkeep
from api.storage.database import Database
from api.wiring import VECTORS
from matching.engine import Engine

PATIENCE = 10.0  # seconds that a mail server is waited for
DAMAGED = (
    "Stop the service, keep the file as it is, and restore the last backup into a new one: expertmatch restore FILE"
)


def check_office(settings: Settings, engine: Engine | None) -> Iterator[Check]:
    """Every check of what is kept, one after the other; what cannot be looked at without another is left out.

    Args:
        engine: with whose encoders the roster has to be encoded; None where there is none.
    """
    yield guarded("letters", lambda: check_letters(settings))
    yield guarded("vector store", lambda: check_vector_store(settings.cache / VECTORS))
    if settings.replica:
        yield guarded("replica", lambda: check_replica(settings))
    file = file_of(settings)
    if file is not None and not file.exists():
        yield Check("database", None, f"none yet at {file}", "The first 'expertmatch serve' makes it.")
        return
    reached: list[Database] = []
    yield guarded("database", lambda: check_database(settings, reached))
    for database in reached:
        yield from _check_content(database, engine)
        database.close()


def _check_content(database: Database, engine: Engine | None) -> Iterator[Check]:
    tables = guarded("tables", lambda: check_tables(database))
    yield tables
    if not tables.works:
        return
    checks: dict[str, Callable[[Database], Check]] = {
        "log": check_log,
        "references": check_references,
        "erasures": check_erasures,
        "notices": check_notices,
    }
    for name, check in checks.items():
        yield guarded(name, lambda check=check: check(database))  # type: ignore[misc]
    if engine is not None:
        yield guarded("vectors", lambda: check_encoded(database, fingerprint_of(engine)))


def check_database(settings: Settings, reached: list[Database] | None = None) -> Check:
    """The database answers, and its file is whole.

    Args:
        reached: takes the database where it can be asked on.
    """
    database = Database(settings.database_url)
    database.ping()
    name, size = upkeep.describe(database)
    if broken := upkeep.damage(database):
        database.close()
        return Check("database", False, f"{database.place} is damaged: {broken}", DAMAGED)
    if reached is not None:
        reached.append(database)
    return Check("database", True, f"{name} at {database.place}, {size / 1e6:.1f} MB")


def check_tables(database: Database) -> Check:
    """The tables are those of this version."""
    migrate.check_current(database)
    return Check("tables", True, f"revision {migrate.newest()}, as this version needs")


def check_log(database: Database) -> Check:
    """Every hash of the log follows from the one before."""
    with database.read() as session:
        broken, (entries, head) = log.verify(session), log.head(session)
    if broken is not None:
        step = "Compare it with a backup made before; do not write to it any further."
        return Check("log", False, f"the chain does not hold: {broken.reason}", step)
    return Check("log", True, f"the chain holds: {entries} entries, the last one's hash begins with {head[:16]}")


def check_references(database: Database) -> Check:
    """No row names somebody or something that is not there."""
    with database.read() as session:
        people, found = roster_state.count(session), upkeep.dangling(session)
    if found:
        places = ", ".join(f"{name} ({count})" for name, count in found.items())
        step = "Rows were removed past the service. Restore the last backup of which this check says nothing."
        return Check("references", False, f"rows lead nowhere: {places}", step)
    return Check("references", True, f"{people} people on the roster; every row leads somewhere")


def check_erasures(database: Database) -> Check:
    """Every erasure was brought to its end and proved."""
    with database.read() as session:
        left, held = erasure.without_proof(session), erasure.held(session)
        unsearched = erasure.unsearched(session)
    if held:
        by = "; ".join(sorted({who for proof in held.values() for who in proof["held_by"]}))
        step = "End what keeps them, then run: expertmatch purge"
        return Check("erasures", None, f"removed rows of {len(held)} were kept on disk for {by}", step)
    if left:
        step = "If nobody is being erased at this moment, run: expertmatch purge"
        return Check("erasures", None, f"{len(left)} cut off before their proof", step)
    if unsearched:
        found = f"files not searched after the erasure of {', '.join(unsearched)}"
        step = f"Search {database.place} and the files beside it by hand for their names and addresses (docs/operation.md)."
        return Check("erasures", None, found, step)
    return Check("erasures", True, "all brought to their end")


def check_notices(database: Database) -> Check:
    """No letter was given up."""
    with database.read() as session:
        failed, waiting = (notices_state.count(session, state) for state in ("failed", "waiting"))
    found = f"{waiting} waiting, {failed} given up"
    if failed:
        step = "See why with GET /api/v1/notices?state=failed, mend the cause, and let them be tried again there."
        return Check("notices", None, found, step)
    return Check("notices", True, found)


def check_encoded(database: Database, fingerprint: str) -> Check:
    """Everybody on the roster has their vectors by the encoders in use."""
    with database.read() as session:
        in_use = models.models(session).in_use_fingerprint or fingerprint  # a model that was changed to goes first
        changed, _ = rosters.changed_after(session, rosters.encoded_up_to(session, in_use))
        people = roster_state.count(session)
    if changed:
        step = "A serving process or 'expertmatch work' encodes them; to do it now: expertmatch work --once"
        return Check("vectors", None, f"{len(changed)} of {people} people wait to be encoded", step)
    return Check("vectors", True, f"{people} people encoded")


def check_vector_store(path: Path) -> Check:
    """The vectors on disk are what was written."""
    if not path.exists():
        return Check("vector store", True, "empty; it fills as texts are encoded")
    step = f"Stop the service and remove {path}; everything in it is encoded again."
    try:
        vectors, broken = upkeep.vectors_in(path)
    except sqlite3.DatabaseError as error:
        return Check("vector store", False, f"{path} cannot be read: {error}", step)
    if broken:
        step = "They are encoded again when they are next needed. If it happens again, look at the disk."
        return Check("vector store", None, f"{broken} of {vectors} vectors are damaged", step)
    return Check("vector store", True, f"{vectors} vectors, all as they were written")


def check_letters(settings: Settings) -> Check:
    """Letters can leave: the mail server answers, or the outbox folder can be written to. Nothing is sent."""
    transport = transport_of(settings)
    if isinstance(transport, SmtpTransport):
        return _check_mail_server(transport)
    assert isinstance(transport, OutboxFolder)
    try:
        transport.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=transport.path) as file:
            file.write(b"x")
    except OSError as error:
        step = "Allow writing there, or choose another folder with EXPERTMATCH_DATA."
        return Check("letters", False, f"{transport.path}: {error.strerror or error}", step)
    letters = sum(1 for _ in transport.path.glob("*.eml"))
    return Check("letters", True, f"written to {transport.path}, {letters} there; EXPERTMATCH_SMTP_HOST names a server")


def _check_mail_server(transport: SmtpTransport) -> Check:
    """A connection as it is made for a letter, up to the encryption; nobody signs in."""
    where = f"{transport.host}, port {transport.port}"
    name = transport.sender.domain  # as our own: the library would else ask the network for this machine's
    secure = ssl.create_default_context(cafile=transport.authority)
    try:
        server: smtplib.SMTP
        if transport.security == "tls":
            server = smtplib.SMTP_SSL(transport.host, transport.port, name, timeout=PATIENCE, context=secure)
        else:
            server = smtplib.SMTP(transport.host, transport.port, name, timeout=PATIENCE)
        with server:
            server.ehlo_or_helo_if_needed()
            if transport.security == "starttls":
                server.starttls(context=secure)
    except (OSError, smtplib.SMTPException) as error:
        step = "See that the server runs, and that EXPERTMATCH_SMTP_HOST, _PORT and _SECURITY are its own."
        return Check("letters", False, f"{where}: {type(error).__name__}: {error}", step)
    return Check("letters", True, f"{where}, answers ({transport.security})")


def file_of(settings: Settings) -> Path | None:
    """The file of a SQLite database; None for a server."""
    scheme, _, path = settings.database_url.partition(":///")
    return Path(path) if scheme == "sqlite" else None
