"""A real mail server: notices arrive; what it answers decides whether one tries again; no secret shows anywhere."""

from __future__ import annotations

import logging
import socket
import ssl
import traceback
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from api.notices import (
    DeliveryError,
    Mailbox,
    MailServerUnusable,
    PermanentDeliveryError,
    SmtpTransport,
    TemporaryDeliveryError,
)
from matching.errors import InvalidSetting
from tests.api.notices.mail_servers import (
    HERE,
    PASSWORD,
    USER,
    Postbox,
    mail_server,
    make_certificate,
    only_known_user,
    scripted_server,
)
from tests.api.notices.samples import notice

SENDER = Mailbox("notices@facility.example", "Employment Facility")
ANA = Mailbox("ana@ministry.example", "Ana Silva")
SIGNING_IN = {"username": USER, "password": PASSWORD}
EHLO = b"250-here\r\n250 8BITMIME\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def transport(port: int, **settings: Any) -> SmtpTransport:
    return SmtpTransport(
        **{"host": HERE, "port": port, "sender": SENDER, "security": "none", "timeout": 5.0} | settings
    )


def refused(port: int, kind: type[DeliveryError], to: Mailbox = ANA, **settings: Any) -> DeliveryError:
    """The error of one attempt, of exactly this kind; nothing that is shown or logged of it names anybody."""
    with pytest.raises(DeliveryError) as caught:
        transport(port, **settings).send("n-7", to, notice())
    error = caught.value
    assert type(error) is kind and error.next_step
    shown = "".join(traceback.format_exception(error))
    for secret in (to.address, "Silva", PASSWORD, USER + "@", "Unknown user"):
        assert secret not in shown
    return error


def test_a_notice_arrives_as_it_was_composed() -> None:
    box = Postbox()
    with mail_server(box) as port:
        transport(port, reply_to=Mailbox("experts@facility.example")).send("n-7", ANA, notice("invitation", "ar"))
    assert box.from_to == [("notices@facility.example", ["ana@ministry.example"])]
    came = message_from_bytes(box.received[0], policy=policy.default)
    assert came["Subject"] == notice("invitation", "ar").subject
    assert came["Message-ID"] == "<n-7@facility.example>"
    assert came["Reply-To"] == "experts@facility.example"
    text = came.get_body(("plain",))
    assert text is not None and text.get_content().replace("\r\n", "\n") == notice("invitation", "ar").text


def test_after_starttls_and_signing_in_a_notice_arrives_encrypted(certificate: tuple[ssl.SSLContext, Path]) -> None:
    box, (shown, trusted) = Postbox(), certificate
    options = {"tls_context": shown, "require_starttls": True, "auth_required": True, "authenticator": only_known_user}
    secured = {"security": "starttls", "username": USER, "password": PASSWORD, "authority": trusted}
    with mail_server(box, **options) as port:
        transport(port, **secured).send("n-7", "ana@ministry.example", notice())
    assert len(box.received) == 1 and box.encrypted == [True]


def test_with_tls_from_the_first_byte_a_notice_arrives(certificate: tuple[ssl.SSLContext, Path]) -> None:
    box, (shown, trusted) = Postbox(), certificate
    with mail_server(box, ssl_context=shown) as port:
        transport(port, security="tls", authority=trusted).send("n-7", ANA, notice())
    assert len(box.received) == 1


