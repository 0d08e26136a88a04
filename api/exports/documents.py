"""The documents of a selection in the formats that an officer files: long list, shortlist and selection record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.auth.language import ENGLISH
from api.exports.long_list import LongList
from api.exports.long_list_paper import long_list_paper
from api.exports.long_list_xlsx import long_list_xlsx
from api.exports.paper import Paper
from api.exports.selection_paper import selection_paper
from api.exports.selection_record import SelectionRecord
from api.exports.selection_xlsx import selection_xlsx
from api.exports.shortlist_paper import shortlist_paper
from api.exports.spoken import spoken_in
from api.exports.typesetter import written
from api.exports.xlsx import to_xlsx
from matching.errors import InvalidSetting
from matching.results import Shortlist

Document = LongList | Shortlist | SelectionRecord


@dataclass(frozen=True)
class DocumentFormat:
    """One way to file a document: what it is called, its media type, and the function that makes its bytes."""

    name: str
    label: str
    media_type: str
    make: Callable[[Document], bytes]


def _paper(document: Document) -> Paper:
    if isinstance(document, LongList):
        return long_list_paper(document)
    return selection_paper(document) if isinstance(document, SelectionRecord) else shortlist_paper(document)


def _workbook(document: Document) -> bytes:
    if isinstance(document, LongList):
        return long_list_xlsx(document)
    return selection_xlsx(document) if isinstance(document, SelectionRecord) else to_xlsx(document)


DOCUMENT_FORMATS: dict[str, DocumentFormat] = {
    f.name: f
    for f in (
        DocumentFormat(
            "xlsx", "Workbook (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook
        ),
        DocumentFormat(
            "docx",
            "Word document (.docx)",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            lambda document: written("docx", _paper(document)),
        ),
        DocumentFormat(
            "pdf", "PDF document (.pdf)", "application/pdf", lambda document: written("pdf", _paper(document))
        ),
    )
}


def export_document(document: Document, format: str, language: str = ENGLISH) -> bytes:
    """A long list, shortlist or selection record as the bytes of a file that can be filed as it is.

    Args:
        language: in which it speaks; English where files do not speak it.

    Raises:
        InvalidSetting: the format is not one of DOCUMENT_FORMATS.
    """
    if format not in DOCUMENT_FORMATS:
        raise InvalidSetting(
            f"There is no document format '{format[:40]}'.", "", f"Use one of {', '.join(DOCUMENT_FORMATS)}."
        )
    with spoken_in(language):
        return DOCUMENT_FORMATS[format].make(document)
