"""What the tests of a move share: other databases, whoever is told how far it is, and a cut on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.services.office import Clock, Office
from api.storage.database import Database
from api.storage.tables import RequestRow


def quiet(*said: object) -> None:
    """Whoever is told nothing."""


def fresh(kind: str, prepared: Callable[[str, Path], str], tmp_path: Path, name: str = "other") -> str:
    folder = tmp_path / name
    folder.mkdir()
    return prepared(kind, folder)


def opened(like: Office, url: str) -> Office:
    return Office(like.settings, Database(url), like.make_engine, like.signer, Clock(like.clock.now, like.clock.today))


def a_request(id: str, merged_into: str | None, office: Office) -> RequestRow:
    return RequestRow(
        id=id, state="received", received_on=office.clock.today(), text="Advice", merged_into=merged_into,
        understood={"b": 1, "a": [0.1, 1e-7]}, created_at=office.clock.now(), created_by="system",
    )  # fmt: skip


def url(office: Office) -> str:
    return office.database.url.render_as_string(hide_password=False)


class Cut(Exception):
    """The power failed."""


def cut_at(table: str) -> Callable[..., None]:
    def told(doing: str, name: str, *rows: object) -> None:
        if name == table:
            raise Cut

    return told
