"""Use cases, one short method each; HTTP, pages and commands are doors onto them."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from api.explanations import PersonExplanation, PersonInPosition, explain_position
from embeddings.disk import write_atomic
from matching.entities import Call
from matching.errors import MatchingError, StaleIndex, UnknownExpert, UnknownShortlist
from matching.pipeline import Matcher
from matching.reading import extract_text, read_call, read_call_json
from matching.recording import software_version
from matching.results import RunRecord, Shortlist
from matching.settings import MatchSettings
from matching.vocabulary import Vocabularies

__all__ = ["DamagedRecord", "PersonExplanation", "PersonInPosition", "ShortlistService", "StoredShortlist"]

log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_JSON_OBJECT = re.compile(rb"(\xef\xbb\xbf)?\s*\{(?!\\rtf)")  # rich text files begin with a brace, too
_REMEMBERED = 32  # shortlists kept in memory as read; each takes some hundred kilobytes


class DamagedRecord(MatchingError):
    """A shortlist on record whose file can no longer be read."""

    code = "damaged_record"


@dataclass(frozen=True)
class StoredShortlist:
    """A shortlist on record; `id` is the run id of its record."""

    id: str
    created: datetime
    shortlist: Shortlist


class ShortlistService:
    """Shortlists made, kept and explained. May be used from many threads.

    Args:
        matcher: roster and engine, ready.
        folder: where shortlists are kept, one JSON file each.
        today: what day it is where a request does not say so; a function, for a service runs for months.
    """

    def __init__(self, matcher: Matcher, folder: Path, today: Callable[[], date] = date.today) -> None:
        self.matcher, self.folder, self.today = matcher, folder, today
        self._turn = threading.Lock()  # one run at a time: a run uses every core as it is
        self._known: dict[str, tuple[int, StoredShortlist]] = {}
        self._known_lock = threading.Lock()

    def shortlist(
        self,
        source: bytes | str | dict[str, Any],
        *,
        name: str = "",
        settings: MatchSettings | None = None,
        today: date | None = None,
    ) -> StoredShortlist:
        """Read a call, match it, keep the result. The same input again gives what is on record.

        Args:
            source: a document's bytes, a text, or a call as JSON data.
            name: of the document, for messages and to know JSON by its ending.

        Raises:
            UnreadableDocument, InvalidCall, UnknownCode: the call cannot be used as it is.
            ContradictoryRules: no team whatever could meet the rules.
            StorageFull: the result could not be kept; nothing half-written is left.
        """
        return self._keep(self.match(source, name=name, settings=settings, today=today))

    def match(
        self,
        source: bytes | str | dict[str, Any],
        *,
        name: str = "",
        settings: MatchSettings | None = None,
        today: date | None = None,
    ) -> Shortlist:
        """As `shortlist`, with nothing kept."""
        day = today or self.today()
        call = read_source(source, self.matcher.engine.vocabularies, name=name, today=day)
        with self._turn:
            return self.matcher.shortlist(call, today=day, settings=settings or MatchSettings())

    def get(self, shortlist_id: str) -> StoredShortlist:
        """A shortlist on record.

        Raises:
            UnknownShortlist: there is none with this id.
            DamagedRecord: its file cannot be read.
        """
        path = self._path(shortlist_id)
        try:
            changed = path.stat().st_mtime_ns
        except OSError as error:
            raise _unknown(shortlist_id) from error
        with self._known_lock:
            known = self._known.get(shortlist_id)
        if known and known[0] == changed:
            return known[1]
        try:
            shortlist = Shortlist.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise DamagedRecord(
                f"The record of shortlist '{shortlist_id}' cannot be read.",
                f"{path.name}: {type(error).__name__}.",
                "Restore the file from a copy, or make the shortlist again from its call.",
            ) from error
        return self._remember(changed, StoredShortlist(shortlist_id, shortlist.record.made_at, shortlist))

    def recent(self, limit: int = 50) -> list[StoredShortlist]:
        """The shortlists on record, newest first. One that cannot be read is passed over, and noted in the log."""
        stamps = []
        for path in self.folder.glob("*.json"):
            try:
                stamps.append((path.stat().st_mtime_ns, path.stem))
            except OSError:  # removed since the folder was listed
                continue
        found: list[StoredShortlist] = []
        for _, shortlist_id in sorted(stamps, reverse=True):
            if len(found) >= limit:
                break
            try:
                found.append(self.get(shortlist_id))
            except MatchingError as error:
                log.warning("a record was passed over: %s", error)
        return sorted(found, key=lambda stored: stored.created, reverse=True)

    def explain(self, shortlist_id: str, expert_id: str) -> PersonExplanation:
        """One person's result for a shortlist's call, on the day and with the settings of its record.

        Raises:
            UnknownShortlist: there is no such shortlist.
            UnknownExpert: nobody on the roster has this id.
            StaleIndex: roster, model or vocabulary changed since, so that the result cannot be told as it was.
        """
        shortlist = self.get(shortlist_id).shortlist
        record, call = shortlist.record, shortlist.call
        roster, engine = self.matcher.roster, self.matcher.engine
        self._check_same_parts(shortlist_id, record)
        if expert_id not in roster.row_of:
            raise UnknownExpert(
                f"Nobody on the roster has the id '{expert_id}'.",
                f"The roster in use has {len(roster)} people.",
                "Check the id, or the roster that the service was started with.",
            )
        expert = roster.experts[roster.row_of[expert_id]]
        settings = MatchSettings.model_validate(record.settings)
        with self._turn:
            results = self.matcher.explain(call, expert_id, today=record.today, settings=settings, seed=record.seed)
        positions = tuple(
            explain_position(result, expert, call, position, engine.vocabularies, record.today)
            for result, position in zip(results, call.positions, strict=True)
        )
        return PersonExplanation(expert_id=expert_id, name=expert.name, positions=positions)

    def health(self) -> dict[str, object]:
        """Whether the service can work, and with what; no personal data."""
        engine, roster = self.matcher.engine, self.matcher.roster
        return {
            "status": "ok",
            "version": software_version(),
            "model": engine.encoder.name,
            "model_fingerprint": engine.encoder.fingerprint,
            "experts": len(roster),
            "segments": int(roster.starts[-1]),
            "roster_hash": roster.content_hash,
            "vocabulary_hash": engine.vocabularies.content_hash,
            "today": self.today().isoformat(),
            "shortlists": sum(1 for _ in self.folder.glob("*.json")),
        }

    def _check_same_parts(self, shortlist_id: str, record: RunRecord) -> None:
        """A result is explained by the very parts that gave it: others might place the person elsewhere."""
        engine = self.matcher.engine
        now = {
            "roster": (record.roster_hash, self.matcher.roster.content_hash),
            "model": (record.model_fingerprint, engine.encoder.fingerprint),
            "vocabulary": (record.vocabulary_hash, engine.vocabularies.content_hash),
        }
        if changed := [name for name, (then, today) in now.items() if then != today]:
            raise StaleIndex(
                f"Shortlist '{shortlist_id}' was made with another {' and '.join(changed)} than the one in use.",
                "; ".join(f"{name}: then {now[name][0]}, now {now[name][1]}" for name in changed) + ".",
                "Make the shortlist again from its call, or start the service with the parts of its record.",
            )

    def _keep(self, made: Shortlist) -> StoredShortlist:
        shortlist_id = made.record.run_id
        try:
            before = self.get(shortlist_id)
        except MatchingError:
            before = None
        if before is not None:
            if before.shortlist.record.result_hash == made.record.result_hash:
                return before
            log.warning("shortlist %s came out differently from the one on record, which is replaced", shortlist_id)
        path = self._path(shortlist_id)
        write_atomic(path, made.model_dump_json().encode())
        return self._remember(path.stat().st_mtime_ns, StoredShortlist(shortlist_id, made.record.made_at, made))

    def _path(self, shortlist_id: str) -> Path:
        """Where a shortlist is kept; an id that could be a path is no id of ours."""
        if not _ID.fullmatch(shortlist_id):
            raise _unknown(shortlist_id)
        return self.folder / f"{shortlist_id}.json"

    def _remember(self, changed: int, stored: StoredShortlist) -> StoredShortlist:
        with self._known_lock:
            self._known.pop(stored.id, None)
            self._known[stored.id] = (changed, stored)
            while len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        return stored


def read_source(source: bytes | str | dict[str, Any], vocabularies: Vocabularies, *, name: str, today: date) -> Call:
    """A call from a document's bytes, from a text, or from JSON (as data, or as bytes that hold an object).

    Raises:
        UnreadableDocument, InvalidCall, UnknownCode: see `matching.reading`.
    """
    if isinstance(source, dict):
        return read_call_json(source, vocabularies)
    if isinstance(source, bytes) and (name.lower().endswith(".json") or _JSON_OBJECT.match(source)):
        return read_call_json(source, vocabularies)
    document = extract_text(source, name) if isinstance(source, bytes) else source
    return read_call(document, vocabularies, today=today)


def _unknown(shortlist_id: str) -> UnknownShortlist:
    return UnknownShortlist(
        f"No shortlist with the id '{shortlist_id[:80]}' is on record.",
        next_step="Check the id, or make the shortlist again from its call.",
    )
