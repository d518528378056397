"""How far back a run looks: to the first day on which the sources differ from what the last run of a KPI saw of them.

Rows are compared day by day, by number and, where the engine gives one, by a check sum over all their columns. What cannot be
compared is measured in full: a first run, another recipe, calendar or release, a clock or a second table inside an expression.
An engine without check sums may change rows in place, so `LOOK_BACK` days before the last run are measured again there.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from importlib.metadata import version

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp, parse_one

from vitalfew.base.period import Calendar, Grain
from vitalfew.measure.coverage import Coverage, coverage
from vitalfew.measure.plan import Plan
from vitalfew.measure.prepare import Basis, Part
from vitalfew.measure.query import MOST_SLICES, pairs
from vitalfew.measure.snippet import DIALECT
from vitalfew.model.seen import Before, Seen
from vitalfew.sources.engine import Database, Refusal

LOOK_BACK = 35
"""Days: five weeks, so that a month is closed and corrected in it."""
# Whose value hangs on more than the rows: the clock, chance, other tables, and functions that the parser does not know.
_NAMES = ("CurrentDate", "CurrentDatetime", "CurrentTime", "CurrentTimestamp", "Localtime", "Localtimestamp", "Rand", "Uuid")
_CLOCKS: tuple[type[exp.Expr], ...] = (*(getattr(exp, name) for name in _NAMES), exp.Anonymous)
_MORE = (*_CLOCKS, exp.Query)


@dataclass
class Look:
    """What was seen before of each KPI, what is seen now, and from which day on things are measured (none: all).

    `since` is by KPI and basis, `starts` by basis, `compared` by basis, what was seen of it, day and slack.
    A `rehearsal` takes the rows for what they were.
    """

    plan: Plan
    before: Mapping[str, Before]
    zone: str
    today: date
    rehearsal: bool = False
    seen: dict[str, Seen] = field(default_factory=dict)
    since: dict[str, dict[str, date | None]] = field(default_factory=lambda: defaultdict(dict))
    starts: dict[str, date | None] = field(default_factory=dict)
    slices: dict[str, Sequence[str]] = field(default_factory=dict)
    compared: dict[tuple[str, int, date, int], date | None] = field(default_factory=dict)

    @cached_property
    def measures(self) -> dict[str, frozenset[str]]:
        """What each KPI is made of, through other KPIs too."""
        return {kpi.id: self.plan.measures_of(kpi.id) for kpi in self.plan.wanted}

    @property
    def calendar(self) -> Calendar:
        """The calendar that periods are counted by."""
        return self.plan.framework.calendar.calendar

    def form(self, grain: Grain | None, slices: Sequence[str]) -> str:
        """Digest what decides the numbers of every day."""
        declared = self.plan.framework.calendar
        calendar = declared.model_dump(mode="json", exclude={"today", "business_hours", "quiet_hours"})
        releases = [version("vitalfew"), *([version("holidays")] if isinstance(declared.holidays, str) else [])]
        return _digest([*releases, self.zone, calendar, grain, list(slices)])

    def see(self, basis: Basis, found: pa.Table, grain: Grain | None, slices: Sequence[str]) -> Seen:
        """Read off the answer to `days_sql` what is seen of a basis; in a rehearsal that is what was seen last."""
        key = key_of(basis)
        last = [each.seen[key] for each in self.before.values() if key in each.seen] if self.rehearsal else []
        if last:
            return max(last, key=lambda each: each.days[-1])
        self.slices[key] = slices
        dated = found.filter(pc.is_valid(found["/day"]))
        days, counts = dated["/day"].to_pylist(), dated["/c"].to_pylist()
        sums = dated["/sum"].to_pylist() if "/sum" in found.column_names else [None] * len(days)
        return Seen(self.form(grain, slices), tuple(days), tuple(counts), tuple(sums))

    def start(self, basis: Basis, parts: Sequence[Part], now: Seen, cover: Coverage, grain: Grain | None) -> date | None:
        """Say from which day on the rows of a basis are needed; none where all are."""
        key = key_of(basis)
        self.seen[key] = now
        days = [self._since(kpi, key, parts, now, cover, grain) for kpi in self._kpis(parts)]
        known = [each for each in days if each is not None]
        self.starts[key] = start_of(self.calendar, min(known)) if known and len(known) == len(days) else None
        return self.starts[key]

    def _kpis(self, parts: Sequence[Part]) -> list[str]:
        names = {part.measure.id for part in parts}
        return [kpi for kpi, measures in self.measures.items() if names & measures]

    def _since(self, kpi: str, key: str, parts: Sequence[Part], now: Seen, cover: Coverage, grain: Grain | None) -> date | None:
        own = [part for part in parts if part.measure.id in self.measures[kpi]]
        before = self.before.get(kpi)
        then = before.seen.get(key) if before else None
        settled = len(self.slices.get(key, ())) < MOST_SLICES and all(is_settled(part, exact=now.is_exact) for part in own)
        found = None
        if before and then and settled:
            waits = max(part.measure.within.days if part.measure.within else 0 for part in own)
            slack = waits + (0 if now.is_exact and then.is_exact else LOOK_BACK)
            asked = (key, id(then), before.today, slack)
            if asked not in self.compared:  # many KPIs were measured by one run, from the same rows
                old = coverage(self.calendar, then.days, then.rows, grain=grain)
                self.compared[asked] = touched(then, now, (old, cover), ran=before.today, today=self.today, slack=slack)
            found = self.compared[asked]
        self.since[kpi][key] = found
        return found

    def since_of(self, kpi: str) -> date | None:
        """Give the day from which on a KPI is measured; none where all of it is."""
        days = [*self.since[kpi].values()]
        known = [each for each in days if each is not None]
        return min(known) if known and len(known) == len(days) else None

    def is_wide(self, kpi: str) -> bool:
        """Tell whether every basis of a KPI was asked from as early as the KPI needs it."""
        since = self.since_of(kpi)
        starts = [self.starts[key] for key in self.since[kpi]]
        if since is None:
            return not any(starts)
        return all(start is None or start <= start_of(self.calendar, since) for start in starts)


def touched(then: Seen, now: Seen, covers: tuple[Coverage, Coverage], *, ran: date, today: date, slack: int) -> date | None:
    """Give the first day of which something may be other than the run of the day `ran` saw it; none where all may be.

    Besides rows these are the days that have ended since, less `slack`, and those that are covered now and were not, or the
    other way round.
    """
    old, new = covers
    if then.form != now.form or today < ran or old.first != new.first:
        return None
    was, are = ({day: said for day, *said in zip(each.days, each.rows, each.sums, strict=True)} for each in (then, now))
    found = [ran - timedelta(days=slack), *(day for day in was.keys() | are.keys() if was.get(day) != are.get(day))]
    if old.last != new.last:
        found.append(date.fromordinal(min(old.last, new.last) + 1))
    found.extend(date.fromordinal(day) for day in sorted(old.gaps ^ new.gaps)[:1])
    return min(found)


def start_of(calendar: Calendar, since: date) -> date:
    """Give the day from which on rows are needed for all periods that end after `since`: a year may be made of its weeks."""
    return calendar.period("week", calendar.period("year", since).start).start


def is_settled(part: Part, *, exact: bool) -> bool:
    """Tell whether a part's values hang on its rows alone; rows of a query without check sums may hang on the clock too."""
    trees = [each for each in (part.value, part.where) if each is not None]
    query = parse_one(part.measure.sql, dialect=DIALECT) if part.measure.sql and not exact else None
    return not any(each.find(*_MORE) for each in trees) and not (query and query.find(*_CLOCKS))


