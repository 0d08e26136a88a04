"""A shortlist as a document on paper, with a form for the decision that is still to be taken."""

from __future__ import annotations

from collections.abc import Iterator

from api.exports import facts, labels
from api.exports.paper import Block, Heading, Paper, Table, bullets, pairs, words
from api.exports.ranking_paper import rankings, teams
from matching.results import Shortlist


def shortlist_paper(shortlist: Shortlist) -> Paper:
    """The call as understood, each position's ranking with its reasons, teams, room for the decision, run record."""
    return Paper(
        kind="Shortlist",
        title=labels.call_title(shortlist.call),
        footer=f"Shortlist, run {shortlist.record.run_id}",
        made_at=shortlist.record.made_at,
        blocks=(
            words(labels.PRINCIPLE, bold=True),
            words(labels.SCORE_MEANING),
            *the_call(shortlist),
            *rankings(shortlist),
            *teams(shortlist),
            *decision_form(shortlist),
            *run_record(shortlist),
        ),
    )


def the_call(shortlist: Shortlist) -> Iterator[Block]:
    """What the call says, what it does not say, and what the run noted."""
    yield Heading("The call as understood", 1)
    yield from pairs([*facts.call_facts(shortlist.call), ("Mode of balance", facts.mode_sentence(shortlist))])
    if shortlist.call.questions:
        yield Heading("What the call does not say", 2)
        yield from bullets(f"{q.text} {q.why}".strip() for q in shortlist.call.questions)
    if shortlist.notes:
        yield Heading("Notes", 2)
        yield from bullets(shortlist.notes)


def decision_form(shortlist: Shortlist) -> Iterator[Block]:
    """Room for the decision, to be filled in by hand."""
    yield Heading("Decision", 1, new_page=True)
    yield words(labels.PRINCIPLE, bold=True)
    yield words("Where the decision differs from the ranking or from the first team, its reason is written here.")
    rows = tuple((f"{name}\n\n", "", "") for name in labels.position_names(shortlist).values())
    yield Table(("Position", "Person chosen", "Reason"), rows, (5.0, 5.0, 7.0))
    yield Table(("Decided by", "Function", "Date and signature"), (("\n\n", "", ""),), (5.0, 5.0, 7.0))


def run_record(shortlist: Shortlist) -> Iterator[Block]:
    """With what the shortlist was made: model, hashes, counts at each step, settings."""
    record = shortlist.record
    yield Heading("Record of the run", 1)
    yield from pairs(facts.record_facts(shortlist))
    if record.funnel:
        yield Heading("People at each step, as declared", 2)
        header = ("Step", "People", "Women", "Men", "Other", "Not declared", "Public", "Nationalities")
        rows = tuple(
            (s.step, *map(str, (s.people, s.women, s.men, s.other, s.undeclared, s.public, s.nationalities)))
            for s in record.funnel
        )
        yield Table(header, rows, (3.3, 1.7, 1.8, 1.4, 1.5, 2.6, 1.7, 3.0))
    yield Heading("Settings", 2)
    yield from pairs(facts.setting_facts(record.settings), 7.0)
