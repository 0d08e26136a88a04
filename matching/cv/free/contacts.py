"""Name, e-mail addresses, telephone numbers and links of a CV."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from matching.cv.free.cv_dates import Period
from matching.cv.free.employer_words import DEGREE, ORGANISATION, POSITION
from matching.cv.free.heading_words import kinds_of
from matching.cv.free.lines import Line
from matching.cv.free.places import places_in
from matching.cv.free.sections import Section
from matching.cv.values import CvText, TextFact
from matching.reading.folding import for_plain, plain

EMAIL = re.compile(r"(?<![\w.+-])[\w][\w.+-]{0,63}@(?:[\w-]{1,63}\.){1,6}[a-zA-Z]{2,24}(?![\w-])")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]{3,200}|(?<![\w@.])(?:linkedin\.com|orcid\.org|github\.com)/[^\s<>\"')\]|,]{2,120}",
    re.I,
)
PHONE = re.compile(r"(?<![\w.+/-])[+(]{0,2}\s?\d[\d .\-/()\u00a0]{4,28}\d\+?(?!\w)")
_TOO_FAR = re.compile(r"[\s.\-/()\u00a0]{4}|\s{3}|[/.]{2}")  # between two groups of one number
_PHONE_LABEL = re.compile(
    for_plain(
        r"(?<!\w)(?:tel(?:ephones?|efonos?|efones?)?|phones?|mobiles?|cell(?:ular)?|portable|gsm|movil|celular|telemovel|тел(?:ефон\w*)?|моб\w*|whatsapp|fax|هاتف|الهاتف|جوال|الجوال|محمول|موبايل|contact|mob)(?!\w)\s?(?:\(?\w{0,10}\)?)?\s?[.:]{0,2}"
    )
)
_NUMBER_LABEL = re.compile(  # numbers that are none of a telephone
    for_plain(
        r"(?<!\w)(?:id|no|n[o°]|nr|№|passport|passeport|pasaporte|passaporte|dni|nie|nif|nic|cpf|rg|cin|cni|bi|ssn|nss|siret|iban|инн|снилс|паспорт|رقم|cedula|cidadao|id\s+no|id\s+number)\W{1,4}(?:no\W{1,3})?$"
    )
)
NAME_LABEL = re.compile(
    for_plain(
        r"^(?:\d{1,2}[.)]\s*)?(?:name\s+of\s+(?:the\s+)?(?:expert|consultant|candidate|applicant|staff)|nom\s+(?:de\s+l'|du\s+)(?:expert|candidat|consultant)e?|"
        r"nombre\s+del\s+(?:experto|candidato|consultor)|nome\s+do\s+(?:perito|candidato|consultor)|(?:full|family|first|last|given)?\s?names?(?:\s?\(s\))?(?:\s*(?:/|and|,)\s*(?:family\s|first\s|last\s)?(?:sur)?names?(?:\s?\(s\))?)?|surname(?:\(s\))?(?:\s*/\s*first\s+name\(?s?\)?)?|nom(?:s)?(?:\s+(?:et\s+prenoms?|complet|de\s+famille))?|prenoms?\s+et\s+noms?|nombres?(?:\s+y\s+apellidos?|\s+completo)?|apellidos?\s+y\s+nombres?|nome(?:\s+completo)?|ф\.?\s?и\.?\s?о\.?|фамилия,?\s+имя,?\s+отчество|имя|(?:ال)?اسم(?:\s+(?:ال)?كامل|\s+و(?:ال)?لقب)?|(?:ال)?اسم\s+و(?:ال)?لقب)\s?[:\t]\s*"
    )
)
_TITLES = re.compile(
    for_plain(
        r"^(?:mr|mrs|ms|miss|dr|prof|m|mme|mlle|monsieur|madame|sr|sra|srta|don|dona|d|eng|ing|lic|mtro|mtra|г-н|г-жа|د|أ\.د|السيد|السيده|الدكتور|الدكتوره|الاستاذ|الاستاذه|م|ا)\.?\s+(?=\S)"
    )
)
_HEADING = re.compile(
    for_plain(
        r"^\W*(?:curriculum(?:\s+vita[ei]\w?)?|c\.?v\.?|resume|lebenslauf|hoja\s+de\s+vida|vitae|europass|резюме|автобиография|"
        r"(?:ال)?سيره\s+(?:ال)?ذاتيه)(?!\w)(?:\s+(?:of|de|do|da|del|europass|vitae|format|-|–|:))*[\s:–—|-]*"
    )
)
_SIGNED = re.compile(
    for_plain(r"^(?:я|i|yo|eu|je(?:\s+soussignee?)?|انا),?\s+(?=[^,]{5,60},)")
)  # "I, Ada Lind, born ..."
_NAME_WORD = re.compile(r"^(?:[dDlL]['’])?(?:[^\W\d_][^\W\d_'’`.-]*(?:['’`-][^\W\d_]+)*\.?)$")
_SMALL = {
    "de", "da", "do", "dos", "das", "del", "la", "las", "los", "van", "von", "der", "den", "di", "du", "le", "el", "al",
    "ben", "bin", "bint", "ibn", "abu", "ould", "y", "e", "ter", "ten", "af", "av", "бен", "оглы", "кызы", "d'", "st.",
}  # fmt: skip
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s*")
_FAMILY_NAME = re.compile(
    for_plain(
        r"(?:family|last|sur)\s?names?|noms?(?:\s+de\s+famille)?:|apellidos?|apelidos?|sobrenome|фамилия|(?:ال)?لقب|اسم\s+(?:ال)?عائله"
    )
)
_PART_OF_NAME = re.compile(
    for_plain(
        rf"{_FAMILY_NAME.pattern}|(?:first|given|middle|other|maiden)\s+names?|forenames?|prenoms?|nombres?|nomes?(?:\s+proprios?)?|имя|отчество|(?:ال)?اسم"
    )
)
SEARCHED = 15  # lines of the beginning in which a name is looked for


def find_emails(text: CvText, others: Container[int] = ()) -> list[TextFact]:
    """E-mail addresses, each once, in order; one that a narrow column broke after a hyphen or dot is put together.

    Args:
        text: of the CV.
        others: lines that name other people, whose addresses are left out.
    """
    found: dict[str, TextFact] = {}
    for index, block in enumerate(text.blocks):
        if index in others:
            continue
        for match in EMAIL.finditer(block.text):
            found.setdefault(match[0].lower(), _fact(text, index, match[0].rstrip("."), *match.span()))
        if index + 1 < len(text.blocks):
            _broken_email(text, index, found)
    return list(found.values())


_OPEN_EMAIL = re.compile(r"(?<![\w.+-])[\w][\w.+-]{0,63}(?:@(?:[\w-]{1,63}\.){0,5}[\w-]{0,63}[-.]?)?$")


def _broken_email(text: CvText, index: int, found: dict[str, TextFact]) -> None:
    one, other = text.blocks[index].text.rstrip(), text.blocks[index + 1].text.strip()
    head = _OPEN_EMAIL.search(one[-140:])
    tail = re.match(r"[\w.@-]{2,80}", other)
    if not head or not tail or " " in other.strip() or ("@" in head[0]) == ("@" in tail[0]):
        return
    if EMAIL.search(one) or EMAIL.search(other):
        return
    whole = head[0] + tail[0]
    if EMAIL.fullmatch(whole):
        start = len(one) - len(head[0])
        source = text.source(index, index + 1, start, len(text.blocks[index + 1].text.rstrip()))
        found.setdefault(whole.lower(), TextFact(value=whole, source=source))


def find_links(text: CvText) -> list[TextFact]:
    """Addresses on the web, each once, in order."""
    found: dict[str, TextFact] = {}
    for index, block in enumerate(text.blocks):
        for match in LINK.finditer(block.text):
            value = match[0].rstrip(".,;")
            found.setdefault(value, _fact(text, index, value, match.start(), match.start() + len(value)))
    return list(found.values())


def find_phones(
    text: CvText, lines: Sequence[Line], sections: Sequence[Section], others: Container[int] = ()
) -> list[TextFact]:
    """Telephone numbers: beside a label anywhere, without one only where contact data stand; not those of `others`."""
    personal = {i for s in sections if s.kind in (None, "person") for i in range(s.first, s.last + 1)}
    found: dict[str, TextFact] = {}
    for line in lines:
        if line.index in others:
            continue
        labelled = _PHONE_LABEL.search(line.flat)
        if not labelled and line.index not in personal:
            continue
        if line.index not in personal and len(line.text) > 120:
            continue
        masked = EMAIL.sub(lambda m: "x" * len(m[0]), line.text)
        for match in PHONE.finditer("".join(str(int(c)) if c.isdecimal() else c for c in masked)):
            value = _in_order(line.text[match.start() : match.end()].strip())
            digits = re.sub(r"\D", "", value)
            if _is_phone(value, digits, line, match.start(), bool(labelled)):
                found.setdefault(digits[-9:], _fact(text, line.index, value, match.start(), match.end()))
    return list(found.values())


def _in_order(value: str) -> str:
    """A number whose groups a text from right to left shows in reverse ("0142 555 79 962+"), put in order."""
    value = value if value.endswith("+") and value[:1] != "+" else value.rstrip("+ .,;|-")
    return "+" + " ".join(reversed(value[:-1].split())) if value.endswith("+") else value


def _is_phone(value: str, digits: str, line: Line, start: int, labelled: bool) -> bool:
    if not 7 <= len(digits) <= 15 or _TOO_FAR.search(value):
        return False
    if any(start < p.place[1] and start + len(value) > p.place[0] and _is_date(p) for p in line.periods):
        return False
    if _NUMBER_LABEL.search(line.flat[max(0, start - 24) : start]):
        return False
    if value.startswith(("+", "(+", "00", "(00")) or (labelled and len(digits) >= 6):
        return True
    return (value.startswith(("0", "(")) and len(digits) >= 9) or (
        len(digits) >= 9 and " " in value and not line.is_long
    )


def _is_date(period: Period) -> bool:
    return not period.doubt and (not period.lone or period.text.count(".") == 2 or "/" in period.text)


def _fact(text: CvText, index: int, value: str, start: int, end: int) -> TextFact:
    return TextFact(value=value, source=text.source(index, None, start, end))


# --- the name --------------------------------------------------------------------------------------------------------


def find_name(text: CvText, lines: Sequence[Line], sections: Sequence[Section]) -> TextFact | None:
    """The person's name: beside a label, or the first line that looks like one; what is larger counts more."""
    for line in lines[:60]:
        if parts := _name_below(text, lines, line):
            return parts
        label = NAME_LABEL.match(line.flat)
        value = line.text[label.end() :].split("\t")[0].strip() if label else ""
        if label and 0 < len(value) <= 80 and not EMAIL.search(value):
            return _fact(text, line.index, value, label.end(), label.end() + len(value))
    kept = [line for line in lines if not line.is_empty]
    first = [line for line in kept[:SEARCHED] if _name_in(line)]
    largest = max((line.block.size or 0 for line in kept), default=0)
    by_size = [
        line for line in kept if largest and (line.block.size or 0) == largest and line.is_bigger and _name_in(line)
    ]
    chosen = by_size[:1] or [line for line in first if line.is_strong or line.is_caps][:1] or first[:1]
    return _name_fact(text, lines, chosen[0]) if chosen else None


