"""Language needs as calls word them, in six languages, to levels of the Common European Framework per skill.

Levels written as A1 to C2 are taken as written; of a span ("B2/C1", "at least B2") the lower one. Words stand for
levels by this table, which is our assumption and is shown to the officer as such:

    | words (and their like in the other languages)                         | level |
    |------------------------------------------------------------------------|-------|
    | native, mother tongue, bilingual, perfect                              | C2    |
    | fluent, proficient, excellent, very good, advanced; mastery, command   | C1    |
    | good, professional, working knowledge; able to work or to draft        | B2    |
    | intermediate, fair, moderate; knowledge (without more)                 | B1    |
    | basic, elementary, limited, notions                                    | A2    |

An adjective decides over its noun ("good command" is B2). A level without a skill stands for speaking and writing, the
two that a mission needs; one that is tied to a skill ("B2 à l'oral") stands for that skill alone. A language without
any level ("working language: French") is kept with every skill None, so that the level can be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matching.entities import SKILLS, Cefr, LanguageNeed, Skill
from matching.reading import level_words as words
from matching.reading.folding import for_plain, plain
from matching.reading.interpretation import without_interpretation
from matching.reading.language_groups import Group, Mention, Token, groups_of, tokens_of

_CLAUSE_END = re.compile(r"[;؛؟\n]|(?<=[\w)])\.(?=\s|$)|[?!]")
_LONG = re.compile(
    r"(?s).{1,800}"
)  # a clause without end is taken in pieces: every language is compared with every level
_IN_BRACKETS = re.compile(r"\([^()\n]*\)")
_BEFORE = re.compile(
    for_plain(  # what may stand before a language that is named outside a section on languages
        r"(?:^|[,;:(/\t\"-]|(?<!\w)(?:requier\w*|requires?|needs?|pid\w+|ped\w+|exig\w+|in|of|and|or|with|both|to|is|be|est|es|en|du|de|le|l'|d'|et|ou|el|del|y|o|do|em|e|no|ao|и|или|на|"
        r"владе\w+|свободн\w+|знани\w+|(?:و)?[وبلف]{0,2}(?:ال)?لغ(?:ه|ات|تين)|langues?|lenguas?|idiomas?|linguas?|languages?|"
        r"ب|و|او|بين|هي|هو)(?!\w))\s*$"
    )
)
_AFTER = re.compile(
    for_plain(
        r"\s*(?:$|[,;:.()/\t\"\]-]|(?:and|or|is|are|as|at|level|languages?|both|with|required|mandatory|would|will|exige\w*|requis\w*|obligat\w+|indispensable\w*|exigid\w+|requerid\w+|"
        r"an|et|ou|est|sont|a|au|"
        r"niveau|courant\w*|couramment|fluent\w*|fluidament\w*|correntement\w*|parle\w*|ecrit\w*|oral\w*|sera\w*|constitue\w*|y|o|es|nivel|hablad\w+|escrit\w+|fluid\w+|con|se|e|ou|falad\w+|"
        r"fluente|com|язык\w*|и|или|на|не|как|в|является|будет|обязат\w+|требует\w+|مطلوب\w*|الزامي\w*|او|و\w*|علي|في|بمستوي|مستوي|هي|كتاب\w*|تحدث\w*|تعد|يعد|ب\w+)(?!\w))"
    )
)

_PART_ENDS = re.compile(rf"\s*(?:$|[,;:.()/]|(?:{words.EITHER})\s)")


@dataclass(frozen=True)
class FoundNeed:
    """One language need and how it was worded."""

    need: LanguageNeed
    text: str
    alternative: bool = False  # one of several, either of which is enough
    of_one: bool = False  # asked of one member of the team, not of each
    in_words: bool = False  # a level was derived from words
    carried: bool = False  # the language was named in the clause before


def find_language_needs(text: str, *, within_section: bool = False, required: bool = True) -> tuple[FoundNeed, ...]:
    """The language needs that a text states, one per language, in the order in which they come.

    Args:
        text: a section on languages, or criteria of which some may concern languages.
        within_section: the text is about languages, so that every language named in it is meant; otherwise it takes a
            level, a skill or a word for "language" beside the name ("French law" is no language need).
        required: what holds where the text does not say that a language is only an asset.
    """
    found: list[FoundNeed] = []
    carried: list[str] = []
    columns: list[Skill] = []
    for clause in _clauses(text):
        flat = without_interpretation(plain(clause))
        mentions = _mentions(flat, within_section)
        if not mentions and len(named := _columns(flat)) > 1:
            columns = named  # the head of a grid: language, speaking, writing...
            continue
        if mentions and columns and (row := _grid_row(flat, mentions[0], columns, required)):
            found.append(FoundNeed(row, clause.strip()))
            continue
        groups = groups_of(flat, mentions)
        if not groups and carried and within_section and (tokens := tokens_of(flat)):
            own = _needs_of(Group(carried, 0, 0, tokens=tokens), flat, clause.strip(), required)
            found += [replace(item, carried=True) for item in own]
        for group in groups:
            found += _needs_of(group, flat, clause.strip(), required)
        carried = groups[-1].codes if groups else carried
    return _merged(found)


def _clauses(text: str) -> list[str]:
    text = _IN_BRACKETS.sub(lambda m: m[0].replace(";", ",").replace(".", ","), text)
    clauses = (part for part in _CLAUSE_END.split(text) if part.strip())
    return [piece for clause in clauses for piece in _LONG.findall(clause)]


def _mentions(flat: str, within_section: bool) -> list[Mention]:
    found = [Mention(*named) for named in words.languages_named(flat)]
    if within_section:
        return found
    said = flat if words.DEMANDED_PATTERN.search(flat) else words.SPEAKS_PATTERN.sub(" ", flat)
    if not any(p.search(said) for p in _signs()):
        return []  # "The beneficiaries speak Portuguese" asks for nothing
    return [m for m in found if _stands_alone(flat, m, found)]


def _signs() -> list[re.Pattern[str]]:
    levels = [pattern for _, pattern in words.QUALITY_PATTERNS + words.KIND_PATTERNS + words.ABILITY_PATTERNS]
    plain_signs = [words.CEFR_PATTERN, words.LANGUAGE_WORD_PATTERN, words.ASSET_PATTERN]
    return [*plain_signs, *levels, *(p for _, p in words.SKILL_PATTERNS)]


def _stands_alone(flat: str, mention: Mention, all_mentions: list[Mention]) -> bool:
    """Whether the name is a noun here and not an adjective: "fluent French" but not "French law"."""
    before, after = flat[max(0, mention.start - 60) : mention.start], flat[mention.end : mention.end + 60]
    neighbours = {m.end for m in all_mentions} | {m.start for m in all_mentions}
    if any(0 < other - mention.end <= 4 for other in neighbours if other > mention.end):
        return True  # "French and English"
    levels = [p for _, p in words.QUALITY_PATTERNS + words.KIND_PATTERNS + words.SKILL_PATTERNS]
    levels.append(words.WORKING_PATTERN)
    last = before.rstrip()
    close_before = bool(_BEFORE.search(before)) or any(
        m.end() == len(last) for p in levels for m in p.finditer(last, max(0, len(last) - 25))
    )
    prefixed = flat[mention.start] in "وبل"
    following = (words.LANGUAGE_WORD_PATTERN, words.ASSET_PATTERN, words.CEFR_PATTERN)
    said = _AFTER.match(after) or any(p.match(after.lstrip()) for p in following)
    worded = any(_PART_ENDS.match(after, m.end()) for _, p in words.QUALITY_PATTERNS if (m := p.match(after, 1)))
    return (close_before or prefixed) and bool(said or worded)


def _needs_of(group: Group, flat: str, text: str, required: bool) -> list[FoundNeed]:
    levels = _assign(group.tokens, flat, group.end)
    asset = any(t[2] == "asset" for t in group.tokens)
    in_words = bool(levels) and not any(t[2] == "cefr" for t in group.tokens)
    return [
        FoundNeed(
            LanguageNeed(language=code, required=required and not (asset or group.either or code in group.of_one), **levels),
            text, group.either, code in group.of_one and required and not asset, in_words,
        )
        for code in dict.fromkeys(group.codes)
    ]  # fmt: skip


def _assign(tokens: Sequence[Token], flat: str, language_end: int) -> dict[Skill, Cefr]:
    """Level per skill from the levels and skills of one language, by which stands beside which."""
    skills = [t for t in tokens if t[2] == "skill"]
    cefr = [t for t in tokens if t[2] == "cefr"]
    worded = next((w for kind in ("quality", "kind", "ability") if (w := [t for t in tokens if t[2] == kind])), [])
    levels = cefr or worded
    if not levels:
        return {}
    given: dict[Skill, Cefr] = {}
    used: set[int] = set()
    level_first = _level_first(levels, skills, flat)
    for skill in skills:
        earlier = [lv for lv in levels if lv[0] <= skill[0]]
        later = [lv for lv in levels if lv[0] > skill[0]]
        side = (earlier or later)[-1 if earlier else 0] if level_first else (later or earlier)[0 if later else -1]
        given.setdefault(_skill(skill[3]), Cefr(side[3]))
        used.add(side[0])
    free = [Cefr(lv[3]) for lv in levels if lv[0] not in used]
    if cefr and worded and worded[0][0] < cefr[0][0] and skills:
        free = [Cefr(worded[0][3])]  # "fluent French (C1 written)": fluent speaks of the language as a whole
    whole = not cefr and bool(skills) and levels[0][1] <= language_end <= skills[0][0]
    if whole and len(skills) < 2 and len(levels) == 1:
        free = [Cefr(levels[0][3])]  # "mastery of French, drafting": mastery of all, drafting stressed
    if free:
        general = min(free, key=lambda level: level.rank)
        for name in ("speaking", "writing"):
            given.setdefault(_skill(name), general)
    return given


def _level_first(levels: list[Token], skills: list[Token], flat: str) -> bool:
    """Whether levels stand before their skills ("C1 spoken, B2 written") or after ("spoken C1, written B2")."""
    order = sorted([*levels, *skills])
    for one, other in pairwise(order):
        if (one in levels) != (other in levels) and not words.CONNECTOR_PATTERN.search(
            flat, one[1], max(one[1], other[0])
        ):
            return one in levels
    return order[0] in levels


def _skill(name: str) -> Skill:
    return next(skill for skill in SKILLS if skill == name)


def _columns(flat: str) -> list[Skill]:
    """The skills that head the columns of a grid, in order."""
    if "\t" not in flat:
        return []
    named = [next((s for s, p in words.SKILL_PATTERNS if p.search(cell)), None) for cell in flat.split("\t")]
    skills = named[1:] if named[0] is None else named
    return [skill for skill in skills if skill] if all(skills) else []


def _grid_row(flat: str, mention: Mention, columns: list[Skill], required: bool) -> LanguageNeed | None:
    cells = flat.split("\t")[1:]
    found = [words.CEFR_PATTERN.search(cell) for cell in cells]
    levels = {skill: words.cefr_of(m) for skill, m in zip(columns, found, strict=False) if m}
    asset = bool(words.ASSET_PATTERN.search(flat))
    return LanguageNeed(language=mention.code, required=required and not asset, **levels) if levels else None


def _merged(found: list[FoundNeed]) -> tuple[FoundNeed, ...]:
    """One need per language: each skill as first said; required where it is said to be anywhere."""
    merged: dict[str, FoundNeed] = {}
    for item in found:
        known = merged.get(item.need.language)
        if known is None:
            merged[item.need.language] = item
            continue
        skills = {s: getattr(known.need, s) or getattr(item.need, s) for s in SKILLS}
        both = known.need.required, item.need.required
        required = all(both) if item.carried else any(both)
        need = LanguageNeed(language=known.need.language, required=required, **skills)
        text = known.text if known.text == item.text else f"{known.text}; {item.text}"
        merged[need.language] = FoundNeed(
            need,
            text,
            known.alternative and item.alternative,
            known.of_one and item.of_one,
            known.in_words or item.in_words,
        )
    return tuple(merged.values())
