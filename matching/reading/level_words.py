"""The words for languages, skills and levels in the six languages, as patterns over plain text (`folding.plain`)."""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest

from matching.codes import WORKING_LANGUAGES
from matching.entities import Cefr, Skill
from matching.reading.folding import for_plain, plain
from matching.reading.joining_words import AND, OR

# What a word says of the level: the documented assumption of `levels`. Within a level, any of the six languages.
QUALITIES: tuple[tuple[Cefr, str], ...] = (
    (Cefr.C2, r"native|mother[\s-]tongue|bilingual|perfect(?!ion)\w*|langue maternelle|bilingue|parfaite?(?:ment)?|"
              r"lengua materna|nativ[oa]s?|lingua materna|perfeit[oa]|родно\w+|двуязыч\w*|в совершенстве|"
              r"اللغه الام|لغته الام"),
    (Cefr.C1, r"fluen(?:t(?:ly)?|cy)|proficien(?:t|cy)|excellen\w*|very good|very strong|strong|advanced|"
              r"full professional|"
              r"courante?|couramment|tres bon(?:ne)?s?|avancee?s?|fluid[oaez]+\w*|excelentes?|"
              r"muy buen[ao]?s?|avanzad[oa]s?|"
              r"fluen(?:te(?:mente)?|cia)|correntemente|"
              r"muito bo[ma]|avancad[oa]s?|свободн\w+|отличн\w+|превосходн\w+|продвинут\w+|"
              r"очень хорош\w+|"
              r"(?:ب)?(?:ال)?طلاق\w*|ممتاز\w*|جيده? جدا|متقدم\w*|(?:ب)?اتقان\s+تام"),
    (Cefr.B2, r"good|upper[\s-]intermediate|working knowledge|professional|bon(?:ne)?s?|operationnel\w*|"
              r"professionnel\w*|"
              r"buen[ao]?s?|profesional|bo[ma]|profissional|хорош\w+|рабоч(?:ее знание|ем уровне)|"
              r"(?<![\w])جيده?|مهني\w*|عمليه?"),
    (Cefr.B1, r"intermedia(?:te|ire|r[ii]o)|intermedi[oa]|fair|moderate|moyen\w*|средн\w+|متوسط\w*"),
    (Cefr.A2, r"basic|elementary|limited|notions?|elementaires?|debutant|de base|basic[oa]s?|elementa[lr]\w*|nocoes|"
              r"базов\w+|начальн\w+|элементарн\w+|اساسي\w*|مبادئ"),
)  # fmt: skip
KINDS: tuple[tuple[Cefr, str], ...] = (
    (Cefr.C1, r"command|mastery|masters?|maitris\w*|domini[oa]\w*|dominar|اتقان\w*|باتقان|يتقن|اجاد\w*|يجيد|تمكن"),
    (Cefr.B1, r"knowledge|connaissances?|conocimientos?|conhecimentos?|знани[еяюм]\w*|معرف\w*|المام"),
)  # fmt: skip
ABILITIES: tuple[tuple[Cefr, str], ...] = (
    (Cefr.B2, r"ab(?:le|ility) to (?:work|draft|write|speak|read|train)|capa(?:ble|cite) (?:de|"
              r"a) (?:travailler|redig\w*|redaction\w*|s'exprimer)|"
              r"apte a|capacidade? (?:de|para|d') ?(?:trabaja\w*|trabalha\w*|redac\w*|redigi\w*)|владе\w+|"
              r"способност\w+ (?:работать|составлять|писать)|(?:ال)?قدره? علي (?:العمل|الصياغ\w*|صياغ\w*|"
              r"التحرير|تحرير|الكتاب\w*|كتاب\w*)"),
)  # fmt: skip

