"""The phases of an activity from the lines on dates: name, days, and whether the experts travel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.entities import Phase
from matching.reading.dates import DAY_FIRST, DateProblem, FoundDate, find_dates, months_named
from matching.reading.deadlines import DEADLINE
from matching.reading.folding import for_plain, plain
from matching.reading.items import clean

_ON_SITE = re.compile(
    for_plain(
        r"(?<!\w)(?:on[\s-]?site|in[\s-]country|in the country|field (?:mission|visit)|face[\s-]to[\s-]face|"
        r"sur place|sur site|in situ|"
        r"sur le terrain|de terrain|dans le pays|presentiel\w*|en (?:el )?(?:pais|terreno|sede)|"
        r"sobre el terreno|presencial\w*|"
        r"no (?:pais|terreno|local)|на месте|в стране|на местах|выезд\w*|очн\w+|(?:ال)?ميداني\w*|"
        r"في (?:ال)?(?:موقع|بلد|ميدان)|حضوري\w*|"
        r"missions?|mission|mision|missao|миссия|(?:ال)?مهمه)(?!\w)"
    )
)
_REMOTE = re.compile(
    for_plain(
        r"(?<!\w)(?:at home|home[\s-]?based|remote\w*|from home|desk|online|a distance|a distancia|en ligne|"
        r"en linea|em linha|virtual\w*|"
        r"дистанционн\w*|удаленн\w*|из дома|онлайн|عن بعد|من المنزل|الكتروني\w*)(?!\w)"
    )
)
_UNTIL = re.compile(
    for_plain(
        r"(?:(?<!\w)(?:by|until|till|no later than|before|avant(?: le)?|au plus tard(?: le)?|jusqu'au|"
        r"d'ici(?: le| au)?|antes del?|hasta el|"
        r"a mas tardar(?: el)?|ate|ate ao?|до|не позднее|قبل|حتي|في موعد اقصاه)\s*)$"
    )
)
_PREPOSITION = r"from(?: the)?|du|de|del|do|le|el|the|on|dia|с|со|من|between|entre|в период с"
_TRAILING = re.compile(
    for_plain(
        r"[\s:,;(–—-]+(?:from|du|de|del|from the|le|the|el|on|с|со|من|в период|в период с|during|between|au|"
        r"a partir d[eu]|by|until|till|before|avant(?: le)?|au plus tard le|antes del?|hasta el|até|до|"
        r"не позднее|قبل)?[\s:(–—-]*$"
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ReadPhases:
    """Phases in order, and what the officer should look at: (words of the call, what is wrong or was assumed)."""

    phases: tuple[Phase, ...]
    doubts: tuple[tuple[str, str], ...] = ()


def read_phases(lines: Sequence[str], heading: str = "") -> ReadPhases:
    """Phases from the lines of a section on dates, one per line or per row of a table.

    Dates that cannot be are doubts, and their phase stays without dates; so does one of which only the month is said.
    """
    phases: list[Phase] = []
    doubts: list[tuple[str, str]] = []
    for line in lines:
        if DEADLINE.search(plain(line)):
            continue
        found, problems = find_dates(line)
        doubts += [(p.text, p.reason) for p in problems] + [(f.text, doubt) for f in found for doubt in f.doubts]
        start, end = _span(found, line)
        if start and end and end < start:
            doubts.append((clean(line.replace("\t", " ")), f"it ends on {end}, before it starts on {start}"))
            start = end = None
            problems = problems or (DateProblem("", "", found[0].place),)
        if start is None and end is None and not problems:
            if not months_named(line):
                continue
            doubts.append((clean(line), "it names a month without days"))
        place = min([f.place[0] for f in found] + [p.place[0] for p in problems], default=len(line))
        flat = plain(line)
        name = _name(line, place) or clean(heading) or "activity"
        phases.append(
            Phase(name=name, start=start, end=end, on_site=bool(_ON_SITE.search(flat)) and not _REMOTE.search(flat))
        )
    if any(day > 12 for day in _numeric_days(lines)):  # the whole section is written day first
        doubts = [doubt for doubt in doubts if doubt[1] != DAY_FIRST]
    return ReadPhases(tuple(phases), tuple(dict.fromkeys(doubts)))


_DAY_IN_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/.-]\d{1,2}[/.-](?:20)?\d\d(?!\d)")


def _numeric_days(lines: Sequence[str]) -> list[int]:
    return [int(day) for line in lines for day in _DAY_IN_FIGURES.findall(plain(line))]


def _span(found: Sequence[FoundDate], line: str) -> tuple[date | None, date | None]:
    """First and last day of a line: its span, or two single days; "by 3 May" is an end alone, "3 May" one day."""
    spans = [f for f in found if f.end is not None]
    if spans:
        return min(f.start for f in spans), max(f.end for f in spans if f.end)
    if not found:
        return None, None
    if len(found) == 1:
        until = _UNTIL.search(plain(line)[: found[0].place[0]])
        return (None if until else found[0].start), found[0].start
    return found[0].start, found[-1].start


def _name(line: str, place: int) -> str:
    cells = [cell for cell in line.split("\t") if cell.strip()]
    text = cells[0] if len(cells) > 1 and not find_dates(cells[0])[0] else line[:place]
    if place == len(line):  # only a month is named
        text = text.split(":")[0]
    name = clean(text)
    if re.fullmatch(_PREPOSITION, plain(name)):
        return ""
    while (shorter := _TRAILING.sub("", name)) != name:
        name = shorter
    return name.strip(" .:")