def days_sql(database: Database, basis: Basis, *, summed: bool) -> str:
    """Write the question for the days of a basis: how many rows each has, and a check sum where it is asked for."""
    if not summed or database.row_sum is None:
        rows, total = f'SELECT {basis.day} AS "/day" FROM {basis.rows}', ""
    else:
        rows, total = f'SELECT {basis.day} AS "/day", "/r" FROM {basis.rows} AS "/r"', f', {database.row_sum} AS "/sum"'
    return f'SELECT "/day", count(*) AS "/c"{total} FROM ({rows}) GROUP BY 1 ORDER BY 1 NULLS LAST'


def slices_of(database: Database, basis: Basis, today: date) -> Sequence[str]:
    """Give the slices of a basis, of all its days."""
    past = f"WHERE ({basis.day}) < DATE '{today}'"
    found = database.run(f'SELECT DISTINCT {pairs(basis)} AS "/s" FROM {basis.rows} {past} ORDER BY 1')
    return () if isinstance(found, Refusal) else [str(each) for each in found["/s"].to_pylist()]


def key_of(basis: Basis) -> str:
    """Name the rows of a basis, the same from run to run."""
    return _digest([basis.source, basis.rows, basis.day, basis.by, basis.levels])


def _digest(parts: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps([*parts], sort_keys=True).encode()).hexdigest()[:16]
