"""A shortlist on the screen, readable at 100 columns: what was understood, the ranking, who is out and why."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from api.commands.screen import printable
from api.exports import facts, labels
from matching.entities import Call, Proposal, Verdict
from matching.results import Gate, PositionResult, ScoredCandidate, Shortlist

SHORT = {
    "relevance": "Rel", "fields": "Fld", "competences": "Cmp", "activities": "Act",
    "seniority": "Sen", "context": "Ctx", "public": "Pub", "languages": "Lng",
}  # fmt: skip
COLOURS = {Verdict.PASS: "green", Verdict.UNKNOWN: "yellow", Verdict.FAIL: "red"}
BAR = 10  # cells for 100 points
NAME = 32  # cells
LONGEST_FACT = 400  # characters
NOT_ELIGIBLE_NAMED = 3  # people of highest merit among those not eligible


def show_shortlist(screen: Console, shortlist: Shortlist) -> None:
    """Everything an officer looks at first, top to bottom."""
    from api.commands.show_teams import show_teams

    show_call(screen, shortlist.call)
    for number, position in enumerate(shortlist.positions, start=1):
        show_position(screen, shortlist, position, number)
    show_teams(screen, shortlist)


def heading(screen: Console, title: str) -> None:
    """A line across the screen with a title in it."""
    screen.print()
    screen.print(Rule(Text(printable(title), style="bold"), align="left", style="dim"))


def pairs(screen: Console, rows: Iterable[tuple[str, str]], indent: int = 0) -> None:
    """Labels and words side by side."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", width=20)
    table.add_column(overflow="fold")
    for label, words in rows:
        cut = words if len(words) <= LONGEST_FACT else words[:LONGEST_FACT].rsplit(" ", 1)[0] + " ..."
        table.add_row(Text(label), Text("\n".join(printable(line) for line in cut.split("\n"))))
    screen.print(Padding(table, (0, 0, 0, indent)))


def show_call(screen: Console, call: Call) -> None:
    """What was understood, and what is asked because it was not said."""
    heading(screen, f"What was understood: {labels.call_title(call)}")
    pairs(screen, facts.call_facts(call))
    for number, position in enumerate(call.positions, start=1):
        screen.print()
        screen.print(Text(printable(labels.position_name(position.id, position.title, number)), style="bold"))
        coded = [
            ("Fields", "; ".join(labels.term("fields", c) for c in position.fields)),
            ("Competences", "; ".join(labels.term("competences", c) for c in position.competences)),
        ]
        pairs(screen, [(label, words) for label, words in coded if words] + facts.position_facts(position), indent=2)
    if call.questions:
        screen.print()
        screen.print(Text("To ask the partner", style="bold"))
        for question in call.questions:
            screen.print(Text(f"  ? {printable(question.text)}", style="yellow"))
            if question.why:
                screen.print(Padding(Text(printable(question.why), style="dim"), (0, 0, 0, 4)))


def show_position(screen: Console, shortlist: Shortlist, position: PositionResult, number: int) -> None:
    """One position: what it was matched on, its ranking, and who is not eligible."""
    heading(screen, labels.position_name(position.position_id, position.title, number))
    matched_on = _proposals("fields", position.fields), _proposals("competences", position.competences)
    pairs(screen, zip(("Matched on", ""), matched_on, strict=True))
    took_part = labels.took_part_sentence(position)
    counts = (
        f"{took_part}{': ' if took_part else ''}{position.eligible} eligible, {position.unknown} with a point to confirm, "
        f"{position.not_eligible_total} not eligible; of {shortlist.record.roster_size} on the roster"
    )
    screen.print(Text(counts, style="dim"))
    if position.candidates:
        if number == 1:
            screen.print(Text(_legend(position.candidates[0]), style="dim"))
        screen.print()
        screen.print(_head(position.candidates[0]))
    for candidate in position.candidates:
        show_candidate(screen, candidate)
    show_not_eligible(screen, position)


