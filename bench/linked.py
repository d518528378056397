"""Simulated organisations whose links between KPIs are known: what is planted, and the observations that it leaves.

Each has a handful of declared links. A third of them are null: nothing leads there, but a common trend may carry both, smooth or
with a bend. Leaders wander, or swing about a mean; followers reply after a lag of the declared window, on top of noise that
remembers itself; both have seasons, some have a level that shifts on a day that nobody declared, values that are missing,
or a history that is short. Signal is the spread of the reply's changes over that of the noise's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vitalfew.base.period import Calendar, Grain
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework

Column: TypeAlias = npt.NDArray[np.float64]

FIRST = date(2019, 1, 7)
LENGTHS: dict[Grain, tuple[int, ...]] = {"week": (26, 52, 104, 156), "month": (24, 36, 60, 96)}
LATEST: dict[Grain, int] = {"week": 8, "month": 4}
"""The longest lag that is declared, and the longest that is planted."""
PEAK: dict[Grain, float] = {"week": np.cos(2 * np.pi * 2.5 / 52), "month": np.cos(2 * np.pi * 0.5 / 12)}
SIGNALS = (0.5, 1.0, 2.0, 4.0)
LINKS = 6


@dataclass(frozen=True)
class Planted:
    """A declared link: `effect` 0 is a null one; `signal` is the spread of the reply over that of the noise."""

    kpi: str
    drives: str
    effect: float
    lag: int
    signal: float
    trend: str
    length: int
    grain: Grain


@dataclass(frozen=True)
class Organisation:
    """A framework that declares the links, its observations, and the truth of each."""

    framework: Framework
    latest: pa.Table
    planted: tuple[Planted, ...]


def organisation(seed: int, links: int = LINKS) -> Organisation:
    """Draw an organisation from a seed."""
    random = np.random.default_rng([20_261_122, seed])
    planted: list[Planted] = []
    series: dict[str, Column] = {}
    for number in range(links):
        link = _planted(random, number)
        planted.append(link)
        series[link.kpi], series[link.drives] = _pair(random, link)
    return Organisation(_framework(planted), _observations(planted, series), tuple(planted))


def _planted(random: np.random.Generator, number: int) -> Planted:
    grain: Grain = "week" if random.random() < 0.5 else "month"
    effect = 0.0 if number % 3 == 2 else float(random.choice([-1, 1]) * random.uniform(0.3, 2.0))
    return Planted(
        f"leader-{number}",
        f"follower-{number}",
        effect,
        int(random.integers(0, LATEST[grain] + 1)),
        float(random.choice(SIGNALS)),
        str(random.choice(["none", "straight", "smooth", "bend"])),
        int(random.choice(LENGTHS[grain])),
        grain,
    )


def _pair(random: np.random.Generator, link: Planted) -> tuple[Column, Column]:
    """Draw the two series of a link; the leader's past before the first period is drawn too."""
    count, past = link.length, LATEST[link.grain]
    drift = trend(random, link.trend, count + past)
    wander = random.random() < 0.5
    leader = noise(random, count + past, 1.0 if wander else random.uniform(0.3, 0.9)) + random.uniform(0.5, 1.5) * drift
    leader += season(random, link.grain, count + past)
    rest = noise(random, count, 1.0 if random.random() < 0.3 else random.uniform(0.0, 0.8))
    reply = leader[past - link.lag : past - link.lag + count]
    spread = np.std(np.diff(reply)) * (abs(link.effect) or 1.0)
    follower = link.effect * reply + rest / np.std(np.diff(rest)) * spread / link.signal
    follower += random.uniform(0.5, 1.5) * drift[past:] + season(random, link.grain, count)
    leader = leader[past:].copy()
    for column in (leader, follower):
        if random.random() < 0.15:
            column[random.integers(0, count, size=2)] = np.nan
    if random.random() < 0.15:
        follower[random.integers(count // 4, 3 * count // 4) :] += 12 * np.nanstd(np.diff(follower))
    return leader, follower


def noise(random: np.random.Generator, count: int, memory: float) -> Column:
    """Draw noise that remembers itself: it wanders where `memory` is 1."""
    shocks: Column = random.normal(size=count + 50)
    for place in range(1, len(shocks)):
        shocks[place] += memory * shocks[place - 1]
    settled: Column = shocks[50:] - shocks[50]
    return settled


def trend(random: np.random.Generator, kind: str, count: int) -> Column:
    """Draw a trend: straight, smooth, with a bend, or none."""
    time = np.arange(count, dtype=np.float64)
    slope = float(random.normal()) * 0.1
    if kind == "straight":
        return np.multiply(slope, time)
    if kind == "smooth":
        return np.asarray(slope * time + np.cumsum(np.cumsum(0.03 * random.normal(size=count))), dtype=np.float64)
    bend = 8 / (1 + np.exp(-(time - random.uniform(0.2, 0.8) * count) / 8))
    return np.asarray(bend if kind == "bend" else 0 * time, dtype=np.float64)


def season(random: np.random.Generator, grain: Grain, count: int) -> Column:
    """Draw a season, of every other series none."""
    if random.random() < 0.5:
        return np.zeros(count)
    angle = 2 * np.pi * np.arange(count) / (52 if grain == "week" else 12)
    one, other, shift, turn = random.normal(1.5, 0.5), random.normal(0, 0.5), *random.uniform(0, 6, size=2)
    wave = one * np.sin(angle + shift) + other * np.sin(2 * angle + turn)
    peak = random.uniform(2, 5) * (random.random() < 0.4)  # Christmas, say
    return np.asarray(wave + peak * (np.cos(angle) > PEAK[grain]), dtype=np.float64)


def _framework(planted: list[Planted]) -> Framework:
    lines = ["kpis:"]
    for link in planted:
        drive = f"{{kpi: {link.drives}, effect: {link.effect or 1}, after: {{{link.grain}s: [0, {LATEST[link.grain]}]}}}}"
        lines.append(
            f"  - {{id: {link.kpi}, unit: points, every: {link.grain}, direction: up, timing: leading, drives: [{drive}]}}"
        )
        lines.append(f"  - {{id: {link.drives}, unit: points, every: {link.grain}, direction: up, timing: lagging}}")
    return load_texts({"framework/main.yaml": "\n".join(lines)}).framework


def _observations(planted: list[Planted], series: dict[str, Column]) -> pa.Table:
    """Give the columns of observations that estimates read."""
    calendar, rows = Calendar(), []
    for link in planted:
        first = calendar.period(link.grain, FIRST).number
        for kpi in (link.kpi, link.drives):
            rows += [_row(kpi, link.grain, first + place, float(value)) for place, value in enumerate(series[kpi])]
    return pa.Table.from_pylist(rows)


def _row(kpi: str, grain: Grain, number: int, value: float) -> dict[str, Any]:
    known = None if np.isnan(value) else value
    return {"kpi": kpi, "grain": grain, "number": number, "value": known, "recipe": "r", "slice": "", "complete": True}
