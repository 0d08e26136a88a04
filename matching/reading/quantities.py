"""Days of work, years of experience and numbers of experts, in six languages."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matching.reading.counted import COUNTED
from matching.reading.folding import for_plain, plain
from matching.reading.joining_words import AND, BETWEEN, OR
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
# How long something lasts that the expert takes part in is not how long the expert works. Only what is clearly said so:
# "a training expert for 15 days" and "15 days of training" are work.
_EVENT_AFTER = re.compile(
    r"[\s-]+(?:(?!(?:of|for|on|to|in)(?!\w))\w+\s+)?"
    r"(?:seminars?|workshops?|courses?|conferences?|webinars?|study (?:visits?|tours?)|meetings?|events?)(?!\w)"
    r"(?!\s+(?:experts?|specialists?|trainers?|prepar\w+|design\w*|develop\w+|deliver\w*|facilitat\w+|interpret\w+|"
    r"manage\w*|coordinat\w+|organi[sz]\w+|support|missions?|assignments?))"
)
_ARTICLE_BEFORE = re.compile(r"(?<!\w)(?:an?|the|this|one)\s+$")
_PHRASE_ENDS = re.compile(r"\s*(?:$|[.)])")
_EVENT_BEFORE = re.compile(
    for_plain(
        r"(?<!\w)(?:(?:seminars?|workshops?|courses?|conferences?|webinars?|meetings?|events?)\s+(?:of|lasting)|"
        r"(?:seminaires?|ateliers?|conferences?|webinaires?|visites? d'etude|reunions?|"
        r"seminarios?|talleres|taller|workshops?|cursos?|conferencias?|visitas? de estudio|reunion(?:es)?|reuniao|reunioes)"
        r"(?:\s+\w+)?\s+(?:de|d'une duree de|con una duracion de|com duracao de)|"
        r"(?:семинар|тренинг|конференци|совещани)\w*\s+продолжительностью|"
        r"(?:ال)?(?:ورش[هت]? (?:ال)?عمل|ندوه|مؤتمر)\s+مدت(?:ها|ه))\s*$"
    )
)
_YEAR_WORDS = r"years?|yrs?|ans|annees?|anos?|лет|года?|годами|سنوات|سنه|اعوام|عام[اا]?"
_EXPERT_WORDS = (
    r"(?:experts?|expertes?|specialists?|expert[oa]s?|perit[oa]s?|especialistas?|"
    r"эксперт(?:а|ов|ы)?|خبراء|خبيرات|خبيرا?)(?!\w)"
)
_UP_TO = rf"\s{{0,2}}-\s{{0,2}}|\s(?:to|a|до|الي|{OR})\s"  # between the two ends of a range
_AND_MORE = re.compile(rf"[^\n.;:!?()\d]{{0,60}}?(?:\s(?:{AND}|plus|mas|mais)\s+|\sو|(?P<comma>,\s+))")
_OF_THEM = re.compile(r"\s+(?:of|des?|del|do|dos|das|d|из|من)(?!\w)")  # "one of the experts" is no expert more


@cache
def _days() -> re.Pattern[str]:
    return re.compile(for_plain(rf"(?<![\w.,])({number_pattern()})(?:\s*\(\s*\w+\s*\))?[\s-]*(?:{_DAY_WORDS})"))


@cache
def _years() -> re.Pattern[str]:
    return re.compile(
        for_plain(rf"(?<![\w.,])({number_pattern()})(?:\s*\(\s*\w+\s*\))?\+?[\s-]*(?:{_YEAR_WORDS})(?!\w)")
    )


_OF_ANOTHER = re.compile(for_plain(rf"(?:{COUNTED})\s{{0,2}}$"))  # "Phase 1 - two experts" is no range


def _so_called() -> str:
    """Experts, with up to two words of what they are: "senior tax experts", but not "days: two experts"."""
    return rf"(?:(?!{number_pattern()})\w+\s+){{0,2}}?{_EXPERT_WORDS}"


@cache
def _experts() -> re.Pattern[str]:
    figure = r"(?:\s*\(\s*\w+\s*\))?"  # "two (2)"
    between = rf"(?:{BETWEEN})\s(?P<low>{number_pattern()}){figure}\s(?:(?:{AND})\s|و)"
    span = rf"(?P<from>{number_pattern()}){figure}(?:{_UP_TO})"
    return re.compile(
        for_plain(rf"(?<![\w.,])(?:{between}|{span})?(?P<most>{number_pattern()}){figure}\s+{_so_called()}")
    )


@cache
def _two_experts() -> re.Pattern[str]:
    """The dual of Arabic, alone or at one end of a range."""
    dual, joint = r"(?:ال)?خبير(?:ين|ان|تين|تان)(?!\w)", rf"(?:{_UP_TO})"
    return re.compile(
        for_plain(rf"(?<!\w)(?P<one>خبيره?{joint})?{dual}(?:{joint}(?P<most>{number_pattern()})\s+{_so_called()})?")
    )


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
        labelled: the text stands beside a label such as "Workload": days of an event count where no others are said,
            and a bare number where no days are.
    """
    flat = plain(text)
    said = _said(flat)
    found = [m for m in said if not _is_of_event(flat, m)]
    totals = [m for m in found if _TOTAL_BEFORE.search(flat[max(0, m.start() - 50) : m.start()])]
    if chosen := (totals or found or (said if labelled else [])):
        return number(chosen[0][1])
    bare_counts = labelled and not _days().search(flat)
    bare = re.search(rf"(?<![\w.,/-])({number_pattern()})(?![\w/-])", flat) if bare_counts else None
    return number(bare[1]) if bare and number(bare[1]) > 0 else None


