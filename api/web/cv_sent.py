"""What somebody does with a CV on its page: sends one, decides on facts, confirms it, takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from api.auth.access import Permit
from api.errors import InvalidRequest
from api.services.cvs import cv_confirming, cv_vectors, cvs
from api.services.cvs.cv_confirming import ConfirmationData, DecisionsData
from api.services.cvs.cv_facts import Fact
from api.services.cvs.cv_shown import as_shown
from api.services.cvs.cvs import Kept
from api.speech.speech import Speech
from api.web.cv_cards import Card, cards_of
from api.web.cv_words import corrected
from api.web.sent import Missing, NotFilled, Sent

PASTED = "pasted.txt"


@dataclass(frozen=True)
class Document:
    """A document that was chosen or pasted; empty where neither was."""

    data: bytes = b""
    name: str = ""


async def _document(request: Request) -> Document:
    form = await request.form(max_files=1, max_fields=64, max_part_size=request.app.state.max_body)
    file, text = form.get("document"), form.get("text")
    if isinstance(file, UploadFile) and file.filename:
        return Document(await file.read(), file.filename)
    if isinstance(text, str) and text.strip():
        return Document(text.encode("utf-8", "replace"), PASTED)
    return Document()


SentDocument = Annotated[Document, Depends(_document)]


def send(permit: Permit, document: Document, expert_id: str | None) -> Kept:
    """Read and keep a CV; without an id the person is recognised, or put on the roster.

    Raises:
        NotFilled: there is no document.
        UnreadableDocument: it cannot be read.
        NotOnRecord: there is no such person.
    """
    if not document.data:
        raise NotFilled(Missing("document", "cv.problem.document"))
    if expert_id is not None:
        with permit.reading() as unit:
            cvs.check_person(unit, expert_id)
    read = cvs.read(permit.office, document.data, document.name)
    with cv_vectors.kept_or_forgotten(permit.office, read), permit.writing() as unit:
        return cvs.keep(unit, read, source="upload", expert_id=expert_id)


def decide(permit: Permit, expert_id: str, cv_id: str, sent: Sent, say: Speech) -> None:
    """Do what the form of a card says of its facts.

    Args:
        say: with the sentences of "cv".

    Raises:
        NotFilled: nothing was chosen, or a value cannot be; each is named by the path of its fact.
        NotOnRecord, ChangedMeanwhile, Conflict: see `cv_confirming.decide`.
    """
    with permit.reading() as unit:
        before = cv_vectors.readings(unit, expert_id)
        shown = as_shown(unit, cvs.get(unit, expert_id, cv_id))
    facts = {fact.path: fact for fact in shown.facts}
    name = sent.text("card") or ""
    card = next((one for one in cards_of(shown, say) if one.name == name), None)
    decisions = [*_decisions(card, facts, sent)] if card else [*_removals(sent)]
    if not decisions:
        raise NotFilled(Missing(name, "cv.problem.nothing"))
    data = DecisionsData.model_validate({"decisions": decisions})
    with permit.writing() as unit:
        try:
            cv_confirming.decide(unit, expert_id, cv_id, data, sent.number("version"))
        except InvalidRequest as error:
            raise NotFilled(*_named(error, decisions, facts)) from error
    cv_vectors.let_go(permit.office, permit.actor, before, [expert_id])


def confirm(permit: Permit, expert_id: str, cv_id: str, sent: Sent) -> None:
    """Confirm a CV as a whole: with what is sure, or with what was accepted alone.

    Raises:
        NotOnRecord, ChangedMeanwhile, Conflict, InvalidRequest: see `cv_confirming.confirm`.
    """
    rest = "left_out" if sent.text("rest") == "left_out" else "accepted"
    data = ConfirmationData.model_validate({"rest": rest, "profile_version": sent.number("profile_version")})
    with permit.reading() as unit:
        before = cv_vectors.readings(unit, expert_id)
    with permit.writing() as unit:
        cv_confirming.confirm(unit, expert_id, cv_id, data, sent.number("version"))
    cv_vectors.let_go(permit.office, permit.actor, before, [expert_id])


def withdraw(permit: Permit, expert_id: str, cv_id: str, sent: Sent) -> None:
    """Take a CV back; what was confirmed before stays in the profile.

    Raises:
        NotOnRecord, ChangedMeanwhile, Conflict: see `cv_confirming.withdraw`.
    """
    with permit.reading() as unit:
        before = cv_vectors.readings(unit, expert_id)
    with permit.writing() as unit:
        cv_confirming.withdraw(unit, expert_id, cv_id, sent.number("version"))
    cv_vectors.let_go(permit.office, permit.actor, before, [expert_id])


def _decisions(card: Card, facts: Mapping[str, Fact], sent: Sent) -> Iterator[dict[str, Any]]:
    if sent.text("all"):  # what was corrected or taken out before stays so
        yield from ({"path": f.path, "state": "accepted"} for f in card.facts if f.words and f.state == "proposed")
    elif card.ticked:
        kept = set(sent.several.get("keep", ()))
        for fact in card.facts:
            if fact.path not in kept or fact.state != "corrected":
                yield {"path": fact.path, "state": "accepted" if fact.path in kept else "removed"}
    else:
        for fact in card.facts:
            state = sent.text(f"{fact.path}.state")
            if state == "corrected":
                given = {one.name: sent.text(f"{fact.path}.{one.name}") or "" for one in fact.controls}
                yield {"path": fact.path, "state": state, "value": corrected(fact.kind, given, facts[fact.path].value)}
            elif state in ("accepted", "removed", "proposed"):
                yield {"path": fact.path, "state": state}


def _removals(sent: Sent) -> Iterator[dict[str, Any]]:
    """What goes from the profile, of all that the CV does not tell of."""
    gone = set(sent.several.get("gone", ()))
    for path in sent.several.get("offered", ()):
        yield {"path": path, "state": "removed" if path in gone else "proposed"}


def _named(error: InvalidRequest, decisions: list[dict[str, Any]], facts: Mapping[str, Fact]) -> Iterator[Missing]:
    """The facts whose values cannot be, once each, each with what is wanted of its kind."""
    numbers = dict.fromkeys(int(problem.path.split(".")[2]) for problem in error.problems)
    for path in (str(decisions[number]["path"]) for number in numbers):
        yield Missing(path, f"cv.problem.{facts[path].kind}" if path in facts else "problem.other")
