"""Faith, descent, impairments and children that people declare in passing are taken out; subjects of work stay."""

from __future__ import annotations

import pytest

from matching.cv.dropping import without_protected
from matching.cv.values import Block, CvText

END = ("Professional experience", "2010 – 2020 Adviser, Ministry of Labour, Oslo")


def left(line: str, heading: str = "Other information") -> tuple[str, set[str]]:
    """What is left of a line under a heading at the end of a CV, and the kinds that were dropped."""
    lines = ("Ada Lind", *END, heading, line)
    kept, protected = without_protected(CvText(tuple(Block(each) for each in lines), "text"))
    return " ".join(block.text for block in kept.blocks[len(lines) - 1 :]), set(protected.dropped)


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Медаль (2021). Исповедую ислам. Водительские права.", "ислам"),
        ("Driving licence. I profess Islam. Chess.", "Islam"),
        ("Permis B ; de confession musulmane ; randonnée", "musulmane"),
        ("Profeso la religión católica.", "católica"),
        ("Pratico o budismo e toco viola.", "budismo"),
        ("أعتنق الإسلام", "الإسلام"),
        ("Distinctions : pèlerinage à La Mecque accompli en 2016.", "accompli"),
    ],
)
def test_a_faith_that_somebody_professes_is_taken_out(line: str, gone: str) -> None:
    kept, dropped = left(line)
    assert gone not in kept and "religion" in dropped


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Descendiente quechua (calidad indígena acreditada por la oficina regional).", "indígena"),
        ("Driving licence; of Hmong descent", "Hmong"),
        ("Permis B, issue du peuple Kanak", "Kanak"),
        ("Carta B. Autodeclarada parda.", "parda"),
        ("Soy indígena y toco el charango.", "indígena"),
        ("Права категории B, по национальности башкир", "башкир"),
        ("أنتمي إلى قبيلة حاشد", "حاشد"),
    ],
)
def test_a_descent_that_somebody_states_is_taken_out(line: str, gone: str) -> None:
    kept, dropped = left(line)
    assert gone not in kept and "origin" in dropped


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Carta B. Cinto negro de judo. Incapacidade auditiva ligeira (usa aparelho).", "aparelho"),
        ("Driving licence. Mild hearing impairment. Chess.", "hearing"),
        ("Déficience visuelle légère, permis B", "visuelle"),
        ("Discapacidad física reconocida. Carné B.", "física"),
        ("Discapacidad reconocida del 40 %", "40"),
        ("Хобби: шахматы; пользуюсь слуховым аппаратом", "слуховым"),
        ("I use a wheelchair and travel with an assistant.", "wheelchair"),
        ("إعاقة سمعية خفيفة", "سمعية"),
    ],
)
def test_an_impairment_that_somebody_states_is_taken_out(line: str, gone: str) -> None:
    kept, dropped = left(line)
    assert gone not in kept and "health" in dropped


@pytest.mark.parametrize(
    "line",
    [
        "Разведена, дочь 15 лет. Резюме обновлено в январе.",
        "Divorced, daughter 15 years old. Driving licence.",
        "Une fille de 15 ans. Permis B.",
        "Carné B, una hija de 15 años",
        "Carta B, filha de 15 anos",
    ],
)
def test_a_child_whose_age_is_told_is_taken_out(line: str) -> None:
    kept, dropped = left(line)
    assert "15" not in kept and dropped == {"family"}


@pytest.mark.parametrize("heading", ["Other information", "Dados pessoais"])
def test_a_birth_year_behind_names_that_we_do_not_know_is_taken_out(heading: str) -> None:
    kept, dropped = left("Nascido em Patos de Cima, PB, em 1983. Carta de condução B.", heading)
    assert "1983" not in kept and "PB" not in kept and "Carta" in kept and dropped == {"birth"}


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Services for people with hearing impairment and severe disabilities", "Summary"),
        ("Employment policy, indigenous peoples, disability, visual impairment services", "Skills"),
        ("Born negotiator, at ease with ministries", "Summary"),
        ("Adviser on Islamic finance; studies of Christianity in rural Kenya", "Other information"),
        ("Volunteer teacher in an indigenous community school", "Other information"),
        ("Programa para descendientes de trabajadores migrantes", "Other information"),
        ("Member of the ethnic minorities working group", "Other information"),
        ("Adaptation de postes : déficience auditive, déficience visuelle, troubles dys", "Compétences"),
    ],
)
def test_what_speaks_of_work_with_people_stays(line: str, heading: str) -> None:
    assert left(line, heading) == (line, set())


@pytest.mark.parametrize(
    "line",
    [
        "2012 – 2016 Adviser, Federation of Persons with Hearing Impairment, Nairobi",
        "2012 – 2016 Chargée de mission, Agence pour l'emploi des personnes handicapées, Dakar",
        "2012 – 2016 Jefa, Corporación Nacional de Desarrollo Indígena, Temuco",
        "2012 – 2016 Director of Studies, Centre for Islam and Society, Leeds",
        "2012 – 2016 Эксперт, Общество инвалидов по слуху, Минск",
    ],
)
def test_an_employer_whose_work_is_with_such_people_stays(line: str) -> None:
    assert left(line, "Employment") == (line, set())
