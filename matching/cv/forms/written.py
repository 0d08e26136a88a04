"""A draft written out as text, line by line, so that every fact says where in it it stands.

Only what is kept is written. Values that identify a person stand at the top, apart from the entries: an entry's text
holds none of them.
"""

from __future__ import annotations

from matching.codes import WORKING_LANGUAGES, country_name, fold
from matching.cv.dropping import without_protected
from matching.cv.forms.draft import Draft, DraftEntry, DraftLanguage, DraftPeriod
from matching.cv.forms.labels import label
from matching.cv.forms.markup import line_of, lines_of
from matching.cv.values import (
    LONGEST_QUOTE,
    Block,
    CodeFact,
    CvText,
    Doubt,
    Dropped,
    Entry,
    LanguageFact,
    Parts,
    Protected,
    Source,
    TextFact,
)
from matching.texts import detect_language

SHORTEST_TOLD = 40  # characters below which the language of an entry is that of the document


def write_out(draft: Draft) -> tuple[Parts, Protected]:
    """The draft as text with its facts, and what must not be kept."""
    page = _Page(document_language(draft) or "en")
    name = page.named(line_of(draft.name))
    emails = [page.line("email", value) for value in _once(draft.emails)]
    phones = [page.line("phone", value) for value in _once(draft.phones)]
    links = [page.line("link", value) for value in _once(draft.links)]
    nationalities = [
        CodeFact(code=code, source=page.line("nationality", line_of(words)).source)
        for code, words in {code: words for words, code in reversed(draft.nationalities)}.items()
    ][::-1]
    gender = _gender(draft, page)
    entries = _entries(draft, page)
    languages = _languages(draft, page)
    kept = [entry for entry, _ in entries]
    doubts = [
        Doubt(about=f"entries.{i}.dates", question=q, source=kept[i].source) for i, (_, q) in enumerate(entries) if q
    ]
    doubts += [Doubt(about=about, question=question) for about, question in draft.questions]
    parts = Parts(
        text=page.text, entries=tuple(kept), languages=languages, name=name, emails=tuple(emails), phones=tuple(phones),
        links=tuple(links), nationalities=tuple(nationalities), gender=gender,
        dropped=tuple(Dropped.model_validate({"kind": k, "count": n}) for k, n in sorted(draft.dropped.items())),
        doubts=tuple(doubts),
    )  # fmt: skip
    return parts, Protected(birth=draft.birth, dropped=dict(draft.dropped))


