"""Fields of expertise, competences, types and statuses: editable data in six languages, each kind its own namespace."""

from matching.vocabulary.load import Vocabularies, load_vocabulary
from matching.vocabulary.terms import Term, Vocabulary

__all__ = ["Term", "Vocabularies", "Vocabulary", "load_vocabulary"]
