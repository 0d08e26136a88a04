"""How much of a request's words is found with whom, by postings that lie in the database.

The postings are those of the index in files, so that the figures are its figures, to the last bit. PostgreSQL's own
full-text search could not give them: `ts_rank` knows nothing of how rare a word is among all people, and it is that by
which BM25 weighs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from api.storage.retrieval.asking import Generation
from matching.lexical import LexicalScores, Posting, most_used, words_found
from matching.neutral_wording import neutral
from matching.texts import stems

_OF_STEMS = (
    "select stem, used, case when used <= %(most)s then places end, case when used <= %(most)s then weights end"
    " from {word} where language = %(language)s and stem = any(%(stems)s)"
)


class PublishedWords:
    """People by their words, in a generation.

    Args:
        size: people on the roster.
        legs: by language the rows of those with texts in it, ascending.
    """

    def __init__(self, generation: Generation, size: int, legs: Mapping[str, NDArray[np.int32]]) -> None:
        self._generation, self._size, self._legs = generation, size, dict(legs)

    def score(self, text: str, language: str | None) -> LexicalScores:
        """What is found of a request in the texts of its language; see `matching.lexical`."""
        text = neutral(text, language)  # as the texts of the people were
        rows = self._legs.get(language or "")
        if rows is None:
            return LexicalScores(self._size, np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32), {})
        given = {
            "language": language or "",
            "stems": sorted(set(stems(text, language))),
            "most": int(most_used(len(rows))),
        }
        found = {stem: tuple(rest) for stem, *rest in self._generation.ask(_OF_STEMS, given)}

        def postings(wanted: Sequence[str]) -> Iterator[Posting]:
            for stem in wanted:
                _, places, weights = found[stem]
                yield np.frombuffer(places, dtype="<i4"), np.frombuffer(weights, dtype="<f4")

        return words_found(self._size, rows, {stem: used for stem, (used, *_) in found.items()}, postings)