SKILLS: tuple[tuple[Skill, str], ...] = (
    ("listening", r"listening|comprehension (?:de l')?orale|a l'ecoute|comprension (?:auditiva|oral)|"
                  r"compreensao (?:auditiva|oral)|"
                  r"аудировани\w+|понимани\w+ на слух|(?:ال)?استماع|فهم المسموع"),
    ("speaking", r"spoken|speak(?:s|ing)?|oral(?:ly|es?|ement|mente)?|oraux|verbal\w*|speech|parlee?s?|parler|"
                 r"hablad[oa]s?|habla[rn]?|"
                 r"falad[oa]s?|fala[rm]?|conversa[cs]\w*|устн\w+|разговорн\w+|устно|говор\w+|[وبل]?(?:ال)?شف(?:ه|و)\w*|"
                 r"[وبل]?(?:ال|ي)?تحدث\w*|[وبل]?(?:ال)?محادث\w*|منطوق\w*|[وبل]?(?:ال)?تكلم\w*"),
    ("writing", r"written|writ(?:e|es|ing)|draft(?:s|ing)?|ecrite?s?|ecrire|ecriture|redig\w+|redaction\w*|"
                r"escrit[oa]s?|escribir|"
                r"escrever|redac(?:cion|tar)\w*|redacao|письменн\w+|письмо\b|писать|составлени\w+|написани\w+|"
                r"подготовк\w+ документов|"
                r"[وبل]?(?:ال)?كتاب(?!\b)\w*|يكتب\w*|[وبل]?(?:ال)?تحرير\w*|[وبل]?(?:ال)?صياغ\w*|خطي\w*|مكتوب\w*"),
    ("reading", r"reading|reads?\b|lecture|lire|lectura|leer|leid[oa]s?|leitura|ler\b|"
                r"lid[oa]s?\b|чтени\w+|[وبل]?(?:ال)?قراء\w*"),
)  # fmt: skip

