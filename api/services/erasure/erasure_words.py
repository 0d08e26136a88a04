"""What is looked for when a person is erased: name, addresses and numbers, and where a word of them tells who it is.

Whole names, addresses and numbers are struck wherever people write. A part of a name alone is, too, where it can mean
nobody and nothing else: another person with the same name, or a word of every day, loses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from api.services.shortlists.striking import (
    LAST_DIGITS,
    PARTICLES,
    PLAIN,
    SHORTEST,
    Span,
    addresses_in,
    is_form,
    numbers_in,
    words_in,
)
from api.storage.traces import Place

# Within a name: "Brandtner, Anna", "O'Neill", "Jean-Luc", 'Anna "Ännchen" Brandtner'.
_BETWEEN = re.compile(r"[\s.,'’ʼ`´_\-‐‑–/\"“”«»()]{0,3}")
_WORD = re.compile(r"[^\W\d_]+")

MARK = "[erased]"
LEAST = 5  # letters of a word worth looking for in a file


@dataclass(frozen=True)
class Sought:
    """What is on record of who somebody is, and whose else it is. It lives only as long as the erasure does."""

    names: tuple[str, ...] = ()  # as they are written: on record, on the account, on CVs
    addresses: frozenset[str] = frozenset()  # in small letters
    numbers: tuple[str, ...] = ()
    is_former: Callable[[str], bool] = field(default=lambda _: False)  # whether an address was theirs before
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)  # folded part: others with it ("" for no expert)
    namesakes: frozenset[str] = frozenset()  # others whose name holds all of theirs ("" for no expert)
    of_others: frozenset[str] = frozenset()  # addresses, and ends of numbers, on record for others
    own_calls: frozenset[str] = frozenset()  # in which they take part, and nobody else with a part of their name
    common: frozenset[str] = frozenset()  # parts of the name that are words of every day

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The folded words of each name."""
        return tuple(dict.fromkeys(words for name in self.names if (words := folded(name))))

    @cached_property
    def parts(self) -> frozenset[str]:
        """Every folded word of the names."""
        return frozenset(part for words in self.words for part in words)

    @cached_property
    def telling(self) -> frozenset[str]:
        """Parts of the name that mean nobody and nothing else, wherever they stand."""
        return frozenset(part for part in self.parts if strong(part)) - self.common - set(self.others)

    @cached_property
    def ends(self) -> frozenset[str]:
        """The last digits of their numbers, where those are nobody else's."""
        return frozenset(map(ending, self._dialled)) - self.of_others

    @cached_property
    def _dialled(self) -> tuple[str, ...]:
        """Numbers that are ones."""
        return tuple(number for number in self.numbers if ending(number))

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The ways in which a file or a table would hold them: addresses, numbers, names, and parts that tell."""
        whole = [way for name in self.names for way in _ways(name)]
        alone = [word for name in self.names for word in _WORD.findall(name) if set(folded(word)) & self.telling]
        every = (*whole, *alone, *sorted(self.addresses), *self._dialled)
        return tuple(dict.fromkeys(word for word in every if len(word) >= LEAST))

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """What prose holds wherever something could have to be struck out of it."""
        parts = {word for name in self.names for word in _WORD.findall(name) if any(map(strong, folded(word)))}
        parts |= {part for part in self.parts if strong(part)}
        return (*sorted(parts or self.parts), *sorted(self.addresses), *self._dialled)

    def strike(self, text: str, place: Place) -> str:
        """A text without this person; what may be somebody else's stays."""
        spans = sorted([*self._names(text, place), *self._addresses(text), *self._numbers(text)])
        parts, at = [], 0
        for start, end in spans:
            if start >= at:
                parts += [text[at:start], MARK]
            at = max(at, end)
        return "".join([*parts, text[at:]])

    def _names(self, text: str, place: Place) -> Iterator[Span]:
        if not self._may_hold_a_name(text):
            return
        run: list[tuple[str, Span]] = []
        for word, span in words_in(text):
            part = self._part(word)
            if run and not (part and _BETWEEN.fullmatch(text[run[-1][1][1] : span[0]])):
                yield from self._of_run(run, text, place)
                run = []
            if part:
                run.append((part, span))
        yield from self._of_run(run, text, place)

    def _may_hold_a_name(self, text: str) -> bool:
        """Looked at first: most texts need not be taken apart."""
        plain = _plain(text)
        return any(stem in plain for stem in self._stems)

    @cached_property
    def _stems(self) -> frozenset[str]:
        """Letters that stand in every form of a part of the name."""
        return frozenset(part[:-1] if len(part) > SHORTEST else part for part in self.parts)

    def _part(self, word: str) -> str | None:
        """The part of the name that a word is, or is a form of."""
        if word in self.parts:
            return word
        return next((part for part in self.parts if strong(part) and is_form(word, part)), None)

    def _of_run(self, run: list[tuple[str, Span]], text: str, place: Place) -> Iterator[Span]:
        """Words of the name beside each other: the whole of them where they are the name, else those that tell."""
        there = {part for part, _ in run}
        small = any(text[start].islower() for _, (start, _) in run)
        meant = not (small and there <= self.common)  # words of every day are a name where they are written like one
        if self._is_name(there) and meant and not self._may_be_another(place):
            yield run[0][1][0], run[-1][1][1]
            return
        yield from (span for part, span in run if self._tells(part, place))

    def _is_name(self, there: set[str]) -> bool:
        """Whether these words are one of the names: all of it, or the first and the last."""
        return any(len(words) > 1 and there >= {words[0], words[-1]} for words in self.words)

    def _may_be_another(self, place: Place) -> bool:
        return bool(self.namesakes) and (place.expert_id in self.namesakes or place.call_id not in self.own_calls)

    def _tells(self, part: str, place: Place) -> bool:
        """Whether a part of the name alone means this person: nobody else has it, or nobody else in that call."""
        if part in self.telling:
            return True
        with_it = self.others.get(part)
        if with_it is None or part in self.common or not strong(part):
            return False
        return place.notes and place.call_id in self.own_calls and place.expert_id not in with_it

    def _addresses(self, text: str) -> Iterator[Span]:
        for start, end in addresses_in(text):
            address = text[start:end].lower()
            if address not in self.of_others and (address in self.addresses or self._was_theirs(address)):
                yield start, end

    def _was_theirs(self, address: str) -> bool:
        """An address of before: known by its hash, or because it is made of the name."""
        if self.is_former(address):
            return True
        made_of = {word for word, _ in words_in(address.rpartition("@")[0])}
        return bool(made_of & self.telling) or (not self.namesakes and self._is_name(made_of))

    def _numbers(self, text: str) -> Iterator[Span]:
        for span, digits in numbers_in(text) if self.ends else ():
            if any(end in digits for end in self.ends):
                yield span


