"""The languages of a CV: lines and grids of its section on languages, and lines elsewhere that are labelled as such."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cv.free.cv_levels import LanguageRead, read_language_line
from matching.cv.free.language_grids import (
    EUROPASS,
    State,
    cells_of,
    columns_of,
    grid_row,
    legend_of,
    levels_in,
    marked,
    mended,
    refined,
)  # fmt: skip
from matching.cv.free.language_words import NATIVE_PATTERN, OTHERS_PATTERN, languages_in, tokens_of
from matching.cv.free.lines import Line
from matching.cv.free.sections import Section
from matching.cv.values import CvText, Doubt, LanguageFact
from matching.entities import SKILLS, LanguageClaim
from matching.reading.folding import for_plain, plain

_LABEL = re.compile(
    for_plain(
        r"^\W{0,4}(?:(?:working|foreign|other|spoken)\s+)?(?:languages?|langues?(?:\s+(?:parlees|etrangeres|de\s+travail))?|idiomas?|lenguas|linguas|языки|иностранные\s+языки|(?:какими\s+)?(?:иностранными\s+)?языками(?:\s+владеете?)?|владение\s+(?:\w+\s+)?языками|знание\s+(?:\w+\s+)?языков|(?:ال)?لغات)\s?[:\t-]"
    )
)
_LOW_IS_BEST = re.compile(
    for_plain(
        r"(?<!\d)1\s?[=:–-]?\s?\(?(?:excellent\w*|best|highest|fluent|maximum|maxim\w+|mother|native|courant|parfait|отличн\w+|свободн\w+|ممتاز)|(?<!\d)5\s?[=:–-]?\s?\(?(?:basic|lowest|minimum|minim\w+|notions?|elementa\w+|basico|базов\w+|اساسي)"
    )
)
_UNFINISHED = re.compile(for_plain(r"(?<!\w)(?:that|which|and|with|que|et|avec|y|e|con|com|qui|и|который|на|و|مع)\s*$"))


def find_languages(
    text: CvText, lines: Sequence[Line], sections: Sequence[Section]
) -> tuple[list[LanguageFact], list[Doubt]]:
    """The languages that a CV states, one fact per language, and what must be asked about them."""
    found: list[tuple[LanguageFact, str]] = []
    for section in sections:
        if section.kind == "languages" or "languages" in section.also:
            found += _in_section(text, lines, section, expected=section.kind == "languages")
    found += _labelled_lines(text, lines, all_of_them=not found)
    best: dict[str, tuple[LanguageFact, str]] = {}
    for fact, doubt in found:
        known = best.get(fact.claim.language)
        best[fact.claim.language] = (_joined(known[0], fact), known[1] or doubt) if known else (fact, doubt)
    doubts = [
        Doubt(about=f"languages.{at}.level", question=_question(doubt), source=fact.source)
        for at, (fact, doubt) in enumerate(best.values()) if doubt
    ]  # fmt: skip
    return [fact for fact, _ in best.values()], doubts


def _question(doubt: str) -> str:
    return f"Is the level right? {doubt[:1].upper()}{doubt[1:]}."


def _joined(one: LanguageFact, other: LanguageFact) -> LanguageFact:
    """Two statements on one language as one: the first counts, the second fills in what it leaves open."""
    a, b = one.claim, other.claim
    if a.native or not any(getattr(a, skill) for skill in SKILLS):
        levels = {skill: getattr(a, skill) or getattr(b, skill) for skill in SKILLS}
    else:
        levels = {skill: getattr(a, skill) for skill in SKILLS}
        if not set(s for s in SKILLS if levels[s]) & set(s for s in SKILLS if getattr(b, s)):
            levels |= {skill: levels[skill] or getattr(b, skill) for skill in SKILLS}
    origin = a.origin if a.origin == b.origin or not b.origin else "; ".join(o for o in (a.origin, b.origin) if o)
    claim = LanguageClaim(language=a.language, native=a.native or b.native, origin=origin, **levels)
    return LanguageFact(claim=claim, source=one.source, scale=one.scale if one.scale != "none" else other.scale)


def _labelled_lines(text: CvText, lines: Sequence[Line], all_of_them: bool) -> list[tuple[LanguageFact, str]]:
    """Languages in lines that begin with a label: for mother tongues, or where nothing else tells of any language."""
    found = []
    for line in lines:
        if len(line.text) > 400:
            continue
        if NATIVE_PATTERN.match(line.flat.strip()) or (all_of_them and _LABEL.match(line.flat)):
            found += [_fact(text, line.index, read) for read in read_language_line(line.text)]
    return found or (_listed(text, lines) if all_of_them else [])


def _listed(text: CvText, lines: Sequence[Line]) -> list[tuple[LanguageFact, str]]:
    """Languages in a line that lists two or more of them with their levels and nothing else, label or not."""
    for line in lines:
        if lists_languages(line):
            return [_fact(text, line.index, read) for read in read_language_line(line.text)]
    return []


def lists_languages(line: Line) -> bool:
    """Whether a line lists two languages or more with their levels, and hardly anything else."""
    if line.is_empty or line.periods or len(line.text) > 300 or not tokens_of(line.flat):
        return False
    reads = read_language_line(line.text)
    said = sum(end - start for start, end in {read.place for read in reads})
    return len(reads) > 1 and all(read.has_level for read in reads) and said > 0.6 * len(line.text.strip())


def _in_section(
    text: CvText, lines: Sequence[Line], section: Section, expected: bool
) -> list[tuple[LanguageFact, str]]:
    head = lines[section.head].flat[: section.start or None] if section.head is not None else ""
    said = " ".join(line.flat for line in lines[max(0, section.first - 1) : section.last + 1])[:4000]
    state = State(
        low_is_best=True if _LOW_IS_BEST.search(said) else None, native=_heads_native(head), legend=legend_of(said)
    )
    found: list[tuple[LanguageFact, str]] = []
    if section.head is not None and not section.start and languages_in(head):
        found += [_fact(text, section.head, read) for read in read_language_line(lines[section.head].text)]
    for line in lines[section.first : section.last + 1]:
        start = section.start if line.index == section.first else 0
        if not line.text[start:].strip() or len(line.text) > 1500:
            continue
        found += _of_line(text, line, start, state, expected)
        state.native = state.native and not start
    return found + _flushed(text, state)


def _heads_native(flat: str) -> bool:
    """Whether a heading is that of mother tongues."""
    return bool(NATIVE_PATTERN.search(flat)) and not OTHERS_PATTERN.search(flat)


def _of_line(text: CvText, line: Line, start: int, state: State, expected: bool) -> list[tuple[LanguageFact, str]]:
    """What one line adds; a language without a level waits for the next line, which may hold it."""
    flat = line.flat[start:]
    named = languages_in(flat)
    if not named:
        return _without_language(text, line, start, state)
    done = _flushed(text, state)
    if (state.columns or len(cells_of(line, start)) > 5) and (row := grid_row(line, start, state)):
        if row.scale == "cefr" and not row.claim.native and levels_in(cells_of(line, start), state) < len(EUROPASS):
            state.broken, state.pending, state.until = line, (row, line.index), line.index
            return done
        return [*done, _fact(text, line.index, row)]
    state.broken = None
    if OTHERS_PATTERN.search(flat):
        state.native = False
    reads = [_moved(read, start) for read in read_language_line(line.text[start:], state.native, expected)]
    if state.legend and len(reads) == 1 and (level := marked(flat[reads[0].place[1] - start :], state)):
        claim = reads[0].claim.model_copy(update=dict.fromkeys(SKILLS, level))
        return [*done, _fact(text, line.index, LanguageRead(claim, "words", reads[0].place))]
    if len(reads) > 1 and expected and not reads[-1].has_level and _is_open(line.flat):
        done += [_fact(text, line.index, read) for read in reads[:-1]]
        state.pending, state.said, state.until = (reads[-1], line.index), line.text[reads[-1].place[0] :], line.index
        return done
    if len(reads) == 1 and not reads[0].claim.native and (not reads[0].has_level or _is_open(line.flat)) and expected:
        state.pending, state.said, state.until = (reads[0], line.index), line.text, line.index
        return done
    return done + [_fact(text, line.index, read) for read in reads]


def _is_open(flat: str) -> bool:
    """Whether a line breaks off in mid-sentence, so that the next one goes on about its language."""
    return flat.rstrip().endswith((",", "-", "/", "،")) or bool(_UNFINISHED.search(flat)) or _ends_in_skill(flat)


def _ends_in_skill(text: str) -> bool:
    tokens = tokens_of(plain(text))
    return bool(tokens) and tokens[-1].kind == "skill" and not text[tokens[-1].end :].strip(" :,-–—")


def _moved(read: LanguageRead, by: int) -> LanguageRead:
    return LanguageRead(read.claim, read.scale, (read.place[0] + by, read.place[1] + by), read.doubt)


def _flushed(text: CvText, state: State) -> list[tuple[LanguageFact, str]]:
    pending, state.pending = state.pending, None
    if pending is None:
        return []
    fact, doubt = _fact(text, pending[1], pending[0])
    if state.until > pending[1]:
        source = text.source(pending[1], state.until, pending[0].place[0], None)
        fact = LanguageFact(claim=fact.claim, source=source, scale=fact.scale)
    return [(fact, doubt)]


def _without_language(text: CvText, line: Line, start: int, state: State) -> list[tuple[LanguageFact, str]]:
    """A line that names no language: the head of a grid, a label, or the level of the language before it."""
    flat = line.flat[start:]
    if state.broken is not None:
        broken, state.broken = state.broken, None
        if whole := mended(broken, line, start, state):
            state.pending = None
            return [_fact(text, broken.index, whole)]
        return _flushed(text, state)
    columns = columns_of(line, start)
    if len([c for c in columns if c]) > 1:
        state.columns = refined(state.columns, columns)
        return _flushed(text, state) if state.pending and not tokens_of(flat) else []
    tokens = tokens_of(flat)
    if state.pending and any(t.kind != "skill" for t in tokens):
        read, index = state.pending
        together = read.has_level or _ends_in_skill(state.said)
        both = f"{state.said}{' ' if together else ': '}{line.text[start:].strip()}"
        again = next((r for r in read_language_line(both) if r.claim.language == read.claim.language), None)
        if again and again.has_level:
            place = (read.place[0], max(read.place[1], read.place[0] + 1))
            state.pending = (LanguageRead(again.claim, again.scale, place, again.doubt), index)
            state.said, state.until = both, line.index
        return []
    if OTHERS_PATTERN.search(flat):
        state.native = False
    elif NATIVE_PATTERN.search(flat) and len(flat) < 60:
        state.native = True
    return _flushed(text, state)


def _fact(text: CvText, index: int, read: LanguageRead) -> tuple[LanguageFact, str]:
    source = text.source(index, None, *read.place)
    return LanguageFact(claim=read.claim, source=source, scale=read.scale), read.doubt
