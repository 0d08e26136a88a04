"""From the bytes of a document to its text in reading order, whatever kind of document it is."""

from __future__ import annotations

from collections.abc import Callable

from matching.cv.limits import SAVE_AS, Limits, check_size, label_of
from matching.cv.recognise import recognise
from matching.cv.values import CvText
from matching.errors import UnreadableDocument

Reader = Callable[[bytes, str, Limits], CvText]


def extract(data: bytes, name: str = "", limits: Limits | None = None) -> CvText:
    """The text of a document as blocks in reading order; `name` is used in messages, and to tell kinds of text apart.

    A stranger's document is read in a process of its own: `in_worker(extract, data, name, limits)`.

    Raises:
        UnreadableDocument: empty, too large, damaged, locked, without text, or of a kind that is not read here.
    """
    label = label_of(name)
    try:
        return extract_unguarded(data, name, limits)
    except (UnreadableDocument, MemoryError):
        raise
    except RecursionError as error:
        raise UnreadableDocument(
            f"{label} is nested too deep.", "Its parts lie inside one another without end.", SAVE_AS
        ) from error
    except Exception as error:  # a damaged file may lead a library anywhere; the service must go on
        raise UnreadableDocument(
            f"{label} is damaged.", f"Its reader met what it does not expect ({type(error).__name__}).",
            f"Open it, save it as a new file and send that. {SAVE_AS}",
        ) from error  # fmt: skip


def extract_unguarded(data: bytes, name: str = "", limits: Limits | None = None) -> CvText:
    """The same as `extract`, but an error that no reader foresaw comes out as it is: for the search for such errors.

    Raises:
        UnreadableDocument: as `extract`.
    """
    limits, label = limits or Limits(), label_of(name)
    check_size(len(data), label, limits)
    return reader_of(recognise(data, name), label)(data, label, limits)


def reader_of(kind: str, label: str = "The document") -> Reader:
    """The reader of a kind; imported only when needed, because each brings a library of its own.

    Raises:
        UnreadableDocument: of a kind that is no document with text in reading order.
    """
    if kind == "docx":
        from matching.cv.extract.word import read_docx as read
    elif kind == "pdf":
        from matching.cv.extract.pdf import read_pdf as read
    elif kind == "text":
        from matching.cv.extract.plain import read_text as read
    elif kind == "markdown":
        from matching.cv.extract.html import read_markdown as read
    elif kind == "html":
        from matching.cv.extract.html import read_html as read
    elif kind == "scan":
        from matching.cv.extract.scans import read_picture as read
    elif kind == "odt":
        from matching.cv.extract.open_document import read_odt as read
    elif kind == "rtf":
        from matching.cv.extract.rich_text import read_rtf as read
    else:
        what = {"archive": "an archive of several files", "sheet": "a table of many people"}.get(kind, f"a {kind} file")
        raise UnreadableDocument(
            f"{label} is not a document with text in reading order.", f"It is {what}, which has a reader of its own.",
            "Read it with the reader of its kind, or send a document.",
        )  # fmt: skip
    return read
