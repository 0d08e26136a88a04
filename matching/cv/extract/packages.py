"""Documents that are zip archives of XML (.docx, .odt): opened within limits, their parts parsed without entities."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from matching.cv.limits import SAVE_AS, Limits
from matching.errors import UnreadableDocument

BROKEN_ZIP = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    zlib.error,
    KeyError,
)


class Package:
    """A zip archive that was checked before anything in it is unpacked."""

    def __init__(self, data: bytes, label: str, limits: Limits) -> None:
        """Open an archive.

        Raises:
            UnreadableDocument: damaged, locked, of too many parts, or unpacking to more than the limits allow.
        """
        self._label, self._limits = label, limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except BROKEN_ZIP as error:
            raise damaged(label, f"Its archive cannot be opened ({type(error).__name__})") from error
        if len(infos) > limits.parts:
            found = f"It has {len(infos):,} parts; the limit is {limits.parts:,}."
            raise UnreadableDocument(f"{label} holds far more parts than a document does.", found, SAVE_AS)
        packed, unpacked = sum(i.compress_size for i in infos), sum(i.file_size for i in infos)
        check_unpacking(packed, unpacked, label, limits)
        if any(i.flag_bits & 1 for i in infos):
            raise UnreadableDocument(
                f"{label} is locked.", "It asks for a password.", "Remove the password and send it again."
            )
        self.names = frozenset(i.filename for i in infos)

    def part(self, name: str) -> etree._Element | None:
        """The root of an XML part, or None where there is no such part.

        Raises:
            UnreadableDocument: too large, damaged, nested too deep, or declaring entities.
        """
        if name not in self.names:
            return None
        return parse_xml(self.bytes_of(name), f"{self._label}, part {name},", self._limits)

    def bytes_of(self, name: str) -> bytes:
        """A part as bytes.

        Raises:
            UnreadableDocument: too large or damaged.
        """
        try:
            size = self._archive.getinfo(name).file_size
            if size > self._limits.markup_megabytes * 1_000_000:
                raise _too_much_markup(f"{self._label}, part {name},", size, self._limits)
            with self._archive.open(name) as part:
                return part.read(size + 1)
        except BROKEN_ZIP as error:
            raise damaged(self._label, f"Its part {name} cannot be unpacked ({type(error).__name__})") from error

    def pictures(self, folders: tuple[str, ...]) -> int:
        """How many picture files lie in some folders of the archive."""
        endings = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".emf", ".wmf")
        return sum(name.startswith(folders) and name.lower().endswith(endings) for name in self.names)


def check_unpacking(packed: int, unpacked: int, label: str, limits: Limits) -> None:
    """Refuse an archive made to fill the memory.

    Raises:
        UnreadableDocument: it unpacks to more, or to a larger multiple of its size, than the limits allow.
    """
    too_dense = unpacked > 1_000_000 and unpacked > limits.unpacking_ratio * max(packed, 1)
    if too_dense or unpacked > limits.unpacked_megabytes * 1_000_000:
        raise UnreadableDocument(
            f"{label} would unpack to far more than a document holds.",
            f"{packed:,} packed bytes stand for {unpacked:,}.",
            f"It was not opened. {SAVE_AS}",
        )


def parse_xml(data: bytes, label: str, limits: Limits) -> etree._Element:
    """The root of an XML text. Nothing outside it is fetched, and no entity in it is replaced.

    Raises:
        UnreadableDocument: too large, damaged, nested too deep, or declaring entities.
    """
    if len(data) > limits.markup_megabytes * 1_000_000:
        raise _too_much_markup(label, len(data), limits)
    if b"<!ENTITY" in data[:65_536].replace(b"\x00", b""):
        raise _entities(label)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        too_deep = "depth" in str(error).lower()
        raise damaged(label, "It is nested too deep" if too_deep else "Its XML cannot be read") from error
    declared = root.getroottree().docinfo
    if declared.internalDTD is not None and any(True for _ in declared.internalDTD.iterentities()):
        raise _entities(label)
    return root


def _entities(label: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"{label} was not read.", "It declares entities, which no CV needs and which are used for attacks.", SAVE_AS
    )


def damaged(label: str, found: str) -> UnreadableDocument:
    """The error for a document whose structure is broken."""
    return UnreadableDocument(
        f"{label} is damaged.", f"{found}.", f"Open it, save it as a new file and send that. {SAVE_AS}"
    )


def _too_much_markup(label: str, size: int, limits: Limits) -> UnreadableDocument:
    found = f"It has {size / 1e6:,.1f} MB of markup; the limit is {limits.markup_megabytes:g} MB."
    return UnreadableDocument(f"{label} is too large.", found, SAVE_AS)
