"""The documents: from facts and answers to Markdown. The same facts and answers give the same pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.exports.labels import PRINCIPLE, SCORE_MEANING, day, percent
from api.governance import data_tables, matcher_tables
from api.governance.answers import FILLED_IN, TO_FILL_IN, Asked, Question, check_answers
from api.governance.articles import served_by
from api.governance.facts import Facts
from api.governance.kinds import INDEX_KIND, KINDS, Kind
from api.governance.markdown import Ready, code, contents, escaped, inline, paragraphs
from api.governance.risks import load_risks
from api.governance.words import figure_words

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Document:
    """A finished document with the questions it asks."""

    kind: Kind
    text: str
    questions: tuple[Question, ...]

    @property
    def open(self) -> int:
        """How many questions nobody has answered."""
        return sum(1 for question in self.questions if not question.answer)


def make_documents(facts: Facts, answers: Mapping[str, str] | None = None) -> tuple[Document, ...]:
    """Every document, the index first.

    Raises:
        AnswersUnreadable: an answer is given to what no document asks.
    """
    asked = Asked(answers or {})
    made = [_made(kind, facts, asked) for kind in KINDS]
    check_answers(asked.answers, asked.questions)
    return (_made(INDEX_KIND, facts, asked, documents=made), *made)


def _made(kind: Kind, facts: Facts, asked: Asked, **more: Any) -> Document:
    before = len(asked.questions)
    context = {"facts": facts, "fill": partial(_fill, asked), "figure": partial(_figure, facts), **more}
    body = _environment().get_template(f"{kind.name}.md").render(context).strip()
    questions = tuple(asked.questions[before:])
    parts = [f"# {kind.title}", kind.says, _head(kind, facts, questions), "## Contents", contents(body), body]
    return Document(kind, "\n\n".join(parts) + "\n", questions)


def _head(kind: Kind, facts: Facts, questions: Sequence[Question]) -> str:
    """Date, version and what the document rests on."""
    roster = "invented sample" if facts.roster.sample else "roster"
    lines = [
        ("Made on", day(facts.made_on)),
        ("Software", f"expertmatch {facts.version}"),
        ("Roster", Ready(f"{roster} of {facts.roster.people:,} people, hash {code(facts.roster.content_hash)}")),
        ("Models", Ready(", ".join(f"{escaped(m.name)} {code(m.fingerprint)}" for m in facts.models))),
        ("Vocabulary", Ready(f"hash {code(facts.vocabulary_hash)}")),
        ("Figures", figures_words(facts)),
        ("Speaks to", served_by(kind.name)),
        (
            "To be filled in",
            f"{sum(not q.answer for q in questions)} of {len(questions)} questions" if questions else "",
        ),
    ]
    return "\n".join(f"- **{name}:** {inline(words)}" for name, words in lines if words)


def figures_words(facts: Facts) -> str:
    """Where the figures come from, or that nothing was measured."""
    figures = facts.figures
    if figures is None:
        return "not measured: no figures of an evaluation were found"
    run = "a quick run" if figures.quick else "a full run"
    made = f" of {figures.made_at[:10]}" if figures.made_at else ""
    fit = "" if facts.figures_fit else "; measured with other models or another vocabulary than those in use"
    return f"{figures.source}, {run}{made}{fit}"


def _fill(asked: Asked, id: str, text: str, about: str = "") -> Ready:
    """A question to the facility, or its answer; `about` is what the place in the document says already."""
    question = asked.ask(id, text, about)
    if not question.answer:
        return Ready(f"> {TO_FILL_IN} {inline(text)} ({code(id)})")
    lines = [f"> {FILLED_IN} {inline(text)}", *(f"> {paragraph}" for paragraph in paragraphs(question.answer))]
    return Ready("\n>\n".join(lines))


def _figure(facts: Facts, judge: str, measure: str, group: str = "") -> str:
    return figure_words(facts.figures.find(judge, measure, group) if facts.figures else None)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=inline,  # everything that is not Markdown already becomes Markdown that shows it as it stands
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "matcher": matcher_tables,
        "data": data_tables,
        "risks": load_risks(),
        "code": code,
        "day": day,
        "percent": percent,
        "figures_words": figures_words,
        "PRINCIPLE": PRINCIPLE,
        "SCORE_MEANING": SCORE_MEANING,
    }
    return made
