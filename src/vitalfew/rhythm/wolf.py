"""Triggers that cried wolf, and those that slept (RHY-4, MON-4).

A *call* is an escalation or a watch that a trigger opened. In hindsight it was about something where an action was promised
over it, where the KPI gave a signal for the worse around it, or where it was beyond a threshold that lies outside the limits of
its process. Anything else was noise. What a trigger says without judging figures (`stale`, `guard_broken`) is so.

- *Cried wolf*: at least two calls in the window came to nothing, and so did more than half of all its calls and more than one
  for every fifteen periods, both this sure: 95 %, one-sided, exact. The calls that it would have made in the two years before
  the window count with those that it made; three worse values in a row come by chance once in twenty-four periods.
- *Slept*: the level shifted for the worse (best split of the window and as much before it, Monte Carlo, p at most 0.0005), or the
  KPI was red as many times in a row as policy `misses-to-decision` says, and nothing called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from vitalfew.base.quantity import format_value
from vitalfew.judge.series.aim import NONE, RED
from vitalfew.judge.series.point import Bools
from vitalfew.judge.series.shift import shifts
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Trigger
from vitalfew.rhythm.course import PERIOD, Course
from vitalfew.rhythm.lesson import Edit, Known, Lesson, Untold, least_share

CALLS = 2
"""How many calls in the window must have come to nothing."""
HALF = 0.5
OFTEN = 1 / 15
"""How often a trigger may call for nothing, in calls a period."""
SURE = 0.0005
"""How unlikely by chance a shift is that should have been heard: KPIs are many."""
BEFORE, AFTER = 2, 3
"""Periods around a call in which a signal for the worse speaks for it."""
YEARS = timedelta(days=731)
MOST_LOOSE = 8
JUDGED = frozenset({"worse_in_a_row", "missed", "signal_against", "beyond_threshold", "likely_miss"})
METHOD = "calls against hindsight (signals for the worse, limits); exact lower bound (Clopper-Pearson, one-sided 95 %)"


class Call(NamedTuple):
    """What a trigger opened on a KPI: when, until when (None: it still is), whether an action was promised over it."""

    kpi: str
    trigger: str
    opened: date
    closed: date | None
    acted: bool
    is_watch: bool = False


class Run(NamedTuple):
    """Periods, by place, in which something holds without a break; `last` is included."""

    first: int
    last: int


def alarms(
    framework: Framework, courses: Mapping[str, Course], calls: Sequence[Call], *, since: date, until: date
) -> Iterator[Lesson | Untold]:
    """Judge every trigger that called since a day, and every KPI that none called for."""
    mine = [each for each in calls if since <= each.opened < until]
    for id_, course in sorted(courses.items()):
        own = [each for each in mine if each.kpi == id_]
        for trigger in sorted({each.trigger for each in own} & JUDGED):
            found = _wolf(course, trigger, [each for each in own if each.trigger == trigger], since)
            if found:
                yield found
        yield from _slept(framework, course, [each for each in calls if each.kpi == id_], since)


def _wolf(course: Course, trigger: str, calls: Sequence[Call], since: date) -> Lesson | Untold | None:
    if len(calls) < CALLS:
        return Untold("cry-wolf", course.kpi.ref, f"`{trigger}` called {_times(len(calls))}; {CALLS} are needed")
    false = sum(not is_real(course, each) for each in calls)
    before = course.since(since - YEARS).until(since)
    held = replay(before, trigger)
    noise = sum(not _is_real_run(before, each) for each in held)
    periods = len(before) + len(course.since(since))
    sure, often = least_share(len(calls) + len(held), false + noise), least_share(periods, min(false + noise, periods))
    if false < CALLS or sure <= HALF or often <= OFTEN:
        return None
    edits, advice = _loosened(course, trigger)
    evidence: dict[str, Known] = {
        "trigger": trigger,
        "calls": len(calls),
        "watches": sum(each.is_watch for each in calls),
        "came_to_nothing": false,
        "would_have_called_before": len(held),
        "for_nothing_before": noise,
        "share_at_least": round(sure, 3),
        "periods": periods,
        "a_period_at_least": round(often, 3),
    }
    text = f"`{trigger}` of `{course.kpi.id}` called {_times(len(calls))}, and {false} of them came to nothing"
    return Lesson("cry-wolf", course.kpi.ref, text, METHOD, advice, ("RHY-4", "MON-4"), evidence, edits)


def is_real(course: Course, call: Call) -> bool:
    """Tell whether a call was about something, as is known in hindsight."""
    at = int(np.searchsorted(course.day, call.opened.toordinal())) - 1
    if call.acted or at < 0:
        return True
    over = (call.closed or call.opened).toordinal()
    return _is_real_run(course, Run(at, max(int(np.searchsorted(course.day, over)) - 1, at)))


def _is_real_run(course: Course, run: Run) -> bool:
    near = slice(max(run.first - BEFORE, 0), run.last + AFTER + 1)
    beyond = (course.status == RED) & ~_inside(course)
    return bool(course.against[near].any() or beyond[run.first : run.last + 1].any())


def _inside(course: Course) -> Bools:
    """Tell where the threshold lies inside the limits, so that noise crosses it; false where there are no limits."""
    with np.errstate(invalid="ignore"):
        inside: Bools = (course.threshold > course.lower) & (course.threshold < course.upper)
    return inside


def replay(course: Course, trigger: str, terms: tuple[int, int] | None = None) -> tuple[Run, ...]:
    """Give the runs in which a trigger holds, by what is declared today or by other `terms` (n, of m; 0: in a row).

    What rests on a forecast is not replayed.
    """
    return () if trigger == "likely_miss" else runs(_holds(course, trigger, terms or _terms(course, trigger)))


def runs(holds: Bools) -> tuple[Run, ...]:
    """Give the stretches without a break in which something holds."""
    edges = np.diff(np.concatenate(([False], holds, [False])).astype(np.int8))
    return tuple(map(Run, np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist()))


def _holds(course: Course, trigger: str, terms: tuple[int, int]) -> Bools:
    least, of = terms
    bad = course.status == RED
    if trigger == "worse_in_a_row":
        worse = -course.sense * course.value if course.sense else -course.gap
        bad = np.diff(worse, prepend=np.inf) > 0
    elif trigger == "missed":
        bad = (course.gap < 0) & (course.status != NONE)
    elif trigger == "signal_against":
        bad = course.against
    counted = np.convolve(bad.astype(np.int64), np.ones(of or least, dtype=np.int64))[: len(bad)]
    held: Bools = counted >= least
    return held


def _terms(course: Course, trigger: str) -> tuple[int, int]:
    said = next((value for each in course.kpi.escalate if (value := getattr(each, trigger, None))), 1)
    if isinstance(said, tuple):
        return int(said[0]), int(said[1])
    return (int(said) if trigger in {"worse_in_a_row", "missed"} else 1), 0


def _loosened(course: Course, trigger: str) -> tuple[tuple[Edit, ...], str]:
    """Give the edits to a pattern that would have called on real deviations alone, and the advice."""
    if trigger == "beyond_threshold":
        return _moved(course)
    if trigger in {"worse_in_a_row", "missed"}:
        for longer in range(max(_terms(course, trigger)) + 1, MOST_LOOSE + 1):
            if all(_is_real_run(course, each) for each in replay(course, trigger, (longer, 0))):
                words = f"loosen it to `{trigger}: {longer}`, which in all that is known would have called on deviations alone"
                return (_edit(course, trigger, {trigger: longer}),), words
        return (_edit(course, trigger, {"signal_against": True}),), "call on a signal for the worse instead of on a count"
    level = next((each.likely_miss for each in course.kpi.escalate if each.likely_miss is not None), 0.9)
    bolder = next((each for each in (0.8, 0.9) if trigger == "likely_miss" and each > level), None)
    if bolder:
        return (_edit(course, trigger, {"likely_miss": bolder}),), f"call when a miss is {bolder:.0%} likely"
    return (), "look at what it calls on with its owner; no looser pattern is known"


def _edit(course: Course, trigger: str, new: dict[str, object]) -> Edit:
    kept = [_plain(each) for each in course.kpi.escalate if getattr(each, trigger) is None]
    return Edit(course.kpi.ref, "escalate", [*(each for each in kept if each != new), new])


def _plain(trigger: Trigger) -> dict[str, object]:
    return dict(trigger.model_dump(mode="json", exclude_none=True))


def _moved(course: Course) -> tuple[tuple[Edit, ...], str]:
    """Move a single threshold out of the limits of the process."""
    kpi, known = course.kpi, np.isfinite(course.lower)
    if not isinstance(kpi.threshold, float) or not known.any() or not course.sense:
        return (), "put the threshold outside the limits of the process, where noise does not reach it"
    bound = float((course.lower if course.sense > 0 else course.upper)[known][-1])
    value = round(bound, kpi.decimals) if kpi.decimals is not None else float(f"{bound:.3g}")
    said = format_value(value, kpi.unit, kpi.decimals)
    return (Edit(kpi.ref, "threshold", value),), f"put the threshold at {said}, where noise does not reach it"


def _slept(framework: Framework, course: Course, calls: Sequence[Call], since: date) -> Iterator[Lesson]:
    inside = course.since(since)
    fall = _fall(course, len(inside))
    early = timedelta(days=2 * PERIOD[course.kpi.grain])
    if fall and not _is_called(calls, fall.on - early):
        text = f"the level of `{course.kpi.id}` shifted for the worse in the period that ended on {fall.on}, and nothing called"
        numbers: dict[str, Known] = {"shifted": fall.on.isoformat(), "before": fall.before, "after": fall.after, "p": fall.p}
        yield _sleeper(course, text, numbers)
        return
    most, judged = int(framework.policy_number("misses-to-decision")), inside.judged()
    long = next((run for run in runs(judged.status == RED) if run.last - run.first + 1 >= most), None)
    first = date.fromordinal(int(judged.day[long.first])) if long else since
    if long and not _is_called(calls, first - early):
        times = long.last - long.first + 1
        text = f"`{course.kpi.id}` was red {times} times in a row from {first} on, and nothing called"
        yield _sleeper(course, text, {"red": times, "from": first.isoformat()})


def _is_called(calls: Sequence[Call], since: date) -> bool:
    """Tell whether anything called, or was still up, from a day on."""
    return any(each.closed is None or max(each.opened, each.closed) >= since for each in calls)


class Fall(NamedTuple):
    """A shift of level for the worse: the last day of its first period, the levels, its p-value."""

    on: date
    before: float
    after: float
    p: float


def _fall(course: Course, inside: int) -> Fall | None:
    """Find a shift of level for the worse within the last periods, looked for in twice as many."""
    target = course.kpi.target
    if not inside or not course.sense or (target is not None and target.applies_to == "to-date"):
        return None
    values = course.value[-2 * inside :]
    found = shifts(values[None, :])
    place = int(found.place[0])
    is_sure = bool(found.holds[0]) and float(found.p[0]) <= SURE
    if not is_sure or place < len(values) - inside or course.sense * (found.after[0] - found.before[0]) >= 0:
        return None
    on = date.fromordinal(int(course.day[len(course) - len(values) + place]))
    return Fall(on, float(f"{found.before[0]:.6g}"), float(f"{found.after[0]:.6g}"), round(float(found.p[0]), 4))


def _sleeper(course: Course, text: str, evidence: Mapping[str, Known]) -> Lesson:
    kpi = course.kpi
    has = any(each.signal_against for each in kpi.escalate)
    new = [*(_plain(each) for each in kpi.escalate), {"signal_against": True}]
    edits = () if has else (Edit(kpi.ref, "escalate", new),)
    advice = "see why its triggers were not heard" if has else "let a signal for the worse call"
    method = "best single split, Monte Carlo likelihood ratio, p at most 0.0005; periods red in a row"
    return Lesson("slept", kpi.ref, text, method, advice, ("RHY-4", "MON-4"), evidence, edits)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
