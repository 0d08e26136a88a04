"""Whether what stands beside a label is a value of its kind, and whether a piece of text is protected by itself."""

from __future__ import annotations

import re

from matching.cv.dropping.births import find_days
from matching.cv.dropping.wording import pattern
from matching.cv.free.cv_dates import find_periods
from matching.reading.folding import plain

_OPENER = (
    r"(?:(?:currently|actuellement|actualmente|atualmente)\s+)?(?:(?:and|et|y|e|и)\s+)?"
    r"(?:(?:i\s+am|i'm|je\s+suis|soy|estoy|sou|я|انا)\s+(?:also\s+|aussi\s+|tambien\s+|tambem\s+)?(?:an?\s+|une?\s+|uma?\s+)?)?"
)
STATE = (
    r"(?:single(?:\s+(?:mother|father|parent))?|unmarried|never\s+married|(?:happily\s+)?(?:re-?)?married|divorced|separated|widow(?:ed|er)?|engaged|"
    r"cohabiting|in\s+a\s+(?:civil|domestic|registered)\s+partnership|civil\s+partner(?:ship)?|living\s+with\s+(?:a\s+|my\s+)?partner|"
    r"celibataire|polygame|monogame|(?:re)?marie(?:\(?e\)?)?|divorce(?:\(?e\)?)?|veuf|veuve|separe(?:\(?e\)?)?|pacse(?:\(?e\)?)?|en\s+couple|(?:en\s+)?concubinage|"
    r"(?:en\s+)?union\s+libre|vie\s+maritale|"
    r"solter[oa](?:\(a\)|/a)?|casad[oa](?:\(a\)|/a)?|divorciad[oa](?:\(a\)|/a)?|viud[oa]|separad[oa]|(?:en\s+)?union\s+de\s+hecho|pareja\s+de\s+hecho|"
    r"conviviente|en\s+pareja|solteir[oa](?:\(a\)|/a)?|viuv[oa]|uniao\s+(?:de\s+facto|estavel)|unid[oa]\s+de\s+facto|em\s+uniao\s+(?:de\s+facto|estavel)|"
    r"(?:не\s+)?женат|(?:не\s+)?замужем|холост(?:ой)?|незамужняя|разведен[а]?|в\s+разводе|вдов(?:а|ец)|(?:состою\s+)?в\s+(?:гражданском\s+)?браке|"
    r"не\s+состою\s+в\s+браке|гражданский\s+брак|"
    r"(?:غير\s+)?متزوجه?|(?:ال)?اعزب|عازبه?|عزباء|مطلقه?|ارمله?|خاطب|مخطوبه)"
)
CHILDREN = (
    r"(?:(?:NUM|no|several)\s+(?:\w+\s+)?(?:(?:grand|step|foster\s+)?-?child(?:ren)?|sons?|daughters?|kids?|dependents?|dependants?)|"
    r"(?:proud\s+)?(?:grand)?(?:mother|father|parent|mum|dad)\s+(?:of|to)\s+(?:NUM|an?|twins|triplets)(?:\s+\w+){0,3}|"
    r"(?:NUM|sans|pas\s+d')\s*(?:grands?\s+|jeunes\s+)?(?:(?:petits?-)?enfants?|fils|filles?|garcons?)(?:\s+a\s+charge)?|(?:grands?-)?(?:pere|mere|maman|papa)\s+(?:de\s+|d')\s?(?:NUM|famille|jumeaux|jumelles)(?:\s+\w+){0,3}|"
    r"(?:NUM|sin)\s+(?:hij[oa]s?|niet[oa]s|cargas(?:\s+familiares)?)|(?:padre|madre)\s+de\s+(?:NUM|familia|gemel[oa]s|melliz[oa]s)(?:\s+\w+){0,3}|"
    r"(?:NUM|sem)\s+(?:filh[oa]s?|net[oa]s)|(?:pai|mae)\s+de\s+(?:NUM|familia|gemeos|gemeas)(?:\s+\w+){0,3}|"
    r"(?:NUM|двое|трое|четверо|пятеро|двоих|троих|есть|имею|без)\s+(?:\w+\s+)?(?:дет(?:ей|и)|ребен(?:ок|ка)|сын(?:а|овья|овей)?|доч(?:ь|ери|ерей|ерь)|внук(?:а|ов|и)?|внучк[аи])|детей\s+нет|дети\s+есть|сын\s+и\s+дочь|"
    r"(?:мать|отец)\s+(?:NUM|двоих|троих)(?:\s+\w+){0,2}|"
    r"(?:(?:اب|ام|والده?|لديه|لديها|لدي|له|لها)\s+)?(?:ل\s?)?(?:NUM\s+|بدون\s+)?(?:اطفال|احفاد|ابناء|اولاد|طفل(?:ين|ان|ه)?|ابن(?:ين|تين|ان|تان)|ولد(?:ين|ان)|بنت(?:ين|ان)?|بنات)|"
    r"(?:(?:an?|one|une?|una|uma?|есть)\s+)?(?:daughter|son|fille|fils|hij[oa]|filh[oa]|дочь|дочка|сын|ابنه?|بنت)(?=\s+(?:aged?\s+|agee?\s+de\s+|de\s+|com\s+|con\s+|عمرها\s+|عمره\s+)?[1-3]?\d\s?(?:\W*$|[,;.)]|years?|ans|anos|лет|года?|سنه|سنوات|and\s|et\s|y\s|e\s|и\s)))"
)
_PARENT = (  # "Soy mamá de Emiliano", "maman de Léo"
    r"(?:(?:i\s+am|i'm|je\s+suis|soy|sou|я|انا)\s+(?:an?\s+|une?\s+|la\s+|el\s+|o\s+|a\s+)?(?:proud\s+|happy\s+|heureu\w+\s+|orgullos[oa]\s+)?"
    r"(?:mother|father|mum|mom|dad|maman|papa|mere|pere|mama|madre|padre|mae|pai|мама|папа|мать|отец|abuel[oa]|avo|grand-?(?:mother|father|mere|pere)|бабушка|дедушка|ام|اب)|"
    r"(?:proud\s+)?(?:mum|mom|dad|maman|papa|mama|мама|папа)\s(?=(?:of|to|de|d'|du)?\s?\w))(?:\s+(?:of|to|de|d'|du)\s?\w+(?:\s+(?:and|et|y|e|и)\s+\w+)?)?"
)
_JOIN = r"(?:[\s,/()&+.:-]{0,3}(?:(?:and|et|y|e|и|with|avec|con|com|с|has|مع)\s+|و\s?){0,2})"
_TAIL = (
    r"(?:\s+(?:to|with|avec|con|com|с|a|ao)\s+(?:\w+\s?){1,5}|\s+(?:since|depuis|desde|с|منذ)\s+\d{4}|"
    r"\s*\(?(?:aged?|ages|de|edades|idades|born|agee?\s+de|com|con|عمرها|عمره)?\s*(?:\d{1,2}[\s,]*(?:and|et|y|e|и|ans|anos|years(?:\s+old)?|лет|года?|سنه|سنوات)?\s*)+\)?)?"
)
FAMILY_SAID = pattern(  # within a sentence: "I am a single mother and a volunteer"
    r"(?<!\w)(?:i\s+am|i'm|je\s+suis|soy|sou)\s+(?:an?\s+|une?\s+|uma?\s+)?(?:(?:single|proud|happy|celibataire|solter[oa]|solteir[oa])\s+)?"
    rf"(?:(?:mother|father|mum|mom|dad|maman|papa|mere|pere|madre|padre|mae|pai)(?:\s+(?:solter[oa]|solteir[oa]|celibataire))?|(?!engaged){STATE})"
    r"(?:\s+(?:of|to|de|d'|with|avec|con|com)\s?\w+(?:\s+\w+)?)?(?!\w)"
)
_OWN_RELATIVE = (
    r"(?:wife|husband|spouse|fiancee?|(?:step)?(?:son|daughter)s?|child(?:ren)?|kids?|twins|baby|brothers?|sisters?|mother(?![\s-]tongue)|father|parents|family(?!\s+name)|"
    r"epouse|epoux|mari|femme|conjointe?|compagne|compagnon|enfants?|fils|filles?|jumeaux|jumelles|freres?|soeurs?|mere|pere|parents|famille|"
    r"espos[oa]|marido|mujer|pareja|hij[oa]s?|gemel[oa]s|herman[oa]s?|madre|padre|padres|familia|companheir[oa]|filh[oa]s?|gemeos|irma[os]?|irmao|mulher|mae|pai|"
    r"муж(?:ем|а|у)?|жен(?:а|ой|ы|е)|супруг\w{0,2}|дет(?:и|ьми|ей|ям)|ребен\w+|сын(?:ом|а|овья\w*)?|дочь\w{0,2}|дочер\w+|брат\w{0,2}|сестр\w{1,2}|мам\w|семь\w{1,2})"
)
FAMILY_LABELLED = pattern(  # a label without a mark behind it, and "with my husband and three kids"
    rf"(?<!\w)(?:marital\s+status|etat\s+civil|situation\s+(?:de\s+famille|familiale|matrimoniale)|estado\s+civil|семейное\s+положение|(?:ال)?حاله\s+(?:ال)?(?:اجتماعيه|عائليه))\s{{1,3}}{STATE}(?:{_JOIN}(?:{STATE}|{CHILDREN}))*|"
    rf"(?<!\w)(?:my|mon|ma|mes|mi|mis|meu|meus|minha|minhas|мо(?:й|я|и|ей|им|его|ими|их))\s+(?:\w+\s+){{0,2}}?{_OWN_RELATIVE}(?!\w)[^.,;،|•\t()]{{0,60}}|"
    r"(?<!\w)[وبلمع]{0,2}(?:زوجتي|زوجي|ابني|ابنتي|اولادي|ابنايي|ابنائي|اطفالي|والدي|والدتي|عايلتي|عائلتي|اسرتي)(?!\w)[^.;|•\t()،]{0,40}|"
    r"(?<!\w)(?:padre|madre|father|mother|mere|pere|pai|mae|maman|papa|мать|отец)\s+(?:separad[oa]|divorciad[oa]|solter[oa]|solteir[oa]|celibataire|isolee?|divorcee?|separee?|одиночка)(?!\w)[^.;|•\t()]{0,40}"
)
FAMILY = pattern(rf"(?:{_OPENER}(?:{STATE}|{CHILDREN})(?:{_JOIN}(?:{STATE}|{CHILDREN}))*{_TAIL}|{_PARENT})\s*")
AGES = pattern(
    r"(?:aged?|ages|ages?\s+de|agee?s\s+de|de|edades|idades|возраст|اعمارهم)?\s*(?:\d{1,2}[\s,]*(?:and|et|y|e|и|و)?\s*)+(?:years(?:\s+old)?|ans|anos|лет|года?|سنوات)?"
)
HAS_FAMILY = pattern(rf"(?<!\w)(?:{STATE}|{CHILDREN})(?!\w)")
HAS_STATE = pattern(rf"(?<!\w){STATE}(?!\w)")
_RELATIVE = pattern(
    r"(?<!\w)(?:daughters?|sons?|wife|husband|fils|fille|epouse|epoux|hij[oa]s?|espos[oa]|filh[oa]s?|marido|сын|дочь|жена|муж|"
    r"ابن|ابنه|زوجه?)(?!\w)"
)
_NO_NUMBER = pattern(
    r"\s*(?:NUM|none|no|nil|aucune?|neant|ninguno|no\s+tiene|nenhum|nao|нет|لا\s+يوجد|لا)(?:\s*\(.{1,30}\))?\s*\.?\s*"
)

