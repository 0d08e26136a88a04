"""Answers to a survey of interests grouped into topics: by the fields ticked, and by what the words speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matching.engine import Engine
from matching.peers.asking import ask, wanted_of
from matching.peers.regions import region_of
from matching.peers.values import Interest, Topic

LIKELY = 0.3  # confidence from which words speak of a field
MOST = 2  # fields that the words of one answer can be about: a list of everything says little
UNKNOWN = "unknown"  # region of an answer whose country is not known


def group_interests(answers: Sequence[Interest], engine: Engine) -> tuple[Topic, ...]:
    """Topics, the one that most answers share first; answers of which no field can be told come last, as one topic."""
    sure = {answer.id: _fields_of(answer, engine) for answer in answers}
    codes = Counter(code for fields in sure.values() for code in fields)
    topics = [_topic(code, answers, sure) for code in codes]
    topics.sort(key=lambda topic: (-len(topic.answers), -len(topic.regions), topic.code or ""))
    rest = [answer for answer in answers if not sure[answer.id]]
    return (*topics, *([_made(None, rest)] if rest else []))


def _fields_of(answer: Interest, engine: Engine) -> dict[str, float]:
    """The fields of one answer with how sure they are: 1 where ticked."""
    kind = engine.vocabularies.fields
    ticked = {kind.normalise(code): 1.0 for code in answer.fields if kind.has(code)}
    if not answer.text.strip():
        return ticked
    proposals = wanted_of(ask(answer.text, engine), engine).fields
    likely = [proposal for proposal in proposals if proposal.confidence >= LIKELY][:MOST]
    return {proposal.code: proposal.confidence for proposal in likely} | ticked


def _topic(code: str, answers: Sequence[Interest], sure: dict[str, dict[str, float]]) -> Topic:
    speaking = [answer for answer in answers if code in sure[answer.id]]
    return _made(code, sorted(speaking, key=lambda answer: -sure[answer.id][code]))


def _made(code: str | None, answers: Sequence[Interest]) -> Topic:
    regions = Counter((region_of(answer.country) if answer.country else None) or UNKNOWN for answer in answers)
    countries = dict.fromkeys(answer.country for answer in answers if answer.country)
    return Topic(
        code=code,
        answers=tuple(answer.id for answer in answers),
        regions=dict(sorted(regions.items())),
        countries=tuple(countries),
    )