ASSET = (
    r"assets?|advantage\w*|desirable|desired|preferabl\w+|preferred|(?:be|is|are) a plus|welcome|useful|"
    r"would (?:also )?be fine|"
    r"optional|atouts?|souhait\w+|"
    r"serai\w* (?:un|un atout|appreci\w*)|un plus|apprecie\w*|avantage|utile|ventajas?|deseables?|"
    r"valora\w*|preferibl\w+|preferente|"
    r"desejave(?:l|is)|vantagem|mais-valia|valoriza\w*|preferenci\w+|diferencial|преимуществ\w*|желательн\w*|плюс(?:ом)?|приветству\w+|"
    r"(?:ال)?مستحسنه?|يستحسن|(?:ال)?مرغوب\w*|ميزه?|مرغوبه?|يفضل|تفضل|افضليه"
)
# A language of which this is said is not asked for; "desirable, but not required" is an asset all the same.
NOT_NEEDED = (
    r"no (?:knowledge|command)|"
    r"no (?!experience|travel|prior|other|further)\w+ (?:is |will be )?(?:required|needed|necessary)|"
    r"(?:not|isn't|aren't) (?:be )?(?:required|needed|necessary|mandatory|compulsory)|"
    r"aucune (?:connaissance|maitrise)|"
    r"pas (?:d'|de )(?!experience|autre)\w+ (?:requise?|necessaire|exigee?|obligatoire)s?|"
    r"(?:pas|ni|non) (?:requise?s?|necessaires?|exigee?s?|obligatoires?|indispensables?)|"
    r"no (?:(?:es|son|sera) )?(?:(?:necesari|obligatori|requerid)[oa]s?|imprescindibles?)|no se (?:requier|exig|necesit)\w+|"
    r"nao (?:(?:e|sao|sera) )?(?:necessari|obrigatori|exigid|requerid)[oa]s?|nao se (?:exig|requer)\w*|"
    r"не (?:требу|обязат|нуж[ен]|необходим)\w+|"
    r"(?:غير|ليس[ت]?)(?: \w+)? (?:مطلوب\w*|ضروري\w*|الزامي\w*)|لا [يت](?:شترط|لزم|تطلب)"
)
# These say it of the language that follows at once: "no need for French", but not "no need of an interpreter into French".
NO_NEED = (
    r"no need (?:for|of|to)(?: (?:know|use|understand|have|any|an?))*|"
    r"pas besoin (?:de|du|d'|que)(?: ?(?:connaitre|savoir|utiliser|comprendre|maitriser))?"
)
SUFFICES = r"suffi\w*|enough|basta\w*|chega\w*|достаточн\w*|хватает|[يت]كفي\w*"
# "Neither ... nor" says it of languages where the clause speaks of needing and shuts nobody out: "who speaks neither
# English nor French cannot be considered" asks for both.
NEITHER = r"neither|nor|ni|nem|ни"
NEEDING = (
    r"required|needed|necessary|mandatory|compulsory|requis\w*|necessaires?|exig\w+|obligatoires?|indispensables?|"
    r"necesari[oa]s?|obligatori[oa]s?|requ[ie]\w+|imprescindibles?|necesit\w+|necessari[oa]s?|obrigatori[oa]s?|"
    r"требу\w+|обязат\w+|нужн\w+|необходим\w+|مطلوب\w*|ضروري\w*|الزامي\w*|[يت](?:شترط|لزم|تطلب)"
)
SHUT_OUT = (
    r"(?:(?:will|shall|may|do|does|can) not|cannot|won't|can't)(?! be (?:required|needed|necessary|mandatory|compulsory))|"
    r"(?:not|nor) (?:be )?(?:considered|accepted|eligible|selected|admitted)|exclu\w+|reject\w+|refus\w+|ineligible|"
    r"ne \w+ pas|ecarte\w*|rejet\w*|irrecevables?|"
    r"no (?:se (?:admit|acept|consider|tendr)|podr|pued|ser\w+ (?:admit|acept|consider|selec))\w+|rechaz\w+|descarta\w*|"
    r"nao (?:se (?:admit|aceit|consider)|pod|ser\w+ (?:admit|aceit|consider|selec))\w+|rejeita\w*|"
    r"не (?:могут|может|будут|будет|допуска\w+|рассматрива\w+|принима\w+)|отклон\w+|исключ\w+|"
    r"(?:لا|لن) [يت](?:قبل|نظر|مكن|حق|ؤخذ)\w*|[يت]ستبعد\w*"
)
# Who speaks a language is told by these; that it is asked for, only beside a word of the next kind or a level.
SPEAKS = r"speaks?|parle(?:nt)?|habla[n]?|fala[m]?|говор(?:ит|ят)|[وف]?[يت]تحدث\w*|[وف]?[يت]تكلم\w*"
DEMANDED = (
    r"must|should|shall|needs?|required?|able|experts?|candidates?|consultants?|specialists?|trainers?|"
    r"doi(?:t|vent)|devr\w+|il faut|expertes?|candidat\w*|consultante?s?|formateurs?|formatrices?|"
    r"debe\w*|tien(?:e|en) que|expert[oa]s?|consultor\w*|deve\w*|tem que|perit[oa]s?|"
    r"долж\w+|необходимо|нужно|эксперт\w*|кандидат\w*|специалист\w*|يجب|ينبغي|[وبل]?(?:ال)?خبي?ر\w*|[وبل]?(?:ال)?مرشح\w*"
)
LANGUAGE_WORD = (
    r"languages?|langues?|linguisti\w+|idiomas?|lenguas?|linguas?|язык\w*|"
    r"[وبلف]{0,2}(?:ال)?لغ(?:ه|ات|تين|تان)|للغه?"
)
WORKING_LANGUAGE = (
    r"working languages?|languages? of work|langues? de travail|idiomas? de trabaj\w+|lenguas? de trabajo|"
    r"idiomas? de trabalho|"
    r"linguas? de trabalho|рабоч\w+ язык\w*|لغ(?:ه|ات|تا) (?:ال)?عمل"
)
# What is asked of one member of a team is asked of nobody else.
OF_ONE = (
    r"(?<!every )(?<!each )(?<!single )(?<!than )(?<!plus d')(?<!cada )(?<!mas de )(?<!mais de )(?<!mas que )(?<!mais do que )"
    r"(?<!as )(?<!comme )(?<!como )(?<!not only )(?<!чем )(?<!не )(?<!ни )(?<!اكثر من )(?<!كل )"
    r"(?:(?:at least )?(?:one|1) of (?:the (?:\w+ )?(?:experts|members|candidates)|them)|"
    r"at least (?:one|1) (?:expert|member|candidate|person)|"
    r"(?:au moins )?(?:l')?une? des (?:\w+ )?(?:expert\w*|membres|candidat\w*)|au moins une? (?:expert\w*|membre|personne)|"
    r"l'une? d'(?:eux|entre eux|elles)|"
    r"un[oa] de l[oa]s (?:\w+ )?(?:expert[oa]s|miembros|candidat[oa]s)|al menos un[oa]? (?:expert[oa]|miembro|persona)|"
    r"uma? d[oa]s (?:\w+ )?(?:perit[oa]s|membros|candidat[oa]s|especialistas)|pelo menos uma? (?:perit[oa]|membro|pessoa)|"
    r"(?:хотя бы|как минимум|не менее) од(?:ин|ного|ному) (?:эксперт|член|кандидат)\w*|"
    r"один из (?:\w+ )?(?:экспертов|членов|кандидатов|них)|"
    r"احد (?:ال)?(?:خبراء|اعضاء|مرشحين)|احدهم|خبير واحد علي الاقل)"
    r"(?: (?:of the team|de l'equipe|del equipo|da equip[ae]|группы|команды|(?:في |من )?(?:ال)?فريق))?"
)
EITHER = OR
BUT = (
    r"but|however|yet|though|although|while|whereas|so|mais|toutefois|cependant|tandis|pero|aunque|mientras|mas|porem|"
    r"embora|enquanto|но|однако|хотя|[و]?لكن\w*"
)
BOTH = rf"{AND}|وان|as well as|ainsi que|asi como|bem como|а также|plus"

