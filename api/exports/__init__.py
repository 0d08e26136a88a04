"""A shortlist as files: a page to print, JSON, a workbook, and the selection record that an officer files."""

from __future__ import annotations

from api.exports.writing import FORMATS, Format, export_bytes, write_export

__all__ = ["FORMATS", "Format", "export_bytes", "write_export"]
