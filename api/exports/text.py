"""Text on its way into a file: what no file may carry is taken out, and its direction of writing is found."""

from __future__ import annotations

from api.speech.text import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT, clean, listed, runs_from_the_right

__all__ = ["LEFT_TO_RIGHT_MARK", "RIGHT_TO_LEFT", "clean", "listed", "runs_from_the_right"]
