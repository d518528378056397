"""What it would take to close the gap of an objective: which KPI by how much, from where, by when, and what stands against it.

A lever is a KPI that a person can move: one that nothing with a number leads into, or one that is declared `controllable` or that
an open initiative moves. The change it needs alone is the gap divided by its slope to the headline, at today's slopes: what is
far from today's values is less sure than its interval says. Ends of an interval are those of the slope's, turned over. A lever
is pulled no further than its natural limits; together with others no further than its own target or its best quarter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import Literal

import numpy as np

from vitalfew.base.said import say, several
from vitalfew.insight.edge import GRADES, Grade
from vitalfew.insight.seen import Seen, target_day
from vitalfew.insight.sight import FAINT, Draws, Path, Sight, limits_of, sense
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Objective

Said = Literal["closes", "partly", "worse", "unclear", "outside"]
SAID: tuple[Said, ...] = ("closes", "partly", "worse", "unclear", "outside")
Known = Literal["target", "reached", "never"]
CLOSED = 1 - 1e-9
"""The share of a gap from which it counts as closed."""


@dataclass(frozen=True, slots=True)
class Against:
    """A KPI that pays for a lever: what the pull does to it in its units, with a 90 % interval; None where nobody said how much.

    `named` where the lever names it under `guards`.
    """

    kpi: str
    named: bool
    amount: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Lever:
    """A KPI that would close a gap alone: by `change`, between `low` and `high` (90 %), in its units, to the value `to` at most.

    `relative` is the change as a part of today's value, None for percentages. `said`: it closes the gap; or `partly`, since a
    natural limit stops it at the share `most` of the gap; `worse`, since it would have to move against its own good direction;
    unclear; or outside what anybody can move. `known` is how far that has been seen: within its own target, within what it ever
    reached, or never; None where nothing is known. `usual` is the change up to its own target or its best quarter,
    `usual_share` the share of the gap which that closes. `by` is the day by which it has to have moved, `is_late` where that is
    past, `soonest` the day on which a move of today is through.
    """

    kpi: str
    said: Said
    reason: str
    value: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    to: float | None = None
    relative: float | None = None
    most: float | None = None
    known: Known | None = None
    usual: float | None = None
    usual_share: float | None = None
    days: tuple[float, float] | None = None
    by: date | None = None
    is_late: bool = False
    soonest: date | None = None
    grade: Grade | None = None
    path: Path | None = None
    against: tuple[Against, ...] = ()


@dataclass(frozen=True, slots=True)
class Pull:
    """A lever's part in a mix: its change in its units, the value it leads to, and the share of the gap it closes."""

    kpi: str
    change: float
    to: float
    share: float


@dataclass(frozen=True, slots=True)
class Mix:
    """Levers that are pulled together: the share of the gap they close with its 90 % interval, and by when they have to move."""

    pulls: tuple[Pull, ...]
    share: float
    low: float
    high: float
    by: date | None

    @property
    def closes(self) -> bool:
        """Whether nothing is left of the gap."""
        return self.share >= CLOSED


@dataclass(frozen=True, slots=True)
class Levers:
    """What it would take to close the gap of an objective; `reason` is why there is nothing to close, or no telling.

    `by` is the day of the headline's target, where it has one; `is_past` where that has come already.
    """

    objective: str
    headline: str | None
    value: float | None
    target: float | None
    gap: float | None
    by: date | None
    is_past: bool
    levers: tuple[Lever, ...]
    mix: Mix | None
    reason: str


@dataclass(frozen=True)
class _Gap:
    """What levers are held against."""

    sight: Sight
    headline: Kpi
    size: float
    by: date | None
    today: date
    seen: Mapping[str, Seen]


def gap_at(sight: Sight, objective: Objective, *, today: date) -> Levers:
    """Give the gap of an objective's headline as it stands, with no lever looked for yet."""
    headline = sight.headline(objective)
    size = sight.gap(headline)
    value, target = sight.today.kpis.get(headline or ""), sight.targets.get(headline or "")
    by = target_day(sight.framework.kpi[headline]) if headline and size else None
    reason = "" if size else _nothing(sight.framework, headline, value, size)
    return Levers(objective.id, headline, value, target, size, by, by is not None and by < today, (), None, reason)


def levers(sight: Sight, objective: Objective, *, today: date, seen: Mapping[str, Seen] | None = None) -> Levers:
    """Give what it would take to close the gap of an objective's headline; `seen` is what each KPI has reached (`seen_of`)."""
    at = gap_at(sight, objective, today=today)
    if at.headline is None or not at.gap:
        return at
    headline, by = sight.framework.kpi[at.headline], None if at.is_past else at.by
    found, mix = what_closes(sight, headline, at.gap, today=today, by=by, seen=seen)
    reason = "" if found else say("nothing that a person can move leads to it with a number")
    return replace(at, levers=found, mix=mix, reason=reason)


