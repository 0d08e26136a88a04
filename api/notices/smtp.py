"""Notices through a mail server (SMTP, RFC 5321), with what it answers sorted into 'again later' and 'never'."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, get_args

from api.notices import smtp_answers as answers
from api.notices.addresses import Mailbox, mailbox
from api.notices.compose import Notice
from api.notices.message import as_message
from matching.errors import InvalidSetting

Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class SmtpTransport:
    """A transport that hands each notice to a mail server, one connection per notice.

    Attributes:
        host: name of the mail server; its certificate must bear it.
        port: 1 to 65535; usually 587 with 'starttls', 465 with 'tls', 25 with 'none'.
        sender: whose messages they are; the server must let us send for this address.
        security: 'tls' from the first byte, 'starttls' or nothing is sent, or 'none' at all.
        username: for signing in, with `password`; both or neither. Never sent to another machine without encryption.
        timeout: seconds to wait for each answer.
        reply_to: where answers go, if not to the sender.
        authority: file with the certificates (PEM) to trust; where None, those the system trusts.

    Raises:
        InvalidSetting: settings that cannot be or that would be unsafe; the password is never quoted.
    """

    host: str
    port: int
    sender: Mailbox
    security: Security = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    reply_to: Mailbox | None = None
    authority: Path | None = None

    def __post_init__(self) -> None:
        _check(self)
        self._tls()  # certificates that cannot be read are found now, not with the first notice

    def send(self, message_id: str, to: Mailbox | str, notice: Notice) -> None:
        """Hand the notice to the mail server; see `Transport.send`."""
        receiver = mailbox(to)
        content = as_message(message_id, self.sender, receiver, notice, reply_to=self.reply_to)
        with answers.sorted_failures(message_id), self._server() as server:
            self._hand_over(server, message_id, receiver, content)

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        # The sender's domain as our own name: the library would else ask the network for this machine's.
        where = (self.host, self.port, self.sender.domain)
        server: smtplib.SMTP
        if self.security == "tls":
            server = smtplib.SMTP_SSL(*where, timeout=self.timeout, context=self._tls())
        else:
            server = smtplib.SMTP(*where, timeout=self.timeout)
        try:
            self._open(server)
            yield server
            with suppress(smtplib.SMTPException, OSError):  # what has been taken stays taken, however we part
                server.quit()
        finally:
            server.close()

    def _open(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.security == "starttls":
            server.starttls(context=self._tls())  # raises unless the server agrees: nothing goes on in the clear
            server.ehlo_or_helo_if_needed()
        if self.username is not None and self.password is not None:
            server.login(self.username, self.password)

    def _hand_over(self, server: smtplib.SMTP, message_id: str, to: Mailbox, content: bytes) -> None:
        options = []
        if to.international or self.sender.international:
            answers.need_international(server, message_id)
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        answers.expect(server.mail(self.sender.wire, options), "sender")
        answers.expect(server.rcpt(to.wire), "recipient")
        answers.expect(server.data(content), "message")

    def _tls(self) -> ssl.SSLContext | None:
        if self.security == "none":
            return None
        try:
            return ssl.create_default_context(cafile=str(self.authority) if self.authority else None)
        except (OSError, ssl.SSLError) as error:
            raise InvalidSetting(
                "The certificates to trust for the mail server cannot be read.",
                f"Found {self.authority}: {error.strerror or 'no certificates in PEM form'}.",
                "Give a file with certificates in PEM form, or leave it out to trust those of the system.",
            ) from None


def _check(given: SmtpTransport) -> None:
    if given.security not in get_args(Security):
        raise InvalidSetting(
            "The security of the mail server is not known.",
            f"Found {given.security!r}.",
            f"Use one of {', '.join(get_args(Security))}.",
        )
    if not _is_host(given.host) or not 1 <= given.port <= 65535 or not 0 < given.timeout <= 600:
        raise InvalidSetting(
            "The mail server cannot be reached with these settings.",
            f"Found host {given.host!r}, port {given.port}, timeout {given.timeout}.",
            "Give a host, a port from 1 to 65535 and a timeout of up to 600 seconds.",
        )
    if (given.username is None) != (given.password is None):
        raise InvalidSetting(
            "Signing in to the mail server needs a user name and a password.",
            "Found one of the two.",
            "Give both, or neither.",
        )
    if not (given.username or "").isascii() or not (given.password or "").isascii():
        raise InvalidSetting(
            "The user name or password for the mail server holds characters that not every server understands.",
            "Found other characters than ASCII.",
            "Choose a password of plain letters, digits and signs for this account.",
        )
    if given.username is not None and given.security == "none" and not _here(given.host):
        raise InvalidSetting(
            "A password would travel to the mail server where others can read it.",
            "Found a user name with security 'none' and a server on another machine.",
            "Use 'starttls' or 'tls', or leave out user name and password.",
        )


def _is_host(host: str) -> bool:
    try:
        return bool(host.encode("idna")) and not any(c.isspace() for c in host)  # as the socket will encode it
    except UnicodeError:
        return False


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
