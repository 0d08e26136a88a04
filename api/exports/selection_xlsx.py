"""The selection record as a workbook: decision, steps, answers, versions, notes, then the sheets of the shortlist."""

from __future__ import annotations

from datetime import date, datetime

from api.exports import facts, labels
from api.exports.long_list_paper import account
from api.exports.selection_facts import choice_facts, decision_facts, file_facts, make_up_facts, names
from api.exports.selection_record import SelectionRecord
from api.exports.selection_story import ASKING_COLUMNS, VERSION_COLUMNS, asking_rows, step_name, version_rows
from api.exports.sheets import Cell, as_bytes, table, told, workbook
from api.exports.spoken import say
from api.exports.xlsx import shortlist_sheets

STEPS = ("funnel.step", "column.day", "column.reached", "column.by", "reason")
NOTES = (
    "column.position", "column.person", "column.id", "column.points.range", "note", "column.by", "column.written",
)  # fmt: skip


def selection_xlsx(record: SelectionRecord) -> bytes:
    """The workbook: Decision, Steps, Answers, Versions, Notes, and the sheets of the shortlist."""
    title = labels.call_title(record.shortlist.call)
    book, first = workbook(say("decision"))
    told(first, [(say("selection"), title), *_decision(record)], (28, 100))
    steps: list[tuple[Cell, ...]] = [
        (step_name(step.name), _day(step.at), labels.day(step.at), account(step.by) if step.by else None, step.reason)
        for step in record.steps
    ]
    table(book.create_sheet(say("sheet.steps")), [*map(say, STEPS)], steps, (34, 12, 30, 44, 60))
    table(
        book.create_sheet(say("sheet.answers")), [*map(say, ASKING_COLUMNS)], asking_rows(record), (28, 34, 40, 44, 30)
    )
    table(
        book.create_sheet(say("sheet.versions")),
        [*map(say, VERSION_COLUMNS)],
        version_rows(record),
        (18, 30, 44, 34, 66),
    )
    titles, people = labels.position_names(record.shortlist), names(record)
    notes: list[tuple[Cell, ...]] = [
        (titles[n.position_id], people.get(n.expert_id, n.expert_id), n.expert_id, n.points, n.text, account(n.by),
         labels.day(n.at))
        for n in record.notes
    ]  # fmt: skip
    header = [*map(say, NOTES)]
    table(book.create_sheet(say("notes")), header, notes, (28, 26, 14, 10, 80, 40, 28))
    shortlist_sheets(book, record.shortlist)
    return as_bytes(book, say("pair", label=say("selection"), words=title), record.made_at)


def _decision(record: SelectionRecord) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [("", labels.principle()), *file_facts(record)]
    rows += [*facts.call_facts(record.shortlist.call), (say("record.mode"), facts.mode_sentence(record.shortlist))]
    if not record.decision:
        return [*rows, (say("decision"), say("decision.not_yet"))]
    titles = labels.position_names(record.shortlist)
    for choice in record.decision.choices:
        rows += [
            ("", None),
            (say("column.position"), titles[choice.position_id]),
            *choice_facts(choice, record.shortlist),
        ]
    rows += [("", None), *decision_facts(record.decision)]
    if made_up := make_up_facts(record):
        rows += [("", None), (say("make_up.chosen"), say("make_up.declared")), *made_up]
    return rows


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at