def test_a_wrong_password_holds_all_notices_back_and_is_never_shown(
    certificate: tuple[ssl.SSLContext, Path], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    box, (shown, trusted) = Postbox(), certificate
    wrong = {"security": "starttls", "username": USER, "password": PASSWORD + "-old", "authority": trusted}
    caplog.set_level(logging.INFO, logger="api")
    with mail_server(box, tls_context=shown, auth_required=True, authenticator=only_known_user) as port:
        error = refused(port, MailServerUnusable, **wrong)
    assert "535" in error.found and PASSWORD not in repr(transport(port, **wrong))
    assert box.received == []
    assert PASSWORD not in caplog.text + "".join(capfd.readouterr())


def test_nothing_is_sent_in_the_clear_where_encryption_was_asked_for() -> None:
    box = Postbox()
    with mail_server(box) as port:
        error = refused(port, MailServerUnusable, security="starttls")
    assert "no encryption" in error.found and box.received == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate: tuple[ssl.SSLContext, Path]) -> None:
    box, (shown, trusted) = Postbox(), certificate
    with mail_server(box, tls_context=shown) as port:
        assert "not trusted" in refused(port, MailServerUnusable, security="starttls").found
        other_name = {"host": "localhost", "authority": trusted}
        assert "not trusted" in refused(port, MailServerUnusable, security="starttls", **other_name).found
    assert box.received == []


def test_speaking_tls_to_a_server_that_does_not_is_a_matter_of_settings() -> None:
    with mail_server(Postbox()) as port:
        assert "encrypted" in refused(port, MailServerUnusable, security="tls").found


@pytest.mark.parametrize(
    ("step", "answer", "kind", "number"),
    [
        ("RCPT", "550 5.1.1 <ana@ministry.example>: Unknown user", PermanentDeliveryError, "550 5.1.1"),
        ("RCPT", "553 no such mailbox", PermanentDeliveryError, "553"),
        ("RCPT", "450 4.2.1 ana is greylisted", TemporaryDeliveryError, "450 4.2.1"),
        ("RCPT", "530 5.7.0 Authentication required", MailServerUnusable, "530 5.7.0"),
        ("MAIL", "550 5.7.1 sender not yours", MailServerUnusable, "550 5.7.1"),
        ("MAIL", "552 5.3.4 too large", PermanentDeliveryError, "552 5.3.4"),
        ("MAIL", "451 4.3.0 busy", TemporaryDeliveryError, "451 4.3.0"),
        ("DATA", "554 5.6.0 refused for ana", PermanentDeliveryError, "554 5.6.0"),
        ("DATA", "452 4.3.1 disk full", TemporaryDeliveryError, "452 4.3.1"),
        ("DATA", "421 4.3.2 shutting down", TemporaryDeliveryError, "421 4.3.2"),
    ],
)
def test_the_answer_decides_whether_one_tries_again(
    step: str, answer: str, kind: type[DeliveryError], number: str
) -> None:
    box = Postbox(**{step: answer})
    with mail_server(box) as port:
        assert f"answered {number}" in refused(port, kind).found
    assert box.received == []


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    assert "refused" in refused(port, TemporaryDeliveryError).found


