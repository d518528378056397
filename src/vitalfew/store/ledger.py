"""The ledger of runs: one JSON file per run, written after its segment; a run without a file did not happen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from vitalfew.base.finding import Finding, Span
from vitalfew.base.ref import Ref
from vitalfew.store.segment import write_whole

VERSION = 1


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of observations, its rows and the digest of its bytes."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One measuring run: when, of which KPIs (none named: all), what it kept and what it found.

    `today` is the day it measured as of; runs of earlier releases do not name it.
    `since` is the first day it looked at, none where it measured all.
    """

    run: str
    recorded_at: datetime
    kpis: tuple[str, ...]
    segment: Segment | None
    findings: tuple[Finding, ...]
    today: date | None = None
    since: date | None = None
    restated: bool = False


def write_entry(folder: Path, entry: RunEntry) -> None:
    """Put a run's file in place."""
    segment = entry.segment
    content = {
        "version": VERSION,
        "run": entry.run,
        "recorded_at": entry.recorded_at.isoformat(),
        "today": entry.today.isoformat() if entry.today else None,
        "since": entry.since.isoformat() if entry.since else None,
        "restated": entry.restated,
        "kpis": list(entry.kpis),
        "segment": {"name": segment.name, "rows": segment.rows, "sha256": segment.sha256} if segment else None,
        "findings": [finding.as_json() for finding in entry.findings],
    }
    write_whole(folder / f"{entry.run}.json", json.dumps(content, ensure_ascii=False, indent=1).encode())


def read_entries(folder: Path) -> list[RunEntry]:
    """Give all runs, oldest first; a file that is no run's is passed over."""
    return sorted(_entries(folder), key=lambda entry: (entry.recorded_at, entry.run))


def _entries(folder: Path) -> Iterator[RunEntry]:
    for path in folder.glob("*.json"):
        try:
            content = json.loads(path.read_bytes())
            yield _entry(content)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # files are renamed into place whole, so this one was not written by us


def _entry(content: Mapping[str, Any]) -> RunEntry:
    segment = content["segment"]
    return RunEntry(
        str(content["run"]),
        datetime.fromisoformat(content["recorded_at"]),
        tuple(content["kpis"]),
        Segment(str(segment["name"]), int(segment["rows"]), str(segment["sha256"])) if segment else None,
        tuple(_finding(each) for each in content["findings"]),
        _day(content.get("today")),
        _day(content.get("since")),
        bool(content.get("restated")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _finding(each: Mapping[str, Any]) -> Finding:
    place = Span(each["file"], each["line"], each["column"]) if each["file"] else None
    return Finding(
        each["code"],
        each["rule"],
        each["severity"],
        Ref.parse(each["ref"]),
        each["message"],
        each["help"],
        each["field"],
        place,
        tuple(each["requirements"]),
    )