def show_candidate(screen: Console, candidate: ScoredCandidate) -> None:
    """One person in four lines: figures, gates, evidence, and what to ask."""
    line = Text(f"{candidate.rank:>3}  ")
    line.append(_fit(labels.person(candidate.name, candidate.expert_id), NAME), style="bold")
    line.append(f" {candidate.score:>5.1f} ", style="bold")
    line.append(_bar(candidate.score), style="cyan")
    line.append(f" {candidate.confidence * 100:>4.0f}")
    for criterion in candidate.criteria:
        line.append("   –" if criterion.points is None else f" {criterion.points * 100:>3.0f}")
    screen.print(line, no_wrap=True, overflow="ellipsis")
    gates = Text(f"{candidate.expert_id}  ", style="dim")
    for gate in candidate.gates:
        if gate.name.startswith("language:") or gate.name == "availability" or gate.verdict is Verdict.UNKNOWN:
            gates.append_text(_gate(gate))
    screen.print(Padding(gates, (0, 0, 0, 5)))
    for criterion in candidate.criteria:
        if criterion.name == "relevance" and criterion.evidence:
            first = criterion.evidence[0]
            said = f"“{printable(first.text)}”" + (f" ({first.language})" if first.language else "")
            screen.print(Padding(Text(said, style="italic dim"), (0, 0, 0, 5)))


def show_not_eligible(screen: Console, position: PositionResult) -> None:
    """Nobody disappears silently: how many fail which rule, and the best of them by name."""
    if not position.not_eligible_total:
        return
    screen.print()
    screen.print(Text(f"Not eligible: {position.not_eligible_total} (one person may fail several rules)", style="bold"))
    for name, count in sorted(position.not_eligible_by_rule.items(), key=lambda item: -item[1]):
        screen.print(f"  {count:>5}  {printable(labels.gate_label(name))}")
    for someone in position.not_eligible[:NOT_ELIGIBLE_NAMED]:
        why = "; ".join(_found(gate) for gate in someone.gates)
        score = "" if someone.score is None else f", would have had {someone.score:.1f}"
        line = printable(f"{labels.person(someone.name, someone.expert_id)}{score}: {why}")
        screen.print(Padding(Text(line, style="dim"), (0, 0, 0, 2)))


def _head(candidate: ScoredCandidate) -> Text:
    columns = "".join(f" {SHORT.get(c.name, c.name[:3].title()):>3}" for c in candidate.criteria)
    return Text(f"{'#':>3}  {'Name':<{NAME}} Merit {'':<{BAR}} Conf{columns}", style="dim")


def _legend(candidate: ScoredCandidate) -> str:
    names = (f"{SHORT.get(c.name, c.name)} {labels.criterion_label(c.name).lower()}" for c in candidate.criteria)
    return f"{labels.SCORE_MEANING} Criteria, each from 0 to 100: {', '.join(names)}; – not known."


def _gate(gate: Gate) -> Text:
    return Text(f"{labels.MARKS[gate.verdict]} {printable(_found(gate))}  ", style=COLOURS[gate.verdict])


def _found(gate: Gate) -> str:
    """The fact that a gate found, and which gate it was where the fact does not say."""
    says_it = gate.name.startswith("language:") or gate.found.startswith(gate.name)
    return gate.found if says_it else f"{gate.name}: {gate.found}"


def _proposals(kind: str, proposals: tuple[Proposal, ...]) -> str:
    sure = ["" if p.confidence == 1 else f" ({labels.percent(p.confidence)})" for p in proposals]
    return "; ".join(labels.term(kind, p.code) + s for p, s in zip(proposals, sure, strict=True)) or f"no {kind}"


def _fit(text: str, cells: int) -> str:
    text = printable(text)
    return set_cell_size(text, cells - 1) + "…" if cell_len(text) > cells else set_cell_size(text, cells)


def _bar(points: float) -> str:
    eighths = round(max(0.0, min(points, 100.0)) / 100 * BAR * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + ("▏▎▍▌▋▊▉"[rest - 1] if rest else "")).ljust(BAR)
