"""How well what leaders say ahead keeps its word, on simulated organisations whose last periods are kept back.

`covered` is the share of 90 % intervals that hold what the follower did in the periods that were kept back, its season and mean
aside; `right_sign` that of headings called clear that went the way that was said; `clear` how many of all were called clear.
`low` and `high` are Wilson's interval of the share at 95 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from math import log1p
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.linked import organisation
from bench.words import wilson
from vitalfew.insight.heading import Told, tell, unusual
from vitalfew.insight.lead import leads
from vitalfew.insight.observed import Observed
from vitalfew.judge.series.season import SEASON
from vitalfew.model.verdict import Scorecard

ORGANISATIONS, KEPT = 1_000, 6
NOTHING = Scorecard(date(2026, 6, 30), (), (), (), ())


class Said(NamedTuple):
    """What was said ahead of a follower, and whether it came so; `came` is what it did in the unit of the interval."""

    grain: str
    low: float
    high: float
    came: float
    is_clear: bool

    @property
    def is_covered(self) -> bool:
        """Whether the interval holds what came."""
        return self.low <= self.came <= self.high

    @property
    def is_right(self) -> bool:
        """Whether it went the way that was said."""
        return (self.came > 0) == (self.low + self.high > 0)


def figures(share: float) -> dict[str, Any]:
    """Give how headings do on a `share` of 1,000 organisations."""
    count = max(2, round(ORGANISATIONS * share))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        said = [each for some in pool.map(look, range(count), chunksize=max(1, count // 8)) for each in some]
    return {"bench": "ahead", "organisations": count, "rows": [*rows(said)]}


def rows(said: Sequence[Said]) -> Iterator[dict[str, Any]]:
    """Give the shares, over all and by grain."""
    for of in ("all", *sorted({each.grain for each in said})):
        some = [each for each in said if of in {"all", each.grain}]
        clear = [each for each in some if each.is_clear]
        yield _share(of, "covered", [each.is_covered for each in some])
        yield _share(of, "right_sign", [each.is_right for each in clear])
        yield _share(of, "clear", [each.is_clear for each in some])


def _share(of: str, what: str, held: Sequence[bool]) -> dict[str, Any]:
    low, high = wilson(sum(held), len(held)) if held else (0.0, 1.0)
    share = round(sum(held) / len(held), 3) if held else None
    return {"of": of, "what": what, "share": share, "low": round(low, 3), "high": round(high, 3), "headings": len(held)}


def look(seed: int) -> list[Said]:
    """Keep back the last periods of one organisation, and hold against them what was said before."""
    drawn = organisation(seed)
    before, whole = _without_last(drawn.latest), Observed(drawn.framework, drawn.latest)
    told = tell(drawn.framework, before, leads(drawn.framework, before), NOTHING)
    return [said for each in told if (said := _held(whole, each)) is not None]


def _without_last(latest: pa.Table) -> pa.Table:
    """Give a table without the last periods of each series."""
    ends = latest.group_by(["kpi", "grain"]).aggregate([("number", "max")])
    last = {(row["kpi"], row["grain"]): row["number_max"] for row in ends.to_pylist()}
    names = zip(latest["kpi"].to_pylist(), latest["grain"].to_pylist(), strict=True)
    return latest.filter(pc.less_equal(latest["number"], pa.array([last[each] - KEPT for each in names])))


def _held(whole: Observed, told: Told) -> Said | None:
    heading, lead = told.heading, told.lead
    if heading is None or heading.periods > KEPT:
        return None
    pair = [whole.framework.kpi[each] for each in (lead.kpi, lead.drives)]
    span, relative = whole.span(pair, lead.grain), lead.estimate.form == "elasticity"
    moves = unusual(whole.changes(pair[1], lead.grain, span, relative=relative), span.start, SEASON.get(lead.grain, 0))
    place = heading.newest.number + 1 - span.start
    came = float(moves[place : place + heading.periods].sum())
    low, high = (log1p(each / heading.value) if relative else each for each in (heading.low, heading.high))
    return Said(lead.grain, low, high, came, heading.bodes != "quiet") if np.isfinite(came) else None
