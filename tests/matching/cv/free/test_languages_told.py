"""Languages told in sentences and in grids whose first head was read as a label."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from matching.entities import SKILLS
from tests.matching.cv.free.building import cv


def said(written: str) -> str:
    """The languages of a document in short: "fr native; en C1 C1 B2 B2" (listening, reading, speaking, writing)."""
    shown = []
    for fact in read_free(cv(written)).languages:
        levels = " ".join(str(getattr(fact.claim, skill) or "-") for skill in SKILLS)
        shown.append(f"{fact.claim.language} {'native' if fact.claim.native else levels}")
    return "; ".join(shown)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("English is my native language. I speak and write fluent French, and I read Portuguese well.",
         "en native; fr - - C1 C1; pt - B2 - -"),
        ("Mi lengua materna es el español. Hablo italiano con fluidez y leo inglés (B1).",
         "es native; it - - C1 -; en - B1 - -"),
        ("Además del castellano hablo y escribo inglés con fluidez.", "es - - - -; en - - C1 C1"),
        ("العربية لغتي الأم، وأتحدث الإنجليزية وأكتبها بطلاقة، وأقرأ الفرنسية (B1).",
         "ar native; en - - C1 C1; fr - B1 - -"),
        ("Inglês: Compreende Razoavelmente, Fala Razoavelmente, Lê Bem, Escreve Razoavelmente.", "en B1 B2 B1 B1"),
        ("Ixil (lengua materna), español (perfecto), inglés (B1).", "es C2 C2 C2 C2; en B1 B1 B1 B1"),
        ("baoulé (langue maternelle), français (courant)", "bci native; fr - - C1 C1"),
        ("الانقليزية : جيدة", "en - - B2 B2"),
        ("French: reads well enough (B1); speaks and writes a little (A2).", "fr - B1 A2 A2"),
    ],
)  # fmt: skip
def test_each_verb_speaks_of_the_language_after_it(line: str, wanted: str) -> None:
    assert said(f"# Languages\n{line}") == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Je parle et écris couramment l'anglais, je lis l'allemand (B2) et j'ai des notions d'hébreu.",
         "en - - C1 C1; de - B2 - -; he - - A2 A2"),
        ("العربية لغتي الأم، وأجيد الإنجليزية تحدثا وكتابة، ولدي إلمام بالألمانية.",
         "ar native; en - - C1 C1; de - - B1 B1"),
        ("Domino el inglés y el francés; tengo conocimientos básicos de alemán.",
         "en - - C1 C1; fr - - C1 C1; de - - A2 A2"),
        ("Bons conhecimentos de francês; boas noções de inglês.", "fr - - B2 B2; en - - A2 A2"),
        ("Français (langue maternelle), langue des signes française (notions)", "fr native"),
        ("Speaking: English C1, French B1\nWriting: English B2, French A2", "en - - C1 B2; fr - - B1 A2"),
        ("الفرنسية: قراءة (جيد جدا)، كتابة (جيد)، تحدث (جيد)", "fr - C1 B2 B2"),
        ("Basque (bilingual), Galician (passive: good), Punjabi (weak)",
         "eu C2 C2 C2 C2; gl B2 B2 - -; pa - - A2 A2"),
        ("Казахский – родной; турецкий – слабо; татарский – немного", "kk native; tr - - A2 A2; tt - - A2 A2"),
    ],
)  # fmt: skip
def test_a_level_belongs_to_the_language_that_it_is_said_of(line: str, wanted: str) -> None:
    assert said(f"# Languages\n{line}") == wanted


def test_the_marks_of_a_grid_mean_what_the_document_says_they_mean() -> None:
    grid = "# Línguas (1 = excelente; 2 = bom; 3 = razoável; 4 = fraco)\nLíngua\tLê\tFala\tEscreve\n"
    assert said(f"{grid}Francês\t2\t2\t3\nInglês\t1\t4\t4") == "fr - B2 B2 B1; en - C1 A2 A2"


def test_marks_between_two_that_are_explained_follow_evenly() -> None:
    assert said("# Languages (1 = poor, 5 = excellent)\nEnglish\t5\nMalay\t4") == "en C2 C2 C2 C2; ms C1 C1 C1 C1"


def test_marks_of_schools_are_levels_in_a_grid() -> None:
    assert said("# Idiomas\nIdioma\tHabla\tLee\tEscribe\nGuaraní\tMB\tB\tR") == "gn - B2 C1 B1"


def test_languages_are_found_in_a_sentence_under_no_heading() -> None:
    line = "English is my native language. I speak and write fluent French, and I read Portuguese well."
    assert said(f"!Ada Lind\n{line}") == "en native; fr - - C1 C1; pt - B2 - -"


def test_the_columns_of_a_grid_hold_by_place_where_cells_are_empty() -> None:
    grid = (
        "Languages\tRead\tWrite\tSpeak\tUnderstand\nEnglish\tFluent\tFluent\tFluent\tFluent\nFrench\tFair\t–\t–\tFair"
    )
    assert said(grid) == "en C1 C1 C1 C1; fr B1 B1 - -"


def test_a_field_that_asks_for_languages_is_a_label() -> None:
    line = "Какими иностранными языками владеет:\tузбекский – родной, русский – свободно"
    assert said(line) == "uz native; ru - - C1 C1"


def test_the_question_of_a_russian_form_heads_the_languages() -> None:
    written = "11. Учёная степень: нет\n12. Какими иностранными языками владеете: немецкий – B1\n13. Поощрения: грамота"
    assert [fact.claim.language for fact in read_free(cv(written)).languages] == ["de"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("English and Kiswahili: Fluent. Kalenjin: Mother tongue.", "en - - C1 C1; sw - - C1 C1; kln native"),
        ("English: good. Blurbish: Mother tongue.", "en - - B2 B2"),
        ("Español, idioma materno; inglés intermedio; blurbish básico", "es native; en - - B1 B1"),
        ("English (good), Blurbish (native), French (basic)", "en - - B2 B2; fr - - A2 A2"),
        ("English: good; only basic in writing", "en - - B2 A2"),
        ("Español nativo; k'iche' básico", "es native; quc - - A2 A2"),
        ("Crioulo da Guiné-Bissau: língua materna", "pov native"),
        ("Crioulo: língua materna", "kea native"),
        ("Tamil: reads moderately, speaks reasonably well, writes slightly", "ta - B1 B1 A2"),
    ],
)
def test_what_is_said_of_a_language_that_we_do_not_know_is_not_said_of_another(line: str, wanted: str) -> None:
    assert said(f"# Languages\n{line}") == wanted


def test_one_level_over_all_columns_of_a_grid_is_that_of_the_language() -> None:
    head = "Língua\tCompreensão oral\tLeitura\tExpressão oral\tEscrita"
    assert said(f"# Línguas\n{head}\nUmbundu\tFluente\nInglês\tB1\tB1\tA2\tA2") == "umb - - C1 C1; en B1 B1 A2 A2"


def test_a_plain_heading_above_languages_is_one_among_headings_that_stand_out() -> None:
    assert said("# Опыт\nИнженер, завод, 2001 – 2004\n# Навыки\nЗнание языков\nРусский — родной") == "ru native"
