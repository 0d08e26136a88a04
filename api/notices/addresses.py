"""E-mail addresses, international ones included, and the names before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import idna

from api.notices.errors import UnusableAddress
from api.notices.lines import breaks

MOST_LOCAL, MOST_WHOLE = 64, 254  # octets, RFC 5321 4.5.3.1
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010FFFF-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_NEXT = "Correct the address on record; an address has the form name@institution.org."


@dataclass(frozen=True)
class Mailbox:
    """An e-mail address and, where known, the name of whose it is.

    The part before the '@' may be in any script (RFC 6531); a domain in another script is turned to its ASCII form.

    Attributes:
        address: as given, without white space around it.
        name: as given, without white space around it; may be empty.
        wire: the address as mail servers take it: domain in ASCII.
        international: whether only servers that announce SMTPUTF8 can take it.

    Raises:
        UnusableAddress: no address in the sense of RFC 5321, or a name with a line break; the message quotes neither.
    """

    address: str
    name: str = ""
    wire: str = field(init=False)
    international: bool = field(init=False)

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "address", self.address.strip())
        set_(self, "name", self.name.strip())
        if breaks(self.name):
            raise UnusableAddress(
                "The name of the person to write to cannot stand in a message.",
                "It holds a line break or a control character.",
                "Correct the name on record.",
            )
        if len(self.address) > MOST_WHOLE:
            raise _unusable(f"It is longer than {MOST_WHOLE} characters.")
        local, _, domain = self.address.rpartition("@")
        if breaks(local) or any(c.isspace() for c in local) or not _LOCAL.fullmatch(local):
            raise _unusable("The part before the '@' is missing or holds characters that have no place there.")
        set_(self, "wire", f"{local}@{_ascii_domain(domain)}")
        set_(self, "international", not local.isascii())
        if len(local.encode()) > MOST_LOCAL or len(self.wire.encode()) > MOST_WHOLE:
            raise _unusable(f"It is longer than {MOST_LOCAL} octets before the '@' or {MOST_WHOLE} in all.")

    @property
    def domain(self) -> str:
        """The domain in ASCII."""
        return self.wire.rpartition("@")[2]

    @property
    def key(self) -> str:
        """The same for all spellings of an address that arrive at the same place in practice."""
        return self.wire.casefold()

    def __repr__(self) -> str:
        return "Mailbox(...)"  # an address in a log would be personal data


def mailbox(value: Mailbox | str) -> Mailbox:
    """A mailbox from itself or from a bare address; raises UnusableAddress."""
    return value if isinstance(value, Mailbox) else Mailbox(value)


def _ascii_domain(domain: str) -> str:
    try:
        made = idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:  # idna's errors are of this family
        raise _unusable("The part after the '@' is no name of a domain.") from None
    if made.endswith("."):
        raise _unusable("The part after the '@' ends with a dot.")
    if made.rpartition(".")[2].isdigit():
        raise _unusable("The part after the '@' is a number, not a name.")
    return made


def _unusable(found: str) -> UnusableAddress:
    return UnusableAddress("An e-mail address cannot be used.", found, _NEXT)
