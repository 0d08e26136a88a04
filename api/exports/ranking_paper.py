"""What a shortlist holds per position and for the teams, as blocks: ranking, reasons, evidence, prices, reserve."""

from __future__ import annotations

from collections.abc import Iterator

from api.exports import facts, labels
from api.exports.paper import Block, Heading, Quote, Table, bullets, led, pairs, words
from api.exports.reasons import reasons, same_as_ranking, team_questions
from api.exports.text import listed
from matching.entities import Position
from matching.results import PositionResult, ScoredCandidate, Shortlist, Team

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
        (label, "; ".join(f"{labels.term(kind, p.code)} ({_sure(p.confidence)})" for p in proposals))
        for label, kind, proposals in (
            ("Fields of expertise", "fields", position.fields),
            ("Competences", "competences", position.competences),
        )
        if proposals
    ]
    yield from pairs([*(facts.position_facts(asked) if asked else []), *wanted])
    yield words(f"{labels.counts_sentence(position)}.")
    yield Heading("Ranking", 2)
    if not position.candidates:
        yield words("Nobody is eligible or to be confirmed.")
        return
    rows = tuple(
        (
            str(c.rank),
            labels.person_and_id(c.name, c.expert_id),
            labels.one_decimal(c.score),
            labels.percent(c.confidence),
            labels.VERDICTS[c.verdict],
            "\n".join(c.questions) or "nothing open",
        )
        for c in position.candidates
    )
    header = ("Rank", "Person", "Merit", "Confidence", "Eligibility", "To ask before an invitation")
    yield Table(header, rows, (1.4, 4.0, 1.6, 2.5, 2.8, 4.7))
    for candidate in position.candidates:
        yield from _candidate(candidate)


def _sure(confidence: float) -> str:
    return "given by the call" if confidence == 1 else f"proposed, {labels.percent(confidence)}"


def _candidate(candidate: ScoredCandidate) -> Iterator[Block]:
    yield Heading(f"{candidate.rank}. {labels.person(candidate.name, candidate.expert_id)}", 3)
    for criterion in candidate.criteria:
        if not criterion.weight:
            continue
        known = "not known, left out" if criterion.points is None else f"{criterion.points:.2f}"
        lead = f"{labels.criterion_label(criterion.name)}: {known}"
        yield led(lead, f" (weight {criterion.weight:g}). {criterion.why}", keep=bool(criterion.evidence))
        for item in criterion.evidence:
            yield Quote(item.text.strip(), labels.evidence_place(item), item.language)
    rules = [f"{labels.gate_label(g.name)}: {labels.GATE_VERDICTS[g.verdict]} ({g.found})" for g in candidate.gates]
    yield led("Rules of eligibility. ", "; ".join(rules) or "none applied")


def _balanced(shortlist: Shortlist, position: PositionResult) -> Iterator[Block]:
    people = labels.people(shortlist)
    for balanced in shortlist.lists:
        if balanced.position_id != position.position_id:
            continue
        yield Heading("Composed as a whole", 2)
        if balanced.expert_ids and same_as_ranking(balanced, position):
            yield words(f"The best {len(balanced.expert_ids)} together are the top of the ranking.")
        elif balanced.expert_ids:
            yield words(listed(people.get(i, i) for i in balanced.expert_ids))
        if balanced.expert_ids:
            yield words(f"Price of balance: {labels.price_sentence(balanced.price)}.")
        if balanced.note:
            yield words(balanced.note)


def _not_eligible(position: PositionResult) -> Iterator[Block]:
    if not position.not_eligible_total:
        return
    yield Heading("Not eligible, by reason", 2)
    for reason in reasons(position):
        people = [
            f"{labels.person(f.person.name, f.person.expert_id)} ({f.gate.found})" for f in reason.people[:LISTED]
        ]
        left = reason.total - len(people)
        more = f"; and {left} more, listed in the workbook and the page" if left else ""
        yield led(f"{reason.label}, {reason.total}: ", listed(people) + more)


def teams(shortlist: Shortlist) -> Iterator[Block]:
    """The teams with their price and reserve, or why there is none."""
    yield Heading("Teams", 1)
    if shortlist.no_team:
        yield words(f"No team meets the rules. {shortlist.no_team.reason}", bold=True)
        if shortlist.no_team.relaxation:
            yield words(shortlist.no_team.relaxation.sentence)
        else:
            yield from bullets(shortlist.no_team.rules_in_the_way)
    elif not shortlist.teams:
        yield words("No team was asked for.")
    for team in shortlist.teams:
        yield from _team(shortlist, team)


def _team(shortlist: Shortlist, team: Team) -> Iterator[Block]:
    names, people = labels.position_names(shortlist), labels.people(shortlist)
    proof = labels.proof_sentence(team.optimal, team.gap, team.rank)
    yield Heading(f"Team {team.rank}: {labels.one_decimal(team.value)} points, {proof}", 2)
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
    yield Table(("Position", "Person", "Merit", "Confidence", "Eligibility"), rows, (5.5, 4.4, 1.7, 2.6, 2.8))
    missing = [*labels.field_words(team.fields_missing), *map(labels.requirement, team.languages_missing)]
    covered = [*labels.field_words(team.fields_covered), *map(labels.requirement, team.languages_covered)]
    reserve = [
        f"{names.get(r.position_id, r.position_id)}: "
        + (
            listed(
                (
                    f"{people.get(i, i)} (team value {labels.one_decimal(v)})"
                    for i, v in zip(r.steps_in, r.values, strict=True)
                ),
                ", ",
            )
            or "nobody"
        )
        for r in team.reserve
    ]
    yield from pairs(
        [
            ("Price of balance", labels.price_sentence(team.price)),
            ("Covers", "; ".join(covered) or "nothing asked for"),
            *([("Not covered", "; ".join(missing))] if missing else []),
            *facts.balance_facts(team.balance),
            ("Reserve", "\n".join(reserve) or "none asked for"),
            *([("To ask first", "\n".join(team_questions(team)))] if team.questions else []),
        ]
    )