def what_closes(
    sight: Sight, kpi: Kpi, size: float, *, today: date, by: date | None = None, seen: Mapping[str, Seen] | None = None
) -> tuple[tuple[Lever, ...], Mix | None]:
    """Give what closes a gap of a KPI of a size, by a day: each lever alone, and those that are pulled together."""
    gap = _Gap(sight, kpi, size, by, today, seen or {})
    slopes, worked = sight.slopes(kpi.id), _worked(sight.framework)
    pulled = [each for each in slopes if each != kpi.id and _is_lever(sight, each, worked)]
    found = [_lever(gap, sight.framework.kpi[each], slopes[each]) for each in pulled]
    found.sort(key=lambda each: (SAID.index(each.said), -(each.usual_share or 0.0), -(each.most or 0.0), each.kpi))
    return tuple(found), _mix(gap, found)


def _nothing(framework: Framework, headline: str | None, value: float | None, gap: float | None) -> str:
    if headline is None:
        return say("the objective has no headline KPI to measure it by")
    if gap == 0:
        return say("its target is met already")
    if value is None:
        return say("its headline has no value")
    target = framework.kpi[headline].target
    if target and target.within:
        return say("its headline is to stay within a band, which no lever closes")
    if target and target.applies_to == "to-date":
        return say("the target of its headline counts several periods together")
    return say("its headline has no target")


def _is_lever(sight: Sight, kpi: str, worked: set[str]) -> bool:
    return kpi not in sight.led or sight.framework.kpi[kpi].controllable is True or kpi in worked


def _worked(framework: Framework) -> set[str]:
    """Give the KPIs that an open initiative moves."""
    return {
        move.kpi for each in framework.initiatives if each.status not in {"done", "stopped"} for move in each.moves if move.kpi
    }


def _lever(gap: _Gap, kpi: Kpi, slopes: Draws) -> Lever:
    value = gap.sight.today.kpis.get(kpi.id)
    if kpi.controllable is False:
        return Lever(kpi.id, "outside", say("it is declared as not controllable"), value)
    if value is None:
        return Lever(kpi.id, "unclear", say("it has no value to move from"))
    closing = slopes * sense(gap.headline)
    low, high = (float(each) for each in np.quantile(closing, [0.05, 0.95]))
    path = next(gap.sight.paths(kpi.id, gap.headline.id), None)
    found = Lever(kpi.id, "unclear", say("it is not known to close it"), value, path=path, grade=path.grade if path else None)
    if low <= 0 <= high:
        return found
    rate = float(np.mean(closing))
    change = gap.size / rate
    ends = sorted((gap.size / low, gap.size / high))
    found = replace(found, change=change, low=ends[0], high=ends[1], to=value + change, relative=_relative(kpi, value, change))
    if kpi.good != "within" and change * sense(kpi) < 0:
        return replace(found, said="worse", reason=say("it would have to get worse itself"))
    return _limited(gap, kpi, _timed(gap, found), rate)


def _relative(kpi: Kpi, value: float, change: float) -> float | None:
    return None if kpi.unit == "%" or not value else change / abs(value)


def _limited(gap: _Gap, kpi: Kpi, found: Lever, rate: float) -> Lever:
    """Hold a change against natural limits, and against what the KPI is known to reach."""
    value, change = found.value or 0.0, found.change or 0.0
    way = 1.0 if change > 0 else -1.0
    least, most = _limits(gap, kpi)
    room = max(0.0, way * ((most if way > 0 else least) - value))
    share = min(1.0, room / abs(change))
    possible = change if share >= CLOSED else way * room
    usual = min(room, _usual(gap, kpi, value, way))
    known = _known(gap, kpi, value + possible, way)
    said: Said = "closes" if share >= CLOSED else "partly"
    is_floor = said == "partly" and way < 0 and limits_of(kpi)[0] < least
    return replace(
        found,
        said=said,
        reason=say("it never was below 0") if is_floor else _reason(found, share, room),
        to=value + possible,
        most=share,
        known=known,
        usual=way * usual,
        usual_share=way * usual * rate / gap.size,
        against=_against(gap.sight, kpi, possible) if possible else (),
    )


def _limits(gap: _Gap, kpi: Kpi) -> tuple[float, float]:
    """Give the values that a KPI cannot leave; what never was below 0 is taken not to go there."""
    least, most = limits_of(kpi)
    seen = gap.seen.get(kpi.id)
    return max(least, 0.0) if seen and seen.ever[0] >= 0 else least, most


def _reason(found: Lever, share: float, room: float) -> str:
    """Say on what it hangs that a lever closes the gap, or what stops it."""
    if share < CLOSED:
        return say("its natural limits stop it")
    parts = []
    if max(abs(found.low or 0.0), abs(found.high or 0.0)) > room:
        parts.append(say("at the far end of the interval its natural limits stop it"))
    if found.path and found.path.edges[0].grade == "identity":
        parts.append(say("if all else in the formula stays as it is"))
    return several(parts, "; ") if parts else ""


def _bounds(gap: _Gap, kpi: Kpi, way: float) -> list[float]:
    """Give how far people want a KPI to move one way: its band's edge, or its target."""
    if kpi.target and kpi.target.within:
        return [kpi.target.within[1 if way > 0 else 0]]
    return [gap.sight.targets[kpi.id]] if kpi.id in gap.sight.targets else []


