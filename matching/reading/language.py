"""The language in which a text is written: one of the six, or a refusal in words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from matching.codes import WORKING_LANGUAGES, language_name
from matching.errors import InvalidCall
from matching.texts import language_of

ENOUGH = 60  # letters of a paragraph that make its language worth asking for
SURE = 0.9  # probability of a language outside the six from which a text is refused
ENOUGH_TO_REFUSE = 80  # letters of a text from which it may be refused: shorter ones mislead
MIXED = 0.15  # share of letters in a second language from which a text counts as mixed
CLOSE = {
    "gl": "es",
    "ast": "es",
    "an": "es",
    "ext": "es",
    "mwl": "pt",
    "be": "ru",
    "arz": "ar",
    "ary": "ar",
    "apc": "ar",
    "ajp": "ar",
}


@dataclass(frozen=True)
class TextLanguage:
    """The main language of a text, and other working languages of which it holds whole paragraphs."""

    main: str | None  # None: too short to tell
    others: tuple[str, ...] = ()


def read_language(text: str) -> TextLanguage:
    """The language of a document, by its paragraphs weighted with their length.

    Raises:
        InvalidCall: the text is long enough to tell and in none of the six languages.
    """
    letters: Counter[str] = Counter()
    for paragraph in re.split(r"\n+", text):
        count = sum(map(str.isalpha, paragraph))
        if count >= ENOUGH:
            letters[language_of(paragraph)[0]] += count
    whole = sum(map(str.isalpha, text))
    if whole < 3:
        return TextLanguage(None)
    _refuse_others(text, whole)
    if not letters:
        return TextLanguage(language_of(text)[0])
    main = letters.most_common(1)[0][0]
    others = tuple(c for c, n in letters.most_common()[1:] if n >= MIXED * sum(letters.values()))
    return TextLanguage(main, others)


def _refuse_others(text: str, letters: int) -> None:
    code, probability = language_of(text, ())
    code = CLOSE.get(code, code)
    if letters < ENOUGH_TO_REFUSE or probability < SURE or code in WORKING_LANGUAGES:
        return
    known = ", ".join(language_name(c) for c in WORKING_LANGUAGES)
    raise InvalidCall(
        "The text is in a language that is not read here.",
        f"It looks like {language_name(code)} ({code}).",
        f"Give it in one of {known}, or fill in the fields by hand.",
    )
