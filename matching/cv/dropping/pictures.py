"""Photographs: lines that stand for one, and pictures that the extraction left out."""

from __future__ import annotations

import re
from functools import cache

from matching.cv.dropping.wording import any_of, phrases
from matching.cv.extract.lines import pictures_in
from matching.cv.values import CvText
from matching.reading.folding import plain


def is_photo_line(text: str) -> bool:
    """Whether a line does nothing but hold the place of a photograph."""
    return bool(_photo_line().fullmatch(plain(text)))


def pictures_of(text: CvText) -> int:
    """1 where the document held pictures, which are never looked at and may show the person; 0 otherwise."""
    return int(pictures_in(text) > 0)


@cache
def _photo_line() -> re.Pattern[str]:
    return re.compile(
        rf"[\W_]*{any_of(phrases('photo', 'sure'))}[\W_]*"
        r"(?:attached|enclosed|jointe|ci-jointe|adjunta|anex[ao]|прилагается|приложена|مرفقه)?[\W_]*(?:\(?(?:here|ici|aqui|здесь|هنا|\d+\s?[x×*]\s?\d+(?:\s?cm)?)\)?[\W_]*)?"
    )
