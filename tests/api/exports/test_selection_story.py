"""What a selection record tells beside the decision: how it came about, who was asked and answered, who goes."""

from __future__ import annotations

from api.exports import Asking
from tests.api.exports.selections import CHOSEN, asking
from tests.api.exports.selections import selection as selected
from tests.api.exports.test_documents import every_format, words


@every_format
def test_a_record_tells_how_the_selection_came_about_from_the_request_on(format: str) -> None:
    found = words(selected(), format)
    for phrase in (
        "Inspection of building sites, request-12", "2026-07, Safe building sites", "request found relevant",
        "5 October 2026", "It is what we lend experts for.", "11 November 2026, 08:00 UTC", "800 people, the whole roster",
        "5 people, who applied or were invited", "2, decided on", "run-1",
    ):  # fmt: skip
        assert phrase in found, phrase


@every_format
def test_a_record_tells_who_was_asked_what_they_answered_and_who_goes(format: str) -> None:
    found = words(selected(), format)
    for phrase in (
        "invited to take part", "to answer by 19 November 2026", "no answer in time", "offered the place", "declined",
        "20 November 2026, 18:00 UTC", "from the reserve, for", "the service", "21 November 2026, 18:00 UTC",
        "has accepted; stepped in from the reserve for", "nobody: no offer of the place stands",
    ):  # fmt: skip
        assert phrase in found, phrase
    goes = found[found.index("Who goes") :]
    assert goes.index("Мария") < goes.index("stepped in") and "account None" not in found


def test_a_record_does_not_say_why_somebody_declined() -> None:
    assert "reason" not in Asking.model_fields


@every_format
def test_who_was_asked_before_the_decision_is_told_in_a_record_without_one(format: str) -> None:
    waits = asking(CHOSEN, 12, "sent", offer=False, from_reserve=True)
    found = words(selected(decision=None, make_up=None, askings=(waits,)), format)
    for phrase in ("not answered yet", "somebody since erased", "2, the newest"):
        assert phrase in found, phrase
