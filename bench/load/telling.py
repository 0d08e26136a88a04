"""The figures of a load test: by kind of request, over all, memory, processor; as a table and as data."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.load.asking import Answer
from bench.load.watching import Look, Slope, slope

LIMIT = 5.0  # how many times its idle median the 99th percentile may be
FLAT = 0.01  # of what is held: more growth than this over the time looked at is not flat
SKIPPED = 0.2  # of the time at its beginning, in which caches fill


@dataclass(frozen=True)
class Found:
    """What a load test found. `idle`: answers one at a time, before and after it; `busy`: under load."""

    people: int
    officers: int
    think: float
    minutes: float
    processes: int
    database: str
    idle: Sequence[Answer]
    busy: Sequence[Answer]
    looks: Sequence[Look]
    proxied: bool = False  # asked through the proxy

    def medians(self) -> dict[str, float]:
        """Idle median of each kind of request, in seconds."""
        return {kind: statistics.median(seconds) for kind, seconds in _by_kind(self.idle).items()}

    def times(self) -> list[float]:
        """How many times the idle median of its kind each request under load took."""
        idle = self.medians()
        return [one.seconds / idle[one.kind] for one in self.busy if one.kind in idle]

    def memory(self) -> Slope | None:
        """How the memory of the service changed, its beginning left out."""
        return slope(self.looks, SKIPPED * (self.looks[-1].at - self.looks[0].at))


def tell(found: Found, console: Console) -> dict[str, Any]:
    """Print it, and give it as data."""
    console.print(_table(found))
    statuses = Counter(one.status for one in (*found.idle, *found.busy))
    bad = [one for one in (*found.idle, *found.busy) if not one.is_good]
    for one in bad[:10]:
        console.print(f"{one.kind}: {one.status or 'no answer'}, {one.content[:300]!r}", style="red")
    console.print(f"Statuses: {', '.join(f'{status}: {count:,}' for status, count in sorted(statuses.items()))}")
    times, idle, busy = found.times(), [one.seconds for one in found.idle], [one.seconds for one in found.busy]
    ratio = at(times, 0.99)
    console.print(
        f"Over all: p99 {_ms(at(busy, 0.99))}, idle p50 {_ms(statistics.median(idle))} of equal parts of each kind; each "
        f"request over the idle p50 of its kind: p50 {at(times, 0.5):.2f}, p95 {at(times, 0.95):.2f}, p99 {ratio:.2f}, at "
        f"most {LIMIT:.0f}: {_met(ratio <= LIMIT)}; errors {len(bad)}: {_met(not bad)}"
    )
    return {
        "people": found.people, "officers": found.officers, "think": found.think, "minutes": found.minutes,
        "processes": found.processes, "proxied": found.proxied, "database": found.database, "statuses": dict(statuses),
        "errors": len(bad), "p99_over_idle": ratio, "kinds": _kinds(found), **_resources(found, console),
        "looks": [asdict(one) for one in found.looks],
    }  # fmt: skip


def at(values: Sequence[float], share: float) -> float:
    """The value that so large a share lies at or below."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def _resources(found: Found, console: Console) -> dict[str, Any]:
    first, last, held = found.looks[0], found.looks[-1], found.memory()
    lasted = last.at - first.at
    service, clients = (last.service - first.service) / lasted, (last.clients - first.clients) / lasted
    own = [one.own for one in found.looks]
    if held is not None:
        grown = held.low * (1 - SKIPPED) * lasted / 3600  # MiB that it surely grew by meanwhile
        flat = held.low <= 0 or grown <= FLAT * statistics.median(own)
        console.print(f"Memory of the service over the last {1 - SKIPPED:.0%} of the time: {held}, flat: {_met(flat)}")
    console.print(
        f"It held {own[0]:,.0f} MiB of its own at first, {max(own):,.0f} at most, {own[-1]:,.0f} at last, beside "
        f"{max(one.mapped for one in found.looks):,.0f} of files at most. Processors: service {service:.2f}, officers "
        f"{clients:.2f}; load {statistics.median(one.load for one in found.looks):.1f}"
    )
    return {"memory": asdict(held) if held else None, "service_cpu": service, "clients_cpu": clients}


def _table(found: Found) -> Table:
    sent = f"{len(found.busy):,} requests of {found.officers} officers in {found.minutes:g} minutes"
    behind = f"{found.processes} process(es){' behind the proxy' if found.proxied else ''}"
    table = Table(title=f"{found.people:,} people on the roster, {behind}: {sent}", title_justify="left")
    for column in ("request", "idle", "idle p50", "under load", "p50", "p95", "p99", "longest", "p99 over idle p50"):
        table.add_column(column, justify="left" if column == "request" else "right")
    for kind, one in _kinds(found).items():
        under_load = [_ms(one[name]) for name in ("p50", "p95", "p99", "longest") if name in one]
        over = [f"{one['over']:.1f}"] if "over" in one else []
        table.add_row(kind, f"{one['idle']:.0f}", _ms(one["idle_p50"]), f"{one['busy']:.0f}", *under_load, *over)
    return table


def _kinds(found: Found) -> dict[str, dict[str, float]]:
    idle, busy = _by_kind(found.idle), _by_kind(found.busy)
    kinds = {}
    for kind, before in idle.items():
        seconds, usual = busy.get(kind, []), statistics.median(before)
        kinds[kind] = {"idle": len(before), "idle_p50": usual, "busy": len(seconds)}
        if seconds:
            kinds[kind] |= {"p50": at(seconds, 0.5), "p95": at(seconds, 0.95), "p99": at(seconds, 0.99)}
            kinds[kind] |= {"longest": max(seconds), "over": at(seconds, 0.99) / usual}
    return kinds


def _by_kind(answers: Sequence[Answer]) -> Mapping[str, list[float]]:
    kinds: dict[str, list[float]] = defaultdict(list)
    for one in answers:
        kinds[one.kind].append(one.seconds)
    return kinds


def _met(is_met: bool) -> str:
    return "met" if is_met else "NOT MET"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f} ms"
