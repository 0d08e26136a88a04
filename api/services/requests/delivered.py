"""Who carried out earlier actions: institutions and roles for everybody who reads them, persons for whoever may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from api.services.people.viewing import seen
from api.services.requests.similar import Similar
from api.services.unit import Unit
from api.storage import delivered as rows
from api.storage import experts
from api.storage.identities import names_of
from api.storage.tables import ExpertRow

PLACE = "precedents"  # where parts in actions were shown, as the log tells it


@dataclass(frozen=True)
class Deliverer:
    """An institution that sent somebody to an action, and in which role; None: not on record."""

    institution: str | None
    country: str | None
    role: str | None


@dataclass(frozen=True)
class Continuing:
    """Somebody on the roster who went to some of the actions that are near, and could go on with the work.

    The name is None unless it was asked for and is known; `free_to_go`: with consent, validated, and not excluded.
    """

    expert_id: str
    name: str | None
    institution: str | None
    country: str | None
    actions: tuple[str, ...]  # codes, the nearest first
    roles: tuple[str, ...]
    free_to_go: bool


@dataclass(frozen=True)
class _Part:
    action_id: str
    expert_id: str
    role: str | None


def deliverers(unit: Unit, near: Sequence[Similar]) -> dict[str, tuple[Deliverer, ...]]:
    """By action those who carried it out, by institution and role, each once; nobody is told from another."""
    parts = _parts(unit, near)
    people = experts.experts_by_id(unit.session, {part.expert_id for part in parts})
    found: dict[str, set[Deliverer]] = defaultdict(set)
    for part in parts:
        if (person := people.get(part.expert_id)) is not None:
            found[part.action_id].add(Deliverer(person.institution, person.institution_country, part.role))
    return {action_id: tuple(sorted(some, key=_in_words)) for action_id, some in found.items()}


def continuing(unit: Unit, near: Sequence[Similar], *, named: bool) -> list[Continuing]:
    """Those who went to most of the actions that are near first; that they were shown is noted for each of them."""
    parts = _parts(unit, near)
    people = experts.experts_by_id(unit.session, {part.expert_id for part in parts})
    names = names_of(unit.session, set(people)) if named else {}
    for expert_id in sorted(people):
        seen(unit, expert_id, PLACE, blind=not named)
    codes = {one.earlier.precedent.id: one.earlier.code or one.earlier.precedent.id for one in near}
    by_person: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        by_person[part.expert_id].append(part)
    found = [
        _continuing(people[one], names.get(one), parts, codes) for one, parts in by_person.items() if one in people
    ]
    place = {code: at for at, code in enumerate(codes.values())}
    return sorted(found, key=lambda one: (-len(one.actions), place[one.actions[0]], one.expert_id))


def people_count(unit: Unit, near: Sequence[Similar]) -> int:
    """How many people on the roster went to one of the actions that are near."""
    return len(experts.experts_by_id(unit.session, {part.expert_id for part in _parts(unit, near)}))


def _continuing(person: ExpertRow, name: str | None, parts: Collection[_Part], codes: Mapping[str, str]) -> Continuing:
    went = {part.action_id for part in parts}
    return Continuing(
        expert_id=person.id,
        name=name,
        institution=person.institution,
        country=person.institution_country,
        actions=tuple(code for action_id, code in codes.items() if action_id in went),
        roles=tuple(dict.fromkeys(part.role for part in parts if part.role)),
        free_to_go=person.consent is True and person.validated is True and not person.excluded,
    )


def _parts(unit: Unit, near: Sequence[Similar]) -> list[_Part]:
    """Parts in the actions among these: places accepted here, and assignments that profiles name by the action's code."""
    actions = {one.earlier.precedent.id: one.earlier.code for one in near if one.earlier.kind == "action"}
    found = [_Part(*part) for part in rows.accepted(unit.session, actions)]
    known = {(part.action_id, part.expert_id) for part in found}
    by_code = {code: action_id for action_id, code in actions.items() if code}
    for code, expert_id in rows.named_in_profiles(unit.session, by_code):
        if (by_code[code], expert_id) not in known:
            found.append(_Part(by_code[code], expert_id, None))
    return found


def _in_words(one: Deliverer) -> tuple[str, str, str]:
    return one.institution or "\uffff", one.role or "", one.country or ""
