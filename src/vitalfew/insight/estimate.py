"""What the data say of every declared link between two KPIs, and of no other (AUD-4, MON-5).

Of 2,000 unrelated KPIs a hundred thousand pairs look alike by chance, so only links that somebody declared are estimated, on the
coarser of the two grains, and the share of false ones is held over the framework (Benjamini and Hochberg 1995, J. R. Stat. Soc. B
57, 289). The window of lags is the declared one, a quarter of its length wider on both sides and at least one period; where none
is declared it is a quarter of a year. An effect is an elasticity where both series are positive and no percentages, or where the
link is declared as one; else units of the follower per unit of the leader, points where they are percentages.

Where several links lead to one KPI, each is estimated once more with what goes with the others taken off, of those that show on
their own (Frisch and Waugh 1933, Econometrica 1, 387). So what goes by way of another declared driver is not counted twice along
the line of sight, and one driver is not credited with another's work. Where that leaves not enough data, it stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias
from weakref import finalize

import numpy as np

from vitalfew.base.period import Grain
from vitalfew.base.said import say, several
from vitalfew.base.word import count_of
from vitalfew.insight.follow import ENOUGH, Followed, follow, shifted
from vitalfew.insight.observed import Observed
from vitalfew.judge.series.season import SEASON
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Drive, Kpi, Lag

if TYPE_CHECKING:
    import pyarrow as pa

FALSE_SHARE = 0.10
"""The share of links called clear that may be false, in expectation."""
PERCENT = "%"
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
QUARTER: Mapping[Grain, int] = {"day": 91, "week": 13, "month": 3, "quarter": 1, "year": 1}

Form = Literal["elasticity", "effect"]
Said = Literal["clear", "against", "unclear", "not-enough"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect of a KPI on another that it is declared to drive, with its 90 % interval; None where there is not enough data.

    `form` says the unit: relative change per relative change, or units per unit. `lag` is in periods of `grain`, of those from
    `least` to `most`. `q` is the share of false links if this one and all surer ones are called clear. `alone` is the range of
    effects with any one period left out. `season` tells whether it was taken off, `steps` how many breaks were left out.
    `beside` names the other drivers of the follower whose part was taken off.
    `said` is clear, against the declared or implied sign, unclear, or not enough data, and `reason` says it in words.
    """

    kpi: str
    drives: str
    place: int
    grain: Grain
    form: Form
    declared: float | None
    least: int
    most: int
    pairs: int = 0
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    lag: int | None = None
    q: float | None = None
    alone: tuple[float, float] | None = None
    season: bool = False
    steps: int = 0
    said: Said = "not-enough"
    reason: str = ""
    beside: tuple[str, ...] = ()


def estimates(framework: Framework, latest: pa.Table) -> tuple[Estimate, ...]:
    """Estimate every declared link from the newest observations (`Observations.latest`), in the order of the framework.

    Links that are declared an identity, or lead to a KPI that is not there, are left out. All parts of insight ask this, so what
    was estimated is kept while both the framework and the table are.
    """
    key = id(framework), id(latest)
    if key not in _KEPT:
        _KEPT[key] = tuple(_judged(framework, _all(framework, Observed(framework, latest))))
        for each in (framework, latest):
            finalize(each, _KEPT.pop, key, None)
    return _KEPT[key]


_KEPT: dict[tuple[int, int], tuple[Estimate, ...]] = {}


Link: TypeAlias = tuple[Kpi, int, Drive, Kpi]


def _links(framework: Framework) -> Iterator[Link]:
    for kpi in framework.current_kpis:
        for place, drive in enumerate(kpi.drives):
            driven = framework.kpi.get(drive.kpi)
            if driven is not None and driven.lifecycle != "retired" and drive.evidence != "identity" and driven.id != kpi.id:
                yield kpi, place, drive, driven


def _all(framework: Framework, seen: Observed) -> list[Estimate]:
    """Estimate each link alone, then once more beside those that lead to the same follower."""
    links = list(_links(framework))
    alone = [_estimate(seen, *link) for link in links]
    shown: dict[tuple[str, Grain], list[Estimate]] = {}
    for each in alone:
        if each.low is not None and each.high is not None and not each.low <= 0 <= each.high:
            shown.setdefault((each.drives, each.grain), []).append(each)
    return [_among(seen, link, each, shown.get((each.drives, each.grain), ())) for link, each in zip(links, alone, strict=True)]


