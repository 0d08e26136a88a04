"""The EuropeAid CV form: told from ordinary CVs, its tables read by their heads, its marks from 1 to 5 mapped and kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cv.forms import is_europeaid, read_europeaid
from matching.cv.values import Block, CvText, Entry

ENGLISH = """Proposed role in the project: Team leader
1. Family name:\tOkonjo
2. First names:\tBlessing Ada
5. Nationality:\tGhana / KE
6. Education
Institution (Date from - Date to)\tDegree(s) or Diploma(s) obtained:
University of Ghana (09/1990 - 06/1994)\tBSc Statistics
Institute of Social Studies, The Hague, 2001\tShort course on indicators
7. Language skills: Indicate competence on a scale of 1 to 5 (1 - excellent; 5 - basic)
Language\tReading\tSpeaking\tWriting
English\t1\t1\t2
Twi\tmother tongue\t\t
French\t3\t5\t4
8. Membership of professional bodies: none
10. Present position: Director
12. Key qualifications (relevant to the project):
Twenty years of labour statistics
Manager of three surveys
13. Specific experience in the region
Country\tDate from - Date to
Kenya\t03/2012 - 04/2012
Uganda\t2009
14. Professional experience
Date from - Date to\tLocation\tCompany & reference person\tPosition\tDescription
January 2005 - to date\tAccra, Ghana\tStatistical Service; Mr K. Referee, referee@example.org\tDirector\tLabour force survey
\t\t\t\tContinued on the next page
03/2012 - 04/2012\tthe capital\tMinistry of Labour (Mr X)\tShort-term expert\tReview of indicators
15. Other relevant information (e.g. publications)
"Counting informal work", Accra Papers, 2016"""


def form(text: str) -> CvText:
    return CvText(tuple(Block(line, "row" if "\t" in line else "line") for line in text.split("\n")), "docx")


def of_kind(entries: tuple[Entry, ...], kind: str) -> list[Entry]:
    return [entry for entry in entries if entry.kind == kind]


def dates(entry: Entry) -> tuple[str | None, str | None, bool]:
    return (entry.start and entry.start.iso, entry.end and entry.end.iso, entry.ongoing)


def test_the_form_is_told_from_a_cv_with_headings() -> None:
    assert is_europeaid(form(ENGLISH))
    ordinary = "Name: A B\nNationality: Ghana\nEducation\nLanguages\nProfessional experience\nPublications"
    assert not is_europeaid(form(ordinary))


def test_posts_are_read_by_the_heads_of_the_table() -> None:
    (post,) = of_kind(read_europeaid(form(ENGLISH)).entries, "post")
    assert (post.title, post.employer, post.place, post.country) == (
        "Director",
        "Statistical Service",
        "Accra, Ghana",
        "GH",
    )
    assert dates(post) == ("2005-01", None, True)
    assert post.text.endswith("Continued on the next page")


def test_a_short_mission_is_an_assignment_and_has_the_country_of_the_table_of_the_region() -> None:
    entries = read_europeaid(form(ENGLISH)).entries
    (mission,) = of_kind(entries, "assignment")
    assert (mission.employer, mission.country, dates(mission)) == (
        "Ministry of Labour",
        "KE",
        ("2012-03", "2012-04", False),
    )
    assert [e.country for e in of_kind(entries, "other")] == ["UG"]  # Kenya is told by the mission already


def test_studies_have_their_dates_beside_the_institution() -> None:
    entries = read_europeaid(form(ENGLISH)).entries
    (degree,), (course,) = of_kind(entries, "degree"), of_kind(entries, "training")
    assert (degree.title, degree.employer, dates(degree)) == (
        "BSc Statistics",
        "University of Ghana",
        ("1990-09", "1994-06", False),
    )
    assert course.employer == "Institute of Social Studies, The Hague" and dates(course) == ("2001", "2001", False)


def test_marks_are_mapped_by_the_table_and_kept_as_written() -> None:
    facts = read_europeaid(form(ENGLISH)).languages
    english, twi, french = (fact.claim for fact in facts)
    assert (english.reading, english.speaking, english.writing, english.listening) == ("C2", "C2", "C1", None)
    assert english.origin == "reading 1, speaking 1, writing 2 (1 best, 5 least)"
    assert (french.reading, french.speaking, french.writing) == ("B2", "A2", "B1")
    assert twi.native and [fact.scale for fact in facts] == ["europeaid", "words", "europeaid"]


def test_a_form_that_turns_the_scale_round_is_read_from_its_other_end() -> None:
    text = ENGLISH.replace("(1 - excellent; 5 - basic)", "(5 - excellent; 1 - basic)")
    english = read_europeaid(form(text)).languages[0].claim
    assert (english.reading, english.writing) == ("A2", "B1")
    assert english.origin == "reading 1, speaking 1, writing 2 (5 best, 1 least)"


def test_the_columns_of_the_grid_may_stand_in_another_order() -> None:
    text = ENGLISH.replace("Language\tReading\tSpeaking\tWriting", "Language\tWriting\tReading\tSpeaking")
    assert read_europeaid(form(text)).languages[0].claim.speaking == "C1"


def test_name_nationalities_and_the_texts_of_the_form_are_read() -> None:
    text = form(ENGLISH)
    parts = read_europeaid(text)
    assert parts.name and parts.name.value == "Blessing Ada Okonjo"
    assert [fact.code for fact in parts.nationalities] == ["GH", "KE"]
    assert parts.emails == ()  # the one in the form is a referee's
    (summary,) = of_kind(parts.entries, "summary")
    assert summary.text == "Twenty years of labour statistics\nManager of three surveys"
    (book,) = of_kind(parts.entries, "publication")
    assert (book.title, dates(book)) == ("Counting informal work", ("2016", "2016", False))


def test_every_source_quotes_what_stands_there() -> None:
    parts = read_europeaid(form(ENGLISH))
    sources = [s for e in parts.entries for s in (e.source, e.title_source, e.employer_source, e.dates_source) if s]
    sources += [fact.source for fact in (*parts.languages, *parts.nationalities)]
    assert all(parts.text[s.start : s.end] == s.text for s in sources)
    assert all(e.title_source.text == e.title for e in parts.entries if e.title_source)
    assert all(e.employer_source.text == e.employer for e in parts.entries if e.employer_source)


FORMS = {
    "fr": """1. Rôle proposé dans le projet : expert
