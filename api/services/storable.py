"""Texts from outside as every database can keep them: some refuse NUL characters and halves of characters."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator

from matching.json_data import with_texts

NUL = "\x00"
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing


def _storable_text(text: str) -> str:
    return text.replace(NUL, "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _without_nul(text: str) -> str:
    if NUL in text:
        raise ValueError("it holds a NUL character")
    return text


def as_seen(text: str) -> str:
    """A text without the characters that nobody sees, and without white space around it."""
    return "".join(char for char in text if not _is_unseen(char)).strip()


def _is_unseen(char: str) -> bool:
    return char in BLANKS or (unicodedata.category(char) in ("Cf", "Cc", "Cn", "Co") and not char.isspace())


def _said(text: Any) -> Any:
    """Characters that nobody sees stay where they join letters of a script, but a text of them alone says nothing."""
    if not isinstance(text, str):
        return text
    words = _storable_text(text).strip()
    return words if as_seen(words) else ""


# What a person writes, a reason, a note, a message: without white space around it, before its length is looked at.
Said = Annotated[str, BeforeValidator(_said)]
Id = Annotated[str, AfterValidator(_without_nul)]  # an id in an address or a body


def storable(data: Any) -> Any:
    """JSON data in whose texts nothing is left that a database refuses; every such character is replaced."""
    return with_texts(data, _storable_text)


def as_data(value: BaseModel) -> dict[str, Any]:
    """A value as JSON data that every database keeps."""
    found: dict[str, Any] = storable(value.model_dump(mode="json"))
    return found
