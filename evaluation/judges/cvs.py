"""The sample CVs: is what is read from them what stands in them? The half kept from those who wrote the readers counts."""

from __future__ import annotations

import hashlib
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
from matching.cv.limits import Limits
from matching.cv.reading import profile_of
from matching.cv.taking import take
from matching.cv.values import ReadProfile
from matching.cv.worker import in_worker
from matching.errors import UnreadableDocument
from matching.texts import detect_language

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
QUICK_EVERY = 8  # in a quick run, fields and status are proposed for every so many documents: the model takes seconds


@dataclass(frozen=True)
class Read:
    """A sample and what came of reading it: a profile, or None where it was refused; with proposals or without."""

    sample: CvSample
    profile: ReadProfile | None
    proposed: bool = True


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
    out = []
    for done, sample in enumerate(samples, start=1):
        out.append(read_sample(subject, sample, proposed=not subject.quick or done % QUICK_EVERY == 1))
        subject.progress(f"CVs, {part}", done, len(samples))
    return out


def read_sample(subject: Subject, sample: CvSample, proposed: bool = True) -> Read:
    """A sample as the service reads it; `proposed` says whether fields and status are proposed as well."""
    data = sample.path.read_bytes()
    try:
        taken = in_worker(take, data, sample.path.name, Limits())
    except UnreadableDocument:
        return Read(sample, None, proposed)
    sha256 = hashlib.sha256(data).hexdigest()
    if proposed:
        return Read(sample, profile_of(taken, sha256, engine=subject.engine, today=SAMPLE_TODAY))
    language = detect_language(taken.parts.text)
    return Read(
        sample,
        ReadProfile(format=taken.format, language=language, pages=taken.pages, sha256=sha256, parts=taken.parts),
        False,
    )


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
    better = None if "," in group else True  # a slice of a few documents tells where to look; nothing is held to it
    figures = []
    for name, (measure, _) in F1.items():
        scores = [measure(r.profile, r.sample.truth) if r.profile else _missed(r) for r in read]
        parts, wholes = pooled(scores)
        if sum(wholes):
            figures.append(ratio_figure(JUDGE, name, parts, wholes, group, "documents", better))
    for name, value in ((RECALL, field_recall), (STATUS, right_status)):
        values = [value(r.profile, r.sample.truth) if r.profile else 0.0 for r in read if r.proposed]
        if values:
            figures.append(figure(JUDGE, name, values, group, "documents", better))
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
