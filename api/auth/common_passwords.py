"""How much of a password a guesser has to guess: common words, rows of keys, dates and repetitions count as little."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = """
    password passwort passwd motdepasse contrasena contraseña senha пароль parola wachtwoord пасворд
    administrator admin root user guest login letmein welcome willkommen bienvenue bienvenido benvenuto hello
    changeme change default secret geheim private temp test demo sample access office internet computer server
    iloveyou love liebe amour princess sunshine monkey dragon master shadow superman batman football soccer
    baseball basketball hockey summer winter spring autumn sommer
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    expert experts expertmatch match roster shortlist employment labour ministry europe european commission union
    qwerty azerty qwertz asdf zxcv google facebook linkedin microsoft windows
    abc mypassword pass word mail please forever freedom trustno whatever starwars pokemon charlie michael jordan
"""
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qwertzuiop",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
_SIGNS_AS_LETTERS = str.maketrans("@$!|013457", "asiioleast")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{1,2}[./-]?\d{1,2}[./-]?(?:19|20)?\d\d")
_AGAIN = re.compile(r"(.{1,8}?)\1+")  # a repetition is guessed with what it repeats
SHORTEST_WORD, SHORTEST_RUN = 3, 3
WORDS = frozenset(_WORDS.split())


def effort(text: str, about: Iterable[str] = ()) -> int:
    """Pieces of a password that have to be guessed one by one: a character, or a whole common word, run or date.

    Args:
        text: the password.
        about: names and addresses of whose it is; their words count as common.
    """
    words = WORDS | {w for said in about for w in re.split(r"\W+|_", said.casefold()) if len(w) >= SHORTEST_WORD}
    ordered, folded = sorted(words, key=len, reverse=True), text.casefold()
    return min(_pieces(folded, ordered), _pieces(_AGAIN.sub(r"\1", folded), ordered))


def _pieces(text: str, words: Iterable[str]) -> int:
    letters = text.translate(_SIGNS_AS_LETTERS)  # as long as the text: p@ssw0rd is password
    count, at = 0, 0
    while at < len(text):
        at += max(1, _word(text, at, words), _word(letters, at, words), _run(text, at), _date(text, at))
        count += 1
    return count


def _word(text: str, at: int, words: Iterable[str]) -> int:
    return next((len(word) for word in words if text.startswith(word, at)), 0)


def _run(text: str, at: int) -> int:
    """The length of the row of keys, letters or figures that begins here, in either direction."""
    longest = 0
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        start = row.find(text[at : at + SHORTEST_RUN])
        if start < 0 or len(text) - at < SHORTEST_RUN:
            continue
        length = SHORTEST_RUN
        while at + length < len(text) and row[start + length : start + length + 1] == text[at + length]:
            length += 1
        longest = max(longest, length)
    return longest


def _date(text: str, at: int) -> int:
    return max((len(found[0]) for kind in (_YEAR, _DATE) if (found := kind.match(text, at))), default=0)
