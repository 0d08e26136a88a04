"""Languages that a clause names, each with the levels, skills and other words that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from matching.reading import level_words as words
from matching.reading.folding import for_plain

Token = tuple[int, int, str, str]
_OTHER_PART = re.compile(rf",|(?<!\w)(?:{for_plain(words.BOTH)})(?!\w)")
_FILLER = re.compile(
    r"[\s\"':()*+-]|(?<!\w)(?:the|in|of|le|la|les|l'?|du|de|des|en|el|do|da|dos|em|na|no|с|на|в|من|في)(?!\w)"
)


@dataclass
class Mention:
    """A language (its code) and where it is named in the clause."""

    code: str
    start: int
    end: int


@dataclass
class Group:
    """Languages that share what is said of them ("French and English, both C1")."""

    codes: list[str]
    start: int
    end: int
    either: bool = False
    of_one: frozenset[str] = frozenset()  # those that are asked of one member of the team
    commas: list[int] = field(default_factory=list)  # how many languages stand before each "," between them
    listed: int = 0  # how many stand before the last "," or its like, with no word such as "and" after it
    tokens: list[Token] = field(default_factory=list)


def tokens_of(flat: str) -> list[Token]:
    """(start, end, kind, value) of levels, skills, words for "an asset" and "not needed", in order; no two overlap."""
    found: list[Token] = []
    for m in words.CEFR_PATTERN.finditer(flat):
        found.append((*m.span(), "cefr", words.cefr_of(m).value))
    for skill, pattern in words.SKILL_PATTERNS:
        found += [(*m.span(), "skill", skill) for m in pattern.finditer(flat)]
    for kind, patterns in (
        ("quality", words.QUALITY_PATTERNS), ("kind", words.KIND_PATTERNS), ("ability", words.ABILITY_PATTERNS),
    ):  # fmt: skip
        for level, pattern in patterns:
            found += [(*m.span(), kind, level.value) for m in pattern.finditer(flat)]
    found += [(*m.span(), "asset", "") for m in words.ASSET_PATTERN.finditer(flat)]
    found += [(*m.span(), "not needed", "") for m in words.NOT_NEEDED_PATTERN.finditer(flat)]
    found += [(*m.span(), "not needed", "") for m in words.NO_NEED_PATTERN.finditer(flat) if _names_next(flat, m.end())]
    if words.NEEDING_PATTERN.search(flat) and not words.SHUT_OUT_PATTERN.search(flat):
        found += [(*m.span(), "not needed", "") for m in words.NEITHER_PATTERN.finditer(flat)]
    order = {"not needed": 0, "asset": 0, "cefr": 1, "quality": 2, "skill": 3, "kind": 4, "ability": 5}
    kept: list[Token] = []
    for token in sorted(found, key=lambda t: (order[t[2]], t[0] - t[1])):
        # "working knowledge" is one token; "ability to draft" is both a level and the skill of writing
        if all(token[1] <= k[0] or token[0] >= k[1] or {token[2], k[2]} == {"skill", "ability"} for k in kept):
            kept.append(token)
    return sorted(kept)


def _names_next(flat: str, start: int) -> bool:
    """Whether a language follows at once, save for words such as "the use of spoken"."""
    first = next((first for _, first, _ in words.languages_named(flat) if first >= start), None)
    if first is None:
        return False
    between = flat[start:first]
    for pattern in (words.LANGUAGE_WORD_PATTERN, *(p for _, p in words.KIND_PATTERNS + words.SKILL_PATTERNS)):
        between = pattern.sub("", between)
    return not _FILLER.sub("", between)


def groups_of(flat: str, mentions: list[Mention]) -> list[Group]:
    """Languages that a clause asks for, with the levels and skills that belong to each."""
    groups: list[Group] = []
    for mention in mentions:
        between = flat[groups[-1].end : mention.start] if groups else "-"
        rest = _FILLER.sub("", words.LANGUAGE_WORD_PATTERN.sub("", words.CONNECTOR_PATTERN.sub("", between)))
        if groups and not rest.strip():
            groups[-1].listed = _listed(groups[-1], between)
            groups[-1].commas += [len(groups[-1].codes)] if "," in between else []
            groups[-1].codes.append(mention.code)
            groups[-1].end = mention.end
            groups[-1].either |= bool(words.EITHER_PATTERN.search(between))
        else:
            groups.append(Group([mention.code], mention.start, mention.end))
    tokens = tokens_of(flat)
    bounds = [0, *(_split(flat, tokens, a, b) for a, b in pairwise(groups)), len(flat)]
    for said in words.OF_ONE_PATTERN.finditer(flat):
        _ask_of_one(flat, said, groups, bounds)
    for group, start, end in zip(groups, bounds, bounds[1:], strict=False):
        group.tokens = [t for t in tokens if start <= t[0] < end]
        group.codes = _not_waived(group, flat)
    return [group for group in groups if group.codes]


def _ask_of_one(flat: str, said: re.Match[str], groups: list[Group], bounds: list[int]) -> None:
    """Mark the languages that "one of the experts" asks for: those next to the words, up to a comma."""
    place = max(i for i, start in enumerate(bounds[:-1]) if start <= said.start())
    for group in groups[place : place + 2]:
        if said.end() <= group.start and _reaches(flat[said.end() : group.start]):
            group.of_one |= set(group.codes[: group.commas[0]] if group.commas else group.codes)
            return
    if not groups or groups[place].end > said.start() or re.match(r"\s*[:(]", flat[said.end() :]):
        return
    if not re.search("[,:]", flat[groups[place].end : said.start()]):
        groups[place].of_one |= set(groups[place].codes[groups[place].commas[-1] if groups[place].commas else 0 :])


def _reaches(between: str) -> bool:
    """Whether "one of the experts" and the words after it still speak of the same: "must read and write Arabic"."""
    if re.search(r"[,)/]|\w\s*[:(]", between) or words.BUT_PATTERN.search(between):
        return False
    joints = list(words.BOTH_PATTERN.finditer(between))
    return not joints or any(p.search(between, joints[-1].end()) for _, p in words.SKILL_PATTERNS)


def _not_waived(group: Group, flat: str) -> list[str]:
    """The languages of a group without those that are said not to be needed.

    Beside a level, or after a comma, the words are of something else; after "French, Arabic" they are of Arabic alone,
    after "French and Arabic" and "French/Arabic" of both.
    """
    if any(kind in ("asset", "cefr", "quality") for _, _, kind, _ in group.tokens):
        return group.codes
    said = [(start, end) for start, end, kind, _ in group.tokens if kind == "not needed"]
    waived = [s for s in said if not _OTHER_PART.search(flat, min(s[1], group.end), max(s[0], group.start))]
    if not waived:
        return group.codes
    if group.commas and all(end <= group.start for _, end in waived) and not _closed(group, flat):
        return group.codes[group.commas[0] :]  # "no need for Arabic, French is enough"
    return group.codes[: group.listed] if all(start >= group.end for start, _ in waived) else []


def _closed(group: Group, flat: str) -> bool:
    """Whether the languages are a list with its end, all of which is waived: "Arabic, Russian or Urdu"."""
    within, after = flat[group.start : group.end], flat[group.end :]
    other = words.NO_NEED_PATTERN.search(flat) and words.NEEDING_PATTERN.search(after)
    if other or words.SUFFICES_PATTERN.search(after):
        return False  # "no need for Arabic, French and English are enough"
    return bool(words.EITHER_PATTERN.search(within) or words.BOTH_PATTERN.search(within))


def _listed(group: Group, between: str) -> int:
    if between.strip() == "/":
        return group.listed
    return len(group.codes) if re.fullmatch(r"\s*[,(:-][\s,(:-]*", between) else 0


def _split(flat: str, tokens: list[Token], left: Group, right: Group) -> int:
    """Where what is said of one language ends and what is said of the next begins."""
    joints = [m.end() for m in words.CONNECTOR_PATTERN.finditer(flat, left.end, right.start)]
    if joints:
        return joints[-1]
    said_before = any(t[1] <= left.start for t in tokens)
    return left.end if said_before else right.start
