"""What others have published on the reviewers' data, for comparison: figures only, read from their papers and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.findings import Figure

JUDGE = "reviewers"
SOURCE = (
    "Stelmakh, Wieting, Xi, Neubig and Shah (2023), A Gold Standard Dataset for the Reviewer Assignment Problem "
    "(arXiv 2303.16750), and what OpenReview publishes of its own expertise models."
)
EASY, HARD = 0.91, 0.65  # the best published shares of pairs in the right order


@dataclass(frozen=True)
class Peer:
    """A system and its published loss: 0 orders every pair rightly, 0.5 is chance."""

    name: str
    loss: float


PEERS = (
    Peer("OpenReview, SPECTER2 with SciNCL", 0.21),
    Peer("SPECTER with MFR", 0.24),
    Peer("SPECTER", 0.27),
    Peer("TPMS", 0.28),
    Peer("ACL", 0.30),
    Peer("ELMo", 0.34),
)


@dataclass(frozen=True)
class Beside:
    """Our figure of one measure beside the best published; `ours` is None where it was not measured."""

    measure: str
    best: float
    ours: Figure | None


def beside(figures: Iterable[Figure]) -> list[Beside]:
    """Loss, easy and hard pairs: the best published figure and ours."""
    ours = [f for f in figures if f.judge == JUDGE and not f.group]
    return [
        Beside(name, best, next((f for f in ours if f.measure.lower().startswith(start)), None))
        for name, start, best in (
            ("loss", "loss", PEERS[0].loss),
            ("easy pairs in the right order", "easy", EASY),
            ("hard pairs in the right order", "hard", HARD),
        )
    ]
