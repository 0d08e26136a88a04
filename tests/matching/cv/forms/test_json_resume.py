"""JSON Resume 1.0: what is read, levels in free words, and what is never kept."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from matching.cv.forms import read_json_resume
from matching.errors import UnreadableDocument

RESUME: dict[str, Any] = {
    "meta": {"language": "en"},
    "basics": {
        "name": "Ruth Adeyemi",
        "label": "Labour economist",
        "email": "ruth@example.org",
        "phone": "+234 800 000",
        "image": "data:image/png;base64,iVBORw0KGgo" + "A" * 400,
        "birthDate": "1979-11-30",
        "maritalStatus": "divorced",
        "nationality": "NG",
        "profiles": [{"network": "Web", "url": "https://example.org/ruth"}],
        "summary": "Twelve years of wage policy.",
    },
    "work": [
        {"name": "Ministry of Labour", "position": "Adviser", "location": "Accra, Ghana", "startDate": "2015-03"},
        {"company": "Wage Board", "position": "Analyst", "startDate": "2010-01-04", "endDate": "2015-02-27",
         "highlights": ["Index"]},
    ],
    "volunteer": [{"organization": "Red Cross", "position": "Helper", "startDate": "2008", "endDate": "2009"}],
    "education": [{"institution": "University of Ibadan", "studyType": "MSc", "area": "Economics",
                   "startDate": "2003", "endDate": "2005"}],
    "certificates": [{"name": "Gender budgeting", "issuer": "Training Centre", "date": "2016-05"}],
    "publications": [{"name": "Minimum wages", "publisher": "Labour Notes", "releaseDate": "2018-07-01"}],
    "skills": [{"name": "Statistics", "level": "Expert", "keywords": ["panels", "surveys"]}],
    "languages": [
        {"language": "Yoruba", "fluency": "Native speaker"},
        {"language": "French", "fluency": "courant"},
        {"language": "Arabic"},
        {"language": "Quenya", "fluency": "fluent"},
    ],
    "interests": [{"name": "Church choir"}],
    "references": [{"name": "Mr Witness", "reference": "She is good."}],
}  # fmt: skip


def resume(**changes: Any) -> bytes:
    return json.dumps({**RESUME, **changes}).encode()


def test_work_studies_and_publications_are_read() -> None:
    parts, _ = read_json_resume(resume())
    found = [
        (e.kind, e.title, e.employer, e.country, e.start and e.start.iso, e.end and e.end.iso, e.ongoing)
        for e in parts.entries
    ]
    assert found[1:-1] == [
        ("post", "Adviser", "Ministry of Labour", "GH", "2015-03", None, True),
        ("post", "Analyst", "Wage Board", None, "2010-01-04", "2015-02-27", False),
        ("other", "Helper", "Red Cross", None, "2008", "2009", False),
        ("degree", "MSc, Economics", "University of Ibadan", "NG", "2003", "2005", False),
        ("training", "Gender budgeting", "Training Centre", None, "2016-05", "2016-05", False),
        ("publication", "Minimum wages", "Labour Notes", None, "2018-07-01", "2018-07-01", False),
    ]
    assert (parts.entries[0].kind, parts.entries[-1].kind) == ("summary", "skills")


def test_a_level_in_words_is_read_and_kept_as_worded() -> None:
    parts, _ = read_json_resume(resume())
    yoruba, french, arabic = (fact.claim for fact in parts.languages)
    assert yoruba.native and yoruba.origin == "Native speaker"
    assert (french.speaking, french.origin) == ("C1", "courant")
    assert arabic.level("speaking") is None
    assert any("Quenya" in doubt.question for doubt in parts.doubts)


def test_protected_data_and_other_peoples_data_is_left_out() -> None:
    parts, protected = read_json_resume(resume())
    assert protected.birth == date(1979, 11, 30)
    assert protected.dropped == {"birth": 1, "family": 1, "photo": 1}
    assert not any(word in parts.model_dump_json() for word in ("1979", "divorced", "iVBOR", "Witness", "choir"))


def test_a_picture_in_a_text_is_taken_out_and_counted() -> None:
    picture = "Before <img src='x'> data:image/jpeg;base64," + "Qk0A" * 50 + " after"
    parts, protected = read_json_resume(resume(work=[{"name": "Ministry", "summary": picture}]))
    assert "Qk0A" not in parts.model_dump_json() and protected.dropped["photo"] == 2


def test_a_date_that_cannot_be_read_is_asked() -> None:
    parts, _ = read_json_resume(resume(work=[{"name": "Ministry", "startDate": "when I was young", "endDate": "2012"}]))
    entry = next(e for e in parts.entries if e.employer == "Ministry")
    assert (entry.start, entry.end and entry.end.iso) == (None, "2012")
    assert any("when I was young" in doubt.question for doubt in parts.doubts)


def test_values_of_the_wrong_kind_do_no_harm() -> None:
    odd = {
        "basics": [1, None, {"name": {"x": 1}}],
        "work": "none",
        "education": [None, 3],
        "languages": {"language": ["fr"]},
    }
    parts, _ = read_json_resume(json.dumps(odd).encode())
    assert parts.entries == () and [fact.claim.language for fact in parts.languages] == ["fr"]


def test_json_that_is_no_resume_is_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument, match="no JSON Resume"):
        read_json_resume(b'{"total": 3}')


def test_protected_data_in_free_words_is_taken_out_and_counted_too() -> None:
    told = "Twelve years of wage policy.\nBorn on 30 November 1979, married, two children."
    parts, protected = read_json_resume(resume(basics={"name": "Ruth Adeyemi", "summary": told}))
    assert parts.entries[0].text == "Twelve years of wage policy."
    assert protected.birth == date(1979, 11, 30) and {"birth", "family"} <= set(protected.dropped)
    assert {d.kind: d.count for d in parts.dropped} == protected.dropped
