"""Targets that were wrong, and what a KPI missed again and again asks (RHY-7): change the target, or change the process?

What is held against the target are the periods since it stands, at least eight of them. How far values lie from it is drawn
as a process behaviour chart of its own (Wheeler 2000; mean ± 2.66 × mean moving range): a target that lies inside those limits
is met or missed by chance, and is not called wrong.

- *Never reached*: in no period, the limits lie wholly on its bad side, the gap does not close (Mann-Kendall, 5 %), and the
  process did not turn worse meanwhile: then it would be the process that is to answer.
- *Always reached*: in every period, and the limits lie beyond it by as much again as they lie from their centre.
- *Target or process*: missed so many times in a row as policy says (`misses-to-decision`), and not a wrong target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from vitalfew.judge.series.point import Floats
from vitalfew.judge.series.shift import shifts
from vitalfew.judge.series.trend import trends
from vitalfew.model.framework import Framework
from vitalfew.model.target import Target
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import apart
from vitalfew.rhythm.course import Course, started
from vitalfew.rhythm.lesson import Edit, Known, Lesson, Untold, interval

ENOUGH = 8
"""How few periods say nothing: none of eight still leaves 31 % as a share (95 %, one-sided)."""
LIMIT = 2.66
MARGIN = 1.0
"""How far beyond an easy target the limits lie, in distances of a limit from its centre."""
OFTEN = 0.5
"""The quantile of values that a proposed target is taken from: at today's process it is reached in half of the periods."""
METHOD = "exact interval (Clopper-Pearson, 95 %); limits of the gap to the target (XmR); Mann-Kendall on the gap"


class Spread(NamedTuple):
    """The limits of the gap to the target, and the distance of a limit from its centre."""

    least: float
    most: float
    reach: float


def targets(
    framework: Framework, courses: Mapping[str, Course], verdicts: Mapping[str, Verdict], *, since: date
) -> Iterator[Lesson | Untold]:
    """Judge every target that has stood since a day or later; at most one lesson a KPI."""
    for id_, course in sorted(courses.items()):
        if course.kpi.target is None:
            continue
        held = course.since(started(course.kpi, since, course.stands)).judged()
        if len(held) < ENOUGH:
            yield Untold("never-reached", course.kpi.ref, f"{len(held)} periods since its target stands; {ENOUGH} are needed")
            if lesson := _missed(framework, course.since(since).judged(), verdicts.get(id_)):
                yield lesson
            continue
        found = _never(held, course, verdicts.get(id_)) or _always(held)
        found = found or _missed(framework, course.since(since).judged(), verdicts.get(id_))
        if found:
            yield found


def spread(held: Course) -> Spread:
    """Give the limits of the gap to the target; for a band, those of the values against its nearer bound."""
    band = held.kpi.target.within if held.kpi.target else None
    series = held.value if band else held.gap
    centre, reach = float(series.mean()), LIMIT * float(np.abs(np.diff(series)).mean())
    if band is None:
        return Spread(centre - reach, centre + reach, reach)
    low, high = band
    least = min(centre - reach - low, high - centre - reach)
    return Spread(least, min(centre + reach - low, high - centre + reach), reach)


def closes(gap: Floats) -> bool:
    """Tell whether the gap to the target becomes smaller: Mann-Kendall, 5 %."""
    return bool(trends(gap[None, :]).sign[0] > 0)


def turned_worse(course: Course, since: date) -> bool:
    """Tell whether the process itself got worse: a shift of level within the window, beside as many periods before it."""
    inside = len(course.since(since))
    values = -course.sense * course.value[-2 * inside :] if course.sense else -course.gap[-2 * inside :]
    found = shifts(values[None, :])
    return bool(found.holds[0]) and bool(found.after[0] > found.before[0]) and int(found.place[0]) >= len(values) - inside


def _never(held: Course, whole: Course, verdict: Verdict | None) -> Lesson | None:
    limits = spread(held)
    if held.reached or limits.most >= 0 or closes(held.gap):
        return None
    if turned_worse(whole, date.fromordinal(int(held.day[0]))):
        return None
    kpi, count, high = held.kpi, len(held), interval(len(held), 0)[1]
    nearest = _said(held, -float(held.gap.max()))
    within = reachable(held, verdict)
    edits = (Edit(kpi.ref, "target", within),) if within else ()
    return Lesson(
        "never-reached",
        kpi.ref,
        f"the target of `{kpi.id}` was reached in none of {count} periods, and never nearer than {nearest}: "
        f"at today's process it cannot be, and nothing comes closer",
        METHOD,
        "set a target that the process can reach, then change the process and raise it" if edits else _BY_HAND,
        ("RHY-4", "RHY-7", "DEF-4"),
        {"periods": count, "reached": 0, "share_at_most": round(high, 3), **_limits(limits), **_outlook(verdict)},
        edits,
    )


