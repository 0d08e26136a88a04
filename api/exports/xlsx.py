"""A shortlist as a workbook: a summary, a sheet per position with criteria as columns, and all else on record."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from api.exports import facts, labels
from api.exports.reasons import team_questions
from matching.results import Criterion, PositionResult, ScoredCandidate, Shortlist, Team

Cell = str | int | float | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # characters that a cell can hold
ACCENT = "17586A"
FACE = "Calibri"
LINE, MOST_LINES = 15.0, 27  # points of a line of text; lines after which a row grows no further


def to_xlsx(shortlist: Shortlist) -> bytes:
    """The workbook: Summary, the positions, Not eligible, Teams, Record; headers frozen, no formula anywhere."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # a new workbook has one
    first.title = "Summary"
    _summary(first, shortlist)
    for number, position in enumerate(shortlist.positions, start=1):
        _position(book.create_sheet(_sheet_name(number, position.title or position.position_id)), position)
    _not_eligible(book.create_sheet("Not eligible"), shortlist)
    _teams(book.create_sheet("Teams"), shortlist)
    _record(book.create_sheet("Record"), shortlist)
    book.properties.title = _text(f"Shortlist: {labels.call_title(shortlist.call)}")
    book.properties.creator = f"expertmatch {shortlist.record.version}"
    book.properties.created = shortlist.record.made_at.replace(tzinfo=None)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(value: str) -> str:
    """Text that no spreadsheet takes for a formula, within what a cell can hold.

    The apostrophe is the customary guard (OWASP, "CSV Injection"): it also holds when the sheet is saved as CSV.
    """
    clean = ILLEGAL_CHARACTERS_RE.sub("", value)[: LONGEST - 1]
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean


def _sheet_name(number: int, title: str) -> str:
    """A name a workbook accepts: at most 31 characters, none of []:*?/\\. The number keeps it unlike all others."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", ILLEGAL_CHARACTERS_RE.sub("", title)).strip()
    return f"{number} {plain}"[:31].strip("' ")


def _write(sheet: Worksheet, rows: Sequence[Sequence[Cell]], start: int = 1) -> None:
    for at, row in enumerate(rows, start=start):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            if isinstance(value, str):
                cell.value = _text(value)
                cell.data_type = "s"  # never a formula, whatever it begins with
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))


def _table(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> None:
    """A table from the first row on, its header frozen and filterable; widths in characters."""
    _write(sheet, [header, *rows])
    for cell in sheet[1]:
        cell.font = Font(name=FACE, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    _fit(sheet, widths)
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"
    _for_paper(sheet)
    sheet.print_title_rows = "1:1"


def _fit(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the widths, and each row's height to the lines its texts will take: not every program does so by itself."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(sheet.iter_rows(max_col=len(widths), values_only=True), start=1):
        lines = max(
            sum(math.ceil(max(len(line), 1) * 1.1 / width) for line in str(value or "").split("\n"))
            for value, width in zip(row, widths, strict=True)
        )
        sheet.row_dimensions[number].height = LINE * min(lines, MOST_LINES) + 2


def _for_paper(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


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
    _write(sheet, rows)
    for row in sheet.iter_rows(max_col=1):
        row[0].font = Font(name=FACE, bold=True)
    sheet["B1"].font = Font(name=FACE, bold=True, size=14)
    _fit(sheet, (26, 80, 10, 12, 18))
    for row in sheet.iter_rows(min_col=4, max_col=4):
        row[0].number_format = "0%"
    sheet.freeze_panes = "A2"
    _for_paper(sheet)


def _position(sheet: Worksheet, position: PositionResult) -> None:
    weights = {c.name: c.weight for person in position.candidates for c in person.criteria if c.weight}
    header = [
        "Rank", "Person", "Expert id", "Merit (0 to 100)", "Confidence", "Eligibility", "To ask",
        *(f"{labels.criterion_label(name)} (points 0 to 1, weight {weight:g})" for name, weight in weights.items()),
        "Why", "Evidence", "Rules",
    ]  # fmt: skip
    rows = [_person_row(person, list(weights)) for person in position.candidates]
    _table(sheet, header, rows, [7, 26, 14, 10, 12, 17, 40, *[14] * len(weights), 55, 70, 55])
    sheet.freeze_panes = "C2"
    if rows:
        last = len(rows) + 1
        for row in sheet.iter_rows(min_row=2, min_col=5, max_col=5):
            row[0].number_format = "0%"
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
    _table(sheet, header, rows, [30, 26, 14, 26, 40, 50, 14])


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
    _table(sheet, header, rows, [7, 28, 26, 14, 9, 12, 17, 11, 22, 34, 40, 30, 30, 40, 40, 50])
    for row in sheet.iter_rows(min_row=2, min_col=6, max_col=6):
        row[0].number_format = "0%"


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
    _table(sheet, ["What", "Value"], rows, [34, 100])
