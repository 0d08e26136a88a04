"""The facts that a call states for all of its positions: title, codes, country, institution, activity, languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from matching.codes import country_names, fold
from matching.reading.dates import find_dates
from matching.reading.folding import plain
from matching.reading.headings import match_label
from matching.reading.items import clean, items_of
from matching.reading.outline import Outline
from matching.reading.position_heads import NUMBERED_INSIDE

_ACTION_CODE = re.compile(r"(?<![\w/-])(20\d\d\s?[-–/]\s?\d{2,3})(?![\w]|[-–/]\d)")
_TURNED_CODE = re.compile(r"(?<![\w/-])(\d{2,3})-(20\d\d)(?![\w-])")  # as some PDF in Arabic paint it
_NUMBER_FIRST = re.compile(
    r"^[\s–—-]*(?:n[°o.º]{0,2}|no\.?|№|رقم)?\s*(\d{1,2}(?:\.\d{1,2})?)(?:\s*[.:)–—-]+\s*|\s+(?=\D)|$)"
)
_GENERIC = re.compile(
    r"^(?:terms of reference|call for (?:experts?|expertise|applications?)|termes de reference|"
    r"appel a (?:experts?|expertise|candidatures?)|"
    r"terminos de referencia|convocatoria(?: de expertos?)?|termos de referencia|convite a peritos|"
    r"chamada(?: de peritos)?|"
    r"техническое задание|приглашение экспертов|(?:ال)?شروط (?:ال)?مرجعيه|(?:ال)?اطار (?:ال)?مرجعي|"
    r"دعوه (?:ل|ال)?خبراء|draft|final|"
    r"request for (?:experts?|support)|tor|tdr)\W*$"
)
_GREETING = re.compile(
    r"^(?:dear|hello|good (?:morning|afternoon)|bonjour|madame|monsieur|chers?|cheres?|estimad|buenos|"
    r"prezad|car[oa]s|exm[oa]|ola|"
    r"уважаем|здравствуйте|добрый|السيد|تحيه|السلام|عزيز)"
)


@dataclass(frozen=True)
class CallFacts:
    """What the head of a call says; None or empty where it does not."""

    title: str | None
    reference: str | None
    action_code: str | None
    action_title: str | None
    version: str | None
    country: str | None
    institution: str | None
    activity_number: str | None
    activity_title: str | None
    objectives: tuple[str, ...]
    results: tuple[str, ...]
    issued: date | None
    countries_named: tuple[str, ...]  # every country that the text names


def read_call_facts(cut: Outline, text: str) -> CallFacts:
    """The facts of the call as a whole, from its labelled lines, its headings and its first lines."""
    call = cut.call
    action, activity = _first(call.of("action_title")), _words(call.of("activity"))
    action_code, action_title = _action(_first(call.of("action_code")), action, text)
    number, activity_title = _activity(_first(call.of("activity_number")), activity)
    title = _title(cut, text)
    institution = _first(call.of("institution"))
    labelled = _first(call.of("country"))
    told = [line for s in call.sections if s.kind not in _WISHES for line in s.lines]
    named = countries_in("\n".join([title or "", *call.loose, *told]))
    heads = (labelled, title, institution, action_title, activity_title)
    country = next((found[0] for said in heads if said and len(found := countries_in(said)) == 1), None)
    return CallFacts(
        title=title,
        reference=_token(_first(call.of("reference"))),
        action_code=action_code,
        action_title=action_title,
        version=_first(call.of("version")),
        country=country,
        institution=institution,
        activity_number=number,
        activity_title=activity_title,
        objectives=items_of(call.of("objectives")),
        results=items_of(call.of("results")),
        issued=_issued(call.of("issued")),
        countries_named=named,
    )


def _first(lines: Iterable[str]) -> str | None:
    return next((text for line in lines if (text := clean(line.split("\t")[0]))), None)


def _words(lines: Iterable[str]) -> str | None:
    """The first line as it is: in "3. Guide for inspectors" the number is no mark of a list."""
    return next((text for line in lines if (text := " ".join(line.split("\t")[0].split()).strip("*_ "))), None)


def _token(text: str | None) -> str | None:
    """A reference without what follows it in brackets or after a comma."""
    return re.split(r"[,;(]\s*|\s{2,}", text)[0].strip() or None if text else None


def _action(code: str | None, title: str | None, text: str) -> tuple[str | None, str | None]:
    """(code, title) from the labelled code, the labelled action ("2026-04 - Title"), or a code beside the word."""
    found = code and (_code(code) or _token(code))
    if title and (inside := _code(title)):
        found = found or inside
        title = re.sub(
            r"^[\s:.()–—-]+|[\s:.()–—-]+$", "", _TURNED_CODE.sub("", _ACTION_CODE.sub("", title, count=1), count=1)
        )
    if not found:
        beside = next(
            (line for line in text.split("\n")[:60] if _ACTION_CODE.search(line) and _NEAR_CODE.match(plain(line))), ""
        )
        found = _code(beside)
    return found or None, title or None


_NEAR_CODE = re.compile(
    r"^\W*(?:action|accion|acao|accao|проект|действие|ref|code|codigo|код|(?:ال)?عمليه|(?:ال)?عمل|(?:ال)?رمز)"
)


def _code(text: str) -> str | None:
    if match := _ACTION_CODE.search(text):
        return re.sub(r"\s*[–/-]\s*", "-", match[1])
    turned = _TURNED_CODE.search(text)
    return f"{turned[2]}-{turned[1]}" if turned else None


def _activity(number: str | None, activity: str | None) -> tuple[str | None, str | None]:
    """(number, title) of an activity, from "2 - Title", "Activity 2: Title" or labelled apart."""
    if activity and (match := _NUMBER_FIRST.match(activity)):
        number, activity = number or match[1], activity[match.end() :]
    if number and (match := _NUMBER_FIRST.match(number)):
        number = match[1]
    return number, (activity or "").strip(" -–—:.") or None


def names_its_kind(line: str) -> bool:
    """Whether a line says no more than what kind of document it stands on, such as "Terms of reference"."""
    return bool(_GENERIC.match(plain(line)))


def _title(cut: Outline, text: str) -> str | None:
    """The labelled title; else the first heading or first short line that is more than "Terms of reference"."""
    labelled = [t for line in cut.call.of("title") if (t := clean(line)) and not names_its_kind(t)]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    marked = [clean(line.lstrip("# ")) for line in lines if re.match(r"#\s", line)]
    for candidate in marked:
        label = match_label(candidate)
        candidate = label.value if label and label.kind == "title" and label.value else candidate
        if not names_its_kind(candidate) and (label is None or label.kind == "title"):
            return candidate
    if labelled:
        return labelled[0]
    for line in lines[:6]:
        candidate = clean(line)
        flat = plain(candidate)
        if names_its_kind(candidate) or _GREETING.match(flat) or match_label(candidate) or "\t" in line:
            continue
        if NUMBERED_INSIDE.match(flat):
            continue
        return candidate if 8 <= len(candidate) <= 200 and not candidate.endswith((".", ",", ";", ":")) else None
    return None


def _issued(lines: Iterable[str]) -> date | None:
    for line in lines:
        found, _ = find_dates(line)
        if len(found) == 1 and found[0].end is None:
            return found[0].start
    return None


# --- countries -------------------------------------------------------------------------------------------------------

_RUSSIAN_ENDING = re.compile(r"(?:[аяуюыиеойь]|ом|ой|ем|ей|ами|ах|ии|ию|ия|ией|ане|ана|ану|аном)$")


_WISHES = {
    "profile",
    "essential",
    "desirable",
    "years",
    "regions",
    "statuses",
}  # a country wanted in a CV is not the place


@cache
def _names() -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Folded names, stems of Russian ones, and the most words of a name by its first word."""
    names = {name: code for name, code in country_names().items() if len(name) > 3}
    names |= {fold(short): code for short, code in _SHORT.items()}
    stems = {_russian_stem(name): code for name, code in names.items() if re.match(r"[а-я]", name) and len(name) > 4}
    longest: dict[str, int] = {}
    for name in names:
        first, *more = name.split()
        for key in (first, _russian_stem(first)):
            longest[key] = max(longest.get(key, 1), 1 + len(more))
    return names, stems, longest


