"""Targets that were wrong, and what a KPI missed again and again asks (RHY-7): change the target, or change the process?

What is held against the target are the periods since it stands, at least eight of them. How far values lie from it is drawn
as a process behaviour chart of its own (Wheeler 2000; mean ± 2.66 × mean moving range): a target that lies inside those limits
is met or missed by chance, and is not called wrong.

- *Never reached*: in no period, the limits lie wholly on its bad side, and nothing else is to be changed first, as insight
  judges it (`insight.missed`): the process did not turn worse, nothing is under way, nothing known would close the gap.
- *Always reached*: in every period, and the limits lie beyond it by as much again as they lie from their centre.
- *Target or process*: missed so many times in a row as policy says (`misses-to-decision`), and not a wrong target; insight
  recommends one of the two, both, or patience.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from vitalfew.insight.missed import ENOUGH, WORDS, Missed, Spread
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import apart
from vitalfew.rhythm.course import Course, started
from vitalfew.rhythm.lesson import Edit, Known, Lesson, Untold, interval
from vitalfew.rhythm.missing import Around, judged, missed_in_a_row, misses_to_decision, reachable, rounded, spread

MARGIN = 1.0
"""How far beyond an easy target the limits lie, in distances of a limit from its centre."""
METHOD = "exact interval (Clopper-Pearson, 95 %); limits of the gap to the target (XmR); Mann-Kendall on the gap"


def targets(
    framework: Framework, courses: Mapping[str, Course], verdicts: Mapping[str, Verdict], known: Around, *, since: date
) -> Iterator[Lesson | Untold]:
    """Judge every target that has stood since a day or later; at most one lesson a KPI."""
    most = misses_to_decision(framework)
    for id_, course in sorted(courses.items()):
        if course.kpi.target is None:
            continue
        window, verdict = course.since(since).judged(), verdicts.get(id_)
        often = missed_in_a_row(course, since) >= min(most, ENOUGH)
        asked = judged(course, known, verdict, since=since) if often else None
        missed = asked if asked and asked.run >= most else None
        held = course.since(started(course.kpi, since, course.stands)).judged()
        if len(held) < ENOUGH:
            yield Untold("never-reached", course.kpi.ref, f"{len(held)} periods since its target stands; {ENOUGH} are needed")
            if missed:
                yield _missed(most, window, missed)
            continue
        found = _never(held, asked, verdict) or _always(held) or (_missed(most, window, missed) if missed else None)
        if found:
            yield found


def _never(held: Course, asked: Missed | None, verdict: Verdict | None) -> Lesson | None:
    limits = spread(held)
    if held.reached or limits.most >= 0 or asked is None or asked.said not in {"target", "both"}:
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


def _missed(most: int, held: Course, asked: Missed) -> Lesson:
    kpi, recommended = held.kpi, str(WORDS[asked.said])
    recent = rounded(kpi, -float(held.gap[-asked.run :].mean()))
    evidence: dict[str, Known] = {
        "missed_in_a_row": asked.run,
        "periods": len(held),
        "reached": held.reached,
        "mean_miss": recent,
        **_limits(spread(held)),
        "assurance": asked.assurance,
        "p_miss": None if asked.p_miss is None else round(asked.p_miss, 3),
        "target_edits": len([each for each in held.edits if each.field == "target"]),
        "recommended": recommended,
    }
    return Lesson(
        "target-or-process",
        kpi.ref,
        f"`{kpi.id}` missed its target {asked.run} times in a row, by {_said(held, recent)} on average",
        f"periods missed in a row against policy `misses-to-decision` ({most}); {METHOD}",
        f"{recommended}: {asked.why}",
        ("RHY-7",),
        evidence,
        (Edit(kpi.ref, "target", dict(asked.drafted)),) if asked.drafted else (),
    )


def _outlook(verdict: Verdict | None) -> dict[str, Known]:
    if verdict is None:
        return {}
    p_miss = verdict.forecast.p_miss if verdict.forecast else None
    return {"assurance": verdict.assurance, "p_miss": None if p_miss is None else round(p_miss, 3)}


def _limits(limits: Spread) -> dict[str, Known]:
    return {"gap_least": float(f"{limits.least:.6g}"), "gap_most": float(f"{limits.most:.6g}")}


def _said(held: Course, value: float) -> str:
    return apart(value, held.kpi.unit, held.kpi.decimals)
