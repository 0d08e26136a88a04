"""The terms of the office taken into use by a serving process that runs already."""

from __future__ import annotations

from dataclasses import replace

from api.services import office_settings as rules
from api.services.office import Office
from api.services.taxonomy.overlay import Taxonomy, in_force
from api.services.unit import SYSTEM, reading
from api.spoken_terms import speak_with
from matching.engine import build_engine


class TermFollower:
    """Looks whether the office changed its terms, and reads the roster with the new ones. For one thread alone.

    Vectors of texts that did not change are found in the store: only changed terms are encoded.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self._seen: int | None = None

    def look(self) -> bool:
        """Take the terms into use where they changed since the last look; whether they did.

        Raises:
            SettingDamaged, InvalidSetting: what is on record cannot be used; the terms before stay in use.
        """
        with reading(self.office, SYSTEM) as unit:
            _, version = rules.get(unit, Taxonomy)
        if version == self._seen:
            return False
        self._seen = version
        before, wanted = self.office.engine, in_force(self.office)
        if wanted.content_hash == before.vocabularies.content_hash:
            return False
        engine = build_engine(before.encoder, wanted, before.store, english=before.english)
        engine = replace(engine, remembers=before.remembers)
        self.office.roster.read_with(engine)
        self.office.work_with(engine)
        speak_with(wanted)
        return True
