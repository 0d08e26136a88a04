"""Demand and supply cell by cell: how many positions ask for something, who could fill them, and how deep that goes.

A cell is a combination of what positions ask for (when, field, language, level, region, season) and of what people are
(status, gender, nationality). Its supply are the people of that kind who are eligible for its positions:

* **people**: different people, eligible for some position of the cell;
* **fewest** and **median**: of those eligible, over its positions;
* **thin**: its positions for which fewer than a given number are eligible;
* **third would do**: the third-best of those eligible has at least `DOES` of the merit of the best there is for that
  position, of whatever kind. It is counted over the positions whose eligible people were compared (`compared`).

A position of several fields or languages counts in each of them, a person of several nationalities in each: cells do not
add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from matching.errors import InvalidSetting
from matching.supply.sought import NOT_SAID, Supply
from matching.supply.values import DEPTH
from matching.vocabulary import Vocabulary

DOES = 0.8  # of the merit of the best: from here on the third-best would still do
Demanded = Literal["when", "field", "language", "level", "region", "season"]
Personal = Literal["status", "gender", "nationality"]
Dimension = Literal[Demanded, Personal]
DEMANDED: tuple[Demanded, ...] = get_args(Demanded)
PERSONAL: tuple[Personal, ...] = get_args(Personal)
Where = Mapping[Dimension, str]


@dataclass(frozen=True)
class Cell:
    """One cell; `of` are its values in the order of what was asked for."""

    of: tuple[str, ...]
    calls: int
    positions: int
    people: int
    fewest: int
    median: float
    thin: int
    compared: int
    third_does: int
    third_of_best: float | None  # median over the positions compared, 0 where there is no third; None: none compared


@dataclass(frozen=True)
class PositionLine:
    """A position with its supply. `best` and `third`: merit; None where nobody was compared, or there is no third."""

    ask: int
    call: str
    position: str
    eligible: int
    best: float | None
    third: float | None

    @property
    def third_does(self) -> bool | None:
        """Whether the third-best would still do; None where nobody was compared."""
        return None if self.best is None else self.third is not None and self.third >= DOES * self.best


def cells(
    supply: Supply, by: Sequence[Dimension], fields: Vocabulary, where: Where | None = None, *, fewer_than: int = DEPTH
) -> list[Cell]:
    """The cells of demand in the order of what tells them apart.

    Ordered by their people, cells of which no number may be told would still be told apart.

    Args:
        by: what to tell apart; nothing: everything together. Fields are told apart one step below the field of `where`,
            or by their roots.
        where: only positions that ask for this, and only people who are of that kind.
        fewer_than: a position with fewer eligible people is thin.

    Raises:
        InvalidSetting: a dimension comes twice, or `fewer_than` is below 1.
        UnknownCode: the field of `where` is none.
    """
    if len(set(by)) < len(by) or fewer_than < 1:
        raise InvalidSetting(
            "Cells are told apart by different things, and thin is a number of people.",
            f"Found {', '.join(by) or 'nothing'} and {fewer_than}.",
            "Name each once, and give 1 or more.",
        )
    where = where or {}
    asks = _asks(supply.asks, by, where, fields)
    able = _able(supply.able, by, where)
    people_by: list[str] = [one for one in by if one in PERSONAL]
    lines = _filled(asks, able, _best(supply.able), people_by, fewer_than)
    if lines.empty:
        return []
    together = lines.assign(everything="") if not by else lines
    keys: list[str] = list(by) or ["everything"]
    heads = _heads(asks, able, list(by), people_by)
    return [_cell(key, own, heads, bool(by)) for key, own in together.groupby(keys, sort=True)]


def positions_of(supply: Supply, fields: Vocabulary, where: Where | None = None) -> list[PositionLine]:
    """The positions behind a cell, those with fewest people first; arguments as for `cells`."""
    where = where or {}
    asks = _asks(supply.asks, (), where, fields)
    lines = _filled(asks, _able(supply.able, (), where), _best(supply.able), [], DEPTH)
    found = [
        PositionLine(int(ask), str(call), str(position), int(eligible), _known(best), _known(third))
        for ask, call, position, eligible, best, third in zip(
            *(lines[name] for name in ("ask", "call", "position", "eligible", "best", "third")), strict=True
        )
    ]
    return sorted(found, key=lambda one: (one.eligible, one.call, one.position))


def _known(merit: float) -> float | None:
    return None if np.isnan(merit) else float(merit)


def _asks(asks: pd.DataFrame, by: Sequence[Dimension], where: Where, fields: Vocabulary) -> pd.DataFrame:
    """The positions that are meant, each once for every cell of demand that it belongs to."""
    found = asks
    for name in ("when", "region", "season"):
        if name in where:
            found = found[found[name] == where[name]]
    if "field" in where:
        code = _code(where["field"], fields)
        found = _kept(found, (_is_within(own, code, fields) for own in found["fields"]))
    if {"language", "level"} & where.keys():
        needs = [tuple(need for need in own if _is_meant(need, where)) for own in found["needs"]]
        found = _kept(found.assign(needs=pd.Series(needs, found.index, dtype=object)), map(bool, needs))
    if "field" in by:
        steps = [_steps(own, where.get("field"), fields) for own in found["fields"]]
        found = found.assign(field=pd.Series(steps, found.index, dtype=object)).explode("field")
    if {"language", "level"} & set(by):
        found = found.explode("needs")
        found = found.assign(language=[need[0] for need in found["needs"]], level=[need[1] for need in found["needs"]])
    return found.drop_duplicates(["ask", *(one for one in by if one in DEMANDED)]).reset_index(drop=True)


def _kept(frame: pd.DataFrame, keep: Iterable[bool]) -> pd.DataFrame:
    return frame[np.fromiter(keep, dtype=np.bool_, count=len(frame))]


def _is_within(own: Sequence[str], code: str, fields: Vocabulary) -> bool:
    """Whether one of a position's fields is this one or lies below it."""
    return any(one == code or code in _above(one, fields) for one in own)


