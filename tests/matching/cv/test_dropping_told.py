"""What people say of themselves in passing is taken out, and what speaks of their work stays."""

from __future__ import annotations

import pytest

from matching.cv.dropping import without_protected
from matching.cv.values import Block, CvText

END = ("Professional experience", "2010 – 2020 Adviser, Ministry of Labour, Oslo")


def left(line: str, heading: str = "Other information") -> tuple[list[str], set[str]]:
    """What is left of a line under a heading at the end of a CV, and the kinds that were dropped."""
    lines = ("Ada Lind", *END, heading, line)
    kept, protected = without_protected(CvText(tuple(Block(each) for each in lines), "text"))
    return [block.text for block in kept.blocks][len(lines) - 1 :], set(protected.dropped)


@pytest.mark.parametrize(
    ("line", "kind", "gone"),
    [
        ("Je vis avec une sclérose en plaques : télétravail souhaité.", "health", "sclérose"),
        ("I live with multiple sclerosis; remote work preferred.", "health", "sclerosis"),
        ("مصاب بالسكري منذ 2010", "health", "السكري"),
        ("Lecture, pèlerinage à La Mecque en 2018, football", "religion", "Mecque"),
        ("О себе: соблюдаю пост, занимаюсь альпинизмом.", "religion", "пост"),
        ("I sing in a choir and am a Methodist lay preacher.", "religion", "Methodist"),
        ("Irmão da Santa Casa da Misericórdia de Sintra", "religion", "Misericórdia"),
        ("Hermandad de la Macarena, caza", "religion", "Macarena"),
        ("Otros: afiliada a CSIF desde 1998", "union", "CSIF"),
        ("Ancien secrétaire de section CFDT", "union", "CFDT"),
        ("Soy mamá de Emiliano, ciclista urbana.", "family", "Emiliano"),
        ("Sou mãe solteira e voluntária na Cruz Vermelha.", "family", "solteira"),
        ("Mother of twins, trail runner", "family", "twins"),
        ("Married, three grandchildren.", "family", "grandchildren"),
        ("Casada, dos nietas", "family", "nietas"),
        ("Casado, quatro netos", "family", "netos"),
        ("Женат, пятеро внуков", "family", "внуков"),
        ("Brasileira. Praticante do candomblé.", "religion", "candomblé"),
        ("On parental leave with my second daughter until autumn; available from October.", "family", "daughter"),
        ("Mes deux enfants sont scolarisés à Genève.", "family", "enfants"),
        ("Will relocate with my husband and three kids", "family", "kids"),
        ("زوجتي طبيبة", "family", "زوجتي"),
        ("Sobreviviente de cáncer de mama, corro medias maratones.", "health", "cáncer"),
        ("Reconnue travailleuse handicapée depuis 2016.", "health", "handicapée"),
        ("In remission from leukaemia since 2019", "health", "leukaemia"),
        ("Former treasurer of the General Workers' Union section", "union", "Union"),
        ("Председатель профкома с 1995 по 2001 год", "union", "профкома"),
        ("منخرط بالاتحاد العام التونسي للشغل", "union", "الاتحاد"),
        ("I am deaf in one ear and sit to the left of people in meetings.", "health", "deaf"),
    ],
)
def test_what_somebody_says_of_themselves_is_taken_out(line: str, kind: str, gone: str) -> None:
    kept, dropped = left(line)
    assert gone not in " ".join(kept) and kind in dropped


@pytest.mark.parametrize(
    "line",
    [
        "Organised pilgrimage health insurance for workers abroad",
        "I live with my work: forty missions in ten years",
        "General secretary of the national statistics council",
        "Training of people who suffer from unemployment: handbook",
        "My mother tongue is Nepali and I read Hindi",
        "Secretary of the tripartite committee, member of the African Union task force",
        "Member of the Universal Postal Union's board of experts",
        "I am engaged in social dialogue at branch level",
    ],
)
def test_work_that_bears_the_same_words_stays(line: str) -> None:
    kept, dropped = left(line)
    assert kept == [line] and not dropped


def test_an_age_in_words_is_an_age() -> None:
    kept, protected = without_protected(
        CvText((Block("Ada Lind"), Block("I am sixty-three, and I like chess."), *map(Block, END)), "text")
    )
    assert "sixty" not in kept.text and protected.dropped["age"] == 1


def rows(*cells: tuple[str, ...]) -> CvText:
    """A document that is one table."""
    return CvText(tuple(Block("\t".join(row), "row", cells=row, table=1) for row in cells), "docx")


def test_values_stand_below_a_row_of_labels() -> None:
    kept, protected = without_protected(
        rows(
            ("Год рождения:", "Место рождения:"), ("21.05.1982", "Ферганская область"),
            ("Национальность:", "Партийность:"), ("каракалпак", "беспартийный"), ("Образование:", "Окончил:"),
        )
    )  # fmt: skip
    assert [word for block in kept.blocks for word in block.text.split("\t") if word] == ["Образование:", "Окончил:"]
    assert set(protected.dropped) == {"birth", "origin", "union"}


def test_the_label_below_a_label_with_its_value_beside_it_stays() -> None:
    kept, _ = without_protected(
        rows(("Национальность", "кыргызка"), ("5. Гражданство", "Кыргызская Республика"),
             ("الموقف من التجنيد", "أدى الخدمة العسكرية"), ("المحمول", "٠١٠٠٥٥٥٠١٤٢"))
    )  # fmt: skip
    assert [block.text for block in kept.blocks] == ["5. Гражданство\tКыргызская Республика", "المحمول\t٠١٠٠٥٥٥٠١٤٢"]


def test_a_question_of_a_form_is_a_label() -> None:
    kept, protected = without_protected(
        CvText((Block("Ada Lind"), Block("10. Do you have any disabilities? hearing aid"), *map(Block, END)), "text")
    )
    assert "hearing" not in kept.text and protected.dropped["health"] == 1


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Inspetora do trabalho · 54 anos · Setúbal", "54"),
        ("г. Ереван, 43 года", "43"),
        ("State of Origin: Anambra State", "Anambra"),
        ("Husband's name: Ram Bahadur", "Ram"),
        ("Estado civil solteiro", "solteiro"),
        ("Haïtienne, mariée, deux fils, adventiste", "adventiste"),
    ],
)
def test_the_top_of_a_cv_says_nothing_of_age_origin_and_family(line: str, gone: str) -> None:
    kept, protected = without_protected(CvText(tuple(Block(each) for each in ("Ada Lind", line, *END)), "text"))
    assert gone not in kept.text and protected.dropped


def test_a_few_years_of_experience_at_the_top_are_no_age() -> None:
    kept, _ = without_protected(
        CvText(tuple(Block(each) for each in ("Ada Lind", "Juriste, 15 ans, Lyon", *END)), "text")
    )
    assert "15 ans" in kept.text
