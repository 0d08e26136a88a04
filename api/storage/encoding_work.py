"""The work of encoding, in pieces that any number of workers take, on any machine; none is done twice, none is lost.

A piece is a stretch of the roster by (revision, id). On PostgreSQL a worker holds the lock on the row of its piece while
it encodes: where the worker is killed its connection is gone, and with it the lock, so that the piece is free at once. On
SQLite, which has no such locks, it holds a lease on the piece. Meanwhile nothing else is held, neither a row of a person
nor their table: nobody's edit or erasure waits for an encoding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from api.storage import roster_state
from api.storage.cvs import proposed
from api.storage.database import Database
from api.storage.experts import expert_of
from api.storage.rosters import LEASE, begin_encoding
from api.storage.tables import EncodedRow, EncodingWorkRow, ExpertRow
from matching.entities import Expert

PIECE = 50  # people: what a kill can cost, and for how long a transaction stays open
PLANNED = 2_000  # people parted into pieces at a time

Now = Callable[[], datetime]
Place = tuple[int, str]  # of a person: revision and id

# A worker whose machine is gone without a word, or that hangs, is given up by the server; its lock goes with it.
_GIVEN_UP = (
    "set local idle_in_transaction_session_timeout = '30min'",
    "set local tcp_keepalives_idle = 20",
    "set local tcp_keepalives_interval = 10",
    "set local tcp_keepalives_count = 3",
)


@dataclass(frozen=True)
class Piece:
    """Everyone from the first to the last, by revision and id."""

    first: Place
    last: Place


@contextmanager
def taken(database: Database, fingerprint: str, worker: str, now: Now) -> Iterator[Piece | None]:
    """A piece for the time of the block, and done where the block ends well; None where nothing is free."""
    if not database.is_sqlite:
        with database.write() as session:
            for command in _GIVEN_UP:
                session.execute(text(command))
            piece = _take(session, fingerprint)
            yield piece
            if piece is not None:
                _finish(session, fingerprint, piece)
        return
    with database.write() as session:
        piece = _take(session, fingerprint, or_(EncodingWorkRow.until.is_(None), EncodingWorkRow.until < now()))
        if piece is not None:
            _let(session, fingerprint, piece, worker, now() + LEASE)
    try:
        yield piece
    except BaseException:
        if piece is not None:
            with database.write() as session:
                _let(session, fingerprint, piece, None, None, EncodingWorkRow.worker == worker)
        raise
    if piece is not None:
        with database.write() as session:
            _finish(session, fingerprint, piece, EncodingWorkRow.worker == worker)


def people_of(session: Session, piece: Piece) -> list[Expert]:
    """Those of a piece who did not change meanwhile."""
    (first, first_id), (last, last_id) = piece.first, piece.last
    if first == last:  # of a revision that holds a whole import, by the ids alone
        among = and_(ExpertRow.revision == first, ExpertRow.id.between(first_id, last_id))
    else:
        among = and_(
            ExpertRow.revision.between(first, last),
            or_(ExpertRow.revision > first, ExpertRow.id >= first_id),
            or_(ExpertRow.revision < last, ExpertRow.id <= last_id),
        )
    found = session.scalars(select(ExpertRow).where(among).order_by(ExpertRow.revision, ExpertRow.id)).all()
    unconfirmed = proposed(session, found)
    return [expert_of(person, None, unconfirmed.get(person.id)) for person in found]


def plan(session: Session, fingerprint: str) -> bool:
    """Part the next people who changed into pieces, where none waits; whether anything is further on than before."""
    begin_encoding(session, fingerprint)
    encoded = session.get_one(EncodedRow, fingerprint, with_for_update=True)
    newest = roster_state.revision(session)
    people = _after(session, encoded.planned_revision, encoded.planned_id, newest)
    for start in range(0, len(people), PIECE):
        (first_revision, first_id), (last_revision, last_id) = people[start], people[start : start + PIECE][-1]
        session.add(
            EncodingWorkRow(
                fingerprint=fingerprint,
                first_revision=first_revision,
                first_id=first_id,
                last_revision=last_revision,
                last_id=last_id,
            )
        )
    session.flush()
    before = (encoded.planned_revision, encoded.revision)
    whole = len(people) < PLANNED
    encoded.planned_revision, encoded.planned_id = (newest, None) if whole else people[-1]
    _move_mark(session, encoded)
    return bool(people) or before != (encoded.planned_revision, encoded.revision)


def open_pieces(session: Session, fingerprint: str) -> int:
    """Pieces that are not done, those that somebody is at included."""
    asked = select(func.count()).select_from(EncodingWorkRow).where(EncodingWorkRow.fingerprint == fingerprint)
    return session.scalar(asked) or 0


def waiting(session: Session, fingerprint: str) -> int:
    """People who are to be encoded: in pieces that are not done, or in none yet. A piece counts whole."""
    encoded = session.get(EncodedRow, fingerprint)
    if encoded is None:
        return roster_state.count(session)
    beyond = _beyond(encoded.planned_revision, encoded.planned_id)
    unplanned = session.scalar(select(func.count()).select_from(ExpertRow).where(beyond)) or 0
    changed = select(func.count()).select_from(ExpertRow).where(ExpertRow.revision > encoded.revision)
    return min(session.scalar(changed) or 0, unplanned + PIECE * open_pieces(session, fingerprint))


def forget_model(session: Session, fingerprint: str) -> None:
    """Take back the work for a model that nobody wants any more; how far it came stays, for its vectors do."""
    session.execute(delete(EncodingWorkRow).where(EncodingWorkRow.fingerprint == fingerprint))
    kept = session.get(EncodedRow, fingerprint)
    if kept is not None:
        kept.planned_revision, kept.planned_id = kept.revision, None


def fingerprints(session: Session) -> Sequence[str]:
    """Of all encoders that this roster was ever encoded by."""
    return session.scalars(select(EncodedRow.fingerprint).order_by(EncodedRow.fingerprint)).all()


def _take(session: Session, fingerprint: str, *free: ColumnElement[bool]) -> Piece | None:
    question = select(EncodingWorkRow).where(EncodingWorkRow.fingerprint == fingerprint, *free)
    in_order = question.order_by(EncodingWorkRow.first_revision, EncodingWorkRow.first_id).limit(1)
    row = session.scalar(in_order.with_for_update(skip_locked=True))
    return Piece((row.first_revision, row.first_id), (row.last_revision, row.last_id)) if row else None


def _let(
    session: Session,
    fingerprint: str,
    piece: Piece,
    worker: str | None,
    until: datetime | None,
    *mine: ColumnElement[bool],
) -> None:
    """Write down who is at a piece, and until when it is theirs."""
    session.execute(update(EncodingWorkRow).where(_is(fingerprint, piece), *mine).values(worker=worker, until=until))


def _finish(session: Session, fingerprint: str, piece: Piece, *mine: ColumnElement[bool]) -> None:
    """Take a piece off the list, and move the mark. The row of the mark is locked first: two who end at the same moment
    would each see the other's piece still there."""
    encoded = session.get_one(EncodedRow, fingerprint, with_for_update=True)
    session.execute(delete(EncodingWorkRow).where(_is(fingerprint, piece), *mine))
    _move_mark(session, encoded)


