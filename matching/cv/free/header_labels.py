"""Values of a header that stand beside a label of their own: "Employer: ...", "Client: ...", on a line or within one."""

from __future__ import annotations

import re
from dataclasses import replace

from matching.cv.free import employer_words as words
from matching.cv.free.header_pieces import TRIM, Piece
from matching.reading.folding import plain

_MARK = re.compile(r"(?:[.;,|•·–—-]\s|\t)(?=[^\W\d])")


def labelled_in(text: str) -> tuple[dict[str, tuple[int, int]], str]:
    """Spans of values that stand beside a label ("Employer: ..."), and the text with these lines blanked out."""
    found: dict[str, tuple[int, int]] = {}
    rest = text
    same = {"degree": "title", "school": "employer"}
    at = 0
    for row in _rows(text):
        flat = plain(row)
        for kind, pattern in words.LABELS.items():
            if label := pattern.match(flat):
                value = row[label.end() :]
                lead = len(value) - len(value.lstrip(TRIM))
                if value.strip(TRIM):
                    found.setdefault(same.get(kind, kind), (at + label.end() + lead, at + len(row.rstrip(TRIM))))
                rest = rest[:at] + " " * len(row) + rest[at + len(row) :]
                break
        at += len(row) + 1
    return found, rest


def _rows(text: str) -> list[str]:
    """The lines of a header, cut once more where a mark stands before a label: "Country: Georgia. Client: ..."."""
    rows: list[str] = []
    for line in text.split("\n"):
        at = 0
        for mark in _MARK.finditer(line) if ":" in line else ():
            rest = plain(line[mark.end() : mark.end() + 60])
            if mark.start() > at and any(pattern.match(rest) for pattern in words.LABELS.values()):
                rows.append(line[at : mark.end() - 1])  # the blank after the mark stands for the line break
                at = mark.end()
        rows.append(line[at:])
    return rows


def after_labels(pieces: list[Piece]) -> list[Piece]:
    """The pieces with those behind a label in mid-line ("Client: ...") taken for what the label says."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.mark == "strong" and words.LABELS["employer"].fullmatch(plain(found[-1].text) + ":"):
            found[-1] = replace(piece, organisation=piece.organisation + 6.0)
        else:
            found.append(piece)
    return found
