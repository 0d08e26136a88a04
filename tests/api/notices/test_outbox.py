"""The outbox folder: whole files or none, for their owner alone, found again, replaced and forgotten."""

from __future__ import annotations

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from api.notices import Mailbox, Notice, OutboxFolder, TemporaryDeliveryError, UnusableAddress, UnusableMessage
from api.notices import outbox as module
from tests.api.notices.samples import LANGUAGES, notice

ANA = Mailbox("ana@ministry.example", "Ana Silva")


@pytest.fixture
def folder(tmp_path: Path) -> OutboxFolder:
    return OutboxFolder(tmp_path / "data" / "outbox")


def files(folder: OutboxFolder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_notice_becomes_one_file_that_a_mail_program_opens(folder: OutboxFolder) -> None:
    folder.send("n-1", ANA, notice("invitation", "ru"))
    assert files(folder) == ["n-1.eml"]
    came = message_from_bytes(folder.file_of("n-1").read_bytes(), policy=policy.default)
    assert came["Subject"] == notice("invitation", "ru").subject
    assert came["To"].addresses[0].addr_spec == ANA.address


def test_a_bare_address_will_do(folder: OutboxFolder) -> None:
    folder.send("n-1", "ana@ministry.example", notice())
    assert b"To: <ana@ministry.example>\r\n" in folder.file_of("n-1").read_bytes()


def test_only_the_owner_can_read_what_lies_in_the_outbox(folder: OutboxFolder) -> None:
    old = os.umask(0)
    try:
        folder.send("n-1", ANA, notice("password_reset"))
    finally:
        os.umask(old)
    assert rights(folder.path) == 0o700 and rights(folder.file_of("n-1")) == 0o600


def test_a_notice_sent_again_takes_the_place_of_its_file(folder: OutboxFolder) -> None:
    for subject in ("First", "Second"):
        folder.send("n-1", ANA, Notice(subject, "Text", "<p>Text</p>"))
    assert files(folder) == ["n-1.eml"]
    assert b"Subject: Second\r\n" in folder.file_of("n-1").read_bytes()


def test_a_file_is_whole_whenever_it_is_read_however_many_write_it(folder: OutboxFolder) -> None:
    folder.send("n-1", ANA, notice())

    def write(number: int) -> None:
        folder.send("n-1", ANA, notice("invitation", LANGUAGES[number % len(LANGUAGES)]))

    with ThreadPoolExecutor(4) as writers:
        waiting = [writers.submit(write, number) for number in range(40)]
        while not all(each.done() for each in waiting):
            came = message_from_bytes(folder.file_of("n-1").read_bytes(), policy=policy.default)
            assert came.get_body(("plain",)) and came.get_body(("html",)) and not came.defects
    assert [each.exception() for each in waiting] == [None] * 40
    assert files(folder) == ["n-1.eml"]


def test_a_full_disk_leaves_nothing_half_written_and_is_tried_again(
    folder: OutboxFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.send("n-1", ANA, Notice("First", "Text", "<p>Text</p>"))

    def full(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module, "put", full)
    for each in ("n-1", "n-2"):
        with pytest.raises(TemporaryDeliveryError, match="No space left") as caught:
            folder.send(each, ANA, notice())
        assert "ana" not in str(caught.value).lower() and caught.value.next_step
    assert files(folder) == ["n-1.eml"]
    assert b"Subject: First\r\n" in folder.file_of("n-1").read_bytes()


def test_a_folder_that_is_a_file_is_a_fault_to_mend_and_try_again(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("not a folder")
    with pytest.raises(TemporaryDeliveryError, match="n-1"):
        OutboxFolder(tmp_path / "outbox").send("n-1", ANA, notice())


def test_what_cannot_be_sent_leaves_no_file(folder: OutboxFolder) -> None:
    with pytest.raises(UnusableMessage):
        folder.send("../n-1", ANA, notice())
    with pytest.raises(UnusableMessage):
        folder.send("n-1", ANA, Notice("One\nBcc: all@example.org", "Text", "<p>Text</p>"))
    with pytest.raises(UnusableAddress):
        folder.send("n-1", "nobody", notice())
    assert not folder.path.exists()


def test_a_notice_can_be_removed_by_its_id(folder: OutboxFolder) -> None:
    folder.send("n-1", ANA, notice())
    assert folder.remove("n-1") and not folder.remove("n-1")
    assert files(folder) == []


def test_forgetting_a_person_removes_every_notice_to_them_and_no_other(folder: OutboxFolder) -> None:
    anna = Mailbox("Анна@München.example", 'Anna "<ben@ministry.example>" ' * 5)
    folder.send("n-1", anna, notice())
    folder.send("n-2", Mailbox("анна@xn--mnchen-3ya.example"), notice("invitation", "ar"))
    folder.send("n-3", Mailbox("ben@ministry.example", "Анна <анна@münchen.example>"), notice(name="Anna"))
    folder.send("n-5", Mailbox("ben@ministry.example", "Anna <anna@ministry.example>"), notice())
    folder.send("n-4", Mailbox("анна@münchen.example.example"), notice())
    assert folder.forget("АННА@münchen.example") == 2
    assert folder.forget("anna@ministry.example") == 0
    assert files(folder) == ["n-3.eml", "n-4.eml", "n-5.eml"]
    (folder.path / "other.eml").write_text("To: nobody in particular\n")
    assert folder.forget("nobody") == 0 and folder.forget("") == 0
    assert files(folder) == ["n-3.eml", "n-4.eml", "n-5.eml", "other.eml"]
    assert folder.forget("Ben@ministry.example") == 2


def test_forgetting_also_removes_what_a_killed_process_left_half_written(folder: OutboxFolder) -> None:
    folder.send("n-1", ANA, notice())
    content = folder.file_of("n-1").read_bytes()
    for name, age in (("old", 3600), ("new", 0)):
        part = folder.path / f".n-{name}.eml.0123.tmp"
        part.write_bytes(content[:40])
        then = part.stat().st_mtime - age
        os.utime(part, (then, then))
    (folder.path / "notes.txt").write_text("To: <ana@ministry.example>\r\n")
    assert folder.forget("ben@ministry.example") == 1
    assert files(folder) == [".n-new.eml.0123.tmp", "n-1.eml", "notes.txt"]


def test_an_outbox_that_was_never_used_has_nothing_to_forget(folder: OutboxFolder) -> None:
    assert folder.forget(ANA.address) == 0
