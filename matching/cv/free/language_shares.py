"""Which levels and skills of a clause are said of which of its languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from matching.cv.free.language_words import Token, connectives
from matching.reading.folding import for_plain

_JOINT = re.compile(
    for_plain(
        r"[\s(\[]*(?:,?\s*(?:and|et|y|e|и|&|as\s+well\s+as|ainsi\s+que)(?!\w)|/|,?\s?و)?\s*(?:the|le|l'|el|o|d[oea]|del|du|d'|ال)?\s*"
    )
)
_LIST = re.compile(for_plain(r"\s*(?:,|/|،|(?<!\w)(?:and|et|y|e|и|و)(?!\w)|،?\s?و)\s*(?:(?:the|le|la|l'|el|o)\s*)?"))
_DOES = (  # what somebody does with a language
    r"(?:speak|read|write|understand|parle|lis|ecris|comprends|hablo|leo|escribo|entiendo|falo|leio|escrevo|compreendo|"
    r"entendo|maitrise|domino|manejo|manejo\s+bien|владею|говорю|читаю|пишу|понимаю|و?(?:اتحدث|اتكلم|اقرا|اكتب|افهم|اجيد|اتقن))"
)
_VERB = re.compile(  # ... that is named right after it
    for_plain(
        rf"(?:{_DOES}(?:\s?,\s?|\s(?:and|et|y|e|и)\s|\s(?=و)))*{_DOES}\s+(?:(?:the|le|la|l'|el|o|на|по)\s?)?"
        r"(?:(?:some|fluent|good|bien|muy\s+bien)\s+)?$"
    )
)
_OPENED = re.compile(r"\s*[^\W\d_][\w'’-]*(?:\s[\w'’-]+)?\s?[(\[]\s?")  # one word or two, and brackets
_TIE = re.compile(
    for_plain(r"\s{1,2}(?:of|in|d'|de\s+l'|en|du|del?|d[oa]s?|em|в|ب)\s{0,2}(?:(?:the|el|la|le|o|ال)\s)?")
)


@dataclass
class Mention:
    """A language named in a clause, what is said of it, and the stretch that says so."""

    code: str
    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    region: tuple[int, int] = (0, 0)


def label_of_all(flat: str, mentions: list[Mention], tokens: list[Token]) -> list[Token]:
    """The skills that head a list of languages: "Speaking: English (good), French (fair)"."""
    before = [t for t in tokens if t.end <= mentions[0].start]
    if not before or any(t.kind != "skill" for t in before) or len(mentions) < 2:
        return []
    return before if re.fullmatch(r"\s*:\s*", flat[before[-1].end : mentions[0].start]) else []


def names_other(flat: str, tokens: list[Token]) -> bool:
    """Whether a clause begins with a word or two that must be the name of a language that we do not know: "Ixil: fluent"."""
    if not tokens or tokens[0].kind == "skill":
        return False
    words_ = re.findall(r"[^\W\d_][\w'’-]*", flat[: tokens[0].start])
    only = re.fullmatch(r"[\s\w'’:=(–-]*", flat[: tokens[0].start])
    return bool(only and 1 <= len(words_) <= 2 and len(words_[0]) > 2 and not set(words_) & connectives())


def _cut(flat: str, start: int, end: int, tokens: list[Token]) -> int:
    """Where within a stretch a language begins that we do not know: "good), Ixil (native)"; its end where none does."""
    for mark in re.finditer(r"[,،]\s", flat[start:end]):
        at = start + mark.end()
        after = [t for t in tokens if at <= t.start < end]
        gap = flat[at : after[0].start] if after else ""
        if re.fullmatch(r"[^\W\d_][\w'’-]*(?:\s[\w'’-]+)?\s?[:(=]\s?", gap) and names_other(
            flat[at:end], _moved(after, at)
        ):
            return at
    return end


def _after_other(flat: str, first: Mention, tokens: list[Token]) -> int:
    """Where a clause goes on behind a language that we do not know: "Ixil (native), Spanish (good)"; 0 where none is there."""
    before = [t for t in tokens if t.end <= first.start]
    if not before or not _OPENED.fullmatch(flat[: before[0].start]) or not names_other(flat, before):
        return 0
    closed = re.search(r"[)\]]\s?[,،]", flat[before[0].end : first.start])
    return before[0].end + closed.end() if closed else 0


def _moved(tokens: list[Token], by: int) -> list[Token]:
    return [replace(token, start=token.start - by, end=token.end - by) for token in tokens]


def share_out(flat: str, mentions: list[Mention], tokens: list[Token]) -> None:
    """Give each mention the levels and skills that are said of it, and the stretch of the clause that says so."""
    begin = _after_other(flat, mentions[0], tokens)
    tokens = [t for t in tokens if t.start >= begin]
    levels = [t for t in tokens if t.kind != "skill"] or tokens
    language_first = not levels or mentions[0].start < levels[0].start
    groups = _groups(flat, mentions, tokens)
    bounds = [begin, *(_border(flat, a[-1].end, b[0], language_first, tokens) for a, b in pairwise(groups)), len(flat)]
    own: list[list[Token]] = []
    for group, start, end in zip(groups, bounds, bounds[1:], strict=False):
        end = _cut(flat, group[-1].end, end, tokens) if language_first else end
        said = [t for t in tokens if start <= t.start < end]
        own.append(said)
        for mention in group:
            mention.tokens, mention.region = said, (start, end)
    if not language_first:
        _carry_on(flat, groups, own)


def _groups(flat: str, mentions: list[Mention], tokens: list[Token]) -> list[list[Mention]]:
    """Mentions that share what is said: joined by "and" or a stroke, or listed before or after one level."""
    groups = [[mentions[0]]]
    for before, mention in pairwise(mentions):
        gap = flat[before.end : mention.start]
        no_token = not any(before.end <= t.start < mention.start for t in tokens)
        if no_token and (_JOINT.fullmatch(gap) or (_LIST.fullmatch(gap) and _ends_in_label(flat, mention, mentions))):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _ends_in_label(flat: str, mention: Mention, mentions: list[Mention]) -> bool:
    """Whether the list that a mention stands in ends in ": level", or "and" joins its last two."""
    last = mention
    for following in mentions:
        if following.start > last.end and _LIST.fullmatch(flat[last.end : following.start]):
            last = following
    return last is mentions[-1] and bool(re.match(r"\s*[:=]\s*\S|\s+-\s+\S", flat[last.end :]))


def _border(flat: str, left: int, mention: Mention, language_first: bool, tokens: list[Token]) -> int:
    """Where what is said of one language ends and what is said of the next begins."""
    right = mention.start
    gap = flat[left:right]
    if language_first:
        verb = _VERB.search(gap)
        return left + verb.start() if verb else _led_by(flat, left, mention, tokens) or right
    cut = max(gap.rfind(","), gap.rfind(";"), gap.rfind(")"), gap.rfind("\t"), gap.rfind("،"))
    if cut < 0 and (joint := list(re.finditer(for_plain(r"(?<!\w)(?:and|et|y|e|и|و)(?!\w)"), gap))):
        cut = joint[-1].start()
    return left + cut + 1 if cut >= 0 else left


def _led_by(flat: str, left: int, mention: Mention, tokens: list[Token]) -> int | None:
    """Where a level begins that a preposition ties to the language after it: "and some notions of Hebrew"."""
    before = [t for t in tokens if left <= t.start and t.end <= mention.start and t.kind != "skill"]
    if not before:
        return None
    tie = flat[before[-1].end : mention.start] + ("ب " if flat[mention.start] == "ب" else "")
    if not _TIE.fullmatch(tie):
        return None
    first = before[-1]
    for token in reversed(before[:-1]):  # "basic knowledge"
        if flat[token.end : first.start].strip():
            break
        first = token
    return first.start


def _carry_on(flat: str, groups: list[list[Mention]], own: list[list[Token]]) -> None:
    """ "Fluent: English, French": what stands before a list holds for those after it that have nothing of their own."""
    for index in range(1, len(groups)):
        if (
            not own[index]
            and own[index - 1]
            and _LIST.fullmatch(flat[groups[index - 1][-1].end : groups[index][0].start])
        ):
            own[index] = own[index - 1]
            for mention in groups[index]:
                mention.tokens = own[index]
