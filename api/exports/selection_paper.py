"""The selection record as a document on paper: the decision first, then everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.exports import labels
from api.exports.long_list_paper import account
from api.exports.paper import Block, Heading, Paper, Table, pairs, words
from api.exports.ranking_paper import rankings, teams
from api.exports.selection_facts import choice_facts, decision_facts, file_facts, make_up_facts, names, note_by
from api.exports.selection_record import SelectionRecord
from api.exports.selection_story import (
    ASKING_COLUMNS,
    STEP_COLUMNS,
    VERSION_COLUMNS,
    asking_rows,
    step_rows,
    version_rows,
)
from api.exports.shortlist_paper import decision_form, run_record, the_call
from api.exports.spoken import say, voice

ROOM = "\n\n"  # lines left free for a hand


def selection_paper(record: SelectionRecord) -> Paper:
    """The decision and who goes, the signatures, how it came about, the call, the ranking with its reasons, the run."""
    run = record.shortlist.record
    return Paper(
        kind=say("selection"),
        title=labels.call_title(record.shortlist.call),
        footer=say("selection.footer", number=record.version, run=run.run_id),
        made_at=record.made_at,
        language=voice().language,
        blocks=(
            words(labels.principle(), bold=True),
            *pairs(file_facts(record)),
            *(_decision(record) if record.decision else decision_form(record.shortlist)),
            *_signatures(record),
            *_table(say("steps"), STEP_COLUMNS, step_rows(record), (3.8, 3.6, 4.4, 5.2)),
            *_table(say("askings"), ASKING_COLUMNS, asking_rows(record), (2.8, 3.4, 4.2, 3.6, 3.0)),
            *_table(say("versions"), VERSION_COLUMNS, version_rows(record), (2.2, 3.4, 3.8, 3.2, 4.4)),
            *the_call(record.shortlist),
            *_notes(record),
            *rankings(record.shortlist),
            *teams(record.shortlist),
            *run_record(record.shortlist),
        ),
    )


def _decision(record: SelectionRecord) -> Iterator[Block]:
    if not record.decision:
        return
    titles = labels.position_names(record.shortlist)
    yield Heading(say("decision"), 1)
    for choice in record.decision.choices:
        yield Heading(titles[choice.position_id], 2)
        yield from pairs(choice_facts(choice, record.shortlist))
    yield Heading(say("decision.why"), 2)
    yield from pairs(decision_facts(record.decision))
    if made_up := make_up_facts(record):
        yield Heading(say("make_up.chosen.declared"), 2)
        yield from pairs(made_up)


def _signatures(record: SelectionRecord) -> Iterator[Block]:
    signing = [by for by in (record.prepared_by, record.decision.by if record.decision else None) if by]
    lines = [f"{account(by)}{ROOM}" for by in dict.fromkeys(signing)] or [ROOM]
    yield Heading(say("signatures"), 1)
    yield Table(
        (say("signatures.name"), say("signatures.date"), say("signatures.signature")),
        tuple((by, "", "") for by in lines),
        (6.5, 3.5, 7.0),
    )


def _table(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]
) -> Iterator[Block]:
    """A table under its heading; nothing where it would be empty."""
    if rows:
        yield Heading(title, 1)
        yield Table((*map(say, columns),), tuple(rows), widths)


def _notes(record: SelectionRecord) -> Iterator[Block]:
    yield Heading(say("evaluation"), 1)
    if not record.notes:
        yield words(say("evaluation.none"))
        return
    titles, people = labels.position_names(record.shortlist), names(record)
    rows = tuple(
        (
            titles[note.position_id],
            people.get(note.expert_id, note.expert_id),
            say("evaluation.no_points") if note.points is None else str(note.points),
            note.text,
            note_by(note),
        )
        for note in record.notes
    )
    yield Table(
        (say("column.position"), say("column.person"), say("column.points"), say("note"), say("column.by")),
        rows,
        (3.0, 3.2, 1.8, 5.4, 3.6),
    )
