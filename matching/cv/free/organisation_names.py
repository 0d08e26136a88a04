"""How names of organisations are made: portfolios, offices, institutes, faculties, and who pays for others."""

from __future__ import annotations

import re

from matching.reading.folding import for_plain

PORTFOLIO = re.compile(
    for_plain(
        r"^(?:\w+\s){0,2}(?:ministr\w+|ministeri\w+|secretar\w+|department|departamento|departement|service\s+public|министерств\w+|министерство|وزاره|الوزاره|consejeria|conselheria|direc(?:cao|ao|tion|cion)\s(?:\w+\s)?d(?:o|a|e|u|es))"
    )
)
CATEGORY = re.compile(  # what kind of organisation it is, as networks for jobs print it below the name
    for_plain(
        r"\w+(?:ые|ие)\s+(?:организации|учреждения|компании|предприятия)|(?:government|public|private|non-?profit)\s+(?:organi[sz]ations|companies|sector|administration)"
    )
)
INSTITUTE = re.compile(
    for_plain(r"(?:institut\w*|cent(?:er|re)\w*|centro|research|laborator\w+|институт|центр|معهد|مركز)(?!\w)")
)
OFFICE = re.compile(  # of an organisation in a town or a region
    for_plain(
        r"(?:(?!head|main)\w+\s){1,2}(?:office|branch|division)$|(?:office|branch)\s(?:of|in)\s|(?:direction|agence|antenne|delegation|bureau)\s(?:territoriale?|regionale?|provinciale?|departementale?|locale?)(?!\w)|"
        r"(?:direccion|oficina|delegacion|gerencia|coordinacion|agencia)\s(?:territorial|regional|provincial|departamental|local|zonal|estatal)(?!\w)|"
        r"(?:direcao|delegacao|gerencia|superintendencia|coordenacao|agencia|unidade)\s(?:territorial|regional|distrital|provincial|estadual|local)(?!\w)|"
        r"(?:филиал|отделение|отдел|представительство)\s(?:по|в|г\.?)\s|\w+(?:ое|ий)\s(?:филиал|отделение|представительство)$|فرع\s"
    )
)
ENDS = re.compile(r"(?:service|commission|office|board|agency|authority|council|fund|department|administration)s?$")
DONORS = {
    "ADB",
    "AFDB",
    "EU",
    "UE",
    "EC",
    "WB",
    "BM",
    "AFD",
    "GIZ",
    "USAID",
    "UNDP",
    "PNUD",
    "BID",
    "IDB",
    "SIDA",
    "KFW",
    "BAD",
}
FACULTY = re.compile(for_plain(r"(?:facult\w*|faculdade|school|ecole|escuela|escola|факультет|كليه)(?!\w)"))
UNIVERSITY = re.compile(for_plain(r"(?:universit\w*|universidad\w*|университет\w*|(?:ال)?جامعه)(?!\w)"))


def is_acronym(short: str) -> bool:
    """Whether capitals in brackets may stand for the name before them ("(ILO)"), not for who paid."""
    return bool(re.fullmatch(r"[A-ZÀ-ÝА-Я]{2,8}", short)) and short not in DONORS
