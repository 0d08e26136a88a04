"""What a shortlist holds per position and for the teams, as blocks: ranking, reasons, evidence, prices, reserve."""

from __future__ import annotations

from collections.abc import Iterator

from api.exports import facts, labels
from api.exports.paper import Block, Heading, Quote, Table, bullets, led, pairs, words
from api.exports.reasons import reasons, same_as_ranking, team_questions
from api.exports.spoken import again, say
from api.exports.text import listed
from matching.entities import Position
from matching.results import PositionResult, ScoredCandidate, Shortlist, Team

RANKING = ("column.rank", "column.person", "column.merit", "column.confidence", "column.eligibility", "column.ask")
TEAM = ("column.position", "column.person", "column.merit", "column.confidence", "column.eligibility")
LISTED = 20  # people named per reason; the workbook and the page hold more


def rankings(shortlist: Shortlist) -> Iterator[Block]:
    """Every position with its ranking and the reasons for each line."""
    names = labels.position_names(shortlist)
    asked = {position.id: position for position in shortlist.call.positions}
    for position in shortlist.positions:
        yield Heading(names[position.position_id], 1)
        yield from _position(position, asked.get(position.position_id))
        yield from _balanced(shortlist, position)
        yield from _not_eligible(position)


def _position(position: PositionResult, asked: Position | None) -> Iterator[Block]:
    wanted = [
        (label, say("between").join(f"{labels.term(kind, p.code)} ({_sure(p.confidence)})" for p in proposals))
        for label, kind, proposals in (
            (say("fields"), "fields", position.fields),
            (say("competences"), "competences", position.competences),
        )
        if proposals
    ]
    yield from pairs([*(facts.position_facts(asked) if asked else []), *wanted])
    yield words(f"{labels.counts_sentence(position)}.")
    yield Heading(say("ranking"), 2)
    if not position.candidates:
        yield words(say("ranking.nobody"))
        return
    rows = tuple(
        (
            str(c.rank),
            labels.person_and_id(c.name, c.expert_id),
            labels.one_decimal(c.score),
            labels.percent(c.confidence),
            labels.VERDICTS[c.verdict],
            "\n".join(map(again, c.questions)) or say("ranking.nothing_open"),
        )
        for c in position.candidates
    )
    header = (*map(say, RANKING),)
    yield Table(header, rows, (1.8, 3.6, 1.6, 2.5, 2.8, 4.7))
    for candidate in position.candidates:
        yield from _candidate(candidate)


def _sure(confidence: float) -> str:
    return say("given.call") if confidence == 1 else say("proposed", share=labels.percent(confidence))


def _candidate(candidate: ScoredCandidate) -> Iterator[Block]:
    yield Heading(f"{candidate.rank}. {labels.person(candidate.name, candidate.expert_id)}", 3)
    for criterion in candidate.criteria:
        if not criterion.weight:
            continue
        known = say("not_known.left_out") if criterion.points is None else labels.figure(criterion.points, 2)
        lead = say("pair", label=labels.criterion_label(criterion.name), words=known)
        told = say("weighed", weight=labels.figure(criterion.weight), why=again(criterion.why))
        yield led(lead, told, keep=bool(criterion.evidence))
        for item in criterion.evidence:
            yield Quote(labels.evidence_words(item), labels.evidence_place(item), item.language)
    rules = [labels.gate_sentence(gate) for gate in candidate.gates]
    yield led(f"{say('rules')}. ", say("between").join(rules) or say("rules.none"))


def _balanced(shortlist: Shortlist, position: PositionResult) -> Iterator[Block]:
    people = labels.people(shortlist)
    for balanced in shortlist.lists:
        if balanced.position_id != position.position_id:
            continue
        yield Heading(say("whole"), 2)
        if balanced.expert_ids and same_as_ranking(balanced, position):
            yield words(say("whole.same", count=len(balanced.expert_ids)))
        elif balanced.expert_ids:
            yield words(listed((people.get(i, i) for i in balanced.expert_ids), say("between")))
        if balanced.expert_ids:
            yield words(f"{say('pair', label=say('price.label'), words=labels.price_sentence(balanced.price))}.")
        if balanced.note:
            yield words(again(balanced.note))


def _not_eligible(position: PositionResult) -> Iterator[Block]:
    if not position.not_eligible_total:
        return
    yield Heading(say("out"), 2)
    for reason in reasons(position):
        people = [
            f"{labels.person(f.person.name, f.person.expert_id)} ({again(f.gate.found)})"
            for f in reason.people[:LISTED]
        ]
        left = reason.total - len(people)
        more = f"{say('between')}{say('out.more', count=left)}" if left else ""
        yield led(say("out.reason", rule=reason.label, count=reason.total) + " ", listed(people, say("between")) + more)


def teams(shortlist: Shortlist) -> Iterator[Block]:
    """The teams with their price and reserve, or why there is none."""
    yield Heading(say("teams"), 1)
    if shortlist.no_team:
        yield words(f"{say('teams.impossible')}. {again(shortlist.no_team.reason)}", bold=True)
        if shortlist.no_team.relaxation:
            yield words(again(shortlist.no_team.relaxation.sentence))
        else:
            yield from bullets(map(again, shortlist.no_team.rules_in_the_way))
    elif not shortlist.teams:
        yield words(say("teams.none"))
    for team in shortlist.teams:
        yield from _team(shortlist, team)


def _team(shortlist: Shortlist, team: Team) -> Iterator[Block]:
    names, people = labels.position_names(shortlist), labels.people(shortlist)
    proof = labels.proof_sentence(team.optimal, team.gap, team.rank)
    yield Heading(say("team.heading", rank=team.rank, points=labels.one_decimal(team.value), proof=proof), 2)
    rows = tuple(
        (
            names.get(m.position_id, m.position_id),
            labels.person(m.name, m.expert_id),
            labels.one_decimal(m.score),
            labels.percent(m.confidence),
            labels.VERDICTS[m.verdict],
        )
        for m in team.members
    )
    yield Table((*map(say, TEAM),), rows, (5.5, 4.4, 1.7, 2.6, 2.8))
    missing = [*labels.field_words(team.fields_missing), *map(labels.requirement, team.languages_missing)]
    covered = [*labels.field_words(team.fields_covered), *map(labels.requirement, team.languages_covered)]
    reserve = []
    for place in team.reserve:
        ways = zip(place.steps_in, place.values, strict=True)
        steps_in = [say("reserve.value", person=people.get(i, i), points=labels.one_decimal(v)) for i, v in ways]
        label = names.get(place.position_id, place.position_id)
        reserve.append(say("pair", label=label, words=listed(steps_in, ", ") or say("nobody")))
    yield from pairs(
        [
            (say("price.label"), labels.price_sentence(team.price)),
            (say("covers"), say("between").join(covered) or say("covers.nothing")),
            *([(say("covers.not"), say("between").join(missing))] if missing else []),
            *facts.balance_facts(team.balance),
            (say("reserve"), "\n".join(reserve) or say("reserve.none")),
            *([(say("ask.first"), "\n".join(map(again, team_questions(team))))] if team.questions else []),
        ]
    )