@pytest.mark.parametrize(
    "lines",
    [
        [b"554 no mail today\r\n"],
        [b"421 busy\r\n"],
        [None],
        [b"nonsense\r\n"],
        [b""],
        [b"220 here\r\n", None],
        [b"220 here\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", None],
        [b"220 here\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"451 not now\r\n"],
        [b"220 here\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n", None],
        [b"220 here\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n", b""],
    ],
    ids=[
        "no service",
        "busy",
        "hangs up",
        "nonsense",
        "silent",
        "after greeting",
        "before data",
        "data",
        "in data",
        "mute",
    ],
)
def test_a_server_that_breaks_off_is_tried_again(lines: list[bytes | None]) -> None:
    with scripted_server(lines) as port:
        refused(port, TemporaryDeliveryError, timeout=0.3)


@pytest.mark.parametrize(
    ("offer", "answer", "settings", "kind"),
    [
        (b"250 STARTTLS\r\n", b"454 4.7.0 not now\r\n", {"security": "starttls"}, TemporaryDeliveryError),
        (b"250 8BITMIME\r\n", None, SIGNING_IN, MailServerUnusable),
        (b"250 AUTH GSSAPI\r\n", None, SIGNING_IN, MailServerUnusable),
        (b"250 AUTH PLAIN\r\n", b"454 4.7.0 not now\r\n", SIGNING_IN, TemporaryDeliveryError),
        (b"250 AUTH PLAIN\r\n", b"535 5.7.8 not for notices@\r\n", SIGNING_IN, MailServerUnusable),
    ],
)
def test_what_a_server_offers_decides_whether_it_can_be_used(
    offer: bytes, answer: bytes | None, settings: dict[str, Any], kind: type[DeliveryError]
) -> None:
    with scripted_server([b"220 here\r\n", b"250-here\r\n" + offer, answer]) as port:
        refused(port, kind, **settings)


def test_a_server_that_hangs_up_before_the_connection_is_encrypted_is_tried_again() -> None:
    with scripted_server([b"", None]) as port:
        refused(port, TemporaryDeliveryError, security="tls")


def test_a_server_that_refuses_data_outright_refuses_the_notice() -> None:
    lines = [b"220 here\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"554 5.5.1 not for ana@ministry.example\r\n"]
    with scripted_server(lines) as port:
        assert "554 5.5.1 to the message" in refused(port, PermanentDeliveryError).found


@pytest.mark.parametrize("parting", [None, b"500 what?\r\n"])
def test_what_a_server_has_taken_counts_as_sent_however_it_parts(parting: bytes | None) -> None:
    taken = [b"220 here\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n", b"250 taken\r\n", parting]
    with scripted_server(taken) as port:
        transport(port).send("n-7", ANA, notice("erasure_done"))


def test_an_address_in_another_script_goes_only_to_a_server_that_can_take_it() -> None:
    box, anna = Postbox(), Mailbox("анна@министерство.example", "Анна")
    with mail_server(box, enable_SMTPUTF8=True) as port:
        transport(port).send("n-7", anna, notice("selected", "ru"))
    assert box.from_to[0][1] == [anna.wire]
    assert message_from_bytes(box.received[0], policy=policy.SMTPUTF8)["To"].addresses[0].display_name == "Анна"
    with mail_server(box, enable_SMTPUTF8=False) as port:
        assert "SMTPUTF8" in refused(port, PermanentDeliveryError, to=anna).found
    assert len(box.received) == 1


def test_a_domain_in_another_script_goes_to_every_server() -> None:
    box = Postbox()
    with mail_server(box, enable_SMTPUTF8=False) as port:
        transport(port).send("n-7", "jo@münchen.example", notice())
    assert box.from_to[0][1] == ["jo@xn--mnchen-3ya.example"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"security": "ssl"}, "none, starttls, tls"),
        ({"host": " "}, "host"),
        ({"host": ""}, "host"),
        ({"host": "mail..example"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 70000}, "port"),
        ({"timeout": 0}, "timeout"),
        ({"username": "u"}, "both, or neither"),
        ({"password": PASSWORD}, "both, or neither"),
        ({"username": "u", "password": "é" + PASSWORD}, "plain letters"),
        ({"host": "mail.example", "username": "u", "password": PASSWORD}, "others can read it"),
        ({"security": "tls", "authority": Path("/nowhere/ca.pem")}, "cannot be read"),
        ({"security": "starttls", "authority": Path(__file__)}, "cannot be read"),
    ],
)
def test_settings_that_cannot_be_or_are_unsafe_are_refused_at_the_start(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidSetting, match=said) as caught:
        transport(**{"port": 25} | settings)
    assert PASSWORD not in str(caught.value) and caught.value.next_step


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the test server says so, rightly
def test_a_password_may_stay_on_this_machine_without_encryption() -> None:
    box = Postbox()
    signing_in = {"auth_required": True, "auth_require_tls": False, "authenticator": only_known_user}
    with mail_server(box, **signing_in) as port:
        transport(port, username=USER, password=PASSWORD).send("n-7", ANA, notice())
    assert len(box.received) == 1
