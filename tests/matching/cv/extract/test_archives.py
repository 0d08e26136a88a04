"""Archives of many documents: each file in turn, what is dangerous passed over in words, nothing written to disk."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from matching.cv.archives import Member, members
from matching.cv.limits import Limits
from matching.errors import UnreadableDocument


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def problems(found: list[Member]) -> list[str]:
    return [str(member.problem) for member in found if member.problem]


@pytest.mark.parametrize("packed", [zipped, tarred, lambda files: tarred(files, "w")])
def test_each_file_comes_with_its_name(packed: object, tmp_path: Path) -> None:
    path = tmp_path / "cvs"
    path.write_bytes(packed({"a/one.txt": b"One", "two.txt": b"Two", "__MACOSX/._two.txt": b"x"}))  # type: ignore[operator]
    assert [(m.name, m.data) for m in members(path)] == [("a/one.txt", b"One"), ("two.txt", b"Two")]


def test_an_archive_in_an_archive_is_opened_once_and_no_deeper() -> None:
    inner = zipped({"deep.zip": zipped({"deeper.txt": b"x"}), "in.txt": b"In"})
    found = list(members(zipped({"outer.zip": inner, "cv.docx": zipped({"word/document.xml": b"x"})})))
    assert [m.name for m in found if not m.problem] == ["outer.zip/in.txt", "cv.docx"]
    assert "nested deeper than 2" in problems(found)[0]


@pytest.mark.parametrize("name", ["../out.txt", "/etc/passwd", "a/../../out.txt", "..\\out.txt", "C:\\out.txt"])
def test_a_name_that_leads_out_is_passed_over_and_the_rest_is_read(name: str) -> None:
    for archive in (zipped({name: b"x", "good.txt": b"Good"}), tarred({name: b"x", "good.txt": b"Good"})):
        found = list(members(archive))
        assert [m.name for m in found if not m.problem] == ["good.txt"]
        assert "leads out of the archive" in problems(found)[0]


def test_a_file_without_a_name_stops_nothing() -> None:
    archive = zipped({"name.txt": b"x", "good.txt": b"Good"}).replace(b"name.txt", b"\0ame.txt")  # it ends at the zero
    found = list(members(archive))
    assert [(m.name, m.data) for m in found if not m.problem] == [("", b"x"), ("good.txt", b"Good")]


def test_links_are_passed_over() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("cv.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert "a link or a device" in problems(list(members(out.getvalue())))[0]


def test_a_dense_file_is_not_opened_and_the_rest_is_read() -> None:
    found = list(members(zipped({"bomb.txt": b"\0" * 15_000_000, "good.txt": b"Good"})))
    assert [m.name for m in found if not m.problem] == ["good.txt"]
    assert "stand for 15,000,000" in problems(found)[0]


def test_a_bomb_of_archives_in_archives_ends_at_the_limit() -> None:
    level = zipped({f"{n}.bin": bytes(900_000) for n in range(40)})
    bomb = zipped({f"{n}.zip": level for n in range(40)})
    with pytest.raises(UnreadableDocument, match="holds too much"):
        list(members(bomb, limits=Limits(archive_unpacked_megabytes=50)))


def test_a_compressed_tar_that_unpacks_without_end_is_stopped() -> None:
    endless = gzip.compress(tarred({"a.txt": b"x"}, "w")[:1024] + bytes(60_000_000), 9)
    entry = tarfile.TarInfo("zeros")
    entry.size = 500_000_000
    huge = gzip.compress(entry.tobuf() + bytes(60_000_000), 9)
    assert [m.name for m in members(endless)] == ["a.txt"]
    with pytest.raises(UnreadableDocument, match="holds too much"):
        list(members(huge, limits=Limits(archive_unpacked_megabytes=50)))


def test_a_large_file_in_an_archive_is_named_with_its_limit() -> None:
    found = list(members(zipped({"big.txt": bytes(range(256)) * 8}), limits=Limits(megabytes=0.001)))
    assert "the limit is 0.001 MB" in problems(found)[0]


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\x1f\x8bbroken", b"neither"])
def test_a_broken_archive_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        list(members(data))
