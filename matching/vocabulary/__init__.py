"""Fields of expertise, competences, types and statuses: editable data in six languages, each kind its own namespace."""

from matching.vocabulary.changes import EDITABLE, TermChange, with_changes
from matching.vocabulary.load import Vocabularies, load_vocabulary
from matching.vocabulary.terms import Term, Vocabulary

__all__ = ["EDITABLE", "Term", "TermChange", "Vocabularies", "Vocabulary", "load_vocabulary", "with_changes"]