_SHORT = {"DR Congo": "CD", "DRC": "CD", "RDC": "CD", "Ivory Coast": "CI", "Cape Verde": "CV", "UAE": "AE", "ОАЭ": "AE",
          "Palestine": "PS", "Palestina": "PS", "Палестина": "PS", "فلسطين": "PS", "Кыргызстан": "KG", "Молдова": "MD",
          "مصر": "EG", "قطر": "QA"}  # fmt: skip


def _russian_stem(name: str) -> str:
    return " ".join(_RUSSIAN_ENDING.sub("", word) if len(word) > 4 else word for word in name.split())


def countries_in(text: str) -> tuple[str, ...]:
    """Codes of the countries that a text names, most often named first; in Latin and Cyrillic letters only as names
    (with a capital), since "chad" and "turkey" are words."""
    names, stems, longest = _names()
    words = [(m[0], fold(m[0])) for m in re.finditer(r"[^\W\d_]+", text)]
    counts: dict[str, int] = {}
    at = 0
    while at < len(words):
        word, folded = words[at]
        most = 0 if word[0].islower() else longest.get(folded) or longest.get(_russian_stem(folded), 1)
        for length in range(min(most, len(words) - at), 0, -1):
            code = _country(words[at : at + length], names, stems)
            if code:
                counts[code] = counts.get(code, 0) + 1
                at += length - 1
                break
        at += 1
    return tuple(sorted(counts, key=lambda code: -counts[code]))


def _country(words: list[tuple[str, str]], names: dict[str, str], stems: dict[str, str]) -> str | None:
    if words[-1][0][0].islower():
        return None
    folded = " ".join(fold for _, fold in words)
    if found := names.get(folded):
        return found
    if re.match(r"[а-я]", folded):
        return stems.get(_russian_stem(folded)) if len(folded) > 4 else None
    if re.match(r"[وبل](?:ل)?[\u0621-\u064a]{3,}", folded):  # and, in, for + name
        return names.get(folded[1:]) or names.get(f"ا{folded}") or names.get(f"ال{folded[2:]}")
    return None
