"""What stands in the personal part without a label of its own: a day long ago, a gender, a number, a relative, a union."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matching.cv.dropping.births import birth_day, find_days
from matching.cv.dropping.personal_words import GENDER_WORD, UNION_ALONE, is_union
from matching.cv.dropping.plausible import TENS
from matching.cv.dropping.wording import pattern
from matching.cv.dropping.zones import Zone
from matching.cv.free.cv_dates import find_periods
from matching.cv.free.places import is_place

LONGEST_UNION = 7  # words of a line that names a union and nothing else
MOST_OF_RELATIVE = 9  # words of a line such as "Kari Lind, wife, teacher"
MOST_WORDS = 3  # beside a birth date, in the same piece of a line: a town, "on", "in"
_PIECES = re.compile(r"[|;•·\t()\[\]]|\s{3,}")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_WORK = pattern(
    r"(?<!\w)(?:since|from|until|signed|updated?|appointed|joined|date|valid|expir\w+|depuis|jusqu\w*|fait|mis|jour|nomme\w*|valable|desde|hasta|"
    r"actualiz\w+|firma\w*|fecha|valid[oa]|ate|atualiz\w+|assinad\w+|data|с|по|до|дата|обновлен\w*|выдан\w*|منذ|حتي|تاريخ)(?!\w)"
)
_NUMBERED = re.compile(  # an abbreviation in capitals right before a long number
    r"(?<![\w/-])(?P<name>[A-Z][A-Z.]{1,7})\s?(?:n\.?[o°º]\.?|No\.?|№|#|:)?\s{0,2}(?P<number>[A-Z]{0,3}[\s-]?\d[\d\s./-]{5,22}\d(?:[\s-]?[A-Z])?)(?!\w)"
)
_CONTACTS = re.compile(
    r"^(?:TE?L?|TELE?F?|PH|PHONE|FAX|GSM|MOB\w*|CELL?|CEL|CP|BP|PO|POB?|BOX|ZIP|CEP|PIN|ORCID|WHATSAPP|WA|SKYPE|PLZ|NPA|MÓVIL|HP|ICQ|DOI|ISBN|ISSN|ISO|LEY|LEI|"
    r"UTC|GMT|VIBER|T|M|F|P|TLF|TFNO|TM|APT|AP|KM|RT|SK|EU|CE|ILO|OIT)\.?$"
)
_ANY_NUMBER = pattern(
    r"(?<!\w)(?:n[°o]\.?|nr\.?|no\.|N|№|number|numero|numéro|номер|رقم)(?:\s[^\W\d]+){0,3}\s?:?\s?(?P<number>[a-z]{0,3}[\s-]?\d[\d\s./-]{5,22}\d)(?!\w)"
)
_TELEPHONE = pattern(
    r"tel|phone|fax|mobile|movil|whatsapp|gsm|celular|postal|orcid|doi|iss?[bn]|тел|моб|هاتف|جوال|محمول|فاكس|صندوق|بريد"
)
_LEAST_DIGITS = 8
_AGE_INSIDE = pattern(
    r"(?<!\w)(?:[2-7]\d[\s-]years?[\s-]old|aged\s+[2-7]\d|(?:de|d'|agee?\s+de)\s?[2-7]\d\s(?:ans|anos)(?:\s+de\s+(?:edad|idade))?(?!\s+d[e'])|"
    r"(?:i\s+am|she\s+is|he\s+is|i'm)\s+(?:now\s+)?(?:[2-7]\d|TENS)(?=\s*(?:[,.;]|and\s|years\s+old))|j'ai\s+(?:[2-7]\d|TENS)\s+ans|(?:tengo|tenho)\s+(?:[2-7]\d|TENS)\s+anos|"
    r"(?:мне|ей|ему)\s+(?:[2-7]\d|TENS)\s+(?:лет|года?)|(?:عمري|عمرها|عمره)\s+[2-7]\d\s*(?:سنه|عاما?)?)(?!\w)".replace(
        "TENS", TENS
    )
)
_PRACTICE = pattern(r"experi\w+|career|carriere|carrera|carreira|pratique|practice|practica|опыт\w*|стаж\w*|خبره")
_RELATIVES = (
    r"(?:(?:my\s+)?(?:wife|husband|spouse|father|mother(?![\s-]tongue)|brother|sister|son|daughter)|(?:mon\s+|ma\s+)?(?:epoux|epouse|mari|femme|conjointe?|pere|mere|fils|fille|frere|soeur)|"
    r"(?:mi\s+)?(?:espos[oa]|marido|mujer|padre|madre|hij[oa]|herman[oa]|conyuge)|(?:(?:o\s+)?meu\s+|(?:a\s+)?minha\s+)?(?:marido|mulher|pai|mae|filh[oa]|irma[o]?|conjuge)|"
    r"муж|жена|супруг[а]?|отец|мать|брат|сестра|сын|дочь|(?:ال)?(?:زوجه?|اب|ام|ابن|ابنه|اخ|اخت|والده?))"
)
_RELATIVE_CELL = pattern(rf"\W*{_RELATIVES}(?:\s?\d)?\W*")
_RELATIVE_NAMED = pattern(
    rf"\W*(?:(?:{_RELATIVES})\s+(?:of\s+|de\s+|d')?(?=\w)|(?:my\s+(?:wife|husband|children|son|daughter)|mon\s+(?:mari|epoux)|ma\s+femme|mes\s+enfants|"
    r"mi\s+(?:marido|esposa)|mis\s+hijos|meu\s+marido|minha\s+mulher)\s)"
)
_RELATIVE_BRACKET = pattern(rf"\(\s?{_RELATIVES}\s?\)")
_OWN = re.compile(r"\W*(?:my|mon|ma|mes|mi|mis|meu|minha)\s", re.I)  # "my wife works..."
_CAPITAL = re.compile(r"[^\W\d_]+'?")


def find_unlabelled(text: str, flat: str, zone: Zone, is_row: bool) -> list[tuple[int, int, str]]:
    """(start, end, kind) of what tells of the person by itself, in the parts of a CV that speak of the person."""
    if is_row and (row := _relative_row(text, flat)):
        return row
    found: list[tuple[int, int, str]] = []
    if zone in ("personal", "other"):
        found += _relatives(text, flat)
        if _names_union(text, flat):
            found.append((0, len(text), "union"))
        found += _numbers(text, flat)
    if zone in ("personal", "summary"):
        found += _ages(flat)
    if zone == "personal":
        found += [*_days(text, flat), *_genders(flat)]
    return found


def _days(text: str, flat: str) -> Iterator[tuple[int, int, str]]:
    """A day of long ago that stands alone or beside a town, with that town."""
    if _WORK.search(flat) or len(find_periods(text)) > 1 or any(not p.lone for p in find_periods(text)):
        return
    at = 0
    for cut in [*(m.span() for m in _PIECES.finditer(flat)), (len(flat), len(flat))]:
        piece = flat[at : cut[0]]
        days = [span for span in find_days(piece) if birth_day(piece[slice(*span)])]
        if len(days) == 1:
            start, end = days[0]
            rest = f"{piece[:start]} {piece[end:]}"
            if not re.search(r"[\d@]", rest) and len(_WORDS.findall(rest)) <= MOST_WORDS:
                yield (*_with_town(text, at + start, at + end, at, cut[0]), "birth")
        at = cut[1]


def _with_town(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """A birth date with the town right before it or right after it."""
    before = text[first:start].rstrip(" ,–-").rfind(",") + 1 + first
    if is_place(text[before:start].strip(" ,.:–-")):
        start = before
    comma = text.find(",", end + 1, last)
    after = comma if comma > 0 else last
    if is_place(text[end:after].strip(" ,.:–-")):
        end = after
    return start, end


def _genders(flat: str) -> Iterator[tuple[int, int, str]]:
    """A piece of a line that is a word for a gender and nothing else."""
    for piece in re.finditer(r"[^,;|•·\t()\[\]/]+", flat):
        lead = len(piece[0]) - len(piece[0].lstrip(" .:-"))
        if GENDER_WORD.fullmatch(piece[0].strip(" .:-")):
            yield piece.start() + lead, piece.end(), "gender"


def _ages(flat: str) -> Iterator[tuple[int, int, str]]:
    """An age within a sentence: "a 42-year-old lawyer", "juriste de 45 ans", but not "une carrière de 30 ans"."""
    for found in _AGE_INSIDE.finditer(flat):
        if not _PRACTICE.search(flat, max(0, found.start() - 30), found.end() + 25) or "old" in found[0]:
            yield *found.span(), "age"


def _numbers(text: str, flat: str) -> Iterator[tuple[int, int, str]]:
    """Long numbers that are called one, and those behind an abbreviation that is none of a telephone or an address."""
    for found in _ANY_NUMBER.finditer(flat):
        if sum(map(str.isdigit, found["number"])) >= _LEAST_DIGITS - 1 and not _TELEPHONE.search(
            flat, max(0, found.start() - 60), found.start()
        ):
            yield *found.span(), "identity number"
    for found in _NUMBERED.finditer(text):
        digits = sum(map(str.isdigit, found["number"]))
        if (
            digits >= _LEAST_DIGITS
            and not _CONTACTS.match(found["name"].replace(".", ""))
            and not find_periods(found[0])
        ):
            yield *found.span(), "identity number"


def _names_union(text: str, flat: str) -> bool:
    """Whether a line names a union, with a section or years at most."""
    words = _WORDS.findall(flat)
    return 0 < len(words) <= LONGEST_UNION and is_union(text[:60]) and bool(UNION_ALONE.match(text))


def _relatives(text: str, flat: str) -> Iterator[tuple[int, int, str]]:
    named = _RELATIVE_NAMED.match(flat)
    begins = bool(named and (_OWN.match(text) or _begins_name(text, named.end())))
    cells = re.split(r"[,:]", flat)[1:] if len(_WORDS.findall(flat)) <= MOST_OF_RELATIVE else []
    if begins or _RELATIVE_BRACKET.search(flat) or any(map(_RELATIVE_CELL.fullmatch, cells)):
        yield 0, len(text), "family"


def _begins_name(text: str, at: int) -> bool:
    word = _CAPITAL.match(text, at)
    return bool(word and word[0][0].isupper())


def _relative_row(text: str, flat: str) -> list[tuple[int, int, str]]:
    """The whole of a row in a table of relatives: one of its first cells is a word for a relative, nothing else."""
    cells = flat.split("\t")
    if len(cells) > 1 and any(_RELATIVE_CELL.fullmatch(cell) for cell in cells[:2] + cells[-1:]):
        return [(0, len(text), "family")]
    return []
