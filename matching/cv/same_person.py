"""Recognising a person whose CV came before, without keeping the birth date by which they are recognised."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

from matching.codes import fold

_TITLES = frozenset(
    ("dr", "prof", "professor", "docteur", "professeur", "doctor", "doctora", "doutor", "doutora",
     "mr", "mrs", "ms", "miss", "mme", "mlle", "m", "sr", "sra")
)  # fmt: skip


def person_hash(name: str, birth: date, key: bytes) -> str:
    """HMAC-SHA256, in hexadecimal, of a person's name and birth date.

    The name is folded (lower case, no accents, no titles) and its words are put in order, so that "KERMADEC Solène" and
    "Solène Kermadec" are the same person. The date is written as ISO 8601. The same key must be given each time; without
    it the hash cannot be turned back by trying dates, of which there are few.

    Args:
        name: as the CV writes it.
        birth: the full date.
        key: the service's secret for this purpose.

    Raises:
        ValueError: the key is empty, or the name holds no word.
    """
    words = [word for word in fold(name).split() if word not in _TITLES] or fold(name).split()
    if not key:
        raise ValueError("a person's hash needs a key: give the one that the service keeps for it")
    if not words:
        raise ValueError("a person's hash needs a name of at least one word")
    said = f"{' '.join(sorted(words))}\n{birth.isoformat()}"
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
