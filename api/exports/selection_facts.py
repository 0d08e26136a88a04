"""What a selection record says as pairs of label and words: the file, a choice, the decision."""

from __future__ import annotations

from api.exports import labels
from api.exports.facts import balance_facts
from api.exports.long_list_paper import account
from api.exports.selection_record import Choice, Chosen, Decision, Note, Place, SelectionRecord
from api.exports.spoken import say
from matching.results import ScoredCandidate, Shortlist


def file_facts(record: SelectionRecord) -> list[tuple[str, str]]:
    """Which shortlist the record rests on, and when and by whom it was drawn up."""
    run = record.shortlist.record
    return [
        *([(say("record.request"), record.request)] if record.request else []),
        *([(say("call.action"), record.action)] if record.action else []),
        (say("shortlist"), say("record.version_made", number=record.version, day=labels.day(run.made_at))),
        (say("record.run"), run.run_id),
        (say("record.result_hash"), run.result_hash or say("record.not_kept")),
        *([(say("record.content_hash"), record.content_hash)] if record.content_hash else []),
        *([(say("record.redacted"), redaction(record))] if record.redacted_at else []),
        (say("drawn_up"), labels.day(record.made_at)),
        *([(say("drawn_up.by"), account(record.prepared_by))] if record.prepared_by else []),
    ]


def redaction(record: SelectionRecord) -> str:
    """What an erasure did to the shortlist."""
    return say("record.redaction", day=labels.day(record.redacted_at))


def choice_facts(choice: Choice, shortlist: Shortlist) -> list[tuple[str, str]]:
    """Who was chosen for a position, where they stand in its ranking, who steps in, and who goes."""
    chosen = choice.chosen
    return [
        (say("chosen"), who(chosen) if chosen else say("nobody")),
        *([(say("chosen.standing"), standing(choice, shortlist))] if chosen else []),
        (say("reserve"), "\n".join(f"{n}. {who(r)}" for n, r in enumerate(choice.reserve, start=1)) or say("nobody")),
        *([(say("chosen.goes"), goes(choice.place))] if choice.place else []),
    ]


def goes(place: Place) -> str:
    """Who holds a place, whether they said yes, and for whom they stepped in."""
    if place.person is None:
        return say("goes.nobody")
    key = "goes.accepted" if place.accepted else "goes.waiting"
    stepped_in = say("goes.instead", person=who(place.instead_of)) if place.instead_of else ""
    return say(key, person=who(place.person)) + stepped_in


def who(person: Chosen) -> str:
    """A person by name and id."""
    return labels.person_and_id(person.name, person.expert_id, ", ")


def standing(choice: Choice, shortlist: Shortlist) -> str:
    """Where the person chosen stands in the ranking that the decision rests on."""
    position = next(p for p in shortlist.positions if p.position_id == choice.position_id)
    found = _ranked(choice, shortlist)
    if not found:
        return say("standing.none")
    return say(
        "standing",
        rank=found.rank,
        people=position.eligible + position.unknown,
        points=labels.one_decimal(found.score),
        share=labels.percent(found.confidence),
        verdict=labels.VERDICTS[found.verdict],
    )


def _ranked(choice: Choice, shortlist: Shortlist) -> ScoredCandidate | None:
    chosen = choice.chosen.expert_id if choice.chosen else None
    candidates = next(p for p in shortlist.positions if p.position_id == choice.position_id).candidates
    return next((c for c in candidates if c.expert_id == chosen), None)


def decision_facts(decision: Decision) -> list[tuple[str, str]]:
    """Whether and why the decision departs from the ranking, and who took it when."""
    return [
        (say("decision.departs"), say("yes") if decision.departs else say("no")),
        (say("reason"), decision.reason or say("reason.none")),
        (say("decision.by"), account(decision.by)),
        (say("decision.at"), labels.day(decision.at)),
    ]


def make_up_facts(record: SelectionRecord) -> list[tuple[str, str]]:
    """What those chosen declared, counted; of one person alone a count would say what that person declared."""
    if not record.make_up:
        return []
    if sum(record.make_up.gender.values()) < 2:
        return [(say("counts.label"), say("counts.one"))]
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
