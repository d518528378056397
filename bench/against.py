"""How often two KPIs that have nothing to do with each other are called opposed, and how often two that are opposed are.

Families of six pairs, all to rise: four null ones, that share what carries both, to the same side or to opposite ones (a trend,
straight, smooth or with a bend, a season, or both), and two of which the second falls when the first rises, at once or within a
month. Each has its own noise that remembers itself, with every other one wandering. `against` is the share that is called so, of
those with enough data; of null pairs it is the share of false calls. `low` and `high` are Wilson's interval at 95 %. `linked` is
the share of which a declared link is called real, in either direction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from bench.linked import Column, noise, season, trend
from bench.words import wilson
from vitalfew.base.period import Calendar, Grain
from vitalfew.insight.against import MONTH, Said, against
from vitalfew.insight.estimate import estimates
from vitalfew.load.read import load_texts

FAMILIES, NULL, OPPOSED = 500, 4, 2
LENGTHS: dict[Grain, tuple[int, ...]] = {"week": (26, 52, 80, 104, 156), "month": (22, 30, 36, 60, 96)}
CARRIED = ("nothing", "straight", "smooth", "bend", "season", "season and smooth")
SIGNALS = (0.5, 1.0, 2.0)


class Planted(NamedTuple):
    """A pair: whether it is opposed, what carries both, and how far the reply stands out of the noise."""

    grain: Grain
    length: int
    carried: str
    signal: float
    said: Said = "not-enough"
    link: str = "not-enough"


def figures(share: float) -> dict[str, Any]:
    """Give how often pairs are called opposed, on a `share` of 500 families."""
    count = max(2, round(FAMILIES * share))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        seen = [each for some in pool.map(family, range(count), chunksize=max(1, count // 8)) for each in some]
    return {"bench": "against", "families": count, "rows": list(rows(seen))}


def family(seed: int) -> list[Planted]:
    """Draw a family of pairs and ask of each."""
    random = np.random.default_rng([20_261_123, seed])
    grain: Grain = "week" if random.random() < 0.5 else "month"
    length = int(random.choice(LENGTHS[grain]))
    planted = [
        Planted(grain, length, str(random.choice(CARRIED)), float(random.choice(SIGNALS)) if number >= NULL else 0.0)
        for number in range(NULL + OPPOSED)
    ]
    columns = {f"{side}-{number}": column for number, each in enumerate(planted) for side, column in _pair(random, each).items()}
    lines = [f"  - {{id: {id_}, unit: points, every: {grain}, direction: up{_drives(id_, grain)}}}" for id_ in columns]
    framework = load_texts({"framework/main.yaml": "\n".join(["kpis:", *lines])}).framework
    asked = [(f"one-{number}", f"other-{number}") for number in range(len(planted))]
    latest = _observations(grain, columns)
    found, links = against(framework, latest, asked), {each.kpi: each.said for each in estimates(framework, latest)}
    return [each._replace(said=told.said, link=links[told.one]) for each, told in zip(planted, found, strict=True)]


def _drives(id_: str, grain: Grain) -> str:
    """Declare that the first of a pair drives the second, within a month."""
    side, _, number = id_.partition("-")
    return f", drives: [{{kpi: other-{number}, after: {{{grain}s: [0, {MONTH[grain]}]}}}}]" if side == "one" else ""


def _pair(random: np.random.Generator, pair: Planted) -> dict[str, Column]:
    memories = [1.0 if random.random() < 0.5 else float(random.uniform(0.0, 0.8)) for _ in range(2)]
    past = MONTH[pair.grain]
    one, other = (noise(random, pair.length + past, memory) for memory in memories)
    one, other = (column / np.std(np.diff(column)) for column in (one, other))
    if pair.signal:
        lag = int(random.integers(0, past + 1))
        other = other - pair.signal * np.roll(one, lag)
    for kind in pair.carried.split(" and "):
        shared = _carried(random, kind, pair)
        one, other = (column + random.choice([-1, 1]) * random.uniform(0.5, 1.5) * shared for column in (one, other))
    return {"one": one[past:], "other": other[past:]}


def _carried(random: np.random.Generator, kind: str, pair: Planted) -> Column:
    count = pair.length + MONTH[pair.grain]
    if kind != "season":
        return trend(random, kind, count)
    begins = int(random.integers(0, 52))  # anywhere in the year, so that its peak may lie anywhere
    drawn = season(random, pair.grain, count + begins)
    while not drawn.any():
        drawn = season(random, pair.grain, count + begins)
    return drawn[begins:]


def _observations(grain: Grain, columns: dict[str, Column]) -> pa.Table:
    first = Calendar().period(grain, np.datetime64("2019-01-07").astype(object)).number
    return pa.Table.from_pylist(
        [
            {
                "kpi": kpi,
                "grain": grain,
                "number": first + place,
                "value": float(value),
                "recipe": "r",
                "slice": "",
                "complete": True,
            }
            for kpi, column in columns.items()
            for place, value in enumerate(column)
        ]
    )


def rows(seen: Sequence[Planted]) -> Iterator[dict[str, Any]]:
    """Give the share that is called opposed: of null pairs by what carries both and by length, of opposed ones by length."""
    for of, some in (("null", [each for each in seen if not each.signal]), ("opposed", [each for each in seen if each.signal])):
        yield _share(of, "all", some)
        for carried in CARRIED:
            yield _share(of, f"carried by {carried}", [each for each in some if each.carried == carried])
        for grain, lengths in LENGTHS.items():
            for length in lengths:
                yield _share(of, f"{length} {grain}s", [each for each in some if (each.grain, each.length) == (grain, length)])
        for signal in SIGNALS if of == "opposed" else ():
            yield _share(of, f"signal {signal:g}", [each for each in some if each.signal == signal])


def _share(of: str, which: str, seen: Sequence[Planted]) -> dict[str, Any]:
    heard = [each for each in seen if each.said != "not-enough"]
    called = sum(each.said == "against" for each in heard)
    low, high = wilson(called, len(heard)) if heard else (0.0, 1.0)
    return {
        "of": of,
        "which": which,
        "against": round(called / len(heard), 3) if heard else None,
        "low": round(low, 3),
        "high": round(high, 3),
        "pairs": len(heard),
        "silent": len(seen) - len(heard),
        "linked": round(sum(each.link in {"clear", "against"} for each in heard) / len(heard), 3) if heard else None,
    }
