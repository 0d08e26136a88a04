"""The quality gate: a quick run may not fall below the committed figures by more than their interval allows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from embeddings.disk import write_atomic
from evaluation.errors import InvalidFigures, InvalidRequest
from evaluation.findings import Figure
from evaluation.outcome import Outcome
from evaluation.view import number

COMMITTED = Path(__file__).with_name("committed.json")
FLOOR = 0.005  # a fall of less than this is never held against a run: rounding and hardware alone can cause it
COMMIT = "python -m evaluation --quick --commit"

Key = tuple[str, str, str]  # judge, measure, group


@dataclass(frozen=True)
class Kept:
    """A committed figure. A run may be worse by half the width of its interval, or by FLOOR where that is more."""

    judge: str
    measure: str
    group: str
    value: float
    low: float
    high: float
    higher_is_better: bool

    @property
    def key(self) -> Key:
        """What names the figure."""
        return self.judge, self.measure, self.group

    @property
    def allowed(self) -> float:
        """How much worse a run may be."""
        return max((self.high - self.low) / 2, FLOOR)


@dataclass(frozen=True)
class Fall:
    """A committed figure that a run does not hold; `now` is NaN where it is no longer measured."""

    kept: Kept
    now: float

    @property
    def by(self) -> float:
        """How much worse the run is."""
        return self.kept.value - self.now if self.kept.higher_is_better else self.now - self.kept.value

    def __str__(self) -> str:
        name = f"{self.kept.judge}: {self.kept.measure}" + (f" ({self.kept.group})" if self.kept.group else "")
        if math.isnan(self.now):
            return f"{name} is no longer measured; committed {number(self.kept.value)}"
        way = "fell" if self.kept.higher_is_better else "rose"
        return (
            f"{name} {way} from {number(self.kept.value)} to {number(self.now)}, "
            f"by {number(self.by)} where {number(self.kept.allowed)} is allowed"
        )


@dataclass(frozen=True)
class Verdict:
    """What the gate found: falls, how many figures were compared, and judges that could not be."""

    falls: Sequence[Fall]
    compared: int
    not_compared: Sequence[str]  # judges with committed figures that were skipped or not asked for
    failed: Sequence[str]  # judges that broke
    new: int  # figures of the run that are not committed yet

    @property
    def passes(self) -> bool:
        """Whether the run holds what was committed."""
        return not self.falls and not self.failed


def compare(committed: Iterable[Kept], outcome: Outcome) -> Verdict:
    """Hold a run against the committed figures; a judge that was skipped is not held against it, only named."""
    now = {key_of(figure): figure.value for figure in outcome.figures()}
    measured = {result.judge for result in outcome.of("measured")}
    failed = [result.judge for result in outcome.of("failed")]
    kept = list(committed)
    held = [k for k in kept if k.judge in measured]
    falls = [fall for k in held if _too_far(fall := Fall(k, now.get(k.key, math.nan)))]
    known = {k.key for k in kept}
    return Verdict(
        falls=falls,
        compared=len(held),
        not_compared=list(dict.fromkeys(k.judge for k in kept if k.judge not in measured and k.judge not in failed)),
        failed=failed,
        new=sum(key_of(figure) not in known for figure in outcome.figures() if _gated(figure)),
    )


def say(verdict: Verdict, console: Console) -> None:
    """Tell the verdict, and what to do about it."""

    def tell(line: str) -> None:
        console.print(line, highlight=False, soft_wrap=True)

    for judge in verdict.not_compared:
        tell(f"Gate: {escape(judge)} was not measured, so its committed figures were not compared.")
    if verdict.new:
        tell(f"Gate: {verdict.new} figures are not committed yet; `{COMMIT}` adds them.")
    for judge in verdict.failed:
        tell(f"[red]Gate: the judge {escape(judge)} failed.[/red]")
    for fall in verdict.falls:
        tell(f"[red]Gate: {escape(str(fall))}.[/red]")
    if verdict.passes:
        tell(f"Gate: passed, {verdict.compared} figures hold what was committed.")
        return
    judges = " ".join(dict.fromkeys([*(fall.kept.judge for fall in verdict.falls), *verdict.failed]))
    tell(f"Gate: failed, {len(verdict.falls)} of {verdict.compared} figures are worse than committed.")
    tell(f"Next: find the cause with `python -m evaluation --quick --only {escape(judges)}`.")
    tell(f"Only where the fall is meant and explained in the change: commit the new figures with `{COMMIT}`.")


def read_committed(path: Path = COMMITTED) -> list[Kept]:
    """The committed figures.

    Raises:
        InvalidFigures: there is no such file, or it is damaged.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return [Kept(**{**f, **{n: float(f[n]) for n in ("value", "low", "high")}}) for f in data["figures"]]
    except FileNotFoundError as error:
        raise InvalidFigures(
            "There are no committed figures to compare with.",
            f"Looked for {path.name}.",
            f"Write them with `{COMMIT}`.",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidFigures(
            f"The committed figures in {path.name} cannot be read.",
            f"{type(error).__name__}: {error}.",
            f"Restore the file, or write it anew with `{COMMIT}`.",
        ) from error


def write_committed(outcome: Outcome, path: Path = COMMITTED) -> int:
    """Commit the figures of a run that say better or worse; those of judges it did not measure stay. Returns how many.

    Raises:
        InvalidRequest: a judge failed, or the run was not a quick one.
        InvalidFigures: the present file is damaged.
    """
    if failed := [result.judge for result in outcome.of("failed")]:
        raise InvalidRequest(
            "The figures were not committed, because a judge failed.", f"Failed: {', '.join(failed)}.", "Mend it first."
        )
    if not outcome.head.quick:
        raise InvalidRequest("Only the figures of a quick run are committed.", next_step=f"Use `{COMMIT}`.")
    measured = {result.judge for result in outcome.of("measured")}
    others = [kept for kept in read_committed(path) if kept.judge not in measured] if path.exists() else []
    fresh = [
        Kept(
            f.judge, f.measure, f.group, round(f.value, 6), round(f.low, 6), round(f.high, 6), bool(f.higher_is_better)
        )
        for f in outcome.figures()
        if _gated(f)
    ]
    order = {judge: place for place, judge in enumerate(outcome.about)}
    kept = sorted([*others, *fresh], key=lambda k: order.get(k.judge, len(order)))
    write_atomic(path, as_text(kept, made_with(outcome)).encode())
    return len(fresh)


def made_with(outcome: Outcome) -> dict[str, Any]:
    """What the committed figures were measured with."""
    head = outcome.head
    return {"model": head.model, "fingerprint": head.fingerprint, "vocabulary": head.vocabulary, "source": head.source}


def as_text(kept: Sequence[Kept], made: Mapping[str, Any]) -> str:
    """The file, one figure a line, so that a change of one figure is one line of a change."""
    lines = ",\n".join(f"  {json.dumps(asdict(k), ensure_ascii=False)}" for k in kept)
    return f'{{\n "made_with": {json.dumps(made, ensure_ascii=False)},\n "figures": [\n{lines}\n ]\n}}\n'


def key_of(figure: Figure) -> Key:
    """What names a figure."""
    return figure.judge, figure.measure, figure.group


def _gated(figure: Figure) -> bool:
    """Whether a figure says better or worse, and has a value and an interval to be held against."""
    return figure.higher_is_better is not None and all(map(math.isfinite, (figure.value, figure.low, figure.high)))


def _too_far(fall: Fall) -> bool:
    return not fall.by <= fall.kept.allowed + 1e-9  # written so that NaN counts as too far
