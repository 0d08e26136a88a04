"""What can go wrong in this room, each with a next step: one family, so that one place can turn it into an answer."""

from __future__ import annotations


class EmbeddingError(Exception):
    """Base of every error raised on purpose by `embeddings`.

    Args:
        what: what was wrong, one sentence.
        found: what was found instead, one sentence or a short value; may be empty.
        next_step: what the reader can do now, one sentence.

    `str(error)` joins the three as sentences; the attributes keep them apart for pages and JSON.
    """

    def __init__(self, what: str, found: str = "", next_step: str = "") -> None:
        self.what = what
        self.found = found
        self.next_step = next_step
        super().__init__(" ".join(_sentence(part) for part in (what, found, next_step) if part.strip()))

    def __reduce__(self) -> tuple[type[EmbeddingError], tuple[str, str, str]]:
        """Pickle by parts, so that an error raised in a worker process arrives whole."""
        return type(self), (self.what, self.found, self.next_step)


class UnknownModel(EmbeddingError):
    """No model of this name or folder can be had here without the network (or at all)."""


class ModelDamaged(EmbeddingError):
    """A model was found, but its files are incomplete, altered or unreadable."""


class IndexDamaged(EmbeddingError):
    """A saved index (or other derived file) is incomplete, altered or unreadable; it can be rebuilt."""


class IndexMismatch(EmbeddingError):
    """A saved index is whole, but belongs to another model, dimension, count or format."""


class StorageFull(EmbeddingError):
    """The disk is full, over quota, or does not let us write; nothing half-written is left behind."""


class BadSetting(EmbeddingError):
    """A setting has a value that is not among the known ones; the message lists them."""


class BadTexts(EmbeddingError):
    """Something else than a list of strings was given to an encoder, or an unknown kind of text."""


class BadVectors(EmbeddingError):
    """Vectors of the wrong shape, with values that are no numbers, or with ids that do not fit them."""


def _sentence(part: str) -> str:
    part = part.strip()
    return part if part.endswith((".", "!", "?")) else part + "."
