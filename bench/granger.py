"""What we call real beside statsmodels' Granger test on the same series, simulated and real.

`levels` is the test as many run it, on values; `changes` on their differences, as its books ask: the F test at 5 %, for all lags
up to the longest that is asked of us together. `ours` calls an effect real where the 90 % interval over all those
lags holds no zero. `agree` is the share of pairs on which we and the test on changes say the same. In all rows but the `reply`
ones nothing leads anywhere, so each call is false; `low` and `high` are Wilson's interval of `ours` at 95 %. A reply within the
period is none that the test asks for. The last row is the declared links of the economy of the United States, 1959 to 2009.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from bench.linked import Column, noise, season, trend
from bench.words import wilson
from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.insight.follow import follow
from vitalfew.insight.observed import Observed
from vitalfew.workspace import Workspace

PAIRS, WEEKS, LONGEST = 300, 104, 6
SEED = 20_261_123
SIGNAL = 0.4
"""The spread of the reply's changes over that of the noise's."""
FEWEST = 0.05
"""The level of the test."""
NULL = ("nothing in common", "straight trends", "smooth trends", "bends", "seasons", "wandering")
TRENDS = {"straight trends": "straight", "smooth trends": "smooth", "bends": "bend"}
REPLY = {"reply after 1 to 6": (1, LONGEST), "reply at once": (0, 0)}
MACRO = Path(__file__).parents[1] / "tests" / "real" / "macrodata" / "framework"


class Calls(NamedTuple):
    """Whether each calls a pair real."""

    ours: bool
    levels: bool
    changes: bool


def figures(share: float) -> dict[str, Any]:
    """Give who calls what real on a `share` of 300 pairs of each kind, and on real links."""
    count = max(4, round(PAIRS * share))
    rows = [_row(kind, [_called(*pair(kind, number)) for number in range(count)]) for kind in (*NULL, *REPLY)]
    with TemporaryDirectory() as folder:
        rows.append(_row("economy", [call for _, call in real(economy(Path(folder)))]))
    return {"bench": "granger", "pairs": count, "weeks": WEEKS, "rows": rows}


def _row(of: str, calls: list[Calls]) -> dict[str, Any]:
    low, high = wilson(sum(each.ours for each in calls), len(calls))
    told = {name: round(float(np.mean([getattr(each, name) for each in calls])), 3) for name in Calls._fields}
    agree = float(np.mean([each.ours == each.changes for each in calls]))
    return {"of": of, **told, "low": round(low, 3), "high": round(high, 3), "agree": round(agree, 3), "links": len(calls)}


def pair(kind: str, number: int) -> tuple[Column, Column]:
    """Draw a leader and a follower of a kind, by the week."""
    kinds = (*NULL, *REPLY)
    random = np.random.default_rng([SEED, kinds.index(kind), number])
    past = LONGEST
    wander = 1.0 if kind == "wandering" or kind in REPLY else 0.5
    leader, follower = (noise(random, WEEKS + past, wander) for _ in range(2))
    if kind in TRENDS:
        drift = trend(random, TRENDS[kind], WEEKS + past)
        leader, follower = leader + drift, follower + random.uniform(0.5, 1.5) * drift
    if kind == "seasons":
        leader, follower = leader + _season(random), follower + _season(random)
    if kind in REPLY:
        least, most = REPLY[kind]
        follower[past:] += SIGNAL * leader[past - (lag := int(random.integers(least, most + 1))) : past - lag + WEEKS]
    return leader[past:], follower[past:]


def _season(random: np.random.Generator) -> Column:
    while not (drawn := season(random, "week", WEEKS + LONGEST)).any():
        pass
    return drawn


def _called(leader: Column, follower: Column) -> Calls:
    found = follow(np.diff(leader), np.diff(follower), range(LONGEST + 1), season=52)
    ours = found is not None and not found.interval[0] <= 0 <= found.interval[1]
    return Calls(ours, granger(leader, follower, LONGEST), granger(np.diff(leader), np.diff(follower), LONGEST))


def granger(leader: Column, follower: Column, longest: int) -> bool:
    """Tell whether statsmodels finds that a leader foretells a follower, by its lags up to the longest together."""
    stattools = import_module("statsmodels.tsa.stattools")  # it has no types
    both = np.column_stack([follower, leader])
    tested = stattools.grangercausalitytests(both[np.isfinite(both).all(axis=1)], [longest])
    return bool(tested[longest][0]["ssr_ftest"][1] < FEWEST)


def economy(root: Path) -> Workspace:
    """Write the workspace over statsmodels' table of the economy; nothing is measured yet."""
    shutil.copytree(MACRO, root / "framework")
    (root / "data").mkdir()
    table = import_module("statsmodels.datasets.macrodata").load_pandas().data  # it has no types
    quarters = zip(table.year, table.quarter, strict=True)
    table.insert(0, "day", [f"{int(year)}-{3 * int(part) - 2:02}-01" for year, part in quarters])
    table.to_csv(root / "data" / "macrodata.csv", index=False)
    return Workspace.open(root)


def real(workspace: Workspace) -> Iterator[tuple[Estimate, Calls]]:
    """Give each declared link of a workspace, as we call it and as the test does, on the same changes."""
    if not workspace.is_measured:
        workspace.measure()
    framework, latest = workspace.framework, workspace.observations.latest()
    observed = Observed(framework, latest)
    for each in estimates(framework, latest):
        kpis = [framework.kpi[id_] for id_ in (each.kpi, each.drives)]
        span = observed.span(kpis, each.grain)
        moves, reply = (observed.changes(kpi, each.grain, span, relative=each.form == "elasticity") for kpi in kpis)
        values = np.nancumsum(moves), np.nancumsum(reply)
        levels, changes = (granger(leader, follower, max(1, each.most)) for leader, follower in (values, (moves, reply)))
        yield each, Calls(each.said in {"clear", "against"}, levels, changes)
