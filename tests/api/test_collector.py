"""What is laid aside is not looked through again, but for now and then."""

from __future__ import annotations

import gc
import weakref

import pytest

from api.services import collector
from api.services.collector import LaidAside


class _Waste:
    """Something that refers to itself, so that only the collector lets it go."""

    def __init__(self) -> None:
        self.itself = self


def test_what_came_is_looked_through_once_and_then_left_alone() -> None:
    aside = LaidAside()
    aside.all()
    gone, kept = _Waste(), [[number] for number in range(1000)]
    told = weakref.ref(gone)
    del gone
    aside.what_came_since()
    assert told() is None
    looked_through = {id(one) for one in gc.get_objects()}
    assert not any(id(one) in looked_through for one in kept)


def test_what_became_waste_after_it_was_laid_aside_goes_when_everything_is_looked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aside, waste = LaidAside(), _Waste()
    told = weakref.ref(waste)
    aside.what_came_since()
    del waste
    aside.what_came_since()
    assert told() is not None
    monkeypatch.setattr(collector, "ANEW", 0.0)
    aside.what_came_since()
    assert told() is None
