"""Scenarios: what if Portuguese were asked for twice as often, a field half as much again, a region no more?

A scenario weighs the asks of the past: one that a change is about counts so many times. What is expected follows from the
weighted past, so that fields, languages and the total move together: twice the Portuguese is also more of the fields that
Portuguese speakers ask about.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from matching.codes import language_code
from matching.criteria import regions
from matching.errors import InvalidSetting
from matching.forecasting.values import Ask
from matching.vocabulary.terms import Vocabulary

Kind = Literal["language", "field", "region"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST = 10.0  # times as often; beyond, it is no longer this office's demand


@dataclass(frozen=True, slots=True)
class Change:
    """Asks for a language, for a field or one below it, or from a region, come `times` as often: 0 for never."""

    kind: Kind
    code: str
    times: float


def read_change(text: str) -> Change:
    """A change as it is typed: "language:pt:2", "field:A.20:1.5", "region:Africa:0".

    Raises:
        InvalidSetting: it is no such change, or names a language or region that there is not.
    """
    kind, _, rest = text.partition(":")
    code, _, number = rest.rpartition(":")
    try:
        times = float(number)
    except ValueError:
        times = math.nan
    named = next((one for one in KINDS if one == kind.strip()), None)
    if named is None or not code.strip() or not 0 <= times <= MOST:
        raise InvalidSetting(
            "A change of a scenario cannot be read.",
            f"Found '{text[:80]}'.",
            f"Write one as language:pt:2, field:A.20:1.5 or region:Africa:0, with a number from 0 to {MOST:g}.",
        )
    return Change(named, _known(named, code.strip()), times)


def _known(kind: Kind, code: str) -> str:
    """The code as asks have it; fields are looked up where the vocabulary is at hand."""
    if kind == "language":
        try:
            return language_code(code)
        except ValueError as error:
            raise InvalidSetting(
                "A scenario names a language that is not known.",
                f"Found '{code[:80]}'.",
                "Give its ISO 639 code, such as pt.",
            ) from error
    if kind == "region":
        named = next((one for one in regions() if one.casefold() == code.casefold()), None)
        if named is None:
            raise InvalidSetting(
                "A scenario names a region that is not known.",
                f"Found '{code[:80]}'.",
                f"Give one of {', '.join(regions())}.",
            )
        return named
    return code


def weights_of(asks: Sequence[Ask], scenario: Sequence[Change], fields: Vocabulary) -> list[float]:
    """How often each ask counts in a scenario: once where no change is about it.

    Raises:
        UnknownCode: a change names a field that the vocabulary does not hold.
    """
    weights = [1.0] * len(asks)
    for change in scenario:
        meant = _meant(change, fields)
        for at, ask in enumerate(asks):
            if not meant.isdisjoint(_codes(ask, change.kind, fields)):
                weights[at] *= change.times
    return weights


def _meant(change: Change, fields: Vocabulary) -> frozenset[str]:
    if change.kind != "field":
        return frozenset({change.code})
    own = fields.normalise(change.code)
    return frozenset({own, *(term.code for term in fields.descendants(own))})


def _codes(ask: Ask, kind: Kind, fields: Vocabulary) -> frozenset[str]:
    if kind == "language":
        return frozenset(ask.languages)
    if kind == "region":
        return frozenset({ask.region} if ask.region else ())
    return frozenset(fields.normalise(code) for code in ask.fields if fields.has(code))
