"""A call whose vectors are in memory is not encoded again, and is answered as at first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from matching.engine import Engine
from matching.entities import Call
from matching.pipeline import Matcher
from matching.queries import query_texts
from tests.counting_encoder import CountingEncoder

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_a_call_is_encoded_once(engine: Engine, matcher: Matcher, call: Call, today: date) -> None:
    counting = CountingEncoder()
    remembering = replace(engine, encoder=counting, english=counting, remembers=2)
    remembered = Matcher(matcher.roster, remembering)
    found = [remembered.shortlist(call, today=today, made_at=NOON) for _ in range(2)]
    once = counting.queries
    assert once >= len(query_texts(call).texts)
    remembered.compare(call, today=today)
    assert counting.queries == once
    forgetful = Matcher(matcher.roster, replace(remembering, remembers=0))
    found.append(forgetful.shortlist(call, today=today, made_at=NOON))
    assert counting.queries == 2 * once
    first, *others = [one.model_dump(exclude={"record": {"stages"}}) for one in found]
    assert others == [first, first]


def test_another_engine_begins_with_nothing(engine: Engine) -> None:
    first, second = CountingEncoder(), CountingEncoder(512)
    remembering = replace(engine, encoder=first, remembers=2)
    assert remembering.encode_queries(["a"]).shape == (1, 256)
    assert replace(remembering, encoder=second).encode_queries(["a"]).shape == (1, 512)
    assert first.queries == second.queries == 1
