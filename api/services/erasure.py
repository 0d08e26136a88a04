"""A person erased: rows, vectors, letters, and whatever else held them; and a search of everything that proves it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from api.notices import OutboxFolder
from api.services.erasure_notice import LastAddress, say_goodbye
from api.services.notice_parts import OUTBOX
from api.services.office import Office
from api.services.redaction import without_people
from api.services.unit import Actor, Unit, reading, writing
from api.services.versions import found
from api.storage import erasure as rows
from api.storage import experts, repeats, traces
from api.storage.tables import IdentityRow, RemovedExpertRow
from matching.entities import Expert
from matching.results import Shortlist
from matching.roster import forget_people

log = logging.getLogger(__name__)

MARK = "[erased]"
PIECE = 48  # characters of a CV's segment that are looked for; enough that nobody else wrote the same by chance
LEAST = 5  # letters of a word worth looking for
CHUNK = 1 << 20  # bytes of a file searched at a time


@dataclass(frozen=True)
class Proof:
    """What was removed, counted, and what a search of everything found afterwards."""

    rows: dict[str, int]
    vectors: int
    letters: int
    files_searched: int
    tables_with_traces: dict[str, int] = field(default_factory=dict)
    files_with_traces: tuple[str, ...] = ()
    told: bool = False  # whether a letter to the person says so
    server_keeps: bool = False  # PostgreSQL: its write-ahead log and backups of its own are its administrator's affair

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.tables_with_traces and not self.files_with_traces


@dataclass(frozen=True)
class _Traces:
    """What to look for; it lives only as long as the erasure does."""

    names: tuple[str, ...]  # name and contacts, struck out wherever somebody wrote them
    written: tuple[str, ...]  # pieces of what the person wrote
    expert: Expert
    address: LastAddress | None

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that is looked for afterwards."""
        return (*self.names, *self.written)


def erase(office: Office, actor: Actor, expert_id: str, *, why: str = "erasure") -> Proof:
    """Remove a person from everything that the service keeps, and search it all for what is left.

    The order lets a cut-off erasure be begun again: what is derived goes first, the rows that tell what to look for
    last. Selection records keep an id that leads nowhere, the rank and the score. When nothing is found any more the
    person is told, at the address that was read before it was removed.

    Raises:
        NotOnRecord: there is nobody with this id.
    """
    with reading(office, actor) as unit:
        looked_for = _traces(unit, expert_id)
    vectors, letters = _remove_derived(office, looked_for)
    with writing(office, actor) as unit:
        counts = _remove_rows(unit, expert_id, looked_for, why)
        unit.record("expert.erased", "expert", expert_id, why=why, rows=sum(counts.values()), vectors=vectors)
    vectors += forget_people([looked_for.expert], office.engine)  # a worker may have been at it meanwhile
    complete = traces.scrub(office.database, [table for table, count in counts.items() if count])
    office.roster.forget(expert_id)
    proof = _prove(office, actor, looked_for, counts, vectors, letters, not complete and not office.database.is_sqlite)
    if proof.clean:
        proof = replace(proof, told=say_goodbye(office, actor, expert_id, looked_for.address))
    with writing(office, actor) as unit:
        rows.set_proof(unit.session, expert_id, counted(proof))
        unit.record("expert.erasure_proved", "expert", expert_id, **counted(proof))
    if not proof.clean:
        log.error("the erasure of %s left traces in %d places", expert_id, len(proof.files_with_traces))
    return proof


def _traces(unit: Unit, expert_id: str) -> _Traces:
    row = found(experts.expert(unit.session, expert_id), "expert", expert_id)
    person = experts.expert_of(row, None)
    identity = unit.session.get(IdentityRow, expert_id)
    pieces = dict.fromkeys(piece for s in person.segments if (piece := _piece(s.text)))
    written = tuple(piece for piece in pieces if not rows.others_wrote(unit.session, expert_id, piece))
    if identity is None:
        return _Traces((), written, person, None)
    parts = identity.name.split()
    backwards = f"{parts[-1]}, {' '.join(parts[:-1])}" if len(parts) > 1 else ""
    said = (identity.name, backwards, identity.email, identity.phone)
    names = tuple(dict.fromkeys(word for word in said if word and len(word) >= LEAST))
    address = LastAddress(identity.email, identity.name, identity.language) if identity.email else None
    return _Traces(names, written, person, address)


