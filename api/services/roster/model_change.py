"""Another model while the service goes on: chosen, encoded with beside the one in use, and taken into use when all is done.

The wish stands in the database. Workers encode everybody with the model to come; meanwhile shortlists are made with the one
in use. Where every text has its vectors, the model to come is put down as the one in use, and every process changes over:
it makes its roster anew beside the one that it goes on serving, and swaps the two. A shortlist is made by one matcher, which
holds one engine and the roster made with it, and so never of two models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from api.services.office import Office
from api.services.roster.encoding import fingerprint_of
from api.services.unit import SYSTEM, Actor, reading, writing
from api.storage import encoding_work, models, roster_state, rosters
from api.storage.database import Age
from api.storage.models import Models
from api.storage.session import Session
from matching.engine import Engine
from matching.errors import InvalidSetting

EngineOf = Callable[[str], Engine]  # gives the engine with the model of this name, the terms of the office included


@dataclass(frozen=True)
class ModelToCome:
    """How far the change is. `waiting`: people who are still to be encoded with it."""

    model: str
    fingerprint: str
    people: int
    waiting: int


def model_of(office: Office) -> str:
    """The model that this office works with: the one it changed to, or that of the settings."""
    with office.database.read(Age.KNOWN) as session:
        return models.models(session).in_use or office.settings.model


def to_come(session: Session) -> ModelToCome | None:
    """The model that is to follow, None where there is none."""
    known = models.models(session)
    if known.next is None or known.next_fingerprint is None:
        return None
    waiting = encoding_work.waiting(session, known.next_fingerprint)
    return ModelToCome(known.next, known.next_fingerprint, roster_state.count(session), waiting)


def choose(office: Office, actor: Actor, name: str, engine_of: EngineOf) -> Models:
    """Let a model follow the one in use; it is loaded once, so that a wrong name is found here.

    Raises:
        UnknownModel, ModelDamaged: it cannot be loaded here.
        InvalidSetting: it is the one in use.
    """
    in_use, fingerprint = fingerprint_of(engine_of(model_of(office))), fingerprint_of(engine_of(name))
    if fingerprint == in_use:
        raise InvalidSetting(
            "The model to come is the one in use.",
            f"Found '{name[:200]}', whose vectors are the same.",
            "Name another; 'expertmatch model --keep' takes back one that was named before.",
        )
    with writing(office, actor) as unit:
        before = models.models(unit.session)
        if before.next_fingerprint not in (None, fingerprint):
            encoding_work.forget_model(unit.session, str(before.next_fingerprint))
        chosen = replace(before, next=name, next_fingerprint=fingerprint)
        models.keep(unit.session, chosen, unit.now)
        unit.record("model.chosen", "model", fingerprint, follows=in_use)
    return chosen


def keep(office: Office, actor: Actor) -> bool:
    """Stay with the model in use; whether another was to follow."""
    with writing(office, actor) as unit:
        before = models.models(unit.session)
        if before.next_fingerprint is None:
            return False
        encoding_work.forget_model(unit.session, before.next_fingerprint)
        models.keep(unit.session, replace(before, next=None, next_fingerprint=None), unit.now)
        unit.record("model.kept", "model", before.next_fingerprint)
    return True


def finish(office: Office) -> bool:
    """Put the model to come down as the one in use, where everybody is encoded with it; whether that was done now."""
    with reading(office, SYSTEM) as unit:
        if not _is_complete(unit.session):
            return False
    with writing(office, SYSTEM) as unit:
        known = models.models(unit.session)
        if not _is_complete(unit.session) or known.next_fingerprint is None:
            return False
        models.keep(unit.session, Models(known.next, known.next_fingerprint), unit.now)
        unit.record("model.changed", "model", known.next_fingerprint, before=known.in_use_fingerprint)
    return True


class ModelFollower:
    """Changes a serving process over to the model that was put down as the one in use. For one thread alone."""

    def __init__(self, office: Office, engine_of: EngineOf) -> None:
        self.office, self.engine_of = office, engine_of
        self._refused: str | None = None

    def look(self) -> bool:
        """Change over where that is due; whether it was. The one before is served until the other is ready.

        Raises:
            UnknownModel, ModelDamaged, InvalidSetting: the model cannot be had on this machine; it is not tried again.
        """
        finish(self.office)
        with reading(self.office, SYSTEM) as unit:
            known = models.models(unit.session)
        wanted = known.in_use_fingerprint
        if known.in_use is None or wanted in (None, self._refused, fingerprint_of(self.office.engine)):
            return False
        self._refused = wanted
        engine = self.engine_of(known.in_use)
        check_is(engine, wanted)
        self._refused = None  # what fails from here on is tried again
        self.office.roster.read_with(engine)
        self.office.work_with(engine)
        return True


def check_is(engine: Engine, wanted: str | None) -> None:
    """Refuse a model that has the name of another.

    Raises:
        InvalidSetting: what lies under the name on this machine gives other vectors.
    """
    if fingerprint_of(engine) != wanted:
        raise InvalidSetting(
            "The model of this name is another one on this machine.",
            f"Found '{engine.encoder.name[:200]}' with {fingerprint_of(engine)} in place of {wanted}.",
            "Put the same files here as on the machine where the model was chosen.",
        )


def _is_complete(session: Session) -> bool:
    fingerprint = models.models(session).next_fingerprint
    if fingerprint is None:
        return False
    return rosters.encoded_up_to(session, fingerprint) >= roster_state.revision(session)
