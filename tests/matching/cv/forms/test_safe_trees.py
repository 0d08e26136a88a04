"""Hostile files: entities, document types, depth and size are refused in words; any bytes end in parts or in a refusal."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.cv.forms import (
    read_europass_xml,
    read_json_resume,
    read_sheet,
    read_skills_passport_json,
    read_skills_passport_xml,
)
from matching.cv.forms.tree import DEEPEST
from matching.errors import UnreadableDocument

XML_READERS = (read_europass_xml, read_skills_passport_xml)
JSON_READERS = (read_skills_passport_json, read_json_resume)
LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><Candidate>&c;</Candidate>'
)
OUTSIDE = (
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><Candidate><LearnerInfo>&f;</LearnerInfo></Candidate>'
)
EMPTY_TYPE = b'<!DOCTYPE Candidate SYSTEM "http://example.org/c.dtd"><Candidate/>'


@pytest.mark.parametrize("reader", XML_READERS)
@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, EMPTY_TYPE, LAUGHS.decode().encode("utf-16")])
def test_a_document_type_is_refused_before_anything_is_unfolded(reader: Callable[[bytes], Any], data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="document type or entities"):
        reader(data)


@pytest.mark.parametrize("reader", XML_READERS)
def test_xml_nested_too_deeply_is_refused(reader: Callable[[bytes], Any]) -> None:
    with pytest.raises(UnreadableDocument, match="nested too deeply"):
        reader(b"<Candidate>" + b"<a>" * 100_000)
    with pytest.raises(UnreadableDocument, match="damaged"):
        reader(b"<Candidate>" + b"<a>" * (DEEPEST - 2))


@pytest.mark.parametrize("reader", JSON_READERS)
@pytest.mark.parametrize("opening", [b"[", b'{"basics":'])
def test_json_nested_too_deeply_is_refused(reader: Callable[[bytes], Any], opening: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="deeply"):
        reader(b'{"work":' + opening * 100_000 + b"1")
    with pytest.raises(UnreadableDocument, match="deeply"):
        reader(b'{"work":' + b"[" * 200 + b"]" * 200 + b"}")


@pytest.mark.parametrize("reader", [*XML_READERS, *JSON_READERS])
def test_a_file_too_large_or_of_too_many_parts_is_refused(reader: Callable[[bytes], Any]) -> None:
    with pytest.raises(UnreadableDocument, match="too large"):
        reader(b" " * 20_000_001)
    many = b"<Candidate>" + b"<a/>" * 50_001 + b"</Candidate>"
    with pytest.raises(UnreadableDocument, match="too many parts"):
        reader(many if reader in XML_READERS else json.dumps({"work": [1] * 50_001}).encode())


def test_a_workbook_with_entities_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", LAUGHS)
    with pytest.raises(UnreadableDocument, match="document type or entities"):
        read_sheet(packed.getvalue())


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<![CDATA[", "</", "<script>", "<b><?", "&lt;", "data:x;base64,"])
def test_markup_that_is_never_closed_is_read_in_one_pass(piece: str) -> None:
    told = "<p>Adviser</p>" + piece * 50_000
    parts, _ = read_json_resume(json.dumps({"work": [{"name": "Ministry", "summary": told}]}).encode())
    assert "Adviser" in parts.entries[0].text


NAMES = ["Candidate", "CandidatePerson", "CandidateProfile", "EmploymentHistory", "EmployerHistory", "PositionHistory",
         "PersonQualifications", "PersonCompetency", "CompetencyDimension", "Others", "Other", "Title", "Date", "BirthDate",
         "LearnerInfo", "WorkExperienceList", "WorkExperience", "Period", "From", "Skills", "Linguistic", "NationalityCode",
         "StartDate", "FormattedDateTime", "TaxonomyID", "CompetencyID", "ScoreText", "OrganizationName"]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "language",
            "fre",
            "C1",
            "2015-02-30",
            "9999",
            "0000-00",
            "true",
            "data:image/png;base64,AAAA",
            "<b>x",
            "&lt;p&gt;y",
        ]
    ),
)
TREES = st.recursive(
    st.tuples(st.sampled_from(NAMES), TEXTS),
    lambda inner: st.tuples(st.sampled_from(NAMES), st.lists(inner, max_size=4)),
    max_leaves=25,
)


def as_xml(tree: Any) -> str:
    name, content = tree
    if isinstance(content, list):
        return f"<{name}>{''.join(map(as_xml, content))}</{name}>"
    escaped = "".join(f"&#{ord(c)};" if c.isalnum() or c in "<&>:/-" else "" for c in content if ord(c) < 0xD800)
    return f"<{name}>{escaped}</{name}>"


def check(reader: Callable[[bytes], Any], data: bytes) -> None:
    """Parts whose sources quote what stands there, or a refusal in words."""
    try:
        parts, _ = reader(data)
    except UnreadableDocument as refusal:
        assert refusal.what and refusal.found and refusal.next_step
        return
    for fact in (*parts.entries, *parts.languages, *parts.emails, *parts.nationalities):
        assert parts.text[fact.source.start : fact.source.end][:400] == fact.source.text


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(st.binary(max_size=300))
def test_any_bytes_end_in_parts_or_in_a_refusal(data: bytes) -> None:
    for reader in (*XML_READERS, *JSON_READERS):
        check(reader, data)
    try:
        read_sheet(data)
    except UnreadableDocument as refusal:
        assert refusal.what and refusal.next_step


@quick
@given(TREES)
def test_any_tree_of_known_elements_ends_in_parts_or_in_a_refusal(tree: Any) -> None:
    xml = f"<Candidate>{as_xml(tree)}<LearnerInfo>{as_xml(tree)}</LearnerInfo></Candidate>".encode()
    for reader in XML_READERS:
        check(reader, xml)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.text(alphabet=st.characters(), max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["basics", "work", "name", "startDate", "endDate", "languages", "language", "fluency", "location",
                             "LearnerInfo", "WorkExperience", "Period", "From", "Year", "Birthdate", "image", "education"]),
            inner, max_size=4,
        ),
    ),
    max_leaves=15,
)  # fmt: skip


@quick
@given(
    st.dictionaries(st.sampled_from(["basics", "work", "education", "languages", "LearnerInfo"]), VALUES, max_size=4)
)
def test_any_json_ends_in_parts_or_in_a_refusal(value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    for reader in JSON_READERS:
        check(reader, data)
