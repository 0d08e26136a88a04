"""A request understood at once: what it is about, in which languages, what it does not say; weak and short ones are normal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from api.services.requests.scope import doubts_of_text
from matching.codes import WORKING_LANGUAGES, language_name
from matching.engine import Engine
from matching.entities import Call, Position, Proposal, Question
from matching.errors import InvalidCall
from matching.queries import build_query
from matching.reading import read_call
from matching.reading.questions import WHY_COUNTRY
from matching.scope import LIKELY, ScopeDoubt
from matching.texts import detect_language
from matching.understanding import Understood, understand, words_of

MOST_PROPOSALS = 10  # codes kept: enough for an officer to choose from
TELLING = 25  # words from which a text without a heading on objectives is taken to say what is wanted
WORD = re.compile(r"[^\W\d_]{2,}")


class UnderstoodRequest(BaseModel):
    """What a request says as far as it was understood. Proposed by the machine; nothing of it is decided."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str | None = None
    country: str | None = None
    institution: str | None = None
    working_languages: tuple[str, ...] = ()
    activity_types: tuple[str, ...] = ()
    assistance_types: tuple[str, ...] = ()
    fields: tuple[Proposal, ...] = ()
    competences: tuple[Proposal, ...] = ()
    questions: tuple[Question, ...] = ()
    doubts: tuple[ScopeDoubt, ...] = ()  # that the text raises; those of the country depend on the office's rules


def read_request(
    engine: Engine, title: str | None, text: str, *, country: str | None = None, institution: str | None = None
) -> UnderstoodRequest:
    """Understand a request by its title and text, of which either may be missing.

    To be called outside a unit of work: encoding takes its time.

    Args:
        country, institution: where they are known beside the text; what is known is not asked for.
    """
    whole = whole_text(title, text)
    call = _read(engine, whole)
    known = call.model_copy(update={"country": country or call.country, "institution": institution or call.institution})
    if not WORD.search(whole):
        return UnderstoodRequest(questions=tuple(_questions(known, whole, None, None)))
    types = call.activity_types or _types_said(engine, whole)
    known = known.model_copy(update={"activity_types": types})
    bare = Call(id="request", text=whole, positions=(Position(id="1"),))
    query = build_query(bare, engine.encode_queries, engine.query_centres)
    understood = understand(bare, query, engine)
    return UnderstoodRequest(
        language=query.language,
        country=call.country,
        institution=call.institution,
        working_languages=tuple(dict.fromkeys(need.language for need in call.languages)),
        activity_types=types,
        assistance_types=call.assistance_types,
        fields=understood.fields[:MOST_PROPOSALS],
        competences=understood.competences[:MOST_PROPOSALS],
        questions=tuple(_questions(known, whole, understood, query.language)),
        doubts=doubts_of_text(engine, whole, query, understood),
    )


def prepare(engine: Engine) -> None:
    """Load and encode beforehand what the first request would otherwise wait for."""
    read_request(engine, None, "Training of the counsellors of the employment service.")


def whole_text(title: str | None, text: str) -> str:
    """Title and text as one; a title that the text begins with is not said twice."""
    title, text = (title or "").strip(), text.strip()
    return text if text.startswith(title) else f"{title}\n{text}".strip()


def _read(engine: Engine, whole: str) -> Call:
    """The facts that are written; none of a text that is too short, or in a language that is not read here."""
    try:
        return read_call(whole, engine.vocabularies, id="request")
    except InvalidCall:
        return Call(id="request")


def _types_said(engine: Engine, whole: str) -> tuple[str, ...]:
    """Activity types whose labels or keywords the text uses."""
    kind, language = engine.vocabularies.activity_types, detect_language(whole)
    return tuple(term.code for term in kind if words_of(kind, term.code, whole, language))


def _questions(call: Call, whole: str, understood: Understood | None, language: str | None) -> Iterator[Question]:
    """What to ask the partner, the most important first."""
    asked = {question.about: question for question in call.questions}
    if understood is None or all(field.confidence < LIKELY for field in understood.fields):
        yield Question(about="fields", text="What is the request about?", why="No field of expertise is likely.")
    if not call.objectives and not call.results and len(whole.split()) < TELLING:
        text = "What should be different afterwards, and for whom?"
        yield Question(about="objectives", text=text, why="Relevance is judged by it, and experts are found by it.")
    if call.country is None:
        said = asked.get("country")
        yield said or Question(about="country", text="Which country asks?", why=WHY_COUNTRY)
    if call.institution is None:
        why = "It is the partner of the action, and earlier work with it is looked up."
        yield Question(about="institution", text="Which institution asks?", why=why)
    if not call.activity_types:
        text = "Which kind of support is wanted: advice, training, drafting, an exchange, a study visit?"
        yield Question(about="activity_types", text=text, why="It decides what the experts are to do.")
    if "language" in asked:
        yield asked["language"]
    elif language is not None and language not in WORKING_LANGUAGES:
        text = f"The text seems to be in {language_name(language)}. Can it be had in one of the working languages?"
        yield Question(about="language", text=text, why="Only in these it is read with confidence.")
    if not call.languages:
        text = "In which languages can the experts work with the partner?"
        yield Question(about="languages", text=text, why="It decides who is eligible.")
    if call.window is None:
        yield Question(about="dates", text="By when is the support needed?", why="Experts are free at some times only.")