TENS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"(?:vingt|trente|quarante|cinquante|soixante)(?:[\s-](?:et\s)?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf))?|"
    r"(?:treinta|cuarenta|cincuenta|sesenta|trinta|quarenta|cinquenta|sessenta)(?:\s(?:y|e)\s\w{2,6})?|"
    r"(?:тридцать|сорок|пятьдесят|шестьдесят)(?:\s(?:один|два|три|четыре|пять|шесть|семь|восемь|девять))?)"
)
AGE = pattern(
    rf"{_OPENER}(?:(?P<sure>aged?\s+|agee?s?\s+de\s+|возраст\s+|عمري\s+|(?:ال)?عمر\s+)?(?P<n>[1-9]\d|{TENS})\s*"
    r"(?:(?P<old>years?\s+old|years?\s+of\s+age|years?\s+young|y\.?\s?/?\s?o\.?|-year-old|anos\s+de\s+(?:edad|idade)|полных\s+лет)|(?P<bare>years|ans|anos|лет|год|года|سنه|عاما?))?)\s*"
)
_AGE_VALUE = pattern(
    r"\s*[1-9]\d\s*(?:years?(?:\s+old)?|y\.?o\.?|ans|anos(?:\s+de\s+\w+)?|лет|года?|سنه|عاما?)?\s*\.?\s*(?:\(.{1,30}\))?\s*"
)

