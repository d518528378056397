"""The demo organisation as it is simulated: its framework with quiet targets, its numbers, and what is planted in them.

Every KPI is noise around its baseline (standard deviation 4 % of it), its target one of the worse values and its threshold far
out, so that nothing is wrong but what is planted. Three KPIs fall by four standard deviations for three periods and recover: real
deviations, on which triggers are to call. What is planted, where, and how strongly is drawn from the seed, each plant left out in
one seed of four:

- *unreachable*: a target 4 to 7 standard deviations beyond the mean of a weekly KPI;
- *cry-wolf*: on a weekly KPI a trigger on every worse value or every miss, or a threshold inside the noise;
- *phantom*: an owner who answers nothing, says nothing, and never comes.

Of the demo, the daily stand-ups are made weekly, and the two KPIs without one present owner are given one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import Calendar
from vitalfew.base.ref import Ref
from vitalfew.demo.organisation import shipped
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.recipe import recipe
from vitalfew.store.change import SCHEMA

LAUNCHED = date(2026, 2, 2)
BEFORE = {"day": 60, "week": 40, "month": 24, "quarter": 12, "year": 6}
AFTER = 380  # days after the launch for which there are numbers
NOISE = 0.04
ROOM = 1.2  # standard deviations from the mean to the target, on the bad side: reached in 88 % of the periods
FAR = 5.5  # from there to the threshold
LEFT_OUT = 0.25
OWNERS = ("tomas", "joao", "greta", "ana", "dev", "sofia", "mara")  # the KPIs of the others are looked at by the month
PLANTS = ("unreachable", "cry-wolf", "phantom")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """What is simulated: files, framework, numbers by KPI and period; and what is planted on which noun, and how."""

    seed: int
    texts: dict[str, bytes]
    framework: Framework
    rows: pa.Table
    plants: dict[str, str]
    how: dict[str, str] = field(default_factory=dict)
    fallen: dict[str, tuple[date, date]] = field(default_factory=dict)

    def table(self, today: date) -> pa.Table:
        """Give every complete period before a day, as `measure` would."""
        return self.rows.filter(pc.less_equal(self.rows["end"], pa.scalar(today, pa.date32())))


def make_world(seed: int) -> World:
    """Draw a world from a seed."""
    random = np.random.default_rng([seed, 1])
    texts = {path: content for path, content in shipped() if path.startswith("framework/")}
    demo = load_texts(texts).framework
    scales = {kpi.id: _scale(kpi) for kpi in demo.current_kpis if kpi.lifecycle == "live"}
    weekly = [kpi.id for kpi in demo.current_kpis if kpi.id in scales and kpi.every == "week" and _is_plain(kpi)]
    drawn = [str(each) for each in random.permutation(weekly)]
    plants = {"unreachable": drawn[0], "cry-wolf": drawn[1], "phantom": str(random.choice(OWNERS))}
    plants = {name: where for name, where in plants.items() if random.random() >= LEFT_OUT}
    edits, how = list(_settled(demo, scales)), dict[str, str]()
    for name in ("unreachable", "cry-wolf"):
        if name in plants:
            more, how[name] = _planted(name, demo.kpi[plants[name]], scales[plants[name]], random)
            edits = [*(each for each in edits if (each.ref, each.field) not in {(one.ref, one.field) for one in more}), *more]
    texts = edit_texts(texts, edits)
    framework = load_texts(texts).framework
    values, fallen = _drawn(framework, scales, drawn[2:5], random)
    return World(seed, texts, framework, pa.Table.from_pylist(values, schema=SCHEMA), plants, how, fallen)


def _scale(kpi: Kpi) -> tuple[float, float]:
    """Give mean and standard deviation."""
    band = kpi.target.within if kpi.target else None
    if band:
        return (band[0] + band[1]) / 2, (band[1] - band[0]) / 4
    mean = kpi.baseline.value if kpi.baseline else float(kpi.target.final or 1.0) if kpi.target else 1.0
    return mean, abs(mean) * NOISE


def _is_plain(kpi: Kpi) -> bool:
    return kpi.kind == "kpi" and kpi.target is not None and kpi.target.within is None


def _way(kpi: Kpi) -> int:
    return -1 if kpi.good == "down" else 1


def _aim(kpi: Kpi, value: float) -> dict[str, float]:
    return {"at_least" if _way(kpi) > 0 else "at_most": round(value, 6)}


def _settled(demo: Framework, scales: dict[str, tuple[float, float]]) -> Iterator[Amendment]:
    """Make the demo quiet: targets that noise mostly reaches, thresholds that it does not, an owner each, reviews by the week."""
    for id_, (mean, sd) in scales.items():
        kpi = demo.kpi[id_]
        if kpi.target is None or kpi.target.within:
            continue
        yield Amendment(kpi.ref, "target", _aim(kpi, mean - _way(kpi) * ROOM * sd))
        yield Amendment(kpi.ref, "threshold", round(mean - _way(kpi) * (ROOM + FAR) * sd, 6))
    yield Amendment(Ref("kpi", "on-time-delivery"), "owner", "joao")
    yield Amendment(Ref("kpi", "satisfied-after-contact"), "owner", "dev")
    yield Amendment(Ref("cadence", "roasting-stand-up"), "rhythm", "weekly on wednesday 07:15")
    yield Amendment(Ref("cadence", "care-stand-up"), "rhythm", "weekly on wednesday 09:15")
    yield Amendment(Ref("cadence", "care-stand-up"), "chair", "ana")


def _planted(name: str, kpi: Kpi, scale: tuple[float, float], random: np.random.Generator) -> tuple[list[Amendment], str]:
    mean, sd = scale
    if name == "unreachable":
        far = round(float(random.uniform(4, 7)), 1)
        return [Amendment(kpi.ref, "target", _aim(kpi, mean + _way(kpi) * far * sd))], f"{far} sd beyond the mean"
    sort = str(random.choice(["worse", "missed", "threshold"]))
    if sort == "threshold":
        near = round(float(random.uniform(0.2, 0.6)), 1)
        target = Amendment(kpi.ref, "target", _aim(kpi, mean + _way(kpi) * 0.2 * sd))
        bar = Amendment(kpi.ref, "threshold", round(mean - _way(kpi) * near * sd, 6))
        return [target, bar], f"threshold {near} sd from the mean"
    edits = [Amendment(kpi.ref, "target", _aim(kpi, mean)), Amendment(kpi.ref, "escalate", [{"missed": 1}])]
    if sort == "worse":
        edits[1] = Amendment(kpi.ref, "escalate", [{"worse_in_a_row": 1}])
    return edits, "calls on every " + ("worse value" if sort == "worse" else "miss")


def _drawn(
    framework: Framework, scales: dict[str, tuple[float, float]], falling: list[str], random: np.random.Generator
) -> tuple[list[dict[str, object]], dict[str, tuple[date, date]]]:
    calendar, rows, fallen = framework.calendar.calendar, list[dict[str, object]](), dict[str, tuple[date, date]]()
    for id_, (mean, sd) in scales.items():
        kpi = framework.kpi[id_]
        now = calendar.period(kpi.grain, LAUNCHED).number
        last = calendar.period(kpi.grain, LAUNCHED + timedelta(days=AFTER)).number
        numbers = range(now - BEFORE[kpi.grain], last)
        drawn = random.normal(mean, sd, len(numbers))
        if id_ in falling:
            begin = BEFORE[kpi.grain] + int(random.integers(3, 9))
            drawn[begin : begin + 3] -= _way(kpi) * 4 * sd
            first, over = (calendar.numbered(kpi.grain, now - BEFORE[kpi.grain] + at) for at in (begin, begin + 2))
            fallen[id_] = (first.start, over.end)
        hash_ = recipe(kpi, framework)
        rows += [_row(calendar, kpi, number, float(value), hash_) for number, value in zip(numbers, drawn, strict=True)]
    return rows, fallen


def _row(calendar: Calendar, kpi: Kpi, number: int, value: float, hash_: str) -> dict[str, object]:
    period = calendar.numbered(kpi.grain, number)
    row = dict[str, object](dict.fromkeys(SCHEMA.names))
    row |= {"kpi": kpi.id, "grain": kpi.grain, "number": number, "start": period.start, "end": period.end, "complete": True}
    return row | {"share": 1.0, "value": value, "slice": "", "recipe": hash_, "run": "year"}