def _usual(gap: _Gap, kpi: Kpi, value: float, way: float) -> float:
    """Give how far a KPI usually reaches one way: to its own target or its best quarter; one with a band up to its edge."""
    ends = _bounds(gap, kpi, way)
    if kpi.id in gap.seen and kpi.good != "within":
        ends.append(gap.seen[kpi.id].quarter[1 if way > 0 else 0])
    return max([0.0, *(way * (end - value) for end in ends)])


def _known(gap: _Gap, kpi: Kpi, to: float, way: float) -> Known | None:
    wanted = _bounds(gap, kpi, way)
    if any(way * (end - to) >= 0 for end in wanted):
        return "target"
    if kpi.id not in gap.seen:
        return "never" if wanted else None
    return "reached" if way * (gap.seen[kpi.id].ever[1 if way > 0 else 0] - to) >= 0 else "never"


def _timed(gap: _Gap, found: Lever) -> Lever:
    days = found.path.days if found.path else (0.0, 0.0)
    takes = timedelta(days=ceil(days[1]))
    by = gap.by - takes if gap.by else None
    return replace(found, days=days, by=by, is_late=by is not None and by < gap.today, soonest=gap.today + takes)


def _against(sight: Sight, kpi: Kpi, change: float) -> tuple[Against, ...]:
    """Give what a pull costs: the KPIs named as guards, and whatever it moves the wrong way beyond doubt."""
    framework, moved = sight.framework, sight.moved(kpi.id)
    guards = [each for each in kpi.guards if each in framework.kpi]
    found = []
    for each in dict.fromkeys([*guards, *moved]):
        way = 0.0 if framework.kpi[each].good == "within" else sense(framework.kpi[each])
        if each not in moved:
            found.append(Against(each, True, None, None, None))
            continue
        amount = float(np.mean(moved[each])) * change
        if each == kpi.id or (each not in guards and amount * way >= 0):
            continue
        low, high = (float(end) for end in np.quantile(moved[each] * change, [0.05, 0.95]))
        if each in guards or max(low * way, high * way) < 0:
            found.append(Against(each, each in guards, amount, low, high))
    return tuple(found)


def _mix(gap: _Gap, found: Sequence[Lever]) -> Mix | None:
    """Pull the most credible levers together, each as far as it usually reaches, until the gap is closed.

    Those that cost nothing come before those that do, what is seen in data or follows by formula before what people declared, the
    stronger before the weaker. Where that does not close it, the strongest come first, whichever gets further.
    """
    able = [
        each for each in found if each.said in {"closes", "partly"} and not each.is_late and (each.usual_share or 0.0) >= FAINT
    ]
    able.sort(key=lambda each: -(each.usual_share or 0.0))
    credible = _chosen(gap.sight, sorted(able, key=lambda each: (bool(each.against), _doubt(each))))
    strong = credible if _share(credible) >= CLOSED else _chosen(gap.sight, able)
    best = max(credible, strong, key=_share)
    return _pulled(gap, best) if best else None


def _chosen(sight: Sight, able: Sequence[Lever]) -> list[Lever]:
    """Take levers in their order until they close the gap, none that moves another; then leave out what is not needed."""
    chosen: list[Lever] = []
    for each in able:
        if _share(chosen) >= CLOSED:
            break
        if not any(_meet(sight, each.kpi, other.kpi) for other in chosen):
            chosen.append(each)
    for each in sorted(chosen, key=lambda each: each.usual_share or 0.0):
        rest = [other for other in chosen if other is not each]
        if _share(rest) >= CLOSED:
            chosen = rest
    return chosen


def _doubt(each: Lever) -> bool:
    return GRADES.index(each.grade or "none") > GRADES.index("estimated")


def _share(chosen: Sequence[Lever]) -> float:
    return sum(each.usual_share or 0.0 for each in chosen)


def _meet(sight: Sight, one: str, other: str) -> bool:
    return other in sight.ahead(one) or one in sight.ahead(other)


def _pulled(gap: _Gap, chosen: Sequence[Lever]) -> Mix:
    """Pull levers as far as they go; the last one no further than is needed."""
    over = _share(chosen) - 1.0
    pulls: list[Pull] = []
    total = np.zeros(1)
    slopes = gap.sight.slopes(gap.headline.id)
    for each in chosen:
        share, change = each.usual_share or 0.0, each.usual or 0.0
        if each is chosen[-1] and over > 0:
            share, change = share - over, change * (share - over) / share
        pulls.append(Pull(each.kpi, change, (each.value or 0.0) + change, share))
        total = total + slopes[each.kpi] * sense(gap.headline) * change / gap.size
    low, high = (float(each) for each in np.quantile(total, [0.05, 0.95]))
    days = [each.by for each in chosen if each.by]
    return Mix(tuple(pulls), sum(each.share for each in pulls), low, high, min(days, default=None))
