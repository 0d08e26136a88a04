"""The ways to search that are measured beside one another find the same people."""

from __future__ import annotations

import numpy as np

from bench import peers
from bench.peers import Roster, measure
from embeddings.coarse import CoarseVectors


def test_every_exact_way_finds_the_nearest_among_those_eligible() -> None:
    again = np.random.default_rng(1)
    vectors = again.standard_normal((2000, 32), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    people = CoarseVectors.of(vectors)
    drawn = again.integers(100, size=len(people)).astype(np.int16)
    roster = Roster(people, np.asarray(people.exact).astype(np.float32), drawn, vectors[:4])
    ways = {"ours": peers._ours(roster)} | peers._semantic_search(roster)
    told = measure(roster, ways, together=2)
    assert {limit for _, limit in told} == set(peers.LIMITS)
    for (name, limit), found in told.items():
        if name != "semantic_search, filtered afterwards":  # where its candidates do not do, it finds fewer
            assert min(found.recalls) == 1.0, (name, limit)
        assert len(found.recalls) == 4 and len(found.worked) == 2 * peers.ROUNDS