_OTHER_NAMES = {
    "castellano": "es", "castellana": "es", "castelhano": "es", "castillan": "es", "castilian": "es",
    "الانكليزيه": "en", "الاسبانيه": "es", "الانجليزيه": "en", "англ": "en", "kiswahili": "sw",
}  # fmt: skip


def _forms(name: str) -> list[str]:
    """A name with the endings that an adjective naming a language takes."""
    if name.endswith("скии") or name.endswith("цкии"):
        return [name[:-2] + ending for ending in ("ии", "ого", "ому", "им", "ом", "ая", "ои", "ую", "и")]
    if name.startswith("ال"):
        return [name[2:]]  # article and prefixes are taken off the word that is looked up
    if not name.isascii():
        return [name]
    return [name, name[:-1] + "a"] if name.endswith("o") else [name, name + "e", name + "a"]


@cache
def _codes_by_name() -> dict[str, str]:
    """Plain name -> code, of the languages that are official somewhere: rarer ones collide with common words."""
    from babel import Locale
    from babel.core import get_global
    from babel.languages import get_official_languages

    official = {
        code.split("_")[0]
        for territory in get_global("territory_languages")
        for code in get_official_languages(territory, regional=False, de_facto=True)
    }
    names = dict(_OTHER_NAMES)
    for locale in WORKING_LANGUAGES:
        for code, name in Locale(locale).languages.items():
            if code in official and len(code) == 2 and len(name) > 3:
                names.setdefault(plain(name), code)
    return names


@cache
def _codes_by_form() -> dict[str, str]:
    return {form: code for name, code in _codes_by_name().items() for form in _forms(name)}


def languages_named(flat: str) -> list[tuple[str, int, int]]:
    """(code, start, end) of each language that a plain text names, in order."""
    known = _codes_by_form()
    found: list[tuple[str, int, int]] = []
    tokens = list(re.finditer(r"\w+", flat))
    for token, after in zip_longest(tokens, tokens[1:]):
        two = f"{token[0]} {after[0]}" if after else ""
        if two in known and after:
            found.append((known[two], token.start(), after.end()))
        elif (code := _code_of(token[0], known)) and not (found and token.start() < found[-1][2]):
            found.append((code, *token.span()))
    return found


def _code_of(word: str, known: dict[str, str]) -> str | None:
    if word in known or not "\u0600" <= word[0] <= "\u06ff":
        return known.get(word)
    for letters in range(3):
        if all(letter in "وفبكل" for letter in word[:letters]):
            rest = word[letters:]
            for stem in (rest, rest.removeprefix("ال"), rest.removeprefix("ل")):
                if stem in known:
                    return known[stem]
    return None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{for_plain(pattern)})(?!\w)")


QUALITY_PATTERNS = tuple((level, _words(words)) for level, words in QUALITIES)
KIND_PATTERNS = tuple((level, _words(words)) for level, words in KINDS)
ABILITY_PATTERNS = tuple((level, _words(words)) for level, words in ABILITIES)
SKILL_PATTERNS = tuple((skill, _words(words)) for skill, words in SKILLS)
ASSET_PATTERN, LANGUAGE_WORD_PATTERN = _words(ASSET), _words(LANGUAGE_WORD)
NOT_NEEDED_PATTERN, NEITHER_PATTERN = _words(NOT_NEEDED), _words(NEITHER)
NEEDING_PATTERN, SHUT_OUT_PATTERN, SUFFICES_PATTERN = _words(NEEDING), _words(SHUT_OUT), _words(SUFFICES)
SPEAKS_PATTERN, DEMANDED_PATTERN = _words(SPEAKS), _words(DEMANDED)
OF_ONE_PATTERN, NO_NEED_PATTERN, BUT_PATTERN = _words(OF_ONE), _words(NO_NEED), _words(BUT)
WORKING_PATTERN, EITHER_PATTERN, BOTH_PATTERN = _words(WORKING_LANGUAGE), _words(EITHER), _words(BOTH)
CEFR_PATTERN = re.compile(r"(?<![\w.])([abcавс])\s?([12])\+?(?![\w%]|\.\d)")
CONNECTOR_PATTERN = re.compile(rf",|/|(?<!\w)(?:{for_plain(BOTH)}|{for_plain(EITHER)})(?!\w)")
_CYRILLIC = str.maketrans("авс", "abc")  # А, В and С are typed for A, B and C


def cefr_of(found: re.Match[str]) -> Cefr:
    """The level that `CEFR_PATTERN` found."""
    return Cefr((found[1].translate(_CYRILLIC) + found[2]).upper())
