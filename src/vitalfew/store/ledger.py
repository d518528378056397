"""The ledger of runs: one JSON document per run or part of one; what has none did not happen.

Here it is a file, written after its segment; a team keeps it in a database (`store.observed`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
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
    `since` is the first day it looked at of any KPI, none where it measured all.
    `part` numbers what a run keeps before it ends; its end has none.
    `recipes` are those of the KPIs that were measured, null in runs of releases that do not say.
    `seen` is the file of what it saw of the sources, `forms` the digest of each group of rows there.
    `number` is what a database knows the run by; 0 where files keep it.
    """

    run: str
    recorded_at: datetime
    kpis: tuple[str, ...]
    segment: Segment | None
    findings: tuple[Finding, ...]
    today: date | None = None
    since: date | None = None
    restated: bool = False
    part: int | None = None
    recipes: Mapping[str, str] | None = None
    seen: Segment | None = None
    forms: Mapping[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def name(self) -> str:
        """The name of the run's files: its id, with the number of the part."""
        return self.run if self.part is None else f"{self.run}.{self.part}"


def written(entry: RunEntry) -> bytes:
    """Give the document of a run."""
    content = {
        "version": VERSION,
        "run": entry.run,
        "recorded_at": entry.recorded_at.isoformat(),
        "today": entry.today.isoformat() if entry.today else None,
        "since": entry.since.isoformat() if entry.since else None,
        "restated": entry.restated,
        "kpis": list(entry.kpis),
        "part": entry.part,
        "recipes": dict(entry.recipes) if entry.recipes is not None else None,
        "segment": asdict(entry.segment) if entry.segment else None,
        "seen": asdict(entry.seen) if entry.seen else None,
        "forms": dict(entry.forms),
        "findings": [finding.as_json() for finding in entry.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def write_entry(folder: Path, entry: RunEntry) -> None:
    """Put a run's file in place."""
    write_whole(folder / f"{entry.name}.json", written(entry))


def in_order(entries: Iterable[RunEntry]) -> list[RunEntry]:
    """Put runs and their parts in order, oldest first."""
    return sorted(entries, key=lambda entry: (entry.recorded_at, entry.run, entry.part is None, entry.part or 0))


def read_entries(folder: Path) -> list[RunEntry]:
    """Give all runs with their parts, oldest first; a file that is no run's is passed over."""
    return in_order(_entries(folder))


def _entries(folder: Path) -> Iterator[RunEntry]:
    for path in folder.glob("*.json"):
        try:
            yield read_entry(path.read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            continue  # files are renamed into place whole, so this one was not written by us


def read_entry(document: bytes | str) -> RunEntry:
    """Read the document of a run; raises ValueError, KeyError and TypeError where it is none."""
    content: Mapping[str, Any] = json.loads(document)
    return RunEntry(
        str(content["run"]),
        datetime.fromisoformat(content["recorded_at"]),
        tuple(content["kpis"]),
        _segment(content["segment"]),
        tuple(_finding(each) for each in content["findings"]),
        _day(content.get("today")),
        _day(content.get("since")),
        bool(content.get("restated")),
        content.get("part"),
        content.get("recipes"),
        _segment(content.get("seen")),
        content.get("forms") or {},
    )


def _segment(content: Mapping[str, Any] | None) -> Segment | None:
    return Segment(str(content["name"]), int(content["rows"]), str(content["sha256"])) if content else None


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
