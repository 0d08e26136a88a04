"""From a notice to the bytes of an e-mail (RFC 5322), and what every way of sending it has in common."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from api.notices.addresses import Mailbox
from api.notices.compose import Notice
from api.notices.errors import UnusableMessage
from api.notices.headers import header, mailbox_header, text_header

# Seven-bit bodies pass through every server, and through every copy of the file.
_BODY = policy.SMTP.clone(cte_type="7bit")
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*(?<!\.)")
MOST_ID = 100  # characters: an id is also a file name


class Transport(Protocol):
    """A way for notices to leave the house."""

    def send(self, message_id: str, to: Mailbox | str, notice: Notice) -> None:
        """Hand a notice over, for good once this returns.

        Args:
            message_id: the same for every attempt at one notice, different for every notice; letters, digits and
                '-', '_', '.' between them. It becomes the Message-ID, by which receivers recognise a repetition.
            to: whom it is for.
            notice: what it says.

        Raises:
            TemporaryDeliveryError: not now; keep the notice and try again.
            PermanentDeliveryError: never as it is; do not try again.
        """
        ...


def check_id(message_id: str) -> str:
    """The id itself; raises UnusableMessage where it could not be a Message-ID and a file name."""
    if len(message_id) <= MOST_ID and _ID.fullmatch(message_id):
        return message_id
    raise UnusableMessage(
        "The id of a notice cannot be used.",
        f"Found {len(message_id)} characters." if len(message_id) > MOST_ID else "It holds a character not foreseen.",
        f"Use letters and digits with '-', '_' and '.' between them, {MOST_ID} characters at most.",
    )


def as_message(
    message_id: str,
    sender: Mailbox,
    to: Mailbox,
    notice: Notice,
    *,
    reply_to: Mailbox | None = None,
    date: datetime | None = None,
) -> bytes:
    """The whole message, lines ended by CR LF; only its address headers may hold more than ASCII (RFC 6532).

    Args:
        message_id: see `Transport.send`.
        sender: whose message it is; its domain stands in the Message-ID.
        to: whom it is for.
        notice: what it says.
        reply_to: where answers go, if not to the sender.
        date: moment of the message, with its time zone; now where it is not given.

    Raises:
        UnusableMessage: the id, the subject or a text cannot stand in a message.
    """
    head = [
        mailbox_header("From", sender),
        mailbox_header("To", to),
        *([mailbox_header("Reply-To", reply_to)] if reply_to else []),
        text_header("Subject", notice.subject),
        header("Date", format_datetime(date or datetime.now(UTC))),
        header("Message-ID", f"<{check_id(message_id)}@{sender.domain}>"),
        header("Content-Language", notice.language),
        # RFC 3834: answering machines stay silent, so that an absence notice does not come back to the office.
        header("Auto-Submitted", "auto-generated"),
    ]
    return "".join(head).encode("utf-8") + _body(notice)


def _body(notice: Notice) -> bytes:
    """The MIME headers, an empty line and the two forms of the text."""
    body = EmailMessage(policy=_BODY)
    try:
        body.set_content(notice.text, charset="utf-8")
        body.add_alternative(notice.html, subtype="html", charset="utf-8")
        return body.as_bytes()
    except UnicodeEncodeError:
        raise UnusableMessage(
            "The text of a notice cannot be written in UTF-8.",
            "It holds half a character.",
            "Correct the facts it was made from.",
        ) from None
