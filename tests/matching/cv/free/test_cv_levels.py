"""Languages and their levels as CVs word them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.cv.free.cv_levels import LanguageRead, read_language_line
from matching.entities import SKILLS


def short(read: LanguageRead) -> str:
    levels = " ".join(str(getattr(read.claim, skill) or "-") for skill in SKILLS)
    return f"{read.claim.language} {'native' if read.claim.native else levels}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("English (mother tongue), French (intermediate)", "en native; fr - - B1 B1"),
        ("English: C1 (speaking), B2 (writing)", "en - - C1 B2"),
        ("French: listening C1, reading C1, speaking B2, writing B2", "fr C1 C1 B2 B2"),
        ("Portuguese: B1 understanding, A2 speaking and writing", "pt B1 B1 A2 A2"),
        ("Setswana: Home language", "tn native"),
        ("English – B2/C1", "en B2 B2 B2 B2"),
        ("Fluent English, good French", "en - - C1 C1; fr - - B2 B2"),
        ("Mother tongue: Arabic, French (fluent), English (B2)", "ar native; fr - - C1 C1; en B2 B2 B2 B2"),
        ("French and English: fluent", "fr - - C1 C1; en - - C1 C1"),
        ("English, French", "en - - - -; fr - - - -"),
        ("Langue maternelle : français", "fr native"),
        ("Anglais : lu : bon niveau ; parlé et écrit : niveau moyen", "en - B2 B1 B1"),
        ("Arabe : parlé couramment, écrit : moyen", "ar - - C1 B1"),
        ("Néerlandais : écouter C1, lire C1, parler C1, écrire B2", "nl C1 C1 C1 B2"),
        ("Anglais courant, espagnol (notions), allemand scolaire", "en - - C1 C1; es - - A2 A2; de - - A2 A2"),
        ("Inglés: lee muy bien, habla y escribe nivel intermedio", "en - C1 B1 B1"),
        ("Español nativo, inglés C1 (hablado B2)", "es native; en C1 C1 B2 C1"),
        ("Portugués: habla fluida, escritura B2", "pt - - C1 B2"),
        ("Português (língua materna), Inglês (fluente), Espanhol (bom)", "pt native; en - - C1 C1; es - - B2 B2"),
        ("русский — родной, английский — свободно", "ru native; en - - C1 C1"),
        ("Английский: аудирование C1, чтение C1, говорение B2, письмо B2", "en C1 C1 B2 B2"),
        ("Немецкий – читаю со словарём", "de - A2 - -"),
        ("العربية: اللغة الأم", "ar native"),
        ("الفرنسية (ممتاز)، الإنجليزية (جيد جدا)", "fr - - C1 C1; en - - C1 C1"),
        ("French PRAG 2", "fr C1 C1 C1 C1"),
    ],
)
def test_a_line_is_read_per_language_and_skill(line: str, said: str) -> None:
    assert "; ".join(short(read) for read in read_language_line(line)) == said


@pytest.mark.parametrize("line", ["Spanish ●●●●○", "Spanish 4/5", "Spanish 80 %", "Spanish ████░"])
def test_a_bar_becomes_a_level_with_the_mapping_stated(line: str) -> None:
    [read] = read_language_line(line)
    assert short(read) == "es C1 C1 C1 C1"
    assert "5 of 5: C2" in read.doubt


def test_the_words_of_a_claim_are_kept() -> None:
    assert [r.claim.origin for r in read_language_line("English (fluent), French: DELF B2")] == ["fluent", "DELF B2"]


def test_the_scale_says_where_a_level_comes_from() -> None:
    assert [r.scale for r in read_language_line("English C1, French fluent, Spanish")] == ["cefr", "words", "none"]


def test_elsewhere_a_language_without_level_does_not_count() -> None:
    assert read_language_line("Translated French law", expected=False) == []


@given(st.text(alphabet="english french C1B2, :;()fluent native/●○\t5французский", max_size=120))
def test_any_line_gives_claims_within_it(line: str) -> None:
    for read in read_language_line(line):
        start, end = read.place
        assert 0 <= start < end <= len(line)
