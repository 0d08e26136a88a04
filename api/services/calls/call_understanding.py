"""The terms of a call as they lie before an officer: what they say, in which words, what is proposed and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.services.calls.call_terms import read_terms, still_open
from api.services.first_words import WORD, first_words
from api.services.office import Office
from api.services.shortlists.matching import Source
from matching.engine import Engine
from matching.entities import Call, Position, Proposal, Question
from matching.queries import build_query
from matching.reading.folding import plain
from matching.reading.position_heads import NUMBERED_INSIDE
from matching.reading.questions import missing
from matching.reading.words_read import words_read
from matching.understanding import understand

PROPOSED = 5  # codes offered for each position
LEAST = 0.05  # confidence from which a code is worth offering


@dataclass(frozen=True)
class Understanding:
    """What an officer sees beside the terms.

    `words`: of the text, by the path of the fact that they say. `fields`, `competences`: proposals per position, in
    order, the likeliest first. `doubts`: what the reading was not sure of; a person can say that it is right. `gaps`:
    what the terms do not say.
    """

    words: dict[str, str]
    fields: tuple[tuple[Proposal, ...], ...]
    competences: tuple[tuple[Proposal, ...], ...]
    doubts: tuple[Question, ...]
    gaps: tuple[Question, ...]


def read_for_drafting(
    office: Office, source: Source, *, name: str = "", known: Mapping[str, str | None] | None = None
) -> Call:
    """The terms read from a text or a document; a title is proposed from the first words where none was read.

    Args:
        known: facts of a call by name ("country", "institution"...) that hold where the text does not say otherwise.

    Raises:
        UnreadableDocument, InvalidCall, UnknownCode: see `read_terms`.
    """
    terms = read_terms(office, source, name=name)
    filled = {fact: value for fact, value in (known or {}).items() if value and not getattr(terms, fact)}
    asked = tuple(question for question in terms.questions if question.about not in filled)
    terms = terms.model_copy(update={**filled, "questions": asked})
    return terms if terms.title else terms.model_copy(update={"title": terms.activity_title or _proposed_title(terms)})


def understanding(office: Office, read: Call, terms: Call, today: date) -> Understanding:
    """What there is to say of terms that were read and then changed by a person.

    To be called outside a unit of work: encoding takes its time.

    Args:
        read: the terms as they were read, with the questions that this raised.
        terms: as they are now; a question that they leave out was answered.
    """
    fields, competences = _proposed(office.engine, terms)
    return Understanding(words_read(terms), fields, competences, *questions_on(read, terms, today))


def questions_on(read: Call, terms: Call, today: date) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """(doubts, gaps): what was doubtful in the reading and still is, and what the terms do not say, each asked once."""
    lacking = missing(terms, today)
    doubts = tuple(dict.fromkeys(question for question in still_open(read, terms) if question not in lacking))
    asked = {question.about for question in doubts}
    return doubts, tuple(question for question in lacking if question.about not in asked)


def _proposed_title(terms: Call) -> str | None:
    """The first words of the text that do not describe a position."""
    return first_words("\n".join(line for line in terms.text.split("\n") if not NUMBERED_INSIDE.match(plain(line))))


def _proposed(engine: Engine, terms: Call) -> tuple[tuple[tuple[Proposal, ...], ...], tuple[tuple[Proposal, ...], ...]]:
    """Fields and competences proposed for each position; none for terms without a word."""
    positions = terms.positions or (Position(id="1"),)
    call = terms.model_copy(update={"positions": positions})
    if not WORD.search(" ".join(filter(None, (call.title, call.text, *(p.title for p in positions))))):
        nothing: tuple[tuple[Proposal, ...], ...] = tuple(() for _ in positions)
        return nothing, nothing
    query = build_query(call, engine.encode_queries, engine.query_centres)
    found = understand(call, query, engine)
    return tuple(_likely(p.fields) for p in found.positions), tuple(_likely(p.competences) for p in found.positions)


def _likely(proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    return tuple(one for one in proposals if one.confidence >= LEAST)[:PROPOSED]
