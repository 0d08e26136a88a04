"""Each gate by hand: who passes, who fails, who is unknown, and what is asked."""

from __future__ import annotations

from datetime import date

import pytest

from matching.columns import build_columns, years_in_posts
from matching.entities import Call, Expert, Verdict
from matching.gates import apply_gates, overall
from matching.results import Gate
from matching.vocabulary import load_vocabulary
from tests.people import person

VOCABULARY = load_vocabulary()
TODAY = date(2026, 11, 16)


def gates_of(expert: Expert, call: Call, today: date = TODAY) -> dict[str, Gate]:
    columns = build_columns([expert], VOCABULARY)
    return {g.name: g.of(0, expert) for g in apply_gates(columns, call, call.positions[0], VOCABULARY, today)}


def test_who_meets_every_rule_passes_all_gates(call: Call) -> None:
    gates = gates_of(person("x"), call)
    assert {g.verdict for g in gates.values()} == {Verdict.PASS}
    assert all(g.question is None for g in gates.values())


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ({"language": "fr", "speaking": "C1", "writing": "C1"}, Verdict.PASS),
        ({"language": "fr", "speaking": "C2", "writing": "B2"}, Verdict.FAIL),  # drafts below the level asked for
        ({"language": "fr", "native": True}, Verdict.PASS),
        ({"language": "fr", "native": True, "writing": "B1"}, Verdict.FAIL),
        ({"language": "fr", "speaking": "C1"}, Verdict.UNKNOWN),
        ({"language": "fr", "speaking": "A2"}, Verdict.FAIL),  # one skill unknown, another one below: that is a fail
        ({"language": "es", "native": True}, Verdict.FAIL),
    ],
)
def test_language_is_judged_per_skill(call: Call, claim: dict[str, object], verdict: Verdict) -> None:
    assert gates_of(person("x", languages=[claim]), call)["language:fr"].verdict is verdict


def test_a_missing_language_level_is_asked_for(call: Call) -> None:
    gate = gates_of(person("x", languages=[{"language": "fr", "speaking": "C1"}]), call)["language:fr"]
    assert gate.question == "What is your level of French in drafting (A1 to C2)?"
    gate = gates_of(person("x", languages=[]), call)["language:fr"]
    assert gate.verdict is Verdict.UNKNOWN and "French" in (gate.question or "")


def test_a_language_without_level_needs_only_to_be_listed(call: Call) -> None:
    loose = call.model_copy(
        update={"languages": Call.model_validate({"id": "x", "languages": [{"language": "fr"}]}).languages}
    )
    gate = gates_of(person("x", languages=[{"language": "fr"}]), loose)["language:fr"]
    assert gate.verdict is Verdict.PASS and gate.found == "French: listed without a level"


@pytest.mark.parametrize(
    ("facts", "verdict", "found"),
    [
        ({"absences": [{"start": "2027-03-19", "end": "2027-04-01"}]}, Verdict.FAIL, "away from 2027-03-19"),
        ({"absences": [{"start": "2027-03-20", "end": "2027-04-01"}]}, Verdict.PASS, "free"),
        ({"absences": None}, Verdict.UNKNOWN, "not said"),
        ({"release_days": 200}, Verdict.FAIL, "200 days' notice"),
        ({"release_days": 30}, Verdict.PASS, "free"),
    ],
)
def test_availability_covers_the_window_and_the_notice(
    call: Call, facts: dict[str, object], verdict: Verdict, found: str
) -> None:
    gate = gates_of(person("x", **facts), call)["availability"]
    assert gate.verdict is verdict and found in gate.found


def test_dates_off_site_count_where_no_stay_is_dated(call: Call) -> None:
    home = call.model_copy(update={"phases": (call.phases[0].model_copy(update={"on_site": False}),)})
    away = person("x", absences=[{"start": "2027-03-10", "end": "2027-03-11"}])
    assert gates_of(away, home)["availability"].verdict is Verdict.FAIL


def test_a_rule_that_the_call_does_not_state_is_not_applied() -> None:
    bare = Call.model_validate({"id": "x", "positions": [{"id": "1"}]})
    assert set(gates_of(person("x"), bare)) == {
        "conflict of interest",
        "past performance",
        "validated profile",
        "consent",
    }


