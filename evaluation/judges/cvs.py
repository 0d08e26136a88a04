"""The sample CVs: is what is read from them what stands in them? The half kept from those who wrote the readers counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.cv_measures import (
    Score,
    boundaries,
    education,
    employers,
    field_recall,
    levels,
    pooled,
    post_dates,
    reading_order,
    right_status,
)
from evaluation.findings import Figure, Findings
from evaluation.statistics import figure, ratio_figure
from evaluation.subject import Subject
from fixtures.cv_samples import CvSample, Part, cv_samples
from fixtures.load import SAMPLE_TODAY
from matching.cv.reading import read_cv
from matching.cv.values import ReadProfile
from matching.errors import UnreadableDocument

JUDGE = "cvs"
F1: dict[str, tuple[Callable[..., Score], float]] = {
    "employers F1": (employers, 0.90),
    "dates of posts F1": (post_dates, 0.95),
    "languages with level F1": (levels, 0.95),
    "education F1": (education, 0.90),
    "segments' boundaries F1": (boundaries, 0.90),
    "reading order": (reading_order, 0.95),
}
RECALL, RECALL_AIMED = "fields recall@5", 0.85
STATUS, REFUSED, KEPT_OUT = "status", "refused in words", "protected data kept out"
ELSEWHERE = ("archive", "roster_row")  # kinds that hold many people and have doors of their own


@dataclass(frozen=True)
class Read:
    """A sample and what came of reading it: a profile, or None where it was refused."""

    sample: CvSample
    profile: ReadProfile | None


def cvs(subject: Subject) -> Findings:
    """Every fact read from the sample CVs, per part, format and language."""
    findings = Findings()
    for part in ("held_out", "tuning"):
        read = _read_all(subject, part)
        findings.figures += _figures(part, read)
    findings.weak = _weak(findings.figures)
    findings.notes = [
        "Held out: documents that were not looked at while the readers were written. F1 is pooled over documents; its "
        "interval is over documents. Boundaries and order are of documents whose text is printed, not of data."
    ]
    return findings


def _read_all(subject: Subject, part: Part) -> list[Read]:
    samples = [s for s in cv_samples(part) if s.truth["format"] not in ELSEWHERE]
    if subject.quick:
        samples = samples[::3]
    out = []
    for done, sample in enumerate(samples, start=1):
        out.append(Read(sample, read_sample(subject, sample)))
        subject.progress(f"CVs, {part}", done, len(samples))
    return out


def read_sample(subject: Subject, sample: CvSample) -> ReadProfile | None:
    """The profile read from a sample, None where it is refused."""
    try:
        return read_cv(sample.path.read_bytes(), sample.path.name, engine=subject.engine, today=SAMPLE_TODAY)
    except UnreadableDocument:
        return None


def _figures(part: str, read: Sequence[Read]) -> list[Figure]:
    group = part.replace("_", " ")
    to_refuse = [r for r in read if r.sample.refused]
    to_read = [r for r in read if not r.sample.refused]
    figures = _measured(group, to_read)
    for name, of in (
        ("format", lambda r: r.sample.truth["format"]),
        ("language", lambda r: r.sample.truth["language"]),
    ):
        slices: dict[str, list[Read]] = defaultdict(list)
        for one in to_read:
            slices[of(one)].append(one)
        for value, ones in sorted(slices.items()):
            figures += _measured(f"{group}, {name} {value}", ones)
    two = [r for r in to_read if r.sample.truth["layout"] == "two columns"]
    figures += [f for f in _measured(f"{group}, two columns", two) if f.measure == "reading order"]
    figures.append(figure(JUDGE, REFUSED, [float(r.profile is None) for r in to_refuse], group, "documents"))
    figures.append(figure(JUDGE, KEPT_OUT, [_kept_out(r) for r in to_read], group, "documents"))
    return figures


def _measured(group: str, read: Sequence[Read]) -> list[Figure]:
    figures = []
    for name, (measure, _) in F1.items():
        scores = [measure(r.profile, r.sample.truth) if r.profile else _missed(r) for r in read]
        parts, wholes = pooled(scores)
        if sum(wholes):
            figures.append(ratio_figure(JUDGE, name, parts, wholes, group, "documents"))
    for name, value in ((RECALL, field_recall), (STATUS, right_status)):
        values = [value(r.profile, r.sample.truth) if r.profile else 0.0 for r in read]
        figures.append(figure(JUDGE, name, values, group, "documents"))
    return figures


def _missed(read: Read) -> Score:
    """A document that was refused although it can be read: all of its facts are missing."""
    return Score(0, 0, max(1, len(read.sample.truth["entries"])))


def _kept_out(read: Read) -> float:
    """1 where no forbidden string of the truth stands anywhere in the profile."""
    if read.profile is None:
        return 1.0
    told = read.profile.model_dump_json()
    return float(not any(word in told for word in read.sample.truth["forbidden"]))


def _weak(figures: Sequence[Figure]) -> list[str]:
    aims = {name: aim for name, (_, aim) in F1.items()} | {RECALL: RECALL_AIMED}
    said = []
    for f in figures:
        if f.group == "held out" and f.measure in aims and round(f.value, 3) < aims[f.measure]:
            said.append(f"Of CVs not seen before, {f.measure} is {f.value:.3f} ({aims[f.measure]:.2f} aimed at).")
        if f.measure == KEPT_OUT and f.value < 1:
            said.append(f"In {1 - f.value:.0%} of the CVs ({f.group}) protected data were not kept out.")
    return said