class _Page:
    """The text so far; each method adds lines and says where they stand."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._lines: list[str] = []
        self._length = 0  # with the line break after every line
        self._section = ""

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def here(self) -> tuple[int, int]:
        """Where the next line will begin, and its number."""
        return self._length, len(self._lines)

    def since(self, line: int) -> str:
        """The lines from a number on."""
        return "\n".join(self._lines[line:])

    def plain(self, line: str) -> tuple[int, int]:
        """A line as it is; its place."""
        start = self._length
        self._lines.append(line)
        self._length += len(line) + 1
        return start, start + len(line)

    def section(self, key: str) -> None:
        """A heading, where the section is another than the one before."""
        title = label(key, self.language)
        if title and title != self._section:
            self._section = title
            if self._lines:
                self.plain("")
            self.plain(title)

    def labelled(self, key: str, value: str) -> Source | None:
        """A line "label: value"; the place of the value."""
        if not value:
            return None
        head = f"{label(key, self.language)}: "
        start, end = self.plain(head + value)
        return _source(start + len(head), end, value)

    def line(self, key: str, value: str) -> TextFact:
        """A labelled fact."""
        source = self.labelled(key, value)
        assert source is not None  # only values that are not empty come here
        return TextFact(value=value, source=source)

    def named(self, value: str) -> TextFact | None:
        """The first line: who it is."""
        return TextFact(value=value, source=_source(*self.plain(value), value)) if value else None


def _source(start: int, end: int, text: str) -> Source:
    return Source(start=start, end=end, text=text[:LONGEST_QUOTE])


def _once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(line_of, values))))


def document_language(draft: Draft) -> str | None:
    """The language of a document: the one declared, else that of its texts where it is a working language, else None."""
    if draft.language:
        return draft.language
    sample = " ".join(" ".join([entry.title, *entry.details]) for entry in draft.entries)[:4000]
    found = detect_language(" ".join(lines_of(sample)[0])) if len(sample) >= SHORTEST_TOLD else None
    return found if found in WORKING_LANGUAGES else None


def _gender(draft: Draft, page: _Page) -> CodeFact | None:
    if not draft.gender:
        return None
    words, code = draft.gender
    return CodeFact(code=code, source=page.line("gender", line_of(words)).source)


def _entries(draft: Draft, page: _Page) -> list[tuple[Entry, str]]:
    """The entries with the question about their dates, where there is one."""
    written: list[tuple[Entry, str]] = []
    for entry in draft.entries:
        details: list[str] = []
        for text in entry.details:
            lines, pictures = lines_of(text)
            draft.drop("photo", pictures)
            details += lines
        made = _entry(entry, _harmless(details, draft), draft, page)
        if made:
            written.append((made, entry.period.doubt))
    return written


def _harmless(lines: list[str], draft: Draft) -> list[str]:
    """Lines in free words without the protected data in them, which is counted as that of the fields is."""
    if not lines:
        return lines
    text, protected = without_protected(CvText(tuple(Block(line) for line in lines), "text"))
    for kind, count in protected.dropped.items():
        draft.drop(kind, count)
    draft.birth = draft.birth or protected.birth
    return [block.text for block in text.blocks if block.text.strip()]


def _entry(entry: DraftEntry, details: list[str], draft: Draft, page: _Page) -> Entry | None:
    title, employer, place = line_of(entry.title), line_of(entry.employer), line_of(entry.place)
    if not (title or employer or details):
        return None
    page.section(entry.section)
    begin, first_line = page.here()
    title_source = _source(*page.plain(title), title) if title else None
    employer_source = page.labelled("employer", employer)
    page.labelled("place", _where(place, entry.country, page.language))
    dates_source = page.labelled("dates", _when(entry.period, page.language))
    for line in details:
        page.plain(line)
    text = page.since(first_line)
    end = begin + len(text)
    own_words = " ".join([title, *details])
    told = detect_language(own_words) if len(own_words) >= SHORTEST_TOLD else None
    return Entry(
        kind=entry.kind, text=text, source=_source(begin, end, text), language=told or draft.language,
        title=title or None, employer=employer or None, place=place or None, country=entry.country,
        start=entry.period.start, end=entry.period.end, ongoing=entry.period.ongoing,
        dates_source=dates_source, employer_source=employer_source, title_source=title_source,
    )  # fmt: skip


def _where(place: str, country: str | None, language: str) -> str:
    name = country_name(country, language) if country else ""
    return place if fold(name) in fold(place) else ", ".join(filter(None, [place, name]))


def _when(period: DraftPeriod, language: str) -> str:
    if period.written:
        return line_of(period.written)
    last = label("today", language) if period.ongoing else period.end.iso if period.end else ""
    first = period.start.iso if period.start else ""
    return " – ".join(dict.fromkeys(filter(None, [first, last])))


def _languages(draft: Draft, page: _Page) -> tuple[LanguageFact, ...]:
    facts = []
    for spoken in draft.languages:
        page.section("languages")
        line = ": ".join(filter(None, [line_of(spoken.name), line_of(spoken.wording)]))
        facts.append(_language_fact(spoken, _source(*page.plain(line), line)))
    return tuple(facts)


def _language_fact(spoken: DraftLanguage, source: Source) -> LanguageFact:
    return LanguageFact(claim=spoken.claim, source=source, scale=spoken.scale)
