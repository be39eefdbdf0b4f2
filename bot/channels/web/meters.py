"""What the page counts of itself, for Prometheus: requests by route, method and status, and the time they took.

With several workers each keeps its counts in a file of its own, in a folder that they share, and whichever is asked adds
them up. That has to be settled before prometheus_client is first imported: `share` does it.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Meters:
    """The counters of one process. `shared` is the folder of the counts of all workers; None where there is but one."""

    def __init__(self, shared: str | None = None) -> None:
        self.registry = own = CollectorRegistry()
        self._shared = shared
        self.requests = Counter("gongkai_web_requests", "Requests answered", ["route", "method", "status"], registry=own)
        self.limited = Counter("gongkai_web_limited", "Requests over the limit of an address", registry=own)
        self.seconds = Histogram("gongkai_web_seconds", "Time to answer a request", ["route"], registry=own)

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """One request. Routes are those of the site, never what somebody typed."""
        self.requests.labels(route, method if method in METHODS else "other", str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def page(self) -> bytes:
        """All of it, of all workers, in the text format of Prometheus."""
        if self._shared is None:
            return generate_latest(self.registry)
        whole = CollectorRegistry()
        MultiProcessCollector(whole, path=self._shared)  # type: ignore[no-untyped-call]
        return generate_latest(whole)
