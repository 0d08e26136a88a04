"""A shortlist as a workbook: a summary, a sheet per position with criteria as columns, and all else on record."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule
from openpyxl.worksheet.worksheet import Worksheet

from api.exports import facts, labels
from api.exports.reasons import team_questions
from api.exports.sheets import ACCENT, Cell, as_bytes, percentages, sheet_name, table, told, workbook
from matching.results import Criterion, PositionResult, ScoredCandidate, Shortlist, Team


def to_xlsx(shortlist: Shortlist) -> bytes:
    """The workbook: Summary, the positions, Not eligible, Teams, Record; headers frozen, no formula anywhere."""
    book, first = workbook("Summary")
    _summary(first, shortlist)
    shortlist_sheets(book, shortlist)
    title = f"Shortlist: {labels.call_title(shortlist.call)}"
    return as_bytes(book, title, shortlist.record.made_at, f"expertmatch {shortlist.record.version}")


def shortlist_sheets(book: Workbook, shortlist: Shortlist) -> None:
    """Add the sheets of a shortlist but for the summary: a sheet per position, Not eligible, Teams, Record."""
    for number, position in enumerate(shortlist.positions, start=1):
        _position(book.create_sheet(sheet_name(number, position.title or position.position_id)), position)
    _not_eligible(book.create_sheet("Not eligible"), shortlist)
    _teams(book.create_sheet("Teams"), shortlist)
    _record(book.create_sheet("Record"), shortlist)


def _summary(sheet: Worksheet, shortlist: Shortlist) -> None:
    rows: list[Sequence[Cell]] = [
        ("Shortlist", labels.call_title(shortlist.call)),
        ("", labels.PRINCIPLE),
        ("", labels.SCORE_MEANING),
        *facts.call_facts(shortlist.call),
        ("Mode of balance", facts.mode_sentence(shortlist)),
        *(("To ask", f"{q.text} {q.why}".strip()) for q in shortlist.call.questions),
        *(("Note", note) for note in shortlist.notes),
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
        "Rank", "Person", "Expert id", "Merit (0 to 100)", "Confidence", "Eligibility", "To ask",
        *(f"{labels.criterion_label(name)} (points 0 to 1, weight {weight:g})" for name, weight in weights.items()),
        "Why", "Evidence", "Rules",
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
        points.append("not known" if known is None else known)
    shown = [criteria[name] for name in names if name in criteria]
    return [
        person.rank, labels.person(person.name, person.expert_id), person.expert_id, person.score, person.confidence,
        labels.VERDICTS[person.verdict], "\n".join(person.questions), *points,
        "\n".join(f"{labels.criterion_label(c.name)}: {c.why}" for c in shown),
        "\n".join(f"“{e.text}” [{labels.evidence_place(e)}]" for c in shown for e in c.evidence),
        "\n".join(f"{labels.gate_label(g.name)}: {labels.GATE_VERDICTS[g.verdict]} ({g.found})" for g in person.gates),
    ]  # fmt: skip


def _not_eligible(sheet: Worksheet, shortlist: Shortlist) -> None:
    names = labels.position_names(shortlist)
    rows: list[list[Cell]] = []
    for position in shortlist.positions:
        for person in position.not_eligible:
            rows += [
                [
                    names[position.position_id], labels.person(person.name, person.expert_id), person.expert_id,
                    labels.gate_label(gate.name), gate.rule, gate.found, person.score,
                ]
                for gate in person.gates
            ]  # fmt: skip
        missing = position.not_eligible_total - len(position.not_eligible)
        if missing > 0:
            rows.append([names[position.position_id], f"{missing} more are not listed one by one"])
    header = [
        "Position",
        "Person",
        "Expert id",
        "Rule not met",
        "What is asked",
        "What was found",
        "Merit they would have had",
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
        rows.append([None, "No team meets the rules", none.reason])
        helps = [none.relaxation.sentence] if none.relaxation else none.rules_in_the_way
        rows += [[None, "What would help" if none.relaxation else "In the way", words] for words in helps]
    header = [
        "Team", "Position", "Person", "Expert id", "Merit", "Confidence", "Eligibility", "Team value", "Proof",
        "Price of balance", "Fields covered", "Not covered", "Languages covered", "Make-up, as declared", "Reserve",
        "To ask",
    ]  # fmt: skip
    table(sheet, header, rows, [7, 28, 26, 14, 9, 12, 17, 11, 22, 34, 40, 30, 30, 40, 40, 50])
    percentages(sheet, 6)


def _team_cells(team: Team, shortlist: Shortlist) -> tuple[Cell, ...]:
    names, people = labels.position_names(shortlist), labels.people(shortlist)
    missing = [*labels.field_words(team.fields_missing), *map(labels.requirement, team.languages_missing)]
    reserve = [
        f"{names.get(r.position_id, r.position_id)}: {', '.join(people.get(i, i) for i in r.steps_in) or 'nobody'}"
        for r in team.reserve
    ]
    return (
        team.value,
        labels.proof_sentence(team.optimal, team.gap, team.rank),
        labels.price_sentence(team.price),
        "\n".join(labels.field_words(team.fields_covered)),
        "\n".join(missing),
        "\n".join(map(labels.requirement, team.languages_covered)),
        "\n".join(f"{label}: {words}" for label, words in facts.balance_facts(team.balance)),
        "\n".join(reserve),
        "\n".join(team_questions(team)),
    )


def _record(sheet: Worksheet, shortlist: Shortlist) -> None:
    record = shortlist.record
    rows: list[list[Cell]] = [list(pair) for pair in facts.record_facts(shortlist)]
    rows += [[f"Setting {path}", words] for path, words in facts.setting_facts(record.settings)]
    rows += [[f"Step: {s.step}", labels.step_sentence(s)] for s in record.funnel]
    rows += [[f"Time: {s.name}", f"{s.ms:.1f} ms"] for s in record.stages]
    table(sheet, ["What", "Value"], rows, [34, 100])
