"""What a monitoring system reads of the server: requests by page, how long they took, and how the work stands.

Pages are named by their templates, so that there are as many series as pages, however many things they show. Several processes
count in files of one folder (`PROMETHEUS_MULTIPROC_DIR`, which `serve` sets before they start), so that each tells of all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from vitalfew.base.errors import VitalfewError
from vitalfew.rhythm.escalations import MACHINE
from vitalfew.store.database import Store, Transaction
from vitalfew.store.outbox import DEAD, WAITING
from vitalfew.store.tables import MATTER, OUTBOX, SLOT
from vitalfew.web.log import Answered

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MEDIA = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Bounds in seconds."""
OWN = CollectorRegistry()
REQUESTS = Counter("vitalfew_requests", "Requests answered", ("page", "method", "status"), registry=OWN)
SECONDS = Histogram("vitalfew_request_seconds", "Seconds a request took", ("page",), buckets=BUCKETS, registry=OWN)
REFUSED = Counter("vitalfew_sign_in_failures", "Times somebody did not show that they are who they say", registry=OWN)


def count(answered: Answered) -> None:
    """Count a request that was answered."""
    method = answered.method if answered.method in METHODS else "other"
    REQUESTS.labels(answered.page, method, str(answered.status)).inc()
    SECONDS.labels(answered.page).observe(answered.ms / 1000)


def written(store: Store, now: datetime) -> bytes:
    """Give all figures in the text form of Prometheus: of all processes, and how the work stands in the store."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER_VARIABLE):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library does not say its types
    else:
        registry.register(_Counted())
    registry.register(_Standing(store, now))
    return generate_latest(registry)


class _Counted(Collector):
    """What this process has counted, where it is the only one."""

    def collect(self) -> Iterator[Metric]:
        yield from OWN.collect()


class _Standing(Collector):
    """How the work stands; where the store cannot be read that alone is said."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._now = store, now

    def collect(self) -> Iterator[Metric]:
        try:
            with self._store.reading() as transaction:
                found = [*_standing(transaction, self._now)]
        except VitalfewError:
            found = []
        yield GaugeMetricFamily("vitalfew_database_up", "Whether the database can be read", value=float(bool(found)))
        yield from found


def _standing(transaction: Transaction, now: datetime) -> Iterator[Metric]:
    for state, said in ((WAITING, "wait to be sent"), (DEAD, "were given up")):
        name, number = f"vitalfew_outbox_{state}", transaction.count(OUTBOX, OUTBOX.c.state == state)
        yield GaugeMetricFamily(name, f"Messages that {said}", value=number)
    alive = (MATTER.c.kind == MACHINE.kind, MATTER.c.state.in_(list(MACHINE.alive)))
    yield GaugeMetricFamily("vitalfew_escalations_open", "Escalations that are open", value=transaction.count(MATTER, *alive))
    last = transaction.find(SLOT, SLOT.c.tries > 0, SLOT.c.done_at.is_not(None), order=[SLOT.c.done_at.desc()], most=1)
    if last:
        age = (now - datetime.fromisoformat(last[0]["done_at"])).total_seconds()
        yield GaugeMetricFamily("vitalfew_worker_last_job_age_seconds", "Seconds since a worker last ended a job", value=age)
