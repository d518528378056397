"""Judgements by people: added to the KPI's file, and read beside the verdicts."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from vitalfew.base.errors import UnknownName
from vitalfew.model.framework import Framework
from vitalfew.model.judgement import COLUMNS, FOLDER, Judgement, read_judgement
from vitalfew.model.verdict import Status
from vitalfew.store.entry import append, read_period

Judgements = dict[str, tuple[Judgement, ...]]


def record_judgement(
    framework: Framework,
    root: Path,
    *,
    kpi: str,
    status: Status,
    period: str,
    by: str,
    note: str,
    today: date,
    recorded_at: datetime,
) -> Judgement:
    """Add a judgement of a period of a KPI; raises UnknownName and BadOption where it is refused, and then writes nothing."""
    if kpi not in framework.kpi:
        raise UnknownName("KPI", kpi, framework.kpi)
    calendar, grain = framework.calendar.calendar, framework.kpi[kpi].grain
    found = read_period(calendar, grain, period, today)
    made = Judgement(grain, calendar.label(found), found.start, status, by, recorded_at, " ".join(note.split()))
    append(root / FOLDER / f"{kpi}.csv", COLUMNS, made.as_row())
    return made


def judgements(root: Path, kpis: Iterable[str]) -> Judgements:
    """Give the judgements of each KPI that has some, oldest first; a line that is none counts for nothing."""
    found = {kpi: tuple(_kept(root / FOLDER / f"{kpi}.csv")) for kpi in kpis}
    return {kpi: kept for kpi, kept in found.items() if kept}


def _kept(file: Path) -> Iterable[Judgement]:
    if not file.is_file():
        return
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                yield read_judgement(row)
            except (ValueError, KeyError, TypeError):
                continue
