"""The countries that a text names, in six languages and, in Russian, in every case of the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product

from matching.codes import country_names, fold

_MORE = {
    "AE": "UAE, ОАЭ",
    "BA": "Bosnia, Bosnie, Bósnia, Босния, البوسنة",
    "BS": "Багамские Острова",
    "BY": "Белоруссия",
    "CD": "DR Congo, DRC, RDC, RD Congo, D R Congo, D R C, R D Congo, R D C, République démocratique du Congo, "
    "República Democrática do Congo, "
    "Democratic Republic of Congo, Democratic Republic of the Congo, Congo Democratic Republic of the, "
    "Congo Democratic Republic, Congo Dem Rep, Congo République démocratique du, Congo República Democrática del, "
    "Демократическая Республика Конго, ДР Конго, "
    "جمهورية الكونغو الديمقراطية, "
    "الكونغو الديمقراطية",
    "CF": "ЦАР, Центральноафриканская Республика",
    "CG": "Republic of Congo, Congo Republic of the, Congo Rep, Rep of Congo, République du Congo, República del Congo, "
    "Республика Конго, جمهورية الكونغو",
    "CI": "Ivory Coast, Costa de Marfil",
    "CV": "Cape Verde",
    "CZ": "Czech Republic, République tchèque, República Checa, Чешская Республика",
    "EG": "مصر",
    "KG": "Kirghizistan, Kirghizie, Кыргызстан, Кыргызская Республика",
    "KM": "Коморские Острова",
    "KP": "République populaire démocratique de Corée, República Popular Democrática de Corea, "
    "República Popular Democrática da Coreia, Северная Корея, Корейская Народно-Демократическая Республика, "
    "جمهورية كوريا الشعبية الديمقراطية",
    "KR": "Republic of Korea, République de Corée, República de Corea, República da Coreia, Южная Корея, "
    "Республика Корея, جمهورية كوريا",
    "MD": "Молдова, Молдавия",
    "MH": "Маршалловы Острова",
    "MM": "Burma, Birmanie, Birmania, Мьянма",
    "MV": "Мальдивские Острова",
    "PS": "Palestine, Palestina, Палестина, فلسطين",
    "QA": "قطر",
    "RU": "Российская Федерация",
    "SB": "Соломоновы Острова",
    "SC": "Сейшельские Острова, Сейшелы",
    "SZ": "Swaziland, Suazilandia, Suazilândia",
    "TD": "Чад",
    "TL": "East Timor",
    "US": "США, Соединённые Штаты, Соединённые Штаты Америки",
    "ZA": "ЮАР",
}
# Names that two countries share (codes in order): by themselves they do not say which of them is meant.
SHARED = {
    ("CD", "CG"): "Congo, Конго, الكونغو",
    ("KP", "KR"): "Korea, Corée, Corea, Coreia, Корея, كوريا",
}
# Endings of the other cases by that of the nominative, the longest first; folded text writes й as и and ё as е.
_CASES = (
    (re.compile(r"(?<=территор)ии$"), ("иям", "иями", "иях")),
    (re.compile(r"(?<=остров)а$"), ("ов", "ам", "ами", "ах")),
    (re.compile(r"(?<=косов)о$"), ("а", "у", "ом", "е")),
    (re.compile(r"ые$"), ("ых", "ым", "ыми")),
    (re.compile(r"ие$"), ("их", "им", "ими")),
    (re.compile(r"(?<=ов)ы$"), ("ых", "ым", "ыми")),
    (re.compile(r"(?<=к)ое$"), ("ого", "ому", "им", "ом")),
    (re.compile(r"ия$"), ("ии", "ию", "иеи")),
    (re.compile(r"ая$"), ("ои", "ую")),
    (re.compile(r"(?<=[жшчщц])а$"), ("ы", "и", "е", "у", "еи")),
    (re.compile(r"а$"), ("ы", "и", "е", "у", "ои")),
    (re.compile(r"я$"), ("и", "е", "ю", "еи")),
    (re.compile(r"ыи$"), ("ого", "ому", "ым", "ом")),
    (re.compile(r"ь$"), ("и", "ю", "ью", "я", "ем", "е")),
    (re.compile(r"(?<=[аеиоу])и$"), ("я", "ю", "ем", "е", "и")),
    (re.compile(r"(?<=[вдлмнпрт])ы$"), ("", "ов", "ам", "ами", "ах")),
    (re.compile(r"(?<=[бвгдзклмнпрстфхч])$"), ("а", "у", "ом", "е")),
)
_DROPS_A_VOWEL = {"египет": "египт"}
_UNCHANGED = frozenset({"кндр", "оаэ", "самоа", "сша", "цар", "юар"})  # "самое" and "самой" are words
# "Of the same" and "of the one who" at the head of a sentence, where a capital tells nothing.
_NO_COUNTRY = re.compile(r"((?:^|[^\w\s,])\s{0,5})того(?=,?\s+(?:же|кто|что)\b)", re.IGNORECASE | re.MULTILINE)


def countries_in(text: str) -> tuple[str, ...]:
    """Codes of the countries that a text names, most often named first; in Latin and Cyrillic letters only as names
    (with a capital), since "chad" and "turkey" are words. A name that two countries share is both, unless the text also
    calls one of them by a name of its own."""
    names, longest = _names()
    words = [(m[0], fold(m[0])) for m in re.finditer(r"[^\W\d_]+", _NO_COUNTRY.sub(r"\1", text))]
    named: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        word, folded = words[at]
        most = 0 if word[0].islower() else longest.get(folded, 1)
        for length in range(min(most, len(words) - at), 0, -1):
            codes = _countries(" ".join(fold for _, fold in words[at : at + length]), names)
            if codes:
                named.append(codes)
                at += length - 1
                break
        at += 1
    sure = {codes[0] for codes in named if len(codes) == 1}
    counts = Counter(code for codes in named if len(codes) == 1 or not sure & set(codes) for code in codes)
    return tuple(code for code, _ in counts.most_common())


def _countries(folded: str, names: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if found := names.get(folded):
        return found
    if re.match(r"[وبل](?:ل)?[\u0621-\u064a]{3,}", folded):  # and, in, for + name
        return names.get(folded[1:]) or names.get(f"ا{folded}") or names.get(f"ال{folded[2:]}") or ()
    return ()


@cache
def _names() -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Folded names in all their cases, and the most words of a name by its first word."""
    shared = ((fold(name), codes) for codes, names in SHARED.items() for name in names.split(", "))
    names = forms() | {form: codes for name, codes in shared for form in (name, *_cases(name))}
    longest: dict[str, int] = {}
    for name in names:
        first, *more = name.split()
        longest[first] = max(longest.get(first, 1), 1 + len(more))
    return names, longest


def forms() -> dict[str, tuple[str, ...]]:
    """Folded names in all their cases, each with the codes of the countries so called (one, as the names are today)."""
    plain = {name: code for name, code in country_names().items() if len(name) > 3}
    plain |= {fold(name): code for code, names in _MORE.items() for name in names.split(", ")}
    codes: dict[str, tuple[str, ...]] = {name: (code,) for name, code in plain.items()}
    for name, code in plain.items():
        for form in _cases(name):
            if code not in codes.get(form, ()):
                codes[form] = (*codes.get(form, ()), code)
    return codes


def _cases(name: str) -> Iterator[str]:
    """The forms of a Russian name, word by word ("саудовской аравии"); of any other none."""
    if re.match(r"[а-я]", name):
        yield from (" ".join(words) for words in product(*map(_forms, name.split())))


def _forms(word: str) -> tuple[str, ...]:
    stem = _DROPS_A_VOWEL.get(word, word)
    if len(word) < 3 or word in _UNCHANGED:
        return (word,)
    for ending, cases in _CASES:
        if ending.search(stem):
            return (word, *(ending.sub("", stem) + case for case in cases))
    return (word,)
