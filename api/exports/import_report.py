"""What came of an import of CVs as a workbook and as a page: read, left out, doubtful, failed, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from api.auth.language import ENGLISH
from api.exports.html import environment
from api.exports.sheets import Cell, as_bytes, table, told, workbook
from api.exports.spoken import LANGUAGES
from api.services.cvs.cv_import_report import OUTCOMES, ImportReport, Line
from api.speech.anew import anew_in
from api.speech.speech import speech
from embeddings.disk import write_atomic
from matching.cv.forms import Column

PAGES = ("cv", "imports", "import_report")  # whose sentences it says
DOCUMENTS = ("file", "outcome", "person", "format", "language", "pages", "entries", "languages", "fields", "left_out")
ON_PAGE = tuple(
    name for name in DOCUMENTS if name not in ("pages", "languages", "fields")
)  # less: it is read, not sorted
DOUBTFUL, FAILED = ("file", "open", "notes"), ("file", "why", "what_to_do")
COLUMNS = ("sheet", "column", "head", "taken", "by")


def write_report(report: ImportReport, folder: Path, at: datetime, language: str = ENGLISH) -> list[Path]:
    """Write both files, named by the moment, each whole or not at all; where they are.

    Args:
        language: in which they speak; English where files do not speak it.

    Raises:
        StorageFull: the disk is full or closed to us.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"import-{at:%Y-%m-%dT%H%M%SZ}"
    made = {
        folder / f"{name}.xlsx": to_xlsx(report, at, language),
        folder / f"{name}.html": to_html(report, at, language).encode(),
    }
    for path, content in made.items():
        write_atomic(path, content)
    return list(made)


def to_xlsx(report: ImportReport, at: datetime, language: str = ENGLISH) -> bytes:
    """The workbook: a summary, the documents, the doubtful and the failed ones, and columns where there were sheets."""
    words = ReportWords(language)
    say, heads = words.say, words.heads
    book, first = workbook(say("sheet.summary"))
    told(first, [["", say("title")], *([label, value] for label, value in words.summary(report, at))], (34, 90))
    table(book.create_sheet(say("sheet.documents")), heads(DOCUMENTS), [words.document(line) for line in report.lines],
          (50, 30, 24, 18, 12, 8, 9, 11, 9, 36))  # fmt: skip
    table(book.create_sheet(say("sheet.doubtful")), heads(DOUBTFUL), [
        (line.name, words.doubts(line), words.notes(line)) for line in report.doubtful
    ], (50, 50, 70))  # fmt: skip
    table(book.create_sheet(say("sheet.failed")), heads(FAILED), [
        (line.name, words.why(line), words.again(line.next_step)) for line in report.failed
    ], (50, 60, 60))  # fmt: skip
    if report.sheets:
        table(book.create_sheet(say("sheet.columns")), heads(COLUMNS), [
            (name, c.index + 1, c.head, words.taken(c), words.known_by(c))
            for name, columns in report.sheets.items() for c in columns
        ], (40, 8, 40, 24, 30))  # fmt: skip
    return as_bytes(book, say("title"), at)


def to_html(report: ImportReport, at: datetime, language: str = ENGLISH) -> str:
    """The page, which needs nothing else."""
    words = ReportWords(language)
    shown = {"report": report, "summary": list(words.summary(report, at)), "words": words, "say": words.say}
    shown |= {"documents": ON_PAGE, "doubtful": DOUBTFUL, "failed": FAILED, "columns": COLUMNS[1:]}
    return environment().get_template("import_report.html").render(**shown)


class ReportWords:
    """Words a report in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else ENGLISH
        self.say, self.again = speech(self.language, *PAGES), anew_in(self.language).words

    def heads(self, names: Iterable[str]) -> tuple[str, ...]:
        """The heads of a table."""
        return tuple(self.say(f"head.{name}") for name in names)

    def summary(self, report: ImportReport, at: datetime) -> Iterator[tuple[str, Cell]]:
        """Label and words of each figure."""
        say = self.say
        yield say("made"), f"{at:%Y-%m-%d %H:%M} UTC"
        yield say("meaning"), say("trial" if report.dry_run else "words")
        yield say("documents"), len(report.lines)
        for outcome in OUTCOMES:
            if report.counts[outcome]:
                yield say(f"outcome.{outcome}"), report.counts[outcome]
        yield say("doubtful"), len(report.doubtful)
        for about, count in sorted(report.doubts.items()):
            yield say("open", about=self._about(about)), count
        yield say("head.left_out"), say("left_out" if report.dropped else "absent")
        for kind, count in sorted(report.dropped.items()):
            yield say("dropped", kind=self._kind(kind)), count

    def document(self, line: Line) -> tuple[Cell, ...]:
        """What is told of each document, in the order of DOCUMENTS."""
        if line.outcome == "failed":
            return (line.name, self.outcome(line), *[""] * (len(DOCUMENTS) - 2))
        return (
            line.name, self.outcome(line), line.expert_id, self.format(line), self.language_of(line),
            line.pages, line.entries, line.languages, line.fields, self.dropped(line),
        )  # fmt: skip

    def outcome(self, line: Line) -> str:
        """What came of a document."""
        return self.say(f"outcome.{line.outcome}")

    def format(self, line: Line) -> str:
        """In which form a document came."""
        return self.say(f"cv.format.{line.format}") if line.format else ""

    def language_of(self, line: Line) -> str:
        """In which language a document is written."""
        return self.say.language_name(line.language) if line.language else ""

    def doubts(self, line: Line) -> str:
        """What is open about a document."""
        said = [self.say("possible")] if line.outcome == "possible" else []
        return "; ".join([*said, *(self._counted(self._about(about), count) for about, count in line.doubts)])

    def dropped(self, line: Line) -> str:
        """What was left out of a document, by kind."""
        return ", ".join(self._counted(self._kind(kind), count) for kind, count in line.dropped)

    def notes(self, line: Line) -> str:
        """What the reader noted, and cells that could not be read."""
        return "; ".join(map(self.again, line.notes))

    def why(self, line: Line) -> str:
        """Why a document could not be read."""
        return "; ".join(map(self.again, (line.reason, *line.notes)))

    def taken(self, column: Column) -> str:
        """What a column was taken for."""
        language = self.say.language_name(column.language) if column.language else ""
        return self.say(f"column.{column.field.replace(' ', '_')}", language=language)

    def known_by(self, column: Column) -> str:
        """By what it was known."""
        return self.say(f"by.{column.by}")

    def _counted(self, what: str, count: int) -> str:
        return self.say("counted", what=what, count=count)

    def _about(self, about: str) -> str:
        key = f"about.{about.replace(' ', '_')}"
        return self.say(key) if self.say.has(key) else about

    def _kind(self, kind: str) -> str:
        return self.say(f"cv.dropped.kind.{kind.replace(' ', '_')}")
