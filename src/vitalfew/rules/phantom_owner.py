"""An owner on paper: the values that a person is to bring do not come."""

from __future__ import annotations

from collections.abc import Sequence

from vitalfew.base.period import Grain
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.entry import Entry
from vitalfew.model.evidence import Series
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import YEAR, Past

LONG: dict[Grain, int] = {"day": 20, "week": 4, "month": 3, "quarter": 2, "year": 1}
ENOUGH = 4


@rule(
    "EVD001",
    severity="warning",
    requirements=("AUD-10", "DEF-5"),
    help="ask whether they still answer for it; name the person who does, or retire the KPI",
)
def check(framework: Framework, evidence: Past) -> Flags:
    for kpi, series in evidence.kpis:
        if len(kpi.owners) != 1:
            continue
        entries = evidence.evidence.entries.get(kpi.id, ())
        if entries:
            due, made = updates(framework, evidence, kpi, series, entries)
            if due >= ENOUGH and made < due / 2:
                said = say(
                    "`{owners}` made {made} of the last {due} updates of KPI `{kpi}` in time",
                    owners=kpi.owners[0],
                    made=made,
                    due=due,
                    kpi=kpi.id,
                )
                yield kpi.ref, "owner", said
        elif kpi.updater and (late := evidence.late(kpi, series)) >= LONG[kpi.grain]:
            gone = count_of(late, kpi.grain)
            said = say(
                "`{owners}` answers for KPI `{kpi}`, and `{updater}` has brought no value for {gone}",
                owners=kpi.owners[0],
                kpi=kpi.id,
                updater=kpi.updater,
                gone=gone,
            )
            yield kpi.ref, "owner", said


def updates(framework: Framework, evidence: Past, kpi: Kpi, series: Series, entries: Sequence[Entry]) -> tuple[int, int]:
    """Count the updates due within a year since people began to enter, and those made in time by whoever is to make them."""
    began = min(entry.recorded_at.date() for entry in entries)
    deadline = {point.day: evidence.due_day(kpi, point.day) for point in series.points}
    due = [day for day, by in deadline.items() if began <= by < evidence.as_of][-YEAR[kpi.grain] :]
    theirs = {kpi.owners[0], kpi.updater} | {framework.person[id_].deputy for id_ in kpi.owners if id_ in framework.person}
    calendar = framework.calendar.calendar
    made = {
        last
        for entry in entries
        if (last := calendar.period(kpi.grain, entry.date).last_day) in deadline
        and entry.recorded_at.date() <= deadline[last]
        and (entry.by in theirs or entry.by not in framework.person)  # a login of the machine may be theirs
    }
    return len(due), len(made.intersection(due))
