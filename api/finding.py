"""What a check of the installation found, and how whatever goes wrong in one becomes its finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from embeddings import EmbeddingError
from matching.errors import MatchingError


@dataclass(frozen=True)
class Check:
    """What one check found. `works` is None where something deserves a look and yet nothing is broken."""

    name: str
    works: bool | None
    found: str
    next_step: str = ""


def guarded(name: str, check: Callable[[], Check]) -> Check:
    """A check whose errors become its finding, whatever they are: that is what a doctor is for."""
    try:
        return check()
    except (MatchingError, EmbeddingError) as error:
        return Check(name, False, f"{error.what} {error.found}".strip(), error.next_step)
    except Exception as error:
        return Check(
            name, False, f"{type(error).__name__}: {error}", "Install the project again, in a fresh environment."
        )
