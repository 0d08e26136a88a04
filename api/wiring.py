"""The one place where parts are built: encoder, vector store, vocabularies, engine, roster, matcher, service."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

from api.config import Settings, use_cache
from api.services import ShortlistService
from embeddings import Encoder, VectorStore, load_encoder, load_english_encoder
from embeddings.bundled import bundled_model
from matching.engine import Engine, build_engine
from matching.entities import Expert
from matching.pipeline import Matcher
from matching.reading import read_roster
from matching.roster import Roster, build_roster
from matching.roster_store import load_roster
from matching.vocabulary import Vocabularies, load_vocabulary

Progress = Callable[[int, int], None]

UNPACKING = "unpacking the model"
LOADING = "loading the model"
LOADING_ENGLISH = "loading the English model"
VOCABULARY = "encoding the vocabulary"
READING = "reading the roster"
ENCODING = "encoding the roster"
OPENING = "opening the index"

VECTORS = "vectors.sqlite"  # in the cache folder
MOST_NOTES = 20  # lines of a roster noted one by one

log = logging.getLogger(__name__)


class Watch(Protocol):
    """Who looks on while parts are built: shows progress, takes times, or does nothing."""

    def stage(self, name: str) -> AbstractContextManager[Progress]:
        """A stage of that name runs inside; it reports (done, in all)."""
        ...

    def note(self, line: str) -> None:
        """Something that was left out or deserves a look."""
        ...


class Quiet:
    """Nobody looks on; notes go to the log."""

    @contextmanager
    def stage(self, name: str) -> Iterator[Progress]:
        """See Watch."""
        yield lambda done, total: None

    def note(self, line: str) -> None:
        """See Watch; what nobody looks at goes to the log."""
        log.warning("%s", line)


QUIET = Quiet()


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
    store = VectorStore(settings.cache / VECTORS, known=known)
    with watch.stage(VOCABULARY) as progress:
        return build_engine(encoder, vocabularies, store, progress, english)


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


def build_service(settings: Settings, watch: Watch = QUIET) -> ShortlistService:
    """The service behind HTTP, pages and commands."""
    return ShortlistService(load_or_build_matcher(settings, watch), shortlists_folder(settings), usual_day(settings))


def shortlists_folder(settings: Settings) -> Path:
    """Where shortlists are kept."""
    return settings.data / "shortlists"
