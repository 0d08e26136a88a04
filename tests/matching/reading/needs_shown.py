"""Language needs in a few letters, as the tests compare them."""

from __future__ import annotations

from matching.reading import find_language_needs


def needs(text: str, **how) -> dict[str, str]:
    """{"fr": "S C1 W B2 required"}: speaking, writing, reading, listening."""
    shown = {}
    for found in find_language_needs(text, **how):
        need = found.need
        letters = {"speaking": "S", "writing": "W", "reading": "R", "listening": "L"}
        levels = [f"{letter}{getattr(need, skill)}" for skill, letter in letters.items() if getattr(need, skill)]
        shown[need.language] = " ".join([*levels, *([] if need.required else ["asset"])])
    return shown
