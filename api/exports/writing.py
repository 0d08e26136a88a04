"""The formats of a shortlist in one table, and writing one of them to disk whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from api.auth.language import ENGLISH
from api.exports.documents import DOCUMENT_FORMATS
from api.exports.html import to_html
from api.exports.json import to_json
from api.exports.spoken import spoken_in
from embeddings.disk import write_atomic
from matching.errors import InvalidSetting
from matching.results import Shortlist


@dataclass(frozen=True)
class Format:
    """One way to export: what it is called, its media type, and the function that makes its bytes."""

    name: str
    label: str
    media_type: str
    make: Callable[[Shortlist], str | bytes]


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("html", "Page (.html)", "text/html; charset=utf-8", to_html),
        Format("json", "Data (.json)", "application/json", to_json),
        *(Format(f.name, f.label, f.media_type, f.make) for f in DOCUMENT_FORMATS.values()),
    )
}


def export_bytes(shortlist: Shortlist, format: str, language: str = ENGLISH) -> bytes:
    """The shortlist in a format, as the bytes of a file (UTF-8 where it is text).

    Args:
        language: in which it speaks; English where files do not speak it. Data have none.

    Raises:
        InvalidSetting: the format is not one of FORMATS.
    """
    if format not in FORMATS:
        raise InvalidSetting(f"There is no export format '{format[:40]}'.", "", f"Use one of {', '.join(FORMATS)}.")
    with spoken_in(language):
        made = FORMATS[format].make(shortlist)
    return made.encode() if isinstance(made, str) else made


def write_export(shortlist: Shortlist, path: Path, format: str | None = None, language: str = ENGLISH) -> None:
    """Write an export to a file in one step: whoever looks sees the old file or the whole new one.

    Args:
        format: one of FORMATS; the ending of `path` where it is not given.
        language: in which it speaks; English where files do not speak it.

    Raises:
        InvalidSetting: the format is not one of FORMATS.
        StorageFull: the disk is full or closed to us; nothing half-written is left, an older file stays as it was.
    """
    write_atomic(path, export_bytes(shortlist, format or path.suffix.lstrip(".").lower(), language))
