"""What a mail server answered, sorted: taken, try again later, never for this notice, or a matter of our settings.

A server's own words are not passed on: they quote addresses. Its numbers (RFC 5321, RFC 3463) say what one must know.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from api.notices.errors import (
    DeliveryError,
    MailServerUnusable,
    NoticeError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
)

Step = Literal["sender", "recipient", "message"]
_ABOUT_US = {500, 502, 503, 504, 530, 534, 535, 538}  # no such command, sign in first, encrypt first
_TOO_LARGE = 552
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\S)")
_SETTINGS = "Correct the settings of the mail server; the notices wait and are tried again."


class Refused(Exception):
    """An answer that is no consent; for `sorted_failures` alone."""

    def __init__(self, step: Step, code: int, words: bytes) -> None:
        self.step, self.code = step, code
        enhanced = _ENHANCED.match(words)
        self.number = f"{code} {enhanced[0].decode('ascii')}" if enhanced else str(code)
        super().__init__(f"{step}: {self.number}")


def expect(answer: tuple[int, bytes], step: Step) -> None:
    """Raise Refused unless the server consented."""
    code, words = answer
    if not 200 <= code < 300:
        raise Refused(step, code, words)


def need_international(server: smtplib.SMTP, message_id: str) -> None:
    """Raise PermanentDeliveryError unless the server takes addresses in any script."""
    if not server.has_extn("smtputf8"):
        raise PermanentDeliveryError(
            f"The notice {message_id} has an address in another script before the '@', which the mail server cannot take.",
            "The server does not announce SMTPUTF8.",
            "Ask the person for another address, or use a mail server with SMTPUTF8.",
        )


@contextmanager
def sorted_failures(message_id: str) -> Iterator[None]:
    """Turn whatever fails inside into one of the delivery errors; nothing of the cause is kept, it quotes addresses."""
    try:
        yield
    except NoticeError:
        raise
    except Exception as error:
        if failure := _sorted(error, message_id):
            raise failure from None
        raise


def _sorted(error: Exception, message_id: str) -> DeliveryError | None:
    match error:
        case Refused():
            return _refusal(error, message_id)
        case smtplib.SMTPDataError():
            return _refusal(Refused("message", error.smtp_code, _octets(error.smtp_error)), message_id)
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= 500:
            return _ours(f"It refused the user name or the password ({error.smtp_code}).")
        case smtplib.SMTPResponseException():
            return _later(message_id, f"The mail server answered {error.smtp_code}.")
        case smtplib.SMTPServerDisconnected():
            return _later(message_id, "The mail server hung up or did not answer in time.")
        case smtplib.SMTPNotSupportedError():
            return _ours("It offers no encryption, or no way to sign in, that we could use.")
        case smtplib.SMTPException():
            return _ours("It offers no way to sign in that we could use.")
        case ssl.SSLCertVerificationError():
            return _ours(f"Its certificate is not trusted: {error.verify_message.rstrip('.')}.")
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return _later(message_id, "The mail server hung up before the connection was encrypted.")
        case ssl.SSLError():
            return _ours(f"No encrypted connection came about ({error.reason}).")
        case OSError():
            return _later(message_id, f"The system said: {error.strerror or type(error).__name__}.")
    return None


def _refusal(refused: Refused, message_id: str) -> DeliveryError:
    number = f"The mail server answered {refused.number}"
    if refused.code < 500:
        return _later(message_id, f"{number}.")
    if refused.code == _TOO_LARGE or (refused.code not in _ABOUT_US and refused.step in {"recipient", "message"}):
        return PermanentDeliveryError(
            f"The mail server refuses the notice {message_id}.",
            f"{number} to the {refused.step}.",
            "Ask the person for a working address and correct it on record."
            if refused.step == "recipient"
            else "Ask who runs the mail server what this number means.",
        )
    return _ours(f"It answered {refused.number} to the {refused.step}.")


def _later(message_id: str, found: str) -> TemporaryDeliveryError:
    return TemporaryDeliveryError(
        f"The notice {message_id} could not be handed to the mail server now.",
        found,
        "The notice is kept and tried again; where this goes on, see whether the mail server runs and can be reached.",
    )


def _ours(found: str) -> MailServerUnusable:
    return MailServerUnusable("The mail server does not take notices from here.", found, _SETTINGS)


def _octets(words: Any) -> bytes:
    return words if isinstance(words, bytes) else str(words).encode("utf-8", "replace")
