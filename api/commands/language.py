"""In which language a command writes its files: the one that the terminal's environment asks for."""

from __future__ import annotations

from collections.abc import Mapping

ASKED = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts (POSIX, 8.2)
NONE = ("C", "POSIX")  # no language at all


def language_here(environment: Mapping[str, str]) -> str:
    """The two letters of the language of an environment ("fr_BE.UTF-8" is "fr"); English where it asks for none."""
    asked = next((value for name in ASKED if (value := environment.get(name, ""))), "")
    locale = asked.partition(".")[0].partition("@")[0]
    letters = locale.partition("_")[0].lower()
    return "en" if locale in NONE or len(letters) != 2 else letters
