"""A part of the sample on the deterministic encoder, small enough for a test."""

from __future__ import annotations

from evaluation.subject import Subject
from fixtures.calls import load_calls
from fixtures.load import load_experts
from matching.engine import Engine

PEOPLE = 40
_made: dict[str, Subject] = {}


def small_subject(engine: Engine) -> Subject:
    """The first people and the first call of the sample, quick; made once, for tests that change nothing of it."""
    return _made.setdefault(engine.encoder.fingerprint, new_subject(engine))


def new_subject(engine: Engine, people: int = PEOPLE) -> Subject:
    """The same, not shared with another test; its roster is built when it is asked for."""
    subject = Subject(engine, quick=True)
    subject.experts = list(load_experts()[:people])
    subject.calls = list(load_calls()[:1])
    return subject
