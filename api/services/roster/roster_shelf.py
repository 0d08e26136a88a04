"""Large rosters made into folders, which all processes of a machine share: one makes them, the others open them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from embeddings.disk import folder_in_the_making, storage_errors
from matching.engine import Engine
from matching.entities import Expert
from matching.errors import StaleIndex
from matching.roster import Roster
from matching.roster_blanking import blank_people
from matching.roster_making import write_roster
from matching.roster_store import engine_label, load_roster

ROSTERS = "rosters"  # in the cache folder
TURN = "turn"  # the file by which processes take turns at making; what it holds does not matter
HAND = "hand"  # the one of whoever changes what can be opened: a moment, however long somebody's turn lasts
NOTE = "made.json"  # beside a roster's files: what its label does not say
LOOK = 0.5  # seconds between two looks whether whoever makes one has ended
DIGITS = 12  # of a revision in a folder's name


@dataclass(frozen=True)
class Kept:
    """A roster on the shelf: of which revision, and what is known of its making."""

    place: str  # where it lies: the name of a folder here
    revision: int
    head: tuple[int, str]  # of the log, when it was made: another history has none such
    took: float  # seconds
    at: float  # seconds since the epoch


class RosterShelf:
    """A folder of saved rosters of one database. May be used from many threads and processes of a machine.

    Whoever opens a roster holds it by a lock that goes with the process, whatever ends it; what nobody holds and is not
    the newest is removed when the next is made.

    Args:
        root: the folder; it is made when it is first needed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def of(cls, cache: Path, database: str) -> RosterShelf:
        """The shelf of a database, by its address, in a cache folder that others may use for other databases."""
        return cls(cache / ROSTERS / sha256(database.encode()).hexdigest()[:16])

    def newest(self, engine: Engine, most: int, may_serve: Callable[[Kept], bool] = lambda _: True) -> Kept | None:
        """The newest roster made with such an engine, of a revision up to `most`, of those that may serve."""
        fitting = [
            kept for path in self._folders(f"-{_mark(engine)}") if (kept := _read(path)) and kept.revision <= most
        ]
        return next(filter(may_serve, sorted(fitting, key=lambda kept: kept.revision, reverse=True)), None)

    def open(self, kept: Kept, engine: Engine) -> Roster:
        """Open a roster and hold it for as long as it is in use.

        Raises:
            StaleIndex: it is damaged, was removed meanwhile, or is being blanked at this moment.
        """
        path = self.root / kept.place
        try:
            held = os.open(path / NOTE, os.O_RDONLY)
        except OSError as error:
            raise StaleIndex("A saved roster is gone.", f"{path}: {error.strerror}.", "It is made again.") from error
        try:
            fcntl.flock(held, fcntl.LOCK_SH)
            roster = load_roster(path, engine)
        except BaseException:
            os.close(held)
            raise
        weakref.finalize(roster, os.close, held)
        return roster

    def open_at_rest(self, kept: Kept, engine: Engine) -> Roster:
        """Open a roster while nobody blanks it; what cannot be opened even so is removed.

        Raises:
            StaleIndex: it is damaged, or was removed meanwhile.
        """
        with self._hand():
            try:
                return self.open(kept, engine)
            except StaleIndex:
                shutil.rmtree(self.root / kept.place, ignore_errors=True)
                raise

    @contextmanager
    def turn(self, *, wait: bool) -> Iterator[bool]:
        """Be the only one who makes or removes rosters here; False where somebody else is at it and none waits."""
        with storage_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        with _locked(self.root / TURN, wait=wait) as mine:
            yield mine

    def make(
        self,
        people: Iterable[Expert],
        engine: Engine,
        revision: int,
        head: tuple[int, str],
        at_last: Callable[[Path], object] = lambda _: None,
    ) -> Kept:
        """Make the roster of a revision, in one's turn.

        Args:
            at_last: what is done to its folder before anybody can open it; nobody blanks meanwhile, so that whoever is
                erased is overwritten by this or, in the folder that stands, by the erasure.

        Raises:
            EmptyRoster: nobody has a text.
            StorageFull: there is no room; what stood here stays.
        """
        self._clear_away()
        place, begun = f"{revision:0{DIGITS}d}-{_mark(engine)}", time.monotonic()
        with ExitStack() as until_it_stands, folder_in_the_making(self.root / place) as making:
            write_roster(people, engine, making)
            kept = Kept(place, revision, head, time.monotonic() - begun, time.time())
            (making / NOTE).write_text(json.dumps(asdict(kept)), encoding="utf-8")
            until_it_stands.enter_context(self._hand())
            at_last(making)
        return kept

    def discard(self, kept: Kept) -> None:
        """Remove a roster that cannot be used, in one's turn; who has it open goes on."""
        with self._hand():
            shutil.rmtree(self.root / kept.place, ignore_errors=True)

    def drop_unused(self, newest: Kept) -> None:
        """Remove every roster but one that nobody holds, in one's turn."""
        with self._hand():
            for path in self._folders():
                if path.name != newest.place:
                    _remove_unless_held(path)

    def blank(self, who: Callable[[int], Collection[str]]) -> int:
        """Blank people in every roster that can be opened; how often somebody was. One in the making is not waited for.

        Args:
            who: gives the ids for a roster of some revision.
        """
        done = 0
        with self._hand():
            for path in self._folders():
                if kept := _read(path):
                    try:
                        done += blank_people(path, who(kept.revision))
                    except (StaleIndex, OSError, ValueError):  # damaged: nobody can open it, and nothing of it may stay
                        shutil.rmtree(path, ignore_errors=True)
        return done

    def settle(self, *, patience: float = 0.0, also_made: bool = False) -> bool:
        """Remove what is left half-made; False where somebody is making one.

        Args:
            patience: seconds that they are waited for.
            also_made: what was made, too; for a shelf from which nobody opens.
        """
        if not self.root.is_dir():
            return True
        until = time.monotonic() + patience
        while True:
            with self.turn(wait=False) as mine:
                if mine:
                    self._clear_away()
                if mine and also_made:
                    with self._hand():
                        for path in self._folders():
                            shutil.rmtree(path, ignore_errors=True)
            if mine or time.monotonic() >= until:
                return mine
            time.sleep(LOOK)

    @contextmanager
    def _hand(self) -> Iterator[None]:
        with _locked(self.root / HAND, wait=True):
            yield

    def _folders(self, ending: str = "") -> list[Path]:
        if not self.root.is_dir():
            return []
        return [
            path for path in self.root.iterdir() if path.is_dir() and path.name[0] != "." and path.name.endswith(ending)
        ]

    def _clear_away(self) -> None:
        """What whoever had their turn before and was killed left half-made."""
        for path in self.root.glob(".*"):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(path: Path, *, wait: bool) -> Iterator[bool]:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _mark(engine: Engine) -> str:
    """Of everything in an engine that a saved roster has to fit."""
    return sha256(json.dumps(engine_label(engine), sort_keys=True).encode()).hexdigest()[:16]


def _read(path: Path) -> Kept | None:
    try:
        told = json.loads((path / NOTE).read_text(encoding="utf-8"))
        return Kept(**told | {"head": tuple(told["head"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remove_unless_held(path: Path) -> None:
    with suppress(OSError), (path / NOTE).open("rb") as note:  # held: BlockingIOError
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)
