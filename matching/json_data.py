"""JSON that others wrote, as data that can be encoded, kept and sent on."""

from __future__ import annotations

import json
import re
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
    if isinstance(data, str):
        return whole(data)
    if isinstance(data, dict):
        return {whole_data(key): whole_data(value) for key, value in data.items()}
    return [whole_data(value) for value in data] if isinstance(data, list | tuple) else data


def whole(text: str) -> str:
    """A text whose half characters (lone surrogates, left by broken conversions) became "?"; no encoder takes them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