WOMAN = (
    r"female|f|w|woman|she(?:\s?/\s?her)?|feminine?|femme|mme|femenino|mujer|feminino|mulher|"
    r"жен(?:\.|ский|щина)?|ж|انثي|امراه|مونث|اناث"
)
MAN = r"male|m|man|he(?:\s?/\s?him)?|masculin[eo]?|homme|h|hombre|varon|homem|муж(?:\.|ской|чина)?|м|ذكر|رجل|مذكر"
OTHER = (
    r"other|non[\s-]?binary|x|d|diverse|autre|non[\s-]binaire|otro|no\s+binari[oa]|outro|"
    r"nao[\s-]binari[oa]|другое|другой|اخر"
)
_GENDER = pattern(rf"(?<!\w)(?:(?P<woman>{WOMAN})|(?P<man>{MAN})|(?P<other>{OTHER}))(?!\w)\.?")
_MARKED = re.compile(r"[☒☑✓✔⊠■●]\s*(\w+)|\[\s?[xX✓]\s?\]\s*(\w+)|\(\s?[xX]\s?\)\s*(\w+)")
_UNDECLARED = pattern(
    r"\s*(?:prefer\s+not.*|not\s+(?:specified|stated|disclosed).*|non\s+precise.*|no\s+especificad.*|prefiero\s+no.*|prefiro\s+nao.*|n/?a|-+)\s*"
)

