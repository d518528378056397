"""How well the estimates of declared links keep their word, on simulated organisations whose truth is known; and what they cost.

`covered` is the share of 90 % intervals of true links that hold the truth, `right_lag` that of true links whose lag is within a
period of the true one, `power` that of true links that are called clear; `false` is the share of null links that are called clear
or against. `low` and `high` are Wilson's interval of the share at 95 %. Links without enough data are counted in `silent`. The
rows of the network are those of KPIs with three drivers each that all hang together. The last rows are what a framework of many
KPIs takes, at two sizes, of which the larger has twice the links of the smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import process_time
from typing import Any, NamedTuple

from bench.linked import SIGNALS, Organisation, Planted, organisation
from bench.words import wilson
from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.load.read import load_texts

ORGANISATIONS, NETWORK, MANY = 500, 250, 3_000
LAG = 2
"""The weeks after which each link of the network hands on a move."""


class Seen(NamedTuple):
    """A planted link and what was estimated of it."""

    planted: Planted
    estimate: Estimate

    @property
    def is_silent(self) -> bool:
        """Whether there was not enough data."""
        return self.estimate.said == "not-enough"

    @property
    def is_told(self) -> bool:
        """Whether an effect was called real, in either direction."""
        return self.estimate.said in {"clear", "against"}

    @property
    def is_covered(self) -> bool:
        """Whether the interval holds the truth."""
        return (self.estimate.low or 0.0) <= self.planted.effect <= (self.estimate.high or 0.0)

    @property
    def is_right_lag(self) -> bool:
        """Whether the lag is within a period of the true one."""
        return self.estimate.lag is not None and abs(self.estimate.lag - self.planted.lag) <= 1


def figures(share: float) -> dict[str, Any]:
    """Give how estimates do on a `share` of 500 organisations, and what 3,000 links take."""
    count = max(2, round(ORGANISATIONS * share))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        seen = [each for some in pool.map(look, range(count), chunksize=max(1, count // 8)) for each in some]
    net = network(max(30, round(NETWORK * share)))
    links = max(6, round(MANY * share))
    costs = [cost(links // 2), cost(links)]
    ratio = costs[1]["cpu_s"] / costs[0]["cpu_s"]
    return {"bench": "links", "organisations": count, "rows": [*rows(seen), *net, *costs], "growth": round(ratio, 2)}


def look(seed: int) -> list[Seen]:
    """Estimate the links of one organisation."""
    drawn = organisation(seed)
    return paired(drawn)


def paired(drawn: Organisation) -> list[Seen]:
    """Give each planted link with its estimate."""
    found = {(each.kpi, each.drives): each for each in estimates(drawn.framework, drawn.latest)}
    return [Seen(each, found[each.kpi, each.drives]) for each in drawn.planted]


def network(kpis: int) -> list[dict[str, Any]]:
    """Give how estimates do where the drivers of a KPI have drivers in common."""
    from bench.insight import WEEKS, measured, text_of  # loads the web application, which workers do without

    framework = load_texts({"framework/main.yaml": text_of(kpis)}).framework
    found = estimates(framework, measured(kpis))
    seen = [Seen(Planted(each.kpi, each.drives, each.declared or 0.0, LAG, 1.0, "none", WEEKS, "week"), each) for each in found]
    return list(_true("network", seen))


def rows(seen: Sequence[Seen]) -> Iterator[dict[str, Any]]:
    """Give the shares: over all, and by signal, by length of history, and of null links by what carries both."""
    true = [each for each in seen if each.planted.effect]
    null = [each for each in seen if not each.planted.effect]
    yield from _true("all", true)
    for signal in SIGNALS:
        yield from _true(f"signal {signal:g}", [each for each in true if each.planted.signal == signal])
    for grain, length in sorted({(each.planted.grain, each.planted.length) for each in true}):
        yield from _true(
            f"{length} {grain}s", [each for each in true if (each.planted.length, each.planted.grain) == (length, grain)]
        )
    yield _share("all", "false", null, lambda each: each.is_told)
    for trend in sorted({each.planted.trend for each in null}):
        yield _share(
            f"trend: {trend}", "false", [each for each in null if each.planted.trend == trend], lambda each: each.is_told
        )


def _true(of: str, seen: Sequence[Seen]) -> Iterator[dict[str, Any]]:
    yield _share(of, "covered", seen, lambda each: each.is_covered)
    yield _share(of, "right_lag", seen, lambda each: each.is_right_lag)
    yield _share(of, "power", seen, lambda each: each.estimate.said == "clear")


def _share(of: str, what: str, seen: Iterable[Seen], holds: Callable[[Seen], bool]) -> dict[str, Any]:
    told = list(seen)
    heard = [each for each in told if not each.is_silent]
    kept = sum(map(holds, heard))
    low, high = wilson(kept, len(heard)) if heard else (None, None)
    return {
        "of": of,
        "what": what,
        "share": round(kept / len(heard), 3) if heard else None,
        "low": low and round(low, 3),
        "high": high and round(high, 3),
        "links": len(heard),
        "silent": len(told) - len(heard),
    }


def cost(links: int) -> dict[str, Any]:
    """Give what a framework of so many declared links takes."""
    drawn = organisation(0, links)
    begun = process_time()
    found = estimates(drawn.framework, drawn.latest)
    return {"of": f"{links} links", "what": "cost", "links": len(found), "cpu_s": round(process_time() - begun, 2)}
