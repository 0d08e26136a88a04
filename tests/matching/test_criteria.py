"""Criteria by hand: points from 0 to 1, unknown where nothing is known, and merit over what is known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from matching.columns import build_columns
from matching.criteria import Wanted, merit, region, score_criteria
from matching.entities import Call, Expert, Proposal
from matching.vocabulary import load_vocabulary
from tests.people import person

V = load_vocabulary()
TODAY = date(2026, 11, 16)


def points(people: list[Expert], call: Call, fields: dict[str, float], competences: tuple[str, ...] = ("3.6",)) -> dict:
    columns = build_columns(people, V)
    shown = np.zeros((len(people), len(V.fields)), dtype=np.float16)
    wanted = Wanted(
        tuple(Proposal(code=c, confidence=s) for c, s in fields.items()),
        tuple(Proposal(code=c, confidence=1) for c in competences),
    )
    rows = np.arange(len(people))
    found = score_criteria(columns, shown, rows, call, call.positions[0], wanted, V, TODAY)
    return {name: values.tolist() for name, values in found.items()}


def test_confirmed_fields_count_half_where_the_cv_shows_nothing(call: Call) -> None:
    people = [
        person("same", fields=["E.10.07"]),
        person("parent", fields=["E.10"]),
        person("sibling", fields=["E.10.08"]),
        person("other", fields=["U.05"]),
        person("none", fields=[]),
    ]
    assert points(people, call, {"E.10.07": 1.0})["fields"] == pytest.approx([0.5, 0.35, 0.2, 0.0, 0.0])


def test_several_fields_count_the_best_and_the_mean(call: Call) -> None:
    found = points([person("x", fields=["E.10.07"])], call, {"E.10.07": 1.0, "U.05": 1.0})["fields"]
    assert found == pytest.approx([0.5 * (0.6 * 1 + 0.4 * (1 / 1.7))])


def test_the_field_that_a_position_names_first_counts_most(call: Call) -> None:
    people = [person("first", fields=["E.10.07"]), person("second", fields=["U.05"])]
    first, second = points(people, call, {"E.10.07": 1.0, "U.05": 1.0})["fields"]
    assert (first, second) == pytest.approx([0.5 * (0.6 + 0.4 / 1.7), 0.5 * (0.6 * 0.7 + 0.4 * 0.7 / 1.7)])
    first, second = points(people, call, {"E.10.07": 0.5, "U.05": 0.5})[
        "fields"
    ]  # proposed codes bring their own weight
    assert first == pytest.approx(second)


def test_a_list_of_everything_says_little(call: Call) -> None:
    everything = [t.code for t in V.fields][:32]
    focused, stuffed = points(
        [person("a", fields=["A.35"]), person("b", fields=[*everything, "A.35"])], call, {"A.35": 1.0}
    )["fields"]
    assert stuffed == pytest.approx((5 / 32) ** 2 * focused)


def test_competences_give_part_for_the_same_heading(call: Call) -> None:
    people = [person("a", competences=["3.6"]), person("b", competences=["3.1"]), person("c", competences=["5.1"]),
              person("d", competences=[])]  # fmt: skip
    assert points(people, call, {"A.35": 1.0})["competences"] == pytest.approx([1, 0.4, 0, np.nan], nan_ok=True)


def test_a_criterion_that_the_call_does_not_pose_is_left_out() -> None:
    bare = Call.model_validate({"id": "x", "positions": [{"id": "1"}]})
    assert set(points([person("a")], bare, {}, ())) == {"seniority", "public"}


def test_context_is_the_country_the_partner_or_part_for_the_region(call: Call) -> None:
    people = [
        person("there", countries=["TG"]),
        person("mission", missions=[{"country": "TG"}]),
        person("partner", missions=[{"partner": "national employment agency"}]),
        person("region", countries=["BJ"]),
        person("away", countries=["PE"]),
    ]
    assert points(people, call, {"A.35": 1.0})["context"] == pytest.approx([1, 1, 1, 0.4, 0])


def test_regions_come_from_the_library() -> None:
    assert (region("TG"), region("PE"), region("KG"), region("XX")) == ("Africa", "America", "Asia", None)
    assert (region("ES"), region("PT"), region("CY"), region("RU")) == ("Europe",) * 4  # in whatever order zones come


def test_languages_reward_what_is_above_the_minimum_and_what_is_an_asset(call: Call) -> None:
    need = {"languages": [{"language": "fr", "writing": "C1"}, {"language": "es", "speaking": "B1", "required": False}]}
    wanting = Call.model_validate(call.model_dump() | need)
    people = [
        person("exact", languages=[{"language": "fr", "writing": "C1"}]),
        person("above", languages=[{"language": "fr", "writing": "C2"}, {"language": "es", "speaking": "B1"}]),
        person("silent", languages=[]),
    ]
    assert points(people, wanting, {"A.35": 1.0})["languages"] == pytest.approx([0.3, 1.0, np.nan], nan_ok=True)
    listed = Call.model_validate(call.model_dump() | {"languages": [{"language": "pt"}]})
    assert points(people, listed, {"A.35": 1.0})["languages"] == pytest.approx([0, 0, np.nan], nan_ok=True)


def test_public_status_is_one_or_nought_or_unknown(call: Call) -> None:
    people = [person("a"), person("b", status="private"), person("c", status=None)]
    assert points(people, call, {"A.35": 1.0})["public"] == pytest.approx([1, 0, np.nan], nan_ok=True)


def test_merit_is_the_mean_of_what_is_known_and_says_how_much_that_is() -> None:
    scores = {"a": np.array([1.0, 1.0, np.nan]), "b": np.array([0.0, np.nan, np.nan])}
    value, known = merit(scores, {"a": 3, "b": 1})
    assert value.tolist() == pytest.approx([75, 100, 0])
    assert known.tolist() == pytest.approx([1, 0.75, 0])


def test_merit_is_never_beyond_its_scale_by_rounding() -> None:
    rng = np.random.default_rng(3)
    scores = {name: np.ones(500, dtype=np.float32) for name in "abcdef"}
    weights = {name: float(weight) for name, weight in zip(scores, rng.random(6), strict=True)}
    assert all(merit(scores, {n: w * k for n, w in weights.items()})[0].max() <= 100 for k in rng.random(100))
