"""A CV of every kind is read in the process that reads strangers' files, and nothing protected comes out of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from fixtures.cv_samples import CvSample, cv_samples
from matching.cv.limits import Limits
from matching.cv.taking import take
from matching.cv.values import Parts
from matching.cv.worker import in_worker
from matching.errors import UnreadableDocument

READ = [s for s in cv_samples("tuning") if not s.refused and s.truth["format"] not in ("archive", "roster_row")]
OF_EACH_KIND = list({s.truth["format"]: s for s in READ}.values())
REFUSED = [s for s in cv_samples("tuning") if s.refused and s.refused not in ("scan", "path")]


@cache
def parts_of(path: Path) -> Parts:
    """What a sample says, read once for all that is asked of it."""
    return take(path.read_bytes(), path.name).parts


@pytest.mark.parametrize("sample", OF_EACH_KIND, ids=lambda s: s.truth["format"])
def test_a_cv_of_every_kind_is_read_within_the_limits_of_a_worker(sample: CvSample) -> None:
    taken = in_worker(take, sample.path.read_bytes(), sample.path.name, Limits())
    assert taken.format == sample.truth["format"]
    assert taken.parts.entries
    assert taken.parts.languages


@pytest.mark.parametrize("sample", READ, ids=lambda s: s.path.name)
def test_what_is_protected_does_not_come_out(sample: CvSample) -> None:
    told = parts_of(sample.path).model_dump_json()
    assert [words for words in sample.truth["forbidden"] if words in told] == []


@pytest.mark.parametrize("sample", READ, ids=lambda s: s.path.name)
def test_every_source_quotes_the_kept_text(sample: CvSample) -> None:
    parts = parts_of(sample.path)
    sources = [entry.source for entry in parts.entries] + [fact.source for fact in parts.languages]
    sources += [s for e in parts.entries for s in (e.dates_source, e.employer_source, e.title_source) if s]
    assert sources
    assert all(parts.text[s.start : s.end].startswith(s.text) for s in sources)


@pytest.mark.parametrize("sample", REFUSED, ids=lambda s: s.path.name)
def test_what_is_no_cv_is_refused_in_words(sample: CvSample) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        take(sample.path.read_bytes(), sample.path.name)
    assert refused.value.what and refused.value.found and refused.value.next_step
