"""Passwords: kept as argon2id hashes, checked in the same time whether or not an account exists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.auth.common_passwords import effort
from matching.errors import InvalidSetting

SHORTEST, LONGEST = 12, 1024  # characters; bytes
LEAST_EFFORT = 8  # pieces that a guesser has to put together
AT_ONCE = 4  # hashes computed at the same time: each takes the memory below


class UnusablePassword(InvalidSetting):
    """A password that is too short, too long or easy to guess; the message does not quote it."""

    code = "unusable_password"


class Cost:
    """What one hash costs whoever guesses, and us: the second recommendation of RFC 9106 unless said otherwise.

    Args:
        passes: over the memory.
        memory: KiB.
        lanes: computed side by side.
    """

    def __init__(self, passes: int = 3, memory: int = 65_536, lanes: int = 4) -> None:
        self.hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)


COST = Cost()
_turns = BoundedSemaphore(AT_ONCE)


def check_usable(text: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that is no good.

    Args:
        text: the password.
        about: what is known of whose it is, such as name and address; these words make no password.

    Raises:
        UnusablePassword: it is too short or too long, cannot be written as UTF-8, or is easy to guess.
    """
    advice = f"Take at least {SHORTEST} characters: four or five words that have nothing to do with each other do well."
    if len(text) < SHORTEST:
        raise UnusablePassword("The password is too short.", f"It has {len(text)} characters.", advice)
    if (raw := _raw(text)) is None:
        raise UnusablePassword("The password holds characters that cannot be written.", "", advice)
    if len(raw) > LONGEST:
        raise UnusablePassword("The password is too long.", f"The limit is {LONGEST} bytes.", "Take a shorter one.")
    if effort(unicodedata.normalize("NFKC", text), about) < LEAST_EFFORT:
        raise UnusablePassword(
            "The password is easy to guess.",
            "It is made of common words, names, dates, rows of keys or repetitions.",
            advice,
        )


def hash_password(text: str, about: Iterable[str] = ()) -> str:
    """The hash under which a password is kept; raises UnusablePassword (see `check_usable`)."""
    check_usable(text, about)
    with _turns:
        return COST.hasher.hash(_raw(text) or b"")


def check_password(kept: str | None, text: str) -> bool:
    """Whether this is the password. Takes its time where there is no hash (None), so that nobody learns who is known."""
    raw = _raw(text)
    possible = kept is not None and raw is not None and len(raw) <= LONGEST
    with _turns:
        try:
            return COST.hasher.verify(kept if possible and kept else _nobody(COST), raw if possible and raw else b"")
        except (VerificationError, InvalidHashError):
            return False


def renewed(kept: str, text: str) -> str | None:
    """The hash of a password that was just found good, at today's cost; None where it was made at that cost."""
    if not COST.hasher.check_needs_rehash(kept):
        return None
    with _turns:
        return COST.hasher.hash(_raw(text) or b"")


@cache
def _nobody(cost: Cost) -> str:
    """A hash that no password has: made of what is never sent."""
    return cost.hasher.hash(b"\0" * 32)


def _raw(text: str) -> bytes | None:
    """The bytes that are hashed, the same however a keyboard composes an accent; None where there are none."""
    try:
        return unicodedata.normalize("NFKC", text).encode()
    except UnicodeEncodeError:
        return None