def tells_event_days(text: str) -> bool:
    """Whether a text says how many days an event lasts ("a 2-day seminar")."""
    flat = plain(text)
    return any(_is_of_event(flat, days) for days in _said(flat))


def _said(flat: str) -> list[re.Match[str]]:
    return [m for m in _days().finditer(flat) if not _NOT_WORK.match(flat, m.end()) and number(m[1]) > 0]


def _is_of_event(flat: str, days: re.Match[str]) -> bool:
    if _EVENT_BEFORE.search(flat, max(0, days.start() - 60), days.start()):
        return True
    event = _EVENT_AFTER.match(flat, days.end())
    if event is None:
        return False
    adjective = re.search(r"-days?$", days[0]) or (days[0].endswith("day") and number(days[1]) > 1)
    article = _ARTICLE_BEFORE.search(flat, max(0, days.start() - 10), days.start())
    return bool(adjective or article or _PHRASE_ENDS.match(flat, event.end()))


def find_years(text: str, *, labelled: bool = False) -> float | None:
    """Years of experience that a text asks for: the largest number of years named in it, up to forty."""
    flat = plain(text)
    found = [number(m[1]) for m in _years().finditer(flat)]
    if not found and labelled and (bare := re.fullmatch(rf"\D*({number_pattern()})\+?\D*", flat)):
        found = [number(bare[1])]
    possible = [value for value in found if 0 < value <= 40]
    return max(possible) if possible else None


class ExpertCount(NamedTuple):
    """How many experts a text asks for: both ends of a range, the same number twice where it names one."""

    least: int
    most: int


MOST_COUNTED = 12  # what is above is no team


def find_expert_count(text: str) -> ExpertCount | None:
    """How many experts a text asks for, or None: "two experts", "two to three experts", "two experts and one expert".

    Of "two experts, one for pensions and one for tax" only the first number counts: the others say who they are.
    """
    flat = plain(text)
    if two := _two_experts().search(flat):
        return ExpertCount(1 if two["one"] else 2, int(number(two["most"])) if two["most"] else 2)
    counts: list[ExpertCount] = []
    ends, told = -1, False
    for found in _experts().finditer(flat):
        value = _ends(found)
        more = _AND_MORE.fullmatch(flat, ends, found.start()) if counts else None
        if not more:
            counts, told = [*counts, value], False
        elif not (told or _OF_THEM.match(flat, found.end("most"))):
            told = bool(more["comma"]) and counts[-1].most > 1
            if not told:
                counts[-1] = ExpertCount(counts[-1].least + value.least, counts[-1].most + value.most)
        ends = found.end()
    return next((count for count in counts if 1 <= count.most <= MOST_COUNTED), None)


def _ends(found: re.Match[str]) -> ExpertCount:
    most = int(number(found["most"]))
    low = found["low"] or (
        None if _OF_ANOTHER.search(found.string, max(0, found.start() - 40), found.start()) else found["from"]
    )
    least = int(number(low)) if low else most
    return ExpertCount(least if 0 < least < most else most, most)
