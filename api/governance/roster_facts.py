"""Facts of the roster: counts of people, never a person; small groups are put together (see `suppression`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from api.exports.labels import GENDERS
from api.governance.counts import Breakdown, KnownFact, RosterFacts
from api.governance.suppression import NOT_SAID, breakdown, count, known
from matching.codes import country_name, language_name
from matching.entities import Expert
from matching.vocabulary import Vocabularies

GENDER, NATIONALITY = "Declared gender", "Declared nationality"
STATUS, LANGUAGES, CV_LANGUAGES, CONSENT = "Status", "Working languages", "Languages of the CVs", "Consent on record"
KNOWN: dict[str, Callable[[Expert], bool]] = {
    "declared gender": lambda expert: expert.declared.gender is not None,
    "declared nationality": lambda expert: bool(expert.declared.nationalities),
    "status": lambda expert: expert.status is not None,
    "home institution": lambda expert: expert.institution is not None,
    "working languages": lambda expert: bool(expert.languages),
    "fields of expertise, confirmed": lambda expert: bool(expert.fields),
    "horizontal competences, confirmed": lambda expert: bool(expert.competences),
    "types of activity": lambda expert: bool(expert.activity_types),
    "availability": lambda expert: expert.absences is not None,
    "conflicts of interest": lambda expert: expert.conflicts is not None,
    "validation of the profile": lambda expert: expert.validated is not None,
    "consent": lambda expert: expert.consent is not None,
    "a dated post": lambda expert: any(s.kind == "post" and s.start is not None for s in expert.segments),
}


def roster_facts(
    experts: Sequence[Expert],
    vocabularies: Vocabularies,
    *,
    content_hash: str,
    without_text: int = 0,
    sample: bool = False,
) -> RosterFacts:
    """The roster in figures.

    Args:
        experts: everyone who can be matched.
        content_hash: of the roster, as run records hold it.
        without_text: people left out because their profile holds no text.
        sample: whether this is the invented sample.
    """
    people = len(experts)
    segments = [len(expert.segments) for expert in experts]
    return RosterFacts(
        people=people,
        without_text=count(without_text),
        segments=sum(segments),
        segments_per_person=float(median(segments)) if segments else 0.0,
        content_hash=content_hash,
        sample=sample,
        breakdowns=_breakdowns(experts, vocabularies),
        known=_known(experts),
    )


def _breakdowns(experts: Sequence[Expert], vocabularies: Vocabularies) -> tuple[Breakdown, ...]:
    def one(title: str, of: Callable[[Expert], str]) -> Breakdown:
        return breakdown(title, Counter(of(expert) for expert in experts), len(experts))

    def several(title: str, of: Callable[[Expert], Iterable[str]]) -> Breakdown:
        counts = Counter(name for expert in experts for name in set(of(expert)) or {NOT_SAID})
        return breakdown(title, counts, len(experts), several=True)

    def status(expert: Expert) -> str:
        if expert.status is None:
            return NOT_SAID
        known_code = vocabularies.statuses.has(expert.status)
        return vocabularies.statuses.label(expert.status, "en") if known_code else "a status the vocabulary lacks"

    def consent(expert: Expert) -> str:
        return NOT_SAID if expert.consent is None else "given" if expert.consent else "withdrawn"

    return (
        one(STATUS, status),
        several(LANGUAGES, lambda expert: (language_name(claim.language) for claim in expert.languages)),
        several(CV_LANGUAGES, lambda expert: (language_name(s.language) for s in expert.segments if s.language)),
        one(GENDER, lambda expert: GENDERS[expert.declared.gender] if expert.declared.gender else NOT_SAID),
        several(NATIONALITY, lambda expert: map(country_name, expert.declared.nationalities)),
        one(CONSENT, consent),
    )


def _known(experts: Sequence[Expert]) -> tuple[KnownFact, ...]:
    return tuple(known(what, sum(map(said, experts)), len(experts)) for what, said in KNOWN.items())
