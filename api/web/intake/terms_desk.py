"""The terms of a call on the officer's desk: read from a text, filled into a form, changed there, read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from api.errors import MalformedRequest
from api.services.calls.call_understanding import read_for_drafting
from api.services.office import Office
from api.web.intake.posted import Posted
from api.web.intake.terms_values import HIDDEN, call_of, new_position, values_of
from api.web.sent import Missing, NotFilled
from matching.entities import MOST_POSITIONS, Call

SETTLED = "settled-"
Known = Mapping[str, str | None]


@dataclass(frozen=True)
class Desk:
    """Terms as they were read, the values of the form, and the terms that these say."""

    read: Call
    values: Mapping[str, str]
    terms: Call

    @property
    def carried(self) -> str:
        """The reading as the form carries it along."""
        return self.read.model_dump_json(exclude=HIDDEN, exclude_defaults=True)


def laid(call: Call) -> Desk:
    """Terms on the desk that nobody changed yet."""
    return Desk(call, values_of(call), call)


def taken_up(office: Office, posted: Posted, known: Known) -> Desk:
    """The desk after what a form asks for: reading a text or a document, reading again, one position more or less.

    To be called outside a unit of work: documents take their time.

    Args:
        known: facts that hold where the text does not say otherwise; see `read_for_drafting`.

    Raises:
        NotFilled: there is nothing to read, or some of what was typed cannot be used.
        UnreadableDocument, InvalidCall, UnknownCode: the text cannot be read.
        MalformedRequest: the form was changed on its way.
    """
    values, do = posted.sent.values, posted.text("do") or "show"
    if "read" not in values:
        return laid(_read(office, posted, known))
    read = carried_reading(values)
    if do == "read":
        return _read_again(office, read, values, known)
    vocabularies = office.engine.vocabularies
    desk = Desk(read, values, call_of(read, values, vocabularies))
    if do == "add-position":
        return _with_one_more(desk)
    if do.startswith("remove-position-"):
        return _without(desk, do.removeprefix("remove-position-"))
    return Desk(read, values_of(desk.terms) | _settled(values), desk.terms)


def carried_reading(values: Mapping[str, str]) -> Call:
    """The reading that a form carries along, with the text as it stands in the form.

    Raises:
        MalformedRequest: it cannot be read.
    """
    try:
        return Call.model_validate_json(values["read"]).model_copy(update={"text": values.get("text", "")})
    except ValidationError as error:
        found = f"{error.error_count()} of its facts cannot be."
        raise MalformedRequest("The reading that the form carries is damaged.", found, "Read the text again.") from None


def _read(office: Office, posted: Posted, known: Known) -> Call:
    text = posted.text("text")
    if text and posted.document:
        raise NotFilled(Missing("text", "problem.both"))
    if posted.document:
        return read_for_drafting(office, posted.document, name=posted.name, known=known)
    if not text:
        raise NotFilled(Missing("text", "problem.text"))
    return read_for_drafting(office, text, known=known)


def _read_again(office: Office, read: Call, values: Mapping[str, str], known: Known) -> Desk:
    """The text read anew; what was changed by hand stays as it was changed."""
    if not values.get("text", "").strip():
        raise NotFilled(Missing("text", "problem.text"))
    new = read_for_drafting(office, values["text"], known=known)
    before, names = values_of(read), values_of(read).keys() | values.keys()
    by_hand = {n: values.get(n, "") for n in names if values.get(n, "") != before.get(n, "") and not _is_carried(n)}
    filled = values_of(new) | by_hand
    count = max(len(new.positions), int(by_hand.get("positions", 0) or 0))
    filled = {name: value for name, value in filled.items() if value} | {"positions": str(count), "text": new.text}
    return Desk(new, filled, call_of(new, filled, office.engine.vocabularies))


def _is_carried(name: str) -> bool:
    return name in ("read", "text", "do") or name.startswith(SETTLED)


def _settled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name.startswith(SETTLED)}


def _with_one_more(desk: Desk) -> Desk:
    if len(desk.terms.positions) >= MOST_POSITIONS:
        raise NotFilled(Missing("positions", "problem.positions", {"most": MOST_POSITIONS}))
    added = new_position(desk.terms)
    read = desk.read.model_copy(update={"positions": (*desk.read.positions, added)})
    terms = desk.terms.model_copy(update={"positions": (*desk.terms.positions, added)})
    return Desk(read, values_of(terms) | _settled(desk.values), terms)


def _without(desk: Desk, number: str) -> Desk:
    at = int(number) - 1 if number.isascii() and number.isdecimal() and len(number) < 4 else -1

    def rest(call: Call) -> Call:
        kept = tuple(p for place, p in enumerate(call.positions) if place != at)
        return call.model_copy(update={"positions": kept})

    terms = rest(desk.terms)
    return Desk(rest(desk.read), values_of(terms) | _settled(desk.values), terms)
