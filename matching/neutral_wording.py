"""Neutral wording: a text with its gendered words in one form, so that gender does not leak into what is embedded.

`neutral_words.json` holds the words: pairs "masculine|feminine", or "masculine|feminine|neutral" where a form for both
exists. Both forms become the neutral one: the epicene form where the language has a common one (they, chairperson), else
the masculine form, because that is the one dictionaries print and by far the most frequent in running text, hence the
one the encoder and the stemmers know best. The other choice, leaving the word out, would lose what somebody was.

Only words that speak of one person are touched, and only in the singular: women's employment, maternity or female
entrepreneurs are subjects, not markers. Some words are also common nouns or adjectives (`técnica`, `chargée de`,
Arabic verbs that look like nouns): they count only where a person speaks of themselves: at the beginning of a
sentence, after an opening such as "en tant que", or after a comma or an "and" where the sentence was about a person
already. Around a person's word the article before and the adjectives after it agree, and are mapped with it: "la
directrice générale" and "le directeur général" become the same text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

_FLAGS = re.IGNORECASE | re.MULTILINE
_MARKS = "\u064b-\u0652"  # Arabic vowel marks: no letters to a regular expression, but part of the word
_START, _END = rf"(?<![\w{_MARKS}])", rf"[{_MARKS}]?(?![\w{_MARKS}])"
_SENTENCE = r"^|(?<=[.!?؟;:•–—(-]\s)|(?<=[(•])"  # where a line, a sentence, a bullet or a bracket begins
_SENTENCE_END = re.compile(r"[.!?؟\n•]")
_GLUED_LINK = "(?=[وف])"  # "and", "so": written together with the word in Arabic
_ACCUSATIVE = "\u064b?ا"  # an Arabic ending that is written with or without its mark
_THE = "(?:ال)?"  # the Arabic article, written together with an adjective too
_Tree = dict[str, "_Tree"]


class Forms(NamedTuple):
    """The forms of one word, in lower case."""

    masculine: str
    feminine: str
    neutral: str


@dataclass(frozen=True)
class GenderedWords:
    """The gendered words of one language, as `neutral_words.json` lists them."""

    free: tuple[Forms, ...]  # speak of a person wherever they stand
    personal: tuple[Forms, ...]  # do so at the beginning of a sentence and after an opener
    adjectives: tuple[Forms, ...]  # that agree with the word before them
    determiners: tuple[Forms, ...]  # articles and the like that agree with the word after them
    epicene: tuple[str, ...]  # words for a person with one form, whose article and adjectives show the gender
    openers: tuple[str, ...]
    except_after: tuple[str, ...]  # words after which a free word speaks of a thing ("ligne directrice")
    except_before: tuple[str, ...]  # words before which it is a verb ("asesora a")
    links: tuple[str, ...]  # words that go on about the same person ("et"), as a comma does
    inclusive: tuple[str, ...]  # endings that name both genders ("(e)"), which are dropped
    labels: tuple[str, ...]  # of a line that states the gender
    values: tuple[str, ...]
    prefixes: str  # a regular expression for what is written together with a word (Arabic)


def neutral(text: str, language: str | None) -> str:
    """The text with its gendered words in one form each; everything else stays as it is, letter for letter.

    Deterministic, and the same again when applied twice. A text in a language without a table is returned as it is.

    Args:
        text: of any length.
        language: ISO 639-1 code of the text's language, or None where it is not known.
    """
    rewording = _neutral(language) if language else None
    return rewording.apply(text) if rewording else text


@cache
def _neutral(language: str) -> Rewording | None:
    words = gendered_words(language)
    return Rewording(words, lambda f: {f.masculine: f.neutral, f.feminine: f.neutral}, drop=True) if words else None


class Rewording:
    """One compiled expression for a language, and what it puts in the place of each word it finds.

    Args:
        words: of the language.
        choose: for each word the forms to be replaced, each with what replaces it.
        drop: also drop endings that name both genders, and the value of a line that states the gender.
    """

    def __init__(self, words: GenderedWords, choose: Callable[[Forms], Mapping[str, str]], drop: bool = False) -> None:
        free, personal = _replaced(words.free, choose), _replaced(words.personal, choose)
        self._heads = personal | free
        self._determiners = _replaced(words.determiners, choose)
        # Adjectives of one form are kept: others that do agree may stand behind them.
        self._adjectives = {f.masculine: f.masculine for f in words.adjectives if f.masculine == f.feminine}
        self._adjectives |= _replaced(words.adjectives, choose)
        phrase = self._phrase(words, [*free, *words.epicene], list(personal))
        self._expression = re.compile("|".join([*(_dropped(words) if drop else ()), phrase]), _FLAGS)
        self._determiner = re.compile(_either(self._determiners), _FLAGS)
        self._adjective = re.compile(rf"(?P<prefix>{_THE})(?P<word>{_either(self._adjectives)}){_END}", _FLAGS)

    def apply(self, text: str) -> str:
        """The text reworded."""
        pieces, at = [], 0
        person = None  # where the sentence was last about a person
        for found in self._expression.finditer(text):
            if found["linked"] and (person is None or _SENTENCE_END.search(text, person, found.start())):
                continue
            new = self._replacement(found)
            if new != found[0]:
                pieces += [text[at : found.start()], new]
                at = person = found.end()
        return "".join([*pieces, text[at:]]) if pieces else text

    def _phrase(self, words: GenderedWords, free: list[str], personal: list[str]) -> str:
        """An article, a word for a person, and the adjectives after it."""
        article = rf"(?P<article>(?:(?:{_either(self._determiners)})\s+){{0,2}})"
        after = "".join(rf"(?<!{_START}{re.escape(word)}\s)" for word in words.except_after)
        opened = "|".join([_SENTENCE, *(rf"(?<={_START}{_spaced(opener)}\s)" for opener in words.openers)])
        word = rf"{after}(?P<prefix>{words.prefixes})(?P<free>{_either(free)})"
        own_word = rf"(?:{opened})(?P<own_prefix>{words.prefixes})(?P<personal>{_either(personal)})"
        linked = "|".join([r"(?<=[,،]\s)", _GLUED_LINK, *(rf"(?<={_START}{link}\s)" for link in words.links)])
        further = rf"(?:{linked})(?P<further_prefix>{words.prefixes})(?P<linked>{_either(personal)})"
        no_verb = rf"(?!\s(?:{_either(words.except_before)})\b)" if words.except_before else ""
        agreeing = rf"(?P<agreeing>(?:\s+{_THE}(?:{_either(self._adjectives)}){_END})*)"
        return rf"{_START}{article}(?:{word}|{own_word}|{further}){_END}{no_verb}{agreeing}"

    def _replacement(self, found: re.Match[str]) -> str:
        head = found["free"] or found["personal"] or found["linked"]
        if head is None:
            return found.groupdict().get("label") or ""
        article = self._determiner.sub(lambda m: _swapped(m[0], self._determiners), found["article"])
        agreeing = self._adjective.sub(lambda m: m["prefix"] + _swapped(m["word"], self._adjectives), found["agreeing"])
        prefix = found["prefix"] or found["own_prefix"] or found["further_prefix"] or ""
        return article + prefix + _swapped(head, self._heads) + agreeing


def _dropped(words: GenderedWords) -> list[str]:
    """The value of a line that states the gender, and endings that name both genders."""
    stated = rf"(?P<label>{_START}(?:{_either(words.labels)})\s*[:=]\s*)(?:{_either(words.values)}){_END}"
    both = rf"(?<=[^\W\d_]{{3}})(?:{_either(words.inclusive)}){_END}"
    return [stated, both] if words.inclusive else [stated]


def _replaced(forms: Iterable[Forms], choose: Callable[[Forms], Mapping[str, str]]) -> dict[str, str]:
    """What replaces each form; the first mention counts where a form is listed twice."""
    found: dict[str, str] = {}
    for form in forms:
        for old, new in choose(form).items():
            found.setdefault(old, new)
    return {old: new for old, new in found.items() if old != new}


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest that fits; it matches nothing where there are none.

    Words with the same beginning share it, for an expression that tries hundreds of words one by one is slow.
    """
    tree: _Tree = {}
    for word in words:
        here = tree
        for part in _parts(word):
            here = here.setdefault(part, {})
        here[""] = {}
    return _branches(tree) or "(?!)"


