"""An organisation in which things go wrong: a framework, scorecards as a few words say them, and desks to act on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import (
    Change,
    Changes,
    Fired,
    Judged,
    Opening,
    Pattern,
    Scorecard,
    State,
    Status,
    Trend,
    Verdict,
)
from vitalfew.rhythm.climb import Climbed, climb
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.escalations import MACHINE, Escalation, escalation, escalations
from vitalfew.rhythm.sweep import Swept, sweep
from vitalfew.store.database import Store
from vitalfew.store.tables import OUTBOX

MAIN = """
calendar: {timezone: Europe/Berlin, holidays: [2026-06-04]}
levels: [{id: company, tier: 1}, {id: department, tier: 2}]
people:
- {id: eva, name: Eva}
- {id: rui, name: Rui}
- {id: ada, name: Ada}
- {id: max, name: Max, manager: ada}
- {id: vacant}
- {id: gone, name: Gone, left: 2026-01-01}
org_units:
- {id: all, head: ada}
- {id: sales, parent: all, head: rui}
ladders:
- id: default
  steps: [{to: owner, within: 1 business day}, {to: reviewer, within: 2 business days}, {to: ada, within: 1 week}]
- id: gaps
  steps: [{to: owner, within: 4 business hours}, {to: reviewer, within: 1 business day}, {to: vacant}, {to: ada}]
sources:
- {id: crm, kind: files, path: crm.csv}
- {id: erp, kind: files, path: erp.csv}
measures:
- {id: sold, source: crm, date: day, value: sum(x)}
- {id: paid, source: erp, date: day, value: sum(x)}
kpis:
- {id: revenue, name: Revenue, level: company, owner: eva, reviewer: rui, formula: sold, org_unit: all}
- {id: churn, name: Churn, level: department, owner: eva, reviewer: rui, formula: sold, drives: [revenue], org_unit: sales}
- {id: calls, name: Calls, level: department, owner: max, reviewer: rui, formula: sold + paid, drives: [churn]}
- {id: cost, name: Cost, level: department, owner: rui, reviewer: rui, formula: paid, guards: [calls]}
- {id: visits, name: Visits, level: department, owner: vacant, reviewer: gone, ladder: gaps, formula: paid}
- {id: own, name: Own, level: department, owner: max, reviewer: rui, visibility: line, subject: max, formula: sold}
- {id: idle, name: Idle, level: department, owner: eva, lifecycle: paused, formula: sold}
"""
FRAMEWORK = load_texts({"framework/main.yaml": MAIN}).framework
MONDAY = datetime(2026, 6, 8, 8, tzinfo=UTC)
"""Ten o'clock in Berlin."""
DAY = timedelta(days=1)


def fired(trigger: Pattern = "missed", opens: Opening = "escalation", since: date = date(2026, 5, 1)) -> Fired:
    """Give a trigger that holds."""
    return Fired(trigger, trigger.replace("_", " "), 1, since, opens)


def verdict(
    kpi: str,
    *triggers: Fired,
    status: Status | None = "red",
    state: State = "ok",
    value: float | None = 12.5,
    framework: Framework = FRAMEWORK,
) -> Verdict:
    """Judge May of a KPI."""
    found, still = framework.kpi[kpi], Change(0.0)
    return Verdict(
        ref=Ref("kpi", kpi),
        name=found.title,
        lifecycle=found.lifecycle,
        level=found.level,
        tier=framework.tier_of(found),
        org_unit=found.org_unit,
        unit="%",
        decimals=1,
        direction="down",
        owner=next(iter(found.owners), None),
        objective=None,
        perspective=None,
        period=Judged("month", date(2026, 5, 1), date(2026, 6, 1), complete=True, label="May 2026"),
        value=value,
        missing=None,
        status=status,
        state=state,
        last_status=None,
        score=None,
        target_now=10.0,
        target=10.0,
        threshold=12.0,
        progress=None,
        pace=None,
        change=Changes(still, still, still, still),
        trend=Trend("up", better=False, p=None, slope=None, periods=3),
        recent=(9.0, None, 12.5),
        to_date=None,
        reasons=(),
        status_since=date(2026, 5, 1),
        triggers=triggers,
    )


def card(*verdicts: Verdict, as_of: date = date(2026, 6, 8)) -> Scorecard:
    """Give a scorecard of some verdicts."""
    return Scorecard(as_of, verdicts, (), (), ())


def red(*kpis: str) -> Scorecard:
    """Give a scorecard on which some KPIs missed their targets, and the others are not judged."""
    return card(*(verdict(kpi, fired()) for kpi in kpis))


def green(*kpis: str, as_of: date = date(2026, 7, 1)) -> Scorecard:
    """Give a scorecard on which some KPIs are well."""
    return card(*(verdict(kpi, status="green", value=9.0) for kpi in kpis), as_of=as_of)


@contextmanager
def at(store: Store, when: datetime = MONDAY, by: str = "eva", framework: Framework = FRAMEWORK) -> Iterator[Desk]:
    """Act at a moment."""
    with store.writing() as transaction:
        yield Desk(transaction, framework, when, by)


def swept(store: Store, scorecard: Scorecard, when: datetime = MONDAY, framework: Framework = FRAMEWORK) -> Swept:
    """Sweep at a moment."""
    with at(store, when, CLOCKWORK, framework) as desk:
        return sweep(desk, scorecard)


def climbed(store: Store, when: datetime, framework: Framework = FRAMEWORK) -> Climbed:
    """Let the clock do what is due at a moment."""
    with at(store, when, CLOCKWORK, framework) as desk:
        return climb(desk)


def found(store: Store, id_: str = "1") -> Escalation:
    """Give an escalation."""
    with at(store) as desk:
        return escalation(desk, id_)


def alive(store: Store) -> tuple[Escalation, ...]:
    """Give the escalations that are not over."""
    with at(store) as desk:
        return escalations(desk, states=MACHINE.alive)


def told(store: Store) -> list[tuple[str, str]]:
    """Give whom each notice is to, and its subject, in the order they were written."""
    with store.reading() as transaction:
        rows = transaction.find(OUTBOX, order=[OUTBOX.c.at, OUTBOX.c.person, OUTBOX.c.subject])
    return [(row["person"], row["subject"]) for row in rows]


def bodies(store: Store) -> list[str]:
    """Give the texts of the notices, in the order they were written."""
    with store.reading() as transaction:
        return [row["body"] for row in transaction.find(OUTBOX, order=[OUTBOX.c.at, OUTBOX.c.person])]


def utc(text: str) -> datetime:
    """Read a moment of universal time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
