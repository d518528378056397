"""The same value entered by hand again and again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from vitalfew.base.said import say
from vitalfew.model.entry import Entry
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import Past

SAME, SAME_WHOLE = 4, 6


@rule(
    "EVD002",
    severity="warning",
    requirements=("AUD-10",),
    help="ask how it was measured; if nothing changed indeed, measure it less often",
)
def check(_framework: Framework, evidence: Past) -> Flags:
    for kpi, _ in evidence.kpis:
        entries = evidence.evidence.entries.get(kpi.id, ())
        value, count = longest(kpi, entries)
        if count:
            people = ", ".join(f"`{name}`" for name in sorted({each.by for each in entries if each.value == value}))
            yield (
                kpi.ref,
                "owner",
                say(
                    "{people} entered {value:g} for KPI `{kpi}` {count} periods in a row",
                    people=people,
                    value=value,
                    kpi=kpi.id,
                    count=count,
                ),
            )


def longest(kpi: Kpi, entries: Sequence[Entry]) -> tuple[float, int]:
    """Give the value that stands longest in a row and for how many periods; zero periods where that is not odd.

    A whole number may well stay what it was, and what is at its natural end has nowhere to go.
    """
    newest = {each.date: each.value for each in entries}  # a later entry corrects an earlier one
    runs = [(value, len([*same])) for value, same in groupby(newest[day] for day in sorted(newest))]
    ends = {0.0, kpi.natural.min, kpi.natural.max} if kpi.natural else {0.0}
    odd = [(value, count) for value, count in runs if value not in ends and count >= _most(kpi, value)]
    return max(odd, key=lambda run: run[1], default=(0.0, 0))


def _most(kpi: Kpi, value: float) -> float:
    if kpi.scale != "number":
        return float("inf")
    return SAME_WHOLE if value.is_integer() else SAME