def _name_below(text: CvText, lines: Sequence[Line], line: Line) -> TextFact | None:
    """The name in the row below one that only says "Family name | First name | Middle name"."""
    below = lines[line.index + 1] if line.index + 1 < len(lines) else None
    heads = [_NUMBERED.sub("", plain(cell)).strip(" :") + ":" for cell in line.cells]
    if below is None or len(heads) < 2 or len(below.cells) != len(heads) or not all(map(_PART_OF_NAME.match, heads)):
        return None
    family = [cell.strip() for cell, head in zip(below.cells, heads, strict=True) if _FAMILY_NAME.match(head)]
    given = [cell.strip() for cell, head in zip(below.cells, heads, strict=True) if not _FAMILY_NAME.match(head)]
    value = " ".join(part for part in (*given, *family) if part)
    return TextFact(value=value, source=text.source(below.index)) if value and len(value) <= 80 else None


def _name_fact(text: CvText, lines: Sequence[Line], line: Line) -> TextFact:
    start, end = _name_in(line) or (0, len(line.text))
    following = lines[line.index + 1] if line.index + 1 < len(lines) else None
    last = line.index
    value = line.text[start:end]
    if following is not None and _continues_name(line, following):
        last, value = following.index, f"{value} {following.text.strip()}"
        return TextFact(value=value, source=text.source(line.index, last, start, len(following.text.rstrip())))
    return _fact(text, line.index, value, start, end)


