"""Numbers as calls write them: digits, and words from one to ninety-nine in the six languages (plain form)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_WORDS = """
1 one un une uno una um uma один одна одного одной واحد واحده
2 two deux dos dois duas два две двух двое اثنان اثنين اثنتين
3 three trois tres три трех трое ثلاث ثلاثه
4 four quatre cuatro quatro четыре четырех четверо اربع اربعه
5 five cinq cinco пять пяти пятеро خمس خمسه
6 six seis шесть шести ست سته
7 seven sept siete sete семь семи سبع سبعه
8 eight huit ocho oito восемь восьми ثمان ثماني ثمانيه
9 nine neuf nueve nove девять девяти تسع تسعه
10 ten dix diez dez десять десяти عشر عشره
11 eleven onze once одиннадцать одиннадцати
12 twelve douze doce doze двенадцать двенадцати
13 thirteen treize trece treze тринадцать тринадцати
14 fourteen quatorze catorce catorze четырнадцать четырнадцати
15 fifteen quinze quince пятнадцать пятнадцати
16 sixteen seize dieciseis dezasseis dezesseis шестнадцать шестнадцати
17 seventeen dix-sept diecisiete dezassete dezessete семнадцать семнадцати
18 eighteen dix-huit dieciocho dezoito восемнадцать восемнадцати
19 nineteen dix-neuf diecinueve dezanove dezenove девятнадцать девятнадцати
20 twenty vingt veinte vinte двадцать двадцати عشرون عشرين
21 veintiun veintiuno veintiuna
22 twenty-two vingt-deux veintidos
23 veintitres
24 veinticuatro
25 twenty-five vingt-cinq veinticinco
26 veintiseis
27 veintisiete
28 veintiocho
29 veintinueve
30 thirty trente treinta trinta тридцать тридцати ثلاثون ثلاثين
40 forty quarante cuarenta quarenta сорок сорока اربعون اربعين
50 fifty cinquante cincuenta cinquenta пятьдесят пятидесяти خمسون خمسين
60 sixty soixante sesenta sessenta шестьдесят шестидесяти ستون ستين
70 seventy septante setenta семьдесят семидесяти سبعون سبعين
80 eighty quatre-vingt quatre-vingts huitante ochenta oitenta восемьдесят восьмидесяти ثمانون ثمانين
90 ninety nonante noventa девяносто девяноста تسعون تسعين
"""
_ARABIC_TEENS = {"احد عشر": 11, "احدي عشره": 11, "اثني عشر": 12, "اثنا عشر": 12}
# How each language puts a unit beside a ten: (the letters it writes, what stands between). A hyphen is a gap like any other.
_JOINED = (
    (r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)", " ", "one two three four five six seven eight nine"),
    (r"(?:vingt|trente|quarante|cinquante|soixante|septante|huitante|quatre vingt|nonante)", " ",
     "un une deux trois quatre cinq six sept huit neuf"),
    (r"(?:vingt|trente|quarante|cinquante|soixante|septante|huitante|nonante)", " et ", "un une"),
    (r"(?:soixante|quatre vingt)", " ", "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"),
    (r"soixante", " et ", "dix onze"),
    (r"(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)", " y ",
     "un uno una dos tres cuatro cinco seis siete ocho nueve"),
    (r"(?:vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa)", " e ",
     "um uma dois duas tres quatro cinco seis sete oito nove"),
    (r"(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)", " ",
     "один одна два две три четыре пять шесть семь восемь девять"),
    (r"(?:двадцати|тридцати|сорока|пятидесяти|шестидесяти|семидесяти|восьмидесяти|девяноста)", " ",
     "одного одной двух трех четырех пяти шести семи восьми девяти"),
)  # fmt: skip
_GAP = r"[\s-]{1,3}"
# What is said before the last part of a larger number: "cent vingt" is not 20, "двести пять" is not 5.
_HUNDREDS = tuple(
    """
hundred|hundred and|thousand|cent|mille|ciento|doscientos|doscientas|trescientos|trescientas|cuatrocientos|quinientos|
seiscientos|setecientos|ochocientos|novecientos|mil|cento e|duzentos e|duzentas e|trezentos e|trezentas e|
quatrocentos e|quinhentos e|seiscentos e|setecentos e|oitocentos e|novecentos e|mil e|
сто|ста|двести|двухсот|триста|трехсот|четыреста|четырехсот|пятьсот|пятисот|шестьсот|шестисот|
семьсот|семисот|восемьсот|восьмисот|девятьсот|девятисот|тысяча|тысячи|тысяч
""".replace("\n", "").split("|")
)


@cache
def words() -> dict[str, int]:
    """Plain word -> number, for numbers of one word."""
    known = dict(_ARABIC_TEENS)
    for line in _WORDS.strip().splitlines():
        number, *names = line.split()
        known.update(dict.fromkeys(names, int(number)))
    return known


@cache
def _composed() -> dict[str, int]:
    """Plain words -> number, of one word and of several; a hyphen inside a number is written as a blank."""
    known = {name.replace("-", " "): value for name, value in words().items()}
    return dict(_beside_tens(known)) | dict(_arabic(known)) | known


def _beside_tens(known: dict[str, int]) -> Iterator[tuple[str, int]]:
    for tens, between, units in _JOINED:
        for ten in (name for name in known if re.fullmatch(tens, name)):
            for unit in (name.replace("-", " ") for name in units.split()):
                yield f"{ten}{between}{unit}", known[ten] + known[unit]


def _arabic(known: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Units stand first: "five and twenty", "five ten"."""
    of = {name: value for name, value in known.items() if "\u0600" <= name[0] <= "\u06ff"}
    units = {name: value for name, value in of.items() if value < 10}
    for unit, value in units.items():
        for ten, more in of.items():
            if more >= 20:
                yield f"{unit} و{ten}", value + more
        if value > 2:
            yield from ((f"{unit} {ten}", value + 10) for ten in ("عشر", "عشره"))


@cache
def number_pattern() -> str:
    """A regular expression for a number up to 999.5 in digits, or in words, with "(18)" after words passed over."""
    longest_first = sorted(_composed(), key=len, reverse=True)
    heads = _heads()
    names = "|".join(
        name.replace(" ", _GAP) + "".join(_not_after(head, name) for head in heads.get(name, ()))
        for name in longest_first
    )
    beyond = "".join(_not_after(hundred) for hundred in _HUNDREDS)
    return rf"(?:\d{{1,3}}(?:[.,](?:5|25|75|0))?(?![\d.,]*\d)|(?<!\w){beyond}(?:{names})(?!\w)(?![\s-]hundred))"


def _heads() -> dict[str, set[str]]:
    """Numbers that also end longer ones -> what stands before them there: where "forty-five" is passed over, so is "five"."""
    known, heads = _composed(), dict[str, set[str]]()
    for name in known:
        parts = name.split()
        for at in range(1, len(parts)):
            if (end := " ".join(parts[at:])) in known:
                heads.setdefault(end, set()).add(" ".join(parts[:at]))
    return heads


def _not_after(head: str, name: str = "") -> str:
    """What forbids `head` before this place, or before the `name` that was just read."""
    return r"(?<!\b" + f"{head} {name}".replace(" ", r"[\s-]") + ")"


def number(found: str) -> float:
    """The value of what `number_pattern` found."""
    in_words = _composed().get(re.sub(_GAP, " ", found))
    return float(found.replace(",", ".")) if in_words is None else float(in_words)