def _always(held: Course) -> Lesson | None:
    limits = spread(held)
    if held.reached < len(held) or limits.reach <= 0 or limits.least < MARGIN * limits.reach:
        return None
    kpi, count, low = held.kpi, len(held), interval(len(held), len(held))[0]
    within = reachable(held, None)
    edits = (Edit(kpi.ref, "target", within),) if within else ()
    return Lesson(
        "always-reached",
        kpi.ref,
        f"the target of `{kpi.id}` was reached in all of {count} periods, and never by less than "
        f"{_said(held, float(held.gap.min()))}: it asks for nothing",
        METHOD,
        "ask for more, or make it a guard that warns and no target" if edits else _BY_HAND,
        ("RHY-4", "DEF-4"),
        {"periods": count, "reached": count, "share_at_least": round(low, 3), **_limits(limits)},
        edits,
    )


_BY_HAND = "write the target anew: it follows a table or a path that no single number replaces"


def reachable(held: Course, verdict: Verdict | None) -> dict[str, object] | None:
    """Give a target that today's process reaches now and then, as it is written; None where no single value replaces it.

    A value by a date becomes what is forecast for that date, others the value that is reached in half of the periods.
    """
    target = held.kpi.target
    if target is None or target.kind == "values" or target.applies_to == "to-date":
        return None
    if target.within:
        half = (target.within[1] - target.within[0]) / 2
        middle = float(np.median(held.value))
        return {"within": [_round(held, middle - half), _round(held, middle + half)]}
    value = float(np.quantile(held.value, OFTEN if held.sense > 0 else 1 - OFTEN))
    then = verdict.forecast.at_target if verdict and verdict.forecast else None
    if target.reach is not None and target.by and then and then.by == target.by:
        best = max if held.sense > 0 else min
        value = best(value, then.value)
    return {**_kept(target), target.kind: _round(held, value)}


def _kept(target: Target) -> dict[str, object]:
    """What of a target stays where its value is another: its date; a path to the old value does not."""
    return {"by": target.by.isoformat()} if target.by else {}


def _missed(framework: Framework, held: Course, verdict: Verdict | None) -> Lesson | None:
    most, times = int(framework.policy_number("misses-to-decision")), held.missed_last if len(held) else 0
    if times < most:
        return None
    kpi = held.kpi
    recent = float(np.abs(held.gap[-times:]).mean())
    advice, why, edits = _recommended(framework, held, verdict)
    evidence: dict[str, Known] = {
        "missed_in_a_row": times,
        "periods": len(held),
        "reached": held.reached,
        "mean_miss": _round(held, recent),
        **_limits(spread(held)),
        **_outlook(verdict),
        "target_edits": len([each for each in held.edits if each.field == "target"]),
        "recommended": advice,
    }
    return Lesson(
        "target-or-process",
        kpi.ref,
        f"`{kpi.id}` missed its target {times} times in a row, by {_said(held, recent)} on average",
        f"periods missed in a row against policy `misses-to-decision` ({most}); {METHOD}",
        f"{advice}: {why}",
        ("RHY-7",),
        evidence,
        edits,
    )


def _recommended(framework: Framework, held: Course, verdict: Verdict | None) -> tuple[str, str, tuple[Edit, ...]]:
    """Say which to change, why, and by what edits."""
    eased = [each for each in held.edits if each.field == "target"]
    work = [each for each in framework.initiatives if _is_open(each.status) and held.kpi.id in {move.kpi for move in each.moves}]
    if len(held) < ENOUGH:
        return "not enough data", f"{len(held)} periods are known, {ENOUGH} are needed; look again at the next calibration", ()
    if turned_worse(held, date.fromordinal(int(held.day[len(held) // 2]))):
        return "change the process", "its level shifted for the worse; find what changed then", ()
    if eased:
        return "change the process", f"the target was changed on {eased[-1].on} already, and is still missed", ()
    if closes(held.gap):
        return "keep both", "the gap closes; look again at the next calibration", ()
    if work:
        return "change the process", f"`{work[0].id}` is to move it; ask whether it does, or does not work", ()
    if spread(held).most < 0:
        within = reachable(held, verdict)
        edits = (Edit(held.kpi.ref, "target", within),) if within else ()
        return (
            "change the target or the process",
            "at today's process the target is out of reach, and nothing is under way",
            edits,
        )
    return "not enough data", "the target lies inside the limits of its process: chance may have made the run", ()


def _is_open(status: str | None) -> bool:
    return status in {None, "planned", "running"}


def _outlook(verdict: Verdict | None) -> dict[str, Known]:
    if verdict is None:
        return {}
    p_miss = verdict.forecast.p_miss if verdict.forecast else None
    return {"assurance": verdict.assurance, "p_miss": None if p_miss is None else round(p_miss, 3)}


def _limits(limits: Spread) -> dict[str, Known]:
    return {"gap_least": float(f"{limits.least:.6g}"), "gap_most": float(f"{limits.most:.6g}")}


def _round(held: Course, value: float) -> float:
    return round(value, held.kpi.decimals) if held.kpi.decimals is not None else float(f"{value:.3g}")


def _said(held: Course, value: float) -> str:
    return apart(value, held.kpi.unit, held.kpi.decimals)
