"""What the tests of beginnings count."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from api.services.office import Office
from matching.vocabulary import load_vocabulary

VOCABULARIES = load_vocabulary()


def count(office: Office, table: type) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def pairs(session: Session, question: Select[Any]) -> dict[str, Any]:
    return {one: other for one, other in session.execute(question)}
