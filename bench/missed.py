"""Is another target or another process asked for where it should be: planted truths, and above all targets lowered wrongly.

Each simulated organisation has one KPI of each plant, with noise that remembers itself, a season in a quarter of them, levers
that are declared with or without a number, and a target that it misses six times in a row or more.
`low` and `high` are the exact interval of a share at 95 % (Clopper and Pearson 1934).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from bench.linked import FIRST, Column, noise, season
from vitalfew.base.period import Calendar, Grain
from vitalfew.judge.run import judge
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm.course import Live, courses
from vitalfew.rhythm.lesson import interval
from vitalfew.rhythm.missing import around, judged
from vitalfew.store.change import SCHEMA

ORGANISATIONS = 500
TRUTHS: Mapping[str, str] = {
    "weak levers": "target",
    "weak levers, small initiative": "target",
    "nothing known": "both",
    "weak levers, one unknown": "both",
    "level fell": "process",
    "level fell long ago": "process",
    "gets worse": "process",
    "strong lever": "process",
    "strong lever, told half": "process",
    "target eased lately": "process",
    "initiative due": "wait",
    "inside the noise": "wait",
    "improving": "wait",
}
"""What should be recommended, by what is planted."""
LENGTHS: Mapping[Grain, tuple[int, ...]] = {"week": (60, 104), "month": (36, 60)}
GRAINS: tuple[Grain, ...] = ("week", "month")
RUN = 6
LAG = 3
UNDECIDED = frozenset({"both", "not-enough"})


class Planted(NamedTuple):
    """A KPI: its values and those of its lever, better the higher, its target, and what is declared of it."""

    plant: str
    grain: Grain
    values: Column
    target: float
    spread: float
    lever: Column | None = None
    wanted: float = 0.0
    effect: float = 0.0
    declared: float | None = None
    brings: float = 0.0
    eased: int = 0
    down: bool = False
    seasonal: bool = False
    memory: float = 0.0


class Told(NamedTuple):
    """What is said of a planted KPI."""

    plant: str
    said: str
    why: str
    grain: Grain
    seasonal: bool
    memory: float
    declared: bool


def figures(share: float) -> dict[str, Any]:
    """Give how often the right thing is recommended, on a `share` of 500 organisations."""
    count = max(2, round(ORGANISATIONS * share))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        seen = [each for some in pool.map(organisation, range(count), chunksize=max(1, count // 16)) for each in some]
    return {"bench": "missed", "organisations": count, "rows": list(rows(seen))}


def organisation(seed: int) -> list[Told]:
    """Draw an organisation and ask what each of its KPIs asks for."""
    random = np.random.default_rng([20_261_125, seed])
    grain = GRAINS[int(random.integers(2))]
    count = int(random.choice(LENGTHS[grain]))
    planted = [planted_as(random, plant, grain, count) for plant in TRUTHS]
    first = Calendar().period(grain, FIRST).number
    today = Calendar().numbered(grain, first + count).start + timedelta(days=4)
    table, (framework, before) = _table(planted, first), (_framework(planted, today, was=was) for was in (False, True))
    scorecard = judge(framework, table, today=today)
    verdicts = {each.ref.id: each for each in scorecard.verdicts}
    known = around(framework, today, table, scorecard)
    found = []
    for place, each in enumerate(planted):
        told = [Live(date.min, framework)]
        if each.eased:
            told = [Live(date.min, before), Live(Calendar().numbered(grain, first + count - each.eased).start, framework)]
        course = courses(told, table, today=today)[f"kpi-{place}"]
        said = judged(course, known, verdicts[f"kpi-{place}"])
        found.append(Told(each.plant, said.said, said.why, grain, each.seasonal, each.memory, each.declared is not None))
    return found


def planted_as(random: np.random.Generator, plant: str, grain: Grain, count: int) -> Planted:
    """Draw a KPI until it missed its target six times in a row at its end."""
    while True:
        found = _planted(random, plant, grain, count)
        if (found.values[-RUN:] < found.target).all():
            return found


def _planted(random: np.random.Generator, plant: str, grain: Grain, count: int) -> Planted:
    memory, wave = float(random.uniform(0.0, 0.5)), season(random, grain, count) if random.random() < 0.5 else np.zeros(count)
    rest = noise(random, count, memory)
    rest = 100 + (rest - rest.mean()) * np.sqrt(1 - memory**2) + wave / 2
    found = Planted(plant, grain, rest, 0.0, 1.0, down=random.random() < 0.5, seasonal=bool(wave.any()), memory=memory)
    if plant.startswith(("weak", "strong")) or plant in {"improving", "target eased lately", "initiative due"}:
        found = _with_lever(random, found, rest)
    spread = float(np.std(found.values))
    found = found._replace(spread=spread, target=100 + spread * float(random.uniform(3.8, 6.0)))
    lacks = found.target - 100
    match plant:
        case "weak levers, small initiative":
            found = found._replace(brings=lacks * float(random.uniform(0.05, 0.15)))
        case "initiative due":
            found = found._replace(brings=lacks * float(random.uniform(1.0, 1.5)))
        case "target eased lately":
            found = found._replace(eased=int(random.integers(2, 8)))
        case "inside the noise":
            found = found._replace(target=100 + spread * float(random.uniform(-0.3, 0.7)))
        case "level fell" | "level fell long ago":
            ago = random.integers(7, 17) if plant == "level fell" else random.integers(27, count // 2 + 13)
            fallen = np.arange(count) >= count - ago
            values = found.values - fallen * spread * random.uniform(3.0, 6.0)
            found = found._replace(values=values, target=100 - spread * float(random.uniform(0.0, 1.0)))
        case "gets worse":
            slide = np.clip(np.arange(count) - count + random.integers(26, 40), 0, None) / 30
            found = found._replace(
                values=found.values - slide * spread * random.uniform(5.0, 9.0),
                target=100 - spread * float(random.uniform(0.0, 1.0)),
            )
        case "improving":
            climb = np.clip(np.arange(count) - count, -26, 0) / 26
            found = found._replace(values=found.values + climb * spread * random.uniform(3.0, 5.0))
    if found.lever is not None:
        share = random.uniform(1.2, 2.0) if plant.startswith("strong") else random.uniform(0.0, 0.3)
        found = found._replace(wanted=float(found.lever.mean() + share * (found.target - 100) / found.effect))
    return found


def _with_lever(random: np.random.Generator, found: Planted, rest: Column) -> Planted:
    """Let a lever move the KPI after some periods, by as much as half or twice as chance does."""
    count, lag = len(rest), int(random.integers(0, LAG + 1))
    wander = noise(random, count + LAG, 0.7)
    lever, effect = 50 + wander - wander.mean(), float(random.uniform(0.3, 1.5))
    lever = 50 + (lever - 50) / np.std(lever) * random.uniform(0.5, 2.0) / effect
    values = rest + effect * (lever[LAG - lag : LAG - lag + count] - 50)
    declared = float(effect * random.uniform(0.8, 1.25)) if random.random() < 0.5 else None
    if found.plant == "strong lever, told half":
        declared = effect / 2
    return found._replace(values=values - values.mean() + 100, lever=lever[LAG:], effect=effect, declared=declared)


def _framework(planted: Sequence[Planted], today: date, *, was: bool) -> Framework:
    lines, works = ["kpis:"], ["initiatives:"]
    for place, each in enumerate(planted):
        turn, goal = (-1.0, "at_most") if each.down else (1.0, "at_least")
        target = each.target + (each.target - 100) * (was and each.eased > 0)
        lines.append(
            f"  - {{id: kpi-{place}, unit: points, every: {each.grain}, direction: {'down' if each.down else 'up'}, "
            f"target: {{{goal}: {100 + turn * (target - 100)}}}}}"
        )
        if each.lever is not None:
            number = "" if each.declared is None else f", effect: {turn * each.declared}"
            drive = f"{{kpi: kpi-{place}, after: {{{each.grain}s: [0, {LAG + 1}]}}{number}}}"
            lines.append(
                f"  - {{id: lever-{place}, unit: points, every: {each.grain}, direction: up, "
                f"target: {{at_least: {each.wanted}}}, drives: [{drive}]}}"
            )
        if each.plant == "weak levers, one unknown":
            lines.append(f"  - {{id: silent-{place}, unit: points, every: {each.grain}, direction: up, drives: [kpi-{place}]}}")
        if each.brings:
            starts, until = today - timedelta(days=30), today + timedelta(days=120)
            move = f"{{kpi: kpi-{place}, by: {turn * each.brings}, until: {until}}}"
            works.append(f"  - {{id: work-{place}, starts: {starts}, moves: [{move}]}}")
    return load_texts({"framework/main.yaml": "\n".join(lines + works)}).framework


def _table(planted: Sequence[Planted], first: int) -> pa.Table:
    rows = []
    for place, each in enumerate(planted):
        values = 200 - each.values if each.down else each.values
        for kpi, column in ((f"kpi-{place}", values), (f"lever-{place}", each.lever)):
            rows += [
                _row(kpi, each.grain, first + at, float(value)) for at, value in enumerate(column if column is not None else ())
            ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _row(kpi: str, grain: Grain, number: int, value: float) -> dict[str, Any]:
    period = Calendar().numbered(grain, number)
    row = dict[str, object](dict.fromkeys(SCHEMA.names))
    row |= {"kpi": kpi, "grain": grain, "number": number, "start": period.start, "end": period.end}
    return row | {"complete": True, "share": 1.0, "value": value, "slice": "", "recipe": "r", "run": "r"}


def rows(seen: Sequence[Told]) -> Iterator[dict[str, Any]]:
    """Give the share right, wrong and undecided of each plant, and of the process's own how often its target is lowered."""
    for plant, truth in TRUTHS.items():
        some = [each for each in seen if each.plant == plant]
        said = Counter(each.said for each in some)
        right = said[truth]
        open_ = sum(said[each] for each in UNDECIDED if each != truth)
        yield _share("right", plant, right, len(some)) | {"said": dict(said)}
        yield _share("wrong", plant, len(some) - right - open_, len(some))
        yield _share("undecided", plant, open_, len(some))
    process = [each for each in seen if TRUTHS[each.plant] == "process" or each.plant == "weak levers, one unknown"]
    groups = {
        "process or lever": process,
        "season": [each for each in process if each.seasonal],
        "no season": [each for each in process if not each.seasonal],
        "weeks": [each for each in process if each.grain == "week"],
        "months": [each for each in process if each.grain == "month"],
        "lever declared with a number": [each for each in process if each.plant.startswith("strong") and each.declared],
        "lever declared without one": [each for each in process if each.plant.startswith("strong") and not each.declared],
        "all but a wrong target": [each for each in seen if TRUTHS[each.plant] != "target"],
    }
    for name, some in groups.items():
        yield _share("lowered wrongly", name, sum(each.said == "target" for each in some), len(some))


def _share(of: str, which: str, count: int, among: int) -> dict[str, Any]:
    low, high = interval(among, count) if among else (0.0, 1.0)
    share = round(count / among, 3) if among else None
    return {"of": of, "which": which, "share": share, "low": round(low, 3), "high": round(high, 3), "kpis": among}
