"""Vectors of the texts that were looked for last, kept in memory: who reads a call again need not wait for the model again."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from embeddings.encoder import Encoder, Vectors


class RecentQueries:
    """The lists of queries that encoders were given last, with their vectors. May be used from many threads.

    Lists are kept as a whole: what a model makes of a text differs in its last digits with the texts beside it, and a call
    read again has to give the numbers of the first time. Of the texts only a hash is kept.

    Args:
        most: lists that are kept; with 0 everything is encoded anew.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, Vectors] = OrderedDict()
        self._keeping = Lock()

    def encode(self, encoder: Encoder, texts: Sequence[str]) -> Vectors:
        """Vectors (n, d) of texts that are looked for, in an array of the caller's own; see Encoder.

        Raises:
            BadTexts: see Encoder.encode.
        """
        if not self._most or isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
            return encoder.encode(texts, kind="query")
        key = hashlib.sha256(json.dumps([encoder.fingerprint, *texts]).encode()).digest()
        with self._keeping:
            found = self._kept.get(key)
        if found is None:
            found = encoder.encode(texts, kind="query")
        with self._keeping:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found.copy()
