"""Institutions and communities of the office ready to be searched; made anew when one of them changed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from api.services.office import Office
from api.services.shortlists.per_engine import PerEngine
from api.services.unit import Actor, reading
from api.storage import peers as rows
from api.storage.session import Session
from matching.engine import Engine
from matching.peers import Profile, Profiles, build_profiles


class ProfileReader:
    """Keeps what was made of profiles as long as they are the same. May be used from many threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._made: tuple[tuple[Profile, ...], Profiles] | None = None
        self._making = threading.Lock()

    def ready(self, profiles: Sequence[Profile]) -> Profiles:
        """These profiles, indexed."""
        wanted = tuple(profiles)
        with self._making:
            if self._made is None or self._made[0] != wanted:
                self._made = (wanted, build_profiles(wanted, self.engine))
            return self._made[1]


_reader = PerEngine(ProfileReader)


def known_profiles(office: Office, actor: Actor) -> Profiles:
    """Those of the office. The database is read first, and encoding begins when it is no longer held."""
    with reading(office, actor) as unit:
        profiles = [*_institutions(unit.session), *_communities(unit.session)]
    return _reader(office.engine).ready(profiles)


def _institutions(session: Session) -> list[Profile]:
    found = []
    for row, said in rows.institutions(session):
        more: dict[str, Any] = {}
        if said is not None:
            more = {
                "form": said.form,
                "text": said.description,
                "fields": tuple(said.fields),
                "countries": tuple(said.countries),
                "languages": tuple(said.languages),
            }
        found.append(Profile(id=row.id, name=row.name, kind="institution", country=row.country, **more))
    return found


def _communities(session: Session) -> list[Profile]:
    return [
        Profile(
            id=row.id,
            name=row.name,
            kind="community",
            text=row.description,
            topics=tuple(row.topics),
            fields=tuple(row.fields),
            countries=tuple(row.countries),
            languages=tuple(row.languages),
        )
        for row in rows.every_community(session)
    ]
