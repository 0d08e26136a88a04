"""What a selection record says as pairs of label and words: the file, a choice, the decision."""

from __future__ import annotations

from api.exports import labels
from api.exports.facts import balance_facts
from api.exports.long_list_paper import account
from api.exports.selection_record import Choice, Chosen, Decision, Note, Place, SelectionRecord
from matching.results import ScoredCandidate, Shortlist


def file_facts(record: SelectionRecord) -> list[tuple[str, str]]:
    """Which shortlist the record rests on, and when and by whom it was drawn up."""
    run = record.shortlist.record
    return [
        *([("Request", record.request)] if record.request else []),
        *([("Action", record.action)] if record.action else []),
        ("Shortlist", f"version {record.version}, made {labels.day(run.made_at)}"),
        ("Run", run.run_id),
        ("Result hash", run.result_hash or "not kept"),
        *([("Content hash", record.content_hash)] if record.content_hash else []),
        *([("Redacted", redaction(record))] if record.redacted_at else []),
        ("Drawn up", labels.day(record.made_at)),
        *([("Drawn up by", account(record.prepared_by))] if record.prepared_by else []),
    ]


def redaction(record: SelectionRecord) -> str:
    """What an erasure did to the shortlist."""
    return (
        f"{labels.day(record.redacted_at)}: what is held of a person was erased from this shortlist; "
        "the hashes are of the shortlist as it was made."
    )


def choice_facts(choice: Choice, shortlist: Shortlist) -> list[tuple[str, str]]:
    """Who was chosen for a position, where they stand in its ranking, who steps in, and who goes."""
    chosen = choice.chosen
    return [
        ("Chosen", who(chosen) if chosen else "nobody"),
        *([("In the ranking", standing(choice, shortlist))] if chosen else []),
        ("Reserve", "\n".join(f"{n}. {who(r)}" for n, r in enumerate(choice.reserve, start=1)) or "nobody"),
        *([("Who goes", goes(choice.place))] if choice.place else []),
    ]


def goes(place: Place) -> str:
    """Who holds a place, whether they said yes, and for whom they stepped in."""
    if place.person is None:
        return "nobody: no offer of the place stands"
    stepped_in = f"; stepped in from the reserve for {who(place.instead_of)}" if place.instead_of else ""
    return f"{who(place.person)}; {'has accepted' if place.accepted else 'has not answered yet'}{stepped_in}"


def who(person: Chosen) -> str:
    """A person by name and id."""
    return labels.person_and_id(person.name, person.expert_id, ", ")


def standing(choice: Choice, shortlist: Shortlist) -> str:
    """Where the person chosen stands in the ranking that the decision rests on."""
    position = next(p for p in shortlist.positions if p.position_id == choice.position_id)
    found = _ranked(choice, shortlist)
    if not found:
        return "not among the people ranked"
    return (
        f"rank {found.rank} of {position.eligible + position.unknown}, merit {labels.one_decimal(found.score)}, "
        f"confidence {labels.percent(found.confidence)}, {labels.VERDICTS[found.verdict]}"
    )


def _ranked(choice: Choice, shortlist: Shortlist) -> ScoredCandidate | None:
    chosen = choice.chosen.expert_id if choice.chosen else None
    candidates = next(p for p in shortlist.positions if p.position_id == choice.position_id).candidates
    return next((c for c in candidates if c.expert_id == chosen), None)


def decision_facts(decision: Decision) -> list[tuple[str, str]]:
    """Whether and why the decision departs from the ranking, and who took it when."""
    return [
        ("Departs from the ranking", "yes" if decision.departs else "no"),
        ("Reason", decision.reason or "none given"),
        ("Decided by", account(decision.by)),
        ("Decided", labels.day(decision.at)),
    ]


def make_up_facts(record: SelectionRecord) -> list[tuple[str, str]]:
    """What those chosen declared, counted; of one person alone a count would say what that person declared."""
    if not record.make_up:
        return []
    if sum(record.make_up.gender.values()) < 2:
        return [("Counts", "not given: with one person chosen they would tell what that person declared")]
    return balance_facts(record.make_up)


def names(record: SelectionRecord) -> dict[str, str]:
    """How to show each person of the record, by id."""
    known = labels.people(record.shortlist)
    for asking in record.askings:
        known.setdefault(asking.person.expert_id, labels.person(asking.person.name, asking.person.expert_id))
    if record.decision:
        for choice in record.decision.choices:
            for person in (*((choice.chosen,) if choice.chosen else ()), *choice.reserve):
                known.setdefault(person.expert_id, labels.person(person.name, person.expert_id))
    return known


def note_by(note: Note) -> str:
    """Who wrote an evaluation note, and when."""
    return f"{account(note.by)}\n{labels.day(note.at)}"
