"""The selection record: a Word document that an officer completes with the decision and files."""

from __future__ import annotations

import io
from datetime import UTC

import docx
from docx.document import Document

from api.exports import facts, labels
from api.exports.docx_parts import add_text, page_numbers, pairs, plain, quote, style, table
from api.exports.reasons import reasons, same_as_ranking, team_questions
from matching.entities import Position
from matching.results import PositionResult, ScoredCandidate, Shortlist, Team

LISTED = 20  # people named per reason in the record; the workbook and the page hold more


def to_docx(shortlist: Shortlist) -> bytes:
    """The record: the call as understood, each position's ranking with its reasons, teams, decision and run record."""
    document = docx.Document()
    style(document)
    title = labels.call_title(shortlist.call)
    properties = document.core_properties
    properties.title, properties.author = plain(f"Selection record: {title}")[:255], "expertmatch"
    properties.language = "en"
    properties.created = properties.modified = shortlist.record.made_at.astimezone(UTC).replace(tzinfo=None)
    page_numbers(document, f"Selection record, run {shortlist.record.run_id}")

    document.add_paragraph("Selection record", style="Subtitle")
    document.add_heading(plain(title), 0)
    add_text(document.add_paragraph(), labels.PRINCIPLE, bold=True)
    document.add_paragraph(labels.SCORE_MEANING)
    _call(document, shortlist)
    names = labels.position_names(shortlist)
    asked = {position.id: position for position in shortlist.call.positions}
    for position in shortlist.positions:
        _position(document, shortlist, position, names[position.position_id], asked.get(position.position_id))
    _teams(document, shortlist)
    _decision(document, shortlist)
    _record(document, shortlist)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _call(document: Document, shortlist: Shortlist) -> None:
    document.add_heading("The call as understood", 1)
    pairs(document, [*facts.call_facts(shortlist.call), ("Mode of balance", facts.mode_sentence(shortlist))])
    if shortlist.call.questions:
        document.add_heading("What the call does not say", 2)
        _bullets(document, [f"{q.text} {q.why}".strip() for q in shortlist.call.questions])
    if shortlist.notes:
        document.add_heading("Notes", 2)
        _bullets(document, shortlist.notes)


def _bullets(document: Document, lines: tuple[str, ...] | list[str]) -> None:
    for line in lines:
        add_text(document.add_paragraph(style="List Bullet"), line)


def _position(
    document: Document, shortlist: Shortlist, position: PositionResult, name: str, asked: Position | None
) -> None:
    document.add_heading(plain(name), 1)
    wanted = [
        (label, "; ".join(f"{labels.term(kind, p.code)} ({_sure(p.confidence)})" for p in proposals))
        for label, kind, proposals in (
            ("Fields of expertise", "fields", position.fields),
            ("Competences", "competences", position.competences),
        )
        if proposals
    ]
    pairs(document, [*(facts.position_facts(asked) if asked else []), *wanted])
    document.add_paragraph(f"{labels.counts_sentence(position)}.")
    document.add_heading("Ranking", 2)
    if not position.candidates:
        document.add_paragraph("Nobody is eligible or to be confirmed.")
    else:
        rows = [
            (
                str(c.rank),
                f"{labels.person(c.name, c.expert_id)}\n{c.expert_id}" if c.name else c.expert_id,
                labels.one_decimal(c.score),
                labels.percent(c.confidence),
                labels.VERDICTS[c.verdict],
                "\n".join(c.questions) or "nothing open",
            )
            for c in position.candidates
        ]
        header = ("Rank", "Person", "Merit", "Confidence", "Eligibility", "To ask before an invitation")
        table(document, header, rows, (1.4, 4.0, 1.6, 2.5, 2.8, 4.7))
    for candidate in position.candidates:
        _candidate(document, candidate)
    _balanced(document, shortlist, position)
    _not_eligible(document, position)


def _sure(confidence: float) -> str:
    return "given by the call" if confidence == 1 else f"proposed, {labels.percent(confidence)}"


def _candidate(document: Document, candidate: ScoredCandidate) -> None:
    who = labels.person(candidate.name, candidate.expert_id)
    document.add_heading(plain(f"{candidate.rank}. {who}"), 3)
    for criterion in candidate.criteria:
        if not criterion.weight:
            continue
        known = "not known, left out" if criterion.points is None else f"{criterion.points:.2f}"
        paragraph = document.add_paragraph()
        add_text(paragraph, f"{labels.criterion_label(criterion.name)}: {known}", bold=True)
        add_text(paragraph, f" (weight {criterion.weight:g}). {criterion.why}")
        for item in criterion.evidence:
            quote(document, item.text, item.language, labels.evidence_place(item))
    rules = [f"{labels.gate_label(g.name)}: {labels.GATE_VERDICTS[g.verdict]} ({g.found})" for g in candidate.gates]
    paragraph = document.add_paragraph()
    add_text(paragraph, "Rules of eligibility. ", bold=True)
    add_text(paragraph, "; ".join(rules) or "none applied")


