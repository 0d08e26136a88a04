"""Protected data are taken out of a CV, and the work that bears the same words stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.cv_samples import cv_samples
from matching.cv.dropping import declared_gender, without_protected
from matching.cv.extract import extract
from matching.cv.values import Block, CvText, Format

HEAD = ("Ada Lind",)
BODY = (
    "Professional experience",
    "2010 – 2020 Adviser, Ministry of Labour, Oslo",
    "Education",
    "2005 Master of Laws, University of Oslo",
)


def cv(*head: str, body: tuple[str, ...] = BODY, format: Format = "text") -> CvText:
    """A short CV with lines of its own at the top."""
    return CvText(tuple(Block(line) for line in (*HEAD, *head, *body)), format)


def left(*head: str) -> list[str]:
    """What is left of lines at the top of a CV."""
    kept, _ = without_protected(cv(*head))
    return [block.text for block in kept.blocks][len(HEAD) : -len(BODY)]


PERSONAL = [
    ("40 years old (11/06/1986)", "birth"),
    ("Nac.: 3 de marzo de 1979", "birth"),
    ("Мужчина, 37 лет, родился 14 сентября 1989", "gender"),
    ("Polygame, sept enfants à charge", "family"),
    ("الزمرة الدموية A+", "health"),
    ("Filiado ao SINAIT", "union"),
    ("Member, FDA (the union for senior public servants)", "union"),
    ("Church deacon and choir member", "religion"),
    ("Pueblo aymara", "origin"),
    ("N° matricule : 0142-998-K", "identity number"),
    ("Date of birth: 14 March 1974", "birth"),
    ("Born 12 May 1970 in Lyon", "birth"),
    ("born in Lyon, France, on 12 May 1970", "birth"),
    ("(*1970)", "birth"),
    ("* 12.05.1970", "birth"),
    ("D.O.B. 12/05/1970", "birth"),
    ("Date of birth (dd/mm/yyyy): 12/05/1970", "birth"),
    ("Place of birth: Lagos", "birth"),
    ("Née le 3 mars 1981 à Bouaké", "birth"),
    ("Née à Bouaké, le 3 mars 1981", "birth"),
    ("Né(e) le : 03/03/1981", "birth"),
    ("Lieu de naissance : Oran", "birth"),
    ("Nacida en Salta el 3 de marzo de 1981", "birth"),
    ("Natural de Salamanca", "birth"),
    ("F. nac.: 3/3/1981", "birth"),
    ("Naturalidade: Coimbra", "birth"),
    ("Nascido a 17 de outubro de 1970, em Braga", "birth"),
    ("Дата и место рождения: 9 мая 1973 г., г. Гюмри", "birth"),
    ("1980 г.р.", "birth"),
    ("12.05.1970 года рождения", "birth"),
    ("Родилась в 1982 году в Алматы", "birth"),
    ("تاريخ ومكان الازدياد: 7 أفريل 1971 بسوسة", "birth"),
    ("من مواليد 1983 بدمشق", "birth"),
    ("ولدت سنة 1979", "birth"),
    ("Age: 45", "age"),
    ("Aged 45", "age"),
    ("Âge : 42 ans", "age"),
    ("45 años de edad", "age"),
    ("Idade: 38 anos", "age"),
    ("Возраст: 45 лет", "age"),
    ("السن: 45 سنة", "age"),
    ("Marital status: single", "family"),
    ("Married with two children", "family"),
    ("Married, 2 children (aged 5 and 8)", "family"),
    ("Mother of three", "family"),
    ("Marié, deux enfants", "family"),
    ("Situation familiale : mariée, 3 enfants", "family"),
    ("Pacsée", "family"),
    ("Père de famille", "family"),
    ("Estado civil: casado, 2 hijos", "family"),
    ("Casada y con dos hijos", "family"),
    ("soltero/a", "family"),
    ("Casado, pai de três filhos", "family"),
    ("União estável", "family"),
    ("Замужем, двое детей", "family"),
    ("Не женат", "family"),
    ("الحالة الاجتماعية: متزوج وله ثلاثة أطفال", "family"),
    ("أعزب", "family"),
    ("Religion: Roman Catholic", "religion"),
    ("Confession : musulmane", "religion"),
    ("Вероисповедание: православие", "religion"),
    ("الديانة: مسلم", "religion"),
    ("Health: excellent", "health"),
    ("Blood group: O+", "health"),
    ("État de santé : bon", "health"),
    ("Discapacidad: 33 %", "health"),
    ("Инвалид II группы", "health"),
    ("I am a wheelchair user", "health"),
    ("Je suis sourde de naissance", "health"),
    ("Tenho surdez parcial", "health"),
    ("من ذوي الإعاقة", "health"),
    ("Trade union membership: UNISON", "union"),
    ("Syndiqué CGT depuis 2004", "union"),
    ("Miembro del sindicato de trabajadores del seguro social", "union"),
    ("Член профсоюза работников связи", "union"),
    ("منخرط في النقابة الوطنية للتعليم", "union"),
    ("Political affiliation: Labour Party", "union"),
    ("Member of the Green Party", "union"),
    ("Беспартийный", "union"),
    ("Ethnic origin: Roma", "origin"),
    ("Национальность: казах", "origin"),
    ("Etnia: quechua", "origin"),
    ("Passport no. C01X00T47 12", "identity number"),
    ("DNI 16055501-K", "identity number"),
    ("N° de sécurité sociale : 2 81 03 99 123 456 78", "identity number"),
    ("CPF: 123.456.789-09", "identity number"),
    ("ИНН 770123456789", "identity number"),
    ("СНИЛС: 112-233-445 95", "identity number"),
    ("رقم جواز السفر: A1234567", "identity number"),
    ("Gender: female", "gender"),
    ("Sexe (M/F) : F", "gender"),
    ("Пол: женский", "gender"),
    ("الجنس: أنثى", "gender"),
    ("Service militaire : accompli", "family"),
    ("Воинская обязанность: военнообязанный", "family"),
    ("[Photo]", "photo"),
    ("Место для фото", "photo"),
    ("11/06/1986", "birth"),
    ("5-VII-1957", "birth"),
    ("16 Set 87", "birth"),
    ("1974-03-14", "birth"),
    ("14th March, 1974", "birth"),
    ("Lagos, 14 March 1974", "birth"),
    ("Lima, 3-III-1979", "birth"),
    ("née Dupont le 3/3/81", "birth"),
    ("Naissance : 14 mars 74 à Oran", "birth"),
    ("1983/5/2\tتاريخ الولادة", "birth"),
    ("Мужчина", "gender"),
    ("Femme, 45 ans", "gender"),
    ("M, 45 ans", "age"),
    ("ذكر", "gender"),
    ("أنثى\tالجنس", "gender"),
    ("cuarenta y un años", "age"),
    ("O Rh+", "health"),
    ("A rhésus positif", "health"),
    ("GS: B+", "health"),
    ("1.82 m, 80 kg", "health"),
    ("UNISON", "union"),
    ("CFDT, section emploi", "union"),
    ("Профсоюз работников здравоохранения", "union"),
    ("Staff No. 4471-22", "identity number"),
    ("JMBG 1406974710018", "identity number"),
    ("CNIC 35202-1234567-1", "identity number"),
    ("رقم الموظف: 44719", "identity number"),
    ("119944332211\tالرقم الوطني", "identity number"),
    ("Wife: Kari, teacher", "family"),
    ("Kari Lind (wife), teacher", "family"),
    ("Children: Nils (2004), Kari (2007)", "family"),
]


@pytest.mark.parametrize(("line", "kind"), PERSONAL)
def test_a_line_of_personal_data_goes_and_is_counted(line: str, kind: str) -> None:
    kept, protected = without_protected(cv(line))
    assert [b.text for b in kept.blocks] == [*HEAD, *BODY]
    assert kind in protected.dropped


WORK = [
    "Credit Union adviser",
    "Oslo, 12 May 2024",
    "Updated 12/05/2004",
    "Mob 22334455",
    "Driving licence: type B",
    "3/9/07 – 31/1/14 : Caisse nationale d'assurance maladie",
    "Children's allowances: 12/05/1990 Act and its amendments",
    "Enfants travailleurs : étude sur le terrain",
    "Children and armed conflict: ILO Convention 182",
    "Syndicat national des inspecteurs du travail : médiation d'un conflit",
    "Health: strategy of the ministry for nurses and midwives",
    "Delegate of the Government to the International Labour Conference",
    "Member of the European Union network on posting of workers",
    "Délégué aux prestations familiales",
    "Political economy of pension reform",
    "Deaf and blind persons: job coaching in three towns",
    "Racial equality at work: training of judges",
    "Cédula de notificación: manual de inspección",
    "Age management in companies",
    "Sexe et emploi, Revue du travail, 2012",
    "Documento de trabajo n.º 12 sobre pensiones",
    "ISO 9001 ID-card printing of 1 200 000 insured persons",
    "Ветераны и инвалиды: меры поддержки занятости",
    "المرأة المتزوجة في سوق الشغل",
    "Head of the trade unions unit, Ministry of Labour",
    "Union départementale des métiers de la mer, Brest",
    "Secretary general, Confederation of Public Service Unions",
    "Member of the tripartite council with trade unions and employers",
    "Membre du comité de négociation avec les syndicats",
    "Social dialogue, collective bargaining and freedom of association",
    "Disability benefits: assessment of 4,000 claims a year",
    "Family benefits: rules, control and payment",
    "Family: benefits, services and leave",
    "Health insurance: accreditation of hospitals",
    "Age: what the pension reform changed for men and women",
    "État civil : modernisation des registres de naissance",
    "Date of birth checks in the register of insured persons",
    "Jeunes de 16 à 25 ans sans emploi ni formation",
    "Twenty-five years of experience in pensions",
    "30 ans d'expérience, dont 12 à l'étranger",
    "Gender: mainstreaming in labour inspection",
    "Religious diversity at work: a guide for employers",
    "Married women's labour supply, Journal of Labour, 2011",
    "Single window for social benefits",
    "Passport of skills for migrant workers",
    "Born digital: the new registry of insured persons",
    "Maternity protection, widows' and orphans' pensions",
    "Personas con discapacidad: empleo con apoyo",
    "Emploi des travailleurs handicapés, 2015",
    "Взаимодействие с профсоюзами и союзом работодателей",
    "Пенсии по инвалидности: порядок назначения",
    "Дети: пособия и услуги",
    "النقابات العمالية والحوار الاجتماعي",
    "تأمين البطالة وإصابات العمل",
    "Université catholique de Louvain",
    "Catholic Relief Services, Nairobi",
    "Photo-voltaic installers: occupational standard",
    "Nationality: Irish",
    "Nationalité : française",
    "Гражданство: Республика Армения",
    "الجنسية: تونسية",
    "Driving licence: B",
]  # fmt: skip


@pytest.mark.parametrize("line", WORK)
def test_a_line_about_work_stays_as_it_is(line: str) -> None:
    body = (BODY[0], BODY[1], line, *BODY[2:])
    kept, protected = without_protected(cv(body=body))
    assert [b.text for b in kept.blocks] == [*HEAD, *body]
    assert not protected.dropped


@pytest.mark.parametrize("line", [line for line in WORK if "Union " not in line])
def test_a_line_about_work_stays_at_the_top_too(line: str) -> None:
    assert left(line) == [line]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Date of birth: 14 March 1974, Irish, married", "Irish"),
        ("Cuban, 24/12/90, single", "Cuban"),
        ("Mexicana, 70 años (23-III-1956), jubilada", "Mexicana, jubilada"),
        ("Declared to the employer: type 1 diabetic", "Declared to the employer:"),
        ("Oslo | +47 955 50 142 | Born 12 May 1970 | ada@example.no", "Oslo | +47 955 50 142 | ada@example.no"),
        ("42 ans, marié, 2 enfants, nationalité belge", "nationalité belge"),
        ("Brasileira, solteira, 38 anos, nascida em 02/04/1988", "Brasileira"),
        ("Dr Ada Lind (born 1970), labour lawyer", "Dr Ada Lind, labour lawyer"),
        ("Дата рождения: 09.05.1973 Гражданство: Армения", "Гражданство: Армения"),
        ("28 февраля 1980 г. рождения; гражданство: Молдова", "гражданство: Молдова"),
        ("Fecha nac.: 19-8-1966 - Uruguayo", "Uruguayo"),
        ("Sex: F   Nationality: Irish", "Nationality: Irish"),
        ("الديانة: مسلمة الحالة الاجتماعية: عزباء الجنسية: أردنية", "الجنسية: أردنية"),
    ],
)
def test_what_stands_beside_personal_data_stays(line: str, kept: str) -> None:
    assert left(line) == [kept]


def test_a_value_below_its_label_goes_with_it() -> None:
    assert left("Date de naissance", "14/02/1968", "Nationalité", "burkinabè", "Situation familiale :", "marié") == [
        "Nationalité",
        "burkinabè",
    ]


def test_cells_beside_and_below_a_label_go() -> None:
    rows = (
        Block("Date of birth\t14 March 1974", "row", cells=("Date of birth", "14 March 1974"), table=1),
        Block("Nationality\tIrish", "row", cells=("Nationality", "Irish"), table=1),
        Block("Name\tDate of birth\tNationality", "row", cells=("Name", "Date of birth", "Nationality"), table=2),
        Block("Ada Lind\t14 March 1974\tIrish", "row", cells=("Ada Lind", "14 March 1974", "Irish"), table=2),
    )
    kept, protected = without_protected(CvText(rows, "docx"))
    assert [b.text for b in kept.blocks] == ["Nationality\tIrish", "Name\t\tNationality", "Ada Lind\t\tIrish"]
    assert kept.blocks[-1].cells == ("Ada Lind", "", "Irish")
    assert protected.birth == date(1974, 3, 14)


def test_a_line_that_only_says_who_somebody_is_goes_wherever_it_stands() -> None:
    line = "Né le 30 décembre 1972, marié, trois enfants"
    kept, protected = without_protected(cv(body=(*BODY, line)))
    assert [b.text for b in kept.blocks] == [*HEAD, *BODY]
    assert protected.dropped == {"birth": 1, "family": 1}


def test_the_birth_date_is_remembered_for_a_moment_and_taken_out_wherever_it_is_repeated() -> None:
    kept, protected = without_protected(cv("Born: 02/11/1969", body=(*BODY, "Ada Lind, 2 November 1969, page 2")))
    assert protected.birth == date(1969, 11, 2)
    assert "1969" not in kept.text


def test_a_year_alone_is_no_birth_date_to_remember() -> None:
    assert without_protected(cv("Born 1970"))[1].birth is None


def test_attachments_are_not_handed_on() -> None:
    kept, _ = without_protected(CvText((Block("Ada Lind"),), "pdf", attachments=(b"<xml>1970-05-01</xml>",)))
    assert kept.attachments == ()


@pytest.mark.parametrize(
    ("line", "gender"),
    [
        ("Gender: Female", "woman"), ("Sex: M", "man"), ("Sexe : F", "woman"), ("Género: masculino", "man"),
        ("Sexo: mujer", "woman"), ("Пол: мужской", "man"), ("الجنس: أنثى", "woman"),
        ("Gender: non-binary", "other"), ("Gender: ☒ Female ☐ Male", "woman"),
        ("Gender: female / male", None), ("Gender: prefer not to say", None), ("Gender: mainstreaming and budgeting", None),
        ("Mrs Ada Lind", None), ("Née le 3 mars 1981", None), ("الجنسية: تونسية", None),
    ],
)  # fmt: skip
def test_gender_is_read_from_a_field_made_for_it_and_nowhere_else(line: str, gender: str | None) -> None:
    declared = declared_gender(cv(line))
    assert (declared.code if declared else None) == gender


def _readable() -> list[tuple[str, CvText, dict[str, object]]]:
    kinds = (".txt", ".docx", ".odt", ".html", ".md", ".rtf")
    return [
        (s.path.name, extract(s.path.read_bytes(), s.path.name), s.truth)
        for s in cv_samples("tuning") if s.path.suffix in kinds and not s.refused
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "truth"), [pytest.param(text, truth, id=name) for name, text, truth in _readable()])
def test_nothing_forbidden_is_left_in_the_samples_and_their_entries_are(text: CvText, truth: dict[str, object]) -> None:
    kept, protected = without_protected(text)
    assert [words for words in truth["forbidden"] if words in kept.text] == []  # type: ignore[attr-defined]
    assert set(truth["dropped"]) <= set(protected.dropped)  # type: ignore[call-overload]
    squeezed, before = " ".join(kept.text.split()), " ".join(text.text.split())
    for entry in truth["entries"]:  # type: ignore[attr-defined]
        for words in (entry["begins"], entry["ends"]):
            assert words in squeezed or words not in before


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60), max_size=6))
def test_any_text_is_taken_and_loses_only_what_it_had(lines: list[str]) -> None:
    text = CvText(tuple(Block(line) for line in lines), "text")
    kept, _ = without_protected(text)
    assert len(kept.blocks) <= len(text.blocks)
    assert sum(len(b.text) for b in kept.blocks) <= sum(len(line) for line in lines) + len(lines)


@given(
    st.permutations(["born 12 May 1970 in Lyon", "married", "two children", "Irish", "labour lawyer"]),
    st.sampled_from([", ", " | ", "; ", " - "]),
)
def test_the_order_of_the_pieces_and_the_marks_between_them_do_not_matter(pieces: list[str], mark: str) -> None:
    [line] = left(mark.join(pieces))
    assert "Irish" in line
    assert "labour lawyer" in line
    assert not any(word in line for word in ("1970", "Lyon", "married", "children"))


@pytest.mark.parametrize(
    "row",
    ["Mother\tKari Lind\tTeacher", "Отец\tЛинд Олаф\t1945", "زوجة\tسلمى\tمدرسة"],
)
def test_a_row_about_a_relative_goes_as_a_whole(row: str) -> None:
    block = Block(row, "row", cells=tuple(row.split("\t")), table=1)
    text = CvText((Block("Ada Lind"), Block("Family"), block, *map(Block, BODY)), "text")
    kept, protected = without_protected(text)
    assert row.split("\t")[1] not in kept.text
    assert "family" in protected.dropped


@pytest.mark.parametrize(
    ("sentence", "age"),
    [
        ("I am a 42-year-old lawyer of pensions.", "42"), ("Juriste de 45 ans, spécialiste du droit du travail.", "45"),
        ("Soy una economista de 41 años y vivo en Lima.", "41"), ("Мне 45 лет, я юрист.", "45"),
    ],
)  # fmt: skip
def test_an_age_within_the_profile_goes_and_the_sentence_stays(sentence: str, age: str) -> None:
    kept, protected = without_protected(cv("Profile", sentence))
    assert age not in kept.text
    assert len(kept.text) > 20
    assert protected.dropped == {"age": 1}


def test_years_of_practice_are_no_age() -> None:
    sentence = "Juriste forte d'une expérience de 30 ans, dont une carrière de 25 ans dans les caisses."
    assert without_protected(cv("Profile", sentence))[0].text.count(sentence) == 1


@pytest.mark.parametrize(
    ("line", "stays"), [("Irish, born 12 May 1970 in Lyon", "Irish"), ("Kenyan, 14 March 1974, Oslo", "Kenyan")]
)
def test_a_nationality_beside_a_birth_date_stays(line: str, stays: str) -> None:
    assert left(line) == [stays]


def test_what_stands_under_private_life_goes_however_it_is_worded() -> None:
    lines = [
        "Private life",
        "Looks after an old parent; sings in a choir",
        "Projects",
        "Health insurance reform, 2019-2021",
    ]
    kept, protected = without_protected(CvText(tuple(Block(line) for line in lines), "text"))
    assert [block.text for block in kept.blocks] == ["Private life", "Projects", "Health insurance reform, 2019-2021"]
    assert protected.dropped == {"family": 1}


def test_health_as_a_field_of_work_stays() -> None:
    lines = [
        "Health",
        "Primary care strategy for the ministry",
        "I am a wheelchair user and need level access to rooms",
    ]
    kept, protected = without_protected(CvText(tuple(Block(line) for line in lines), "text"))
    assert [block.text for block in kept.blocks] == lines[:2]
    assert protected.dropped == {"health": 1}
