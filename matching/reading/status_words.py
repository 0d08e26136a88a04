"""The eligible statuses that a call names: labels of the vocabulary, and the words that calls use for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.reading.folding import for_plain, plain
from matching.reading.joining_words import AND, OR
from matching.reading.printed_codes import read_codes
from matching.vocabulary import Vocabulary

# In this order: "retired civil servants" are retired, and a former official in private practice is private.
WORDS: tuple[tuple[str, str], ...] = (
    ("retired_public", r"retired|retirees?|retrait\w+|jubilad\w+|"
                       r"aposentad\w+|reformad[oa]s|\w*пенси\w+|(?:ال)?متقاعد\w*"),
    ("social_partner", r"social partners?|trade union\w*|employers' organi\w+|partenaires? soci\w+|"
                       r"syndica\w+|sindica\w+|"
                       r"interlocutor\w* social\w*|parceir\w+ socia\w+|социальн\w+ партнер\w*|профсоюз\w*|"
                       r"(?:ال)?(?:شركاء|اطراف|شريك) (?:ال)?اجتماعي\w*|نقاب\w+"),
    ("international_organisation", r"international organi\w+|organisations? internationales?|"
                                   r"organism\w+ internaciona\w+|"
                                   r"organizac\w+ internaciona\w+|международн\w+ организаци\w+|"
                                   r"(?:ال)?منظم\w+ (?:ال)?دولي\w*"),
    ("mandated_body", r"mandated|mandatee?s?|mandatad\w+|уполномоченн\w+|(?:ال)?مفوض\w*|مكلف\w*"),
    ("academic", r"academi\w+|universit\w+|professors?|profesor\w+|научн\w+|ученые|(?:ال)?اكاديمي\w*|(?:ال)?جامعي\w*"),
    ("private", r"private|prive\w*|privad\w+|freelance\w*|independent consultants?|"
                r"частн\w+|(?:ال)?(?:قطاع )?(?:ال)?خاص\w*"),
    ("civil_servant", r"civil servants?|public (?:servants?|officials?|employees?)|serving officials?|"
                      r"fonctionnaires?|agents? publics?|"
                      r"funcionari\w+|servidor\w* public\w+|empleados publicos|"
                      r"государственн\w+ служащ\w+|госслужащ\w+|чиновник\w*|"
                      r"(?:ال)?موظف\w* (?:ال)?(?:عمومي|حكومي|عام)\w*"),
)  # fmt: skip
_PATTERNS = tuple((code, re.compile(for_plain(rf"(?<!\w)(?:{words})(?!\w)"))) for code, words in WORDS)
_PARTS = re.compile(rf"[;,/\n\t|،؛]|(?<!\w)(?:{AND}|{OR}|أو)(?!\w)|\sو(?=ال)")


def read_statuses(texts: Sequence[str], statuses: Vocabulary) -> tuple[str, ...]:
    """Codes of the statuses that texts beside "Open to" or "Eligible statuses" name, in order."""
    found: dict[str, None] = {}
    for part in (part for text in texts for part in _PARTS.split(text) if part.strip()):
        labelled = read_codes([part], statuses).codes
        worded = [code for code, pattern in _PATTERNS if statuses.has(code) and pattern.search(plain(part))]
        found.update(dict.fromkeys(worded[:1] or labelled))
    return tuple(found)
