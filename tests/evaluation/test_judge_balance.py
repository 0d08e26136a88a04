"""The balance judge: its measures by hand, its pools, the defaults everywhere, and a small run of the whole."""

from __future__ import annotations

import math
from dataclasses import replace

import pycountry
import pytest

from api.commands.match_settings import build_match_settings
from api.schemas import ShortlistRequest
from evaluation.charts import draw
from evaluation.findings import Findings
from evaluation.group_measures import (
    REGION_OF,
    SMALL,
    Drawn,
    cells,
    exposure,
    gender,
    gender_and_region,
    min_skew,
    ndkl,
    regions,
    selection_ratio,
    surprise,
)
from evaluation.judges.balance import Tried, _against_greedy, _weak, balance, default_modes
from evaluation.pools import KINDS, drawn_pool, list_rules, remembering, sample_pool, team_rules
from evaluation.questions import exact
from evaluation.subject import Subject
from evaluation.trials import MODES, Compared, compare, modes, prices, served_modes
from matching.compose import Member, Rules
from matching.compose.check import check_rules
from matching.engine import Engine
from matching.settings import MatchSettings
from tests.evaluation.samples import new_subject


@pytest.fixture(scope="module")
def subject(engine: Engine) -> Subject:
    return new_subject(engine, people=120)  # so many that the modes differ


def crowd(women: int, men: int, undeclared: int = 0) -> list[Member]:
    people = [*["woman"] * women, *["man"] * men, *[None] * undeclared]
    return [Member(f"p{i:02d}", {"1": 50.0}, one) for i, one in enumerate(people)]


def of(people: list[Member], *indices: int) -> Drawn:
    return Drawn([people[i] for i in indices], people)


# --- measures by hand -------------------------------------------------------------------------------------------------------


def test_attention_falls_with_the_logarithm_of_the_rank() -> None:
    people = crowd(5, 5)
    share, pool = exposure(of(people, 0, 5, 6), gender, "woman")  # woman, man, man
    assert share == pytest.approx(1 / (1 + 1 / math.log2(3) + 0.5)) and pool == 0.5


def test_who_declared_nothing_is_in_neither_list_nor_pool_but_keeps_their_rank() -> None:
    people = crowd(5, 5, 10)
    share, pool = exposure(of(people, 10, 0, 5), gender, "woman")  # undeclared, woman, man
    assert share == pytest.approx((1 / math.log2(3)) / (1 / math.log2(3) + 0.5)) and pool == 0.5
    assert all(math.isnan(x) for x in exposure(of(people, 10), gender, "woman"))


def test_ndkl_is_nought_for_a_list_like_its_pool_at_every_prefix_and_more_the_further_it_is() -> None:
    assert ndkl(of(crowd(8, 0), 0, 1, 2)) == 0
    people = crowd(5, 5)
    first, second = math.log(2), 0.0  # one woman of one: ln(1 / 0.5); one of two: as in the pool
    weight = 1 / math.log2(3)
    assert ndkl(of(people, 0, 5)) == pytest.approx((first + weight * second) / (1 + weight))
    assert ndkl(of(people, 0, 1)) == pytest.approx(math.log(2))
    third = math.log(2 / 3) / 3 + math.log(4 / 3) * 2 / 3  # one woman of three
    assert ndkl(of(people, 0, 5, 6)) == pytest.approx((first + weight * second + third / 2) / (1.5 + weight))


def test_min_skew_is_that_of_the_group_that_is_least_there() -> None:
    people = crowd(5, 5)
    assert min_skew(of(people, 0, 5, 6, 7)) == pytest.approx(math.log(0.25 / 0.5))
    assert min_skew(of(people, 5, 6)) == pytest.approx(math.log(0.25 / 0.5))  # absent: half a person of two
    assert min_skew(of(people, 0, 5)) == 0


def test_a_group_too_small_in_the_pool_is_left_out_of_divergence_and_skew() -> None:
    people = [*crowd(5, 5), Member("x", {"1": 1.0}, "other")]
    assert min_skew(of(people, 0, 5)) == 0 and ndkl(of(people, 0, 5, 10)) == ndkl(of(people, 0, 5))


def test_a_surprising_number_is_one_that_a_draw_by_lot_seldom_gives() -> None:
    people = crowd(5, 5)
    # no woman among four of five and five: C(5, 4) / C(10, 4) = 5 / 210, and four women are as unlikely
    assert surprise(of(people, 5, 6, 7, 8)) == pytest.approx(10 / 210)
    assert surprise(of(people, 0, 1, 5, 6)) == pytest.approx(1)
    assert math.isnan(surprise(Drawn([], people)))


def test_the_selection_ratio_pools_over_lists() -> None:
    people = crowd(10, 10)
    lists = [of(people, 0, 10, 11, 12), of(people, 1, 2, 13)]
    ratio, low, high = selection_ratio(lists, "woman", "man")
    assert ratio == pytest.approx((3 / 20) / (4 / 20)) and low <= ratio <= high
    assert all(math.isnan(x) for x in selection_ratio([of(people, 0)], "woman", "man"))


def test_small_cells_are_not_shown() -> None:
    people = [replace(one, nationalities=("FR",)) for one in crowd(SMALL, SMALL - 1)]
    women, men = cells([of(people, 0, 1, 5)], gender_and_region, ["woman, Western Europe", "man, Western Europe"])
    assert (
        women.people == SMALL and women.rate == pytest.approx(2 / 5) and women.ratio == pytest.approx((2 / 5) / (3 / 9))
    )
    assert (men.people, men.rate, men.ratio, men.exposure) == (None, None, None, None)


