"""E-mail addresses as accounts have them, and where requests come from."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Annotated

from fastapi import Request
from pydantic import AfterValidator, Field

from api.notices.addresses import Mailbox
from api.notices.errors import UnusableAddress
from api.notices.lines import breaks, one_line
from api.services.storable import storable


def address_key(text: str) -> str:
    """An address in small letters, as accounts are kept; whatever is no address comes back as it is."""
    with suppress(UnusableAddress):
        return Mailbox(text).address.lower()
    return str(storable(text)).strip().lower()


def _address(text: str) -> str:
    try:
        Mailbox(text)
    except UnusableAddress as error:
        raise ValueError(error.found.rstrip(".") or "it is no e-mail address") from None
    return address_key(text)


def _line(text: str) -> str:
    made = one_line(text)
    if not made or breaks(made):
        raise ValueError("it is empty, or holds control characters or half characters")
    return made


Address = Annotated[
    str, Field(min_length=3, max_length=254, json_schema_extra={"format": "email"}), AfterValidator(_address)
]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_line)]


def origin_of(request: Request) -> str:
    """The network address that a request comes from; of IPv6 the network, which one person has as a whole."""
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or found.exploded[:19])
    return str(found)