def _continues_name(line: Line, following: Line) -> bool:
    """Whether the next line holds the rest of a name set in large letters in a narrow column."""
    same = line.is_bigger and following.block.size == line.block.size and following.block.bold == line.block.bold
    words = following.text.split()
    return same and 1 <= len(words) <= 2 and len(line.text.split()) <= 3 and _looks_like_name(following.text, least=1)


def _name_in(line: Line) -> tuple[int, int] | None:
    """Where in a line a name stands: the whole line, or what stands before an address or after "Curriculum vitae"."""
    text = line.text
    heading = _HEADING.match(line.flat)
    heading = heading or (_SIGNED.match(line.flat) if "," in text[:80] else None)
    start = heading.end() if heading else 0
    piece = re.split(r"\t|\s[|•·–—-]\s|,|\s{3,}|\(|:", text[start : start + 120])[0]
    lead = len(piece) - len(piece.lstrip())
    start, name = start + lead, piece.strip()
    if (label := _TITLES.match(plain(name))) and len(name.split()) > 2:
        start, name = start + label.end(), name[label.end() :]
    if not _looks_like_name(name) or kinds_of(name):
        return None
    return start, start + len(name)


def _looks_like_name(name: str, least: int = 2) -> bool:
    words = name.split()
    if not least <= len(words) <= 7 or len(name) > 60 or any(c.isdigit() or c == "@" for c in name):
        return False
    big = [w for w in words if w.lower() not in _SMALL]
    if len(big) < least or not all(_NAME_WORD.match(w) for w in big):
        return False
    if any(w[0].islower() and w[1:2] not in ("'", "’") for w in big):
        return False
    flat = plain(name)
    if POSITION.search(flat) or ORGANISATION.search(flat) or DEGREE.search(flat):
        return False
    return not any(p.is_country or p.end - p.start > 0.6 * len(name) for p in places_in(name))
