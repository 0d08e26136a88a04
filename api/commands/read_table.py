"""What was read from one CV on the screen, readable at 80 columns: facts, what is proposed and by which words, questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.commands.screen import printable
from api.commands.show import heading, pairs
from api.exports import labels
from matching.codes import country_name, language_name
from matching.cv.values import CodeProposal, CvDate, Entry, LanguageFact, Parts, ReadProfile

WORK, STUDIES = ("post", "assignment"), ("degree", "training")
SHOWN = 6  # proposals of a kind
QUOTE = 160  # characters of a sentence
FORMATS = {
    "europass_xml": "Europass", "skills_passport_xml": "SkillsPassport (XML)",
    "skills_passport_json": "SkillsPassport (JSON)", "json_resume": "JSON Resume", "europeaid": "EuropeAid form",
    "scan": "scanned pages", "roster_row": "row of a roster", "docx": "Word", "odt": "OpenDocument", "pdf": "PDF",
    "rtf": "RTF", "html": "HTML", "markdown": "Markdown", "text": "plain text",
}  # fmt: skip


def show_profile(screen: Console, name: str, read: ReadProfile) -> None:
    """Everything that was read, top to bottom."""
    heading(screen, name)
    parts = read.parts
    pairs(screen, [*_document(read), *_person(parts)])
    _entries(screen, "Posts and assignments", [entry for entry in parts.entries if entry.kind in WORK])
    _entries(screen, "Education and training", [entry for entry in parts.entries if entry.kind in STUDIES])
    _languages(screen, parts.languages)
    _proposals(screen, "Status proposed", "statuses", (read.status,) if read.status else ())
    _proposals(screen, "Fields proposed", "fields", read.fields)
    _proposals(screen, "Competences proposed", "competences", read.competences)
    _proposals(screen, "Types of activity proposed", "activity_types", read.activity_types)
    _proposals(screen, "Countries of experience", "", read.countries)
    _left_out(screen, read)
    _questions(screen, parts)


def _document(read: ReadProfile) -> Iterable[tuple[str, str]]:
    language = f", {language_name(read.language)}" if read.language else ""
    pages = f", {read.pages} page{'s' if read.pages != 1 else ''}"
    yield "Document", f"{FORMATS.get(read.format, read.format)}{pages if read.format != 'roster_row' else ''}{language}"


def _person(parts: Parts) -> Iterable[tuple[str, str]]:
    if parts.name:
        yield "Name", parts.name.value
    for label, facts in (("E-mail", parts.emails), ("Telephone", parts.phones), ("Links", parts.links)):
        if facts:
            yield label, ", ".join(fact.value for fact in facts)
    if parts.nationalities:
        yield "Nationality stated", ", ".join(country_name(fact.code) for fact in parts.nationalities)
    if parts.gender:
        yield "Gender declared", parts.gender.code
    others = [entry for entry in parts.entries if entry.kind not in (*WORK, *STUDIES)]
    if others:
        kinds = sorted({entry.kind for entry in others})
        yield "Also read", ", ".join(f"{sum(e.kind == kind for e in others)} x {kind}" for kind in kinds)


def _entries(screen: Console, title: str, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    table = _titled(screen, title)
    table.add_column(width=23, style="dim")
    table.add_column(overflow="fold")
    for entry in entries:
        first = entry.text.split("\n", 1)[0]
        what = entry.title or (first if not entry.employer else "")
        where = [entry.employer, country_name(entry.country) if entry.country else None]
        table.add_row(_dates(entry), Text(printable(_cut("; ".join(filter(None, [what, *where]))))))
    screen.print(Padding(table, (0, 0, 0, 2)))


def _languages(screen: Console, languages: Sequence[LanguageFact]) -> None:
    if not languages:
        return
    table = _titled(screen, "Languages")
    table.add_column(width=18, overflow="fold")
    table.add_column(overflow="fold")
    for fact in languages:
        claim = fact.claim
        said = [f"{labels.SKILLS[skill]} {level}" for skill in labels.SKILLS if (level := getattr(claim, skill))]
        words = ["native"] * claim.native + said or ["level not said"]
        origin = f' (as written: "{claim.origin}")' if claim.origin else ""
        table.add_row(language_name(claim.language), Text(printable(_cut(", ".join(words) + origin))))
    screen.print(Padding(table, (0, 0, 0, 2)))


def _proposals(screen: Console, title: str, kind: str, proposals: Sequence[CodeProposal]) -> None:
    if not proposals:
        return
    table = _titled(screen, title)
    table.add_column(width=5, justify="right")
    table.add_column(overflow="fold")
    for one in proposals[:SHOWN]:
        label = labels.term(kind, one.code) if kind else country_name(one.code)
        years = f", {one.years:g} years" if one.years else ""
        words = Text(printable(label + years), style="bold")
        shown = one.source.text if one.source else one.reason
        words.append(f"\n{printable(_cut(shown))}", style="not bold dim")
        table.add_row(labels.percent(one.confidence), words)
    if (rest := len(proposals) - SHOWN) > 0:
        table.add_row("", Text(f"and {rest} more", style="dim"))
    screen.print(Padding(table, (0, 0, 0, 2)))


def _left_out(screen: Console, read: ReadProfile) -> None:
    rows = [("Left out, not kept", ", ".join(f"{d.kind} ({d.count})" for d in read.parts.dropped) or "nothing was met")]
    rows += [("Note", warning) for warning in read.warnings]
    screen.print()
    pairs(screen, rows)


def _questions(screen: Console, parts: Parts) -> None:
    if not parts.doubts:
        return
    table = _titled(screen, "Questions to the person")
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for doubt in parts.doubts:
        where = f' ("{_cut(doubt.source.text)}")' if doubt.source else ""
        table.add_row("?", Text(printable(doubt.question + where)))
    screen.print(Padding(table, (0, 0, 0, 2)))


def _titled(screen: Console, title: str) -> Table:
    screen.print()
    screen.print(Text(title, style="bold"))
    return Table.grid(padding=(0, 2))


def _dates(entry: Entry) -> str:
    ends = "to date" if entry.ongoing else _date(entry.end)
    return " - ".join(filter(None, [_date(entry.start), ends])) or "no dates"


def _date(value: CvDate | None) -> str:
    return value.iso if value else ""


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE else flat[:QUOTE].rsplit(" ", 1)[0] + " ..."
