"""The first look in 4 bits: it leads to the nearest, gives way where it cannot, and says nothing of who is not asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import CoarseVectors, IndexDamaged, coarse
from embeddings.coarse import MANY
from embeddings.first_look import SCATTER, WIDEST, FirstLook, looks_of

WIDE = 48


def drawn(rows: int, wide: int = WIDE, seed: int = 1) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((rows, wide), dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def left_on_disk(vectors: CoarseVectors, folder: Path) -> CoarseVectors:
    """The same as one finds those of a large roster: codes mapped, vectors in their file."""
    vectors.save(folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(coarse, "HELD", 0)
        return CoarseVectors.load(folder)


@pytest.fixture(scope="module", params=["at hand", "on disk"])
def people(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CoarseVectors:
    vectors = CoarseVectors.of(drawn(40_001))
    return vectors if request.param == "at hand" else left_on_disk(vectors, tmp_path_factory.mktemp("people"))


def test_there_are_many_enough(people: CoarseVectors) -> None:
    assert len(people) > 2 * MANY


def exactly(people: CoarseVectors, query: np.ndarray, among: np.ndarray, count: int) -> list[int]:
    rows = np.flatnonzero(among)
    scores = np.asarray(people.exact)[rows].astype(np.float32) @ query
    return rows[np.argsort(-scores, kind="stable")][:count].tolist()


def test_two_values_share_a_byte_by_a_fixed_grid() -> None:
    scatter = 1 / np.sqrt(5)
    row = np.array([[-9, 9, 0.01 * scatter, -0.01 * scatter, WIDEST * scatter * 0.99]], dtype=np.float32)
    assert looks_of(row).tolist() == [[0xF0, 0x78, 0x0F]]
    assert looks_of(np.zeros((2, 4), dtype=np.float32)).tolist() == [[0x88, 0x88]] * 2


@pytest.mark.parametrize("wide", [4, 5, 48])
def test_what_lies_on_the_grid_is_found_in_its_order(wide: int) -> None:
    vectors = drawn(200, wide)
    found, seen = FirstLook(looks_of(vectors), wide).likeliest(vectors[:3], 60)
    near = vectors[:3] @ vectors.T
    for query in range(3):
        assert set(np.argsort(-near[query])[:20].tolist()) <= set(found[query].tolist())
        assert (np.diff(seen[query]) <= 0).all()
        for last in (19, 59):
            rest = np.delete(near[query], found[query, : last + 1])
            assert rest.max() < seen[query, last] + 3 * SCATTER / np.sqrt(wide)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.25, 0.1])
def test_the_nearest_are_those_of_the_vectors_themselves(
    people: CoarseVectors, share: float, looked: list[int]
) -> None:
    among, queries = np.random.default_rng(3).random(len(people)) < share, drawn(3, seed=2)
    near = people.near(queries)
    for number, query in enumerate(queries):
        assert near.best(number, among, 50).tolist() == exactly(people, query, among, 50)
    assert len(looked) == 3 and max(looked) < 0.02 * len(people)


def test_it_looks_for_more_where_the_eligible_are_far_from_what_is_asked(
    people: CoarseVectors, looked: list[int]
) -> None:
    query = drawn(1, seed=2)
    score = np.asarray(people.exact).astype(np.float32) @ query[0]
    farther = score < np.sort(score)[-200]  # everybody but the 199 nearest
    near = people.near(query)
    found = near.best(0, farther, 50).tolist()
    assert len(found) == 50 and len(set(found) & set(exactly(people, query[0], farther, 50))) >= 49  # many are as near
    assert near._likely.shape[1] > 200 and max(looked) < MANY / 8


def test_everybody_is_looked_at_where_it_does_not_help(people: CoarseVectors, looked: list[int]) -> None:
    queries = drawn(3, seed=2)
    score = np.asarray(people.exact).astype(np.float32) @ queries[0]
    farthest = score < np.median(score)
    found = people.near(queries).best(0, farthest, 20).tolist()
    assert looked == [len(people)]
    assert score[found].min() > score[exactly(people, queries[0], farthest, 20)].min() - 0.003  # hundreds are as near


@pytest.mark.parametrize(("alike", "noise"), [(500, 0.1), (2000, 0.1), (2000, 0.4)])
def test_where_many_are_alike_the_nearest_are_found_all_the_same(
    alike: int, noise: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide, rows = 128, 2 * MANY
    groups = drawn(rows // alike + 1, wide).repeat(alike, axis=0)[:rows]
    vectors = groups + np.float32(noise) * drawn(rows, wide, seed=4)
    crowd, every = CoarseVectors.of(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)), np.ones(rows, dtype=bool)
    queries, on_disk = np.asarray(crowd.exact)[[5, 9000, 20000]].astype(np.float32), left_on_disk(crowd, tmp_path)
    eight = crowd.near(queries)
    eight.everyone()
    for number, query in enumerate(queries):
        nearest = set(exactly(crowd, query, every, 50))
        for kept in (crowd, on_disk):
            assert len(set(kept.near(queries).best(number, every, 50).tolist()) & nearest) >= 49
        with monkeypatch.context() as patched:
            patched.setattr(coarse, "AT_HAND", 0)
            by_codes = set(on_disk.near(queries).best(number, every, 50).tolist())
        assert len(by_codes & set(eight.best(number, every, 50).tolist())) >= 49  # as well as 8 bits can tell


def test_a_query_of_nothing_finds_as_many_as_any(people: CoarseVectors, looked: list[int]) -> None:
    queries = np.zeros((1, WIDE), dtype=np.float32)
    assert people.near(queries).best(0, np.ones(len(people), dtype=bool), 20).tolist() == list(range(20))
    assert looked == [len(people)]


def test_who_asks_for_more_than_an_eighth_has_everybody_looked_at(people: CoarseVectors, looked: list[int]) -> None:
    query, every = drawn(1, seed=2), np.ones(len(people), dtype=bool)
    assert people.near(query).best(0, every, 3000).tolist() == exactly(people, query[0], every, 3000)
    assert looked == [len(people)]


def test_where_too_many_are_asked_for_of_the_eligible_they_alone_are_looked_at(
    people: CoarseVectors, looked: list[int]
) -> None:
    query, among = drawn(1, seed=2), np.random.default_rng(3).random(len(people)) < 0.15
    assert people.near(query).best(0, among, 300).tolist() == exactly(people, query[0], among, 300)
    assert looked == [int(among.sum())]


def test_looks_that_do_not_belong_to_the_vectors_are_refused(people: CoarseVectors, tmp_path: Path) -> None:
    people.save(tmp_path)
    np.save(tmp_path / "looks.npy", people.looks[:-1])
    with pytest.raises(IndexDamaged, match=f"\\({len(people) - 1}, {WIDE // 2}\\)"):
        CoarseVectors.load(tmp_path)
    (tmp_path / "looks.npy").write_bytes(b"")
    with pytest.raises(IndexDamaged, match=r"looks\.npy"):
        CoarseVectors.load(tmp_path)
