"""Late interaction: a call compared with a CV sentence by sentence, each sentence of the call with its best answer.

The measure is MaxSim of ColBERT (Khattab and Zaharia 2020), on sentences in the place of words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def max_sim(asked: Floats, weights: Floats, sentences: Floats, starts: NDArray[np.int64]) -> Floats:
    """(n,): the weighted mean over what is asked of each person's highest cosine; NaN for people without a sentence.

    Args:
        asked: (q, d) vectors of length 1 of the call's sentences; at least one.
        weights: (q,) of the call's sentences, summing to 1.
        sentences: (m, d) vectors of length 1 of people's sentences, person after person.
        starts: (n + 1,) where each person's sentences begin; the last is m.
    """
    found = np.full(len(starts) - 1, np.nan, dtype=np.float32)
    some = np.diff(starts) > 0
    if some.any():
        best = np.maximum.reduceat(sentences @ asked.T, starts[:-1][some], axis=0)  # (people with sentences, q)
        found[some] = best @ weights
    return found
