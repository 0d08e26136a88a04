"""How much a CV speaks for each field: by its vectors, by its words, and by the company that fields keep.

Experts hold fields together: who inspects labour mostly knows safety at work and the law of labour, whether or not the CV
says so. A first reading, by vectors and words alone, gives each field a share; each hands part of it to its companions.
Broad areas, which are near everything, give way to what lies below them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.vocabulary import Vocabulary

Floats = NDArray[np.float64]
Said = Sequence[Mapping[str, Sequence[str]]]  # per entry: code -> the different words for it

EMPLOYER = 0.25  # of a word that only the employer's name holds: an institution of many tasks, of which a post has one
MOST_WORDS = 2  # different words for a field in one entry from which on more say no more

# By hand, on the sample CVs that readers are built on; the outcome hardly depends on them.
FIRST_LIKE, FIRST_EXAMPLES, FIRST_SHARE, FIRST_ROOT, FIRST_BROAD, SHARPNESS = 0.42, 0.42, 0.8, -0.7, -1.0, 2.0
# Fitted by maximum likelihood to the same CVs, with a penalty, and rounded; so are the offsets of the fields.
LIKE, EXAMPLES, SHARE, COMPANY, ROOT, BROAD = 0.49, 0.31, 0.77, 0.9, -0.46, -2.95
BROAD_FROM = 15  # fields below one from which on it is broad
HANDED = (0.0, 0.12, 0.25, 0.45)  # of its share to a companion that is held with it now and then, often, mostly
LEAST_LIKE, LEAST_SHARE, LEAST_COMPANY = 1e-4, 0.02, 0.01  # that no field has less of, so that none is ruled out


def field_scores(
    kind: Vocabulary, weights: Floats, like: Floats, examples: Floats | None, said: Said, of_work: Said
) -> Floats:
    """(fields,): the logarithm of each field's share of what a CV speaks of; the shares sum to 1.

    Args:
        kind: the fields.
        weights: (entries,) how much each entry counts.
        like, examples: (entries, fields) the likeness of entries with fields and with examples of fields, as shares that
            sum to 1 in each entry; None where no field has examples.
        said, of_work: the words of each entry that tell a field, and those of them outside the name of its employer.
    """
    near = np.log(_mean(like, weights) + LEAST_LIKE)
    nearest = near if examples is None else np.log(_mean(examples, weights) + LEAST_LIKE)
    spoken = np.log(_mean(_word_shares(kind, said, of_work), weights) + LEAST_SHARE)
    root, broad = _roots(kind), kind.descendant_counts() > BROAD_FROM
    first = (
        FIRST_LIKE * near + FIRST_EXAMPLES * nearest + FIRST_SHARE * spoken + FIRST_ROOT * root + FIRST_BROAD * broad
    )
    company = np.log(np.exp(_log_shares(SHARPNESS * first)) @ _companions(kind) + LEAST_COMPANY)
    return _log_shares(
        LIKE * near + EXAMPLES * nearest + SHARE * spoken + COMPANY * company
        + ROOT * root + BROAD * broad + _offsets(kind)
    )  # fmt: skip


def company_of(kind: Vocabulary, scores: Floats, at: int) -> str | None:
    """The code of the field that hands most of its share to field `at`; None where no field is known to go with it."""
    handed = np.exp(scores) * _companions(kind)[:, at]
    return list(kind)[int(handed.argmax())].code if handed.any() else None


def shares(evidence: NDArray[np.floating]) -> Floats:
    """(n, fields): each row of evidence as shares that sum to 1."""
    return np.exp(_log_shares(evidence.astype(np.float64)))


def _log_shares(scores: Floats) -> Floats:
    least = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(least - np.log(np.exp(least).sum(axis=-1, keepdims=True)), dtype=np.float64)


def _mean(per_entry: Floats, weights: Floats) -> Floats:
    return np.asarray(weights @ per_entry / weights.sum(), dtype=np.float64)


def _word_shares(kind: Vocabulary, said: Said, of_work: Said) -> Floats:
    """(entries, fields): how the words of each entry are shared out; an entry without any has none."""
    counts = np.zeros((len(said), len(kind)))
    for row, codes in enumerate(said):
        for code, words in codes.items():
            if kind.has(code):
                at_work = len(of_work[row].get(code, ()))
                counted = at_work + EMPLOYER * max(0, len(words) - at_work)
                counts[row, kind.index(code)] = min(counted, MOST_WORDS)
    return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1), dtype=np.float64)


@lru_cache(maxsize=8)
def _roots(kind: Vocabulary) -> NDArray[np.bool_]:
    return np.array([term.parent is None for term in kind])


@lru_cache(maxsize=8)
def _companions(kind: Vocabulary) -> Floats:
    """(fields, fields): what each field (row) hands to the others; codes that the vocabulary lacks are passed over."""
    matrix = np.zeros((len(kind), len(kind)))
    for code, others in _read("field_companions.json").items():
        for other, often in others.items():
            if kind.has(code) and kind.has(other):
                matrix[kind.index(code), kind.index(other)] = HANDED[often]
    return matrix


@lru_cache(maxsize=8)
def _offsets(kind: Vocabulary) -> Floats:
    """(fields,): what is added where a field is held more often than its evidence in CVs says, or taken off."""
    offsets = np.zeros(len(kind))
    for code, offset in _read("field_offsets.json").items():
        if kind.has(code):
            offsets[kind.index(code)] = offset
    return offsets


def _read(file: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("matching.cv") / file).read_text(encoding="utf-8"))
    return found
