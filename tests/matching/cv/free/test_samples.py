"""CVs in six languages and many layouts, read whole: every entry, language and fact about the person."""

from __future__ import annotations

import pytest

from matching.cv.free import read_free
from matching.entities import SKILLS
from tests.matching.cv.free import samples_en_fr, samples_es_pt, samples_more, samples_ru_ar
from tests.matching.cv.free.building import Sample, cv, plain_text, shown

SAMPLES = (*samples_en_fr.SAMPLES, *samples_es_pt.SAMPLES, *samples_ru_ar.SAMPLES, *samples_more.SAMPLES)
NEEDS_LOOKS = {"a network's export", "no headings at all"}  # without any style, nothing tells where their parts end
PLAIN = tuple(s for s in SAMPLES if "\t" not in s.text and s.id not in NEEDS_LOOKS)


def wanted(sample: Sample) -> list[str]:
    return [line for line in sample.entries.strip().split("\n") if line]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_the_entries_of_a_cv_are_read_with_their_facts(sample: Sample) -> None:
    assert [shown(entry) for entry in read_free(cv(sample.text)).entries] == wanted(sample)


@pytest.mark.parametrize("sample", PLAIN, ids=lambda s: s.id)
def test_lines_without_any_style_are_enough(sample: Sample) -> None:
    assert [shown(entry) for entry in read_free(plain_text(sample.text)).entries] == wanted(sample)


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.languages], ids=lambda s: s.id)
def test_languages_are_read_with_their_level_per_skill(sample: Sample) -> None:
    said = {}
    for fact in read_free(cv(sample.text)).languages:
        levels = " ".join(str(getattr(fact.claim, skill) or "-") for skill in SKILLS)
        said[fact.claim.language] = "native" if fact.claim.native else levels
    assert said == dict(item.split(" ", 1) for item in sample.languages.split("; "))


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.name], ids=lambda s: s.id)
def test_name_nationalities_and_telephone_are_read(sample: Sample) -> None:
    parts = read_free(cv(sample.text))
    assert parts.name is not None and parts.name.value == sample.name
    if sample.nationalities:
        assert sorted(fact.code for fact in parts.nationalities) == sorted(sample.nationalities.split())
    if sample.phones is not None:
        assert len(parts.phones) == sample.phones


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_every_fact_stands_where_its_source_says(sample: Sample) -> None:
    text = cv(sample.text)
    parts = read_free(text)
    assert parts.text == text.text
    for entry in parts.entries:
        assert text.text[entry.source.start : entry.source.end] == entry.text
        for value, source in ((entry.employer, entry.employer_source), (entry.title, entry.title_source)):
            assert (value is None) == (source is None)
            if value and source:
                assert " ".join(text.text[source.start : source.end].split()) == value
    for fact in (*parts.emails, *parts.links, *([parts.name] if parts.name else [])):
        assert text.text[fact.source.start : fact.source.end].replace("\n", " ") == fact.value
