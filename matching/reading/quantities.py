"""Days of work, years of experience and numbers of experts, in six languages."""

from __future__ import annotations

import re
from functools import cache

from matching.reading.folding import for_plain, plain
from matching.reading.numbers_in_words import number, number_pattern

_DAY_WORDS = (
    r"(?:(?:working|expert|person|man|business|paid|full|calendar|consecutive)[\s-]+)?days?(?!\w)|"
    r"jours?(?!\w)|journees?(?!\w)|dias?(?!\w)|jornadas?(?!\w)|"
    r"(?:рабочи[хй]|экспертны[хй]|календарны[хй]|полны[хй])?\s*(?:день|дня|дней|дн\.)|человеко-дн\w+|"
    r"(?:ايام|يوما?|يوم)(?!\w)"
)
_TOTAL_BEFORE = re.compile(
    for_plain(r"(?:total|totale?|en tout|en total|no total|ao todo|всего|итого|اجمالي|مجموع)\w*[^\d]{0,25}$")
)
_NOT_WORK = re.compile(
    for_plain(
        r"\s*(?:'|’)?\s*(?:notice|before|after|prior|of (?:receipt|publication)|avant|apres|de preavis|"
        r"suivant|antes|despues|depois|"
        r"до|после|قبل|بعد|per week|par semaine|por semana|в неделю|ago)(?!\w)"
    )
)
_EVENT = (
    r"seminars?|workshops?|training|courses?|conferences?|webinars?|study (?:visits?|tours?)|meetings?|events?|"
    r"seminaires?|ateliers?|formations?|conferences?|webinaires?|visites? d'etude|reunions?|"
    r"seminarios?|talleres|taller|cursos?|capacitacion(?:es)?|conferencias?|visitas? de estudio|reunion(?:es)?|"
    r"oficinas?|workshops?|formacao|formacoes|reuniao|reunioes|"
    r"семинар\w*|тренинг\w*|курс\w*|конференци\w*|совещани\w*|"
    r"(?:ال)?ورش[هت]? (?:ال)?عمل|(?:ال)?ندوه|(?:ال)?دوره|(?:ال)?مؤتمر"
)
# How long something lasts that the expert takes part in is not how long the expert works.
_EVENT_AFTER = re.compile(for_plain(rf"[\s-]+(?:(?!of|for|on|to|in)\w+\s+)?(?:{_EVENT})(?!\w)"))
_EVENT_BEFORE = re.compile(
    for_plain(
        rf"(?<!\w)(?:{_EVENT})(?:\s+\w+)?\s+(?:of|for|lasting|de|d'une duree de|pendant|sur|durante|com duracao de|на|"
        rf"продолжительностью|لمده)\s*$"
    )
)
_YEAR_WORDS = r"years?|yrs?|ans|annees?|anos?|лет|года?|годами|سنوات|سنه|اعوام|عام[اا]?"
_EXPERT_WORDS = (
    r"(?:\w+\s+){0,2}?(?:experts?|expertes?|specialists?|expert[oa]s|perit[oa]s|especialistas|"
    r"эксперт(?:а|ов|ы)?|خبراء|خبيرا?)(?!\w)"
)
_TWO_EXPERTS = re.compile(r"(?<!\w)(?:ال)?خبير(?:ين|ان)(?!\w)")


@cache
def _days() -> re.Pattern[str]:
    return re.compile(for_plain(rf"(?<![\w.,])({number_pattern()})(?:\s*\(\s*\w+\s*\))?[\s-]*(?:{_DAY_WORDS})"))


@cache
def _years() -> re.Pattern[str]:
    return re.compile(
        for_plain(rf"(?<![\w.,])({number_pattern()})(?:\s*\(\s*\w+\s*\))?\+?[\s-]*(?:{_YEAR_WORDS})(?!\w)")
    )


@cache
def _experts() -> re.Pattern[str]:
    return re.compile(for_plain(rf"(?<![\w.,])({number_pattern()})(?:\s*\(\s*\w+\s*\))?\s+{_EXPERT_WORDS}"))


def is_only_days(text: str) -> bool:
    """Whether a text is a number of days and nothing else ("18 working days")."""
    flat = plain(text)
    match = _days().match(flat)
    rest = flat[match.end() :] if match else flat
    return match is not None and len(re.findall(r"\w+", rest)) <= 2


def find_days(text: str, *, labelled: bool = False) -> float | None:
    """Days of work that a text states: the total where it says so, else the first number of days that is no event's.

    Args:
        text: a heading or the value of a label.
        labelled: the text stands beside a label such as "Workload": a bare number counts.
    """
    flat = plain(text)
    found = [m for m in _days().finditer(flat) if _is_work(flat, m) and number(m[1]) > 0]
    totals = [m for m in found if _TOTAL_BEFORE.search(flat[max(0, m.start() - 50) : m.start()])]
    if chosen := (totals or found):
        return number(chosen[0][1])
    bare = re.search(rf"(?<![\w.,/-])({number_pattern()})(?![\w/-])", flat) if labelled else None
    return number(bare[1]) if bare and number(bare[1]) > 0 else None


def _is_work(flat: str, days: re.Match[str]) -> bool:
    if _NOT_WORK.match(flat, days.end()) or _EVENT_AFTER.match(flat, days.end()):
        return False
    return not _EVENT_BEFORE.search(flat, max(0, days.start() - 60), days.start())


def find_years(text: str, *, labelled: bool = False) -> float | None:
    """Years of experience that a text asks for: the largest number of years named in it, up to forty."""
    flat = plain(text)
    found = [number(m[1]) for m in _years().finditer(flat)]
    if not found and labelled and (bare := re.fullmatch(rf"\D*({number_pattern()})\+?\D*", flat)):
        found = [number(bare[1])]
    possible = [value for value in found if 0 < value <= 40]
    return max(possible) if possible else None


def find_expert_count(text: str) -> int | None:
    """How many experts a text asks for ("two experts"), or None; numbers above twelve are no team."""
    flat = plain(text)
    if _TWO_EXPERTS.search(flat):
        return 2
    counts = [int(number(m[1])) for m in _experts().finditer(flat)]
    return next((count for count in counts if 1 <= count <= 12), None)
