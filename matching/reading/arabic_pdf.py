"""What painting does to Arabic text in a PDF, undone: reversed lines, ligatures of lam and alef, mirrored brackets."""

from __future__ import annotations

import re
from itertools import product

from matching.reading.folding import plain

_ARTICLE_ENDS = re.compile(r"[\u0621-\u064a]{2,}لا\b")
_ARTICLE_STARTS = re.compile(r"\bال[\u0621-\u064a]{2,}")
_WORD = re.compile(r"[\u0621-\u065f]+")
_TURNED = re.compile(r"([اأإآ])ل")
_OTHER_SCRIPT = re.compile(r"[^\u0600-\u06ff\s()\[\]:]+(?: +[^\u0600-\u06ff\s()\[\]:]+)*")
_MIRROR = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_EASTERN = re.compile(r"[\u0660-\u0669\u06f0-\u06f9]+")
_YEAR = re.compile(r"20\d\d")
MOST_LIGATURES = 6  # per word; longer ones are left as they are


def has_arabic(text: str) -> bool:
    """Whether any Arabic word stands in a text."""
    return bool(_WORD.search(text))


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text are Arabic."""
    return 2 * sum(map(len, _WORD.findall(text))) > sum(map(str.isalpha, text))


def upright(laid_out: str, streamed: str) -> str:
    """Arabic as it is read, from a page laid out by position and the same page in the order of its content stream.

    The two readings go wrong in different ways: by position the order of words is right and the ligature "la" is
    turned ("al"); in the stream the ligature is right and numbers change places. So words are taken by position, and
    a turned ligature is set right where the word that results is found in the stream.
    """
    painted = len(_ARTICLE_ENDS.findall(laid_out)) > 2 * len(_ARTICLE_STARTS.findall(laid_out))
    laid_out = "\n".join(map(_reversed_line, laid_out.split("\n"))) if painted else _digits(laid_out)
    known = set(_WORD.findall(streamed))
    laid_out = _WORD.sub(lambda match: _ligatures(match[0], known, streamed), laid_out)
    return "\n".join(map(_brackets, laid_out.split("\n")))


def _digits(text: str) -> str:
    """Eastern digits, which are turned together with the letters around them, turned back.

    Left alone where the years of the page (20xx) read well as they stand.
    """
    runs = [plain(run) for run in _EASTERN.findall(text)]
    straight, turned = (sum(bool(_YEAR.fullmatch(run[::step])) for run in runs) for step in (1, -1))
    return text if straight > turned else _EASTERN.sub(lambda match: match[0][::-1], text)


def _reversed_line(line: str) -> str:
    if not _WORD.search(line):
        return line
    return _OTHER_SCRIPT.sub(lambda match: match[0][::-1], line[::-1].translate(_MIRROR))


def _ligatures(word: str, known: set[str], streamed: str) -> str:
    places = [match.start() for match in _TURNED.finditer(word)]
    if word in known or not 0 < len(places) <= MOST_LIGATURES:
        return word
    spellings = [_turned(word, choice) for choice in product((True, False), repeat=len(places))]
    in_a_run = (spelling for spelling in spellings if len(word) > 3 and spelling in streamed)  # cells may touch
    return next((spelling for spelling in spellings if spelling in known), next(in_a_run, word))


def _turned(word: str, choice: tuple[bool, ...]) -> str:
    turn = iter(choice)
    return _TURNED.sub(lambda match: f"ل{match[1]}" if next(turn) else match[0], word)


def _brackets(line: str) -> str:
    opens, closes = line.find("("), line.find(")")
    if _WORD.search(line) and closes >= 0 and (opens < 0 or closes < opens) and line.count("(") <= line.count(")"):
        return line.translate(str.maketrans("()", ")("))
    return line
