"""The terms of a kind as the office has them: each with where it comes from, and what stands under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from api.services.taxonomy.overlay import Kind, Taxonomy, packaged
from api.services.taxonomy.uses import NOT_USED, Uses, by_term, uses
from api.services.unit import Unit
from matching.vocabulary import Vocabulary, with_changes

Origin = Literal["packaged", "changed", "own"]


@dataclass(frozen=True)
class TermTold:
    """A term. `depth`: how many stand above it; `former`: codes that are read as its own since they were retired."""

    code: str
    labels: Mapping[str, str]
    parent: str | None
    origin: Origin
    retired: bool
    successor: str | None
    depth: int
    former: tuple[str, ...]
    uses: Uses


def terms(unit: Unit, kind: Kind, value: Taxonomy) -> list[TermTold]:
    """Every term of a kind in its order, the retired ones last."""
    base: Vocabulary = getattr(packaged(unit), kind)
    now: Vocabulary = getattr(with_changes(packaged(unit), value.changes()), kind)
    used, entries = by_term(uses(unit, kind), now), {entry.code: entry for entry in value.entries(kind)}
    heritage = {entry.code for entry in entries.values() if entry.retired}
    told = [
        TermTold(
            term.code, term.labels, term.parent, _origin(term.code in entries, base.has(term.code)), False, None,
            len(now.ancestors(term.code)), tuple(alias for alias in term.aliases if alias in heritage),
            used.get(term.code, NOT_USED),
        )
        for term in now
    ]  # fmt: skip
    gone = [
        TermTold(
            entry.code, entry.change().labels, entry.parent, _origin(True, base.has(entry.code)), True, entry.successor,
            0, (), NOT_USED,
        )
        for entry in entries.values() if entry.retired
    ]  # fmt: skip
    return told + sorted(gone, key=lambda one: one.code)


def _origin(touched: bool, known: bool) -> Origin:
    if not touched:
        return "packaged"
    return "changed" if known else "own"
