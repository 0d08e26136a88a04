"""Words of organisations, positions, activities, degrees and courses in six languages, as patterns over plain text.

The words are data: `words.json` holds, for each kind, rows of alternatives of a regular expression.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from matching.reading.folding import for_plain


@cache
def _data() -> dict[str, list[str]]:
    data: dict[str, list[str]] = json.loads((files("matching.cv.free") / "words.json").read_text(encoding="utf-8"))
    return data


def _words(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{for_plain('|'.join(_data()[kind]))})(?!\w)")


def _label(kind: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{for_plain('|'.join(_data()[f'label {kind}']))})\s{{0,2}}[:：\t]\s*")


ORGANISATION = _words("organisation")  # an organisation hardly without one of these, often at its beginning or end
UNIT = _words("unit")  # part of an organisation, or one by itself where nothing stronger stands beside it
POSITION = _words("position")
ACTIVITY = _words("activity")  # what an assignment consists of: its title begins with one
DEGREE = _words("degree")
COURSE = _words("course")
LEGAL = _words("legal")  # forms of companies
LABELS = {kind: _label(kind) for kind in ("employer", "title", "place", "dates", "degree", "school", "tasks")}

_OF_THE = r"(?:de\s+la|de\s+l'|du|des|de)"
_WITHIN = (
    rf"(?:chez|aupres\s+{_OF_THE}|au\s+sein\s+{_OF_THE}|junto\s+(?:do|da|ao)|pour\s+le\s+compte\s+{_OF_THE}|"
    r"por\s+encargo\s+(?:del?|de\s+la)|on\s+behalf\s+of(?:\s+the)?|لدي|لفائده|لصالح)"
)
AT = re.compile(  # between a position and where it is held: "Director at the Ministry", "Directrice chez X"
    for_plain(
        r"\s(?:pour|chez|aupres\s+de|au\s+sein\s+de|a)\s+l'|"
        rf"\s(?:{_WITHIN}|at(?:\s+the)?|with\s+the|for\s+the|within\s+the|(?:pour|a)\s+(?:la|le|les)|au|en\s+(?:el|la)|"
        r"para\s+(?:el|la|o|a)|no|na|в|во|при|для|في|ضمن)\s{1,2}|"
        r"\sب(?=(?:ال)?(?:وزار|هيئ|مكتب|مديري|جامع|صندوق|منظم|معهد|مركز|وكال|مجلس|موسس|بنك|شرك))|\s@\s?"
    )
)
STRONG_AT = re.compile(  # those that hardly stand inside a title
    for_plain(
        rf"\s(?:{_WITHIN}|at|with\s+the|within\s+the|(?:chez|aupres\s+de|au\s+sein\s+de|pour)(?!\w)|para\s+(?:el|la)|ب|@)"
    )
)
LEADING = re.compile(  # words before the name of an employer that are not part of it
    for_plain(
        r"^(?:(?:pour|chez|aupres\s+de|au\s+sein\s+de|a)\s+l'|(?:employed\s+(?:by|at)|working\s+(?:for|at)|at\s+the|at|"
        rf"with\s+the|for\s+the|for|{_WITHIN}|pour\s+(?:la|le|les)|pour|en\s+(?:el|la)|para\s+(?:el|la|o|a)|para|"
        r"no(?=\s\w)|na(?=\s\w)|a\s+la|au|в|во|при|для|في)\s{1,3})"
    )
)
AT_SCHOOL = re.compile(  # between a degree and who awarded it: "por la Universidad", "de l'École", "from the University"
    for_plain(
        r"\s(?:por\s+(?:la|el)\s|pela\s|pelo\s|from\s(?:the\s)?|of\s+the\s|de\s+la\s|de\s+l'\s?|d[aeo]\s|du\s|del\s|в\s)\s?"
        r"(?=universi|school\s+of|institut|ecole|escuela|escola|colleg|academ|facult|polytech|politecn|hochschule|универси|институт|академи)|"
        r"\sمن\s(?=(?:ال)?(?:جامع|معهد|كلي|مدرس|اكاديمي))"
    )
)
