"""People looked for in PostgreSQL: the roster published as generations that any number of machines read.

The flow: `publish` puts a saved roster into tables of its own; `newest` names the one to use; `open_published` gives a
roster like any other, whose vectors, words and experts stay in the database until they are asked for; `drop_older` lets
go what is no longer used, `is_gone` tells whether that was what a roster reads, and `forget` takes a person out of
every generation.
"""

from __future__ import annotations

from api.storage.retrieval.forgetting import forget
from api.storage.retrieval.generations import Published, drop_older, newest
from api.storage.retrieval.opening import is_gone, open_published
from api.storage.retrieval.publishing import publish

__all__ = ["Published", "drop_older", "forget", "is_gone", "newest", "open_published", "publish"]
