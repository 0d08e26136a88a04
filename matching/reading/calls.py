"""From a document or text in one of six languages to a call: what is not said stays not said and becomes a question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from matching.entities import MOST_CHARACTERS, MOST_POSITIONS, Call, Phase, Position, Question
from matching.errors import InvalidCall
from matching.reading import questions as ask
from matching.reading.call_facts import CallFacts, read_call_facts
from matching.reading.deadlines import DEADLINE, late_deadlines
from matching.reading.folding import plain, tidy
from matching.reading.items import unwrapped
from matching.reading.language import read_language
from matching.reading.levels import FoundNeed, find_language_needs
from matching.reading.outline import Outline, outline
from matching.reading.phases import ReadPhases, read_phases
from matching.reading.position_facts import read_positions
from matching.reading.printed_codes import read_codes
from matching.reading.text import Document, extract_text
from matching.vocabulary import Vocabularies

SAY_MORE = "Give at least a sentence on what the expert should do."
SHORTEN = "Send the part that describes the call."
PART = "Part it into several calls."
# Per kind of document: characters of a line that shows that none was broken, and share of lines that must be filled.
BROKEN_LINES = {"pdf": (170, 0.0), "docx": (0, 0.0), "text": (100, 0.4)}


def read_call(
    source: Path | bytes | str | Document, vocabulary: Vocabularies, *, today: date | None = None, id: str | None = None
) -> Call:
    """Read a call from a file, from bytes, or from a text given as such.

    Args:
        source: a path, the bytes of a document, a text, or a document already extracted.
        vocabulary: fields, competences, types and statuses; only what is literally written is taken, by code or label.
        today: dates before it are asked about.
        id: the id of the call; else its reference, or its action and activity, or a hash of its text.

    Returns:
        The call with the questions that its gaps raise. A call that describes no position has one position "1" without
        facts, and a question on how many are needed.

    Raises:
        UnreadableDocument: no text can be taken from the document.
        InvalidCall: the text is empty, one word or too long, in a language that is not read here, or describes more
            positions than one call may have.
    """
    document = _document(source)
    text = enough_text(document.text)
    language = read_language(text)
    cut = outline(unwrapped(text, *BROKEN_LINES[document.kind]))
    facts = read_call_facts(cut, text)
    phases = _phases(cut)
    needs = _needs(cut)
    read = read_positions(cut, vocabulary)
    _check_number(len(read.positions))
    types = read_codes(cut.call.of("activity_types"), vocabulary.activity_types, loose=True)
    assistance = read_codes(cut.call.of("assistance_types"), vocabulary.assistance_types, loose=True)
    call = Call(
        id=id or _id(facts, text),
        text=re.sub(r"(?m)^#+ ", "", text),
        language=language.main,
        phases=phases.phases,
        languages=tuple(found.need for found in needs),
        positions=tuple(_with_shared_needs(p, needs) for p in read.positions) or (Position(id="1"),),
        activity_types=types.codes,
        assistance_types=assistance.codes,
        **{name: getattr(facts, name) for name in CallFacts.__dataclass_fields__ if name != "countries_named"},
    )
    unknown = [*read.unknown, *types.unknown, *assistance.unknown]
    specific = (
        *ask.about_positions(read.counted, not _bare(read.positions)),
        *ask.about_countries(call.country, facts.countries_named),
        *ask.about_mixture(language.main, language.others, bool(needs)),
        *ask.about_dates((*phases.doubts, *_late_deadlines(text, call))),
        *ask.about_codes(unknown),
        *_about_needs([*needs, *read.needs]),
    )
    asked = {question.about for question in specific}
    general = (question for question in ask.missing(call, today) if question.about not in asked)
    return call.model_copy(update={"questions": (*dict.fromkeys(specific), *general)})


_SPACES = re.compile(r"(?<=\S)[ \u00a0]{3,}(?=\S)")  # typed columns


def enough_text(text: str) -> str:
    """The text, tidied, when it says enough to be matched.

    Raises:
        InvalidCall: it is empty, a single word, or longer than a call may be.
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidCall(
            "The request is too long to be read as a call.",
            f"It has {len(text):,} characters; the limit is {MOST_CHARACTERS:,}.",
            SHORTEN,
        )
    text = _SPACES.sub("\t", tidy(text)).strip()
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < 2:
        found = f"Found only '{text[:60]}'." if text else "Found nothing."
        raise InvalidCall("The request says too little to be matched.", found, SAY_MORE)
    return text


def _check_number(positions: int) -> None:
    if positions > MOST_POSITIONS:
        raise InvalidCall(
            "The call describes too many positions.", f"Found {positions}; one call has {MOST_POSITIONS} at most.", PART
        )


