"""Spans reach a collector by the way that collectors are spoken to; where there is none, what makes them is not loaded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.traced import traced
from vitalfew.web.app import make_app
from vitalfew.web.telemetry import telling

SECRET = "zx81secret"  # noqa: S105  # it opens nothing


class Collector(BaseHTTPRequestHandler):
    """Keeps what is sent to it."""

    got: list[bytes]

    def do_POST(self) -> None:
        """Take spans."""
        self.got.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    Collector.got = []
    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        yield Collector.got
        server.shutdown()


def test_a_request_is_a_span_by_its_template_with_what_took_its_time_inside(own: Workspace, collector: list[bytes]) -> None:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    kpi = own.framework.current_kpis[0].id
    with telling(), TestClient(make_app(own), base_url="http://localhost") as client:
        client.get(f"/kpi/{kpi}?q={SECRET}", headers={"user-agent": SECRET})
        client.get(f"/kpi/{SECRET}")
    spans = []
    for sent in collector:
        for resource in ExportTraceServiceRequest.FromString(sent).resource_spans:
            spans += [span for scope in resource.scope_spans for span in scope.spans]
    whole, missing = [span for span in spans if span.name == "GET /kpi/{id_}"]
    inside = {span.name for span in spans if span.trace_id == whole.trace_id} - {whole.name}
    assert {"read the database", "read the workspace", "build the page", "write the page"} <= inside
    assert [each.value.int_value for span in (whole, missing) for each in span.attributes if "status" in each.key] == [200, 404]
    assert {span.trace_id for span in spans if span.parent_span_id} <= {whole.trace_id, missing.trace_id}
    assert SECRET.encode() not in b"".join(collector)


def test_nothing_is_loaded_and_nothing_made_where_no_collector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    with telling(), traced("anything") as span:
        assert span is None
    heavy = "('opentelemetry.sdk', 'opentelemetry.exporter')"
    program = f"import sys, vitalfew.web.server; print([name for name in sys.modules if name.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
