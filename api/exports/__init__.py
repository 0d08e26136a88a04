"""Documents of a selection as files: a shortlist as page, data, workbook, Word or PDF; long list and selection record too."""

from __future__ import annotations

from api.exports.documents import DOCUMENT_FORMATS, Document, DocumentFormat, export_document
from api.exports.long_list import Account, Arrival, ListedPerson, ListedPosition, LongList
from api.exports.selection_record import (
    Asking,
    Choice,
    Chosen,
    Decision,
    MadeVersion,
    Note,
    Place,
    SelectionRecord,
    Step,
)
from api.exports.writing import FORMATS, Format, export_bytes, write_export

__all__ = [
    "DOCUMENT_FORMATS",
    "FORMATS",
    "Account",
    "Arrival",
    "Asking",
    "Choice",
    "Chosen",
    "Decision",
    "Document",
    "DocumentFormat",
    "Format",
    "ListedPerson",
    "ListedPosition",
    "LongList",
    "MadeVersion",
    "Note",
    "Place",
    "SelectionRecord",
    "Step",
    "export_bytes",
    "export_document",
    "write_export",
]
