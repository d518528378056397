"""Judgements by people: added to the KPI's file, and read beside the verdicts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from vitalfew.base.errors import UnknownName
from vitalfew.base.finding import Finding, Span
from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.model.judgement import COLUMNS, FOLDER, Judgement, read_judgement
from vitalfew.model.verdict import Status
from vitalfew.store.entry import append, read_period
from vitalfew.store.smells import UNREADABLE_JUDGEMENT

Judgements = dict[str, tuple[Judgement, ...]]
SHOWN = 3  # lines that a finding names


class Held(NamedTuple):
    """The judgements of each KPI, oldest first, and what is wrong with their files."""

    judgements: Judgements
    findings: tuple[Finding, ...]


class _Bad(NamedTuple):
    """A line that is no judgement, and why."""

    line: int
    what: str


def record_judgement(
    framework: Framework,
    root: Path,
    *,
    kpi: str,
    status: Status | None,
    period: str,
    by: str,
    note: str,
    today: date,
    recorded_at: datetime,
) -> Judgement:
    """Add a judgement of a period of a KPI, or words alone in `note`; raises UnknownName, BadOption, and then writes nothing."""
    if kpi not in framework.kpi:
        raise UnknownName("KPI", kpi, framework.kpi)
    calendar, grain = framework.calendar.calendar, framework.kpi[kpi].grain
    found = read_period(calendar, grain, period, today)
    made = Judgement(grain, calendar.label(found), found.start, status, by, recorded_at, " ".join(note.split()))
    append(root / FOLDER / f"{kpi}.csv", COLUMNS, made.as_row())
    return made


def judgements(root: Path, kpis: Iterable[str]) -> Held:
    """Read the judgements of each KPI that has some; a line that is none counts for nothing, and a finding says so."""
    kept: dict[str, tuple[Judgement, ...]] = {}
    findings: list[Finding] = []
    for kpi in kpis:
        file = root / FOLDER / f"{kpi}.csv"
        if not file.is_file():
            continue
        found, bad = _read(file)
        kept |= {kpi: tuple(found)} if found else {}
        findings += [_finding(kpi, file.name, bad)] if bad else []
    return Held(kept, tuple(findings))


def _read(file: Path) -> tuple[list[Judgement], list[_Bad]]:
    found: list[Judgement] = []
    bad: list[_Bad] = []
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            reader = csv.DictReader(stream)
            for row in reader:
                try:
                    found.append(read_judgement(row))
                except ValueError as error:
                    bad.append(_Bad(reader.line_num, str(error)))
    except (OSError, csv.Error) as error:
        bad.append(_Bad(1, f"the file cannot be read from there on: {error}"))
    return found, bad


def _finding(kpi: str, name: str, bad: Sequence[_Bad]) -> Finding:
    shown = "; ".join(f"line {each.line}: {each.what}" for each in bad[:SHOWN])
    more = f"; and {len(bad) - SHOWN:,} more" if len(bad) > SHOWN else ""
    count = "1 line" if len(bad) == 1 else f"{len(bad):,} lines"
    are = "is no judgement" if len(bad) == 1 else "are no judgements"
    message = f"{count} of `{FOLDER}/{name}` {are}: {shown}{more}"
    return UNREADABLE_JUDGEMENT.at(Ref("kpi", kpi), message, place=Span(f"{FOLDER}/{name}", bad[0].line))
