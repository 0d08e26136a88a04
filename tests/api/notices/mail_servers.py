"""Real mail servers for the tests: one that speaks SMTP as it should, and one that says what it is told to."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"
USER, PASSWORD = "notices", "correct-horse-7"


class Postbox:
    """Keeps what arrives, and refuses where it is told to: `answers` maps MAIL, RCPT or DATA to an answer."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.received: list[bytes] = []
        self.from_to: list[tuple[str, list[str]]] = []
        self.encrypted: list[bool] = []

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if answer := self.answers.get("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if answer := self.answers.get("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if answer := self.answers.get("DATA"):
            return answer
        self.received.append(envelope.content)
        self.from_to.append((envelope.mail_from, list(envelope.rcpt_tos)))
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


class _OnFreePort(Controller):
    """A server on a port that was free when it was bound, so that no other test can take it."""

    def __init__(self, handler: Any, **options: Any) -> None:
        self.bound = socket.create_server((HERE, 0))
        super().__init__(handler, hostname=HERE, port=self.bound.getsockname()[1], **options)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.bound, ssl=self.ssl_context)


@contextmanager
def mail_server(box: Postbox, **options: Any) -> Iterator[int]:
    """A mail server that puts what it takes into a postbox; yields its port."""
    server = _OnFreePort(box, loop=asyncio.new_event_loop(), **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def only_known_user(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    """Lets one user in, and gives others the answer of a real server."""
    known = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


@contextmanager
def scripted_server(lines: Sequence[bytes | None]) -> Iterator[int]:
    """A server that sends one line after the other, each after hearing something; None hangs up, b'' stays silent."""
    listening = socket.create_server((HERE, 0))

    def serve() -> None:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            for number, line in enumerate(lines):
                if number and not connection.recv(65536):
                    return
                if line is None:
                    return
                connection.sendall(line)
            connection.recv(65536)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(timeout=5)


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine, made now: what the server shows, and the file that lets a client trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HERE))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, secret)
    return context, certificate
