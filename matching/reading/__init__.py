"""From a document, a text or JSON to the values of the flow: calls and rosters in, nothing guessed.

`read_call` spells the way of a document out: text, language, outline, facts, positions, questions.
"""

from matching.reading.call_json import read_call_json
from matching.reading.calls import read_call
from matching.reading.dates import DateProblem, FoundDate, find_dates
from matching.reading.language import TextLanguage, read_language
from matching.reading.levels import FoundNeed, find_language_needs
from matching.reading.request_text import TEXT_KEYS, request_text
from matching.reading.rosters import LineWarning, read_roster
from matching.reading.text import Document, Limits, extract_text
from matching.texts import language_of

__all__ = [
    "TEXT_KEYS",
    "DateProblem",
    "Document",
    "FoundDate",
    "FoundNeed",
    "Limits",
    "LineWarning",
    "TextLanguage",
    "extract_text",
    "find_dates",
    "find_language_needs",
    "language_of",
    "read_call",
    "read_call_json",
    "read_language",
    "read_roster",
    "request_text",
]
