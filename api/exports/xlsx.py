"""A shortlist as a workbook: a summary, a sheet per position with criteria as columns, and all else on record."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule
from openpyxl.worksheet.worksheet import Worksheet

from api.exports import facts, labels
from api.exports.reasons import team_questions
from api.exports.sheets import ACCENT, Cell, as_bytes, percentages, sheet_name, table, told, workbook
from api.exports.spoken import again, say
from matching.results import Criterion, PositionResult, ScoredCandidate, Shortlist, Team


def to_xlsx(shortlist: Shortlist) -> bytes:
    """The workbook: Summary, the positions, Not eligible, Teams, Record; headers frozen, no formula anywhere."""
    book, first = workbook(say("sheet.summary"))
    _summary(first, shortlist)
    shortlist_sheets(book, shortlist)
    title = say("pair", label=say("shortlist"), words=labels.call_title(shortlist.call))
    return as_bytes(book, title, shortlist.record.made_at, f"expertmatch {shortlist.record.version}")


def shortlist_sheets(book: Workbook, shortlist: Shortlist) -> None:
    """Add the sheets of a shortlist but for the summary: a sheet per position, Not eligible, Teams, Record."""
    for number, position in enumerate(shortlist.positions, start=1):
        _position(book.create_sheet(sheet_name(number, position.title or position.position_id)), position)
    _not_eligible(book.create_sheet(say("sheet.out")), shortlist)
    _teams(book.create_sheet(say("teams")), shortlist)
    _record(book.create_sheet(say("sheet.record")), shortlist)


def _summary(sheet: Worksheet, shortlist: Shortlist) -> None:
    rows: list[Sequence[Cell]] = [
        (say("shortlist"), labels.call_title(shortlist.call)),
        ("", labels.principle()),
        ("", labels.score_meaning()),
        *facts.call_facts(shortlist.call),
        (say("record.mode"), facts.mode_sentence(shortlist)),
        *((say("ask"), f"{again(q.text)} {again(q.why)}".strip()) for q in shortlist.call.questions),
        *((say("note"), again(note)) for note in shortlist.notes),
    ]
    names = labels.position_names(shortlist)
    for position in shortlist.positions:
        rows += [("", None), (names[position.position_id], labels.counts_sentence(position))]
        rows += [
            (f"  {c.rank}", f"{labels.person(c.name, c.expert_id)}", c.score, c.confidence, labels.VERDICTS[c.verdict])
            for c in position.candidates[:3]
        ]
    told(sheet, rows, (26, 80, 10, 12, 18))
    percentages(sheet, 4)


def _position(sheet: Worksheet, position: PositionResult) -> None:
    weights = {c.name: c.weight for person in position.candidates for c in person.criteria if c.weight}
    header = [
        *map(say, ("column.rank", "column.person", "column.id", "column.merit.range", "column.confidence")),
        say("column.eligibility"), say("ask"),
        *(
            say("column.criterion", criterion=labels.criterion_label(name), weight=labels.figure(weight))
            for name, weight in weights.items()
        ),
        say("column.why"), say("column.evidence"), say("column.rules"),
    ]  # fmt: skip
    rows = [_person_row(person, list(weights)) for person in position.candidates]
    table(sheet, header, rows, [7, 26, 14, 10, 12, 17, 40, *[14] * len(weights), 55, 70, 55])
    sheet.freeze_panes = "C2"
    if rows:
        last = len(rows) + 1
        percentages(sheet, 5)
        sheet.conditional_formatting.add(f"D2:D{last}", DataBarRule("num", 0, "num", 100, color=ACCENT))


def _person_row(person: ScoredCandidate, names: Sequence[str]) -> list[Cell]:
    criteria: dict[str, Criterion] = {c.name: c for c in person.criteria}
    points: list[Cell] = []
    for name in names:
        known = criteria[name].points if name in criteria else None
        points.append(say("not_known") if known is None else known)
    shown = [criteria[name] for name in names if name in criteria]
    return [
        person.rank, labels.person(person.name, person.expert_id), person.expert_id, person.score, person.confidence,
        labels.VERDICTS[person.verdict], "\n".join(map(again, person.questions)), *points,
        "\n".join(say("pair", label=labels.criterion_label(c.name), words=again(c.why)) for c in shown),
        "\n".join(f"“{labels.evidence_words(e)}” [{labels.evidence_place(e)}]" for c in shown for e in c.evidence),
        "\n".join(labels.gate_sentence(gate) for gate in person.gates),
    ]  # fmt: skip


def _not_eligible(sheet: Worksheet, shortlist: Shortlist) -> None:
    names = labels.position_names(shortlist)
    rows: list[list[Cell]] = []
    for position in shortlist.positions:
        for person in position.not_eligible:
            rows += [
                [
                    names[position.position_id], labels.person(person.name, person.expert_id), person.expert_id,
                    labels.gate_label(gate.name), again(gate.rule), again(gate.found), person.score,
                ]
                for gate in person.gates
            ]  # fmt: skip
        missing = position.not_eligible_total - len(position.not_eligible)
        if missing > 0:
            rows.append([names[position.position_id], say("out.unlisted", count=missing)])
    header = [
        *map(say, ("column.position", "column.person", "column.id", "column.rule_failed", "column.asked")),
        *map(say, ("column.found", "column.merit.would")),
    ]
    table(sheet, header, rows, [30, 26, 14, 26, 40, 50, 14])


def _teams(sheet: Worksheet, shortlist: Shortlist) -> None:
    names = labels.position_names(shortlist)
    rows: list[list[Cell]] = [
        [team.rank, names.get(m.position_id, m.position_id), labels.person(m.name, m.expert_id), m.expert_id, m.score,
         m.confidence, labels.VERDICTS[m.verdict], *(_team_cells(team, shortlist) if m is team.members[0] else ())]
        for team in shortlist.teams
        for m in team.members
    ]  # fmt: skip
    if shortlist.no_team:
        none = shortlist.no_team
        rows.append([None, say("teams.impossible"), again(none.reason)])
        helps = [none.relaxation.sentence] if none.relaxation else none.rules_in_the_way
        rows += [
            [None, say("teams.help") if none.relaxation else say("teams.in_the_way"), again(words)] for words in helps
        ]
    header = [
        *map(
            say, ("column.team", "column.position", "column.person", "column.id", "column.merit", "column.confidence")
        ),
        *map(say, ("column.eligibility", "column.team_value", "column.proof", "price.label", "covers.fields")),
        *map(say, ("covers.not", "covers.languages", "make_up", "reserve", "ask")),
    ]
    table(sheet, header, rows, [7, 28, 26, 14, 9, 12, 17, 11, 22, 34, 40, 30, 30, 40, 40, 50])
    percentages(sheet, 6)


def _team_cells(team: Team, shortlist: Shortlist) -> tuple[Cell, ...]:
    names, people = labels.position_names(shortlist), labels.people(shortlist)
    missing = [*labels.field_words(team.fields_missing), *map(labels.requirement, team.languages_missing)]
    reserve = [
        say(
            "pair",
            label=names.get(r.position_id, r.position_id),
            words=", ".join(people.get(i, i) for i in r.steps_in) or say("nobody"),
        )
        for r in team.reserve
    ]
    return (
        team.value,
        labels.proof_sentence(team.optimal, team.gap, team.rank),
        labels.price_sentence(team.price),
        "\n".join(labels.field_words(team.fields_covered)),
        "\n".join(missing),
        "\n".join(map(labels.requirement, team.languages_covered)),
        "\n".join(say("pair", label=label, words=words) for label, words in facts.balance_facts(team.balance)),
        "\n".join(reserve),
        "\n".join(map(again, team_questions(team))),
    )


def _record(sheet: Worksheet, shortlist: Shortlist) -> None:
    record = shortlist.record
    rows: list[list[Cell]] = [list(pair) for pair in facts.record_facts(shortlist)]
    rows += [[say("record.setting", path=path), words] for path, words in facts.setting_facts(record.settings)]
    rows += [
        [say("record.step", step=labels.step_name(shortlist, s.step)), labels.step_sentence(s)] for s in record.funnel
    ]
    rows += [[say("record.time", stage=s.name), f"{labels.one_decimal(s.ms)} ms"] for s in record.stages]
    table(sheet, [say("column.what"), say("column.value")], rows, [34, 100])
