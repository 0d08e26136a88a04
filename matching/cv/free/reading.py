"""A CV in free form, from its lines to its parts: the flow of the free reader, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matching.cv.free.anchors import bounds, find_anchors
from matching.cv.free.contacts import EMAIL, find_emails, find_links, find_name, find_phones
from matching.cv.free.degree_shadows import without_shadows
from matching.cv.free.education import kind_of
from matching.cv.free.employer_words import ORGANISATION
from matching.cv.free.entries import Segment, find_segments
from matching.cv.free.entry_heads import full_width
from matching.cv.free.header import Header, on_own_account, read_header
from matching.cv.free.joined import Fragment, Joined, join
from matching.cv.free.languages import find_languages, lists_languages
from matching.cv.free.lines import Line, lines_of
from matching.cv.free.nationality import find_nationalities
from matching.cv.free.prose import find_prose, is_told
from matching.cv.free.publications import find_publications
from matching.cv.free.referees import lines_of_referees
from matching.cv.free.sections import Section, find_sections
from matching.cv.free.several import one_by_one
from matching.cv.free.table_roles import read_row
from matching.cv.free.whole import find_summary, find_whole
from matching.cv.values import CvText, Doubt, Entry, Parts, Source
from matching.reading.folding import plain

LEAST_LISTED = 2  # entries with dates and employer from which on a heading of skills stands above work that was done
ENTRY_SECTIONS = ("posts", "assignments", "degrees", "training")


def read_free(text: CvText) -> Parts:
    """The parts of a CV in free form: entries, languages, contacts and nationalities, each with its source.

    Whatever the text, parts come back; what could not be settled stands in `doubts`, what was not found is left out.
    """
    lines = lines_of(text)
    sections = find_sections(lines)
    entries, doubts = read_entries(text, lines, sections)
    others = lines_of_referees(lines, sections)
    languages, unsure = find_languages(text, lines, sections)
    return Parts(
        text=text.text,
        entries=tuple(entries),
        languages=tuple(languages),
        name=find_name(text, lines, sections),
        emails=tuple(find_emails(text, others)),
        phones=tuple(find_phones(text, lines, sections, others)),
        links=tuple(find_links(text)),
        nationalities=tuple(find_nationalities(text, lines, sections)),
        doubts=(*doubts, *unsure),
    )


def read_entries(text: CvText, lines: Sequence[Line], sections: Sequence[Section]) -> tuple[list[Entry], list[Doubt]]:
    """The entries of all sections, in the order of the document, and what must be asked about their dates."""
    found: list[tuple[Entry, str]] = []
    width = full_width(lines)
    has_posts = any(section.kind == "posts" for section in sections)
    for section in sections:
        kind = section.kind
        if kind is None:
            told = [] if has_posts else find_prose(text, lines, section)
            listed = [] if has_posts else _segments(text, lines, section, width)
            chosen = told if len(told) > 1 and len(told) >= len(listed) else listed
            summary = find_summary(text, lines, section)
            found += [(entry, "") for entry in summary if not any(_holds(entry, other) for other, _ in chosen)]
            found += chosen
        elif kind == "unknown":
            found += [item for item in _segments(text, lines, section, width) if item[0].employer]
        elif kind in ENTRY_SECTIONS:
            told = find_prose(text, lines, section) if is_told(lines, section) else []
            found += told or _segments(text, lines, section, width)
        elif kind == "publications":
            found += [(entry, "") for entry in find_publications(text, lines, section)]
        elif kind == "summary" and not has_posts and _tells_of_posts(lines, section):
            found += _segments(text, lines, section, width)
        elif kind == "skills" and has_posts and (listed := _listed_work(text, lines, section, width)):
            found += listed
        elif kind in ("summary", "skills"):
            found += [(entry, "") for entry in find_whole(text, lines, section)]
    found = without_shadows(found)
    doubts = [
        Doubt(about=f"entries.{at}.dates", question=f"Which dates are right? As read, {doubt}.", source=entry.dates_source)
        for at, (entry, doubt) in enumerate(found) if doubt
    ]  # fmt: skip
    return [entry for entry, _ in found], doubts


def _holds(summary: Entry, other: Entry) -> bool:
    return summary.source.start <= other.source.start < summary.source.end


def _segments(text: CvText, lines: Sequence[Line], section: Section, width: int) -> list[tuple[Entry, str]]:
    """The entries of one section; an employer named above several posts holds for those that name none."""
    loose = section.kind in ("degrees", "training")
    found: list[tuple[Entry, str]] = []
    before: Entry | None = None
    first, last = section.first, section.last
    if section.kind is None:
        first = _after_contacts(lines, section)
        while last > first and lists_languages(lines[last]):
            last -= 1
    segments = find_segments(lines, first, last, width, loose=loose)
    if section.kind == "degrees":
        segments = [one for segment in segments for one in one_by_one(lines, segment)]
    for segment in segments:
        if section.kind in (None, "unknown") and segment.anchor is None:
            continue
        entry, doubt = _entry(text, lines, section, segment, before)
        if entry.kind == "post" and segment.anchor is None and not entry.employer and lines[segment.first].is_long:
            entry = Entry(kind="summary", text=entry.text, source=entry.source)  # it tells of the whole career
        found.append((entry, doubt))
        before = entry
    return _with_schools_behind(segments, found)


def _with_schools_behind(segments: Sequence[Segment], found: list[tuple[Entry, str]]) -> list[tuple[Entry, str]]:
    """Degrees that share the school named behind the last of them on their line."""
    if len(segments) != len(found):
        return found
    for at in range(len(found) - 2, -1, -1):
        (entry, doubt), (behind, _) = found[at], found[at + 1]
        same_line = segments[at].stop is not None and segments[at].first == segments[at + 1].first
        if same_line and not entry.employer and behind.employer:
            school = {"employer": behind.employer, "employer_source": behind.employer_source}
            found[at] = (entry.model_copy(update=school), doubt)
    return found


def _tells_of_posts(lines: Sequence[Line], section: Section) -> bool:
    """Whether a section with the heading of a summary ("What I do") lists posts with their dates."""
    own = lines[section.first : section.last + 1]
    return any(anchor.spans and not lines[anchor.line].is_long for anchor in find_anchors(own, loose=False))


def _listed_work(text: CvText, lines: Sequence[Line], section: Section, width: int) -> list[tuple[Entry, str]]:
    """The assignments under a heading of skills ("Expertise and advice"): every line has its dates, most an employer too."""
    own = [line for line in lines[section.first : section.last + 1] if not line.is_empty]
    if len(own) < LEAST_LISTED or not all(line.periods for line in own[:LEAST_LISTED]):
        return []
    listed = _segments(text, lines, replace(section, kind="assignments"), width)
    employed = sum(bool(entry.employer and entry.start) for entry, _ in listed)
    return listed if employed >= LEAST_LISTED and 2 * employed > len(listed) else []


def _after_contacts(lines: Sequence[Line], section: Section) -> int:
    """The first line below name and addresses, in a document without headings."""
    head = lines[section.first : min(section.last + 1, section.first + 20)]
    contacts = [line.index for line in head if EMAIL.search(line.text) or line.block.kind == "heading"]
    dated = next((line.index for line in head if any(not p.lone for p in line.periods)), section.last + 1)
    return max([index + 1 for index in contacts if index < dated], default=section.first)


def _entry(
    text: CvText, lines: Sequence[Line], section: Section, segment: Segment, before: Entry | None
) -> tuple[Entry, str]:
    header = join(lines, segment.header)
    above = join(lines, segment.above)
    period = segment.anchor.period if segment.anchor else None
    kind = kind_of(section.kind, header.text, period)
    source = text.source(segment.first, segment.last, segment.start, segment.stop)
    whole = text.text[source.start : source.end]
    read = read_header(header.text, kind, inherited=bool(above.text or (before and before.employer)))
    at = segment.anchor.line if segment.anchor else segment.first
    if segment.roles and (row := read_row(lines[at], segment.roles, kind)):
        read, header = row, join(lines, [Fragment(at, 0, len(lines[at].text))])
    start, end = bounds(period, kind) if period else (None, None)
    dates = text.source(segment.anchor.line, None, *period.place) if segment.anchor and period else None
    employer, employer_source = _named(text, header, read.employer)
    over = _over(text, above, read) if above.text and kind != "other" and not on_own_account(header.text) else None
    if over:
        employer, employer_source, country = over
        read = Header(read.title, read.employer, read.place, read.country or country)
    elif employer is None and kind in ("post", "assignment") and before is not None and _shares(segment, before, lines):
        employer, employer_source = before.employer, before.employer_source
        read = Header(read.title, read.employer, read.place, read.country or before.country)
    heading = _of_heading(text, lines, section) if kind == "post" and not read.sure else None
    if heading and not on_own_account(header.text):
        employer, employer_source = heading
    if kind == "other":
        employer, employer_source = None, None
    title, title_source = _named(text, header, read.title)
    place, _ = _named(text, header, read.place)
    entry = Entry(
        kind=kind, text=whole, source=source, title=title, employer=employer, place=place, country=read.country,
        start=start, end=end, ongoing=bool(period and period.ongoing), dates_source=dates,
        employer_source=employer_source, title_source=title_source,
    )  # fmt: skip
    return entry, period.doubt if period else ""


def _over(text: CvText, above: Joined, read: Header) -> tuple[str | None, Source | None, str | None]:
    """The employer that the line above several posts names."""
    named = read_header(above.text, "post")
    span = named.employer or named.title
    value, source = _named(text, above, span)
    return value, source, named.country


def _of_heading(text: CvText, lines: Sequence[Line], section: Section) -> tuple[str, Source] | None:
    """The employer that the heading of a section on posts names: "Posts held at the National Pension Fund"."""
    if section.kind != "posts" or section.head is None or section.start:
        return None
    head = join(lines, [Fragment(section.head, 0, len(lines[section.head].text))])
    named = read_header(head.text, "post")
    value, source = _named(text, head, named.employer) if named.sure else (None, None)
    is_named = value is not None and bool(ORGANISATION.search(plain(value))) and value != head.text.strip()
    return (value, source) if value and source and is_named else None


def _shares(segment: Segment, before: Entry, lines: Sequence[Line]) -> bool:
    """Whether a post without an employer stands right below another of the same employer, without room between."""
    if on_own_account("\n".join(line.text for line in lines[segment.first : segment.first + 2])):
        return False
    return before.kind == "post" and not lines[segment.first].apart and segment.anchor is not None


def _named(text: CvText, joined: Joined, span: tuple[int, int] | None) -> tuple[str | None, Source | None]:
    if span is None or span[0] >= span[1]:
        return None, None
    value = " ".join(joined.text[slice(*span)].split())
    return (value, joined.source(text, *span)) if value else (None, None)
