"""How else a name may stand in a text: joined in a handle, in Latin letters, without its umlauts, inflected."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

SHORTEST_JOINED = 5  # letters of two parts of a name written as one word
SHORTEST_INFLECTED = 5  # letters of a part that is looked for with an ending
MOST_PARTS = 4  # of a name whose parts are joined in every order
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
SPELT_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
ENDINGS = frozenset(
    {"a", "e", "i", "u", "y", "em", "om", "ou", "ovi", "owi", "ova", "owa", "ove", "ovou"}
    | {"ego", "emu", "im", "ich", "iem", "ej"}
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN_OF = str.maketrans(
    dict(zip("абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя", (
        "a", "b", "v", "g", "g", "d", "e", "e", "e", "zh", "z", "i", "i", "i", "i", "k", "l", "m", "n", "o", "p",
        "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "i", "", "e", "iu", "ia",
    ), strict=True))
)  # fmt: skip
# Countries write the same Cyrillic letter in many ways: what they differ in is taken out of both sides.
_ALIKE = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("shch|sch|tch|sh|ch|ts|tz|cz|c", "s"), ("kh|gh|h", "g"), ("zh", "j"), ("dj|j(?=[aeou])", "i"), ("j", "z"),
        ("ou", "u"), ("w", "v"), ("ff", "f"), ("x", "ks"), ("[yi]+", "i"), ("i(?=e)", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Forms:
    """Other forms of one name, folded."""

    whole: frozenset[str]  # words that are a form as they stand
    inflected: tuple[str, ...]  # what may take an ending, where it is written with a capital
    sounds: frozenset[str]  # of parts in Cyrillic, as they sound in Latin letters

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth while to look at the words of a folded text."""
        return bool(self.sounds) or any(form in text for form in (*self.whole, *self.inflected))

    def has(self, word: str, written: str) -> bool:
        """Whether a folded word is one of them; `written`: as it stands in the text."""
        if word in self.whole or (self.sounds and not _CYRILLIC.search(word) and sound(word) in self.sounds):
            return True
        return written[:1].isupper() and any(
            word.startswith(stem) and word[len(stem) :] in ENDINGS for stem in self.inflected
        )


@lru_cache(maxsize=2_000)
def forms_of(name: str, parts: tuple[str, ...], strong: tuple[str, ...]) -> Forms:
    """Other forms of a name.

    Args:
        parts: of the name, folded, in order.
        strong: those of them that tell.
    """
    spelt = _folded(name.casefold().translate(UMLAUTS))
    whole = {word for word in re.findall(r"[^\W\d_]+", spelt) if len(word) > 3} - {*parts}
    for part in strong:
        for two, one in SPELT_OUT:
            if two in part and len(part) > 4:
                whole.add(part.replace(two, one))
    whole |= {word for word in _joined(parts) if len(word) >= SHORTEST_JOINED}
    stems = {part for part in (*strong, *whole) if len(part) >= SHORTEST_INFLECTED}
    stems |= {stem[:-1] for stem in stems if stem.endswith("a") and len(stem) > SHORTEST_INFLECTED}
    sounds = frozenset(sound(part.translate(_LATIN_OF)) for part in strong if _CYRILLIC.search(part))
    return Forms(frozenset(whole), tuple(sorted(stems)), sounds)


def sound(word: str) -> str:
    """A word in Latin letters without what one country's way of writing Cyrillic names has and another's has not."""
    for pattern, plain in _ALIKE:
        word = pattern.sub(plain, word)
    return word


def _joined(parts: tuple[str, ...]) -> set[str]:
    """Two and more parts as one word, in any order; and the initial of one with another."""
    some = parts[:MOST_PARTS]
    found = {"".join(one) for size in range(2, len(some) + 1) for one in permutations(some, size)}
    return found | {made for one, other in permutations(some, 2) for made in (one[0] + other, other + one[0])}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
