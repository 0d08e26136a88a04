"""Institutions and communities made ready to be searched: what they say of themselves is read as a CV is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.engine import Engine
from matching.entities import Expert, Segment
from matching.gates import PASS
from matching.peers.asking import wanted_of
from matching.peers.people import SETTINGS
from matching.peers.values import Profile
from matching.pipeline import Prepared
from matching.roster import Roster, build_roster
from matching.scoring import PositionScores, score_position

ABOUT_A_PERSON = {"seniority": 0.0}  # criteria that only a person can meet


@dataclass(frozen=True)
class Profiles:
    """Profiles by id, and those of them that have a text as a roster; None where none has."""

    by_id: dict[str, Profile]
    roster: Roster | None


def build_profiles(profiles: Sequence[Profile], engine: Engine) -> Profiles:
    """Encode what is new and index everything; an institution that says nothing of itself is kept by name."""
    written = [_as_read(profile) for profile in profiles if profile.text.strip() or profile.topics]
    return Profiles({profile.id: profile for profile in profiles}, build_roster(written, engine) if written else None)


def score_profiles(asked: Prepared, profiles: Profiles, engine: Engine, *, today: date) -> PositionScores | None:
    """Every profile with a text, scored for a question by the stages that people are scored by; None where none is."""
    roster = profiles.roster
    if roster is None:
        return None
    query = asked.query.positions[0]
    weights = SETTINGS.weights.model_copy(update=ABOUT_A_PERSON)
    size = len(roster)
    return score_position(
        query,
        wanted_of(asked, engine),
        np.arange(size, dtype=np.int64),
        roster.lexical.score(query.text, asked.query.language),
        [],
        np.full(size, PASS),
        None,
        np.zeros(size, dtype=np.int64),
        asked.call,
        roster,
        engine,
        SETTINGS.model_copy(update={"weights": weights}),
        today,
    )


def _as_read(profile: Profile) -> Expert:
    """The form in which texts are encoded and searched: the whole text, and the topics, which say it in short."""
    parts = [profile.text.strip(), "; ".join(profile.topics)]
    segments = tuple(Segment(text=part, kind="summary", id=str(place)) for place, part in enumerate(parts) if part)
    return Expert(id=profile.id, segments=segments, fields=profile.fields)
