"""Messages: what was composed comes back whole when the file is read, and no text ever becomes a header."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.notices import Mailbox, Notice, UnusableAddress, UnusableMessage
from api.notices.lines import breaks
from api.notices.message import as_message
from tests.api.notices.samples import KINDS, LANGUAGES, notice

SENDER = Mailbox("notices@facility.example", "Employment Facility")
REPLIES = Mailbox("experts@facility.example")
ANA = Mailbox("ana@ministry.example", "Ana Silva")
HEADERS = ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted"]
MIME = ["Content-Type", "MIME-Version"]
HIDDEN = "=?utf-8?q?A=0D=0ABcc=3A_all=40example=2Eorg?="  # a line break, for who decodes it


def written(subject: str = "A subject", to: Mailbox = ANA, text: str = "Text\n") -> bytes:
    return as_message("n-1", SENDER, to, Notice(subject, text, f"<p>{text}</p>"), reply_to=REPLIES)


def addressee(content: bytes) -> tuple[str, str]:
    """Name and address as RFC 2047 has them; the newer parser keeps the spaces between encoded words of a name."""
    head = message_from_string(content.decode("utf-8"), policy=policy.compat32)
    name, address = parseaddr(head["To"])
    return str(make_header(decode_header(name))), address


def read(content: bytes) -> EmailMessage:
    made = message_from_bytes(content, policy=policy.SMTPUTF8)
    assert isinstance(made, EmailMessage) and not made.defects
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_comes_back_whole_from_its_message(kind: str, language: str) -> None:
    sent = notice(kind, language)
    came = read(as_message("7f3a", SENDER, ANA, sent, reply_to=REPLIES))
    assert came["Subject"] == sent.subject
    assert came["Content-Language"] == language
    text, html = came.get_body(("plain",)), came.get_body(("html",))
    assert text is not None and text.get_content().replace("\r\n", "\n") == sent.text
    assert html is not None and html.get_content().replace("\r\n", "\n").rstrip("\n") == sent.html.rstrip("\n")
    assert came.get_content_type() == "multipart/alternative"


def test_a_message_bears_the_headers_that_a_notice_needs_and_no_other() -> None:
    moment = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
    came = read(as_message("call-14.n-7", SENDER, ANA, notice(), reply_to=REPLIES, date=moment))
    assert sorted(came.keys()) == sorted(HEADERS + MIME)
    assert came["From"] == "Employment Facility <notices@facility.example>"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["Reply-To"].addresses[0].addr_spec == REPLIES.address
    assert parsedate_to_datetime(came["Date"]) == moment


def test_the_message_id_is_the_same_for_every_attempt_and_differs_between_notices() -> None:
    def named(message_id: str) -> str:
        return str(read(as_message(message_id, SENDER, ANA, notice()))["Message-ID"])

    assert named("n-7") == named("n-7") == "<n-7@facility.example>" != named("n-8")


@pytest.mark.parametrize(
    "wrong", ["", "a b", "a\nb", "a\r\nBcc: x", "../a", ".a", "a.", "a..b", "a/b", "ä", "a>", "x" * 101]
)
def test_an_id_that_is_no_file_name_and_no_message_id_is_refused(wrong: str) -> None:
    with pytest.raises(UnusableMessage, match="id"):
        as_message(wrong, SENDER, ANA, notice())


def test_without_a_reply_address_there_is_no_such_header() -> None:
    assert "Reply-To" not in read(as_message("n", SENDER, ANA, notice()))


def test_everything_but_an_international_address_is_ascii_in_lines_that_every_server_takes() -> None:
    content = as_message("n", SENDER, Mailbox("ana@ministry.example", "Ana Lúcia " * 20), notice("invitation", "ar"))
    assert content.isascii() and b"\n" not in content.replace(b"\r\n", b"")
    assert written("Élan", text="Élan\n").isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_an_international_address_is_written_as_it_is() -> None:
    content = written(to=Mailbox("анна@министерство.example", "Анна"))
    assert "<анна@xn--".encode() in content
    assert addressee(content) == ("Анна", "анна@xn--b1afiashkohcid.example")


text = st.text(max_size=120) | st.text(alphabet='=?utf-8qbQB_:"\\<>@,;()[] \tABcc0DAa.', max_size=80)


@given(text)
@example(HIDDEN)
@example("Subject\r\nBcc: all@example.org")
@example("Subject\n\nA new body")
@example("a" * 300)
@example("é" * 300)
@example("Title\u2028next")
@example("  two  spaces ")
@example("")
def test_any_subject_survives_or_is_refused_and_never_becomes_a_header(subject: str) -> None:
    try:
        content = written(subject)
    except UnusableMessage:
        assert breaks(subject)
        return
    came = read(content)
    assert sorted(came.keys()) == sorted(HEADERS + MIME)
    assert came["Subject"] == subject.strip()
    assert max(map(len, content.split(b"\r\n"))) <= 78


@given(text)
@example(HIDDEN)
@example('Ana" <all@example.org>, "B')
@example("Silva, Ana")
@example("Ana\r\nBcc: all@example.org")
@example("\\")
@example('"')
@example("Ana (office) <a@b>")
@example("Фатима аз-Захра " * 12)
def test_any_name_survives_or_is_refused_and_never_becomes_a_header(name: str) -> None:
    try:
        to = Mailbox("ana@ministry.example", name)
    except UnusableAddress:
        assert breaks(name.strip())
        return
    content = written(to=to)
    came = read(content)
    assert sorted(came.keys()) == sorted(HEADERS + MIME)
    assert len(came["To"].addresses) == 1
    assert addressee(content) == (name.strip(), "ana@ministry.example")


@given(st.text(max_size=300))
def test_any_text_survives_or_is_refused(body: str) -> None:
    content = written(text=body)
    assert re.search(rb"\r\n\r\n", content)
    came = read(content)
    assert sorted(came.keys()) == sorted(HEADERS + MIME)
    part = came.get_body(("plain",))
    assert part is not None
    assert part.get_content().split() == body.split()


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(UnusableMessage, match="half a character"):
        written(text="\ud800")
    with pytest.raises(UnusableMessage, match="half a character"):
        written(subject="\ud800")
