"""The long list as a workbook: everyone on one sheet, every rule on another, and what the list is about."""

from __future__ import annotations

from collections.abc import Iterator

from api.exports import labels
from api.exports.long_list import LongList
from api.exports.long_list_paper import ARRIVALS, about, named, rules
from api.exports.sheets import Cell, as_bytes, table, told, workbook
from api.exports.spoken import again, say

LIST = (
    "column.position", "column.person", "column.id", "position.statuses", "column.institution", "column.came", "column.on",
    "column.eligibility", "ask", "rules",
)  # fmt: skip
RULES = (
    "column.position", "column.person", "column.id", "column.rule", "column.verdict", "column.asked", "column.found",
    "column.question",
)  # fmt: skip


def long_list_xlsx(long_list: LongList) -> bytes:
    """The workbook: Long list, Rules, About; a row per person and position, and a row per person and rule."""
    book, first = workbook(say("long_list"))
    table(first, [*map(say, LIST)], list(_people(long_list)), (26, 24, 14, 18, 26, 16, 12, 16, 32, 56))
    first.freeze_panes = "C2"
    table(
        book.create_sheet(say("column.rules")),
        [*map(say, RULES)],
        list(_rules(long_list)),
        (28, 26, 14, 24, 12, 44, 44, 44),
    )
    rows: list[tuple[Cell, ...]] = [(say("long_list"), labels.call_title(long_list.call)), *about(long_list)]
    told(
        book.create_sheet(say("sheet.about")),
        [*rows, *((say("note"), again(note)) for note in long_list.notes)],
        (26, 90),
    )
    return as_bytes(
        book, say("pair", label=say("long_list"), words=labels.call_title(long_list.call)), long_list.made_at
    )


def _people(long_list: LongList) -> Iterator[tuple[Cell, ...]]:
    for position, name in named(long_list):
        for person in position.people:
            yield (
                name, labels.person(person.name, person.expert_id), person.expert_id,
                labels.status_label(person.status) if person.status else say("day.none"),
                person.institution or say("day.none"), ARRIVALS[person.came],
                person.on, labels.VERDICTS[person.verdict],
                "\n".join(again(gate.question) for gate in person.gates if gate.question), rules(person),
            )  # fmt: skip


def _rules(long_list: LongList) -> Iterator[tuple[Cell, ...]]:
    for position, name in named(long_list):
        for person in position.people:
            for gate in person.gates:
                yield (
                    name, labels.person(person.name, person.expert_id), person.expert_id, labels.gate_label(gate.name),
                    labels.GATE_VERDICTS[gate.verdict], again(gate.rule), again(gate.found), again(gate.question or ""),
                )  # fmt: skip
