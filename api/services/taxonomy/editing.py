"""Changing the terms of the office: one at a time, or all at once; refused where something on record would lose its term."""

from __future__ import annotations

from collections.abc import Sequence

from api.errors import Conflict, NotOnRecord
from api.services import office_settings as rules
from api.services.taxonomy.overlay import KINDS, Kind, Taxonomy, TermEntry, packaged
from api.services.taxonomy.uses import uses
from api.services.unit import Unit
from matching.vocabulary import Vocabularies, Vocabulary, with_changes
from matching.vocabulary.terms import canonical


def get(unit: Unit) -> tuple[Taxonomy, int]:
    """What the office made of the terms, and its version, 0 where it never made anything of them."""
    return rules.get(unit, Taxonomy)


def change(unit: Unit, value: Taxonomy, expected: int | None) -> int:
    """Set all that the office makes of the terms; its new version.

    Raises:
        InvalidSetting: a change cannot be used; see `matching.vocabulary.with_changes`.
        Conflict: a code that something on record names would be unknown.
        VersionNeeded, ChangedMeanwhile: the change does not say its version, or was made from another one.
    """
    base = packaged(unit)
    value = _as_written(base, value)
    before, after = with_changes(base, get(unit)[0].changes()), with_changes(base, value.changes())
    for kind in KINDS:
        _refuse_orphans(unit, kind, before, after)
    return rules.change(unit, value, expected)


def put_term(unit: Unit, kind: Kind, entry: TermEntry, expected: int | None) -> int:
    """Add a term, or set what one is to be; the new version. Raises as `change` does."""
    value, _ = get(unit)
    return change(unit, _with(value, kind, [*_others(value, kind, entry.code), entry]), expected)


def add_term(unit: Unit, kind: Kind, entry: TermEntry, expected: int | None) -> int:
    """A new term; the new version.

    Raises:
        Conflict: there is one of this code, or was.
        InvalidSetting, VersionNeeded, ChangedMeanwhile: see `change`.
    """
    value, _ = get(unit)
    if term_known(unit, kind, entry.code) or any(one.code == entry.code for one in value.entries(kind)):
        raise Conflict(
            f"The code '{entry.code}' is taken.",
            "There is a term of this code.",
            "Choose another code, or change the term.",
        )
    return put_term(unit, kind, entry, expected)


def restore_term(unit: Unit, kind: Kind, code: str, expected: int | None) -> int:
    """Take back what the office made of a term: as packaged, or gone where it was the office's own; the new version.

    Raises:
        NotOnRecord: the office made nothing of it.
        Conflict, InvalidSetting, VersionNeeded, ChangedMeanwhile: see `change`.
    """
    value, _ = get(unit)
    kept = _others(value, kind, code)
    if len(kept) == len(value.entries(kind)):
        raise NotOnRecord(f"The office made nothing of the term '{code[:40]}'.", "", "Check the code.")
    return change(unit, _with(value, kind, kept), expected)


def term_known(unit: Unit, kind: Kind, code: str) -> bool:
    """Whether the packaged vocabulary knows a code in any printed variant."""
    vocabulary: Vocabulary = getattr(packaged(unit), kind)
    return vocabulary.has(code)


def _others(value: Taxonomy, kind: Kind, code: str) -> list[TermEntry]:
    return [one for one in value.entries(kind) if one.code != code]


def _with(value: Taxonomy, kind: Kind, entries: Sequence[TermEntry]) -> Taxonomy:
    return Taxonomy.model_validate(value.model_dump() | {kind: [one.model_dump() for one in entries]})


def _as_written(base: Vocabularies, value: Taxonomy) -> Taxonomy:
    """The same with every packaged code as the vocabulary writes it, however it was typed."""
    made: dict[str, list[TermEntry]] = {}
    for kind in KINDS:
        known: Vocabulary = getattr(base, kind)
        made[kind] = [
            entry.model_copy(
                update={
                    part: known.normalise(code)
                    for part in ("code", "parent", "successor")
                    if (code := getattr(entry, part)) is not None and _names_one(known, code, part)
                }
            )
            for entry in value.entries(kind)
        ]
    return value.model_copy(update=made)


def _names_one(known: Vocabulary, code: str, part: str) -> bool:
    """Whether a packaged term is meant; an alias is no code of a term that is changed, but it may name another."""
    return known.has(code) and (part != "code" or canonical(known.normalise(code)) == canonical(code))


def _refuse_orphans(unit: Unit, kind: Kind, before: Vocabularies, after: Vocabularies) -> None:
    """Nothing on record loses its term: what a record names is known afterwards, if only as its successor's."""
    known: Vocabulary = getattr(before, kind)
    left: Vocabulary = getattr(after, kind)
    lost = {term.code for term in known if not left.has(term.code)}
    lost |= {alias for term in known for alias in term.aliases if not left.has(alias)}
    if not lost:
        return
    for code, used in sorted(uses(unit, kind).items()):
        if code in lost and used.any:
            raise Conflict(
                f"The term '{code}' is in use.",
                "It stands with people, calls, actions or focal points on record.",
                "Name a successor, as which it is read from then on.",
            )
