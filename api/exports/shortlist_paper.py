"""A shortlist as a document on paper, with a form for the decision that is still to be taken."""

from __future__ import annotations

from collections.abc import Iterator

from api.exports import facts, labels
from api.exports.paper import Block, Heading, Paper, Table, bullets, pairs, words
from api.exports.ranking_paper import rankings, teams
from api.exports.spoken import again, say, voice
from matching.results import Shortlist

FUNNEL = (
    "funnel.step", "funnel.people", "funnel.women", "funnel.men", "funnel.other", "funnel.undeclared", "funnel.public",
    "funnel.nationalities",
)  # fmt: skip


def shortlist_paper(shortlist: Shortlist) -> Paper:
    """The call as understood, each position's ranking with its reasons, teams, room for the decision, run record."""
    return Paper(
        kind=say("shortlist"),
        title=labels.call_title(shortlist.call),
        footer=say("shortlist.footer", run=shortlist.record.run_id),
        made_at=shortlist.record.made_at,
        language=voice().language,
        blocks=(
            words(labels.principle(), bold=True),
            words(labels.score_meaning()),
            *the_call(shortlist),
            *rankings(shortlist),
            *teams(shortlist),
            *decision_form(shortlist),
            *run_record(shortlist),
        ),
    )


def the_call(shortlist: Shortlist) -> Iterator[Block]:
    """What the call says, what it does not say, and what the run noted."""
    yield Heading(say("call.title"), 1)
    yield from pairs([*facts.call_facts(shortlist.call), (say("record.mode"), facts.mode_sentence(shortlist))])
    if shortlist.call.questions:
        yield Heading(say("call.questions"), 2)
        yield from bullets(f"{again(q.text)} {again(q.why)}".strip() for q in shortlist.call.questions)
    if shortlist.notes:
        yield Heading(say("notes"), 2)
        yield from bullets(map(again, shortlist.notes))


def decision_form(shortlist: Shortlist) -> Iterator[Block]:
    """Room for the decision, to be filled in by hand."""
    yield Heading(say("decision"), 1, new_page=True)
    yield words(labels.principle(), bold=True)
    yield words(say("decision.differs"))
    rows = tuple((f"{name}\n\n", "", "") for name in labels.position_names(shortlist).values())
    yield Table((say("column.position"), say("decision.chosen"), say("reason")), rows, (5.0, 5.0, 7.0))
    yield Table(
        (say("decision.by"), say("decision.function"), say("decision.signed")), (("\n\n", "", ""),), (5.0, 5.0, 7.0)
    )


def run_record(shortlist: Shortlist) -> Iterator[Block]:
    """With what the shortlist was made: model, hashes, counts at each step, settings."""
    record = shortlist.record
    yield Heading(say("record"), 1)
    yield from pairs(facts.record_facts(shortlist))
    if record.funnel:
        yield Heading(say("funnel"), 2)
        header = (*map(say, FUNNEL),)
        rows = tuple(
            (
                labels.step_name(shortlist, s.step),
                *map(str, (s.people, s.women, s.men, s.other, s.undeclared, s.public, s.nationalities)),
            )
            for s in record.funnel
        )
        yield Table(header, rows, (3.1, 2.0, 1.8, 1.8, 1.4, 2.2, 1.8, 2.9))
    yield Heading(say("settings"), 2)
    yield from pairs(facts.setting_facts(record.settings), 7.0)
