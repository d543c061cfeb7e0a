"""Figures for Prometheus: counts and times by route template, never a value of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """A registry of this service's own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "docgen_http_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "docgen_http_request_seconds", "Time to answer", ["method", "route"], buckets=_BUCKETS,
            registry=self.registry,
        )  # fmt: skip
        self._made = Counter("docgen_documents", "Documents made", ["type", "format"], registry=self.registry)
        self._waiting = Gauge("docgen_jobs_waiting", "Jobs with the workers", registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request by its route template."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def made(self, documents: Iterable[tuple[str, str]]) -> None:
        """Count documents by (type id, format)."""
        for type_id, format_ in documents:
            self._made.labels(type_id, format_).inc()

    def watch(self, waiting: Callable[[], int]) -> None:
        """Where the number of jobs with the workers is read."""
        self._waiting.set_function(waiting)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)
