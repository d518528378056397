"""Measuring without measuring: which queries a run would put to each source.

Sources are opened, since a query hangs on the types of their columns, and each query is asked for no rows, so that what is
misspelt is found. No value is computed and nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from vitalfew.base.finding import Finding
from vitalfew.measure.failure import worded
from vitalfew.measure.gather import Bench, Progress, gather
from vitalfew.measure.look import Look
from vitalfew.measure.plan import plan
from vitalfew.model.framework import Framework
from vitalfew.model.seen import Before
from vitalfew.model.source import Source
from vitalfew.sources.engine import Database, Refusal
from vitalfew.sources.open import open_source
from vitalfew.sources.opened import Opened

DAYS, COUNT = ["/day", "/c"], ["/c"]


class Asked(NamedTuple):
    """A query that a run would put to a source, in DuckDB's dialect; other engines get it translated."""

    source: str
    sql: str


@dataclass(frozen=True)
class Rehearsal:
    """The queries of a run in their order, and what would keep it from measuring."""

    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]


def rehearse(
    framework: Framework,
    root: Path,
    *,
    today: date,
    zone: str,
    kpis: Sequence[str],
    progress: Progress,
    before: Mapping[str, Before],
) -> Rehearsal:
    """Collect the queries for the named KPIs, or for all that are not retired.

    Rows are taken for what the last run saw; where they are not, a run asks for earlier ones too.
    """
    made = plan(framework, kpis)
    asked: list[Asked] = []

    def opener(source: Source, root: Path, zone: str) -> Opened:
        opened = open_source(source, root, zone)
        if opened.database is None:
            return opened
        return replace(opened, database=_Listener(opened.database, source.id, today, asked))

    gathered = gather(
        Bench(made, root, today, zone, progress, opener=opener, look=Look(made, before, zone, today, rehearsal=True))
    )
    return Rehearsal(tuple(asked), (*made.findings, *(worded(each, []) for each in gathered.failures)))


@dataclass(frozen=True)
class _Listener(Database):
    """A database that writes down what it is asked and answers with no rows.

    Of days it gives the one before today, of a count nothing.
    """

    database: Database
    source: str
    today: date
    asked: list[Asked] = field(repr=False)

    @property
    def row_sum(self) -> str | None:
        """The check sum of the database."""
        return self.database.row_sum

    def run(self, sql: str) -> pa.Table | Refusal:
        """Write a query down; one that only describes is answered."""
        if not sql.startswith("SELECT"):
            return self.database.run(sql)
        self.asked.append(Asked(self.source, sql))
        found = self.database.run(f"SELECT * FROM ({sql}) AS rehearsed LIMIT 0")
        if not isinstance(found, Refusal) and found.column_names == COUNT:
            return pa.table({"/c": [0]})
        if isinstance(found, Refusal) or found.column_names[:2] != DAYS:
            return found
        return pa.table({"/day": [self.today - timedelta(days=1)], "/c": [1], "/sum": [0]})

    def close(self) -> None:
        """Close the database."""
        self.database.close()
