"""Do effects of initiatives keep their word: intervals that hold the truth, movements told where there is none, and power.

Each simulated organisation has six initiatives, each with a KPI of its own: a third bring what was expected, one brings half of
it, two bring nothing and one moves its KPI the wrong way. Series remember themselves, most have a trend or a season, some a
course that bends
by itself, and half of those have a KPI beside them that bends alike and that nothing touches. `low` and `high` are Wilson's
interval at 95 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from bench.linked import FIRST, Column, noise, season, trend
from bench.words import wilson
from vitalfew.base.period import Calendar, Grain
from vitalfew.insight.initiative import Effect, effects
from vitalfew.load.read import load_texts

ORGANISATIONS = 500
BROUGHT = (1.0, 1.0, 0.5, 0.0, 0.0, -1.0)
"""How much of what was expected each initiative brings."""
BEFORE: dict[Grain, tuple[int, ...]] = {"week": (26, 52, 78, 104), "month": (24, 36, 60)}
AFTER: dict[Grain, tuple[int, ...]] = {"week": (8, 13, 26), "month": (6, 12)}
COURSES = ("flat", "straight", "bend", "bend, compared")
SIGNALS = (1.0, 2.0, 4.0)
"""What is expected, in standard deviations of the noise."""


class Planted(NamedTuple):
    """An initiative: what it brings of what is expected, and what is seen of it."""

    grain: Grain
    before: int
    after: int
    course: str
    memory: float
    signal: float
    brought: float
    effect: Effect | None = None

    @property
    def truth(self) -> float:
        """What it brings."""
        return self.brought * self.signal


def figures(share: float) -> dict[str, Any]:
    """Give how well effects keep their word, on a `share` of 500 organisations."""
    count = max(2, round(ORGANISATIONS * share))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        seen = [each for some in pool.map(organisation, range(count), chunksize=max(1, count // 8)) for each in some]
    return {"bench": "effects", "organisations": count, "rows": list(rows(seen))}


def organisation(seed: int) -> list[Planted]:
    """Draw an organisation and ask of each of its initiatives."""
    random = np.random.default_rng([20_261_124, seed])
    planted = [_planted(random, brought) for brought in BROUGHT]
    table: list[dict[str, Any]] = []
    kpis, initiatives, calendar = [], [], Calendar()
    for number, each in enumerate(planted):
        first = calendar.period(each.grain, FIRST).number
        began = calendar.numbered(each.grain, first + each.before).start
        compared = f", compared_with: beside-{number}" if each.course.endswith("compared") else ""
        kpis += [f"  - {{id: {name}-{number}, unit: points, every: {each.grain}, direction: up}}" for name in ("kpi", "beside")]
        initiatives.append(
            f"  - {{id: work-{number}, starts: {began}, moves: [{{kpi: kpi-{number}, by: {each.signal}{compared}}}]}}"
        )
        for name, column in zip(("kpi", "beside"), _series(random, each), strict=True):
            table += [_row(f"{name}-{number}", each.grain, first + place, value) for place, value in enumerate(column)]
    text = "\n".join(["kpis:", *kpis, "initiatives:", *initiatives])
    found = effects(load_texts({"framework/main.yaml": text}).framework, pa.Table.from_pylist(table), date(2040, 1, 1))
    return [each._replace(effect=told) for each, told in zip(planted, found, strict=True)]


def _planted(random: np.random.Generator, brought: float) -> Planted:
    grain: Grain = "week" if random.random() < 0.5 else "month"
    return Planted(
        grain,
        int(random.choice(BEFORE[grain])),
        int(random.choice(AFTER[grain])),
        str(random.choice(COURSES)),
        float(random.uniform(0.0, 0.8)),
        float(random.choice(SIGNALS)),
        brought,
    )


def _series(random: np.random.Generator, each: Planted) -> tuple[Column, Column]:
    """Draw the KPI, and another beside it that nothing touches and that shares its course and season."""
    count = each.before + each.after
    shared = season(random, each.grain, count) if each.before >= 2 * (52 if each.grain == "week" else 12) else np.zeros(count)
    shared = shared + trend(random, each.course.split(",")[0], count)
    steps = np.where(np.arange(count) >= each.before, each.truth, 0.0)
    one, other = (noise(random, count, each.memory) for _ in range(2))
    one, other = (column / _spread(each.memory) for column in (one, other))
    return shared + one + steps, shared + other


def _spread(memory: float) -> float:
    """The standard deviation of noise that remembers itself, its shocks being of one."""
    return float(1 / np.sqrt(1 - memory**2))


def _row(kpi: str, grain: Grain, number: int, value: float) -> dict[str, Any]:
    return {"kpi": kpi, "grain": grain, "number": number, "value": float(value), "recipe": "r", "slice": "", "complete": True}


def rows(seen: Sequence[Planted]) -> Iterator[dict[str, Any]]:
    """Give coverage, false movements and power; a course that bends by itself with nothing to compare it with stands apart."""
    told = [each for each in seen if each.effect is not None and each.effect.effect is not None]
    steady = [each for each in told if each.course != "bend"]
    groups: list[tuple[str, Callable[[Planted], bool]]] = [("all that go on as before", lambda _: True)]
    groups += [(f"course {course}", lambda each, course=course: each.course == course) for course in COURSES]  # type: ignore[misc]  # bound
    groups += [
        ("memory below 0.4", lambda each: each.memory < 0.4),
        ("memory above 0.4", lambda each: each.memory >= 0.4),
        *((f"{length} weeks before", _length("week", length)) for length in BEFORE["week"]),
        *((f"{length} months before", _length("month", length)) for length in BEFORE["month"]),
    ]
    for name, belongs in groups:
        some = [each for each in (told if name == "course bend" else steady) if belongs(each)]
        yield _share("held", name, some, _held)
        yield _share("false", name, [each for each in some if not each.brought], _moved)
        yield _share("seen", name, [each for each in some if each.brought == 1], _moved)
    for signal in SIGNALS:
        yield _share(
            "seen", f"expected {signal:g} times the noise", [e for e in steady if (e.brought, e.signal) == (1, signal)], _moved
        )
    yield _share("right", "brought what was expected", [each for each in steady if each.brought == 1], _said("as-expected"))
    yield _share(
        "right", "brought half, twice the noise", [e for e in steady if (e.brought, e.signal) == (0.5, 4.0)], _said("less")
    )
    yield _share("right", "brought nothing", [each for each in steady if not each.brought], lambda each: not _moved(each))
    yield _share("right", "moved the wrong way", [each for each in steady if each.brought < 0], _said("wrong-way"))


def _length(grain: Grain, length: int) -> Callable[[Planted], bool]:
    return lambda each: (each.grain, each.before) == (grain, length)


def _held(each: Planted) -> bool:
    found = each.effect
    return found is not None and (found.low or 0.0) <= each.truth <= (found.high or 0.0)


def _moved(each: Planted) -> bool:
    return each.effect is not None and each.effect.is_seen


def _said(said: str) -> Callable[[Planted], bool]:
    return lambda each: each.effect is not None and each.effect.said == said


def _share(of: str, which: str, some: Sequence[Planted], is_so: Callable[[Planted], bool]) -> dict[str, Any]:
    count = sum(map(is_so, some))
    low, high = wilson(count, len(some)) if some else (0.0, 1.0)
    share = round(count / len(some), 3) if some else None
    return {"of": of, "which": which, "share": share, "low": round(low, 3), "high": round(high, 3), "effects": len(some)}