def _parts(word: str) -> list[str]:
    """A pattern for each letter."""
    parts = [r"\s+" if letter == " " else re.escape(letter) for letter in word]
    return [*parts[:-1], _ACCUSATIVE] if word.endswith("ا") else parts


def _branches(tree: _Tree) -> str:
    ways = [part + _branches(rest) for part, rest in tree.items() if part]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 and "" not in tree else f"(?:{'|'.join(ways)})"
    return f"{joined}?" if "" in tree else joined


def _spaced(words: str) -> str:
    return r"\s".join(re.escape(word) for word in words.split())


def _swapped(found: str, replacements: Mapping[str, str]) -> str:
    """What replaces the words found, written as they were: in capitals, with a capital, or neither."""
    plain = " ".join(re.sub(f"[{_MARKS}]", "", found.lower()).split())
    new = replacements.get(plain)
    if new is None:
        return found
    if found.isupper() and len(found) > 1:
        return new.upper()
    return new[0].upper() + new[1:] if found[0].isupper() else new


@cache
def gendered_words(language: str) -> GenderedWords | None:
    """The words of one language, or None where the table does not hold it."""
    said = _table().get(language)
    if said is None:
        return None
    return GenderedWords(
        free=(*map(_forms, said["free"]), *_families(said["free_families"])),
        personal=(*map(_forms, said["personal"]), *_families(said["personal_families"])),
        adjectives=tuple(map(_forms, said["adjectives"].split())),
        determiners=tuple(map(_forms, said["determiners"])),
        epicene=tuple(said["epicene"].split()),
        openers=tuple(said["openers"]),
        except_after=tuple(said["except_after"].split()),
        except_before=tuple(said["except_before"].split()),
        links=tuple(said["links"]),
        inclusive=tuple(said["inclusive"]),
        labels=tuple(said["statement"]["labels"].split("|")),
        values=tuple(said["statement"]["values"].split("|")),
        prefixes=said.get("prefixes", ""),
    )


@cache
def _table() -> dict[str, Any]:
    source = resources.files("matching") / "neutral_words.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def _forms(written: str) -> Forms:
    """From "masculine|feminine", the masculine being the neutral form, or "masculine|feminine|neutral"."""
    parts = written.split("|")
    return Forms(parts[0], parts[1], parts[2] if len(parts) > 2 else parts[0])


def _families(families: Iterable[Mapping[str, str]]) -> Iterable[Forms]:
    """Words of one pattern: each stem with the endings in the order masculine, feminine, neutral."""
    for family in families:
        for stem in family["stems"].split():
            yield _forms("|".join(stem + ending for ending in family["endings"].split("|")))