def _document(source: Path | bytes | str | Document) -> Document:
    if isinstance(source, Document):
        return source
    return Document(tidy(source), 1, "text") if isinstance(source, str) else extract_text(source)


def _id(facts: CallFacts, text: str) -> str:
    if facts.reference:
        return facts.reference
    if facts.action_code:
        return f"{facts.action_code}-{facts.activity_number}" if facts.activity_number else facts.action_code
    return f"call-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _phases(cut: Outline) -> ReadPhases:
    """Phases under a heading on dates; without one, lines anywhere that hold a span of days and are no deadline."""
    sections = [s for s in cut.call.sections if s.kind == "dates"]
    read = [read_phases(s.lines, s.words.lstrip("# ")) for s in sections]
    phases = tuple(phase for part in read for phase in part.phases)
    doubts = tuple(doubt for part in read for doubt in part.doubts)
    if phases or doubts:
        return ReadPhases(phases, doubts)
    return _loose_phases(cut)


def _loose_phases(cut: Outline) -> ReadPhases:
    kinds = ("days", "context", "objectives", "positions", "activity", "tasks", "languages")
    lines = [*cut.call.loose, *cut.call.of(*kinds)]
    lines += [line for part in cut.positions for line in [*part.loose, *part.of("days")]]
    phases: list[Phase] = []
    doubts: list[tuple[str, str]] = []
    for line in _sentences(lines):
        if DEADLINE.search(plain(line)):
            continue
        read = read_phases([line])
        spans = [p for p in read.phases if p.start and p.end and p.start != p.end]
        phases += [p if _names_phase(line, p) else p.model_copy(update={"name": "activity"}) for p in spans]
        doubts += [doubt for doubt in read.doubts if spans or not read.phases or "without days" not in doubt[1]]
    if not phases:  # no dates of the mission: what is doubtful may be another date, what cannot be is told
        doubts = [doubt for doubt in doubts if any(words in doubt[1] for words in _CANNOT_BE)]
    return ReadPhases(tuple(dict.fromkeys(phases)), tuple(dict.fromkeys(doubts)))


def _sentences(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from re.split(r"(?<=[.!?])\s+(?=[^\W\d])", line)


def _late_deadlines(text: str, call: Call) -> tuple[tuple[str, str], ...]:
    return late_deadlines(tuple(_sentences(text.split("\n"))), call.window[0]) if call.window else ()


_CANNOT_BE = ("before it starts", "has no day")


def _names_phase(line: str, phase: Phase) -> bool:
    """Whether a loose line is "Name: dates" and not a sentence."""
    return len(phase.name) <= 40 and line.lstrip(" -*").startswith(f"{phase.name}:")


def _needs(cut: Outline) -> tuple[FoundNeed, ...]:
    """Needs under a heading on languages, and those that sentences outside the positions state."""
    own = find_language_needs("\n".join(cut.call.of("languages")), within_section=True)
    known = {found.need.language for found in own}
    elsewhere = [*cut.call.loose, *cut.call.of("context", "profile", "essential", "positions", "other", "tasks")]
    more = [*find_language_needs("\n".join(elsewhere))]
    more += find_language_needs("\n".join(cut.call.of("desirable")), required=False)
    new = {found.need.language: found for found in reversed(more) if found.need.language not in known}
    return own + tuple(new.values())[::-1]


def _with_shared_needs(position: Position, shared: tuple[FoundNeed, ...]) -> Position:
    """A position whose own needs keep what the call asks of all: its need for a language replaces that of the call.

    "Perfect written French" in a criterion raises the drafting level and leaves the speaking level of the call; a wish
    about a language that the call requires stays a wish, among the desirable criteria.
    """
    common = {found.need.language: found.need for found in shared}
    own = []
    for need in position.languages:
        base = common.get(need.language)
        if base is None:
            own.append(need)
        elif need.required or not base.required:
            merged = base.model_copy(update=dict(need.asked()) | {"required": base.required or need.required})
            own += [merged] if merged != base else []
    return position.model_copy(update={"languages": tuple(own)})


def _about_needs(needs: list[FoundNeed]) -> tuple[Question, ...]:
    either = list(dict.fromkeys(found.need.language for found in needs if found.alternative))
    worded = [(f.need.language, f.text[:80]) for f in needs if f.in_words and f.need.required]
    of_one = list(dict.fromkeys(found.need.language for found in needs if found.of_one and not found.need.required))
    return (*ask.about_alternatives(either), *ask.about_one_member(of_one), *ask.about_levels(worded))


def _bare(positions: list[Position]) -> bool:
    return all(p == Position(id=p.id) for p in positions)
