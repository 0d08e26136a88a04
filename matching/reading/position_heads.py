"""Lines that open the part of a call on one position: "Expert 2: ...", "Expert principal (18 jours)"..."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.reading.folding import for_plain, plain
from matching.reading.headings import MARKS, _depth
from matching.reading.quantities import is_only_days

EXPERT = (
    r"(?:expert[oa]/a|perit[oa]/a|expert(?:[·./-]e|\(e\))|experts?|expertes?|expert[oa]|perit[oa]|especialista|эксперт|"
    r"(?:ال)?خبيره?)"
)
_FEMININE = r"(?:\(?[·./-]?[ea]\)?)?"
PRINCIPAL = for_plain(
    rf"(?:principal|lead|main|chief|senior lead) expert|team leader|expert{_FEMININE} principal{_FEMININE}|"
    rf"expert{_FEMININE} chef\w*|"
    r"chef(?:fe)? d'equipe|expert[oa](?:/a)? principal|jef[ea] de(?:l)? equipo|expert[oa] lider|"
    r"perit[oa](?:/a)? principal|"
    r"chefe d[ae] equip[ae]|especialista principal|(?:главн\w+|ведущ\w+|старш\w+) эксперт\w*|"
    r"руководител\w+ (?:группы|команды)|"
    r"(?:ال)?خبيره? (?:ال)?رئيسيه?|(?:ال)?خبيره? (?:ال)?اول|رئيس (?:ال)?فريق|كبير (?:ال)?خبراء"
)
_ORDINALS: tuple[tuple[int, str], ...] = (
    (2, rf"second expert|expert{_FEMININE} second|second{_FEMININE} expert{_FEMININE}|deuxieme expert{_FEMININE}|"
        r"segund[oa] (?:expert[oa]|perit[oa])|втор\w+ эксперт\w*|(?:ال)?خبيره? (?:ال)?ثاني(?:ه)?"),
    (3, rf"third expert|troisieme expert{_FEMININE}|tercer[oa]? (?:expert[oa]|perit[oa])|"
        rf"terceir[oa] perit[oa]|трет\w+ эксперт\w*|"
        r"(?:ال)?خبيره? (?:ال)?ثالثه?"),
    (1, rf"first expert|premier{_FEMININE} expert{_FEMININE}|primer[oa]? (?:expert[oa]|perit[oa])|"
        rf"primeir[oa] perit[oa]|перв\w+ эксперт\w*"),
)  # fmt: skip
OTHER = for_plain(
    rf"(?:technical|other|associate|junior|supporting|additional|co-?) ?expert|"
    rf"expert{_FEMININE} (?:technique|associe{_FEMININE}|adjoint{_FEMININE})|"
    r"co-?expert\w*|(?:expert[oa]|perit[oa]) (?:tecnic[oa]|asociad[oa]|associad[oa])|(?:технический|младший) эксперт|"
    r"(?:ال)?خبيره? (?:ال)?(?:تقني|فني|مساعد|معاون)ه?|(?:ال)?خبيره? (?:ال)?اخره?"
)
_NUMBERED = for_plain(
    rf"(?:position|poste|puesto|posto|posicao|posicion|lugar|lot|позиция|место|должность|(?:ال)?منصب|(?:ال)?مركز|(?:ال)?موقع|(?:ال)?وظيفه|"
    rf"profile?|perfil|профиль|{EXPERT})"
    r"\s*(?:n[o°.]{0,2}|no\.?|nr\.?|num\.?|number|#|رقم)?\s*(?P<number>\d{1,2}|iv|i{1,3}|l(?!')|[a-d])(?![\w.]*\d)(?!\w)"
)
NUMBERED_INSIDE = re.compile(rf"(?<![\w-])(?:{_NUMBERED})(?=\s*(?:[:(]|-\s))".replace("?P<number>", "?:"))  # wherever
_AT_START = re.compile(
    for_plain(
        rf"(?:the |l'|le |la |el |o |a |one |un |une |uno |una |um |uma |1 |один )?"
        rf"(?:(?P<numbered>{_NUMBERED})|(?P<principal>{PRINCIPAL})|(?P<other>{OTHER})|"
        + "|".join(f"(?P<nth{n}>{words})" for n, words in _ORDINALS)
        + r")(?!\w)"
    )
)
PRINCIPAL_PATTERN = re.compile(for_plain(rf"(?<!\w)(?:{PRINCIPAL}|principal|ведущий|главный|الرئيسي)(?!\w)"))
_LATER = "|".join(words for n, words in _ORDINALS if n > 1)
_OTHERS = re.compile(
    for_plain(
        r"(?<!\w)(?:other experts|autres expert\w*|otr[oa]s expert[oa]s|outr[oa]s perit[oa]s|други\w+ эксперт\w*|"
        r"باقي (?:ال)?خبراء)(?!\w)"
    )
)
OTHER_PATTERN = re.compile(for_plain(rf"(?<!\w)(?:{OTHER}|{_LATER}|not principal|non principal)(?!\w)"))
_FOLLOWS = re.compile(r"\s*(?:$|[:;,(/|\t)\]]|[-–—]\s?|[.]\s*$)")
_ROMAN = {"i": 1, "l": 1, "ii": 2, "iii": 3, "iv": 4, "a": 1, "b": 2, "c": 3, "d": 4}
_IN_BRACKETS = re.compile(r"\s*\([^()]*\d[^()]*\)\s*:")  # "(20 working days): ..."
LONGEST_HEAD = 220  # characters; a longer line is a sentence about an expert, not the head of a position


@dataclass(frozen=True)
class PositionHead:
    """The head of a position: what it says of number, role and title."""

    number: int | None
    principal: bool | None
    title: str  # what is left of the line without number and role, "" for nothing
    text: str  # the line without marks
    depth: int | None
    told: str = ""  # a sentence after the head, on the same line


def match_position(line: str) -> PositionHead | None:
    """The head of a position that a line is, or None."""
    marks = MARKS.match(line)
    body = (line[marks.end() :] if marks else line).strip(" *_")
    flat = plain(body)
    match = _AT_START.match(flat)
    if not match or len(body) > LONGEST_HEAD or not _FOLLOWS.match(flat, match.end()):
        return None
    if match["numbered"] and NUMBERED_INSIDE.search(flat, match.end()):
        return None  # running text that describes several positions one after another
    if flat.rstrip().endswith(".") and len(body) > 90:
        described = _IN_BRACKETS.match(body, match.end())
        if described is None:
            return None
        start = described.end()
        return PositionHead(
            _number(match), role_of(flat[:start]), "", body[:start], _depth(marks), body[start:].strip()
        )
    title = _title(body, match.end())
    return PositionHead(_number(match), role_of(flat), title, body, _depth(marks))


def names_role(text: str) -> bool:
    """Whether a text begins with the role or the number of an expert: "the second expert works 16 days"."""
    return bool(_AT_START.match(plain(text).lstrip()))


def role_of(flat: str) -> bool | None:
    """True for a principal expert, False for one who is said to be another, None where it is not said."""
    if OTHER_PATTERN.search(flat):
        return False
    principal, others = PRINCIPAL_PATTERN.search(flat), _OTHERS.search(flat)
    if others and (principal is None or others.start() < principal.start()):
        return False  # but "the principal expert leads the other experts" is about the first of the two
    return True if principal else None


def _number(match: re.Match[str]) -> int | None:
    if found := match["number"]:
        return _ROMAN.get(found) or int(found)
    return next((n for n, _ in _ORDINALS if match[f"nth{n}"]), None)


_ANY_ROLE = "|".join([PRINCIPAL, OTHER, *(words for _, words in _ORDINALS), "principal"])
_ROLE_IN_TITLE = re.compile(for_plain(rf"^\s*[(\[]?\s*(?:{_ANY_ROLE})\s*[)\]]?(?!\w)"))

_OF_WHAT = re.compile(for_plain(r"\s+(?:in|on|of|for|en|sur|pour|de|du|des|del|para|em|sobre|по|в|في)(?!\w)|\s+d'"))


def _title(body: str, start: int) -> str:
    """What follows number and role, without brackets on the workload and without the marks between."""
    rest = body[start:]
    for _ in range(2):
        rest = re.sub(r"^[\s:;,،/|.–—-]+", "", rest)
        role = _ROLE_IN_TITLE.match(plain(rest))
        if role and not _OF_WHAT.match(plain(rest), role.end()):  # "principal expert in mediation" is a title as it is
            rest = rest[role.end() :]
    return title_alone(rest)


def title_alone(text: str) -> str:
    """A title without its role and workload in brackets and without the marks around it."""
    rest = re.sub(r"^[\s:;,،/|.)–—-]+", "", text)
    rest = re.sub(r"[\t;].*$", "", rest)
    rest = re.sub(r"^\([^)]*\d[^)]*\)\s*[:–—-]?\s*|[\s,–—-]*\([^)]*\d[^)]*\)\s*:?\s*$", "", rest)
    if (bracket := re.search(r"\s*\([^()]*\)\s*$", rest)) and role_of(plain(bracket[0])) is not None:
        rest = rest[: bracket.start()]
    rest = rest.strip(" .:*_-–—")
    told, comma, last = rest.rpartition(",") if "," in rest else rest.rpartition("،")
    if comma and is_only_days(last.strip()):
        rest = told.strip(" .:*_-–—")
    return "" if is_only_days(rest) else rest