2. Nom de famille :\tMbaye
3. Prénoms :\tAwa
6. État civil :
7. Formation :
Institution (de date - à date)\tDiplôme(s) obtenu(s)
Université de Dakar (1990 - 1994)\tMaîtrise en droit
8. Connaissances linguistiques : sur une échelle de 1 à 5 (1 - niveau excellent ; 5 - niveau rudimentaire)
Langue\tLu\tParlé\tÉcrit
Français\t1\t2\t3
11. Fonction actuelle : directrice
13. Qualifications principales :
Droit social
15. Expérience professionnelle :
Date (de - à)\tLieu\tSociété et personne de référence\tPoste\tDescription
mars 2010 - à ce jour\tDakar\tMinistère du Travail\tDirectrice\tInspection""",
    "es": """1. Función propuesta en el proyecto: experta
2. Apellidos:\tMbaye
3. Nombre:\tAwa
6. Estado civil:
7. Educación:
Institución (fecha desde - hasta)\tTítulo(s) o diploma(s) obtenido(s)
Universidad de Dakar (1990 - 1994)\tLicenciatura en Derecho
8. Conocimientos lingüísticos: en una escala de 1 a 5 (1 - excelente; 5 - básico)
Idioma\tLectura\tExpresión oral\tEscritura
Francés\t1\t2\t3
11. Cargo actual: directora
13. Cualificaciones principales:
Derecho social
15. Experiencia profesional:
Fecha (desde - hasta)\tLugar\tEmpresa y persona de referencia\tCargo\tDescripción
marzo de 2010 - hasta la fecha\tDakar\tMinistère du Travail\tDirectrice\tInspección""",
    "pt": """1. Função proposta no projeto: perita
2. Apelido:\tMbaye
3. Nomes próprios:\tAwa
6. Estado civil:
7. Habilitações literárias:
Instituição (data de - a)\tGrau(s) ou diploma(s) obtido(s)
Universidade de Dakar (1990 - 1994)\tLicenciatura em Direito
8. Competências linguísticas: numa escala de 1 a 5 (1 - excelente; 5 - básico)
Língua\tLeitura\tConversação\tEscrita
Francês\t1\t2\t3
11. Cargo atual: diretora
13. Principais qualificações:
Direito social
15. Experiência profissional:
Data (de - a)\tLocal\tEmpresa e pessoa de referência\tCargo\tDescrição
março de 2010 - até à data\tDakar\tMinistère du Travail\tDirectrice\tInspeção""",
}


@pytest.mark.parametrize("language", FORMS)
def test_the_form_is_read_in_other_languages(language: str) -> None:
    text = form(FORMS[language])
    assert is_europeaid(text)
    parts = read_europeaid(text)
    assert parts.name and parts.name.value == "Awa Mbaye"
    (degree,), (post,), (summary,) = (of_kind(parts.entries, kind) for kind in ("degree", "post", "summary"))
    assert dates(degree) == ("1990", "1994", False) and degree.title and degree.employer
    assert (post.title, post.employer, post.country, dates(post)) == (
        "Directrice", "Ministère du Travail", "SN", ("2010-03", None, True),
    )  # fmt: skip
    (french,) = parts.languages
    assert (french.claim.language, french.claim.reading, french.claim.speaking, french.claim.writing) == (
        "fr",
        "C2",
        "C1",
        "B2",
    )
    assert summary.text


def test_posts_as_pairs_of_label_and_value_are_read_one_below_the_other() -> None:
    head, _ = ENGLISH.split("Date from - Date to\tLocation\tCompany")
    pairs = (
        "Date: from (month/year) to (month/year)\t05/2001 - 02/2004\nLocation\tNairobi, Kenya\nCompany\tBureau of Work\n"
        "Position\tAdviser\nDescription\tWages\nDate: from (month/year) to (month/year)\t1999 - 2001\nPosition\tAnalyst"
    )
    posts = of_kind(read_europeaid(form(head + pairs)).entries, "post")
    assert [(p.title, p.employer, p.country, dates(p)) for p in posts] == [
        ("Adviser", "Bureau of Work", "KE", ("2001-05", "2004-02", False)),
        ("Analyst", None, None, ("1999", "2001", False)),
    ]


LINES = st.sampled_from(ENGLISH.split("\n")) | st.text(alphabet=st.characters(blacklist_characters="\n\r"), max_size=30)


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_any_order_of_lines_yields_parts_that_quote_the_text(lines: list[str]) -> None:
    text = form("\n".join(lines) or "x")
    is_europeaid(text)
    parts = read_europeaid(text)
    for source in [
        s for e in parts.entries for s in (e.source, e.title_source, e.employer_source, e.dates_source) if s
    ]:
        assert parts.text[source.start : source.end][:400] == source.text
