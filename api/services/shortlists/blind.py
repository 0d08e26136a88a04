"""Results as they are read blind: by ids alone, and with nobody's own name in the sentences of their CV."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from api.explanations import PersonExplanation, PersonInPosition
from api.services.shortlists.make_up import without_telling
from api.services.shortlists.naming import everybody
from api.services.shortlists.striking import Who, without_identity
from api.services.unit import Unit
from api.storage import identities
from matching.results import Criterion, ScoredCandidate, Shortlist

AT_ONCE = 500  # identities asked for at a time
Judged = TypeVar("Judged", ScoredCandidate, PersonInPosition)


def blind(unit: Unit, shortlist: Shortlist) -> Shortlist:
    """A shortlist for a blind reading: what people are called stands nowhere in their evidence.

    Who people are is looked up to strike it out, and shown to nobody: nothing goes to the log.
    """
    known = _known(unit, everybody(shortlist))
    positions = tuple(
        position.model_copy(
            update={"candidates": tuple(_struck(one, known.get(one.expert_id)) for one in position.candidates)}
        )
        for position in shortlist.positions
    )
    return without_telling(shortlist.model_copy(update={"positions": positions}))


def blind_explanation(unit: Unit, found: PersonExplanation) -> PersonExplanation:
    """The same of one person's result."""
    who = _known(unit, [found.expert_id]).get(found.expert_id)
    return found.model_copy(update={"positions": tuple(_struck(one, who) for one in found.positions)})


def striking(unit: Unit, expert_ids: Collection[str]) -> Callable[[str], str]:
    """Strikes what any of these people is called out of a text that somebody wrote, such as an evaluation note."""
    known = _known(unit, expert_ids).values()

    def struck(text: str) -> str:
        for who in known:
            text = without_identity(text, who)
        return text

    return struck


def _known(unit: Unit, expert_ids: Collection[str]) -> dict[str, Who]:
    wanted, known = sorted(expert_ids), dict[str, Who]()
    for start in range(0, len(wanted), AT_ONCE):
        some = identities.identities(unit.session, wanted[start : start + AT_ONCE])
        known |= {expert_id: Who(row.name, row.email, row.phone) for expert_id, row in some.items()}
    return known


def _struck(judged: Judged, who: Who | None) -> Judged:
    if who is None:
        return judged
    return judged.model_copy(update={"criteria": tuple(_criterion(one, who) for one in judged.criteria)})


def _criterion(criterion: Criterion, who: Who) -> Criterion:
    evidence = tuple(one.model_copy(update={"text": without_identity(one.text, who)}) for one in criterion.evidence)
    return criterion.model_copy(update={"evidence": evidence})
