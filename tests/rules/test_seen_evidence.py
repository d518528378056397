"""Each rule about evidence speaks on the demo and on a real online shop once its fault is measured there, and is silent before.

In each world one weekly KPI has a past of three years, between its threshold and its target, without order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from tests.rules.test_alone import Edit, edited
from tests.rules.worlds import WORLDS, whole

from vitalfew.model.entry import Entry
from vitalfew.model.evidence import Apart, Evidence, Moved, Point, Series, Tie, declared_as, expected_as
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import check, rules

# World: the KPI with a past, whoever else could bring its values, and one that is said to lead another.
CAST = {
    "demo": ("wholesale-revenue", "ben", "qualified-leads"),
    "shop": ("average-order-value", "gwen", "active-customers"),
}
Values = list[float | None]
Case = tuple[Framework, Evidence]


def chance(*seed: object) -> float:
    """Give the number between 0 and 1 that belongs to a seed."""
    return Random(repr(seed)).random()  # noqa: S311  # no secret


@cache
def framework(world: str) -> Framework:
    return Framework.model_validate(whole(world))


def changed(world: str, *edits: Edit) -> Framework:
    """Give a world with fields of its KPI changed."""
    kpi = CAST[world][0]
    return Framework.model_validate(edited(whole(world), [(f"kpis/{kpi}/{field}", value) for field, value in edits]))


def marks(world: str) -> tuple[float, float, float]:
    """Give threshold, baseline and target of the KPI with a past."""
    kpi = framework(world).kpi[CAST[world][0]]
    assert isinstance(kpi.threshold, float)
    assert kpi.target
    assert kpi.target.reach
    assert kpi.baseline
    return kpi.threshold, kpi.baseline.value, kpi.target.reach


@cache
def past(world: str, kpi: str) -> Series:
    """Three years of weeks, the last of them whole; in the stretch of the baseline it stands where the baseline says."""
    low, stood, high = marks(world)
    baseline, today = framework(world).kpi[kpi].baseline, WORLDS[world].today
    assert baseline
    periods = [*framework(world).calendar.calendar.between("week", today - timedelta(days=3 * 365), today)][:-1]
    stretch = [bool(baseline.from_ and baseline.to and baseline.from_ <= each.last_day <= baseline.to) for each in periods]
    values = [stood if at else low + (high - low) * (1.05 * chance(kpi, place) - 0.05) for place, at in enumerate(stretch)]
    points = tuple(Point(period.last_day, value) for period, value in zip(periods, values, strict=True))
    return Series(kpi, "week", "", periods[0].start, points)


def measured(world: str, change: Callable[[Values], Values] = lambda old: old) -> Evidence:
    """Give what was measured of the KPI, changed."""
    kpi = CAST[world][0]
    series = past(world, kpi)
    values = change([point.value for point in series.points])
    points = tuple(Point(point.day, value) for point, value in zip(series.points, values, strict=True))
    return Evidence(WORLDS[world].today, {kpi: replace(series, points=points)})


def stale(world: str) -> Case:
    return framework(world), measured(world, lambda old: [*old[:-4], *[None] * 4])


def phantom(world: str) -> Case:
    return changed(world, ("updater", CAST[world][1])), measured(world, lambda old: [*old[:-9], *[None] * 9])


def copied(world: str) -> Case:
    kpi = CAST[world][0]
    owner, series = framework(world).kpi[kpi].owners[0], past(world, kpi)
    entries = tuple(
        Entry("week", "", point.day, 7.5, owner, datetime.combine(point.day + timedelta(days=1), time(8)))
        for point in series.points[-6:]
    )
    return framework(world), replace(measured(world), entries={kpi: entries})


def broken(world: str) -> Case:
    low, _, high = marks(world)
    levels = [low + (high - low) * (0.9 if place < 20 else 2.5) + place % 2 / 10 for place in range(40)]
    return framework(world), measured(world, lambda old: [*old[:-60], *levels, *levels[20:]])


def guessed(world: str) -> Case:
    low, stood, high = marks(world)
    return changed(world, ("baseline/value", stood - 5 * (high - low))), measured(world)


def bold(world: str) -> Case:
    low, _, high = marks(world)
    return changed(world, ("target/reach", high + 10 * (high - low))), measured(world)


def idle(world: str) -> Case:
    low, _, high = marks(world)
    return changed(world, ("threshold", low - 20 * (high - low))), measured(world)


def red(world: str) -> Case:
    low, _, high = marks(world)
    return framework(world), measured(
        world, lambda old: [*old[:-12], *[low - (high - low) * (0.1 + place % 3 / 50) for place in range(12)]]
    )


def met(world: str) -> Case:
    low, _, high = marks(world)
    return framework(world), measured(
        world, lambda old: [*old[:-52], *[high + (high - low) * chance(place) / 9 for place in range(52)]]
    )


def never(world: str) -> Case:
    low, _, high = marks(world)
    begun = WORLDS[world].today - timedelta(days=900)
    quiet = measured(world, lambda old: [max(value or low, low + (high - low) / 50) for value in old])
    return changed(world, ("baseline", {"value": (low + high) / 2, "on": begun})), quiet


def doubled(world: str) -> Case:
    kpi, _, other = CAST[world]
    known = measured(world)
    return framework(world), replace(known, series={**known.series, other: replace(known.series[kpi], kpi=other)})


def early(world: str) -> Case:
    kpi = CAST[world][0]
    known, baseline = measured(world), framework(world).kpi[kpi].baseline
    assert baseline
    assert baseline.day
    series = replace(known.series[kpi], begins=baseline.day - timedelta(days=4))
    return framework(world), replace(known, series={kpi: series})


def linked(world: str, **said: Any) -> Case:
    """Give what the data say of the link of the KPI that is said to lead another."""
    known = framework(world)
    kpi = known.kpi[CAST[world][2]]
    driven = kpi.drives[0].kpi
    tie = Tie(kpi.id, driven, declared_as(known, kpi, kpi.drives[0]), "week", 120, **said)
    return known, Evidence(WORLDS[world].today, {each: past(world, each) for each in (kpi.id, driven)}, ties=(tie,))


def unrelated(world: str) -> Case:
    return linked(world, said="unclear", led="not-shown")


def contrary(world: str) -> Case:
    return linked(world, said="against", effect=-1.0, low=-1.2, high=-0.8)


def off(world: str) -> Case:
    return linked(world, said="clear", amount=9.0, effect=1.0, low=0.8, high=1.2)


def ended(world: str) -> Case:
    return linked(world, said="clear", led="stopped", ahead=2, stopped=WORLDS[world].today - timedelta(days=200))


def pulling(world: str) -> Case:
    one, known, whose = CAST[world][0], measured(world), framework(world).kpi
    other = next(
        kpi.id for kpi in framework(world).current_kpis if kpi.grain == "week" and kpi.owners[:1] != whose[one].owners[:1]
    )
    both = {one: known.series[one], other: replace(known.series[one], kpi=other, recipe="")}
    return framework(world), replace(known, series=both, apart=(Apart(one, other, "week", 120, 1.0, -2.0, -3.0, -1.0),))


def unmoved(world: str) -> Case:
    kpi = CAST[world][0]
    plan = {
        "id": "posters",
        "status": "done",
        "starts": WORLDS[world].today - timedelta(days=200),
        "moves": [{"kpi": kpi, "by": 4}],
    }
    raw = whole(world)
    known = Framework.model_validate({**raw, "initiatives": [*raw.get("initiatives", ()), plan]})
    declared = expected_as(known.initiative["posters"], known.initiative["posters"].moves[0])
    seen = Moved("posters", kpi, declared, "week", "wrong-way", -3.0, -4.0, -2.0, 28, 4.0)
    return known, replace(measured(world), moved=(seen,))


FAULTS: dict[str, Callable[[str], Case]] = {
    "stale-kpi": stale, "phantom-owner": phantom, "copied-updates": copied, "series-break": broken,
    "baseline-not-in-data": guessed,
    "target-beyond-seen": bold, "threshold-out-of-reach": idle, "always-red": red, "target-already-met": met, "never-red": never,
    "doubled-series": doubled, "early-target": early, "lead-not-seen": unrelated, "contradicted-link": contrary,
    "amount-not-in-data": off, "stopped-lead": ended, "initiative-not-seen": unmoved, "owners-apart": pulling,
}  # fmt: skip


def spoken(world: str, known: Framework, evidence: Evidence | None) -> set[str]:
    return {each.rule for each in check(known, today=WORLDS[world].today, evidence=evidence)}


def test_every_rule_about_evidence_has_a_fault() -> None:
    assert {each.smell.slug for each in rules() if "evidence" in each.needs} == set(FAULTS)


@pytest.mark.parametrize("world", WORLDS)
def test_a_past_without_faults_is_met_with_silence(world: str) -> None:
    assert not spoken(world, framework(world), measured(world)) & set(FAULTS)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("slug", FAULTS)
def test_a_fault_of_the_past_is_found(slug: str, world: str) -> None:
    assert spoken(world, *FAULTS[slug](world)) & set(FAULTS) >= {slug}
