"""Languages with their levels as CVs write them: "English: C1 (speaking), B2 (writing)", "Langue maternelle : français".

A level of the Common European Framework without a skill stands for all four skills; words without a skill ("fluent")
for speaking and writing, as in calls, except those for the highest level ("bilingual"), which mean every skill. Words
become levels by the table of `matching.reading.levels`. Of a span ("B2/C1") the lower one is taken. A language without
a level is kept without one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from matching.cv.free.language_shares import Mention, label_of_all, names_other, share_out
from matching.cv.free.language_words import Token, languages_in, tokens_of
from matching.entities import SKILLS, Cefr, LanguageClaim, Skill
from matching.reading.folding import plain

Scale = Literal["cefr", "prag", "europeaid", "words", "none"]
LONGEST_LINE = 1500  # characters of a line that are looked at
_CLAUSE = re.compile(r"[;\n•▪|]|(?<=[\w)])\.(?=\s|$)|\s-\s(?=\S+\s?:)")
_OPEN, _CLOSE = "([", ")]"
_TRIM = " \t\n:;,.-–—()[]|/•▪="


@dataclass(frozen=True)
class LanguageRead:
    """What one line says of one language, and where."""

    claim: LanguageClaim
    scale: Scale
    place: tuple[int, int]
    doubt: str = ""

    @property
    def has_level(self) -> bool:
        """Whether any level is said, be it that of a mother tongue."""
        return self.claim.native or any(getattr(self.claim, skill) for skill in SKILLS)


def read_language_line(text: str, native: bool = False, expected: bool = True) -> list[LanguageRead]:
    """The languages that one line states, in order, with their levels.

    Args:
        text: one line or the cells of one row with tabs between; only its first 1,500 characters are looked at.
        native: the line stands under a label for mother tongues, so that a language without a level is one.
        expected: the line is about languages; otherwise only those with a level or skill beside them count.
    """
    text = text[:LONGEST_LINE]
    flat = plain(text)
    found: list[LanguageRead] = []
    for start, end in _clauses(flat):
        mentions = [Mention(code, s, e) for code, s, e in languages_in(flat[start:end], expected)]
        if not mentions:
            continue
        tokens = tokens_of(flat[start:end])
        tokens = [t for t in tokens if all(t.end <= m.start or t.start >= m.end for m in mentions)]
        named = label_of_all(flat[start:end], mentions, tokens)
        share_out(flat[start:end], mentions, [t for t in tokens if t not in named])
        for mention in mentions if named else ():
            if all(token.kind != "skill" for token in mention.tokens):
                mention.tokens = [*named, *mention.tokens]
        for mention in _without_repeats(mentions):
            read = _read(text[start:end], mention, start, native)
            if expected or read.has_level:
                found.append(read)
    return found


def _clauses(flat: str) -> list[tuple[int, int]]:
    cuts = [m.span() for m in _CLAUSE.finditer(flat) if not _inside_brackets(flat, m.start())]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(flat)]
    found: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        if not flat[start:end].strip():
            continue
        if found and not languages_in(flat[start:end]) and tokens_of(flat[start:end]):
            if names_other(flat[start:end], tokens_of(flat[start:end])):
                continue  # of a language that we do not know
            found[-1] = (found[-1][0], end)  # "read: good; spoken and written: fair" goes on about the same language
        else:
            found.append((start, end))
    return found


def _inside_brackets(flat: str, at: int) -> bool:
    opened = max(flat.rfind("(", max(0, at - 200), at), flat.rfind("[", max(0, at - 200), at))
    return opened >= 0 and not any(mark in flat[opened:at] for mark in _CLOSE)


def _without_repeats(mentions: list[Mention]) -> list[Mention]:
    """One mention per language: that with more said of it."""
    best: dict[str, Mention] = {}
    for mention in mentions:
        if mention.code not in best or (not best[mention.code].tokens and mention.tokens):
            best[mention.code] = mention
    return list(best.values())


def _read(clause: str, mention: Mention, offset: int, native: bool) -> LanguageRead:
    tokens, doubt = mention.tokens, ""
    levels = _strongest(tokens, clause) or _conversational(tokens, clause)
    is_native = any(t.kind == "native" for t in tokens) or (native and not levels)
    graded = [t for t in levels if t.kind != "native"] if not is_native else []
    given = _per_skill(graded, [t for t in tokens if t.kind == "skill"], clause)
    start, end = _place(clause, mention)
    kind = graded[0].kind if graded else "words" if is_native else "none"
    scale: Scale = (
        "words" if kind in ("share", "words") else "cefr" if kind == "cefr" else "prag" if kind == "prag" else "none"
    )
    if kind == "share":
        level = graded[0].level
        doubt = f"the mark is read as {level} (5 of 5: C2, 4: C1, 3: B2, 2: B1, 1: A2)"
    said = clause[mention.end : end] if start == mention.start else clause[start:end]
    claim = LanguageClaim(language=mention.code, native=is_native, origin=said.strip(_TRIM) or None, **given)
    return LanguageRead(claim, scale, (offset + start, offset + end), doubt)


def _conversational(tokens: Sequence[Token], clause: str) -> list[Token]:
    """ "Conversational" alone is a level; beside another level it names the skill of speaking."""
    flat = plain(clause)
    said = [t for t in tokens if flat.startswith(("разговорн", "conversational"), t.start)]
    return [Token(t.start, t.end, "words", Cefr.B1) for t in said[:1]]


def _strongest(tokens: Sequence[Token], clause: str) -> list[Token]:
    """The levels that count: where a level is said in words and by the framework ("fluent, C1"), the framework's."""
    levels = [t for t in tokens if t.kind != "skill"]
    for kind in ("cefr", "prag", "share"):
        if chosen := [t for t in levels if t.kind == kind]:
            if len(chosen) == len(levels) or not any(t.kind == "skill" for t in tokens):
                return chosen
            return [t for t in levels if t.kind == kind or not _beside(t, tokens, chosen, clause)]
    return levels


