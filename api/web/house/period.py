"""Days from the address of a page: a period as it was asked for, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from api.speech.speech import Speech
from api.web.forms import FormProblem
from api.web.sent import Sent

FORM = "period"


def days(asked: Mapping[str, str], names: tuple[str, ...], say: Speech) -> tuple[dict[str, date | None], Sent]:
    """The days of a form that is sent by GET, and the form with the problems of those that are no days.

    Args:
        asked: the fields as they stand in the address.
        names: the fields that are days; an empty one is None.
    """
    found: dict[str, date | None] = {}
    problems = []
    for name in names:
        try:
            found[name] = date.fromisoformat(asked[name]) if asked[name] else None
        except ValueError:
            problems.append(FormProblem(name, say("problem.date")))
    return found, Sent(asked, form=FORM, problems=tuple(problems))
