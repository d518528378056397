"""What was reported of a KPI's periods over time, and what the present definition says of them, in the JSON contract's fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]
KEY = ("grain", "number", "slice")


def versions(history: pa.Table, reported: pa.Table, defined: pa.Table) -> list[dict[str, Any]]:
    """Give each period and slice of a KPI with its value as reported, as defined by a recipe, and all versions in order."""
    every: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in history.to_pylist():
        every[_key(row)].append(row)
    said = {_key(row): row for row in reported.to_pylist()}
    meant = {_key(row): row for row in defined.to_pylist()}
    return [_period(rows, said.get(key), meant.get(key)) for key, rows in sorted(every.items(), key=lambda each: each[0])]


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in KEY)


def _period(rows: list[Row], reported: Row | None, defined: Row | None) -> dict[str, Any]:
    last = rows[-1]
    said = [_version(row) for row in rows]
    settled = [each for each in said if each["complete"] or each["missing"] == "withdrawn"]
    return {
        "grain": last["grain"],
        "start": last["start"].isoformat(),
        "end": last["end"].isoformat(),
        "slice": last["slice"] or None,
        "as_reported": reported["value"] if reported else None,
        "as_defined": defined["value"] if defined else None,
        "outdated": reported is not None and defined is None,
        "restated": len({each["value"] for each in settled}) > 1,
        "versions": said,
    }


def _version(row: Row) -> dict[str, Any]:
    at: datetime = row["recorded_at"]
    names = ("value", "missing", "complete", "recipe", "run")
    return {**{name: row[name] for name in names}, "recorded_at": at.isoformat()}
