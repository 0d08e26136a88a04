"""The words and forms of dates in CVs, in six languages, as patterns over plain text (`folding.plain`)."""

from __future__ import annotations

import re
from functools import cache

from matching.reading.folding import for_plain, plain
from matching.reading.month_names import months

YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
MORE_MONTHS = {"juill": 7, "jui": 7, "septbre": 9, "сен": 9, "ноя": 11, "янв": 1, "фев": 2, "июля": 7, "octobr": 10}
# What may follow a year without being part of it: "г.", "гг.", "год", "م".
AFTER_YEAR = for_plain(r"(?:\s?(?:гг?\b\.?|год[ауеы]?\b|م\b|ميلاديه?\b))?")

DASH = r"(?:[-~]{1,3}>?|→|➔|>)"
TO = for_plain(
    r"(?:up\s+to|to|bis|till|til|until|untill|through|thru|jusqu'?\s?(?:au|a|en)?|au|aux|a|al|hasta(?:\s+(?:el|la))?|"
    r"ate(?:\s+(?:a|ao|o))?|ao|по|до|الي(?:\s+غايه)?|حتي|لغايه|ولغايه|وحتي|والي)"
)
NOW = for_plain(
    r"present(?:\s+(?:day|time|moment))?|current(?:ly)?|now|today|ongoing|on-going|still\s+(?:in\s+post|employed|serving)|"
    r"nowadays|(?:to|till)-date|pres(?=\.?\s*(?:$|[)\t|]))|heute|"
    r"(?:en|em)\s+(?:fonctions?|funciones|funcoes|ejercicio|exercicio|activo|activite|vigor)|no\s+ativo|act(?=\.\s*(?:$|[)\t|]))|"
    r"(?:y\s+|e\s+)?(?:sigue|segue|continua|prosigue|se\s+mantiene)(?:\s+(?:vigente|en\s+(?:el\s+)?(?:cargo|curso)|no\s+cargo))?(?=\s*(?:$|[).,;:|\t-]))|"
    r"(?:работа(?:ю|ет)|продолжа(?:ю|ет(?:ся)?))(?:\s+работать)?(?:\s+по\s+наст\w+(?:\s+время)?)?(?=\s*(?:$|[).,;:|\t-]))|(?:до\s+)?сих\s+пор|н\s?/\s?вр\w*\b\.?|н\.\s?вр\w*\.?|"
    r"(?:ل?حد(?:ود)?\s+)(?:ال)?(?:ان|ساعه|يوم)|الساعه|يومنا(?:\s+هذا)?|"
    r"(?:a\s+)?ce\s+jour|aujourd'?hui|en\s+cours|en\s+poste|maintenant|actuel(?:lement)?|(?:a\s+l')?heure\s+actuelle|"
    r"nos\s+jours|"
    r"actualidad|actualmente|actual|presente(?:\s+momento)?|hoy(?:\s+en\s+dia)?|momento(?:\s+actual)?|en\s+curso|"
    r"vigente|ahora|"
    r"atualidade|atualmente|actualmente|atual|hoje(?:\s+em\s+dia)?|momento(?:\s+(?:atual|presente))?|em\s+curso|agora|"
    r"dias\s+(?:de\s+hoje|atuais)|data\s+(?:atual|presente)|"
    r"настоящ\w+(?:\s+(?:врем\w+|момент\w*|дн\w+))?|наст(?:\.|\b)\s?(?:вр(?:ем\w*|\.)?)?|н\s?[./]\s?в\b\.?|нв\b|(?:сей|сегодняшний)\s+день|сегодня(?:шн\w+\s+д\w+)?|"
    r"сейчас|текущ\w+(?:\s+(?:врем\w+|момент\w*))?|ныне|"
    r"(?:ال)?[ا]?لان|الان|اليوم|يومنا\s+هذا|(?:الوقت\s+)?الحاضر|(?:الوقت\s+)?الحالي|(?:و)?حاليا|ل?تاريخه|تاريخ\s+(?:اليوم|ه)|وقتنا\s+الحاضر|مستمر"
)
# Words that stand for "now" only after a word such as "to": "to date", "hasta la fecha", "até à data".
DATE_NOW = r"date|dates?\s+actuelle|fecha(?:\s+actual)?|data|jour"
NOW_ARTICLE = for_plain(r"(?:(?:the|le|la|l'|el|o|a|ao|os|as|этого|ال)\s*)?")