def _move_mark(session: Session, encoded: EncodedRow) -> None:
    asked = select(func.min(EncodingWorkRow.first_revision)).where(EncodingWorkRow.fingerprint == encoded.fingerprint)
    first = session.scalar(asked)
    whole = encoded.planned_revision if encoded.planned_id is None else encoded.planned_revision - 1
    encoded.revision = max(encoded.revision, whole if first is None else min(whole, first - 1))
    session.flush()


def _after(session: Session, revision: int, expert_id: str | None, newest: int) -> list[Place]:
    """The next people by (revision, id), at most PLANNED of them.

    What is left of a revision is asked for by itself: of one that holds a whole import, by the ids alone.
    """
    people: list[Place] = []
    if expert_id is not None:
        rest = select(ExpertRow.id).where(ExpertRow.revision == revision, ExpertRow.id > expert_id)
        people = [(revision, i) for i in session.scalars(rest.order_by(ExpertRow.id).limit(PLANNED))]
    further = select(ExpertRow.revision, ExpertRow.id).where(ExpertRow.revision > revision)
    in_order = further.where(ExpertRow.revision <= newest).order_by(ExpertRow.revision, ExpertRow.id)
    return people + [(r, i) for r, i in session.execute(in_order.limit(PLANNED - len(people)))]


def _beyond(revision: int, expert_id: str | None) -> ColumnElement[bool]:
    further = ExpertRow.revision > revision
    if expert_id is None:
        return further
    return or_(further, and_(ExpertRow.revision == revision, ExpertRow.id > expert_id))


def _is(fingerprint: str, piece: Piece) -> ColumnElement[bool]:
    return and_(
        EncodingWorkRow.fingerprint == fingerprint,
        EncodingWorkRow.first_revision == piece.first[0],
        EncodingWorkRow.first_id == piece.first[1],
    )
