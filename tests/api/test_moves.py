"""Who moves between two rankings, by how much, and which criteria are named as the reason."""

from __future__ import annotations

import numpy as np

from api.services.shortlists.moves import Reason, moves
from matching.entities import Verdict
from matching.trying import Ranking


def ranking(**brings: tuple[float, float]) -> Ranking:
    """People by what experience and languages bring them."""
    order = sorted(brings, key=lambda who: -np.nansum(brings[who]))
    columns = np.array([brings[who] for who in order])
    return Ranking(
        position_id="1",
        ids=tuple(order),
        merit=tuple(float(np.nansum(brings[who])) for who in order),
        confidence=(0.5,) * len(order),
        verdicts=(Verdict.PASS,) * len(order),
        brings={"seniority": columns[:, 0], "languages": columns[:, 1]},
    )


BEFORE = ranking(ann=(50, 10), bob=(30, 20), cid=(20, 20))


def test_who_rises_is_told_what_brings_more_than_to_the_others() -> None:
    after = ranking(ann=(30, 10), bob=(25, 40), cid=(10, 30))
    found = {move.expert_id: move for move in moves(BEFORE, after, listed=3)}
    assert [move.expert_id for move in found.values()] == ["bob", "ann", "cid"]
    assert (found["bob"].places, found["ann"].places, found["cid"].places) == (1, -1, 0)
    assert found["bob"].reasons == (Reason("languages", 20, 10), Reason("seniority", -5, -11.67))
    assert found["ann"].reasons == (Reason("languages", 0, 10), Reason("seniority", -20, -11.67))
    assert found["cid"].reasons == ()


def test_everybody_may_gain_and_somebody_still_falls() -> None:
    after = ranking(ann=(50, 11), bob=(30, 50), cid=(20, 25))
    ann = next(move for move in moves(BEFORE, after, listed=3) if move.expert_id == "ann")
    assert ann.merit > ann.merit_before and ann.places == -1
    assert ann.reasons == (Reason("languages", 1, 12),)


def test_who_leaves_the_list_comes_last_with_their_new_rank() -> None:
    after = ranking(ann=(1, 1), bob=(30, 20), cid=(20, 20))
    found = moves(BEFORE, after, listed=1)
    assert [(move.expert_id, move.rank_before, move.rank, move.listed_before, move.listed) for move in found] == [
        ("bob", 2, 1, False, True),
        ("ann", 1, 3, True, False),
    ]


def test_what_is_not_known_brings_nothing_either_way() -> None:
    before = ranking(ann=(50, float("nan")), bob=(30, 10))
    after = ranking(ann=(20, float("nan")), bob=(30, 10))
    first = moves(before, after, listed=2)[0]
    assert (first.expert_id, first.reasons) == ("bob", (Reason("seniority", 0, -15),))


def test_without_anybody_there_is_nothing_to_say() -> None:
    nobody = Ranking("1", (), (), (), (), {"seniority": np.array([]), "languages": np.array([])})
    assert moves(nobody, nobody, listed=10) == ()