NUMBER_VALUE = re.compile(
    r"\s*(?:(?:n\s?[.o°]{0,2}|no\.?|nr\.?|N|#|№|number|numero|номер|серия|رقم)\s*[:.]?\s*)?(?:[a-z\u0400-\u06ff]{1,6}[\s./-]?)?(?:[n№#]o?\.?\s?)?\d[\dа-яa-z\s./-]*",
    re.I,
)


def is_gender(value: str) -> bool:
    """Whether a value beside "Gender" says one: a word or two, or boxes to tick."""
    flat = plain(value)
    rest, found = _GENDER.subn(" ", flat)
    return bool(_UNDECLARED.fullmatch(flat)) or (0 < found <= 4 and not re.search(r"\w", rest))


def gender_in(value: str) -> str | None:
    """woman, man or other, as a value beside "Gender" says it; None where it says none or both."""
    flat = plain(value)
    marked = _MARKED.search(value)
    said = plain(next(filter(None, marked.groups()))) if marked else flat.strip(" .()[]")
    found = _GENDER.match(said)
    if not found or (not marked and _says_both(flat)):
        return None
    return found.lastgroup


def _says_both(flat: str) -> bool:
    return len({m.lastgroup for m in _GENDER.finditer(flat)} - {"other"}) > 1


def is_age(value: str) -> bool:
    """Whether a value beside "Age" is an age in years of someone who works."""
    return bool(_AGE_VALUE.fullmatch(plain(value)))


def is_family(value: str) -> bool:
    """Whether a value is about marriage or children of a person."""
    flat = plain(value)
    return bool(HAS_FAMILY.search(flat) or _RELATIVE.search(flat) or _NO_NUMBER.fullmatch(flat))


def digits(value: str) -> int:
    """How many digits the number has that a value begins with."""
    found = NUMBER_VALUE.match(plain(value))
    return sum(map(str.isdigit, found[0])) if found else 0


def has_date(value: str) -> bool:
    """Whether a date or a year is written in it."""
    return (
        bool(find_periods(value))
        or bool(find_days(plain(value)))
        or bool(re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", plain(value)))
    )


def word_count(value: str) -> int:
    """How many words it has."""
    return len(re.findall(r"\w+", value))
