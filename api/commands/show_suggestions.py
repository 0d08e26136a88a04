"""The open calls for a person on the screen: in order, with why, why not and what would change it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from api.commands.screen import printable
from api.commands.show import heading, pairs
from api.services.suggestions.suggested import Suggested, SuggestedCall
from matching.codes import language_name
from matching.gates import SKILL_WORDS
from matching.suggesting.changes import Blocker, Change
from matching.suggesting.exposure import Exposure
from matching.suggesting.suggestions import Standing

STANDS = {
    Standing.YES: "every rule is met",
    Standing.ANSWER: "answers are missing",
    Standing.CHANGE: "a change is needed",
    Standing.NOTHING: "nothing that can be changed now would do",
}
IN_THE_WAY = {
    "status": "the position is for people of another status",
    "years": "too few years in dated posts, and no post lacks its dates",
    "begun": "the call began too long ago for a release",
    "past_days": "days gone by on which the person was away",
    "conflict": "a declared conflict of interest",
    "exclusion": "an exclusion by a decision on record",
    "outside_the_profile": "a reason outside the profile",
}
MOST_CRITERIA = 3


def show_suggested(screen: Console, found: Suggested) -> None:
    """Every call, the best first."""
    for number, one in enumerate(found.calls, start=1):
        _show(screen, number, one)
    if not found.calls:
        screen.print("No call is open today.")


def exposure_line(found: Exposure) -> str:
    """How evenly calls are suggested, in a sentence."""
    return (
        f"{found.suggestions} suggestions of {found.calls} calls to {found.people} people: Gini {found.gini:.2f} "
        f"({found.gini_even:.2f} if even), the tenth with most has {found.top_tenth:.0%} ({found.top_tenth_even:.0%} if "
        f"even), {found.without} have none."
    )


def _show(screen: Console, number: int, one: SuggestedCall) -> None:
    suggestion, best = one.suggestion, one.suggestion.positions[0]
    heading(screen, f"{number}. {suggestion.title or suggestion.reference or suggestion.call_id}")
    merit = "not known" if suggestion.merit is None else f"{suggestion.merit:.1f} of 100"
    rows = [("Stands", STANDS[suggestion.standing]), ("Merit", merit)]
    strong = sorted((c for c in best.criteria if c.points), key=lambda c: -c.weight * (c.points or 0))
    rows += [("Why", f"{c.name} {c.points:.2f}: {c.why}") for c in strong[:MOST_CRITERIA]]
    rows += [("Would make it yes", change_words(change)) for change in suggestion.way.changes]
    rows += [("In the way", blocker_words(blocker)) for blocker in suggestion.way.blockers]
    if suggestion.above is not None:
        above = suggestion.above
        rows.append(("Above the next by", f"{above.question}: {above.here or 'none'}, then {above.there or 'none'}"))
    pairs(screen, rows, indent=2)
    if one.applied:
        screen.print(Text(printable("  Applied."), style="dim"))


def change_words(change: Change) -> str:
    """One change in a few words."""
    days = " and ".join(f"{one.start} to {one.end}" for one in change.days)
    levels = ", ".join(f"{SKILL_WORDS[skill]} {level}" for skill, level in change.levels.items())
    match change.kind:
        case "language":
            return f"{language_name(change.language or '')}: {levels or 'listed'}" + _said(change)
        case "availability":
            return f"say that you are free: {days}"
        case "free_days":
            return f"be free: {days}"
        case "release":
            return f"be released within {change.at_most} days"
        case "status":
            return f"say your status: {' or '.join(change.statuses)}"
        case "experience":
            return f"document {change.years:.1f} more years by dated posts"
        case "conflict":
            return "declare that there is no conflict of interest"
        case "validation":
            return "have the office confirm the profile"
        case "consent":
            return "agree to be compared with calls"


def _said(change: Change) -> str:
    return " (to be said)" if change.by == "say" else ""


def blocker_words(blocker: Blocker) -> str:
    """What stands in the way, in a few words."""
    on = f" (enough on {blocker.on})" if blocker.on else ""
    return f"{IN_THE_WAY[blocker.why]}; found: {blocker.found}{on}"
