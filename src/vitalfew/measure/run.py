"""Measure KPIs: open the sources, ask them once for all measures, compute the formulas, say what could not be measured.

A KPI of which a source or a measure failed gives no rows, only a finding for the cause; the others are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from vitalfew.base.finding import Finding
from vitalfew.measure.compute import Computer
from vitalfew.measure.failure import Failure, worded
from vitalfew.measure.gather import Bench, gather
from vitalfew.measure.plan import Plan, plan
from vitalfew.measure.remark import remarks
from vitalfew.measure.rows import Block, as_table
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.observation import Recorded
from vitalfew.model.recipe import recipe

Progress = Callable[[str, int, int], None]
NOTHING = Recorded()


@dataclass(frozen=True)
class Measured:
    """Observations in the columns of `model.observation.COLUMNS`, and what could not be measured or is worth a remark.

    `recorded` counts what they changed in the store, once they are recorded.
    """

    table: pa.Table
    findings: tuple[Finding, ...]
    recorded: Recorded = NOTHING


def measure(
    framework: Framework,
    root: Path,
    *,
    today: date,
    run: str,
    recorded_at: datetime,
    kpis: Sequence[str] = (),
    progress: Progress | None = None,
) -> Measured:
    """Measure the named KPIs, or all that are not retired, at their own grain and every coarser one (MON-1).

    Periods run from the first with data to the one that holds `today`, which is not over.
    """
    made = plan(framework, kpis)
    gathered = gather(Bench(made, root, today, zone_of(framework), progress or silent))
    failed = gathered.failed
    lost = {kpi.id: made.measures_of(kpi.id) & failed for kpi in made.wanted}
    computer = Computer(made, gathered, today)
    measured = [kpi for kpi in made.wanted if not lost[kpi.id]]
    table = as_table(_blocks(computer, measured), computer.calendar, run=run, recorded_at=recorded_at)
    causes = [worded(each, _hit(each, made.wanted, lost)) for each in gathered.failures]
    return Measured(table, (*made.findings, *causes, *remarks(computer, measured)))


def zone_of(framework: Framework) -> str:
    """Give the organisation's time zone, UTC where it names none that exists."""
    try:
        return ZoneInfo(framework.calendar.timezone).key
    except (ZoneInfoNotFoundError, ValueError):  # a wrong zone is a finding of `check`
        return "UTC"


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def _hit(failure: Failure, kpis: Sequence[Kpi], lost: dict[str, frozenset[str]]) -> list[str]:
    return [kpi.id for kpi in kpis if lost[kpi.id] & failure.measures] if failure.measures else []


def _blocks(computer: Computer, kpis: Sequence[Kpi]) -> Iterator[Block]:
    plan_: Plan = computer.plan
    for kpi in kpis:
        hash_ = recipe(kpi, plan_.framework)
        for grain in plan_.grains(kpi):
            for slice_ in ("", *computer.slices(kpi, grain)):
                yield Block(kpi.id, hash_, grain, slice_, computer.result(kpi, grain, slice_))
