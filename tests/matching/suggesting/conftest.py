"""The sample at hand: 818 people with the texts of their CVs cut short, which no gate reads, and every open call."""

from __future__ import annotations

import pytest

from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY, load_experts
from matching.engine import Engine
from matching.entities import Expert
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.suggesting.standing import CallStanding, Offer, stand


def cut_short(expert: Expert) -> Expert:
    segments = (s.model_copy(update={"text": s.text[:40], "language": s.language or "en"}) for s in expert.segments)
    return expert.model_copy(update={"segments": tuple(segments)})


@pytest.fixture(scope="session")
def sample(engine: Engine) -> Matcher:
    """The sample roster; its segments keep their kinds and dates, which experience is read from."""
    return Matcher(build_roster([cut_short(expert) for expert in load_experts()], engine), engine)


@pytest.fixture(scope="session")
def standings(sample: Matcher) -> list[CallStanding]:
    """How all calls of the sample stand for everybody."""
    return stand(sample, [Offer(call) for call in load_calls()], SAMPLE_TODAY)
