"""A process that encodes: for the model in use, and for the one that is to follow."""

from __future__ import annotations

from api.services.office import Office
from api.services.roster.encoding import EncodingWorker, fingerprint_of
from api.services.roster.model_change import EngineOf, check_is, finish
from api.storage import models
from matching.engine import Engine


class Workers:
    """One worker for each model that is wanted at the moment. For one thread alone.

    Args:
        name, many: see EncodingWorker.
    """

    def __init__(self, office: Office, engine_of: EngineOf, name: str | None = None, *, many: bool = False) -> None:
        self.office, self.engine_of, self.many = office, engine_of, many
        self.present = EncodingWorker(office.database, office.engine, name, many=many)
        self._next: EncodingWorker | None = None

    @property
    def people(self) -> int:
        """Encoded by this process so far; twice where by two models."""
        return self.present.people + (self._next.people if self._next else 0)

    def work(self) -> bool:
        """Encode a piece with the model in use, or where that is done with the one to come; False: there was none.

        Raises:
            UnknownModel, ModelDamaged, InvalidSetting: a model that is wanted cannot be had on this machine.
        """
        self.present.forget_noted()
        with self.office.database.read() as session:
            known = models.models(session)
        if known.in_use is not None and known.in_use_fingerprint != self.present.fingerprint:
            self.present.end_turn()
            self.present.engine = self._engine(known.in_use, known.in_use_fingerprint)
        if self.present.work(go_on=True):
            return True
        if known.next is None:
            self._next = None
            return False
        if self._next is None or self._next.fingerprint != known.next_fingerprint:
            engine = self._engine(known.next, known.next_fingerprint)
            self._next = EncodingWorker(self.office.database, engine, self.present.name, many=self.many)
        if self._next.work(go_on=True):
            self.present.take_turn()  # nobody else begins beside a service meanwhile
            return True
        return finish(self.office)

    def is_behind(self) -> bool:
        """Whether something is left to do, be it others who are at it."""
        with self.office.database.read() as session:
            to_follow = models.models(session).next is not None
        return to_follow or self.present.is_behind()

    def end(self) -> None:
        """Let others encode."""
        for worker in (self.present, self._next):
            if worker is not None:
                worker.end_turn()

    def _engine(self, name: str, fingerprint: str | None) -> Engine:
        if self._next is not None and self._next.fingerprint == fingerprint:
            return self._next.engine
        engine = self.engine_of(name)
        check_is(engine, fingerprint)
        return engine


def is_wanted(office: Office) -> bool:
    """Whether a model is to follow for which somebody is to be encoded."""
    with office.database.read() as session:
        fingerprint = models.models(session).next_fingerprint
    return fingerprint is not None and fingerprint != fingerprint_of(office.engine)
