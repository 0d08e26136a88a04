"""What is told of peers: people only to those who may see persons, to others where they work and in which status."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.routes.request_answers import SimilarAnswer, similar_answer
from api.services.peers.asking import Counts, Peers
from api.services.peers.corridors import ToldCorridor
from api.services.peers.interests import Survey
from matching.entities import Country, Language, Proposal, Verdict
from matching.peers import FoundCommunity, FoundInstitution, FoundPerson
from matching.peers.values import Form
from matching.results import Evidence

FEWER = (
    "people of the roster who know; for readers who may not see persons null for fewer than 5, else to the nearest 5"
)


class PeerPerson(BaseModel):
    """Somebody who knows."""

    expert_id: str
    name: str | None
    institution: str | None
    country: Country | None
    status: str | None
    score: float
    confidence: float
    fields: list[str] = Field(description="of the question, confirmed or clearly shown")
    evidence: Evidence | None
    elsewhere: bool | None = Field(description="in another region than who asks; null where that is not known")
    verdict: Verdict = Field(description="unknown where the profile is not confirmed, or no consent is on record")


class PeerRole(BaseModel):
    """Somebody who knows, told without the person: where they work and in which status."""

    institution: str | None
    country: str | None
    status: str | None
    elsewhere: bool | None


class PeerInstitution(BaseModel):
    """An institution that knows, by what it says of itself and by its people."""

    id: str | None = Field(description="null where it is known from its people alone")
    name: str
    country: Country | None
    form: Form | None
    score: float
    confidence: float
    own: float | None = Field(description="score of what it says of itself")
    people: int | None = Field(description=FEWER)
    statuses: list[str]
    fields: list[str]
    evidence: Evidence | None
    elsewhere: bool | None
    linked: bool = Field(description="of a corridor: it works with the country at the other end")


class PeerCommunity(BaseModel):
    """A community that knows."""

    id: str
    name: str
    countries: list[Country]
    score: float
    confidence: float
    fields: list[str]
    evidence: Evidence | None
    elsewhere: bool | None


class PeersAnswer(BaseModel):
    """Who knows about a question, the best of each kind first."""

    language: Language | None = Field(description="of the question")
    fields: list[Proposal] = Field(description="that the question is about")
    people: list[PeerPerson] = Field(description="empty for readers who may not see persons")
    roles: list[PeerRole] = Field(description="in their place, for these readers")
    institutions: list[PeerInstitution]
    communities: list[PeerCommunity]
    precedents: list[SimilarAnswer] = Field(description="what was asked for or done before and is near")


class CorridorAnswer(BaseModel):
    """Who deals with a subject on both sides; those who work with the other side come first."""

    origin: Country
    destination: Country
    fields: list[Proposal]
    at_origin: list[PeerInstitution]
    at_destination: list[PeerInstitution]
    communities: list[PeerCommunity]


class TopicAnswer(BaseModel):
    """A topic of a survey."""

    code: str | None = Field(description="of a field; null: answers of which no field could be told")
    label: str | None
    answers: int
    institutions: list[str] = Field(description="names, those whose answers speak of it most clearly first")
    regions: dict[str, int] = Field(description="region -> answers")
    shared: bool = Field(description="by more than one region")


class SurveyAnswer(BaseModel):
    """The topics of a year's survey, the one that most answers share first."""

    year: int
    years: list[int] = Field(description="of which there are answers")
    answers: int
    topics: list[TopicAnswer]


def peers_answer(found: Peers) -> PeersAnswer:
    """The answer to a question."""
    answer = found.answer
    return PeersAnswer(
        language=answer.language,
        fields=list(answer.fields),
        people=[_person(one, found.names) for one in answer.people],
        roles=[
            PeerRole(institution=one.institution, country=one.country, status=one.status, elsewhere=one.elsewhere)
            for one in found.roles
        ],
        institutions=[_institution(one, found.counts) for one in answer.institutions],
        communities=[_community(one) for one in answer.communities],
        precedents=[similar_answer(one) for one in found.precedents],
    )


def corridor_answer(found: ToldCorridor) -> CorridorAnswer:
    """Both sides of a corridor."""
    corridor = found.corridor
    return CorridorAnswer(
        origin=corridor.origin,
        destination=corridor.destination,
        fields=list(corridor.fields),
        at_origin=[_institution(one, found.counts) for one in corridor.at_origin],
        at_destination=[_institution(one, found.counts) for one in corridor.at_destination],
        communities=[_community(one) for one in corridor.communities],
    )


def survey_answer(found: Survey, labels: dict[str, str]) -> SurveyAnswer:
    """The topics of a survey. Words of single answers are not among them."""
    topics = []
    for topic in found.topics:
        names = dict.fromkeys(found.answers[one].institution for one in topic.answers)
        known = [region for region in topic.regions if region != "unknown"]
        topics.append(
            TopicAnswer(
                code=topic.code,
                label=labels.get(topic.code or ""),
                answers=len(topic.answers),
                institutions=list(names),
                regions=topic.regions,
                shared=len(known) > 1,
            )
        )
    return SurveyAnswer(year=found.year, years=list(found.years), answers=len(found.answers), topics=topics)


def _person(one: FoundPerson, names: dict[str, str]) -> PeerPerson:
    return PeerPerson(name=names.get(one.expert_id), **dict(one))


def _institution(one: FoundInstitution, counts: Counts) -> PeerInstitution:
    return PeerInstitution(**dict(one) | {"people": counts[one.key]})


def _community(one: FoundCommunity) -> PeerCommunity:
    return PeerCommunity(**dict(one))
