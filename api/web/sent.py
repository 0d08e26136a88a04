"""Forms of the pages: what was typed, what is wrong with it, and the page again with both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.errors import STATUS, NotOnRecord, status_of
from api.services.unit import Unit
from api.speech.speech import Speech
from api.web.forms import FormProblem
from matching.errors import MatchingError

LONGEST = 20_000  # characters of one field; every use case takes less


@dataclass(frozen=True)
class Sent:
    """A form as it was sent. On a page that is shown again: which form it is, and what was wrong.

    `values`: the last of each field. `several`: all of them, for boxes that can be ticked together.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: str = ""
    error: MatchingError | None = None
    problems: tuple[FormProblem, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be said about it."""
        return self.error is not None or bool(self.problems)

    def text(self, name: str) -> str | None:
        """What was written in a field; None where that is nothing."""
        return self.values.get(name, "").strip() or None

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.values.get(name))

    def number(self, name: str) -> int | None:
        """A whole number from a field that nobody types into."""
        text = self.values.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def problem(self, form: str, name: str) -> str:
        """What is wrong with a field of a form, in a sentence; empty where nothing is."""
        return next((p.message for p in self.problems if self.form == form and p.name == name), "")


NOTHING_SENT = Sent()


async def _sent(request: Request) -> Sent:
    form = await request.form(max_files=1, max_fields=64, max_part_size=request.app.state.max_body)
    several: dict[str, tuple[str, ...]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            several[name] = (*several.get(name, ()), value[:LONGEST])
    return Sent({name: values[-1] for name, values in several.items()}, several)


SentForm = Annotated[Sent, Depends(_sent)]
Again = Callable[[Sent, int], HTMLResponse]


@dataclass(frozen=True)
class Missing:
    """A field of a form that its page asks for, and the key of the sentence that says so."""

    name: str
    key: str = "problem.missing"
    facts: Mapping[str, Any] = field(default_factory=dict)


class NotFilled(Exception):
    """A form in which something is missing."""

    def __init__(self, *missing: Missing) -> None:
        self.missing = missing
        super().__init__()


def in_unit(permit: Permit, use: Callable[[Unit], object]) -> Callable[[], None]:
    """A use case to be done as one unit of work."""

    def act() -> None:
        with permit.writing() as unit:
            use(unit)

    return act


def answer(sent: Sent, form: str, act: Callable[[], object], *, then: str, again: Again, say: Speech) -> Response:
    """Do what a form asks for and go on to a page, or show the form again with what is wrong and all that was typed.

    Args:
        form: its name on the page.
        act: what is to be done; where it gives a response, that is the answer.
        then: the address to go on to.
        again: makes the page with the form, of a status.
        say: what is wrong, by kind ("problem.missing"...), and the names of fields ("field.deadline"...).
    """
    sent = Sent(sent.values, sent.several, form)
    try:
        made = act()
    except NotFilled as error:
        problems = tuple(FormProblem(one.name, say(one.key, **one.facts)) for one in error.missing)
        return again(Sent(sent.values, sent.several, form, None, problems), 422)
    except ValidationError as error:
        problems = tuple(_problem(one["loc"], one["type"], dict(one.get("ctx", {})), say) for one in error.errors())
        return again(Sent(sent.values, sent.several, form, None, problems), 422)
    except NotOnRecord:
        raise
    except MatchingError as error:
        if not any(kind in STATUS for kind in type(error).__mro__):
            raise  # only the operator can mend it
        return again(Sent(sent.values, sent.several, form, error), status_of(error))
    return made if isinstance(made, Response) else RedirectResponse(then, status_code=303)


def _problem(path: tuple[int | str, ...], kind: str, facts: dict[str, object], say: Speech) -> FormProblem:
    """What is wrong with a value, in our own words."""
    about_days = kind.startswith("date") or any(isinstance(fact, date) for fact in facts.values())
    key = "problem.date" if about_days else f"problem.{kind.removeprefix('string_')}"
    limits = {name: value for name, value in facts.items() if isinstance(value, int)}
    name = str(path[0]) if path and say.has(f"field.{path[0]}") else "other"
    return FormProblem(name, say(key if say.has(key) else "problem.other", **limits))
