"""Prometheus metrics in a registry of their own: counts and times, never a health value or id."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The numbers of one running app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "spotter_http_request_seconds",
            "Time to answer a request",
            ("method", "route", "status"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.verdicts = Counter(
            "spotter_gate_verdicts_total",
            "Verdicts of the safety gate that were shown",
            ("verdict",),
            registry=self.registry,
        )
        self.imports = Counter(
            "spotter_imports_requested_total", "Files handed in", registry=self.registry
        )
        self.sets = Counter("spotter_sets_logged_total", "Sets logged", registry=self.registry)
        self.jobs = Gauge(
            "spotter_jobs", "Jobs in the queue by state", ("state",), registry=self.registry
        )
        self.workers = Gauge(
            "spotter_workers_alive",
            "Workers that have shown themselves within a lease",
            registry=self.registry,
        )
        self.worker_seen = Gauge(
            "spotter_worker_seen_timestamp_seconds",
            "When any worker last showed itself, 0 before the first",
            registry=self.registry,
        )
        self.drift = Gauge(
            "spotter_feature_drift_psi",
            "Population stability index of a feature, last four weeks against the year before; "
            "only of enough athletes",
            ("feature",),
            registry=self.registry,
        )
        self._children: dict[tuple[str, str, int], Histogram] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request; `route` is the template, so no id gets in."""
        key = (method, route, status)
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = self.requests.labels(method, route, str(status))
        child.observe(seconds)

    def render(self) -> bytes:
        """Return the text exposition."""
        return generate_latest(self.registry)


class Timed:
    """Times every request by its route template."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            method = scope["method"] if route != "unmatched" else "any"
            self.metrics.observe(method, route, status, time.perf_counter() - started)
