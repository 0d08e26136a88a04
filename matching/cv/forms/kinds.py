"""Whether an entry under education is a degree or a training, and one under experience a post or an assignment."""

from __future__ import annotations

import re

from matching.cv.values import CvDate, EntryKind
from matching.reading.folding import for_plain, plain

LONGEST_MISSION = 12  # months: what an expert does for somebody else and that is shorter is an assignment
SHORTEST_POST = 31  # days: what is shorter is an assignment, whatever it is called
_TWINNING = re.compile(for_plain(r"twinning|jumelage|hermanamiento|geminac|твиннинг|твининг|تواءم"))
_EXPERT = re.compile(
    for_plain(
        r"(?<!\w)(?:expert\w*|consult\w+|mission\w*|short[ -]term|court terme|corto plazo|curto prazo|asesor\w*|"
        r"perit[oa]s?|эксперт\w*|консультант\w*|(?:ال)?خبير\w*|(?:ال)?مستشار\w*)(?!\w)"
    )
)
_DEGREE = re.compile(
    for_plain(
        r"(?<!\w)(?:b\.?\s?[as]\.?c?|m\.?\s?[as]\.?c?|m\.?b\.?a|ll\.?\s?[bm]|m\.?\s?phil|ph\.?\s?d|d\.?e\.?a|d\.?e\.?s\.?s|"
        r"bachelor\w*|master\w*|magister|doctor\w*|licen[cs]\w*|degree|graduat\w*|maitrise|maestria|mestrado|mestre|grado|"
        r"diploma|diplome\w*|ingenieur|ingenier\w*|engenhei\w*|grau|baccalaureat|bachillerato|бакалавр\w*|магистр\w*|"
        r"диплом\w*|кандидат\w*|доктор\w*|специалист\w*|(?:ال)?بكالوريوس|(?:ال)?ماجستير|(?:ال)?دكتوراه|(?:ال)?اجازه|"
        r"(?:ال)?ليسانس|دبلوم\w*|شهاده)(?!\w)"
    )
)
_TRAINING = re.compile(
    for_plain(
        r"(?<!\w)(?:training\w*|course\w*|workshop\w*|seminar\w*|certificat\w+|short|summer school|stages?|formations?|"
        r"ateliers?|seminaires?|cours|curso\w*|taller\w*|seminario\w*|capacitac\w+|formac\w+ (?:continua|en)|oficina\w*|"
        r"certificad\w+|курс\w*|семинар\w*|тренинг\w*|стажировк\w*|повышени\w+|(?:ال)?دوره|دورات|ورشه|(?:ال)?تدريب\w*|"
        r"ندوه)(?!\w)"
    )
)


def education_kind(title: str, level: str = "") -> EntryKind:
    """degree, or training where the words say so and neither a degree nor a level of the qualifications framework is named."""
    flat = plain(title)
    if any(digit in "345678" for digit in level if digit.isdigit()) or _DEGREE.search(flat):
        return "degree"
    return "training" if _TRAINING.search(flat) else "degree"


def post_kind(title: str, start: CvDate | None, end: CvDate | None) -> EntryKind:
    """assignment for twinning, for what an expert did within a year and for what took days; otherwise a post."""
    flat = plain(title)
    if _TWINNING.search(flat):
        return "assignment"
    if start is None or end is None:
        return "post"
    months = (end.day.year - start.day.year) * 12 + end.day.month - start.day.month
    by_days = "year" not in (start.precision, end.precision) and (end.day - start.day).days < SHORTEST_POST
    if _EXPERT.search(flat):
        return "assignment" if months < LONGEST_MISSION else "post"
    return "assignment" if by_days and start.precision == end.precision == "day" else "post"


_LEISURE = re.compile(
    for_plain(
        r"(?<!\w)(?:hobb(?:y|ies)|(?:personal )?interests?|leisure|loisirs|centres? d'interets?|passe-temps|aficiones|"
        r"intereses|interesses|tempos? livres?|passatempos?|увлечени\w+|хобби|интересы|(?:ال)?هوايات|(?:ال)?اهتمامات)(?!\w)"
    )
)


def of_leisure(title: str) -> bool:
    """Whether the title of a section is that of hobbies."""
    return bool(_LEISURE.search(plain(title)))
