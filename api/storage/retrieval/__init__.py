"""People looked for in PostgreSQL: the roster published as generations that any number of machines read.

The flow: `publish` puts a saved roster into tables of its own; `newest` names the one to use; `open_published` gives a
roster like any other, whose vectors, words and experts stay in the database until they are asked for; `drop_older` lets
go what is no longer used, `is_gone` tells whether that was what a roster reads, `forget` takes a person out of every
generation, and `write_anew` what the server keeps of them; `is_unclean` tells whether it has to, `held_by` why it could not,
`is_outdated` whether a roster was opened before somebody was taken out of it.
"""

from __future__ import annotations

from api.storage.retrieval.forgetting import forget
from api.storage.retrieval.generations import Published, drop_older, newest
from api.storage.retrieval.opening import is_gone, is_outdated, open_published
from api.storage.retrieval.publishing import publish
from api.storage.retrieval.writing_anew import held_by, is_unclean, write_anew

__all__ = [
    "Published",
    "drop_older",
    "forget",
    "held_by",
    "is_gone",
    "is_outdated",
    "is_unclean",
    "newest",
    "open_published",
    "publish",
    "write_anew",
]
