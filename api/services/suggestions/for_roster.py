"""The open calls for everybody on the roster, in short: a record for each person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from api.services.office import Office
from api.services.people import experts
from api.services.people.viewing import seen
from api.services.suggestions.open_standings import offered, standings
from api.services.unit import Actor, reading
from api.storage import candidates
from matching.suggesting.standing import on_record
from matching.suggesting.suggestions import Suggestion, suggestions_of

AT_ONCE = 200  # people looked at together


def lines(office: Office, actor: Actor, expert_ids: Sequence[str] | None = None) -> Iterator[str]:
    """For each person a line of JSON: their id, and every open call in order with its standing and smallest change.

    Args:
        expert_ids: these alone; everybody on the roster, where it is None.

    Raises:
        NotOnRecord: there is no such person.
    """
    with reading(office, actor) as unit:
        calls, today = offered(unit), unit.today
        for one in expert_ids or ():
            experts.get(unit, one)
    made, vocabularies = standings(office, calls, today), office.engine.vocabularies
    everybody = list(made.matcher.roster.ids) if made.matcher else []
    ids = list(expert_ids) if expert_ids is not None else everybody
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        with reading(office, actor) as unit:
            found = candidates.experts(unit.session, some)
            for one in found:
                seen(unit, one, "profile")
        people = [found[one] for one in some if one in found]
        now = on_record(people, made.calls, made.row_of, vocabularies, today)
        for place, person in enumerate(people):
            told = [_in_short(one) for one in suggestions_of(person, place, now, vocabularies, today)]
            yield json.dumps({"id": person.id, "calls": told}, ensure_ascii=False)


def _in_short(one: Suggestion) -> dict[str, object]:
    return {
        "call_id": one.call_id,
        "standing": one.standing,
        "verdict": one.verdict,
        "merit": one.merit,
        "position": one.positions[0].position_id,
        "smallest": one.smallest,
        "changes": [c.model_dump(mode="json", exclude_defaults=True) for c in one.way.changes],
        "in_the_way": [b.model_dump(mode="json", exclude_defaults=True) for b in one.way.blockers],
    }