def folded(name: str) -> tuple[str, ...]:
    """The words of a name in small letters without accents."""
    return tuple(word for word, _ in words_in(name))


def strong(part: str) -> bool:
    """Whether a part of a name may tell a person by itself."""
    return len(part) >= SHORTEST and part not in PARTICLES


def ending(number: str) -> str:
    """The digits by which a number is known; empty for one that is too short to be known by any."""
    digits = "".join(found for _, found in numbers_in(number))
    return digits[-LAST_DIGITS:] if len(digits) >= LEAST else ""


def namesakes(words: Collection[tuple[str, ...]], people: Mapping[str, Collection[tuple[str, ...]]]) -> frozenset[str]:
    """Who of some people has a name that holds all of one of these."""
    found = {
        who for who, names in people.items() if any(set(mine) <= set(theirs) for mine in words for theirs in names)
    }
    return frozenset(found)


def _ways(name: str) -> Iterator[str]:
    """A name in the orders in which people write it."""
    parts = name.split()
    if len(parts) > 1:
        yield name
        last, first = parts[-1], " ".join(parts[:-1])
        yield from (f"{last}, {first}", f"{last} {first}", f"{parts[0]} {last}")


def _plain(text: str) -> str:
    """A text in small letters without accents, as the words of names are folded."""
    small = text.casefold()
    if small.isascii():
        return small
    plain = unicodedata.normalize("NFKD", small).translate(PLAIN)
    return "".join(c for c in plain if not (unicodedata.combining(c) or unicodedata.category(c) == "Cf"))
