"""Small workspaces that tests of measuring share: a framework, files beside it, and the rows that come of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from vitalfew.measure.run import Measured, measure
from vitalfew.model.framework import Framework

Run = Callable[..., Measured]
Row = dict[str, Any]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Write files below a workspace and measure a framework there."""

    def go(framework: Framework, files: Mapping[str, str | bytes], today: str, **options: Any) -> Measured:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        recorded_at = datetime.fromisoformat("2026-07-01")
        return measure(framework, tmp_path, today=date.fromisoformat(today), run="one", recorded_at=recorded_at, **options)

    return go


@pytest.fixture
def rows() -> Callable[..., list[Row]]:
    """Give the rows of a KPI at a grain, the whole or a slice, in order."""

    def pick(measured: Measured, kpi: str, grain: str, slice_: str = "") -> list[Row]:
        return [row for row in measured.table.to_pylist() if (row["kpi"], row["grain"], row["slice"]) == (kpi, grain, slice_)]

    return pick


@pytest.fixture
def said() -> Callable[..., list[tuple[Any, ...]]]:
    """Give start, value and completeness (or the reason for no value) of rows: what people read."""

    def tell(found: list[Row]) -> list[tuple[Any, ...]]:
        return [(str(row["start"]), row["value"] if row["missing"] is None else row["missing"], row["complete"]) for row in found]

    return tell
