"""The kinds of notices, and which facts each of them takes."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from api.notices.errors import UnknownNotice


class Form(StrEnum):
    """What a fact may be; `facts.py` reads each form."""

    TEXT = "a text of one line"
    TEXTS = "a list of texts of one line each, at least one"
    WHEN = "a day or a moment with its time zone, as a date, a datetime or in ISO 8601"
    LINK = "an address within the service: a path such as '/calls/12', or the whole address"
    COUNTRY = "a country, by ISO 3166 code or by name"
    NUMBER = "a number above 0"


# A fact means the same in every notice. All of these words travel through a queue as JSON without loss.
FORMS: dict[str, Form] = {
    "name": Form.TEXT,  # how to address the person; without it the greeting names nobody
    "call_title": Form.TEXT,
    "reference": Form.TEXT,
    "country": Form.COUNTRY,
    "position": Form.TEXT,
    "positions": Form.TEXTS,
    "starts": Form.WHEN,  # the mission, with `ends`; shown together as its dates
    "ends": Form.WHEN,
    "days": Form.NUMBER,  # workload of the position
    "apply_by": Form.WHEN,
    "reply_by": Form.WHEN,
    "received_on": Form.WHEN,
    "decided_on": Form.WHEN,
    "reason": Form.TEXT,
    "questions": Form.TEXTS,
    "fitting_calls": Form.TEXTS,  # titles of calls of which a person meets every rule
    "nearly_calls": Form.TEXTS,  # of calls for which an answer of theirs is missing
    "valid_until": Form.WHEN,
    "erased_on": Form.WHEN,
    "receipt": Form.TEXT,
    "link": Form.LINK,
}
DATES = "dates"  # not a fact but a line made of two: `starts` and `ends`


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    Attributes:
        name: its slug.
        required: the facts it cannot do without.
        optional: the facts it takes when they are known; a sentence about one that is not known is left out.
        lines: what is listed with a label, in this order; those not known are left out.
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact it takes; the name of the person is always welcome and never needed."""
        return ("name", *self.required, *self.optional)


_CALL = ("call_title", "reference")
_MISSION = ("country", "starts", "ends", "days")
_MISSION_LINES = (*_CALL, "position", "country", DATES, "days", "reply_by")
_OFFER = (*_CALL, "position", "reply_by", "link")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "call_published",
            (*_CALL, "apply_by", "link"),
            ("country", "positions", "starts", "ends"),
            (*_CALL, "country", "positions", DATES, "apply_by"),
        ),
        Kind("invitation", _OFFER, _MISSION, _MISSION_LINES),
        Kind("invitation_reminder", _OFFER, _MISSION, _MISSION_LINES),
        Kind("invitation_expired", (*_CALL, "position", "reply_by"), ("link",), (*_CALL, "position")),
        Kind("invitation_withdrawn", (*_CALL, "position", "link"), (), (*_CALL, "position")),
        Kind("reserve_moved_up", _OFFER, _MISSION, _MISSION_LINES),
        Kind("application_received", (*_CALL, "received_on", "link"), ("position",), (*_CALL, "position")),
        Kind(
            "application_declined_or_not_selected",
            (*_CALL, "link"),
            ("position", "reason"),
            (*_CALL, "position"),
        ),
        Kind("on_reserve_list", (*_CALL, "link"), ("position",), (*_CALL, "position")),
        Kind("selected", (*_CALL, "position", "link"), (*_MISSION, "reply_by"), _MISSION_LINES),
        Kind("call_cancelled", (*_CALL, "link"), (), _CALL),
        Kind("decision_recorded", (*_CALL, "decided_on", "link"), ("positions",), (*_CALL, "positions", "decided_on")),
        Kind("suggested_calls", ("link",), ("fitting_calls", "nearly_calls"), ("fitting_calls", "nearly_calls")),
        Kind("still_true", ("link",)),
        Kind("profile_incomplete", ("link",)),
        Kind("profile_validated", ("link",)),
        Kind("profile_needs_answer", ("questions", "link")),
        Kind("password_reset", ("link", "valid_until")),
        Kind("account_created", ("link",), ("valid_until",)),
        Kind("erasure_done", ("erased_on", "receipt"), (), ("receipt",)),
    )
}


def kind_named(name: str) -> Kind:
    """The kind of this name; raises UnknownNotice, which lists the known ones."""
    if kind := KINDS.get(name):
        return kind
    near = get_close_matches(str(name), KINDS, n=1)
    raise UnknownNotice(
        f"There is no notice of the kind {str(name)[:60]!r}.",
        f"The nearest is '{near[0]}'." if near else "Nothing is near it.",
        f"Use one of {', '.join(KINDS)}.",
    )