@pytest.mark.parametrize(
    ("status", "verdict"),
    [("civil_servant", Verdict.PASS), ("private", Verdict.FAIL), (None, Verdict.UNKNOWN), ("no-such", Verdict.UNKNOWN)],
)
def test_status_is_a_gate_only_where_asked_for(call: Call, status: str | None, verdict: Verdict) -> None:
    position = call.positions[0].model_copy(update={"statuses": ("civil_servant", "mandated_body")})
    asked = call.model_copy(update={"positions": (position,)})
    assert gates_of(person("x", status=status), asked)["status"].verdict is verdict


def post(start: str, end: str | None) -> dict[str, object]:
    return {"text": "post", "kind": "post", "start": start, "end": end}


@pytest.mark.parametrize(
    ("posts", "years"),
    [
        ([post("2010-01-01", "2012-01-01")], 2.0),
        ([post("2010-01-01", "2012-01-01"), post("2011-01-01", "2013-01-01")], 3.0),  # the overlap counts once
        ([post("2016-11-16", None)], 10.0),
        ([post("2010-01-01", "2018-01-01"), post("2016-11-16", None)], 16.87),
        ([post("2020-01-01", None), post("2016-11-16", None)], 10.0),
        ([{"text": "degree", "kind": "degree", "start": "2000-01-01", "end": "2004-01-01"}], None),
    ],
)
def test_years_count_overlapping_posts_once(posts: list[dict[str, object]], years: float | None) -> None:
    expert = person("x", segments=posts)
    found = years_in_posts(expert, TODAY)
    column = build_columns([expert], VOCABULARY).years(TODAY)[0]
    if years is None:
        assert found is None and column != column
    else:
        assert found == pytest.approx(years, abs=0.01)
        assert column == pytest.approx(years, abs=0.01)


def test_experience_is_unknown_without_dated_posts_and_fails_below_the_years(call: Call) -> None:
    assert gates_of(person("x", segments=["no dates"]), call)["experience"].verdict is Verdict.UNKNOWN
    assert gates_of(person("x", segments=[post("2024-01-01", None)]), call)["experience"].verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("conflicts", "verdict"),
    [
        (["national employment AGENCY"], Verdict.FAIL),
        (["another"], Verdict.PASS),
        ([], Verdict.PASS),
        (None, Verdict.UNKNOWN),
    ],
)
def test_conflict_is_found_by_name_and_asked_for_where_not_declared(
    call: Call, conflicts: list[str] | None, verdict: Verdict
) -> None:
    gate = gates_of(person("x", conflicts=conflicts), call)["conflict of interest"]
    assert gate.verdict is verdict and (gate.question is not None) == (verdict is Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("facts", "gate", "verdict"),
    [
        ({"excluded": True}, "past performance", Verdict.FAIL),
        ({"validated": False}, "validated profile", Verdict.UNKNOWN),
        ({"validated": None}, "validated profile", Verdict.UNKNOWN),
        ({"consent": False}, "consent", Verdict.FAIL),
        ({"consent": None}, "consent", Verdict.UNKNOWN),
    ],
)
def test_record_profile_and_consent(call: Call, facts: dict[str, object], gate: str, verdict: Verdict) -> None:
    assert gates_of(person("x", **facts), call)[gate].verdict is verdict


def test_the_worst_gate_decides(call: Call, people: list[Expert]) -> None:
    columns = build_columns(people, VOCABULARY)
    worst = overall(apply_gates(columns, call, call.positions[0], VOCABULARY, TODAY), len(people))
    assert dict(zip([p.id for p in people], worst.tolist(), strict=True)) == {
        "anna": 0, "bert": 0, "cleo": 0, "dino": 0, "ewa": 2, "finn": 1, "gus": 2, "hana": 2,
    }  # fmt: skip


@pytest.mark.parametrize("levels", [("C2", "A1"), ("A1", "C2")])
def test_several_claims_of_one_language_count_as_one_at_its_highest(call: Call, levels: tuple[str, str]) -> None:
    claims = [{"language": "fr", "speaking": level, "writing": level} for level in levels]
    gate = gates_of(person("x", languages=claims), call)["language:fr"]
    assert gate.verdict is Verdict.PASS and gate.found == "French: speaking C2, drafting C2"


@pytest.mark.parametrize(
    "dates", [("2020-01-01", "1999-01-01"), ("0001-01-01", "2001-01-01"), ("2001-01-01", "2999-01-01")]
)
def test_dates_that_cannot_be_are_refused(dates: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"lies before|lies outside"):
        person("x", segments=[post(*dates)])
