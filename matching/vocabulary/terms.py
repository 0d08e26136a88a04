"""One kind of vocabulary: terms in a tree, found by code in any printed variant or by label in any language."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.codes import fold
from matching.errors import UnknownCode, VocabularyDamaged

# How near two fields are in the tree. The steps follow the idea of Wu and Palmer (1994) that nearness falls with the
# distance to the common ancestor; the figures are ours, round, and the evaluation reports what the criterion is worth.
PARENT_AND_CHILD = 0.7
SIBLINGS = 0.4
SAME_ROOT = 0.2


@dataclass(frozen=True)
class Term:
    """One entry. `labels` and `descriptions` by language; `keywords` are practitioners' words for it.

    `examples`, by language, are sentences as a request for this term would put them; `related` are codes that a request
    for this term is often about too.
    """

    code: str
    parent: str | None
    labels: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    demand: int = 0  # how often past requests used it
    public: bool | None = None  # of a status: serving the public
    note: str = ""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def canonical(code: str) -> str:
    """A printed code without the accidents of printing: 'A02 01' and 'a.02.01.' become 'A.02.01'."""
    text = re.sub(r"[\s.\-–—_/]+", ".", code.strip().upper()).strip(".")
    return re.sub(r"^([A-Z])(\d)", r"\1.\2", text)


class Vocabulary:
    """The terms of one kind ("field", "competence", ...), in the order of their file.

    Raises:
        VocabularyDamaged: two terms share a code or alias, a parent is missing, or the tree has a cycle.
    """

    def __init__(self, kind: str, terms: Iterable[Term]) -> None:
        self.kind = kind
        self._terms = {term.code: term for term in terms}
        self._by_variant: dict[str, str] = {}
        for term in self._terms.values():
            for variant in {canonical(v) for v in (term.code, *term.aliases)}:
                other = self._by_variant.setdefault(variant, term.code)
                if other != term.code:
                    raise VocabularyDamaged(
                        f"Two {kind} terms share the code or alias '{variant}'.",
                        f"Found in '{other}' and '{term.code}'.",
                        "Give each its own.",
                    )
        self._check_tree()

    def _check_tree(self) -> None:
        for term in self._terms.values():
            seen, at = {term.code}, term.parent
            while at is not None:
                if at not in self._terms:
                    raise VocabularyDamaged(
                        f"The {self.kind} term '{term.code}' hangs under '{at}', which does not exist.",
                        next_step="Add the parent, or set the parent to null.",
                    )
                if at in seen:
                    raise VocabularyDamaged(
                        f"The {self.kind} term '{term.code}' is its own ancestor.",
                        f"The chain meets '{at}' twice.",
                        "Mend the parent of one of them.",
                    )
                seen.add(at)
                at = self._terms[at].parent

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    def has(self, code: str) -> bool:
        """Whether a code is known in any printed variant."""
        return canonical(code) in self._by_variant

    def normalise(self, code: str) -> str:
        """The canonical code of a printed variant or alias.

        Raises:
            UnknownCode: naming near codes with their labels.
        """
        try:
            return self._by_variant[canonical(code)]
        except KeyError:
            raise UnknownCode(self.kind, code, self._near(code)) from None

    def get(self, code: str) -> Term:
        """The term of a code in any printed variant; raises UnknownCode as `normalise` does."""
        return self._terms[self.normalise(code)]

    def names(self, code: str) -> tuple[str, ...]:
        """A code and its aliases, among them retired codes that are read as it: what records may name it by."""
        term = self.get(code)
        return (term.code, *term.aliases)

    def label(self, code: str, language: str = "en") -> str:
        """The label of a code, in English where the language has none."""
        labels = self.get(code).labels
        return labels.get(language) or labels.get("en", code)

    def _near(self, code: str) -> list[str]:
        by_code = difflib.get_close_matches(canonical(code), list(self._by_variant), n=4, cutoff=0.5)
        codes = [self._by_variant[variant] for variant in by_code]
        codes += [term.code for term, _ in self.find(code)[:3]]
        return [f"{c} {self._terms[c].labels.get('en', '')}".strip() for c in dict.fromkeys(codes)][:5]

    def find(self, text: str, cutoff: float = 0.6) -> list[tuple[Term, float]]:
        """Terms whose label or keyword in any language looks like a text, nearest first, with a score from 0 to 1."""
        wanted = fold(text)
        if not wanted:
            return []
        best: dict[str, float] = {}
        matcher = difflib.SequenceMatcher()
        matcher.set_seq2(wanted)
        for name, code in self._names:
            least = max(cutoff, best.get(code, 0.0))
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                ratio = matcher.ratio()
                if ratio >= least:
                    best[code] = ratio
        return sorted(((self._terms[c], s) for c, s in best.items()), key=lambda pair: (-pair[1], pair[0].code))

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        names = []
        for term in self:
            words = [*term.labels.values(), *(k for ks in term.keywords.values() for k in ks)]
            names += [(folded, term.code) for word in words if (folded := fold(word))]
        return names

    def children(self, code: str) -> list[Term]:
        """The terms directly under a code."""
        own = self.normalise(code)
        return [term for term in self if term.parent == own]

    def ancestors(self, code: str) -> list[Term]:
        """The terms above a code, nearest first."""
        above, at = [], self.get(code).parent
        while at is not None:
            above.append(self._terms[at])
            at = self._terms[at].parent
        return above

    def descendants(self, code: str) -> list[Term]:
        """Every term below a code, in file order."""
        own = self.normalise(code)
        return [term for term in self if any(above.code == own for above in self.ancestors(term.code))]

    def descendant_counts(self) -> NDArray[np.int64]:
        """(n,): how many terms lie below each one, in file order; read-only."""
        return self._descendant_counts

    @cached_property
    def _descendant_counts(self) -> NDArray[np.int64]:
        counts = np.zeros(len(self), dtype=np.int64)
        for term in self:
            for above in self.ancestors(term.code):
                counts[self.index(above.code)] += 1
        counts.flags.writeable = False
        return counts

    def siblings(self, code: str) -> list[Term]:
        """The other terms under the same parent; a root has none."""
        own = self.get(code)
        return [t for t in self if own.parent is not None and t.parent == own.parent and t.code != own.code]

    def index(self, code: str) -> int:
        """Row of a code in `similarity_matrix` and in columns of marks; raises UnknownCode as `normalise` does."""
        return self._index[self.normalise(code)]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {code: i for i, code in enumerate(self._terms)}

    def similarity(self, a: str, b: str) -> float:
        """How near two codes are in the tree, from 0 to 1: same 1, parent and child 0.7, siblings 0.4, same root 0.2.

        Two terms directly under a root count as siblings only where that root is not the whole of what they share:
        under a root they have the nearness of the root alone.
        """
        one, two = self.get(a), self.get(b)
        if one.code == two.code:
            return 1.0
        if one.parent == two.code or two.parent == one.code:
            return PARENT_AND_CHILD if one.parent and two.parent else SIBLINGS
        if one.parent is not None and one.parent == two.parent and self._terms[one.parent].parent is not None:
            return SIBLINGS
        return SAME_ROOT if self._root(one) == self._root(two) else 0.0

    def _root(self, term: Term) -> str:
        above = self.ancestors(term.code)
        return above[-1].code if above else term.code

    def similarity_matrix(self) -> NDArray[np.float32]:
        """Symmetric (n, n) matrix of `similarity`, rows in file order; read-only."""
        return self._similarity_matrix

    @cached_property
    def _similarity_matrix(self) -> NDArray[np.float32]:
        codes = list(self._terms)
        matrix = np.array([[self.similarity(a, b) for b in codes] for a in codes], dtype=np.float32)
        matrix.flags.writeable = False
        return matrix

    def related_matrix(self) -> NDArray[np.float32]:
        """(n, n): each row shares 1 evenly among the terms related to its own; read-only.

        Codes that are not in this vocabulary are passed over. A term without related ones keeps its share for itself.
        """
        return self._related_matrix

    @cached_property
    def _related_matrix(self) -> NDArray[np.float32]:
        matrix = np.zeros((len(self), len(self)), dtype=np.float32)
        for row, term in enumerate(self):
            others = {self.index(code) for code in term.related if self.has(code)} - {row} or {row}
            matrix[row, list(others)] = 1 / len(others)
        matrix.flags.writeable = False
        return matrix
