"""A person erased: rows, vectors, letters, and whatever else held them; and a search of everything that proves it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from threading import Thread
from typing import Any

from api.errors import trace_without_words
from api.services.cvs import cv_vectors
from api.services.erasure.erasure_files import forget_letters, found_in_files
from api.services.erasure.erasure_notice import Goodbye, LastAddress, note_goodbye, say_goodbye
from api.services.erasure.erasure_places import give_up
from api.services.erasure.erasure_sought import sought
from api.services.erasure.erasure_words import LEAST, Sought
from api.services.erasure.redaction import without_people
from api.services.office import Office
from api.services.roster.encoding import forget_everywhere
from api.services.unit import Actor, Unit, reading, writing
from api.services.versions import found
from api.storage import erasure as rows
from api.storage import erasure_others as others
from api.storage import experts, old_rows, repeats, traces
from api.storage.tables import IdentityRow, RemovedExpertRow
from matching.entities import Expert
from matching.results import Shortlist

log = logging.getLogger(__name__)

PIECE = 48  # characters of a CV's segment that are looked for; enough that nobody else wrote the same by chance
# Where people say who they are: what stands there belongs to somebody else, who may bear the same name.
OTHERS_OWN = frozenset(
    f"{table}.{column}"
    for table, columns in {
        "identities": ("name", "phone"),
        "accounts": ("name",),
        "focal_points": ("name", "phone"),
        "institutions": ("name",),
        "experts": ("institution",),
    }.items()
    for column in columns
)
ADDRESSES = frozenset({"identities.email", "accounts.email", "focal_points.email"})
PAUSES = (1.0, 10.0, 60.0, *(600.0,) * 144)  # seconds before what failed in a thread is tried again; a day in all


@dataclass(frozen=True)
class Proof:
    """What was removed, counted, and what a search of everything found afterwards."""

    rows: dict[str, int]
    vectors: int
    letters: int
    files_searched: int
    tables_with_traces: dict[str, int] = field(default_factory=dict)
    files_with_traces: tuple[str, ...] = ()
    files_unread: tuple[str, ...] = ()  # damaged, locked with a password: what they hold is not known
    perhaps: dict[str, int] = field(default_factory=dict)  # texts with a word of the name that may be somebody else's
    told: bool = False  # whether a letter to the person says so
    server_keeps: bool = False  # PostgreSQL: its write-ahead log and backups of its own are its administrator's affair
    held_by: tuple[str, ...] = ()  # who may still read removed rows, which the database therefore keeps on disk
    follows: bool = False  # gone from all that is served; what is being made, the search and the letter follow

    @property
    def clean(self) -> bool:
        """Whether everything was searched, nothing was found, and no removed row is kept for anybody."""
        return not (self.has_traces or self.held_by or self.follows)

    @property
    def has_traces(self) -> bool:
        """Whether something was found, or could not be searched."""
        return bool(self.tables_with_traces or self.files_with_traces or self.files_unread)

    @property
    def reader(self) -> bool:
        """Whether somebody reads the file of the database, which is not searched as long."""
        return old_rows.READER in self.held_by

    @property
    def tables(self) -> list[str]:
        """Those from which rows were removed, or in which something was struck out."""
        return [table for table, count in self.rows.items() if count]


@dataclass(frozen=True)
class _Traces:
    """What to look for; it lives only as long as the erasure does."""

    who: Sought
    written: tuple[str, ...]  # pieces of what the person wrote
    readings: tuple[Expert, ...]  # the person, and each of their CVs: what of them is encoded
    ids: frozenset[str]  # theirs, and those of records that were made one with theirs
    letters: tuple[str, ...]  # ids of the letters to them
    address: LastAddress | None


def erase(office: Office, actor: Actor, expert_id: str, *, why: str = "erasure", wait: bool = True) -> Proof:
    """Remove a person from everything that the service keeps, and search it all for what is left.

    The order lets a cut-off erasure be begun again: what is derived goes first, the rows that tell what to look for
    last. Selection records keep an id that leads nowhere, the rank and the score; a place or a turn that the person held
    goes to the reserve. When nothing is found any more the person is told, at the address that was read before it was
    removed.

    Args:
        wait: for who makes a large roster or may still read removed rows, some minutes; whoever is there after that stands
            in the proof. Otherwise, where there are such, the person is gone from all that is served or can be opened when
            this returns, and a thread sees to the rest.

    Raises:
        NotOnRecord: there is nobody with this id.
        SearchFailed: the rows are gone, and the files could not be searched.
    """
    with reading(office, actor) as unit:
        looked_for = _traces(unit, expert_id)
    vectors = forget_everywhere(office.database, looked_for.readings, office.engine, office.clock.now())
    letters = forget_letters(office, looked_for.letters, looked_for.who)
    with writing(office, actor) as unit:
        found(experts.expert(unit.session, expert_id), "expert", expert_id)  # somebody else may have been at it
        counts = _remove_rows(unit, expert_id, looked_for, why)
        unit.record("expert.erased", "expert", expert_id, why=why, rows=sum(counts.values()), vectors=vectors)
    vectors += forget_everywhere(
        office.database, looked_for.readings, office.engine, office.clock.now()
    )  # a worker may have been at it meanwhile
    letters += forget_letters(office, looked_for.letters, looked_for.who)  # and so may the queue
    done = Proof(counts, vectors, letters, 0, server_keeps=not office.database.is_sqlite)
    settled = office.roster.forget(expert_id, wait=wait)
    done = replace(done, held_by=held_by(office, done.tables, patience=old_rows.PATIENCE if wait else old_rows.QUICK))
    if wait or (settled and not done.held_by):
        return _proved(office, actor, expert_id, looked_for, done)
    Thread(target=_follow, args=(office, actor, expert_id, looked_for, done), name="erasure", daemon=True).start()
    return replace(done, follows=True)


def held_by(office: Office, tables: Sequence[str], *, patience: float) -> tuple[str, ...]:
    """Have what was removed leave the files of the database and of saved rosters; who keeps it there, each in some words.

    Args:
        tables: from which something was removed.
        patience: seconds that those who may still read rows of these tables are waited for.
    """
    held = old_rows.scrub(office.database, tables, patience=patience)
    large = office.roster.large
    return held + (large.held_by() if large is not None else ())


def _follow(office: Office, actor: Actor, expert_id: str, looked_for: _Traces, done: Proof) -> None:
    """Bring to its end what was not waited for; what fails is tried again, for only here it is known what to look for.

    Whoever keeps removed rows from leaving the disk is noted, and waited for, too. Where this is cut off the erasure stays
    without proof, and is told so.
    """

    def searched() -> Proof:
        office.roster.forget(expert_id)
        held = held_by(office, done.tables, patience=old_rows.PATIENCE)
        return _prove(office, actor, looked_for, replace(done, held_by=held))

    try:
        proof = first = _again(expert_id, searched)
        if first.held_by:
            _again(expert_id, lambda: _note(office, actor, expert_id, first, None))
        for pause in PAUSES:
            if not proof.held_by:
                break
            time.sleep(pause)
            proof = _again(expert_id, searched)
        letter = _goodbye(office, expert_id, looked_for, proof)  # never twice
        _again(expert_id, lambda: _note(office, actor, expert_id, proof, letter))
    except Exception as error:
        log.error("the erasure of %s was not brought to its end: %s", expert_id, trace_without_words(error))


def _again(expert_id: str, step: Callable[[], Proof]) -> Proof:
    for pause in PAUSES:
        try:
            return step()
        except Exception as error:
            told = trace_without_words(error)
            log.warning("the erasure of %s goes on in %.0f s, for a step failed: %s", expert_id, pause, told)
            time.sleep(pause)
    return step()


def _proved(office: Office, actor: Actor, expert_id: str, looked_for: _Traces, done: Proof) -> Proof:
    proof = _prove(office, actor, looked_for, done)
    return _note(office, actor, expert_id, proof, _goodbye(office, expert_id, looked_for, proof))


def _goodbye(office: Office, expert_id: str, looked_for: _Traces, proof: Proof) -> Goodbye | None:
    return say_goodbye(office, expert_id, looked_for.address) if proof.clean else None


def _note(office: Office, actor: Actor, expert_id: str, found: Proof, letter: Goodbye | None) -> Proof:
    proof = replace(found, told=letter is not None and letter.problem is None)
    with writing(office, actor) as unit:
        if letter is not None:
            note_goodbye(unit, expert_id, letter)
        set_down(unit, expert_id, counted(proof), proved=not proof.held_by)
    if proof.held_by:
        log.error("removed rows of %s are kept on disk for %s", expert_id, "; ".join(proof.held_by))
    if proof.has_traces:
        places = len(proof.tables_with_traces) + len(proof.files_with_traces)
        log.error("the erasure of %s left traces in %d places, %d unread", expert_id, places, len(proof.files_unread))
    return proof


def set_down(unit: Unit, expert_id: str, found: dict[str, Any], *, proved: bool) -> None:
    """Keep what an erasure came to, and say it in the log."""
    rows.set_proof(unit.session, expert_id, found)
    unit.record("expert.erasure_proved" if proved else "expert.erasure_unproved", "expert", expert_id, **found)


def counted(proof: Proof) -> dict[str, Any]:
    """The proof for the record: counts and places, no words."""
    files = {name: len(getattr(proof, name)) for name in ("files_with_traces", "files_unread")}
    return asdict(proof) | {"clean": proof.clean} | files | ({"searched": False} if proof.reader else {})


def _traces(unit: Unit, expert_id: str) -> _Traces:
    row = found(experts.expert(unit.session, expert_id), "expert", expert_id)
    readings = (experts.expert_of(row, None), *cv_vectors.readings(unit, expert_id))
    ids = frozenset({expert_id, *rows.merged_into(unit.session, expert_id)})
    pieces = dict.fromkeys(piece for person in readings for s in person.segments if (piece := _piece(s.text)))
    written = tuple(piece for piece in pieces if not rows.others_wrote(unit.session, expert_id, piece))
    accounts = [account.id for account in others.accounts_of(unit.session, ids)]
    letters = tuple(rows.notices_of(unit.session, expert_id, accounts))
    identity = unit.session.get(IdentityRow, expert_id)
    address = LastAddress(identity.email, identity.name, identity.language) if identity and identity.email else None
    return _Traces(sought(unit, expert_id, ids), written, readings, ids, letters, address)


def _piece(text: str) -> str:
    """The longest stretch of a text that is written in a file as it is: without quotes, backslashes and line breaks."""
    for mark in '"\\\n\r\t\x0b\x0c\u2028\u2029':
        text = text.replace(mark, "\x00")
    return max((part.strip()[:PIECE] for part in text.split("\x00")), key=len, default="")


def _remove_rows(unit: Unit, expert_id: str, looked_for: _Traces, why: str) -> dict[str, int]:
    kept = rows.shortlists_with(unit.session, looked_for.ids)
    for row in kept:
        bare = without_people(Shortlist.model_validate(row.content), looked_for.ids)
        row.content, row.redacted_at = bare.model_dump(mode="json"), unit.now
    unit.session.flush()
    give_up(unit, expert_id)
    accounts = [account.id for account in others.accounts_of(unit.session, looked_for.ids)]
    counts = rows.delete_rows(unit.session, expert_id, accounts) | {"shortlists": len(kept)}
    counts["idempotency_keys"] = repeats.remove_all(unit.session)  # one of them may be about this person
    revision = unit.roster_changed()
    for table, changed in _strike(unit, looked_for.who, revision).items():
        counts[table] = counts.get(table, 0) + changed
    gone = RemovedExpertRow(id=expert_id, revision=revision, at=unit.now, why=why, proof={})
    rows.note_removal(unit.session, gone)
    return counts


def _strike(unit: Unit, who: Sought, revision: int) -> dict[str, int]:
    """Strike a person out of what others wrote; whose profile or CV was among it is read again by matching."""
    also: dict[str, dict[str, Any]] = {"shortlists": {"redacted_at": unit.now}}
    struck = traces.strike_out(unit.session, who.strike, who.hints, also)
    rows.read_again(unit.session, struck.experts, revision)
    return struck.rows


def _prove(office: Office, actor: Actor, looked_for: _Traces, proof: Proof) -> Proof:
    """Search every table and file. What stands in a table as somebody else's own is no trace, and cannot be told apart in
    a file: there it is not looked for. A database file that keeps removed rows for a reader holds them for certain: it is
    not searched until the reader is gone, and the proof calls nothing clean before it was."""
    who = looked_for.who
    written = [word for word in looked_for.written if len(word) >= LEAST]
    with reading(office, actor) as unit:
        left = traces.standing(unit.session, who.strike, who.hints)
        places = list(traces.where(unit.session, [*who.written, *written]))
    somebodys: set[str] = set()
    perhaps: dict[str, int] = {}
    for word, place, alone in places:
        if word not in looked_for.written and _is_others(word, place, alone, who):
            somebodys.add(word)
            if place not in OTHERS_OWN | ADDRESSES and place not in left:
                perhaps[place] = perhaps.get(place, 0) + 1
        elif place not in left:
            left[place] = left.get(place, 0) + 1
    words = [word for word in (*who.written, *written) if word not in somebodys]
    count, searched = found_in_files(office, words, database=not proof.reader)
    dirty, unread = tuple(map(str, searched.found)), tuple(map(str, searched.unread))
    proof = replace(proof, tables_with_traces=left, perhaps=perhaps)
    return replace(proof, files_searched=count, files_with_traces=dirty, files_unread=unread)


def _is_others(word: str, place: str, alone: bool, who: Sought) -> bool:
    """Whether a word of the name that stands in a table is somebody else's, or part of another word."""
    if place in ADDRESSES:
        return not alone or word not in who.addresses
    return place in OTHERS_OWN or (place in traces.free_text() and word not in who.addresses)
