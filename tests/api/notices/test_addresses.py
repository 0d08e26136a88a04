"""Addresses: what mail servers take is taken, in any script; what could break a command or a header is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.notices import Mailbox, UnusableAddress

NO_ADDRESSES = [
    *("", "ana", "@b.example", "ana@", "a b@c.example", "ana@b@c.example", ".a@b.example", "a..b@c.example"),
    *("a.@b.example", "ana@b..example", "ana@.example", "ana@b.example.", "ana@b_c.example", "ana@-b.example"),
    *("ana@127.0.0.1", "ana@[127.0.0.1]", "<ana@b.example>", "ana@b.example>", "Ana <ana@b.example>"),
    *("ana,x@b.example", '"a"@b.example', "ana@b.example\r\nRCPT TO:<x@y>", "a\nb@c.example", "a\x00@b.example"),
    *("a\u2028b@c.example", "a\u00a0b@c.example", "\ud800@b.example", "ana@\ud800.example"),
    *("a" * 65 + "@b.example", "é" * 33 + "@b.example", "a@" + "b" * 64 + ".example", "a@" + "b." * 126 + "example"),
]


@pytest.mark.parametrize(
    ("address", "wire", "international"),
    [
        ("ana@ministry.example", "ana@ministry.example", False),
        (" Ana.Silva+calls@Ministry.Example ", "Ana.Silva+calls@ministry.example", False),
        ("o'neill_1@a.b.example", "o'neill_1@a.b.example", False),
        ("x@localhost", "x@localhost", False),
        ("jo@münchen.example", "jo@xn--mnchen-3ya.example", False),
        ("анна@example.org", "анна@example.org", True),
        ("فاطمة@مثال.example", "فاطمة@xn--mgbh0fb.example", True),
    ],
)
def test_an_address_is_taken_in_the_form_that_mail_servers_take(address: str, wire: str, international: bool) -> None:
    made = Mailbox(address)
    assert (made.wire, made.international) == (wire, international)
    assert made.address == address.strip()


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused_and_not_quoted(address: str) -> None:
    with pytest.raises(UnusableAddress) as caught:
        Mailbox(address)
    assert caught.value.next_step
    if len(address) > 3:
        assert address not in str(caught.value)


@given(st.text(max_size=60) | st.from_regex(r"[\w.+-]{1,12}@[\w.-]{1,20}", fullmatch=True))
@example("a@b\r\nDATA")
def test_any_text_is_refused_or_safe_in_a_command(text: str) -> None:
    try:
        made = Mailbox(text)
    except UnusableAddress:
        return
    assert not re.search(r"[\s<>,;:\"()\[\]\\\x00-\x1f\x7f]", made.wire)
    assert made.wire.count("@") == 1 and made.domain.isascii()


def test_one_address_has_one_key_however_it_is_written() -> None:
    assert Mailbox("Jo@München.example").key == Mailbox("jo@xn--mnchen-3ya.EXAMPLE", "Jo").key


def test_a_mailbox_does_not_show_itself_in_a_log() -> None:
    assert "ana" not in repr(Mailbox("ana@ministry.example", "Ana")).lower()
