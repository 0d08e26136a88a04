"""The one place where parts are built: encoder, vector store, vocabularies, engine, roster, matcher, service."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from api.auth.signing import Signer
from api.config import Settings, use_cache
from api.first_start import begin, make_ready
from api.services import shape
from api.services.office import Clock, Office
from api.services.roster.model_change import model_of
from api.services.sample_office import is_sample_office, sample_clock
from api.services.taxonomy.overlay import in_force
from api.spoken_terms import speak_with
from api.storage.database import Database
from api.storage.vectors import DatabaseVectors
from api.watching import MOST_NOTES, QUIET, Watch
from embeddings import Encoder, TextVectors, VectorStore, load_encoder, load_english_encoder
from embeddings.bundled import bundled_model
from matching.engine import Engine, build_engine
from matching.entities import Expert
from matching.pipeline import Matcher
from matching.reading import read_roster
from matching.roster import Roster, build_roster
from matching.roster_store import load_roster
from matching.vocabulary import Vocabularies, load_vocabulary

UNPACKING = "unpacking the model"
LOADING = "loading the model"
LOADING_ENGLISH = "loading the English model"
VOCABULARY = "encoding the vocabulary"
READING = "reading the roster"
ENCODING = "encoding the roster"
OPENING = "opening the index"

VECTORS = "vectors.sqlite"  # in the cache folder
CALLS_REMEMBERED = 256  # some 60 KB each; of one encoder, a call in English counts twice
SECRET = "secret"  # nosec B105 # name of a file in the data folder


def build_encoder(settings: Settings, watch: Watch = QUIET) -> Encoder:
    """The encoder of the settings; the bundled model is unpacked on first use.

    Raises:
        UnknownModel, ModelDamaged, StorageFull: see `embeddings.load_encoder`.
    """
    use_cache(settings)
    if settings.model == "bundled":
        with watch.stage(UNPACKING) as progress:
            bundled_model(progress=progress)
    with watch.stage(LOADING):
        return load_encoder(settings.model, precision=settings.precision, allow_download=settings.allow_download)


def build_english_encoder(settings: Settings, watch: Watch = QUIET) -> Encoder | None:
    """The encoder for English beside the bundled one; None where it is switched off or the settings name another model.

    Raises:
        UnknownModel, ModelDamaged: see `embeddings.load_english_encoder`.
    """
    if settings.model != "bundled" or not settings.english:
        return None
    with watch.stage(LOADING_ENGLISH):
        return load_english_encoder(settings.precision)


def build_vocabularies(settings: Settings) -> Vocabularies:
    """The packaged vocabularies, or the team's own."""
    return load_vocabulary(settings.vocabulary)


def build_engine_from(settings: Settings, watch: Watch = QUIET, vocabularies: Vocabularies | None = None) -> Engine:
    """Encoders, vector store and vocabularies, put together."""
    vocabularies = vocabularies or build_vocabularies(settings)  # first: a mistake in it should not wait for the model
    encoder, english = build_encoder(settings, watch), build_english_encoder(settings, watch)
    from fixtures.load import sample_vectors

    known = sample_vectors() if settings.model == "bundled" else None  # made with that model alone
    with watch.stage(VOCABULARY) as progress:
        return build_engine(encoder, vocabularies, build_store(settings, known), progress, english)


def build_store(settings: Settings, known: Path | None) -> TextVectors:
    """Where vectors are kept: a file of this machine, or the database where that is also what people are looked for in.

    Args:
        known: vectors that a new store starts with.
    """
    if settings.retrieval == "postgres":
        return DatabaseVectors(lambda: Database(settings.database_url, settings.replica, settings.replica_lag), known)
    return VectorStore(settings.cache / VECTORS, known=known)


def is_sample(settings: Settings) -> bool:
    """Whether these settings use the invented sample roster."""
    return settings.roster is None and settings.index is None


def usual_day(settings: Settings) -> Callable[[], date]:
    """What day it is: today; for the sample, whose calls and absences are dated, the day for which it was made."""
    if not is_sample(settings):
        return date.today
    from fixtures.load import SAMPLE_TODAY

    return lambda: SAMPLE_TODAY