def test_several_nationalities_count_in_each_region() -> None:
    assert regions(Member("a", {}, "woman", ("FR", "ES", "JP"))) == {
        "Western Europe",
        "Southern Europe",
        "Asia and Oceania",
    }
    assert gender_and_region(Member("a", {}, None, ("FR",))) == frozenset()


def test_every_country_of_a_region_exists_and_the_member_states_are_in_europe() -> None:
    known = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    assert set(REGION_OF) <= known
    states = {country for country, region in REGION_OF.items() if region.endswith("Europe")}
    assert {"FR", "ES", "PT", "IT", "GR", "CY", "MT", "LT", "BG", "IE", "LU"} <= states and "MA" not in states


# --- pools and trials -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", range(1, 13))
def test_the_rules_are_never_contradictory(size: int) -> None:
    for rules in (list_rules(size), team_rules(size)):
        for kind in KINDS:
            check_rules(rules[kind], size)


def test_a_pool_drawn_by_lot_can_be_drawn_again() -> None:
    assert drawn_pool(3, 2) == drawn_pool(3, 2) and drawn_pool(3, 2) != drawn_pool(4, 2)


def test_on_pools_drawn_by_lot_nobody_beats_the_exact_method_and_a_price_is_never_negative() -> None:
    pools = [drawn_pool(number, 3) for number in range(4)]
    found = [one for pool in pools for kind in KINDS for one in compare(pool, kind, pool.team(kind))]
    assert found and not any(one.better for one in found) and all(one.proven and one.sound for one in found)
    priced = list(prices(drawn_pool(1, 2)))
    assert {one.form for one in priced} == {"shortlists", "teams"}
    assert all(one.percent is None or 0 <= one.percent < 100 for one in priced)


def test_a_group_that_breaks_a_rule_is_no_answer() -> None:
    pool = drawn_pool(0, 1)
    best = {"best": lambda question: question.best_first(0, [])[: len(question.places)]}
    free = replace(pool.lists("gender")[0], rules=Rules())
    assert [one.lost for one in compare(pool, "none", free, best)] == [0]
    strict = replace(free, rules=Rules(min_per_gender={"other": 1}))
    assert exact(strict) == (None, True)
    assert [(one.exists, one.lost, one.better) for one in compare(pool, "none", strict, best)] == [(False, None, False)]


def test_the_three_modes_from_dear_to_free() -> None:
    found = {(one.form, one.mode): one for one in modes(drawn_pool(2, 2))}
    for form in ("shortlists", "teams"):
        report, tie_break, target = (found[form, mode] for mode in MODES)
        assert report.kept == 100 and report.points == 0
        assert report.kept >= tie_break.kept >= target.kept or not target.met


def test_the_pool_is_the_one_that_is_served(subject: Subject) -> None:
    matcher = remembering(subject.matcher)
    pool = sample_pool(matcher, subject.calls[0])
    found = list(served_modes(matcher, subject.calls[0], pool))
    assert {one.mode for one in found} == set(MODES) and all(one.agrees for one in found)
    lists = {mode: [one for one in found if one.form == "shortlists" and one.mode == mode] for mode in MODES}
    assert not any(one.points for one in lists["report"])  # nothing is paid; a rule may be met by chance
    assert all(one.met and one.points >= 0 and one.kept <= 100 for one in lists["target"])


# --- the judge ----------------------------------------------------------------------------------------------------------------


def test_report_only_is_the_default_at_every_door() -> None:
    assert MatchSettings().balance.mode == "report"
    assert set(default_modes().values()) == {"report"}
    assert build_match_settings(None).balance.mode == "report"
    assert ShortlistRequest.model_fields["settings"].default.balance.mode == "report"


def test_a_greedy_answer_that_is_better_is_counted_and_said() -> None:
    beaten = Compared("drawn", "teams", "gender", "plain greedy", True, -1.0, True, True, True)
    figures = _against_greedy([beaten])
    assert next(f for f in figures if f.measure == "greedy better than exact").value == 1
    served = replace(figures[0], measure="served as composed", value=1.0)
    said = _weak(Tried([beaten]), {"settings": "target"}, [*figures, served], [])
    assert said[0] == "Report-only is not the default everywhere: settings (target)."
    assert said[1] == "A greedy method beats the exact one in 1 of 1 answers."


@pytest.fixture(scope="module")
def findings(subject: Subject) -> Findings:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evaluation.judges.balance.QUICK", (3, 4))
        return balance(subject)


def test_the_judge_finds_no_greedy_method_that_beats_the_exact_one(findings: Findings) -> None:
    whole = {f.measure: f.value for f in findings.figures if not f.group}
    assert whole == {
        "report-only is the default": 1,
        "greedy better than exact": 0,
        "exact answers proven": 1,
        "exact answers sound": 1,
        "served as composed": 1,
    }


def test_every_figure_of_the_judge_is_told_apart(findings: Findings) -> None:
    keys = [(f.measure, f.group) for f in findings.figures]
    assert len(keys) == len(set(keys)) and all(f.judge == "balance" for f in findings.figures)


def test_the_charts_of_the_judge_can_be_drawn(findings: Findings) -> None:
    assert [chart.name for chart in findings.charts] == ["rerankers", "prices", "exposure", "intersections"]
    for chart in findings.charts:
        assert chart.rows and draw(chart).startswith("<svg")
