"""One person's result on a shortlist: told from what is on record, and made again only for those it does not list."""

from __future__ import annotations

from collections.abc import Mapping

from api.explanations import PersonExplanation, explain_position
from api.services.calls.pools import outside
from api.services.office import Office
from api.services.people.viewing import seen
from api.services.shortlists.blind import blind_explanation
from api.services.shortlists.shortlists import StoredShortlist, on_record
from api.services.turns import TURN
from api.services.unit import Actor, reading
from api.storage.identities import names_of
from matching.errors import StaleIndex, UnknownExpert
from matching.left_out import unlisted
from matching.results import NotEligible, RunRecord, ScoredCandidate, Shortlist
from matching.settings import MatchSettings

Result = ScoredCandidate | NotEligible


def explain(
    office: Office, actor: Actor, shortlist_id: str, expert_id: str, *, names: bool = False
) -> PersonExplanation:
    """One person's result for a shortlist's call, on the day and with the settings of its record; blind without names.

    Whoever is listed is told what is on record, whatever changed since; others are placed again by the very parts that
    made the shortlist.

    Raises:
        UnknownShortlist: there is no such shortlist.
        UnknownExpert: nobody on the roster has this id.
        StaleIndex: the person is not listed, and roster, model or vocabulary changed since.
    """
    with reading(office, actor) as unit:
        stored = on_record(unit, shortlist_id)
    shortlist, notes = stored.shortlist, tuple[str, ...]()
    results = results_on_record(shortlist, expert_id)
    if missing := [p for p in shortlist.call.positions if p.id not in results]:
        try:
            results = _made_again(office, stored, expert_id) | results
        except (StaleIndex, UnknownExpert):
            if not results:
                raise
            titles = ", ".join(p.title or p.id for p in missing)
            notes = (f"Not among those listed for: {titles}. The roster changed since, so the place cannot be told.",)
    positions = tuple(
        explain_position(results[position.id], shortlist.call, position, shortlist.record.today)
        for position in shortlist.call.positions
        if position.id in results
    )
    with reading(office, actor) as unit:
        seen(unit, expert_id, "result on a shortlist", blind=not names)
        name = names_of(unit.session, [expert_id]).get(expert_id) if names else None
        found = PersonExplanation(expert_id=expert_id, name=name, positions=positions, notes=notes)
        return found if names else blind_explanation(unit, found)


def results_on_record(shortlist: Shortlist, expert_id: str) -> dict[str, Result]:
    """What a shortlist holds about a person, by position."""
    found: dict[str, Result] = {}
    for position in shortlist.positions:
        results: list[Result] = [*position.candidates, *position.not_eligible]
        if result := next((one for one in results if one.expert_id == expert_id), None):
            found[position.position_id] = result
    return found


def _made_again(office: Office, stored: StoredShortlist, expert_id: str) -> dict[str, Result]:
    served = office.roster.current()
    record, call, roster, engine = (
        stored.shortlist.record,
        stored.shortlist.call,
        served.matcher.roster,
        served.matcher.engine,
    )
    _check_same_parts(stored.id, record, {
        "roster": (record.roster_hash, roster.content_hash),
        "model": (record.model_fingerprint, engine.encoder.fingerprint),
        "vocabulary": (record.vocabulary_hash, engine.vocabularies.content_hash),
    })  # fmt: skip
    if expert_id not in roster.row_of or expert_id in unlisted(served.left_out):
        raise UnknownExpert(
            f"Nobody on the roster has the id '{expert_id[:80]}'.",
            f"The roster in use has {len(roster)} people.",
            "Check the id.",
        )
    settings = MatchSettings.model_validate(record.settings)
    left_out = (*served.left_out, *outside(stored.pool, stored.named, roster.ids))
    with TURN:
        results = served.matcher.explain(
            call, expert_id, today=record.today, settings=settings, seed=record.seed, left_out=left_out
        )
    return {position.id: result for position, result in zip(call.positions, results, strict=True)}


def _check_same_parts(shortlist_id: str, record: RunRecord, now: Mapping[str, tuple[str, str]]) -> None:
    """Whoever is not listed is placed by the very parts that gave the shortlist: others might place them elsewhere."""
    if changed := [name for name, (then, today) in now.items() if then != today]:
        raise StaleIndex(
            f"Shortlist '{shortlist_id}' was made with another {' and '.join(changed)} than the one in use, and this "
            "person is not listed on it.",
            "; ".join(f"{name}: then {now[name][0]}, now {now[name][1]}" for name in changed) + ".",
            "Make the shortlist again from its call.",
        )
