"""The vocabularies with whose labels this process speaks: those of the office that it serves.

Pages and exports word codes in many places that know no office. A process serves one, so that there is one to know.
"""

from __future__ import annotations

from matching.vocabulary import Vocabularies, Vocabulary, load_vocabulary

_of_the_office: list[Vocabularies] = []


def speak_with(vocabularies: Vocabularies | None) -> None:
    """From now on word codes with these; None: with the packaged ones."""
    _of_the_office[:] = [] if vocabularies is None else [vocabularies]


def spoken() -> Vocabularies:
    """What codes are worded with."""
    return next(iter(_of_the_office), None) or load_vocabulary()


def spoken_kind(kind: str) -> Vocabulary:
    """The terms of a kind ("fields", "competences", "statuses"...)."""
    found: Vocabulary = getattr(spoken(), kind)
    return found
