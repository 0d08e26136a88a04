"""A CV as somebody may see it: what a person declares of themselves is covered for everybody else, in the text, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.services.cvs import cvs
from api.services.cvs.cv_contacts import leaves
from api.services.cvs.cv_facts import Fact
from api.services.unit import Unit
from api.storage.tables import CvRow
from matching.cv.values import Doubt, Source

COVER = "\u2588"  # in the place of each character, so that every other place stays where it is


@dataclass(frozen=True)
class ShownCv:
    """Text, facts and doubts."""

    text: str
    facts: tuple[Fact, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def as_shown(unit: Unit, row: CvRow) -> ShownCv:
    """A CV as whoever asks may see it; nothing once it was emptied."""
    read = cvs.read_of(row)
    if read is None:
        return ShownCv("")
    hidden = leaves(unit, row.expert_id)
    every = cvs.facts(row)
    apart = [fact for fact in every if fact.kind in hidden]
    spans = [fact.source for fact in apart if fact.source]
    paths = {fact.path for fact in apart}
    facts = tuple(replace(fact, source=_covered(fact.source, spans)) for fact in every if fact.path not in paths)
    doubts = tuple(doubt for doubt in read.parts.doubts if doubt.about not in paths)
    return ShownCv(_cover(read.parts.text, 0, spans), facts, doubts)


def _covered(source: Source | None, spans: Sequence[Source]) -> Source | None:
    if source is None or not any(span.start < source.end and source.start < span.end for span in spans):
        return source
    return source.model_copy(update={"text": _cover(source.text, source.start, spans)})


def _cover(text: str, begins: int, spans: Sequence[Source]) -> str:
    """A stretch of the text that begins at some character, with what lies in the spans covered."""
    for span in spans:
        start, end = max(span.start - begins, 0), min(span.end - begins, len(text))
        if start < end:
            text = text[:start] + "".join(c if c.isspace() else COVER for c in text[start:end]) + text[end:]
    return text
