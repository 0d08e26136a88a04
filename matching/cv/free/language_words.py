"""How CVs word languages and levels, beyond the words of calls (`matching.reading.level_words`): patterns over plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from matching.codes import WORKING_LANGUAGES
from matching.entities import Cefr, Skill
from matching.reading import level_words as calls
from matching.reading.folding import for_plain, plain

NATIVE = (
    r"native(?:\s+(?:speaker|language|tongue|level|or\s+bilingual))?|mother(?:'?s)?[\s-]?tongue(?:s|\(s\))?|home\s+languages?|first\s+languages?|"
    r"langue(?:s|\(s\))?\s+maternelle(?:s|\(s\))?|langue\s+natale|"
    r"bilingue\s+ou\s+langue\s+(?:maternelle|natale)|maternel(?:le)?s?|langue\s+premiere|"
    r"(?:lengua|idioma|lingua)(?:s|\(s\))?\s+matern[ao](?:s|\(s\))?|lengua\s+nativa|matern[ao]s?|nativ[oa]s?|lingua\s+nativa|"
    r"родн\w+(?:\s+язык\w*)?|носител\w+(?:\s+языка)?|"
    r"(?:ال)?لغه?ت?ه?ي?\s+(?:ال)?ام|لغه\s+ام|(?:ال)?لغه\s+(?:ال)?اصليه|(?:ال)?لغه\s+(?:ال)?اولي"
)
OTHERS = (  # a label that ends what "mother tongue" as a heading began
    r"(?:other|foreign|second)\s+language(?:s|\(s\))?|autre(?:s|\(s\))?\s+langue(?:s|\(s\))?|langues?\s+(?:etrangeres?|vivantes?)|"
    r"(?:otro(?:s|\(s\))?|demas)\s+idioma(?:s|\(s\))?|otras?\s+lenguas?|"
    r"(?:idiomas?|lenguas?|linguas?)\s+(?:extranjer\w+|estrangeir\w+)|outr[ao](?:s|\(s\))?\s+(?:idioma|lingua)(?:s|\(s\))?|"
    r"(?:иностранн\w+|други\w+)\s+язык\w*|لغات\s+(?:اخري|اجنبيه)|(?:ال)?لغات\s+(?:ال)?(?:اخري|اجنبيه)"
)
_LEVELS: tuple[tuple[Cefr, str], ...] = (
    (Cefr.C2, r"bilingual|bilingue|двуязыч\w*|в\s+совершенстве|native[\s-]like|near[\s-]native|"
              r"ثنائيه?\s+اللغه"),
    (Cefr.C1, r"full\s+(?:professional|working)(?:\s+proficiency)?|nivel\s+(?:muy\s+)?alto|alto|nivel\s+avanzado|"
              r"niveau\s+avance|maitrise\s+(?:parfaite|complete)|tres\s+(?:bon\s+niveau|bien)|muy\s+bien|muito\s+bem|very\s+well|"
              r"dominio\s+(?:completo|total)|"
              r"fluently|easily|facilement|con\s+facilidad|capacite\s+professionnelle\s+complete|fluentemente|fluidamente|correntemente|couramment|con\s+fluidez|fluido\b|"
              r"fluent|courant|уверенн\w+|свободн\w+(?:\s+владени\w+)?|طليق\w*|بطلاقه|"
              r"excellently|domino|domina|maneja|maitrise|(?:ب?شكل\s+)?ممتازه?|[وف]?[ايت]جيد|[وف]?[ايت]تقن"),
    (Cefr.B2, r"professional\s+working(?:\s+proficiency)?|working\s+(?:proficiency|level)|good\s+working|"
              r"upper[\s-]intermediate|"
              r"bon\s+niveau|bonne\s+maitrise|bien|bem|well(?!-|\s+enough)|nivel\s+medio[\s-]alto|intermedi[oa]\s+(?:alto|superior|avanzado)|"
              r"intermediario\s+avancado|competencia\s+profissional|independ\w+|rather\s+good|bons|boas|buenos|неплох\w+|достаточно\s+хорош\w+"),
    (Cefr.B1, r"moderately|reasonably(?:\s+well)?|fairly(?:\s+well)?|so-so|mas\s+o\s+menos|mais\s+ou\s+menos|convenablement|"
              r"not\s+easily|conversational|conversation|limited\s+working(?:\s+proficiency)?|niveau\s+(?:intermediaire|moyen)|"
              r"nivel\s+(?:medio|intermedio)|medio|medianos?|regular|razoavel(?:mente)?|intermediari[oa]|assez\s+bien|satisfactory|sufficient|average|passable(?:ment)?|suffisante?|correcte?|acceptable|regularmente|aceptable|suficiente|mediana|satisfatori[oa]|"
              r"aceitavel|median[oa]mente|на\s+среднем\s+уровне|удовлетворительн\w+|разговорн\w+\s+уровень|"
              r"مقبول\w*"),
    (Cefr.A2, r"with\s+difficulty|slightly|a\s+bit|legerement|ligeramente|ligeiramente|"
              r"elementary(?:\s+proficiency)?|basics?|notions?|nociones|scolaire|niveau\s+(?:scolaire|debutant|faible)|"
              r"faible|poor(?:ly)?|weak|beginner'?s?|rudimentary|a\s+little|(?:just\s+)?some(?:\s+knowledge)?|survival|mediocre|un\s+peu|peu|mal|limitee?|debil|poco|"
              r"(?:un\s+)?poco|algo|pouco|um\s+pouco|mau|limitad[oa]|incipiente|слаб\w+|немного|минимальн\w+|элементарн\w+|"
              r"(?:ال)?بسيطه?|قليلا|قليله?|محدوده?|اوليه?|pre-intermediate|nivel\s+(?:basico|bajo|elemental)|bajo|bajas?|fraco|rudiment\w+|"
              r"со\s+словар\w+|начальн\w+|базов\w+|ضعيف\w*|مبتدي\w*|"
              r"principiante|iniciante|beginner|debutante?|начинающ\w+"),
)  # fmt: skip
_SKILLS: tuple[tuple[tuple[Skill, ...], str], ...] = (
    (("listening", "reading"), r"understand(?:ing)?|understood|comprehension|comprends|comprendre|comprise?|comprension|"
                               r"comprende|comprend|entiendo|entiende|compreende|entende|understands|понимает|[يتا]فهم\w*|"
                               r"comprensiva|compreensao|понимани\w+|понимаю|(?:ال)?فهم|comprender|compreender"),
    (("speaking",), r"speaks?|spoken|[يت]تحدث\w*|[يت]تكلم\w*|"
                    r"conversation|interaction|interaccion|interacao|prise\s+de\s+parole|"
                    r"(?:spoken|oral)\s+(?:interaction|production)|production\s+orale|s'exprimer(?:\s+oralement)?|"
                    r"(?:interaccion|expresion|produccion|interacao|producao|expressao)\s+oral|"
                    r"prendre\s+part\s+a\s+une\s+conversation|"
                    r"говор\w+|диалог|монолог|разговор\b|речь|устн\w+(?:\s+\w+)?|parle[es]?s?|hablo|"
                    r"habla|fala|falo|كلام|تحدث\w*|حديث|و?اتحدث\w*|و?اتكلم\w*"),
    (("listening", "reading"), r"passive(?:ly)?|passi(?:f|vo)s?|пассивн\w+"),
    (("speaking", "writing"), r"active(?:ly)?|actifs?|activ[oa]s?|ativ[oa]s?|активн\w+"),
    (("writing",), r"writ\w+|[يت]كتب\w*|пишет|production\s+ecrite|expression\s+ecrite|"
                   r"(?:expresion|expressao|producao|produccion)\s+escrita|"
                   r"ecri[ts]\w*|escrit\w+|escribo|escribe|escrevo|escreve|письм\w+|пишу|(?:ال)?كتابه|و?اكتب\w*"),
    (("reading",), r"read(?:s|ing)?|lit(?!\w)|[يت]قرا\w*|читает|comprehension\s+(?:ecrite|de\s+(?:l'ecrit|lecture))|"
                   r"(?:comprension|compreensao)\s+(?:de\s+)?(?:lectura|lectora|escrita|leitura)|"
                   r"lue?s?|leo|lee|leio|lis\b|le(?=\s+(?:bem|muito|razoa\w+|fluent\w+|com\s)|\s*[,;:)/]|\s+e\s|\s*$)|lido|leido|читаю|чтен\w+|(?:ال)?قراءه|و?اقرا\w*"),
    (("listening",), r"listen\w*|comprehension\s+orale|ecouter|ecoute|(?:comprension|compreensao)\s+(?:oral|auditiva)|escuchar|"
                     r"oir|ouvir|escuta|"
                     r"аудир\w+|слушан\w+|на\s+слух|понимани\w+\s+на\s+слух|(?:ال)?استماع"),
)  # fmt: skip


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{for_plain(pattern)})(?!\w)")


NATIVE_PATTERN, OTHERS_PATTERN = _compiled(NATIVE), _compiled(OTHERS)
PRAG_PATTERN = re.compile(r"(?<!\w)(?:prag|europeaid)\s*:?\s*([1-5])(?!\d)")
BARS = re.compile(r"([●★■◆⬤▮█⚫✪☑])\1{0,9}[ ]?([○☆□◇◯▯░⚪✩☐]{0,9})")
OUT_OF = re.compile(r"(?<![\w.,/])(\d{1,2})\s?(?:/|out of|sur|de|из)\s?(5|6|10)(?![\w.,/])")
PERCENT = re.compile(r"(?<![\w.,])(\d{1,3})\s?%")
_OF_SHARE = ((0.95, Cefr.C2), (0.75, Cefr.C1), (0.55, Cefr.B2), (0.35, Cefr.B1), (0.0, Cefr.A2))
_OF = frozenset(("de", "da", "do", "du", "of", "d", "del"))  # between a creole and its country
LEAST_RARE = 6  # letters of the name of a language without a code of two letters
_ARABIC_PREFIX = re.compile(r"^[وفبكل]{0,2}(?:ال|ل)?")
_SIGNED = re.compile(  # "French sign language" is not French
    for_plain(
        r"(?:\w+\s)?sign\s+language(?:\s\(\w+\))?|langue\s+des\s+signes(?:\s\w+)?|lenguas?\s+de\s+(?:senas|signos)(?:\s\w+)?|"
        r"lingua\s+(?:gestual|de\s+sinais)(?:\s\w+)?|(?:\w+\s)?(?:язык\w*\s+жест\w+|жестов\w+(?:\s+язык\w*)?)|(?:ال)?لغه\s+(?:ال)?اشاره(?:\s\w+)?"
    )
)


@dataclass(frozen=True)
class Token:
    """A level, a skill, or the word for a mother tongue, in a plain line."""

    start: int
    end: int
    kind: Literal["native", "cefr", "prag", "share", "words", "skill"]
    level: Cefr | None = None
    skills: tuple[Skill, ...] = ()


OF_PRAG = dict(zip("12345", (Cefr.C2, Cefr.C1, Cefr.B2, Cefr.B1, Cefr.A2), strict=True))
_ORDER = ("cefr", "prag", "share", "native", "skill", "words")


@cache
def _level_patterns() -> tuple[tuple[Cefr, re.Pattern[str]], ...]:
    ours = tuple((level, _compiled(words)) for level, words in _LEVELS)
    return (*ours, *calls.QUALITY_PATTERNS, *calls.KIND_PATTERNS)


@cache
def _skill_patterns() -> tuple[tuple[tuple[Skill, ...], re.Pattern[str]], ...]:
    return (*((skills, _compiled(w)) for skills, w in _SKILLS), *(((s,), p) for s, p in calls.SKILL_PATTERNS))


def tokens_of(flat: str) -> list[Token]:
    """Levels, skills and words for a mother tongue in a plain line, in order; the longest of those that overlap."""
    found = [Token(*m.span(), "native", Cefr.C2) for m in NATIVE_PATTERN.finditer(flat)]
    found += [Token(*m.span(), "cefr", calls.cefr_of(m)) for m in calls.CEFR_PATTERN.finditer(flat)]
    found += [Token(*m.span(), "prag", OF_PRAG[m[1]]) for m in PRAG_PATTERN.finditer(flat)]
    found += [Token(start, end, "share", of_share(share)) for start, end, share in _shares(flat)]
    found += [Token(*m.span(), "skill", None, skills) for skills, p in _skill_patterns() for m in p.finditer(flat)]
    found += [Token(*m.span(), "words", level) for level, p in _level_patterns() for m in p.finditer(flat)]
    kept: list[Token] = []
    for token in sorted(found, key=lambda t: (t.start - t.end if t.kind != "cefr" else -99, _ORDER.index(t.kind))):
        if all(token.end <= k.start or token.start >= k.end for k in kept):
            kept.append(token)
    return _with_adjectives(flat, sorted(kept, key=lambda t: t.start))


def _with_adjectives(flat: str, tokens: list[Token]) -> list[Token]:
    """Tokens without the nouns whose adjective says the level: "good knowledge" is good, "basic command" is basic."""
    nouns = {
        token
        for token in tokens
        if token.kind == "words" and any(p.fullmatch(flat, token.start, token.end) for _, p in calls.KIND_PATTERNS)
    }
    told = set()
    for one, other in pairwise(tokens):
        if flat[one.end : other.start].strip() or one.kind != "words" or other.kind != "words":
            continue
        if (one in nouns) != (other in nouns):
            told.add(one if one in nouns else other)
    return [token for token in tokens if token not in told]


def _shares(flat: str) -> Iterator[tuple[int, int, float]]:
    for m in BARS.finditer(flat):
        filled, empty = len(m[0].rstrip()) - len(m[2]), len(m[2])
        if filled + empty > 2:
            yield m.start(), m.end(), filled / (filled + empty)
    for m in OUT_OF.finditer(flat):
        if 0 < int(m[1]) <= int(m[2]):
            yield m.start(), m.end(), int(m[1]) / int(m[2])
    for m in PERCENT.finditer(flat):
        if 0 < int(m[1]) <= 100:
            yield m.start(), m.end(), int(m[1]) / 100


def of_share(share: float) -> Cefr:
    """A level for a bar or a mark out of five: 5 of 5 is C2, 4 C1, 3 B2, 2 B1, 1 A2. An assumption, to be asked."""
    return next(level for least, level in _OF_SHARE if share >= least)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files("matching.cv.free") / "languages.json").read_text(encoding="utf-8"))
    return data


@cache
def _more_languages() -> dict[str, str]:
    return _declined({plain(name): code for name, code in _data()["names"].items()})


@cache
def _rare_languages() -> dict[str, str]:
    """Plain name -> code of the world's languages, in the six languages: for parts on languages alone.

    Of languages without a code of two letters those that are spoken somewhere today, by names too long to be other words.
    """
    from babel import Locale
    from babel.core import get_global

    spoken = {code.split("_")[0] for those in get_global("territory_languages").values() for code in those}
    names: dict[str, str] = {}
    for locale in WORKING_LANGUAGES:
        for code, name in sorted(Locale(locale).languages.items(), key=lambda item: len(item[0])):
            flat = plain(name)
            is_told = len(flat) > 2 if len(code) == 2 else code in spoken and len(flat) >= LEAST_RARE
            if is_told and flat not in _data()["other words"]:
                names.setdefault(flat, code)
    return _declined(names)


def _declined(names: dict[str, str]) -> dict[str, str]:
    for name in [name for name in names if name.endswith("скии")]:
        names |= {name[:-2] + ending: names[name] for ending in ("ого", "ому", "им", "ом", "ая", "ои", "ую", "и")}
    return names


def _code(flat: str, expected: bool) -> str | None:
    """The code of a word or two; Arabic names also with an article or a preposition before them."""
    known = _more_languages()
    if not expected:
        return known.get(flat) if flat not in _data()["too common"] else None
    rare = _rare_languages()
    forms = [flat]
    if "\u0600" <= flat[:1] <= "\u06ff":
        bare = _ARABIC_PREFIX.sub("", flat)
        forms += ["ال" + bare, bare] if len(bare) > 3 else []
    return next((code for form in forms if (code := known.get(form) or rare.get(form))), None)


def connectives() -> frozenset[str]:
    """Words that lead from a language to what more is said of it: "but", "only", "level"; none is a language's name."""
    return frozenset(_data()["connectives"])


