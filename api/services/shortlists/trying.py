"""Other weights and rules tried on a shortlist on record: who would move, and why. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.services.office import Office
from api.services.people.viewing import roles_of
from api.services.shortlists.bench import Bench
from api.services.shortlists.make_up import group_as_told
from api.services.shortlists.moves import Move, moves
from api.services.shortlists.naming import everybody
from api.services.shortlists.rules_of_people import without
from api.services.shortlists.shortlists import StoredShortlist
from api.services.unit import Actor, Unit, reading
from api.storage.identities import names_of
from matching.results import NoTeam, Team
from matching.settings import MatchSettings
from matching.trying import try_settings

MOST_MOVES = 50  # people shown of a ranking that lists everybody


@dataclass(frozen=True)
class Trial:
    """What other settings would give, beside what those on record give with the roster as it is now.

    `kept`: the first team on record. `names`: by id, of everybody in it; empty for a blind reading. `as_kept`: whether
    the roster still gives what is on record.
    """

    declined: tuple[str, ...]
    moves: dict[str, tuple[Move, ...]]  # by position
    kept: Team | None
    teams: tuple[Team, ...]
    no_team: NoTeam | None
    notes: tuple[str, ...]
    names: dict[str, str]
    as_kept: bool

    @property
    def moved(self) -> int:
        """How many places changed hands, over all positions."""
        return sum(move.rank != move.rank_before for found in self.moves.values() for move in found)


def try_out(
    office: Office,
    actor: Actor,
    bench: Bench,
    settings: MatchSettings,
    *,
    declines: Sequence[str] = (),
    names: bool = False,
) -> Trial:
    """Rank and compose a shortlist's call anew under other settings, as of the day on record.

    Weights that are tried leave no trace. Rules and people that are tried go to the log: by asking who fits a rule one
    could otherwise learn unseen what somebody declared.

    Args:
        declines: ids of people who would decline: they are in no team and on no balanced list.
        names: whether people are named; that somebody is who is not on the shortlist goes to the log.

    Raises:
        UnknownExpert: the settings name somebody who is not on the roster.
        ContradictoryRules: no team whatever could meet the rules.
    """
    compared = bench.compared
    stored = compared.stored
    tried = try_settings(compared.basis, bench.matcher, without(settings, declines))
    listed = min(compared.settings.shown or MOST_MOVES, MOST_MOVES)
    found = {
        after.position_id: moves(before, after, listed=listed)
        for before, after in zip(compared.before.rankings, tried.rankings, strict=True)
    }
    teams = tuple(group_as_told(team) for team in tried.composition.teams)
    with reading(office, actor) as unit:
        if declines or _of_people(settings) != _of_people(compared.settings):
            unit.record(
                "shortlist.tried",
                "shortlist",
                stored.id,
                call=stored.call_id,
                mode=settings.balance.mode,
                declines=len(declines),
                blind=not names,
                roles=roles_of(unit),
            )
        people = {move.expert_id for some in found.values() for move in some} | _in_teams(teams)
        known = _names(unit, stored, people) if names else {}
    return Trial(
        declined=tuple(declines),
        moves=found,
        kept=next((group_as_told(team) for team in stored.shortlist.teams), None),
        teams=teams,
        no_team=tried.composition.no_team,
        notes=tried.composition.notes,
        names=known,
        as_kept=compared.as_kept,
    )


def _of_people(settings: MatchSettings) -> tuple[object, ...]:
    """What of the settings acts on people by more than their points."""
    return settings.rules, settings.list_rules, settings.balance


def _in_teams(teams: Iterable[Team]) -> set[str]:
    """Everybody in some teams or next in line for them."""
    members = {member.expert_id for team in teams for member in team.members}
    return members | {who for team in teams for one in team.reserve for way in one.steps_in for who in way.split(" + ")}


def _names(unit: Unit, stored: StoredShortlist, people: set[str]) -> dict[str, str]:
    """The names of people; those whom the shortlist names were looked at when it was opened."""
    named = everybody(stored.shortlist) | _in_teams(stored.shortlist.teams)
    if others := people - named:
        unit.record("personal.viewed", "shortlist", stored.id, part="names", people=len(others), roles=roles_of(unit))
    return names_of(unit.session, people | _in_teams(stored.shortlist.teams[:1]))
