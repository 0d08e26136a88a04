"""The best teams on the screen: who, what it costs and buys, who steps in; or why there is none."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from api.commands.screen import printable
from api.commands.show import COLOURS, heading, pairs
from api.exports import facts, labels
from api.exports.reasons import team_questions
from matching.results import NoTeam, Shortlist, Team

QUESTIONS_SHOWN = 4


def show_teams(screen: Console, shortlist: Shortlist) -> None:
    """All that concerns teams, with the mode of balance and the notes of the run."""
    heading(screen, "Teams")
    screen.print(Text(facts.mode_sentence(shortlist), style="dim"))
    if shortlist.no_team:
        _show_no_team(screen, shortlist.no_team)
    people, positions = labels.people(shortlist), labels.position_names(shortlist)
    for team in shortlist.teams:
        _show_team(screen, team, people, positions)
    for note in shortlist.notes:
        screen.print(Text(f"Note: {printable(note)}", style="yellow"))


def _show_team(screen: Console, team: Team, people: dict[str, str], positions: dict[str, str]) -> None:
    screen.print()
    proof = labels.proof_sentence(team.optimal, team.gap, team.rank)
    screen.print(Text(f"Team {team.rank}   value {team.value:.1f}   {proof}", style="bold"))
    for member in team.members:
        line = Text(f"  {labels.MARKS[member.verdict]} ", style=COLOURS[member.verdict])
        name = printable(labels.person(member.name, member.expert_id))
        line.append(f"{name}, {member.score:.1f}", style="default")
        line.append(f"  {printable(positions.get(member.position_id, member.position_id))}", style="dim")
        screen.print(line, no_wrap=True, overflow="ellipsis")
    fields = "; ".join(labels.field_words(team.fields_covered))
    missing = "; ".join([*labels.field_words(team.fields_missing), *map(labels.requirement, team.languages_missing)])
    reserve = [
        (f"If {printable(_holder(team, r.position_id, people))} drops out", ", then ".join(
            f"{people.get(i, i)} (team {v:.1f})" for i, v in zip(r.steps_in, r.values, strict=True)) or "nobody")
        for r in team.reserve
    ]  # fmt: skip
    rows = [
        *facts.balance_facts(team.balance),
        ("Price of balance", labels.price_sentence(team.price)),
        ("Covers", fields),
        ("Does not cover", missing),
    ]
    pairs(screen, [(label, words) for label, words in rows if words], indent=4)
    for who, words in reserve:
        screen.print(Padding(Text(printable(f"Reserve. {who}: {words}")), (0, 0, 0, 4)))
    questions = team_questions(team)
    for question in questions[:QUESTIONS_SHOWN]:
        screen.print(Padding(Text(f"? {printable(question)}", style="yellow"), (0, 0, 0, 4)))
    if len(questions) > QUESTIONS_SHOWN:
        screen.print(Padding(Text(f"and {len(questions) - QUESTIONS_SHOWN} more to ask", style="dim"), (0, 0, 0, 4)))


def _holder(team: Team, position_id: str, people: dict[str, str]) -> str:
    holder = next((m.expert_id for m in team.members if m.position_id == position_id), position_id)
    return people.get(holder, holder)


def _show_no_team(screen: Console, no_team: NoTeam) -> None:
    screen.print(Text(f"No team: {printable(no_team.reason)}", style="bold red"))
    for rule in no_team.rules_in_the_way:
        screen.print(f"  in the way: {printable(rule)}", markup=False)
    if no_team.relaxation:
        screen.print(Text(f"  smallest change: {printable(no_team.relaxation.sentence)}"))