def _among(seen: Observed, link: Link, alone: Estimate, shown: Sequence[Estimate]) -> Estimate:
    """Estimate a link once more, with what goes with the follower's other drivers taken off."""
    others = [each for each in shown if each.kpi != alone.kpi]
    if alone.effect is None or not others:
        return alone
    found = _estimate(seen, *link, beside=others)
    return alone if found.effect is None else replace(found, beside=tuple(dict.fromkeys(each.kpi for each in others)))


def _estimate(seen: Observed, kpi: Kpi, place: int, drive: Drive, driven: Kpi, *, beside: Sequence[Estimate] = ()) -> Estimate:
    grain = max(kpi.grain, driven.grain, key=GRAINS.index)
    least, most = window(drive.after, grain)
    positive = seen.is_positive(kpi, grain) and seen.is_positive(driven, grain)
    form = _form(kpi, drive, driven, positive=positive)
    declared = drive.elasticity if form == "elasticity" else drive.effect
    empty = Estimate(kpi.id, driven.id, place, grain, form, declared, least, most)
    if form == "elasticity" and not positive:
        return replace(empty, reason=say("an elasticity needs values above zero"))
    span = seen.span((kpi, driven), grain)
    moves, reply = (seen.changes(each, grain, span, relative=form == "elasticity") for each in (kpi, driven))
    others = [
        shifted(seen.changes(seen.framework.kpi[each.kpi], grain, span, relative=each.form == "elasticity"), each.lag or 0)
        for each in beside
    ]
    found = follow(moves, reply, range(least, most + 1), season=SEASON.get(grain, 0), first=span.start, beside=others)
    if found is None:
        pairs = int((np.isfinite(moves) & np.isfinite(reply)).sum())
        return replace(empty, pairs=pairs, reason=_too_few(pairs, grain, most))
    return _of(empty, found)


def _too_few(pairs: int, grain: Grain, most: int) -> str:
    return say(
        "not enough data: {there} that both KPIs have, and a lag of up to {lag} asks for {least} or more",
        there=count_of(pairs, grain),
        lag=count_of(most, grain),
        least=ENOUGH + most,
    )


def _form(kpi: Kpi, drive: Drive, driven: Kpi, *, positive: bool) -> Form:
    if drive.elasticity is not None:
        return "elasticity"
    plain = drive.effect is None and PERCENT not in (kpi.unit, driven.unit)
    return "elasticity" if plain and positive else "effect"


def window(after: Lag | None, grain: Grain) -> tuple[int, int]:
    """Give the least and the most lag to look at, in periods of a grain, for a declared one or none."""
    if after is None:
        return 0, QUARTER[grain]
    first, last = after.periods(grain)
    slack = max(1, round(last / 4))
    return max(0, round(first) - slack), round(last) + slack


def _of(empty: Estimate, found: Followed) -> Estimate:
    low, high = found.interval
    return replace(
        empty,
        pairs=found.pairs,
        effect=found.effect,
        low=low,
        high=high,
        lag=found.lag,
        q=found.p,
        alone=found.alone,
        season=found.season,
        steps=found.steps,
    )


def _judged(framework: Framework, found: Sequence[Estimate]) -> Iterator[Estimate]:
    """Hold the share of false links, and say what each of them shows."""
    known = sorted((each.q, place) for place, each in enumerate(found) if each.q is not None)
    q, held = {}, 1.0
    for rank in range(len(known), 0, -1):
        p, place = known[rank - 1]
        held = min(held, p * len(known) / rank)
        q[place] = held
    for place, each in enumerate(found):
        yield _told(framework, replace(each, q=q[place])) if place in q else each


def _told(framework: Framework, each: Estimate) -> Estimate:
    low, high, q = each.low or 0.0, each.high or 0.0, each.q or 0.0
    if low <= 0 <= high or q > FALSE_SHARE:
        return _because(framework, each, "unclear", say("the data fit no effect as well as this one"))
    sign, expected = (1 if low > 0 else -1), implied(framework, each)
    if expected and sign != expected:
        return _because(framework, each, "against", say("the data show the other direction than the one that is declared"))
    return _because(framework, each, "clear", say("the data show it beyond chance"))


def _because(framework: Framework, each: Estimate, said: Said, reason: str) -> Estimate:
    if each.beside:
        others = several((framework.kpi[other].title for other in each.beside), ", ", say(" and "))
        reason = say("{reason}, with what {others} moves taken off", reason=reason, others=others)
    return replace(each, said=said, reason=reason)


def implied(framework: Framework, each: Estimate) -> int:
    """Give the sign that a link should have: as declared, else that by which both improve together; 0 where none is implied."""
    if each.declared:
        return 1 if each.declared > 0 else -1
    good = (framework.kpi[each.kpi].good, framework.kpi[each.drives].good)
    return 0 if "within" in good else 1 if good[0] == good[1] else -1
