"""Numbers as calls write them: digits, and words from one to thirty in the six languages (plain form)."""

from __future__ import annotations

import re
from functools import cache

_WORDS = """
1 one un une uno una um uma один одна одного одной واحد واحده
2 two deux dos dois duas два две двух اثنان اثنين اثنتين
3 three trois tres три трех ثلاث ثلاثه
4 four quatre cuatro quatro четыре четырех اربع اربعه
5 five cinq cinco пять пяти خمس خمسه
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
18 eighteen dix-huit dieciocho dezoito восемнадцать восемнадцати
20 twenty vingt veinte vinte двадцать двадцати عشرون عشرين
22 twenty-two vingt-deux veintidos
25 twenty-five vingt-cinq veinticinco
30 thirty trente treinta trinta тридцать тридцати ثلاثون ثلاثين
"""
_ARABIC_TEENS = {
    "احد عشر": 11,
    "اثني عشر": 12,
    "اثنا عشر": 12,
    "خمسه عشر": 15,
    "خمس عشره": 15,
    "سته عشر": 16,
    "ثمانيه عشر": 18,
}


@cache
def words() -> dict[str, int]:
    """Plain word -> number."""
    known = dict(_ARABIC_TEENS)
    for line in _WORDS.strip().splitlines():
        number, *names = line.split()
        known.update(dict.fromkeys(names, int(number)))
    return known


@cache
def number_pattern() -> str:
    """A regular expression for a number up to 999.5 in digits, or in words, with "(18)" after words passed over."""
    names = "|".join(re.escape(name) for name in sorted(words(), key=len, reverse=True))
    return rf"(?:\d{{1,3}}(?:[.,](?:5|25|75|0))?(?![\d.,]*\d)|(?<!\w)(?:{names})(?!\w))"


def number(found: str) -> float:
    """The value of what `number_pattern` found."""
    return float(words()[found]) if found in words() else float(found.replace(",", "."))
