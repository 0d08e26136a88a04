"""A text is read blind without the person's own name, e-mail address and telephone number."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.services.shortlists.striking import ADDRESS, NAME, NUMBER, PARTICLES, Who, without_identity
from matching.codes import fold

MAUDE = Who("Maude Delacroix", "m.delacroix@example.org", "+32 2 555 01 99")
LETTERS = "abcdeéèêfghiïjklmnñoöpqrsštuüvwxyzžАБВабвгдежзиклмнопрстийأبتثجحخدذرز"
WORDS = st.text(alphabet=LETTERS, min_size=3, max_size=10).filter(lambda word: fold(word) not in PARTICLES)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
SENTENCES = st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=12)


def said(text: str) -> list[str]:
    """The words that a text still says beside the marks, folded."""
    for mark in (NAME, ADDRESS, NUMBER):
        text = text.replace(mark, " ")
    return re.findall(r"[^\W\d_]+", fold(text))


def dressed(word: str, how: int) -> str:
    """A word as it may stand in a CV: in capitals, with accents of its own, or with accents apart from their letters."""
    if how == 0:
        return word.upper()
    if how == 1:
        return unicodedata.normalize("NFD", word)
    return word.capitalize() if how == 2 else "".join(c + "\u0301" for c in word)


@given(name=NAMES, sentence=SENTENCES, how=st.integers(0, 3), data=st.data())
@example(name="Łukasz Brandtner", sentence=["Led", "by"], how=2, data=None)
def test_no_part_of_the_name_is_left_whatever_its_case_and_accents(
    name: str, sentence: list[str], how: int, data: st.DataObject | None
) -> None:
    words = list(sentence)
    for part in name.split():
        place = data.draw(st.integers(0, len(words))) if data else len(words)
        words.insert(place, dressed(part, how))
    struck = without_identity(" ".join(words), Who(name))
    parts = {part for part in fold(name).split() if len(part) >= 3}
    assert not parts & set(said(struck)), struck
    assert NAME in struck


@given(text=st.text(max_size=80))
def test_a_text_that_says_nothing_of_the_person_stays_as_it_is(text: str) -> None:
    who = Who("Qqqzzzx Wwwvvvk", "qqq@zzz.example", "00000000000")
    if "@" not in text and not re.search(r"\d{2}|\+", text):
        assert without_identity(text, who) == text


@given(before=st.text(max_size=20), after=st.text(max_size=20), email=st.emails())
def test_the_address_on_record_is_left_nowhere(before: str, after: str, email: str) -> None:
    struck = without_identity(f"{before}{email.upper()}{after}", Who("Qqqzzzx", email))
    assert email.lower() not in struck.lower()


@given(
    digits=st.text(alphabet="0123456789", min_size=8, max_size=13),
    gaps=st.lists(st.sampled_from(["", " ", ".", "-", " (", ") "]), min_size=12, max_size=12),
)
def test_the_number_on_record_is_left_nowhere_however_it_is_written(digits: str, gaps: list[str]) -> None:
    written = "".join(digit + gap for digit, gap in zip(digits, [*gaps, ""], strict=False))
    struck = without_identity(f"Call me: {written} or write.", Who("Qqqzzzx", phone=f"+{digits}"))
    assert struck == f"Call me: {NUMBER}{written[len(written.rstrip(' .-()')) :]} or write."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Maude Delacroix led the unit.", "[name] led the unit."),
        ("DELACROIX, Maude: head of unit", "[name]: head of unit"),
        ("Mme Delacroix's unit; the Delacroixs.", "Mme [name]'s unit; the [name]."),
        ("Maud and Maudette stay, and so does delacroixian.", "Maud and Maudette stay, and so does delacroixian."),
        ("Mau\u00addé is not Mau\u00adde.", "[name] is not [name]."),
        ("Write to m.delacroix@example.org, or maude@home.example.", "Write to [e-mail], or [e-mail]."),
        ("Tel. 02 555 01 99, abroad +32 (2) 555-01-99", "Tel. [telephone], abroad [telephone]"),
        ("Paid to 12 500 people in 2010-2019, +12 000 000 in all", "Paid to 12 500 people in 2010-2019, +12 000 000 in all"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_a_sentence_says_otherwise_stays(text: str, left: str) -> None:
    assert without_identity(text, MAUDE) == left


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Juan de los Santos", "Los servicios de Juan de los Santos", "Los servicios [name]"),
        ("Anna van der Meer", "Het werk van de dienst, Van der Meer", "Het werk van de dienst, [name]"),
        ("Li Na", "Li has Na, and Li Na", "Li has Na, and [name]"),
        ("Анна Фаттахова", "Отчёт Анны Фаттаховой; анализ", "Отчёт [name]; анализ"),
        ("أحمد بطرس", "عمل وأحمد مع بطرس", "عمل [name] مع [name]"),
        ("Анна Иванова", "Ivanova Anna, I. Petrov; A. IVANOVA", "[name] [name], I. Petrov; A. [name]"),
        ("Юлия Хрущёва", "Julia Khrushcheva, Iouliya Khrouchtcheva", "[name] [name], [name] [name]"),
        ("Jörg Müller", "Joerg Mueller, Muller's unit", "[name] [name], [name]'s unit"),
        ("Joerg Mueller", "Jörg Müller", "[name] [name]"),
        ("Petr Novák", "s panem Novákem, u Nováka; novaka", "s panem [name], u [name]; novaka"),
        ("Jana Nováková", "paní Novákové, Novákovou", "paní [name], [name]"),
        ("Anna Brandtner", "linkedin.com/in/annabrandtner, @abrandtner", "[link], @[name]"),
        ("Anna Brandtner", "See https://site.example/~brandtner2/cv. Ends", "See [link] Ends"),
        ("Anna Brandtner", "See www.ilo.example/report, e.g. this/that", "See www.ilo.example/report, e.g. this/that"),
        ("Søren O'Neill", "Soren ONeill, SØREN O’NEILL", "[name] [name], [name]"),
    ],
)
def test_names_are_found_as_their_languages_write_them(name: str, text: str, left: str) -> None:
    assert without_identity(text, Who(name)) == left
