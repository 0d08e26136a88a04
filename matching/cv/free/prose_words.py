"""How people tell in sentences what they did, in six languages: the verbs before a position, a unit, a client, a degree."""

from __future__ import annotations

import re

_ARTICLE = r"(?:(?:an?|the|le|la|les|un|une|el|los|o|a|os|as|um|uma)\s|l['’])?"
_AS = (  # before a position, whoever speaks
    r"as|been|was|is|am|became|appointed|comme|en tant que|en qualité de|suis|été|était|est|devenu\w*|nommée?|"
    r"(?:poste|fonctions?) de|"
    r"como|en calidad de|fui|fue|soy|es|era|sido|(?:cargo|puesto|funciones) de|na qualidade de|foi|sou|é|"
    r"(?:cargo|funções|lugar) de|"
    r"работа(?:л|ла|ю|ет)(?: (?:в|на) должности)?|был[а]?|являюсь|являл\w+|"
    r"занима(?:л|ла|ю|ет) (?:должность|пост)|в должности|служил[а]?|"
    r"(?:و?(?:عملت|أعمل|كنت|كانت|أصبحت|عين\w*|شغلت|أشغل|توليت|أتولى))(?:\s(?:منصب|وظيفة|مهام|بصفة|بوظيفة|في منصب|في وظيفة))?"
)
ROLE = re.compile(
    rf"(?:(?<!\w)(?:{_AS})\s+){_ARTICLE}(?P<role>(?!\d)[\w' ’-]{{3,80}}?)"
    r"(?=\s(?:of|at|for|in|with|au|aux|à|du|de|des|del|do|da|dos|chez|pour|en|na|no|em|para|from|depuis|until|"
    r"в|во|на|при|по|в качестве|في|لدى|من عام|منذ)\s|\sب(?=ال)|[,.;(]|$)"
)
HEADED = re.compile(  # before the unit that somebody led
    r"(?<!\w)(?:headed|led|ran|directed|managed|coordinated|chaired|(?:j['’]ai |a )?(?:dirigé|coordonné|piloté|présidé)|"
    r"dirige|dirigí|dirijo|dirigió|coordin(?:o|é|a)|encabecé|presidí|lider[ée]|"
    r"dirigi|coordeno|coordenei|chefi(?:ei|o)|возглавля(?:ю|л|ла|ет)|возглавил[а]?|руководил[а]?|руковожу|заведовал[а]?|заведую|"
    r"و?(?:ترأست|أترأس|أدرت|أدير))\s+" + _ARTICLE
)
ADVICE = re.compile(
    r"(?<!\w)(?:advised|trained|supported|assisted|evaluated|reviewed|conseillé\w*|formé|appuyé|accompagné|évalué|asesor[óé]|form[óé]|apoy[óé]|evalu[óé]|assessor\w+|apoi\w+|avali\w+|mission|misión|missão|"
    r"participé|participei|консультировал[а]?|обучал[а]?|оценивал[а]?|و?(?:قدمت المشورة|قدمت الدعم|دربت|قيمت|درّبت))(?!\w)"
)
ABOUT = re.compile(  # before the subject of advice
    r"\s(?:on|sur|sobre|acerca de|en|em|по теме|по вопросам|حول|بشأن|في مجال)\s+"
    r"(?P<about>(?!\d)[«\"“]?[^.;]{4,120}?[»\"”]?)(?=\s(?:para|for|pour)\s(?:the|la|le|el|o|a)\s|[.;]|$)"
)
STUDIED = re.compile(
    r"(?<!\w)(?:окончил[а]?|закончил[а]?|защитил[а]?|обучал(?:ся|ась)|و?(?:حصلت|تخرجت|نلت)|graduated|hold|holds|obtained|earned|"
    r"diplômée?|obtenu|obtuve|me recib[íi]|me gradu[ée]|licencié|"
    r"licenciei-me|conclu[íi]|formei-me|obtive)(?!\w)"
)
_WORKS = (
    r"work(?:ed|ing)? (?:for|at|with)|employed (?:by|at)|joined|travaillé (?:pour|chez|à)|trabajé (?:en|para)|"
    r"trabalhei (?:em|para|na|no)"
)
WORKED_FOR = re.compile(rf"(?<!\w)(?:{_WORKS})\s+{_ARTICLE}")
PERSONAL = re.compile(  # what only a sentence says, not a heading or a line of a list
    rf"(?<!\w)(?:I|je|j['’]\w+|yo|(?:s?he|I) (?:was|has|is|became|headed|led|joined|worked)|"
    rf"fui|fue|soy|trabajé|trabalhei|sou|foi|{_WORKS}|"
    r"работал[а]?|был[а]?|занимал[а]?|являл\w+|работаю|я|"
    r"و?(?:عملت|أعمل|كنت|أصبحت|شغلت|أشغل|توليت|قدمت|حصلت|تخرجت))(?!\w)"
    rf"|{HEADED.pattern}|{STUDIED.pattern}|{ADVICE.pattern}"
)
LATIN_NAME = re.compile(  # capitalised words with the small ones that join them, within one sentence
    r"[A-ZÀ-ÝĀ-Ž][\w'’&.-]*"
    r"(?:(?:,?\s(?:of|the|for|on|and|de|du|des|la|le|les|et|y|e|do|da|dos|das|del|para|pour|à|&)){0,3}"
    r"\s(?:[ld]['’])?[A-ZÀ-ÝĀ-Ž][\w'’&.-]*){0,14}"
)
_AFTER_NAME = (
    r"(?:depuis|où|dans|à|sur|pour|afin|comme|en|entre|qui|que|chargée?s?|desde|donde|onde|para|como|na|no|com|con)"
)
SMALL_NAME = re.compile(  # a name of one capital that goes on in small letters ("Commission des partenaires du marché")
    rf"\w[\w'’-]*(?:\s(?!{_AFTER_NAME}(?!\w))[\w'’-]+){{1,12}}(?=[,.;(]|\s{_AFTER_NAME}(?!\w)|\s*$)"
)
PORTFOLIO = re.compile(  # ", Empleo y Seguridad Social" behind the name of a ministry
    r"(?:,\s(?:[a-zà-ÿ]{1,3}\s|[dl]['’])?[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+)?){1,3}\s(?:and|et|y|e)\s(?:[a-zà-ÿ]{1,3}\s|[dl]['’])?"
    r"[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+)*"
)
MINISTRY = re.compile(r"(?:ministr|minister[ie]|secretar|departament|department)")
_RUSSIAN_END = (
    r"(?=\s(?:по теме|по специальности|по вопросам|по направлению|в качестве|в должности|с \d|до \d|под )|"
    r", (?:где|котор|магистр|специал)|[;.(«]|$)"
)
RUSSIAN_NAME = re.compile(
    r"(?<!\w)(?:[Вв]|[Вв]о|на|при|для|окончил[а]?|закончил[а]?|консультировал[а]?|обучал[а]?|(?<=[а-я])(?=\s[А-ЯЁ]))\s+"
    rf"(?P<name>[А-ЯЁ][^;.()«»]{{4,160}}?){_RUSSIAN_END}"
)
_ARABIC_END = r"(?=\s(?:في\s(?!ال?مجال)|حول|بشأن|حيث|من عام|منذ|بين|خلال|على|عام\s|سنة\s)|\sبـ|[،؛,;.(]|$)"
ARABIC_NAME = re.compile(
    rf"(?<!\w)(?:(?:في|لدى|إلى|من|مع)\s+|ب(?=ال)|ل(?=ل))(?P<name>[\u0621-\u064a][^،؛,;.()0-9]{{4,120}}?){_ARABIC_END}"
)
QUOTED = re.compile(r"[«\"“]([^«»\"“”]{3,120})[»\"”]")
ARABIC_DEGREE = re.compile(r"(?:على|درجة)\s+(?P<degree>[^،؛,;.]{4,90}?)\s+من\s")
SPECIALITY = re.compile(r"по специальности\s+[«\"“]?(?P<degree>[^«»\"“”.;]{3,120})")
SAME = re.compile(
    r"(?<!\w)(?:the same|la même|le même|l[ae] mism[ao]|el mismo|o mesmo|a mesma|d[ao] mesm[ao]|том же|той же|نفس)(?!\w)"
)
UNTIL = re.compile(  # between the beginning that a sentence names first and the end that it names later
    r"(?:until|till|to|jusqu|hasta|até|до|حتى|إلى)[\s'’\w]{0,28}$"
)
