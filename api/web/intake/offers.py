"""What lists of forms offer, in the language of the page."""

from __future__ import annotations

from functools import cache

from api.services.office import Office
from api.speech.speech import Speech
from matching.codes import country_names
from matching.vocabulary import Vocabulary


@cache
def countries(say: Speech) -> list[tuple[str, str]]:
    """Every country as code and name, in the order of the names."""
    named = {code: say.country(code) for code in country_names().values()}
    return sorted(named.items(), key=lambda pair: pair[1])


def codes(office: Office, kind: str, say: Speech) -> list[str]:
    """What can be typed to add a code of a kind ("fields", "competences"), as "A.35 Employment Services"."""
    vocabulary: Vocabulary = getattr(office.engine.vocabularies, kind)
    return [f"{term.code} {say.term(kind, term.code)}" for term in vocabulary]
