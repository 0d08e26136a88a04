"""A roster in a spreadsheet: columns guessed from heads and values, correctable; a bad row costs itself and says where."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cv.forms import read_sheet
from matching.cv.forms.sheet_columns import field_of_head
from matching.errors import UnreadableDocument

HEADS = ["Nom", "Prénom", "Courriel", "Nationalité", "Sexe", "Date de naissance", "État civil", "Organisme", "Poste",
         "Depuis", "Anglais", "Domaines"]  # fmt: skip
ROWS = [
    ["Bâ", "Aïssatou", "aissatou@example.org", "Sénégal", "F", "01/02/1970", "Mariée", "Ministère du Travail", "Inspectrice",
     "03/2012", "C1", "Inspection; dialogue social"],
    ["Roux", "Émile", "pas d'adresse", "Zubrowka", "M", "1981", "", "Caisse de retraite", "Actuaire", "2015", "courant", ""],
    ["", "", "", "", "", "", "Divorcé", "", "", "", "", ""],
    ["Diaz", "Ana", "ana@example.org", "ES/AR", "", "", "", "", "", "", "5 sur mille", "Retraites"],
]  # fmt: skip


def as_csv(delimiter: str, encoding: str, rows: list[list[str]] = ROWS) -> bytes:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in [HEADS, *rows]]
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(rows: list[list[object]], title: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
        sheet.append([])
    for row in rows:
        sheet.append(row)
    book.create_sheet("Notes").append(["nothing of use"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_one_profile_per_row_with_the_facts_of_its_columns() -> None:
    sheet = read_sheet(as_csv(";", "utf-8"))
    first = sheet.rows[0]
    assert (first.row, sheet.head_row) == (2, 1)
    parts = first.parts
    assert parts and parts.name and parts.name.value == "Aïssatou Bâ"
    assert [f.code for f in parts.nationalities] == ["SN"] and parts.gender and parts.gender.code == "woman"
    (post,) = [e for e in parts.entries if e.kind == "post"]
    assert (post.title, post.employer, post.start and post.start.iso, post.ongoing) == (
        "Inspectrice", "Ministère du Travail", "2012-03", True,
    )  # fmt: skip
    (english,) = parts.languages
    assert (english.claim.language, english.claim.speaking) == ("en", "C1")


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("Years of experience", ["12", "10+", "7.5 years"]),
        ("Années d'expérience", ["12 ans", "5 à 10 ans", ""]),
        ("Años de experiencia profesional", ["12 años", "8", "más de 20 años"]),
        ("Anos de experiência", ["12 anos", "8", ">15"]),
        ("Опыт работы", ["12 лет", "3 года", "21 год"]),
        ("سنوات الخبرة", ["١٢ سنة", "5 سنوات", "8"]),
        ("Experience (months)", ["130", "24 months", "7"]),
    ],
)
def test_a_column_that_counts_years_tells_of_no_post(head: str, values: list[str]) -> None:
    rows = [["Name", "E-mail", head], *(["Ama Lind", "ama@example.org", value] for value in values)]
    sheet = read_sheet(as_xlsx([list(row) for row in rows]))
    assert [column.field for column in sheet.columns] == ["name", "email", "skip"]
    assert [row.parts.entries for row in sheet.rows if row.parts] == [()] * 3


def test_posts_written_under_experience_are_read_whatever_their_years() -> None:
    told = "2010-2015 Adviser, Ministry of Labour; 2016 Inspector"
    sheet = read_sheet(as_xlsx([["Name", "E-mail", "Experience"], ["Ama Lind", "ama@example.org", told]]))
    assert sheet.rows[0].parts is not None
    assert [entry.kind for entry in sheet.rows[0].parts.entries] == ["post", "post"]


def test_posts_in_a_column_of_which_most_cells_count_years_are_read() -> None:
    told = ["12 years", "10+", "5", "2010-2015 Adviser, Ministry of Labour"]
    rows = [["Name", "E-mail", "Experience"], *(["Ama Lind", "ama@example.org", value] for value in told)]
    sheet = read_sheet(as_xlsx(rows))
    assert [len(row.parts.entries) for row in sheet.rows if row.parts] == [0, 0, 0, 1]


def test_protected_columns_are_dropped_and_counted() -> None:
    sheet = read_sheet(as_csv(";", "utf-8"))
    first = sheet.rows[0]
    assert first.protected.birth == date(1970, 2, 1) and first.protected.dropped == {"birth": 1, "family": 1}
    assert first.parts and not any(word in first.parts.model_dump_json() for word in ("1970", "Mariée"))


def test_a_bad_row_never_stops_the_rest_and_problems_name_row_and_column() -> None:
    sheet = read_sheet(as_csv(";", "utf-8"))
    assert [row.parts is not None for row in sheet.rows] == [True, True, False, True]
    named = [(problem.row, problem.column) for problem in sheet.problems]
    assert named == [(3, "Courriel"), (3, "Nationalité"), (4, ""), (5, "Anglais")]
    assert str(sheet.problems[1]).startswith("row 3, column 'Nationalité': the nationality 'Zubrowka'")
    assert sheet.rows[3].parts and [f.code for f in sheet.rows[3].parts.nationalities] == ["ES", "AR"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding_reads_the_same(delimiter: str, encoding: str) -> None:
    assert read_sheet(as_csv(delimiter, encoding)).rows == read_sheet(as_csv(";", "utf-8")).rows


def test_a_workbook_reads_as_the_text_does_and_its_head_may_stand_below_a_title() -> None:
    rows: list[list[object]] = [list(HEADS), *(list(row) for row in ROWS)]
    rows[1][5] = date(1970, 2, 1)
    sheet = read_sheet(as_xlsx(rows, "Fichier des experts 2026"))
    assert sheet.head_row == 3 and [row.row for row in sheet.rows] == [4, 5, 6, 7]
    assert [row.parts for row in sheet.rows] == [row.parts for row in read_sheet(as_csv(";", "utf-8")).rows]
    assert sheet.rows[0].protected.birth == date(1970, 2, 1)


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("Full name", "name"), ("Apellidos", "family_name"), ("Имя", "given_name"), ("البريد الإلكتروني", "email"),
        ("Nacionalidade", "nationality"), ("Гражданство", "nationality"), ("الجنسية", "nationality"), ("Пол", "gender"),
        ("Data de nascimento", "birth"), ("Country of birth", "birth"), ("País", "country"), ("Organización", "employer"),
        ("Должность", "position"), ("Línguas", "languages"), ("Langue maternelle", "native"), 
        ("Countries of experience", "countries"),
        ("Passport No.", "identity number"), ("Religion", "religion"), ("Nombre d'enfants", "family"), 
        ("Formation", "education"),
    ],
)  # fmt: skip
def test_heads_are_told_in_six_languages(head: str, field: str) -> None:
    found = field_of_head(head)
    assert found and found[0] == field


def test_columns_without_a_known_head_are_told_by_their_values() -> None:
    sheet = read_sheet(b"Name,Where to write,Xyz\nA B,a@example.org,1\nC D,c@example.org,2\n")
    assert [(c.field, c.by) for c in sheet.columns] == [("name", "head"), ("email", "values"), ("skip", "nothing")]
    assert sheet.rows[1].parts and sheet.rows[1].parts.emails[0].value == "c@example.org"


def test_the_mapping_can_be_corrected_by_head_or_by_place() -> None:
    data = b"Name,Xyz,Field\nA B,B2,Bureau of Work\n"
    sheet = read_sheet(data, mapping={"xyz": "language:pt", 3: "employer"})
    parts = sheet.rows[0].parts
    assert parts and parts.languages[0].claim.language == "pt" and parts.entries[0].employer == "Bureau of Work"
    assert sheet.columns[1].by == "given"


@pytest.mark.parametrize(
    ("mapping", "said"), [({"Abc": "name"}, "no column 'Abc'"), ({"Xyz": "height"}, "cannot be read as 'height'")]
)
def test_a_wrong_mapping_is_refused_and_lists_what_there_is(mapping: dict[str | int, str], said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        read_sheet(b"Name,Xyz\nA B,B2\n", mapping=mapping)


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row() -> None:
    data = 'Name;E-mail;Notes\nA;a@example.org;"unfinished\nB;b@example.org;ok\nC;c@example.org;"two\nlines"\n'
    sheet = read_sheet(data.replace('"two\nlines"', "plain").encode())
    assert [row.parts.name.value for row in sheet.rows if row.parts and row.parts.name] == ["A", "B", "C"]
    both = read_sheet(data.replace('"unfinished', "x").encode())
    assert [len(both.rows), both.rows[2].parts and "two\nlines" in both.rows[2].parts.text] == [3, True]


def test_experience_told_in_a_cell_becomes_an_entry_a_line() -> None:
    data = (
        'Name,Experience,Education\nA B,"2010 - 2014 Adviser, Ministry of Labour\n2015 - present Director",BSc (1999)\n'
    )
    sheet = read_sheet(data.encode())
    parts = sheet.rows[0].parts
    assert parts and [(e.kind, e.start and e.start.iso, e.end and e.end.iso, e.ongoing) for e in parts.entries] == [
        ("post", "2010", "2014", False), ("post", "2015", None, True), ("degree", None, "1999", False),
    ]  # fmt: skip


def test_sheets_without_a_column_that_is_known_are_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument, match="No column"):
        read_sheet(b"alpha,beta\n1,2\n")


def test_what_is_no_spreadsheet_is_refused_in_words() -> None:
    for data in (b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", b"\x00\x01\x02\x03" * 50, b""):
        with pytest.raises(UnreadableDocument):
            read_sheet(data)


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12) | st.sampled_from(
    ["C1", "fr", "a@example.org", "2015-13-40", '"', "x" * 300, "Kenya", "12/1990"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=12, max_size=12), max_size=4), st.sampled_from([",", ";", "\t"]))
def test_any_cells_give_rows_that_quote_their_text(rows: list[list[str]], delimiter: str) -> None:
    sheet = read_sheet(as_csv(delimiter, "utf-8", rows))
    for row in sheet.rows:
        for fact in (*row.parts.entries, *row.parts.languages, *row.parts.emails) if row.parts else ():
            assert row.parts and row.parts.text[fact.source.start : fact.source.end][:400] == fact.source.text
