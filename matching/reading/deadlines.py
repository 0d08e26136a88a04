"""The last day for applications, read only to ask about one that cannot be: a call keeps no deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from matching.reading.dates import find_dates
from matching.reading.folding import for_plain, plain
from matching.reading.items import clean

DEADLINE = re.compile(  # what is no date of the activity
    for_plain(
        r"(?<!\w)(?:deadline|appl(?:y|ication)\w*|closing date|submi\w+|date limite|candidatures?|postul\w+|"
        r"cloture|plazo|fecha limite|"
        r"prazo|data limite|срок подачи|подач\w+ заяв\w+|заявк\w+|крайний срок|(?:ال)?موعد (?:ال)?نهائي|"
        r"اخر (?:اجل|موعد)|(?:ال)?ترشح|"
        r"تقديم (?:ال)?طلبات)(?!\w)"
    )
)
_APPLYING = re.compile(  # of what may still be a deadline: plans, payments and the work itself have deadlines too
    for_plain(
        r"(?<!\w)(?:apply(?: \w+){0,3} (?:by|before|no later|not later)|applications?|applicants?|cvs?|"
        r"(?:expressions?|manifestations?) (?:of |d')interest|manifestations? d'interet|manifestac\w+ de interes+es?|"
        r"candidatur\w+|postul\w+|(?:presenta|recep|envi)\w+ (?:de )?(?:las |sus )?solicitudes|inscricoes|"
        r"заяв(?:к|ок|лени)\w*|(?:و|ب|لل?|ال)?(?:ترشح|ترشيح|طلبات)\w*)(?!\w)"
    )
)
_OF_WORK = re.compile(  # what is handed in by experts at work, and what "application" means beside applying
    for_plain(
        r"(?<!\w)(?:reports?|deliverables?|drafts?|results|comments|application of|rapports?|livrables?|resultats|"
        r"informes?|entregables?|productos|relatorios?|entregaveis|produtos|отчет\w*|проект\w*|"
        r"(?:ال)?تقرير|(?:ال)?تقارير)(?!\w)"
    )
)


def late_deadlines(lines: Sequence[str], first_day: date) -> tuple[tuple[str, str], ...]:
    """(words of the call, what is wrong) for each deadline for applications that lies after the activity's first day."""
    doubts = []
    for line in lines:
        flat = plain(line)
        if not (DEADLINE.search(flat) and _APPLYING.search(flat)) or _OF_WORK.search(flat):
            continue
        last = max((found.end or found.start for found in find_dates(line)[0]), default=first_day)
        if last > first_day:
            reason = f"applications close on {last}, after the activity begins on {first_day}"
            doubts.append((clean(line.replace("\t", " ")), reason))
    return tuple(doubts)
