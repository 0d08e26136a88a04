"""Languages of an interpretation or translation that somebody else sees to: they are not asked of the experts.

Only what is plainly said of an interpretation that is provided is left out. Where it is in doubt (the words are denied,
a level or a word for "required" stands beside them, the experts themselves are spoken of), the languages stay.
"""

from __future__ import annotations

import re

from matching.reading import level_words as words
from matching.reading.folding import for_plain

INTERPRETED = (
    r"(?P<with>with |avec |con |com |с |مع )?(?:[\w/-]+ )?"
    r"(?:interpret\w+|interprete\w*|translat\w+|traduc\w+|traduz\w+|traduit\w*|перевод\w*|переведен\w*|"
    r"[وبل]?(?:ال)?ترجم\w*|[يست]+ترجم\w*)"
)
# "Experience with translation" and "degree in translation" are of the experts.
ITS_OWN_WORK = (
    r"experi\w+|skills?|competen\w+|degrees?|diplom\w*|licen[cs]\w+|опыт\w*|навык\w*|диплом\w*|"
    r"[وبل]?(?:ال)?خبره|مهار\w+|شهاد\w*"
)
SEEN_TO = (
    r"provided|available|arranged|ensured|offered|supplied|there (?:is|will be)|will be (?:translated|interpreted)|"
    r"assure\w*|fourni\w*|prevu\w*|disponible\w*|organisee?s?|il y aura|ser(?:a|ont) (?:traduit|interprete)\w*|"
    r"proporcion\w+|facilit\w+|habra|ofrec\w+|contara|ser(?:a|an) traducid\w+|se traducir\w+|"
    r"havera|assegurad\w+|fornecid\w+|disponibiliz\w+|disponive(?:l|is)|ser(?:a|ao) traduzid\w+|"
    r"обеспеч\w+|предостав\w+|организ\w+|буд[еу]т (?:\w+ )?перев\w+|[سيت]*(?:وفر|تاح|ؤمن)\w*|توفير|متوفر\w*|متاح\w*"
)
DENIED = (
    r"no|not|none|without|neither|nor|never|cannot|\w+n't|pas|aucune?|sans|ni|jamais|sin|ningun\w*|nunca|nao|sem|nenhum\w*|"
    r"не|нет|без|ни|[وف]?(?:لا|لن|لم|غير|ليس\w*|دون|بدون)"
)
_WHERE_NEEDED = (
    r"(?:if|where|when|as|on|upon|si|s'il|sur|cas|caso|cuando|se|quando|при|по|если|عند|حسب)"
    r"(?: (?:it|is|be|il|est|de|sea|ser|seja|for|это))* "
)
_BETWEEN = (
    r"into|to|from|between|out|an?|une?|will be|is|are|vers|depuis|a|au|aux|entre|ser(?:a|an|ont|ao)|est|sont|hacia|al|"
    r"para|desde|с|между|буд[еу]т|الي|بين|سوف|سيتم"
)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{for_plain(pattern)})(?!\w)")


_INTERPRETED, _ITS_OWN_WORK, _SEEN_TO, _DENIED = map(_words, (INTERPRETED, ITS_OWN_WORK, SEEN_TO, DENIED))
_ASKED = _words(words.NEEDING)
_IF_ASKED = _words(rf"{_WHERE_NEEDED}(?:{words.NEEDING})|requests?")
_LINKS = re.compile(
    rf"[\s,/()'\"-]|(?<!\w)(?:{for_plain(_BETWEEN)}|в|на|из|in|en|em|de|do|da|du|les?|la|l'|the|o)(?!\w)"
)
_ENDS = re.compile(
    rf"(?P<sign>[,:()]|\s-\s)|(?<!\w)(?:(?P<but>{for_plain(words.BUT)})|(?P<both>{for_plain(words.BOTH)}))(?!\w)"
)
_VERB = re.compile(for_plain(r"\s*(?:is|are|will|shall|est|sont|sera\w*|es|son|sao|будет|является|обязат\w+)(?!\w)"))


