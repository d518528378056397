"""Requests that are made from the OpenAPI document, right and wrong ones, show no gap between it and the answers.

`python -m bench contract` makes many more, on the demo organisation.
"""

from __future__ import annotations

import pytest

from bench.contract import found
from vitalfew import Workspace
from vitalfew.api import problem


def test_no_request_shows_a_gap(own: Workspace) -> None:
    """Neither a fault of ours, nor a status, a header, a media type or a schema that the document does not name."""
    told = found(own, who="eva", examples=2, sequences=2, phases=("examples", "fuzzing", "stateful"))
    assert told["gaps"] == []
    assert told["errors"] == []
    rows = told["rows"]
    assert isinstance(rows, list)
    assert sum(row["requests"] for row in rows) >= 150


def test_a_gap_would_be_seen(own: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems of another media type than the one that is documented."""
    monkeypatch.setattr(problem, "MEDIA", "text/plain")
    told = found(own, who="eva", examples=1, sequences=1, phases=("examples",))
    gaps = told["gaps"]
    assert isinstance(gaps, list)
    assert {each["check"] for each in gaps} == {"content_type_conformance"}
