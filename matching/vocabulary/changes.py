"""What an office makes of the vocabularies: terms renamed, moved, added or retired, laid over the packaged ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from matching.errors import InvalidSetting
from matching.vocabulary.load import Vocabularies
from matching.vocabulary.terms import Term, Vocabulary, canonical

EDITABLE = ("fields", "competences", "activity_types")  # kinds that an office may change


@dataclass(frozen=True)
class TermChange:
    """A term as an office wants it: labels and parent stand in place of the packaged ones; the rest stays.

    A retired term is offered no more. Where it has a `successor`, its code goes on being read, as the successor's.
    """

    code: str
    labels: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    retired: bool = False
    successor: str | None = None


def with_changes(base: Vocabularies, changes: Mapping[str, Sequence[TermChange]]) -> Vocabularies:
    """The vocabularies with an office's changes, by kind ("fields", "competences", "activity_types").

    Raises:
        InvalidSetting: a change cannot be used; the message says which and why.
    """
    told = {kind: [asdict(one) for one in changes[kind]] for kind in EDITABLE if changes.get(kind)}
    if not told:
        return base
    made = {kind: amended(getattr(base, kind), changes[kind]) for kind in told}
    digest = hashlib.sha256(f"{base.content_hash} {json.dumps(told, sort_keys=True)}".encode())
    return replace(base, **made, content_hash=digest.hexdigest()[:16])


def amended(kind: Vocabulary, changes: Iterable[TermChange]) -> Vocabulary:
    """One kind of terms with changes. New and moved terms stand after those of their parent.

    Raises:
        InvalidSetting: a code stands twice or is another way to write a term's; a label in English is missing; a parent
            or a successor is unknown or retired; a term would be its own ancestor or successor; nothing would be left.
    """
    wanted = _by_code(kind, changes)
    terms = {term.code: term for term in kind}
    for one in wanted.values():
        label = {language: text for language, text in one.labels.items() if text}
        if "en" not in label:
            raise InvalidSetting(
                f"The term '{one.code}' has no English label.",
                "",
                "Give it one: it is shown where a language has none.",
            )
        before = terms.get(one.code) or Term(one.code, None, {})
        terms[one.code] = replace(before, labels=label, parent=one.parent)
    retired = {one.code: one.successor for one in wanted.values() if one.retired}
    _check_parents(terms, retired)
    heirs = {code: _heir(code, terms, retired) for code in retired}
    if len(heirs) == len(terms):
        raise InvalidSetting("No term would be left.", "All are retired.", "Leave at least one.")
    return Vocabulary(
        kind.kind, [_with_heritage(term, terms, heirs) for term in _in_order(terms, kind) if term.code not in heirs]
    )


def _by_code(kind: Vocabulary, changes: Iterable[TermChange]) -> dict[str, TermChange]:
    """The changes by code, every code in the form that the vocabulary gives it."""
    taken = {variant: term.code for term in kind for variant in map(canonical, (term.code, *term.aliases))}
    found: dict[str, TermChange] = {}
    for one in changes:
        code = taken.setdefault(canonical(one.code), one.code)
        if canonical(code) != canonical(one.code):
            raise InvalidSetting(
                f"The code '{one.code}' cannot be given to a new term.",
                f"It is another way to write '{code}'.",
                "Choose another code.",
            )
        if code in found:
            raise InvalidSetting(
                f"The term '{code}' cannot be changed twice at once.",
                f"It was found again as '{one.code}'.",
                "Give each term once.",
            )
        found[code] = replace(one, code=code)

    def form(code: str | None) -> str | None:
        return None if code is None else taken.get(canonical(code), code)

    return {code: replace(one, parent=form(one.parent), successor=form(one.successor)) for code, one in found.items()}


def _check_parents(terms: Mapping[str, Term], retired: Mapping[str, str | None]) -> None:
    for term in terms.values():
        if term.parent is not None and term.parent not in terms:
            raise InvalidSetting(
                f"The term '{term.code}' cannot stand under '{term.parent}'.",
                "There is no such term.",
                "Choose one that there is, or none.",
            )
        if term.parent in retired and term.code not in retired:
            raise InvalidSetting(
                f"The term '{term.parent}' cannot be retired.",
                f"The term '{term.code}' stands under it.",
                "Move that term first, or retire it, too.",
            )
        seen, at = {term.code}, term.parent
        while at is not None and at in terms:
            if at in seen:
                raise InvalidSetting(
                    f"The term '{term.code}' would stand under itself.",
                    f"The way up from it comes to '{at}' again.",
                    "Choose another parent for one of them.",
                )
            seen.add(at)
            at = terms[at].parent


def _heir(code: str, terms: Mapping[str, Term], retired: Mapping[str, str | None]) -> str | None:
    """The term that a retired code is read as in the end; None where there is none."""
    seen, at = {code}, retired[code]
    while at is not None:
        if at not in terms:
            raise InvalidSetting(
                f"The term '{code}' cannot be followed by '{at}'.",
                "There is no such term.",
                "Choose one that there is, or none.",
            )
        if at in seen:
            raise InvalidSetting(
                f"The term '{code}' would be its own successor.",
                f"The way from it comes to '{at}' again.",
                "Choose another successor for one of them.",
            )
        if at not in retired:
            return at
        seen.add(at)
        at = retired[at]
    return None


def _with_heritage(term: Term, terms: Mapping[str, Term], heirs: Mapping[str, str | None]) -> Term:
    """A term that is known by the codes of those it follows, too."""
    old = [terms[code] for code, heir in heirs.items() if heir == term.code]
    return replace(term, aliases=(*term.aliases, *(name for one in old for name in (one.code, *one.aliases))))


def _in_order(terms: Mapping[str, Term], before: Vocabulary) -> list[Term]:
    """The terms as they were; each new or moved one, and what goes with it, after the last that stands below its parent.

    Terms of one parent come in the order of the changes, whether that parent was named before them or after.
    """
    parents = {term.code: term.parent for term in before}
    elsewhere = {code for code, term in terms.items() if code not in parents or parents[code] != term.parent}
    placed = [term for term in terms.values() if elsewhere.isdisjoint(_way_up(term, terms))]
    waiting = [term for term in terms.values() if term not in placed]
    while waiting:
        there = {None, *(other.code for other in placed)}
        term = next(one for one in waiting if one.parent in there)
        waiting.remove(term)
        below = [place for place, other in enumerate(placed) if term.parent in _way_up(other, terms)]
        placed.insert(below[-1] + 1 if below else len(placed), term)
    return placed


def _way_up(term: Term, terms: Mapping[str, Term]) -> list[str]:
    """A term's code and those above it."""
    way, at = [term.code], term.parent
    while at is not None:
        way.append(at)
        at = terms[at].parent
    return way