SINCE = for_plain(
    r"since|as\s+of|as\s+from|from\s+(?=.*onwards?)|depuis|a\s+(?:partir|compter)\s+(?:de|du)|des|desde|a\s+partir\s+(?:de|del|do|da)|"
    r"с|со|начиная\s+с|منذ|اعتبارا\s+من|ابتداء\s+من|بدايه\s+من"
)
FROM = for_plain(r"from|between|d'|du|de|del|do|da|entre|el|le|в\s+период\s+с|период|من|في|بين")
UNTIL = for_plain(
    r"until|till|up\s+to|jusqu'?\s?(?:au|a|en)|hasta(?:\s+(?:el|la))?|ate(?:\s+(?:a|ao|o))?|до|по|حتي|لغايه"
)
BEFORE_DATE = for_plain(  # what may stand between such a word and its date
    r"(?:[\s:]{0,3}(?:the|le|l'|la|el|o|mois|the\s+month|of|de|del|d'|do|em|en|in|year|l'annee|annee|ano|года?|году|عام|سنه|شهر|"
    r"date|data|fecha))?[\s:]{0,3}"
)

ABOUT = for_plain(  # "end of 2015", "début 2015": the year is kept, the part of it is not
    r"(?:early|mid|late|(?:the\s+)?(?:end|beginning|start)\s+of|debut|mi|fin|courant|principios\s+(?:de|del)|"
    r"mediados\s+de|(?:a\s+)?fina(?:l|les|is)\s+de|inicios?\s+(?:de|do)|meados\s+de|fim\s+de|начал\w+|конец|конца|середин\w+|"
    r"spring|summer|autumn|fall|winter|printemps|ete|automne|hiver|primavera|verano|otono|invierno|verao|outono|"
    r"inverno|"
    r"весн\w+|лет[оа]м?|осен\w+|зим\w+|(?:ال)?ربيع|(?:ال)?صيف|(?:ال)?خريف|(?:ال)?شتاء|مطلع|اواخر|اوائل|منتصف|نهايه|بدايه|"
    r"[qtsh][1-4]|[1-4]\s?[qtsh]|(?:1er|1st|2nd|3rd|4th|2e|3e|4e|2eme|3eme|4eme|[1-4](?:er|do|ro|to|[oa])?|first|second|third|fourth|"
    r"premier|deuxieme|primer|segundo|"
    r"primeiro)\s+(?:trimestre|semestre|quarter|half|term|semester)(?:\s+of)?|[1-4]\s?(?:-?(?:и|й|ый|ой))?\s?(?:кв\w*\.?|квартал\w*|полугоди\w+)|"
    r"(?:school|academic)\s+year|annee\s+(?:scolaire|universitaire|academique)|curso(?:\s+academico)?|ano\s+(?:letivo|academico)|учебн\w+\s+год|"
    r"year|annee|ano|en|in|em|عام|سنه|العام)"
    r"[\s,.-]{1,3}(?:(?:de|del|of|do)\s+)?"
)
OF = for_plain(r"(?:\s{0,2}(?:de|do|del|of|d'|من|عام|سنه|в)\s{1,2}|(?<=\.)|\s{0,2}[.,/]\s{0,2}|-|\s{1,3})")


@cache
def month_numbers() -> dict[str, int]:
    """Plain name or abbreviation of a month -> 1 to 12."""
    ours = {plain(name): number for name, number in MORE_MONTHS.items()}
    return {**ours, **{name: number for name, number in months().items() if len(name) > 2 or name == "اب"}}


@cache
def month() -> str:
    """A pattern for the name of one month, with its full stop, and for two names of one month with a stroke between."""
    by_letter: dict[str, list[str]] = {}
    for name in sorted(month_numbers(), key=lambda name: (-len(name), name)):
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]).replace(r"\ ", r"\s+"))
    groups = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())  # far fewer tries
    one = rf"(?=[^\W\d])(?:{groups})\b\.?"
    return rf"{one}(?:\s?[/(]\s?{one}\)?)?"


def number_of(name: str) -> int:
    """1 to 12 for what `month` matched; of two months the first."""
    return numbers_of(name)[0]


def numbers_of(name: str) -> tuple[int, int]:
    """1 to 12 for the first and the last name that `month` matched; twice the same for one name, or one in two languages."""
    names = [" ".join(part.strip(" .)").split()) for part in re.split(r"[/(]", name)]
    numbers = [month_numbers()[part] for part in names if part]
    return numbers[0], numbers[-1]
