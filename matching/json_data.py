"""JSON that others wrote, as data that can be encoded, kept and sent on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # an escape of a half character: in pairs a character beyond the first 65,536


def from_json(text: str | bytes) -> Any:
    """The data that a JSON text holds; half characters in it are made whole.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    words = whole(text if isinstance(text, str) else text.decode(json.detect_encoding(text), "surrogatepass"))
    data = json.loads(words.removeprefix("\ufeff"))
    return whole_data(data) if _HALF.search(words) else data


def whole_data(data: Any) -> Any:
    """JSON data in whose texts and names every half character became "?"."""
    return with_texts(data, whole)


def with_texts(data: Any, change: Callable[[str], str]) -> Any:
    """JSON data with every text and name in it changed; tuples become lists."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {with_texts(key, change): with_texts(value, change) for key, value in data.items()}
    return [with_texts(value, change) for value in data] if isinstance(data, list | tuple) else data


def whole(text: str) -> str:
    """A text whose half characters (lone surrogates, left by broken conversions) became "?"; no encoder takes them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
