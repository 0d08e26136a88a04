"""A suggestion says what the call's shortlist says: for every person and every call of the sample."""

from __future__ import annotations

import numpy as np

from fixtures.load import SAMPLE_TODAY
from matching.entities import Verdict
from matching.gates import VERDICTS
from matching.pipeline import Matcher
from matching.results import ScoredCandidate
from matching.settings import MatchSettings
from matching.suggesting.standing import CallStanding, on_record
from matching.suggesting.suggestions import suggestions_of

BARE = MatchSettings(shown=1, teams=0, list_size=1, reserve=0)
EVERYONE = BARE.model_copy(update={"shown": 0})
LISTED_WHOLE = 1  # call whose shortlist lists everybody with all reasons, which takes long


def test_who_is_not_eligible_on_a_shortlist_is_not_in_the_suggestions_either_and_nobody_else(
    sample: Matcher, standings: list[CallStanding]
) -> None:
    ids = np.array(sample.roster.ids)
    compared = 0
    for standing in standings:
        shortlist = sample.shortlist(standing.offer.call, today=SAMPLE_TODAY, settings=BARE)
        for result, one in zip(shortlist.positions, standing.positions, strict=True):
            says = np.array([VERDICTS[verdict] for verdict in one.verdicts])
            assert {person.expert_id for person in result.not_eligible} == set(ids[says == Verdict.FAIL])
            assert result.not_eligible_total == len(result.not_eligible)
            assert [(says == verdict).sum() for verdict in Verdict] == [
                result.eligible,
                result.unknown,
                result.not_eligible_total,
            ]
            compared += len(ids)
    assert compared == 818 * 79


def test_verdicts_and_merit_are_those_of_the_very_scores_that_shortlists_are_made_of(
    sample: Matcher, standings: list[CallStanding]
) -> None:
    some = sample.roster.experts[::9]  # as on record, apart from the roster: gates are read from each record anew
    vocabularies = sample.engine.vocabularies
    apart_from_roster = on_record(some, standings, sample.roster.row_of, vocabularies, SAMPLE_TODAY)
    for standing, apart in zip(standings, apart_from_roster, strict=True):
        scores = sample.compare(standing.offer.call, today=SAMPLE_TODAY, prepared=standing.prepared)
        for one, alone, scored in zip(standing.positions, apart.positions, scores, strict=True):
            assert np.array_equal(one.verdicts, scored.verdicts) and np.array_equal(one.merit, scored.merit)
            assert np.array_equal(alone.verdicts, scored.verdicts[::9])
            assert np.array_equal(alone.merit, scored.merit[::9])


def test_each_person_is_told_the_verdict_the_merit_and_the_gates_that_the_shortlist_lists(
    sample: Matcher, standings: list[CallStanding]
) -> None:
    for standing in standings[:LISTED_WHOLE]:
        shortlist = sample.shortlist(standing.offer.call, today=SAMPLE_TODAY, settings=EVERYONE)
        for row, person in enumerate(sample.roster.experts):
            (suggestion,) = suggestions_of(person, row, [standing], sample.engine.vocabularies, SAMPLE_TODAY)
            fits = {fit.position_id: fit for fit in suggestion.positions}
            for result in shortlist.positions:
                listed = [*result.candidates, *result.not_eligible]
                told, fit = next(one for one in listed if one.expert_id == person.id), fits[result.position_id]
                if isinstance(told, ScoredCandidate):
                    assert (told.verdict, told.gates) == (fit.verdict, fit.gates)
                else:
                    assert fit.verdict is Verdict.FAIL
                    assert told.gates == tuple(gate for gate in fit.gates if gate.verdict is Verdict.FAIL)
                assert told.score == fit.merit
