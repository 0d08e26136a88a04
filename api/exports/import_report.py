"""What came of an import of CVs as a workbook and as a page: read, left out, doubtful, failed, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from api.exports.html import environment
from api.exports.sheets import Cell, as_bytes, table, told, workbook
from api.services.cvs.cv_import_report import ABSENT, OUTCOMES, ImportReport, Line
from embeddings.disk import write_atomic
from matching.codes import language_name

FORMATS = {
    "europass_xml": "Europass", "skills_passport_xml": "SkillsPassport (XML)",
    "skills_passport_json": "SkillsPassport (JSON)", "json_resume": "JSON Resume", "europeaid": "EuropeAid form",
    "scan": "scanned pages", "roster_row": "row of a roster", "docx": "Word", "odt": "OpenDocument", "pdf": "PDF",
    "rtf": "RTF", "html": "HTML", "markdown": "Markdown", "text": "plain text",
}  # fmt: skip
TITLE = "Import of CVs"
WORDS = "Every profile waits to be confirmed by its owner or validated by an officer. No document is kept."
LEFT_OUT = "Protected data that was met and left out before anything was stored; what it said is kept nowhere."


def write_report(report: ImportReport, folder: Path, at: datetime) -> list[Path]:
    """Write both files, named by the moment, each whole or not at all; where they are.

    Raises:
        StorageFull: the disk is full or closed to us.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"import-{at:%Y-%m-%dT%H%M%SZ}"
    made = {folder / f"{name}.xlsx": to_xlsx(report, at), folder / f"{name}.html": to_html(report, at).encode()}
    for path, content in made.items():
        write_atomic(path, content)
    return list(made)


def to_xlsx(report: ImportReport, at: datetime) -> bytes:
    """The workbook: Summary, Documents, Doubtful, Failed, and Columns where there were sheets."""
    book, first = workbook("Summary")
    told(first, [["", TITLE], *([label, value] for label, value in summary(report, at))], (34, 90))
    table(book.create_sheet("Documents"), DOCUMENT_HEAD, [_document(line) for line in report.lines],
          (50, 30, 24, 18, 12, 8, 9, 11, 9, 36))  # fmt: skip
    table(book.create_sheet("Doubtful"), ("File", "Left open", "Notes"), [
        (line.name, doubts_of(line), "; ".join(line.notes)) for line in report.doubtful
    ], (50, 50, 70))  # fmt: skip
    table(book.create_sheet("Failed"), ("File", "Why", "What to do"), [
        (line.name, "; ".join([line.reason, *line.notes]), line.next_step) for line in report.failed
    ], (50, 60, 60))  # fmt: skip
    if report.sheets:
        table(book.create_sheet("Columns"), ("Sheet", "Column", "Head", "Read as", "Known by"), [
            (name, c.index + 1, c.head, f"{c.field}{f':{c.language}' if c.language else ''}", BY[c.by])
            for name, columns in report.sheets.items() for c in columns
        ], (40, 8, 40, 24, 30))  # fmt: skip
    return as_bytes(book, TITLE, at)


def to_html(report: ImportReport, at: datetime) -> str:
    """The page, which needs nothing else."""
    shown = {"report": report, "summary": list(summary(report, at)), "title": TITLE, "words": WORDS, "by": BY}
    shown |= {"outcomes": OUTCOMES, "formats": FORMATS, "doubts_of": doubts_of, "dropped_of": dropped_of}
    return environment().get_template("import_report.html").render(**shown)


DOCUMENT_HEAD = ("File", "What came of it", "Person (id)", "Format", "Language", "Pages", "Entries", "Languages",
                 "Fields", "Left out")  # fmt: skip
BY = {"head": "its head", "values": "its values", "given": "the mapping given", "nothing": "nothing: not read"}


def summary(report: ImportReport, at: datetime) -> Iterator[tuple[str, Cell]]:
    """Label and words of each figure."""
    yield "Made", f"{at:%Y-%m-%d %H:%M} UTC"
    yield "What it means", "A trial: nothing was kept." if report.dry_run else WORDS
    yield "Documents", len(report.lines)
    for outcome, words in OUTCOMES.items():
        if report.counts[outcome]:
            yield words[0].upper() + words[1:], report.counts[outcome]
    yield "With something left open", len(report.doubtful)
    for about, count in sorted(report.doubts.items()):
        yield f"  open: {about}", count
    yield "Left out", LEFT_OUT if report.dropped else ABSENT
    for kind, count in sorted(report.dropped.items()):
        yield f"  left out: {kind}", count


def doubts_of(line: Line) -> str:
    """What is open about a document, in words."""
    said = ["possibly of a person who is on record already"] if line.outcome == "possible" else []
    return "; ".join([*said, *(f"{about} ({count})" for about, count in line.doubts)])


def dropped_of(line: Line) -> str:
    """What was left out of a document, by kind."""
    return ", ".join(f"{kind} ({count})" for kind, count in line.dropped)


def _document(line: Line) -> tuple[Cell, ...]:
    language = language_name(line.language) if line.language else ""
    if line.outcome == "failed":
        return (line.name, OUTCOMES[line.outcome], *[""] * 8)
    return (
        line.name, OUTCOMES[line.outcome], line.expert_id, FORMATS.get(line.format, line.format), language,
        line.pages, line.entries, line.languages, line.fields, dropped_of(line),
    )  # fmt: skip