def read_experts(settings: Settings, vocabularies: Vocabularies, watch: Watch = QUIET) -> list[Expert]:
    """The experts of the roster file, or of the sample; what was left out of the file is noted line by line.

    Raises:
        BrokenLines: lines that cannot be read, unless the settings say to skip them.
        EmptyRoster: no line could be read.
    """
    if settings.roster is None:
        from fixtures.load import load_experts

        return load_experts()
    experts, problems = read_roster(settings.roster, skip_broken=settings.skip_broken, vocabulary=vocabularies)
    for problem in problems[:MOST_NOTES]:
        watch.note(f"{settings.roster.name}, {problem}")
    if len(problems) > MOST_NOTES:
        watch.note(f"{settings.roster.name}: {len(problems) - MOST_NOTES} more such lines")
    return experts


def load_or_build_matcher(settings: Settings, watch: Watch = QUIET) -> Matcher:
    """Everything that a call is matched with: the saved index where the settings name one, else the roster, encoded.

    The roster is read before the model, so that a mistake in a line is told at once.

    Raises:
        StaleIndex: the index was made with another model or vocabulary, or is damaged.
        BrokenLines, EmptyRoster: the roster cannot be used as it is.
    """
    vocabularies = build_vocabularies(settings)
    if settings.index is not None:
        engine = build_engine_from(settings, watch, vocabularies)
        with watch.stage(OPENING):
            return Matcher(load_roster(settings.index, engine), engine)
    with watch.stage(READING):
        experts = read_experts(settings, vocabularies, watch)
    return Matcher(encode_roster(experts, engine := build_engine_from(settings, watch, vocabularies), watch), engine)


def encode_roster(experts: Sequence[Expert], engine: Engine, watch: Watch = QUIET) -> Roster:
    """A roster made ready to be searched; texts that were encoded before are taken from the store."""
    with watch.stage(ENCODING) as progress:
        return build_roster(experts, engine, progress)


def open_office(settings: Settings, watch: Watch = QUIET) -> Office:
    """One installation at work, its database brought up to date; the model is loaded when it is first needed.

    Raises:
        DatabaseUnavailable: the database does not answer.
        InvalidSetting: the settings cannot be used.
    """
    return _opened(settings, watch)[0]


def _opened(settings: Settings, watch: Watch) -> tuple[Office, bool]:
    """The installation, and whether a server of its database writes: otherwise it is read from a replica alone."""
    database = Database(settings.database_url, settings.replica, settings.replica_lag)
    writes = shape.ready(database)
    office = Office(settings, database, lambda: _engine_of(office, watch), Signer(secret_of(settings)))
    return _on_its_day(office), writes


def _engine_of(office: Office, watch: Watch) -> Engine:
    return engine_with(office, model_of(office), watch)


def engine_with(office: Office, model: str, watch: Watch = QUIET) -> Engine:
    """The engine of an office with a model, and with the terms of the office, which its codes are worded with, too.

    Raises:
        UnknownModel, ModelDamaged, StorageFull: see `embeddings.load_encoder`.
    """
    vocabularies = in_force(office)
    speak_with(vocabularies)
    engine = build_engine_from(office.settings.model_copy(update={"model": model}), watch, vocabularies)
    return replace(engine, remembers=CALLS_REMEMBERED)


def build_office(settings: Settings, watch: Watch = QUIET) -> Office:
    """The same with everything at hand, as serving needs it; an empty database is begun with the roster of the settings.

    Without a roster or an index in the settings it is begun with the sample office. While no server writes, nothing is
    begun, and what a replica has can be read.

    Raises:
        DatabaseUnavailable: the database does not answer.
        InvalidSetting: the settings cannot be used, or give a roster where the database holds another.
        BrokenLines, EmptyRoster: the roster given cannot be used as it is.
        StaleIndex: the index given is damaged or was made with another model.
    """
    office, writes = _opened(settings, watch)
    if writes:
        begin(office, build_vocabularies(settings), watch)
        office = _on_its_day(office)
    make_ready(office, watch, writes=writes)
    return office


def _on_its_day(office: Office) -> Office:
    """The same office at the time that it is there: now, but for the sample, whose calls and absences are dated."""
    if not is_sample_office(office):
        return office
    return replace(office, clock=sample_clock(office, Clock()), make_engine=lambda: office.engine)


def secret_of(settings: Settings) -> str:
    """The secret of the settings, or the one that was made for this data folder and is kept in it."""
    if given := settings.secret.get_secret_value():
        return given
    path = settings.data / SECRET
    settings.data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_name(f"{SECRET}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32), encoding="ascii")
        with suppress(FileExistsError):
            os.link(made, path)  # whole, or the one that another process made first
        made.unlink()
    return path.read_text(encoding="ascii")
