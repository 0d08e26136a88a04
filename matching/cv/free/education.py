"""What an entry under education is: a degree, or a course; and the kinds of entries elsewhere, by their words and dates."""

from __future__ import annotations

import re

from matching.cv.free.cv_dates import Period
from matching.cv.free.employer_words import ACTIVITY, COURSE, DEGREE, ORGANISATION, POSITION
from matching.cv.free.header_pieces import Kind
from matching.cv.free.heading_words import SectionKind
from matching.reading.folding import for_plain, plain

_HOURS = re.compile(
    for_plain(r"(?<![\w.])\d{1,4}\s?(?:h|hours|hrs|heures|horas|час\w*|ч|days|jours|dias|дн\w+|ساعه|ايام|يوما?)(?!\w)")
)
_SCHOOL = re.compile(
    for_plain(
        r"(?<!\w)(?:universit\w*|universidad\w*|college|facult\w+|faculdade|ecole\s+(?:nationale|superieure)|polytechni\w+|politecnic\w+|"
        r"universiti|school\s+of\s+\w+|университет\w*|институт\w*|академи\w+|(?:ال)?جامعه|(?:ال)?كليه)(?!\w)"
    )
)
LEAVE = re.compile(  # a time without work: it is told, and is no post
    for_plain(
        r"(?:\w+\s)?(?:(?:career|employment)\s+(?:break|gap)|sabbatical|(?:parental|maternity|paternity|family|childcare|child\s+care|unpaid|adoption|carer'?s?)\s+leave|leave\s+(?:for|of\s+absence)|"
        r"conge\s+(?:parental|maternite|de\s+maternite|paternite|sabbatique|sans\s+solde)|interruption\s+(?:de\s+carriere|d'activite)|disponibilite\s+pour|"
        r"excedencia|(?:licencia|baja|permiso)\s+(?:por\s+)?(?:de\s+)?(?:maternidad|paternidad|maternal|parental|sin\s+sueldo|cuidado)|pausa\s+(?:laboral|profesional|na\s+carreira|profissional)|"
        r"licenca\s+(?:de\s+)?(?:parental|maternidade|paternidade|sem\s+vencimento|sabatica)|(?:декретн\w+\s+)?отпуск(?:е)?\s+по\s+уходу|декретн\w+\s+отпуск\w*|в\s+декрет\w+|декрет|"
        r"(?:ال)?اجازه\s+(?:ال)?(?:امومه|والديه|رعايه|بدون)\w*|رخصه\s+(?:ال)?(?:امومه|ولاده)|توقف\s+عن\s+العمل)(?!\w)"
    )
)
RETIRED = re.compile(  # nothing but that work has ended
    for_plain(
        r"(?:(?:i\s+am|je\s+suis|estoy|estou)\s+)?(?:now\s+)?(?:retired|in\s+retirement|(?:a\s+la|en)\s+retraite|retraitee?|jubilad[oa]|pensionad[oa]|reformad[oa]|aposentad[oa]|(?:нахожусь\s+)?на\s+(?:\w+\s+)?пенсии|пенсионер(?:ка)?|متقاعده?)"
    )
)
_STUDENT = re.compile(
    for_plain(
        r"(?:student|etudiante?|estudiante|estudante|alun[oa]|alumn[oa]|студент(?:ка)?|слушател\w+|طالبه?)\s*(?=[,;\n\t(–-]|$)"
    )
)
SHORT_MONTHS = 3  # a period up to this long under "experience" is an assignment, where no position is named


def kind_of(section: SectionKind | None, header: str, period: Period | None) -> Kind:
    """The kind of an entry from its section, what its header says, and how long it lasted."""
    flat = plain(header).strip(" :;,.–-\n\t|/")
    if section not in ("degrees", "training", "publications") and (LEAVE.match(flat) or RETIRED.fullmatch(flat)):
        return "other"
    if section == "degrees":
        return "training" if _is_course(flat) or (_is_brief(period) and not _is_degree(flat)) else "degree"
    if section == "training":
        return "degree" if _is_degree(flat) and not COURSE.search(flat) else "training"
    if section == "assignments":
        return "assignment"
    if section == "publications":
        return "publication"
    single = period is not None and period.lone
    studied = _is_degree(flat) and (not POSITION.match(flat) or (single and bool(_SCHOOL.search(flat))))
    if section in (None, "unknown"):
        if single and COURSE.match(flat) and not ACTIVITY.match(flat):
            return "training"
        if studied:
            return "degree"
    elif _STUDENT.match(flat) and _SCHOOL.search(flat):
        return "degree"
    elif single and studied and _SCHOOL.search(flat) and not POSITION.search(flat):
        return "degree"  # below the posts, under no heading of its own
    return "assignment" if _is_short(period) and not POSITION.match(flat.strip()) and ACTIVITY.search(flat) else "post"


def _is_degree(flat: str) -> bool:
    return bool(DEGREE.search(flat))


def _is_course(flat: str) -> bool:
    """A course where its words say so before any word for a degree."""
    course, degree = COURSE.search(flat), DEGREE.search(flat)
    if _HOURS.search(flat):
        return True
    if course and not degree:
        return not ORGANISATION.match(flat)
    return bool(course and degree and course.start() < degree.start())


def _is_brief(period: Period | None) -> bool:
    """Whether an entry has but one date with its month, as courses do."""
    return bool(period and period.lone and period.start and period.start.precision != "year")


def _is_short(period: Period | None) -> bool:
    if period is None or period.ongoing:
        return False
    first, last = period.start, period.end
    if period.lone:
        return first is not None and first.precision != "year"
    if first is None or last is None or "year" in (first.precision, last.precision):
        return False
    return (last.day.year - first.day.year) * 12 + last.day.month - first.day.month < SHORT_MONTHS
