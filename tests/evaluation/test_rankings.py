"""Rankings position by position are those of the served shortlist, and queries are encoded once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from embeddings import Encoder, HashingEncoder
from evaluation.encoding import RememberedQueries, calls_as_passages, for_now_only, with_memory
from evaluation.rankings import fast_matcher, rank_positions, served, without_codes
from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY
from matching.engine import Engine
from matching.entities import Call
from matching.settings import MatchSettings
from tests.counting_encoder import CountingEncoder
from tests.evaluation.samples import new_subject, small_subject


@pytest.mark.parametrize("bare", [False, True])
def test_each_position_is_ranked_as_the_shortlist_ranks_it(engine: Engine, bare: bool) -> None:
    subject = small_subject(engine)
    call = without_codes(subject.calls[0]) if bare else subject.calls[0]
    everyone = MatchSettings(shown=0, teams=0, reserve=0)
    answer = subject.matcher.shortlist(call, today=SAMPLE_TODAY, settings=everyone)
    ranked = rank_positions(fast_matcher(subject), [call])
    assert [r.id for r in ranked] == [f"{call.id}:{p.position_id}" for p in answer.positions]
    for found, position in zip(ranked, answer.positions, strict=True):
        assert list(found.people) == [c.expert_id for c in position.candidates]
        assert found.failing == {n.expert_id for n in position.not_eligible}
        scores = [c.score for c in position.candidates]
        assert [found.merit[p] for p in found.people] == pytest.approx(scores, abs=0.06)  # shown rounded


def test_grades_of_those_who_fail_a_gate_do_not_count(engine: Engine) -> None:
    found = served(small_subject(engine))[0]
    out, inside = sorted(found.failing)[0], found.people[0]
    assert found.grades({found.id: {out: 3, inside: 2}}) == {inside: 2} and found.grades({}) == {}


def test_the_sample_is_ranked_once_per_subject(engine: Engine) -> None:
    one, other = small_subject(engine), new_subject(engine, people=5)
    assert served(one) is served(one)
    assert served(one) is not served(other) and len(served(other)[0].people) <= 5


def test_without_codes_a_call_is_the_one_that_states_none() -> None:
    for given, bare in zip(load_calls()[:6], load_calls(with_codes=False)[:6], strict=True):
        assert without_codes(given).positions == bare.positions
        assert call_codes(without_codes(given)) == set()


def call_codes(call: Call) -> set[str]:
    return {code for p in call.positions for code in (*p.fields, *p.competences, *p.activity_types)}


def test_a_query_is_encoded_once_and_as_the_encoder_does(engine: Engine) -> None:
    counting = CountingEncoder()
    remembering = with_memory(replace(engine, encoder=counting)).encoder
    assert isinstance(remembering, RememberedQueries) and isinstance(remembering, Encoder)
    first = remembering.encode(["a pension", "a visit", "a pension"], kind="query")
    second = remembering.encode(["a visit"], kind="query")
    assert counting.encoded == 2 and (first[1] == second[0]).all() and (first[0] == first[2]).all()
    assert np.allclose(first[:2], HashingEncoder().encode(["a pension", "a visit"], kind="query"))
    assert remembering.encode([], kind="query").shape == (0, counting.dimension)
    assert (remembering.name, remembering.fingerprint) == (counting.name, counting.fingerprint)
    assert np.allclose(remembering.encode(["x"], kind="passage"), counting.encode(["x"], kind="passage"))


def test_a_memory_is_put_before_an_engine_only_once(engine: Engine) -> None:
    once = with_memory(engine)
    assert with_memory(once) is once


def test_texts_for_now_only_reach_neither_the_store_nor_another_memory(engine: Engine) -> None:
    once = with_memory(engine)
    now = for_now_only(once)
    now.encoder.encode(["a secret"], kind="query")
    assert now.store is None
    assert isinstance(once.encoder, RememberedQueries) and "a secret" not in once.encoder.known


class Prompted(HashingEncoder):
    """Puts the kind before a text, as models trained with prompts do."""

    def encode(self, texts, *, kind, progress=None):  # type: ignore[no-untyped-def]
        return super().encode([f"{kind} {text}" for text in texts], kind=kind, progress=progress)


def test_calls_can_be_encoded_as_what_is_looked_through(engine: Engine) -> None:
    prompted = replace(engine, encoder=Prompted())
    alike = calls_as_passages(with_memory(prompted))
    assert alike.query_centres is engine.passage_centres
    as_passage = prompted.encoder.encode(["a visit"], kind="passage")
    assert np.allclose(alike.encoder.encode(["a visit"], kind="query"), as_passage)
    assert not np.allclose(with_memory(prompted).encoder.encode(["a visit"], kind="query"), as_passage)