def _beside(word: Token, tokens: Sequence[Token], chosen: Sequence[Token], clause: str) -> bool:
    """Whether a level in words only repeats one of the framework: nothing but marks stands between the two."""
    for level in chosen:
        left, right = sorted((word, level), key=lambda t: t.start)
        if not any(left.end <= t.start < right.start for t in tokens) and not re.search(
            r"\w", clause[left.end : right.start]
        ):
            return True
    return False


def _place(clause: str, mention: Mention) -> tuple[int, int]:
    """The stretch of the clause that speaks of a mention, without the marks around it."""
    start, end = mention.region
    inside = [t for t in mention.tokens if start <= t.start < end]
    first = min([mention.start, *(t.start for t in inside)])
    last = max([mention.end, *(t.end for t in inside)])
    while last < end and clause[last] in _CLOSE:
        last += 1
    return first, last


def _per_skill(levels: Sequence[Token], skills: Sequence[Token], clause: str) -> dict[Skill, Cefr]:
    """Level per skill, by which stands beside which."""
    if not levels:
        return {}
    if not skills:
        return _whole(levels)
    given: dict[Skill, Cefr] = {}
    used: set[int] = set()
    level_first = _level_first(levels, skills, clause)
    for skill in sorted(skills, key=lambda skill: len(skill.skills)):  # "reads" says more of reading than "understands"
        before = [lv for lv in levels if lv.start <= skill.start]
        after = [lv for lv in levels if lv.start > skill.start]
        level = (before or after)[-1 if before else 0] if level_first else (after or before)[0 if after else -1]
        for name in skill.skills:
            if level.level and (len(skill.skills) == 1 or name not in given):
                given[name] = min(given.get(name, level.level), level.level, key=lambda lv: lv.rank)
        used.add(level.start)
    free = [lv for lv in levels if lv.start not in used]
    return {**_whole(free), **given} if free else given


def _whole(levels: Sequence[Token]) -> dict[Skill, Cefr]:
    """A level of the language as a whole: all four skills, or for words speaking and writing."""
    lowest = min((t.level for t in levels if t.level), key=lambda level: level.rank)
    skills = ("speaking", "writing") if levels[0].kind == "words" and lowest != Cefr.C2 else SKILLS
    return {skill: lowest for skill in SKILLS if skill in skills}


def _level_first(levels: Sequence[Token], skills: Sequence[Token], clause: str) -> bool:
    """Whether levels stand before their skills ("C1 spoken, B2 written") or after ("spoken C1, written B2")."""
    order = sorted([*levels, *skills], key=lambda t: t.start)
    for one, other in pairwise(order):
        gap = clause[one.end : other.start]
        if (one.kind == "skill") != (other.kind == "skill") and not re.search(r"[,;/\t(،]", gap):
            return one.kind != "skill"
    return order[0].kind != "skill"
