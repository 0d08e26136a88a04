"""Lines in which several facts follow each other, as people write them in a letter, cut at each fact.

"Position 1: Expert in mediation. Tasks: train 20 mediators. 18 days." says the same as three lines do.
"""

from __future__ import annotations

import re

from matching.reading.headings import match_label
from matching.reading.position_heads import match_position
from matching.reading.quantities import is_only_days

_ENDS = re.compile(r"(?<=[.;])\s+(?=[^\W_])")
BRIEF = {"days", "years", "statuses", "role", "activity_types", "assistance_types"}  # what follows is not theirs


def facts_apart(line: str) -> list[str]:
    """The line cut where a label with its value, or a workload, begins a sentence; whole where it begins with neither
    the head of a position nor a label."""
    first, *others = _ENDS.split(line)
    if not others or not (match_position(first) or _labelled(first)):
        return [line]
    lines = [first]
    for sentence in others:
        if _labelled(sentence) or is_only_days(sentence) or _labelled(lines[-1]) in BRIEF:
            lines.append(sentence)
        else:
            lines[-1] += f" {sentence}"
    return lines


def _labelled(sentence: str) -> str | None:
    label = match_label(sentence)
    return label.kind if label is not None and label.value else None