def languages_in(flat: str, expected: bool = True) -> list[tuple[str, int, int]]:
    """(code, start, end) of each language named; `expected`: the text is about languages, so that rare names count."""
    found: list[tuple[str, int, int]] = []
    words = list(re.finditer(r"\w+", flat))
    for word, middle, after in zip(words, words[1:], words[2:], strict=False):  # "Crioulo da Guiné-Bissau"
        if middle[0] in _OF and (code := _code(f"{word[0]} {after[0]}", expected)):
            found.append((code, word.start(), after.end()))
    for word, after in zip(words, words[1:], strict=False):
        between = flat[word.end() : after.start()]
        if between in (" ", "-") and (code := _code(f"{word[0]} {after[0]}", expected)):
            found.append((code, word.start(), after.end()))
    for word in re.finditer(r"\w+['’ʼ]\w+(?:['’ʼ]\w*)?", flat):  # "k'iche'", "o'zbek"
        if (code := _code(re.sub(r"\W", "", word[0]), expected)) and _is_free((code, *word.span()), found):
            found.append((code, *word.span()))
    found += [named for named in calls.languages_named(flat) if _is_free(named, found)]
    for word in words:
        if (code := _code(word[0], expected)) and _is_free((code, *word.span()), found):
            found.append((code, *word.span()))
    signed = [m.span() for m in _SIGNED.finditer(flat)]
    found = [named for named in found if not any(start <= named[1] < end for start, end in signed)]
    named = {code for code, _, _ in found}
    if expected:  # "DELF B2" names French where French is not named
        certificates = [(m, _data()["certificates"].get(m[0])) for m in re.finditer(r"[^\W\d]{4,7}", flat)]
        found += [(code, *m.span()) for m, code in certificates if code and code not in named]
    return sorted(found, key=lambda mention: mention[1])


def _is_free(named: tuple[str, int, int], found: list[tuple[str, int, int]]) -> bool:
    return all(named[2] <= start or named[1] >= end for _, start, end in found)
