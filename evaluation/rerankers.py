"""The published greedy methods, on the very pools and rules that `matching.compose` answers exactly, for comparison.

Each is a function from a question (see `evaluation.questions`) to people by place: a shortlist fills the places of one
position, a team is filled position by position. Whether the rules are met is checked afterwards, the same way for all.

* **plain greedy**: the best next person who leaves every rule satisfiable by counting.
* **quotas first**: whoever the minimums ask for, best first, one minimum after the other; then the best of the rest.
* **DetConstSort** (Geyik, Ambler and Kenthapadi 2019, "Fairness-aware ranking in search & recommendation systems with
  application to LinkedIn Talent Search", algorithm 3): one attribute with a desired distribution p; every prefix of
  length k holds at least floor(k p_a) people of each value a, and people move up as far as that allows.
* **FA*IR** (Zehlike, Bonchi, Castillo, Hajian, Megahed and Baeza-Yates 2017, "FA*IR: a fair top-k ranking algorithm"): one
  protected attribute; every prefix of length k holds at least m(k) protected people, the smallest number that a
  binomial test with proportion p does not reject at the level ALPHA (uncorrected for the number of prefixes).

The last two know one attribute, gender. They are given the best chance of meeting the rule on it: see `proportions` and
`least_proportion`. As published they look at nothing else; "with limits" they also pass over whoever would break an upper
limit (nationality, institution, exclusion), which no paper of theirs describes but anyone using them would add.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache

from scipy.stats import beta, binom

from evaluation.questions import Group, Method, Question
from matching.compose import Change, Member, Rules, shortfalls
from matching.compose.facts import institution_of

ALPHA = 0.1  # significance of FA*IR's test, as in the examples of its paper
LIMITS = frozenset({"max_per_nationality", "distinct_institutions", "exclude"})  # what more people cannot mend
SURE = 1e-9  # a tail probability nearer to ALPHA than this counts as equal to it


# --- greedy by counting ---------------------------------------------------------------------------------------------------


def plain_greedy(question: Question) -> Group:
    """Place by place the person who adds most, among those who leave the rules satisfiable by counting.

    By counting: no limit is broken; what each minimum still lacks is no more than the places left, nor than the people
    left who count towards it and break no limit; and all genders together lack no more than the places left. That is
    necessary, not sufficient, so that the method can come to a place for which there is nobody to take.
    """
    group: Group = []
    for place in range(len(question.places)):
        rest = question.best_first(place, group)
        joining = next((one for one in rest if _leaves_a_chance([*group, one], question)), None)
        if joining is None:
            break
        group.append(joining)
    return group


def _leaves_a_chance(group: Group, question: Question) -> bool:
    open_places = question.places[len(group) :]
    missing = shortfalls(group, question.rules)
    if any(change.rule in LIMITS for change in missing):
        return False
    if not missing:
        return True
    genders = sum(change.steps for change in missing if change.rule == "min_per_gender")
    named = sum(change.steps for change in missing if change.rule == "include")
    if max(genders, named, *(change.steps for change in missing)) > len(open_places):
        return False
    wanted, within = {place.id for place in open_places}, _limits(group, question.rules)
    rest = [one for one in question.members if within(one) and not wanted.isdisjoint(one.scores)]
    return all(_supply(change, rest, group) >= change.steps for change in missing)


def _supply(change: Change, rest: Sequence[Member], group: Group) -> int:
    """How much the people left could add to a minimum at most."""
    if change.rule == "min_countries":
        return len({n for one in rest for n in one.nationalities} - {n for one in group for n in one.nationalities})
    return sum(_counts(change, one) for one in rest)


def _counts(change: Change, member: Member) -> bool:
    """Whether a person counts towards a minimum that is not about countries."""
    match change.rule:
        case "min_per_gender":
            return member.gender == change.subject
        case "min_public":
            return member.public is True
        case "min_previous":
            return member.previous
        case "cover_languages":
            return change.subject in member.languages
    return member.id == change.subject  # include


def _limits(group: Group, rules: Rules) -> Callable[[Member], bool]:
    """Tells whether a person who is not in the group can join it without breaking an upper limit."""
    inside = {one.id for one in group} | rules.exclude
    held = Counter(nation for one in group for nation in set(one.nationalities))
    most = math.inf if rules.max_per_nationality is None else rules.max_per_nationality
    homes = {institution_of(one) for one in group} - {None} if rules.distinct_institutions else set()

    def within(member: Member) -> bool:
        if member.id in inside or (homes and institution_of(member) in homes):
            return False
        return all(held[nation] < most for nation in member.nationalities)

    return within


# --- quotas first ---------------------------------------------------------------------------------------------------------


def quotas_first(question: Question) -> Group:
    """The best people whom the minimums ask for, one minimum after the other, then the best of the rest; within limits.

    Each person takes the open place where they add most. The order of the minimums: people named, gender, earlier
    members, languages, public, countries.
    """
    seated: dict[int, Member] = {}
    order = ("include", "min_per_gender", "min_previous", "cover_languages", "min_public", "min_countries", "")
    for rule in order:
        while len(seated) < len(question.places):
            missing = [c for c in shortfalls(list(seated.values()), question.rules) if c.rule == rule]
            if rule and not missing:
                break
            taken = _best_seat(question, seated, missing[0] if missing else None)
            if taken is None:
                break
            seated[taken[0]] = taken[1]
    if len(seated) < len(question.places):
        return list(seated.values())
    if question.is_shortlist:
        return sorted(seated.values(), key=lambda one: (-question.gain(one, 0), one.id))
    return [seated[place] for place in range(len(question.places))]


def _best_seat(question: Question, seated: Mapping[int, Member], change: Change | None) -> tuple[int, Member] | None:
    """The open place and the person who adds most to it, among those who count towards a minimum if one is given."""
    group = list(seated.values())
    within = _limits(group, question.rules)
    taken = {nation for one in group for nation in one.nationalities}
    best: tuple[float, int, Member] | None = None
    open_places = {question.places[p].id: p for p in reversed(range(len(question.places))) if p not in seated}
    for one in sorted(question.members, key=lambda member: member.id):
        if change and change.rule == "min_countries":
            wanted = bool(set(one.nationalities) - taken)
        else:
            wanted = change is None or _counts(change, one)
        if not wanted or not within(one):
            continue
        for place in sorted(open_places.values()):
            gain = question.gain(one, place, group)
            if gain > (best[0] if best else -math.inf):
                best = gain, place, one
    return best[1:] if best else None


# --- one attribute --------------------------------------------------------------------------------------------------------


def proportions(question: Question) -> dict[str, Fraction]:
    """DetConstSort's desired distribution over the genders that the rules name and, under "", everyone else.

    For a gender, the share that the rules ask for or its share of the pool, whichever is larger: the method's authors
    use the pool's, and with less than the rule asks for it could not meet the rule.
    """
    size, pool = len(question.places), max(len(question.members), 1)
    asked = {gender: least for gender, least in sorted(question.rules.min_per_gender.items()) if least > 0}
    shares = {
        gender: max(Fraction(least, size), Fraction(sum(one.gender == gender for one in question.members), pool))
        for gender, least in asked.items()
    }
    if sum(shares.values()) > 1:
        shares = {gender: Fraction(least, size) for gender, least in asked.items()}
    return {**shares, "": 1 - sum(shares.values(), Fraction(0))}


def det_const_sort(question: Question, *, limits: bool = False, p: Mapping[str, Fraction] | None = None) -> Group:
    """DetConstSort over `p` (see `proportions`, the default), in the notation of its paper.

    For k = 1, 2, ...: values whose floor(k p_a) has grown get their best next person, higher gains first, at the end of
    the list; each then moves up while the one before may stand lower (its largest index allows it) and is worth less.
    In a team, where a place is worth something else to each person, two change places where that is worth more. What the
    last k adds beyond the places competes for them and is cut off. (The paper's line 16, read with lists that count from 0,
    lets people fall one place below their largest index, so that a prefix would hold too few; here they may not.)
    """
    p = p or proportions(question)
    value_of = {one.id: one.gender if one.gender in p else "" for one in question.members}
    ranked: Group = []
    largest: list[int] = []
    before = dict.fromkeys(p, 0)
    longest = max(math.ceil(len(question.places) / share) for share in p.values() if share)  # where the others run out
    for k in range(1, longest + 1):
        grown = [a for a in p if math.floor(k * p[a]) > before[a]]
        before = {a: math.floor(k * p[a]) for a in p}
        last = min(len(ranked), len(question.places) - 1)
        found = [(a, _next_of(a, value_of, question, last, ranked, limits)) for a in grown]
        for a, first in sorted(found, key=lambda f: -question.gain(f[1], last, ranked) if f[1] else math.inf):
            last = min(len(ranked), len(question.places) - 1)  # an earlier one may have changed who can come
            joining = _next_of(a, value_of, question, last, ranked, limits) if first else None
            if joining:
                ranked.append(joining)
                largest.append(k)
                _move_up(question, ranked, largest)
        if len(ranked) >= len(question.places):
            break
    return ranked[: len(question.places)]


def _next_of(
    value: str, value_of: Mapping[str, str | None], question: Question, place: int, group: Group, limits: bool
) -> Member | None:
    """The best person of a value for a place; within limits where asked."""
    within = _limits(group, question.rules if limits else Rules())
    return next((one for one in question.best_first(place, group) if value_of[one.id] == value and within(one)), None)


def _move_up(question: Question, ranked: Group, largest: list[int]) -> None:
    """Move the last one up as far as those before may stand lower and it is worth more there."""
    here = len(ranked) - 1
    while here > 0 and largest[here - 1] > here:  # `here` counts from 0, `largest` from 1
        above, this = ranked[here - 1], ranked[here]
        changed = (question.gain(this, here - 1) + question.gain(above, here), question.gain(this, here - 1))
        as_is = (question.gain(above, here - 1) + question.gain(this, here), question.gain(above, here - 1))
        if changed <= as_is:
            return
        ranked[here - 1 : here + 1] = [this, above]
        largest[here - 1], largest[here] = largest[here], largest[here - 1]
        here -= 1


@cache
def m_table(size: int, p: float, alpha: float = ALPHA) -> tuple[int, ...]:
    """FA*IR's least numbers of protected people for prefixes of 1 to `size`: m(k) = min {m : F(m; k, p) > alpha}.

    F is the distribution function of the binomial with k draws of probability p. Not corrected for testing many
    prefixes (the paper's correction lowers the table).
    """
    return tuple(next(m for m in range(k + 1) if binom.cdf(m, k, p) > alpha + SURE) for k in range(1, size + 1))


@cache
def least_proportion(size: int, asked: int, alpha: float = ALPHA) -> float:
    """The smallest p for which m(size) = `asked`, so that FA*IR's own test asks for as many as the rule does.

    With p = asked / size the test would let fewer pass. F(asked - 1; size, p) = alpha is solved by a quantile of the beta
    distribution (Clopper and Pearson 1934).
    """
    return float(beta.ppf(1 - alpha, asked, size - asked + 1)) if asked > 0 else 0.0


def fa_ir(question: Question, *, limits: bool = False, p: float | None = None, alpha: float = ALPHA) -> Group:
    """FA*IR: the best next person, or the best protected one where the prefix would else hold fewer than m(k).

    Protected is the gender of which the rules ask for most; p is `least_proportion` where it is not given.
    """
    size = len(question.places)
    asked = {gender: least for gender, least in sorted(question.rules.min_per_gender.items()) if least > 0}
    protected = max(asked, key=lambda gender: asked[gender], default=None)
    needed = m_table(size, least_proportion(size, asked.get(protected or "", 0), alpha) if p is None else p, alpha)
    group: Group = []
    for place in range(size):
        within = _limits(group, question.rules if limits else Rules())
        rest = filter(within, question.best_first(place, group))
        if sum(one.gender == protected for one in group) < needed[place]:
            rest = filter(lambda one: one.gender == protected, rest)
        joining = next(rest, None)
        if joining is None:
            break
        group.append(joining)
    return group


METHODS: dict[str, Method] = {
    "plain greedy": plain_greedy,
    "quotas first": quotas_first,
    "DetConstSort": det_const_sort,
    "DetConstSort with limits": lambda question: det_const_sort(question, limits=True),
    "FA*IR": fa_ir,
    "FA*IR with limits": lambda question: fa_ir(question, limits=True),
}
