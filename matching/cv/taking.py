"""What a document says, taken from its bytes: everything that is done in the process that reads a stranger's file.

Protected data go before anything else is read; what is handed on does not hold them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from matching.cv.dropping import declared_gender, without_protected
from matching.cv.extract import extract
from matching.cv.forms import (
    is_europeaid,
    read_europass_xml,
    read_europeaid,
    read_json_resume,
    read_skills_passport_json,
    read_skills_passport_xml,
)
from matching.cv.free.reading import read_free
from matching.cv.limits import Limits, check_size, label_of
from matching.cv.recognise import recognise
from matching.cv.values import CvText, Dropped, Format, Parts, Protected, Taken
from matching.errors import UnreadableDocument

STRUCTURED: dict[Format, Callable[[bytes], tuple[Parts, Protected]]] = {
    "europass_xml": read_europass_xml,
    "skills_passport_xml": read_skills_passport_xml,
    "skills_passport_json": read_skills_passport_json,
    "json_resume": read_json_resume,
}
ATTACHED: tuple[Format, ...] = ("europass_xml", "skills_passport_xml")  # what a PDF may carry


def take(data: bytes, name: str = "", limits: Limits | None = None) -> Taken:
    """What a CV says, of any kind that is read here.

    Raises:
        UnreadableDocument: empty, too large, damaged, locked, without text, or of a kind that is not a CV.
    """
    limits = limits or Limits()
    check_size(len(data), label_of(name), limits)
    kind = recognise(data, name)
    if kind in STRUCTURED:
        parts, protected = STRUCTURED[kind](data)
        return Taken(format=kind, parts=counted(parts, protected), birth=protected.birth)
    text = extract(data, name, limits)
    return _from_attachment(text) or _from_text(text)


def _from_attachment(text: CvText) -> Taken | None:
    """A Europass PDF carries the CV as data: nothing needs to be guessed from its pages."""
    for attachment in text.attachments:
        for kind in ATTACHED:
            try:
                parts, protected = STRUCTURED[kind](attachment)
            except UnreadableDocument:
                continue
            if parts.entries:
                return Taken(
                    format=kind, pages=text.pages, parts=counted(parts, protected), birth=protected.birth,
                    warnings=text.warnings,
                )  # fmt: skip
    return None


def _from_text(text: CvText) -> Taken:
    gender = declared_gender(text)
    kept, protected = without_protected(text)
    form = is_europeaid(kept)
    parts = _of_form(kept) if form else read_free(kept)
    if gender and parts.gender is None:
        parts = parts.model_copy(update={"gender": gender})
        protected.dropped.pop("gender", None)  # what its own field says is kept, so that it was not dropped
    return Taken(
        format="europeaid" if form else text.format, pages=text.pages, parts=counted(parts, protected),
        birth=protected.birth, warnings=text.warnings,
    )  # fmt: skip


def _of_form(text: CvText) -> Parts:
    """The form's own fields; where its tables did not come through as tables, what they should tell as in any CV."""
    parts = read_europeaid(text)
    has_entries = any(entry.kind in ("post", "degree") for entry in parts.entries)
    if has_entries and parts.languages:
        return parts
    free = read_free(text)
    if has_entries:
        return parts.model_copy(update={"languages": free.languages})
    return parts.model_copy(update={"entries": free.entries, "languages": parts.languages or free.languages})


def counted(parts: Parts, protected: Protected) -> Parts:
    """With all that was dropped, by whoever dropped it."""
    counts = Counter(protected.dropped)
    for dropped in parts.dropped:
        counts[dropped.kind] = max(counts[dropped.kind], dropped.count)
    found = tuple(Dropped.model_validate({"kind": kind, "count": n}) for kind, n in sorted(counts.items()) if n)
    return parts.model_copy(update={"dropped": found})
