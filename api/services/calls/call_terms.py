"""The terms of a call as they are read, changed and asked about: what is missing comes back as questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.services.office import Office
from api.services.shortlists.matching import Source, read_source
from api.services.storable import as_data
from api.storage.tables import CallRow
from matching.entities import Call, Question
from matching.reading import read_call_json
from matching.reading.questions import missing
from matching.settings import MatchSettings
from matching.vocabulary import Vocabularies

BLOCKING = ("positions", "phases")  # what a call cannot be judged without: whom it asks for, and when
OF_POSITIONS = ("fields", "competences", "statuses")  # asked about the call as a whole, kept with its positions


def read_terms(office: Office, source: Source, *, name: str = "") -> Call:
    """The terms from a text, a document's bytes or JSON, with the questions that their gaps raise.

    To be called outside a unit of work: documents take their time.

    Raises:
        UnreadableDocument, InvalidCall, UnknownCode: see `matching.reading`.
    """
    return read_source(source, office.engine.vocabularies, name=name, today=office.clock.today())


def keep_terms(row: CallRow, terms: Call) -> None:
    """Put terms into a row, under the row's own id."""
    row.terms = as_data(terms.model_copy(update={"id": row.id}))
    row.title, row.reference = row.terms["title"], row.terms["reference"]


def terms_of(row: CallRow) -> Call:
    """The terms of a call on record."""
    return Call.model_validate(row.terms)


def settings_of(row: CallRow) -> MatchSettings:
    """The settings of a call on record."""
    return MatchSettings.model_validate(row.settings)


def changed_terms(old: Call, new: Call, vocabularies: Vocabularies) -> Call:
    """New terms, checked, with codes made canonical; a question stays only while what it asks about is as it was.

    Who sends the terms back without a question has answered it.

    Raises:
        InvalidCall, UnknownCode: see `matching.reading.read_call_json`.
    """
    kept = still_open(old, new)
    return read_call_json(new.model_copy(update={"questions": tuple(kept)}).model_dump(mode="json"), vocabularies)


def still_open(old: Call, new: Call) -> list[Question]:
    """The questions of the old terms that the new ones keep, and whose fact is as it was."""
    return [q for q in new.questions if q in old.questions and _fact(old, q.about) == _fact(new, q.about)]


def blocking_questions(call: Call, today: date) -> list[Question]:
    """The open questions without whose answer a call is not published, unless somebody says so."""
    asked = {question.text: question for question in (*call.questions, *missing(call, today))}
    return [question for question in asked.values() if question.about in BLOCKING]


def _fact(call: Call, about: str) -> Any:
    """What a call says on the path of a question."""
    first, *rest = about.split(".")
    if first in OF_POSITIONS:
        return [getattr(position, first) for position in call.positions]
    if first != "positions" or not rest:
        return getattr(call, first, None)
    position = next((p for p in call.positions if p.id == rest[0]), None)
    return getattr(position, rest[1], None) if len(rest) > 1 else position
