"""Notices as files in a folder: the way out where no mail server is set, and in trials."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.notices.addresses import Mailbox, mailbox
from api.notices.compose import Notice
from api.notices.errors import TemporaryDeliveryError, UnusableAddress
from api.notices.message import as_message, check_id
from embeddings.disk import put

NO_SENDER = Mailbox("notices@localhost")
# The address ends its header, after a name that is quoted or encoded: so are our own files written.
_TO = re.compile(r"^To: (?:[^\r\n]*\r\n )*[^\r\n]*<([^<>\s]+)>\r$", re.MULTILINE)
LEFT_OVER_AFTER = 60.0  # seconds after which a file in the making belongs to a process that is gone


@dataclass(frozen=True)
class OutboxFolder:
    """A transport that writes each notice to `<id>.eml` in a folder, whole or not at all.

    The files hold names and links with which to sign in: only their owner may read them. A notice sent again
    takes the place of its file. Any mail program opens them.

    Attributes:
        path: the folder; made when the first notice is written.
        sender: whose messages they are.
        reply_to: where answers go, if not to the sender.
    """

    path: Path
    sender: Mailbox = NO_SENDER
    reply_to: Mailbox | None = None

    def send(self, message_id: str, to: Mailbox | str, notice: Notice) -> None:
        """Write the notice to its file; see `Transport.send`."""
        content = as_message(message_id, self.sender, mailbox(to), notice, reply_to=self.reply_to)
        target = self.file_of(message_id)
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_for_owner(target, content)
        except OSError as error:
            raise _not_written(message_id, error) from None

    def file_of(self, message_id: str) -> Path:
        """Where the notice of this id is, or would be; raises UnusableMessage for an id that is none."""
        return self.path / f"{check_id(message_id)}.eml"

    def remove(self, message_id: str) -> bool:
        """Remove the file of one notice; False where there is none."""
        target = self.file_of(message_id)
        try:
            target.unlink()
        except FileNotFoundError:
            return False
        _keep_folder(self.path)
        return True

    def addresses(self) -> set[str]:
        """Every address for which a notice lies here, as `Mailbox.key` has it."""
        return {address for path in self._files() if (address := _addressee(path))}

    def forget(self, address: str) -> int:
        """Remove every notice to an address, for the erasure of a person, and how many there were.

        What a killed process left half-written is removed too, whomever it was for.
        """
        try:
            wanted = mailbox(address).key
        except UnusableAddress:  # nothing can have been sent to it
            wanted = ""
        doomed = [path for path in self._files() if _left_over(path) or (wanted and wanted == _addressee(path))]
        for path in doomed:
            path.unlink(missing_ok=True)
        if doomed:
            _keep_folder(self.path)
        return len(doomed)

    def _files(self) -> Iterator[Path]:
        if self.path.is_dir():
            yield from (p for p in sorted(self.path.iterdir()) if p.suffix in {".eml", ".tmp"} and p.is_file())


def _write_for_owner(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            put(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, target)
        _keep_folder(target.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _keep_folder(folder: Path) -> None:
    """Let the folder's list of names reach the disk: a notice counts as sent once this is done."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _left_over(path: Path) -> bool:
    try:
        return path.suffix == ".tmp" and time.time() - path.stat().st_mtime > LEFT_OVER_AFTER
    except FileNotFoundError:  # its writer has just finished
        return False


def _addressee(path: Path) -> str:
    """The address a file is for, as `Mailbox.key` has it; empty for a file that is not one of ours."""
    try:
        head = path.read_bytes().partition(b"\r\n\r\n")[0] + b"\r\n"
    except FileNotFoundError:
        return ""
    found = _TO.search(head.decode("utf-8", "replace"))
    return found[1].casefold() if found else ""


def _not_written(message_id: str, error: OSError) -> TemporaryDeliveryError:
    return TemporaryDeliveryError(
        f"The notice {message_id} could not be written to the outbox folder.",
        f"The system said: {error.strerror}.",
        "Free some space or allow writing there; the notice is kept and tried again.",
    )