def _piece(text: str) -> str:
    """The longest stretch of a text that is written in a file as it is: without quotes, backslashes and line breaks."""
    for mark in '"\\\n\r\t\x0b\x0c\u2028\u2029':
        text = text.replace(mark, "\x00")
    return max((part.strip()[:PIECE] for part in text.split("\x00")), key=len, default="")


def _remove_derived(office: Office, looked_for: _Traces) -> tuple[int, int]:
    letters = 0
    if looked_for.address:
        letters = OutboxFolder(office.settings.data / OUTBOX).forget(looked_for.address.email)
    return forget_people([looked_for.expert], office.engine), letters


def _remove_rows(unit: Unit, expert_id: str, looked_for: _Traces, why: str) -> dict[str, int]:
    kept = rows.shortlists_with(unit.session, expert_id)
    for row in kept:
        bare = without_people(Shortlist.model_validate(row.content), {expert_id})
        row.content, row.redacted_at = bare.model_dump(mode="json"), unit.now
    unit.session.flush()
    counts = rows.delete_rows(unit.session, expert_id) | {"shortlists": len(kept)}
    counts["idempotency_keys"] = repeats.remove_all(unit.session)  # one of them may be about this person
    struck = traces.strike_out(unit.session, looked_for.names, MARK) if looked_for.names else {}
    for table, changed in struck.items():
        counts[table] = counts.get(table, 0) + changed
    gone = RemovedExpertRow(id=expert_id, revision=unit.roster_changed(), at=unit.now, why=why, proof={})
    rows.note_removal(unit.session, gone)
    return counts


def _prove(
    office: Office,
    actor: Actor,
    looked_for: _Traces,
    counts: dict[str, int],
    vectors: int,
    letters: int,
    server_keeps: bool,
) -> Proof:
    files = list(_files(office))
    with reading(office, actor) as unit:
        tables = traces.found_in_tables(unit.session, looked_for.words) if looked_for.words else {}
    needles = [word.encode() for word in looked_for.words]
    dirty = tuple(str(path) for path in files if holds_any(path, needles))
    return Proof(counts, vectors, letters, len(files), tables, dirty, server_keeps=server_keeps)


def _files(office: Office) -> Iterator[Path]:
    """Every file that the service writes: data, cache, and the database where it is a file."""
    folders = {office.settings.data.resolve(), office.settings.cache.resolve()}
    if office.database.is_sqlite and office.database.url.database:
        path = Path(office.database.url.database).resolve()
        if not any(path.is_relative_to(folder) for folder in folders):
            yield from (p for p in path.parent.glob(f"{path.name}*") if p.is_file())
    for folder in folders:
        yield from (p for p in sorted(folder.rglob("*")) if p.is_file())


def holds_any(path: Path, needles: Iterable[bytes]) -> bool:
    """Whether any of the words stands in a file, however it falls on the pieces in which the file is read."""
    wanted = [needle for needle in needles if needle]
    overlap = max((len(needle) for needle in wanted), default=1) - 1
    try:
        with path.open("rb") as file:
            before = b""
            while piece := file.read(CHUNK):
                window = before + piece
                if any(needle in window for needle in wanted):
                    return True
                before = window[-overlap:] if overlap else b""
    except OSError:  # gone since the folder was listed
        return False
    return False


def counted(proof: Proof) -> dict[str, Any]:
    """The proof for the record: counts and places, no words."""
    told = asdict(proof) | {"clean": proof.clean, "files_with_traces": len(proof.files_with_traces)}
    return told
