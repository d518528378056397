"""Spans for OpenTelemetry, where the environment names a collector: one for each request, inside it what took its time.

The SDK reads its own variables (`OTEL_SERVICE_NAME`, `OTEL_EXPORTER_OTLP_HEADERS`, …) and is not loaded otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vitalfew.base.errors import ExtraMissing
from vitalfew.base.traced import Stretch, Value, trace_with

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
NAME = "vitalfew"


@contextmanager
def telling() -> Iterator[None]:
    """Send spans to the collector that the environment names, for as long as this lasts; raises ExtraMissing."""
    if not any(os.environ.get(name) for name in ENDPOINTS):
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # few have a collector
    except ModuleNotFoundError as error:
        raise ExtraMissing("sending spans to a collector", "telemetry") from error
    with telling_to(OTLPSpanExporter()):
        yield


@contextmanager
def telling_to(exporter: SpanExporter) -> Iterator[None]:
    """Send spans to an exporter, for as long as this lasts; what waits to be sent then is sent."""
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # as above
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  # as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  # as above
    from opentelemetry.trace import SpanKind  # noqa: PLC0415  # as above

    provider = TracerProvider(resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", NAME)}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer(NAME)

    @contextmanager
    def begin(name: str, attributes: Mapping[str, Value]) -> Iterator[Stretch]:
        kind = SpanKind.SERVER if attributes else SpanKind.INTERNAL
        silent = tracer.start_as_current_span(
            name,
            kind=kind,
            attributes=dict(attributes),
            record_exception=False,  # their words may be a user's
            set_status_on_exception=False,
        )
        with silent as span:
            yield span

    trace_with(begin)
    try:
        yield
    finally:
        trace_with(None)
        provider.shutdown()
