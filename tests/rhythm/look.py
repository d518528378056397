"""A weekly look at tier 1 with its people, its moments and its figures, for tests of the reporting cycle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from vitalfew.load.read import load_texts
from vitalfew.model.verdict import Change, Changes, Judged, Scorecard, Status, Trend, Verdict
from vitalfew.rhythm.commentary import Commentary, give_commentary
from vitalfew.rhythm.cycle import Turned, turn_reviews
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.reviews import Review, find_review
from vitalfew.rhythm.session import (
    start_review,
)
from vitalfew.store.database import Store
from vitalfew.store.tables import OUTBOX

FRAMEWORK = load_texts(
    {
        "framework/main.yaml": """
calendar: {timezone: Europe/Lisbon}
governance: {structure_owner: rui}
people:
- {id: rui, name: Rui, deputy: ana, org_unit: board}
- {id: ana, name: Ana, org_unit: board}
- {id: eva, name: Eva}
- {id: tom, name: Tom}
levels: [{id: top, tier: 1}, {id: team, tier: 3}]
org_units: [{id: board, head: rui}]
cadences:
- {id: look, name: Executive look, rhythm: weekly on monday 08:30, tiers: [1], minutes: 20, chair: rui, audience: [rui, ana]}
kpis:
- {id: churn, name: Churn, level: top, owner: eva, unit: "%", direction: down}
- {id: sales, name: Sales, level: top, owner: tom}
- {id: secret, name: Secret, level: top, owner: eva, subject: eva, visibility: line}
- {id: margin, name: Margin, level: top, owner: ana, org_unit: board, visibility: unit}
- {id: queue, name: Queue, level: top, kind: metric, owner: tom, review: [look]}
"""
    }
).framework
TUESDAY = datetime(2026, 6, 2, 11, tzinfo=UTC)
OPENS = datetime(2026, 6, 4, 8, tzinfo=UTC)
SOON = datetime(2026, 6, 5, 12, 30, tzinfo=UTC)
DUE = datetime(2026, 6, 5, 16, tzinfo=UTC)
LOCKS = datetime(2026, 6, 8, 6, 30, tzinfo=UTC)
STARTS = datetime(2026, 6, 8, 7, 30, tzinfo=UTC)
LOOK = "look-2026-06-08"
NOTHING = Change(None, missing="no-value")
FRIDAY = date(2026, 6, 12)


def verdict(id_: str, status: Status | None = "green", value: float | None = 5.0, **given: object) -> Verdict:
    week = Judged("week", date(2026, 6, 1), date(2026, 6, 8), complete=True, label="2026-W23")
    kpi = FRAMEWORK.kpi[id_]
    made = Verdict(
        ref=kpi.ref,
        name=kpi.title,
        lifecycle="live",
        level="top",
        tier=1,
        org_unit=None,
        unit=kpi.unit,
        decimals=None,
        direction="down",
        owner=kpi.owners[0],
        objective=None,
        perspective=None,
        period=week,
        value=value,
        missing=None if value is not None else "no-rows",
        status=status,
        state="ok" if status else "no-data",
        last_status=None,
        score=None,
        target_now=4.0,
        target=4.0,
        threshold=None,
        progress=None,
        pace=None,
        change=Changes(NOTHING, NOTHING, NOTHING, NOTHING),
        trend=Trend("unknown", None, None, None, 0),
        recent=(),
        to_date=None,
        reasons=(),
    )
    return replace(made, **given)  # type: ignore[arg-type]  # fields of a verdict


def card(*verdicts: Verdict) -> Scorecard:
    known = {each.ref.id: each for each in (*map(verdict, FRAMEWORK.kpi), *verdicts)}
    return Scorecard(date(2026, 6, 8), tuple(known.values()), (), (), ())


RED = card(verdict("churn", "red"))


@contextmanager
def at(store: Store, when: datetime, by: str = "rui") -> Iterator[Desk]:
    with store.writing() as transaction:
        yield Desk(transaction, FRAMEWORK, when, by)


def turn(store: Store, *moments: datetime, scorecard: Scorecard = RED) -> Turned:
    turned = Turned()
    for moment in moments:
        with at(store, moment) as desk:
            turned = turn_reviews(desk, scorecard)
            again = turn_reviews(desk, scorecard)
        assert (again.opened, again.locked, again.missed, again.restated, again.told) == ([], [], [], [], 0)
    return turned


def sent(store: Store) -> list[tuple[str, str]]:
    with store.reading() as transaction:
        rows = transaction.find(OUTBOX, order=[OUTBOX.c.at, OUTBOX.c.key])
    return [(row["person"], row["subject"].partition(": ")[2] or row["subject"]) for row in rows]


def said(
    store: Store,
    kpi: str = "churn",
    when: datetime = OPENS,
    by: str = "eva",
    review: str = LOOK,
    analysis: str | None = None,
    next_step: str | None = None,
) -> Commentary:
    with at(store, when, by) as desk:
        return give_commentary(desk, review, kpi, analysis=analysis, next_step=next_step)


def look(store: Store, name: str = LOOK) -> Review:
    with store.reading() as transaction:
        return find_review(Desk(transaction, FRAMEWORK, STARTS), name)


def in_session(store: Store) -> None:
    turn(store, TUESDAY, OPENS, LOCKS)
    with at(store, STARTS) as desk:
        start_review(desk, LOOK, RED)