def _balanced(document: Document, shortlist: Shortlist, position: PositionResult) -> None:
    people = labels.people(shortlist)
    for balanced in shortlist.lists:
        if balanced.position_id != position.position_id:
            continue
        document.add_heading("Composed as a whole", 2)
        if balanced.expert_ids and same_as_ranking(balanced, position):
            document.add_paragraph(f"The best {len(balanced.expert_ids)} together are the top of the ranking.")
        elif balanced.expert_ids:
            add_text(document.add_paragraph(), "; ".join(people.get(i, i) for i in balanced.expert_ids))
        if balanced.expert_ids:
            add_text(document.add_paragraph(), f"Price of balance: {labels.price_sentence(balanced.price)}.")
        if balanced.note:
            add_text(document.add_paragraph(), balanced.note)


def _not_eligible(document: Document, position: PositionResult) -> None:
    if not position.not_eligible_total:
        return
    document.add_heading("Not eligible, by reason", 2)
    for reason in reasons(position):
        people = [
            f"{labels.person(f.person.name, f.person.expert_id)} ({f.gate.found})" for f in reason.people[:LISTED]
        ]
        left = reason.total - len(people)
        paragraph = document.add_paragraph()
        add_text(paragraph, f"{reason.label}, {reason.total}: ", bold=True)
        add_text(
            paragraph, "; ".join(people) + (f"; and {left} more, listed in the workbook and the page" if left else "")
        )


def _teams(document: Document, shortlist: Shortlist) -> None:
    document.add_heading("Teams", 1)
    if shortlist.no_team:
        add_text(document.add_paragraph(), f"No team meets the rules. {shortlist.no_team.reason}", bold=True)
        if shortlist.no_team.relaxation:
            add_text(document.add_paragraph(), shortlist.no_team.relaxation.sentence)
        else:
            _bullets(document, shortlist.no_team.rules_in_the_way)
    elif not shortlist.teams:
        document.add_paragraph("No team was asked for.")
    for team in shortlist.teams:
        _team(document, shortlist, team)


def _team(document: Document, shortlist: Shortlist, team: Team) -> None:
    names, people = labels.position_names(shortlist), labels.people(shortlist)
    proof = labels.proof_sentence(team.optimal, team.gap, team.rank)
    document.add_heading(f"Team {team.rank}: {labels.one_decimal(team.value)} points, {proof}", 2)
    rows = [
        (
            names.get(m.position_id, m.position_id),
            labels.person(m.name, m.expert_id),
            labels.one_decimal(m.score),
            labels.percent(m.confidence),
            labels.VERDICTS[m.verdict],
        )
        for m in team.members
    ]
    table(document, ("Position", "Person", "Merit", "Confidence", "Eligibility"), rows, (5.5, 4.4, 1.7, 2.6, 2.8))
    missing = [*labels.field_words(team.fields_missing), *map(labels.requirement, team.languages_missing)]
    covered = [*labels.field_words(team.fields_covered), *map(labels.requirement, team.languages_covered)]
    reserve = [
        f"{names.get(r.position_id, r.position_id)}: "
        + (
            ", ".join(
                f"{people.get(i, i)} (team value {labels.one_decimal(v)})"
                for i, v in zip(r.steps_in, r.values, strict=True)
            )
            or "nobody"
        )
        for r in team.reserve
    ]
    pairs(
        document,
        [
            ("Price of balance", labels.price_sentence(team.price)),
            ("Covers", "; ".join(covered) or "nothing asked for"),
            *([("Not covered", "; ".join(missing))] if missing else []),
            *facts.balance_facts(team.balance),
            ("Reserve", "\n".join(reserve) or "none asked for"),
            *([("To ask first", "\n".join(team_questions(team)))] if team.questions else []),
        ],
    )


def _decision(document: Document, shortlist: Shortlist) -> None:
    document.add_heading("Decision", 1).paragraph_format.page_break_before = True
    add_text(document.add_paragraph(), labels.PRINCIPLE, bold=True)
    document.add_paragraph(
        "Where the decision differs from the ranking or from the first team, its reason is written here."
    )
    rows = [(name, "", "") for name in labels.position_names(shortlist).values()]
    table(document, ("Position", "Person chosen", "Reason"), rows, (5.0, 5.0, 7.0))
    table(document, ("Decided by", "Function", "Date and signature"), [("\n\n", "", "")], (5.0, 5.0, 7.0))


def _record(document: Document, shortlist: Shortlist) -> None:
    record = shortlist.record
    document.add_heading("Record of the run", 1)
    pairs(document, facts.record_facts(shortlist))
    if record.funnel:
        document.add_heading("People at each step, as declared", 2)
        header = ("Step", "People", "Women", "Men", "Other", "Not declared", "Public", "Nationalities")
        rows = [
            (s.step, *map(str, (s.people, s.women, s.men, s.other, s.undeclared, s.public, s.nationalities)))
            for s in record.funnel
        ]
        table(document, header, rows, (3.7, 1.7, 1.8, 1.4, 1.5, 2.2, 1.7, 3.0))
    document.add_heading("Settings", 2)
    pairs(document, facts.setting_facts(record.settings), (7.0, 10.0))
