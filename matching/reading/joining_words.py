"""The small words that join two things in the six languages, as patterns over plain text (`folding.plain`)."""

from __future__ import annotations

AND = r"and|et|y|e|и|و"
OR = r"or|ou|o|u|или|либо|او"
BETWEEN = r"between|entre|между|بين"  # what an "and" after it joins are the two ends of a span
