"""People in lists of those whose vectors are alike, so that a search looks at the lists nearest to it alone.

Why not the indexes of pgvector. Its HNSW graph found 15 to 54 % of the fifty nearest on a roster of a million people of
whom each has a hundred who are much alike (ef_search 100 to 1,000): the links of a person lead to their likes, and the
search does not leave them. Its IVFFlat orders whatever it visits before it asks who is eligible. Lists that are a column
of the table are visited in the order of their centres until enough of the *eligible* were seen, whatever share they are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import unit_rows

Floats = NDArray[np.float32]

PER_ROOT = 4  # lists for each unit of the square root of the number of people
SAMPLE = 20  # people for each list from whom its centre is learnt
ROUNDS = 5
AT_ONCE = 16_384  # people compared with all centres at a time
SEED = 11


def centres_of(vectors: NDArray[np.float16]) -> Floats:
    """(lists, d): centres by k-means on a sample of vectors (n, d), each of length 1."""
    people = len(vectors)
    count = min(people, max(1, int(PER_ROOT * people**0.5)))
    draw = np.random.default_rng(SEED)
    sample = np.asarray(vectors[np.sort(draw.choice(people, min(people, SAMPLE * count), replace=False))], np.float32)
    centres = sample[draw.choice(len(sample), count, replace=False)]
    for _ in range(ROUNDS):
        lists = np.concatenate(list(nearest_lists(sample, centres)))
        order = np.argsort(lists, kind="stable")
        some, firsts = np.unique(lists[order], return_index=True)
        centres[some] = np.add.reduceat(sample[order], firsts, axis=0)  # an empty list keeps the centre that it had
        centres = unit_rows(centres)
    return centres


def nearest_lists(vectors: NDArray[np.floating], centres: Floats) -> Iterator[NDArray[np.int32]]:
    """The list of each vector, some thousand at a time."""
    for first in range(0, len(vectors), AT_ONCE):
        piece = np.asarray(vectors[first : first + AT_ONCE], dtype=np.float32)
        yield np.argmax(piece @ centres.T, axis=1).astype(np.int32)
