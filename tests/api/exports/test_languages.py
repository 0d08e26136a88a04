"""Files speak the language of their reader: whole in French and Spanish, English otherwise, and only while they are made."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from api.exports import Document, export_bytes, export_document, labels
from api.exports.figure_tables import PAGES as OF_FIGURES
from api.exports.html import to_html
from api.exports.import_report import PAGES as OF_REPORT
from api.exports.own_files import PAGES as OF_OWN
from api.exports.spoken import LANGUAGES, PAGES, say, spoken_in
from api.speech.wording import SHARED, languages_of, read
from tests.api.exports.selections import long_list, selection
from tests.api.shortlists import shortlist

EXPORTS = Path(labels.__file__).parent
PUT_TOGETHER = ("met.", "mode.", "declared.", "came.", "answer.", "role.", "reached.", "evidence.")  # keys from a value
DOCUMENTS: dict[str, Document] = {"shortlist": shortlist(), "long list": long_list(), "record": selection()}
SAME = {  # of both languages, or marks
    "Action", "Institution", "Institutions", "Version", "Signature", "Signatures", "Date", "Verdict", "Question", "Points",
    "points", "page", "Versions", "Public", "No.", "no", "Notes", "Note", "Decision", "expert", "Nationalities",
}  # fmt: skip


def words(document: Document, format: str, language: str) -> list[str]:
    """Every text of a file as it stands in its cells and paragraphs."""
    stream = io.BytesIO(export_document(document, format, language))
    if format == "xlsx":
        book = openpyxl.load_workbook(stream)
        cells = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
        return [*book.sheetnames, *cells]
    if format == "pdf":
        return [line.strip() for page in PdfReader(stream).pages for line in page.extract_text().splitlines()]
    made = docx.Document(stream)
    told = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    footer = [paragraph.text for section in made.sections for paragraph in section.footer.paragraphs]
    return [*(paragraph.text for paragraph in made.paragraphs), *told, *footer]


def used() -> set[str]:
    """Every string of the code and the templates of files that may be a key."""
    found = set[str]()
    for path in EXPORTS.glob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found |= {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    for path in (EXPORTS / "templates").glob("*.html"):
        found |= set(re.findall(r'"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    return found


def test_no_sentence_is_missing_and_none_is_left_over() -> None:
    known = {key for page in (SHARED, *PAGES, *OF_FIGURES, *OF_REPORT, *OF_OWN) for key in read(page)}
    asked = set[str]()
    for path in [*EXPORTS.glob("*.py"), *(EXPORTS / "templates").glob("*.html")]:
        asked |= set(re.findall(r"""(?<!\w)say\(\s*["']([a-z_.]+)["']""", path.read_text(encoding="utf-8")))
    assert asked - known == set()
    held = used()
    assert [key for key in read("export") if key not in held and not key.startswith(PUT_TOGETHER)] == []


def test_files_have_the_languages_of_the_office() -> None:
    assert all(languages_of(page) >= set(LANGUAGES) for page in PAGES)
    assert languages_of("export") == set(LANGUAGES)


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("format", ["xlsx", "docx"])  # a PDF is made of the same blocks as a Word document
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_label_of_ours_stays_in_english(name: str, format: str, language: str) -> None:
    english, other = read("export"), read("export", language)
    labels_of_ours = {
        words for key, words in english.items() if isinstance(words, str) and "{" not in words and other[key] != words
    }
    assert set(words(DOCUMENTS[name], format, language)) & (labels_of_ours - SAME) == set()
    assert set(words(DOCUMENTS[name], format, "en")) & labels_of_ours != set()


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "fr",
            ["Liste restreinte", "Inspection du travail", "82,5", "16 novembre 2026", "page 1 sur", "non admissible"],
        ),
        (
            "es",
            ["Lista corta", "Inspección de trabajo", "82,5", "16 de noviembre de 2026", "página 1 de", "no admisible"],
        ),
    ],
)
def test_codes_figures_days_and_what_stands_on_record_are_said_as_the_language_writes_them(
    language: str, phrases: list[str]
) -> None:
    text = " ".join(" ".join(words(shortlist(), "pdf", language)).split())
    assert [phrase for phrase in phrases if phrase not in text] == []
    found = {"fr": "absence du 1er mars 2027 au 31 mars 2027", "es": "ausencia del 1 de marzo de 2027"}[language]
    assert any(found in cell for cell in words(shortlist(), "xlsx", language))


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_page_says_in_which_language_it_is_written(language: str) -> None:
    with spoken_in(language):
        page = to_html(shortlist())
    assert f'<html lang="{language}">' in page
    assert {"fr": "Établi avec expertmatch", "es": "Hecho con expertmatch"}[language] in page
    assert export_bytes(shortlist(), "html", language).decode() == page
    reader = PdfReader(io.BytesIO(export_document(shortlist(), "pdf", language)))
    assert reader.trailer["/Root"]["/Lang"] == language  # type: ignore[index]


def test_a_language_that_files_lack_gives_english_and_data_have_none() -> None:
    assert export_bytes(shortlist(), "html", "ar") == export_bytes(shortlist(), "html")
    assert export_bytes(shortlist(), "json", "fr") == export_bytes(shortlist(), "json")


def test_a_language_ends_with_the_file_that_is_made_in_it() -> None:
    with pytest.raises(ZeroDivisionError), spoken_in("fr"):
        assert say("decision") == "Décision"
        _ = 1 / 0
    assert say("decision") == "Decision" and labels.principle() == labels.PRINCIPLE
