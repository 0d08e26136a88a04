"""Figures for those who watch the service, in the form that Prometheus reads. They hold routes and counts, never ids."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from api.services import readiness
from api.services.office import Office
from api.services.unit import SYSTEM, reading

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds


class Metrics:
    """What one process counts of itself; each process of several is asked for its own."""

    def __init__(self, office: Office) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route"]
        self._answers = Counter(
            "expertmatch_requests", "Requests answered", [*labels, "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "expertmatch_request_seconds", "Seconds to answer", labels, buckets=BOUNDS, registry=self.registry
        )
        self.registry.register(_State(office))

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered. `route` is the pattern, which holds no ids."""
        self._answers.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def as_text(self) -> bytes:
        """All figures in Prometheus's text form."""
        return generate_latest(self.registry)


class _State(Collector):
    """What the database says at the moment it is asked."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing beforehand: asking the database is left to the moment when figures are wanted."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Sizes, and what waits."""
        with reading(self.office, SYSTEM) as unit:
            for name, help_text, value in readiness.figures(unit):
                yield GaugeMetricFamily(f"expertmatch_{name}", help_text, value=value)
