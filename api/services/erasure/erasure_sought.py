"""What is on record of who a person is, gathered before it is removed; and of everybody else, who keeps what is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from importlib import resources

from api.record.events import EVENTS
from api.services.cvs.cvs import contacts_of
from api.services.erasure.erasure_words import Sought, ending, folded, namesakes
from api.services.people.identities import address_hash
from api.services.unit import Unit
from api.storage import erasure_others as others
from api.storage import traces
from api.storage.tables import IdentityRow
from matching.codes import WORKING_LANGUAGES, fold
from matching.vocabulary.load import Vocabularies

COPIES = ("shortlists", "notices")  # what they say stands elsewhere, too
SEEN_OFTEN = 10  # texts in which a part of a name stands, beyond which it is taken for a word of every day

_KNOWN: dict[str, frozenset[str]] = {}  # words of every day, by the vocabulary they are from

Names = Mapping[str, Collection[tuple[str, ...]]]  # folded, by id of the expert


def sought(unit: Unit, expert_id: str, ids: Collection[str]) -> Sought:
    """What to look for when a person is erased.

    Args:
        ids: of the person, and of records that were made one with theirs.
    """
    identity = unit.session.get(IdentityRow, expert_id)
    accounts = others.accounts_of(unit.session, ids)
    on_cvs = contacts_of(unit, expert_id, identity.name if identity else None)
    names = [row.name for row in (identity, *accounts) if row is not None]
    addresses = {row.email.lower() for row in (identity, *accounts) if row is not None and row.email}
    numbers = [identity.phone] if identity and identity.phone else []
    for word in on_cvs:
        if "@" in word:
            addresses.add(word.lower())
        elif any(c.isdigit() for c in word):
            numbers.append(word)
        else:
            names.append(word)
    mine = [row.id for row in accounts]
    first = Sought(names=tuple(dict.fromkeys(name for name in names if name)))
    with_names = _names(others.names(unit.session, ids, mine), first.parts)
    of_others = others.addresses(unit.session, ids, mine)
    of_others |= {end for number in others.numbers(unit.session, ids) if (end := ending(number))}
    return Sought(
        names=first.names,
        addresses=frozenset(addresses),
        numbers=tuple(dict.fromkeys(numbers)),
        is_former=_former(unit, ids),
        others=_by_part(with_names, first.parts),
        namesakes=namesakes(first.words, with_names),
        of_others=frozenset(of_others),
        own_calls=frozenset(others.own_calls(unit.session, ids, [who for who in with_names if who])),
        common=_common(unit, first, ids),
    )


def _former(unit: Unit, ids: Collection[str]) -> Callable[[str], bool]:
    marks = others.former_marks(unit.session, ids)
    return lambda address: bool(marks) and address_hash(unit.office, address) in marks


def _names(people: Iterable[tuple[str, str]], parts: frozenset[str]) -> dict[str, list[tuple[str, ...]]]:
    """The names of those of whom some part is among these."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for who, name in people:
        words = folded(name)
        if parts.intersection(words):
            found.setdefault(who, []).append(words)
    return found


def _by_part(people: Names, parts: frozenset[str]) -> dict[str, frozenset[str]]:
    held = {part: {who for who, names in people.items() if any(part in words for words in names)} for part in parts}
    return {part: frozenset(who) for part, who in held.items() if who}


def _common(unit: Unit, of: Sought, ids: Collection[str]) -> frozenset[str]:
    """Parts of a name that are words of every day: in the vocabulary, in our letters, or in what many people wrote."""
    known = of.parts & everyday(unit.office.engine.vocabularies)
    rest = of.telling - known
    seen = {part: 0 for part in rest}
    if not rest:
        return known
    small: set[str] = set()
    for place, value in traces.texts(unit.session, of.hints, notes=False):
        if place.expert_id in ids or place.table in COPIES:
            continue
        words = re.findall(r"[^\W\d_]+", re.sub(r"\S*[@/]\S*", " ", str(value)))
        there = {fold(word): word for word in words if fold(word) in rest}
        small |= {fold(word) for word in words if word.islower() and fold(word) in rest}
        for part in there:
            seen[part] += 1
    return known | small | {part for part, times in seen.items() if times > SEEN_OFTEN}


def everyday(vocabularies: Vocabularies) -> frozenset[str]:
    """Folded words of the vocabulary, of our letters in every language, and of what the log tells."""
    known = _KNOWN.get(vocabularies.content_hash)
    if known is None:
        letters = (
            resources.files("api.notices").joinpath(f"data/{language}.json").read_text(encoding="utf-8")
            for language in WORKING_LANGUAGES
        )
        texts = (*_vocabulary(vocabularies), *letters, *EVENTS, *EVENTS.values())
        known = _KNOWN[vocabularies.content_hash] = frozenset(word for text in texts for word in fold(text).split())
    return known


def _vocabulary(vocabularies: Vocabularies) -> Iterator[str]:
    kinds = (vocabularies.fields, vocabularies.competences, vocabularies.activity_types, vocabularies.statuses)
    for term in (term for kind in kinds for term in kind):
        yield from term.labels.values()
        yield from term.descriptions.values()
        yield from (word for words in (*term.keywords.values(), *term.examples.values()) for word in words)