def without_interpretation(flat: str) -> str:
    """A clause of plain text with blanks in the place of what tells of an interpretation provided to the experts."""
    if not _INTERPRETED.search(flat) or words.DEMANDED_PATTERN.search(flat) or _ITS_OWN_WORK.search(flat):
        return flat
    languages = [(start, end) for _, start, end in words.languages_named(flat)]
    kept = flat
    for said in _INTERPRETED.finditer(flat):
        part = max((m.end() for m in _ENDS.finditer(flat, 0, said.start()) if m["sign"] or m["but"]), default=0)
        end = _end(flat, said, part, languages)
        provided = said["with"] or _SEEN_TO.search(flat, part, end)
        # "Khmer and Thai interpretation": languages that stand before the word are of it where nothing else does
        alone = not said["with"] and _only_languages(flat, part, said.start(), languages)
        start = part if alone else said.start()
        if provided and not _DENIED.search(flat, part, end) and not _asks(flat, start, end, said):
            kept = kept[:start] + " " * (end - start) + kept[end:]
    return kept


def _end(flat: str, said: re.Match[str], part: int, languages: list[tuple[int, int]]) -> int:
    """Where the words on the interpretation end: at a sign, a "but", or an "and" that joins no two languages."""
    for sign in _ENDS.finditer(flat, said.end()):
        provided = said["with"] or _SEEN_TO.search(flat, part, sign.start())
        if sign["but"]:
            return sign.start()
        if sign["both"]:
            if provided and not _joins(flat, sign, languages):
                return sign.start()
        elif provided or not _goes_on(flat, sign, said, languages):
            return sign.start()
    return len(flat)


def _joins(flat: str, both: re.Match[str], languages: list[tuple[int, int]]) -> bool:
    """Whether an "and" stands in "into Khmer and Thai" or "interpretation and translation"."""
    if _INTERPRETED.match(flat, both.end() + 1):
        return True
    after_language = any(not flat[end : both.start()].strip() for _, end in languages if end <= both.start())
    following = next((end for start, end in languages if start >= both.end()), None)
    return after_language and not (following and _VERB.match(flat, following))


def _goes_on(flat: str, sign: re.Match[str], said: re.Match[str], languages: list[tuple[int, int]]) -> bool:
    """Whether what follows a sign is a list of the languages of the interpretation: "(Khmer, Thai) will be provided"."""
    if sign[0] == ")":
        return "(" in flat[said.end() : sign.start()]
    ends = [m.start() for m in (_ENDS.search(flat, sign.end()), _SEEN_TO.search(flat, sign.end())) if m]
    stop = min(ends, default=len(flat))
    return sign[0] in ",(" and _only_languages(flat, sign.end(), stop, languages)


def _only_languages(flat: str, start: int, end: int, languages: list[tuple[int, int]]) -> bool:
    named = [(first, last) for first, last in languages if start <= first and last <= end]
    rest = flat[start:end]
    for first, last in reversed(named):
        rest = rest[: first - start] + " " + rest[last - start :]
    rest = words.LANGUAGE_WORD_PATTERN.sub("", words.CONNECTOR_PATTERN.sub("", rest))
    return bool(named) and not _LINKS.sub("", rest)


def _asks(flat: str, start: int, end: int, said: re.Match[str]) -> bool:
    """Whether a level, or a word by which a language is asked for, stands among the words."""
    rest = flat[start : said.start()] + " " + flat[said.end() : end]
    levels = [p for _, p in words.QUALITY_PATTERNS + words.KIND_PATTERNS + words.ABILITY_PATTERNS]
    signs = [words.CEFR_PATTERN, words.ASSET_PATTERN, words.WORKING_PATTERN, *levels]
    return any(p.search(rest) for p in signs) or bool(_ASKED.search(_IF_ASKED.sub(" ", rest)))
