"""The facts that a call states for all of its positions: title, codes, country, institution, activity, languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matching.reading.country_words import SHARED, countries_in
from matching.reading.dates import find_dates
from matching.reading.folding import for_plain, plain
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


_WISHES = {
    "profile",
    "essential",
    "desirable",
    "years",
    "regions",
    "statuses",
}  # a country wanted in a CV is not the place


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
    country = next((code for said in heads if said and (code := _one_country(said, named))), None)
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


def _one_country(said: str, named: tuple[str, ...]) -> str | None:
    """The one country that a head names; of two that share a name, the one that the text calls otherwise elsewhere."""
    found = countries_in(said)
    if tuple(sorted(found)) in SHARED:
        found = tuple(code for code in found if code in named)
    return found[0] if len(found) == 1 else None


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
        found = _code(beside) or _code_in_a_sentence(text)
    return found or None, title or None


_NEAR_CODE = re.compile(
    r"^\W*(?:action|accion|acao|accao|проект|действие|ref|code|codigo|код|(?:ال)?عمليه|(?:ال)?عمل|(?:ال)?رمز)"
)


_CODE_IN_A_SENTENCE = re.compile(
    for_plain(
        r"(?<!\w)(?P<plan>(?:plan|program)\w*\s(?:d'|de\s|of\s)?|(?:план|программ)\w*\s|(?:(?:ال)?خط[هط]|(?:ال)?برنامج)\w*\s)?(?:l')?"
        r"(?:actions?|accion|acao|accao|действи\w+|(?:ال|لل)?عمل(?:يه)?)\s"
        r"(?:(?:code|no\.?|n[°.]?[o°]?\.?|رقم)\s?)?\(?(?P<code>20\d\d\s?-\s?\d{2,3})(?!\w|-\d)"
    )
)
_EARLIER = re.compile(
    for_plain(
        r"(?<!\w)(?:follow\w*|previous\w*|earlier|past|former|after|since|as in|suite|preceden\w+|anterieur\w*|apres|"
        r"continu\w+|seguimient\w+|anterior\w*|previ[oa]s?|despues|sequencia|apos|продолж\w+|предыдущ\w+|прошл\w+|после|"
        r"متابعه|استكمال\w*|سابق\w*|بعد)(?!\w)"
    )
)


def _code_in_a_sentence(text: str) -> str | None:
    """The one action that sentences name, unless as one of before; a plan or programme of action 2026-30 names years."""
    codes = set()
    for sentence in re.split(r"[.!?]\s|\n", plain(text)):
        for named in _CODE_IN_A_SENTENCE.finditer(sentence):
            if not named["plan"] and not _EARLIER.search(sentence, 0, named.start()):
                codes.add(_code(named["code"]))
    return codes.pop() if len(codes) == 1 else None


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
        if _is_day_of_letter(candidate):
            continue
        if NUMBERED_INSIDE.match(flat):
            continue
        return candidate if 8 <= len(candidate) <= 200 and not candidate.endswith((".", ",", ";", ":")) else None
    return None


def _is_day_of_letter(line: str) -> bool:
    """Whether a line is the day on which a letter was written, with or without the place: "Lomé, 14 January 2027"; several
    days are those of an event, as of "Regional workshop, 14-16 March 2027"."""
    found, _ = find_dates(line)
    if len(found) != 1 or found[0].end is not None:
        return False
    return found[0].place[1] == len(line) and len(line[: found[0].place[0]].split()) <= 3


def _issued(lines: Iterable[str]) -> date | None:
    for line in lines:
        found, _ = find_dates(line)
        if len(found) == 1 and found[0].end is None:
            return found[0].start
    return None