def _code(field: str, fields: Vocabulary) -> str:
    return field if field == NOT_SAID else fields.normalise(field)


def _above(code: str, fields: Vocabulary) -> list[str]:
    """The fields above one, its root first."""
    return [] if code == NOT_SAID else [term.code for term in reversed(fields.ancestors(code))]


def _is_meant(need: tuple[str, str], where: Where) -> bool:
    return where.get("language", need[0]) == need[0] and where.get("level", need[1]) == need[1]


def _steps(own: Sequence[str], below: str | None, fields: Vocabulary) -> tuple[str, ...]:
    """The fields of a position one step below a field, or the roots; the field itself where it asks for no more."""
    found: dict[str, None] = {}
    for code in own:
        way = [*_above(code, fields), code]
        if below is None:
            found[way[0]] = None
        elif (top := _code(below, fields)) in way:
            found[way[min(way.index(top) + 1, len(way) - 1)]] = None
    return tuple(found)


def _able(able: pd.DataFrame, by: Sequence[Dimension], where: Where) -> pd.DataFrame:
    """The eligible people who are meant, each once for every kind that they are of."""
    found = able if "merit" in able else able.assign(merit=np.nan)
    if "status" in where:
        found = found[found["status"] == where["status"]]
    if "gender" in where:
        found = found[found["gender"] == where["gender"]]
    if "nationality" in where:
        found = _kept(found, (where["nationality"] in own for own in found["nationalities"]))
    if "nationality" in by:
        found = found.assign(nationality=found["nationalities"]).explode("nationality")
    return found.reset_index(drop=True)


def _best(able: pd.DataFrame) -> pd.DataFrame:
    """The best merit of each position, whoever has it; a position of which nobody was compared is left out."""
    known = able if "merit" in able else able.assign(merit=np.nan)
    return known.groupby("ask")["merit"].max().rename("best").reset_index()


def _filled(
    asks: pd.DataFrame, able: pd.DataFrame, best: pd.DataFrame, people_by: list[str], fewer_than: int
) -> pd.DataFrame:
    """A line for every position of a cell and every kind of people, those of whom there is nobody included."""
    inside = able[able["ask"].isin(asks["ask"])]
    keys = ["ask", *people_by]
    rank = inside.groupby(keys)["merit"].rank(method="first", ascending=False)
    groups = inside.assign(third=inside["merit"].where(rank == DEPTH)).groupby(keys)
    # Column by column: `agg` with names does the same at several times the cost, of which a page would notice.
    per = pd.DataFrame({"eligible": groups["row"].nunique(), "third": groups["third"].max()}).reset_index()
    kinds = inside[people_by].drop_duplicates() if people_by else None
    grid = asks if kinds is None else asks.merge(kinds, how="cross")
    lines = grid.merge(per, how="left", on=keys).merge(best, how="left", on="ask")
    lines["eligible"] = lines["eligible"].fillna(0).astype(int)
    lines["thin"] = lines["eligible"] < fewer_than
    share = (lines["third"] / lines["best"].where(lines["best"] > 0)).where(lines["best"] != 0, 1.0)
    lines["share"] = share.where(lines["third"].notna(), lines["best"].where(lines["best"].isna(), 0.0))
    lines["does"] = lines["third"] >= DOES * lines["best"]
    return lines


def _heads(asks: pd.DataFrame, able: pd.DataFrame, by: list[str], people_by: list[str]) -> Mapping[object, int]:
    """Different people, by cell; those of nobody are left out."""
    demanded = [one for one in by if one not in people_by]
    joined = asks[["ask", *demanded]].merge(able[["ask", "row", *people_by]], on="ask")
    if not by:
        return {(): joined["row"].nunique()}
    return {key: int(n) for key, n in joined.groupby(by)["row"].nunique().items()}


def _cell(key: object, own: pd.DataFrame, heads: Mapping[object, int], split: bool) -> Cell:
    of = tuple(str(value) for value in key) if isinstance(key, tuple) else (str(key),)
    head = of if len(of) > 1 else of[0]
    compared = own["best"].notna()
    return Cell(
        of=of if split else (),
        calls=own["call"].nunique(),
        positions=len(own),
        people=heads.get(head if split else (), 0),
        fewest=int(own["eligible"].min()),
        median=float(own["eligible"].median()),
        thin=int(own["thin"].sum()),
        compared=int(compared.sum()),
        third_does=int(own["does"].sum()),
        third_of_best=round(float(own["share"][compared].median()), 3) if compared.any() else None,
    )
