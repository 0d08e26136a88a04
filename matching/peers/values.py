"""What travels in the search for peers: profiles in, people, institutions and communities with their reasons out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matching.entities import Country, Language, Proposal, Text, Value, Verdict
from matching.results import Evidence

Form = Literal["ministry", "agency", "city", "social_partner", "training", "other"]


class Profile(Value):
    """What an institution or a community says of itself. `countries` of an institution are those that it works with."""

    id: str
    name: Text
    kind: Literal["institution", "community"]
    country: Country | None = None  # of an institution: where it is
    form: Form | None = None  # of an institution
    text: Text = ""
    topics: tuple[str, ...] = ()  # of a community, in its own words
    fields: tuple[str, ...] = ()
    countries: tuple[Country, ...] = ()
    languages: tuple[Language, ...] = ()


class Found(Value):
    """What everything that is found has in common. `score` runs from 0 to 100, `confidence`, kept apart, from 0 to 1."""

    score: float = Field(ge=0, le=100)
    confidence: float = Field(ge=0, le=1)
    fields: tuple[str, ...] = ()  # of the question, that it holds or shows clearly
    evidence: Evidence | None = None  # the sentence that speaks most of the question, in its own language
    elsewhere: bool | None = None  # in another region than who asks; None where one of the two is not known


class FoundPerson(Found):
    """Somebody on the roster who knows about the question."""

    expert_id: str
    institution: str | None = None
    country: Country | None = None  # of the institution
    status: str | None = None
    verdict: Verdict  # unknown, where the profile is not confirmed or no consent is on record


class FoundInstitution(Found):
    """An institution, by what it says of itself and by its people; `id` is None where it is known from them alone."""

    id: str | None
    name: str
    country: Country | None = None
    form: Form | None = None
    own: float | None = None  # score of what it says of itself; None where it says nothing
    people: tuple[str, ...] = ()  # ids of its people who know about the question, the best first
    statuses: tuple[str, ...] = ()  # of these people, each once
    linked: bool = False  # of a corridor: it works with the country at the other end

    @property
    def key(self) -> tuple[str | None, str, str | None]:
        """What tells it from all others of an answer: a name alone does not."""
        return self.id, self.name, self.country


class FoundCommunity(Found):
    """A community of practice."""

    id: str
    name: str
    countries: tuple[Country, ...] = ()


class PeerAnswer(Value):
    """The answer to a question: the best of each kind, the best first."""

    text: str
    language: Language | None  # of the question
    fields: tuple[Proposal, ...]  # that it is about
    people: tuple[FoundPerson, ...]
    institutions: tuple[FoundInstitution, ...]
    communities: tuple[FoundCommunity, ...]


class Corridor(Value):
    """Who deals with a subject on both sides of a corridor; those who work with the other side come first."""

    origin: Country
    destination: Country
    fields: tuple[Proposal, ...]
    at_origin: tuple[FoundInstitution, ...]
    at_destination: tuple[FoundInstitution, ...]
    communities: tuple[FoundCommunity, ...]  # in which both countries take part


class Interest(Value):
    """One answer to a survey of interests: words, fields ticked, or both."""

    id: str
    text: Text = ""
    fields: tuple[str, ...] = ()
    country: Country | None = None


class Topic(Value):
    """A field that answers to a survey are about, with the answers and the regions that share it."""

    code: str | None  # None: answers of which no field could be told
    answers: tuple[str, ...]  # ids, those that speak of it most clearly first
    regions: dict[str, int]  # region -> answers
    countries: tuple[Country, ...]
