"""Words, sentences and languages of texts."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import Any

from matching.codes import WORKING_LANGUAGES

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?؟;])\s+|\s*[\n•▪●]+\s*")
# Languages that CVs bring besides the working ones: without them a German text would be taken for an English one.
_KNOWN = (
    *WORKING_LANGUAGES,
    "de",
    "it",
    "nl",
    "pl",
    "ro",
    "cs",
    "sv",
    "da",
    "fi",
    "el",
    "hu",
    "bg",
    "hr",
    "lt",
    "lv",
    "et",
)
_ALGORITHMS = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese", "ru": "russian", "ar": "arabic"}
_identifying = Lock()


@cache
def _identifier(among: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if not among:
        return whole
    whole.set_languages(list(among))
    # Made anew of what is left, so that the model of all languages is let go: a third of the memory.
    return LanguageIdentifier(
        whole.nb_ptc, whole.nb_pc, whole.nb_classes, whole.tk_nextmove, whole.tk_output, norm_probs=True,
        tk_row=whole.tk_row,
    )  # fmt: skip


def language_of(text: str, among: tuple[str, ...] = WORKING_LANGUAGES) -> tuple[str, float]:
    """(code, probability) of the likeliest language of a text among some; every language known if none is given."""
    with _identifying:
        code, probability = _identifier(among).classify(text)
    return str(code), float(probability)


def detect_language(text: str, least: float = 0.5) -> str | None:
    """ISO 639-1 code of a text's language, or None where the best guess has a probability below `least`."""
    if not _WORD.search(text):
        return None
    language, probability = language_of(text[:2000], _KNOWN)
    return language if probability >= least else None


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_ALGORITHMS[language]) if language in _ALGORITHMS else None


def stems(text: str, language: str | None) -> list[str]:
    """Stemmed lower-case words of a text, in order; a language without a stemmer keeps its words as they are."""
    words = _WORD.findall(text.lower())
    stemmer = _stemmer(language) if language else None
    return list(stemmer.stemWords(words)) if stemmer else words


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence or bullet of a text, in characters, without the white space around it."""
    spans, start = [], 0
    for stop in [*(m.start() for m in _SENTENCE_END.finditer(text)), len(text)]:
        piece = text[start:stop]
        left = start + len(piece) - len(piece.lstrip(" \t\n•▪●-–—*"))
        right = start + len(piece.rstrip())
        if right > left:
            spans.append((left, right))
        start = stop
    return spans


def chunks(text: str, words: int) -> list[str]:
    """A text in pieces of at most about `words` words, cut between sentences where it can be."""
    pieces: list[str] = []
    current: list[str] = []
    for start, end in sentences(text):
        sentence = text[start:end].split()
        while len(sentence) > words:
            pieces += [" ".join(current)] * bool(current) + [" ".join(sentence[:words])]
            current, sentence = [], sentence[words:]
        if current and len(current) + len(sentence) > words:
            pieces.append(" ".join(current))
            current = []
        current += sentence
    return [*pieces, " ".join(current)] if current else pieces
