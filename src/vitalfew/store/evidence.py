"""The summary of what was measured that `check` reads: one JSON file beside the store, written whole by `measure`.

Reading needs no data engine, so that an audit stays instant; days are counted as Python counts them, from 0001-01-01 as 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from vitalfew.model.entry import COLUMNS, Entry, read_entry
from vitalfew.model.evidence import Apart, Evidence, Moved, Point, Series, Tie
from vitalfew.model.verdict import plain
from vitalfew.store.segment import write_whole

VERSION = 1
FILE = "evidence.json"


def write_evidence(folder: Path, evidence: Evidence) -> None:
    """Put the summary in place; `folder` is the workspace's `.vitalfew`."""
    content = {
        "version": VERSION,
        "as_of": evidence.as_of.isoformat(),
        "series": [_series(each) for each in evidence.series.values()],
        "entries": {kpi: [each.as_row() for each in entries] for kpi, entries in evidence.entries.items()},
        "ties": [plain(each) for each in evidence.ties],
        "apart": [plain(each) for each in evidence.apart],
        "moved": [plain(each) for each in evidence.moved],
        "made_of": evidence.made_of,
    }
    write_whole(folder / FILE, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def read_evidence(folder: Path) -> Evidence | None:
    """Give the summary; None where nothing was measured, or by a release that writes another one."""
    try:
        content = json.loads((folder / FILE).read_bytes())
        return _evidence(content) if content["version"] == VERSION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # files are renamed into place whole, so this one was not written by us


def _series(series: Series) -> dict[str, object]:
    return {
        "kpi": series.kpi,
        "grain": series.grain,
        "recipe": series.recipe,
        "begins": series.begins.toordinal(),
        "days": [point.day.toordinal() for point in series.points],
        "values": [point.value for point in series.points],
    }


def _evidence(content: Mapping[str, Any]) -> Evidence:
    found = (_read_series(each) for each in content["series"])
    return Evidence(
        date.fromisoformat(content["as_of"]),
        {series.kpi: series for series in found},
        {kpi: tuple(map(_entry, rows)) for kpi, rows in content["entries"].items()},
        tuple(_tie(each) for each in content.get("ties", ())),
        tuple(Apart(**each) for each in content.get("apart", ())),
        tuple(Moved(**each) for each in content.get("moved", ())),
        str(content.get("made_of", "")),
    )


def _tie(each: dict[str, Any]) -> Tie:
    return Tie(**each | {"stopped": each["stopped"] and date.fromisoformat(each["stopped"])})


def _read_series(each: Mapping[str, Any]) -> Series:
    days, values = each["days"], each["values"]
    if len(days) != len(values):
        msg = f"{len(days)} days and {len(values)} values"
        raise ValueError(msg)
    points = tuple(map(Point, map(_day, days), values))
    return Series(each["kpi"], each["grain"], each["recipe"], date.fromordinal(each["begins"]), points)


_day = cache(date.fromordinal)  # many series share their days


def _entry(row: list[str]) -> Entry:
    return read_entry(dict(zip(COLUMNS, row, strict=True)))
