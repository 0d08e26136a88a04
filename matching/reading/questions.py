"""What the officer is asked because the call does not say it, or says it in a way that needs a second look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from matching.codes import country_name, language_name
from matching.entities import Call, LanguageNeed, Position, Question
from matching.errors import UnknownCode
from matching.reading.country_words import SHARED
from matching.reading.quantities import ExpertCount

PATHS = {
    "field": "fields",
    "competence": "competences",
    "activity type": "activity_types",
    "assistance type": "assistance_types",
    "status": "statuses",
}
WHY_GATE = "It decides who is eligible."
WHY_COUNTRY = "Experience of the country and region, and conflicts of interest, depend on it."
WHY_SCORE = "It changes the order of the candidates."
WHY_TEAM = "A team is composed position by position."
WHY_ONE = "One position without facts was assumed; a team is composed position by position."


def missing(call: Call, today: date | None = None) -> tuple[Question, ...]:
    """Questions on facts that a call leaves out; `about` is the path of the fact ("positions.1.days").

    Args:
        call: the call as read.
        today: where given, dates that have passed are asked about.
    """
    return tuple([*_of_call(call, today), *(q for p in call.positions for q in _of_position(call, p))])


def _of_call(call: Call, today: date | None) -> Iterator[Question]:
    if call.country is None:
        yield Question(
            about="country",
            text="In which country does the activity take place?",
            why=WHY_COUNTRY,
        )
    if call.window is None:
        yield Question(
            about="phases",
            text="When does the activity take place, and which days are on site?",
            why="Availability cannot be checked without dates.",
        )
    elif today is not None and call.window[1] < today:
        yield Question(
            about="phases",
            text=f"The last day given is {call.window[1]}, before today ({today}). Are the dates right?",
            why="Availability would be checked for days that have passed.",
        )
    if not call.languages and not any(p.languages for p in call.positions):
        yield Question(
            about="languages",
            text="What is the working language of the mission, and which level of speaking and drafting is needed?",
            why=WHY_GATE,
        )
    for need in call.languages:
        yield from _of_language(need, "languages")


def _of_language(need: LanguageNeed, path: str) -> Iterator[Question]:
    name = language_name(need.language)
    if not need.required:
        return
    if not need.asked():
        yield Question(
            about=f"{path}.{need.language}",
            text=f"{name} is named without a level. Which level of speaking and of drafting is needed?",
            why=WHY_GATE,
        )
    elif need.writing is None:
        yield Question(
            about=f"{path}.{need.language}.writing",
            text=f"Must the experts draft in {name}, and at which level?",
            why="Speaking well does not mean drafting well; without a level drafting is not checked.",
        )


def _of_position(call: Call, position: Position) -> Iterator[Question]:
    path, name = f"positions.{position.id}", f"position {position.id}"
    if not position.fields:
        yield Question(about=f"{path}.fields", text=f"Which fields of expertise does {name} need?", why=WHY_SCORE)
    if position.days is None:
        yield Question(
            about=f"{path}.days",
            text=f"How many days of work does {name} have?",
            why="The workload decides who has the time.",
        )
    if len(call.positions) > 1 and position.principal is None:
        yield Question(
            about=f"{path}.principal",
            text=f"Is {name} the principal expert?",
            why="Experience of leading missions counts for it.",
        )
    for need in position.languages:
        yield from _of_language(need, f"{path}.languages")


def about_positions(counted: ExpertCount | None, described: bool) -> tuple[Question, ...]:
    """The question on how many experts, where no position is described or the call gives a range."""
    least, most = counted or (1, 1)
    if least < most:
        said = f"The call speaks of {least} to {most} experts; positions taken: {most}. "
    elif described:
        return ()
    else:
        said = f"The call speaks of {most} experts without describing them. " if most > 1 else ""
    return (
        Question(
            about="positions",
            text=f"{said}How many experts are needed, and what is each to do?",
            why=WHY_TEAM if most > 1 else WHY_ONE,
        ),
    )


def about_dates(doubts: Sequence[tuple[str, str]]) -> tuple[Question, ...]:
    """One question for each date that cannot be or that was read on an assumption."""
    return tuple(
        Question(
            about="phases",
            text=f"'{words}': {reason}. Which days are meant?",
            why="Availability is checked day by day.",
        )
        for words, reason in doubts
    )


def about_codes(unknown: Sequence[UnknownCode]) -> tuple[Question, ...]:
    """One question for each printed code that the vocabulary does not hold, with near ones."""
    asked = {error.unknown: error for error in unknown}
    return tuple(
        Question(
            about=PATHS.get(error.kind, error.kind),
            text=f"{error.what} {error.found} Which one is meant?",
            why=WHY_SCORE,
        )
        for error in asked.values()
    )


def about_countries(call_country: str | None, named: Sequence[str]) -> tuple[Question, ...]:
    """The question on the country where none is labelled but some are named: they may be meant, or not."""
    if call_country is not None or not named:
        return ()
    if shared := next((codes for codes in SHARED if set(codes) <= set(named)), None):
        one, other = map(country_name, shared)
        text = f"The text may mean {one} or {other}. In which country does the activity take place?"
        return (Question(about="country", text=text, why=WHY_COUNTRY),)
    names = ", ".join(country_name(code) for code in named[:5])
    text = f"The text names {names}, but not as the place. In which country does the activity take place?"
    return (Question(about="country", text=text, why=WHY_COUNTRY),)


def about_mixture(main: str | None, others: Sequence[str], languages_said: bool) -> tuple[Question, ...]:
    """The question on the working language of a text that mixes several and does not say."""
    if not others or main is None or languages_said:
        return ()
    names = ", ".join(language_name(code) for code in (main, *others))
    return (Question(about="language", text=f"The text mixes {names}. Which is the working language?", why=WHY_GATE),)


def about_alternatives(codes: Sequence[str]) -> tuple[Question, ...]:
    """The question on languages of which either is enough: none of them was taken as required."""
    if not codes:
        return ()
    names = " or ".join(language_name(code) for code in codes)
    return (
        Question(
            about="languages", text=f"The call asks for {names}. Is either enough, or is one of them required?",
            why="None of them was taken as required, so none decides who is eligible.",
        ),
    )  # fmt: skip


def about_one_member(codes: Sequence[str]) -> tuple[Question, ...]:
    """One question for each language that is asked of one member of the team: it was not taken as required of all."""
    return tuple(
        Question(
            about=f"languages.{code}",
            text=f"The call asks for {language_name(code)} of one expert, not of each. Which position has to speak it?",
            why="It was not taken as required of everybody, so it does not decide who is eligible.",
        )
        for code in codes
    )


def about_levels(wordings: Sequence[tuple[str, str]]) -> tuple[Question, ...]:
    """One question for each required language whose level was taken from words: (code, words)."""
    return tuple(
        Question(
            about=f"languages.{code}",
            text=f"The level of {language_name(code)} was taken from the words '{words}'. Is it right?",
            why=WHY_GATE,
        )
        for code, words in wordings
    )
