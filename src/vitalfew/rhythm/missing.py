"""The KPIs that missed their target again and again, with all that is known of each, for insight to judge (RHY-7).

Misses count against the target that stood then; whether the process reaches it is asked of the target that stands now, over the
last periods: all of them where it is one value to be kept, else those since it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import takewhile
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from vitalfew.base.said import say
from vitalfew.insight.initiative import Effect, effects
from vitalfew.insight.lever import Lever, Mix, what_closes
from vitalfew.insight.missed import SAID, Facts, Missed, Spread, TargetMoved, missed
from vitalfew.insight.observed import Observed
from vitalfew.insight.seen import Seen, seen_of
from vitalfew.insight.sight import Sight, sense
from vitalfew.insight.whole import sight_of
from vitalfew.judge.private import rows_without, without
from vitalfew.judge.series.point import Floats
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.model.leaves import Leaves, leaves_shown
from vitalfew.model.target import Target
from vitalfew.model.verdict import Scorecard, Verdict
from vitalfew.model.visibility import hidden
from vitalfew.model.wording import apart
from vitalfew.rhythm.course import Course, Live, TargetEdit, courses, started
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.facts import YEAR, lived
from vitalfew.store.revisions import revisions

LAST = 26
"""How many periods are looked at: the last half year of weeks, two years of months."""
LIMIT = 2.66
OFTEN = 0.5
"""The quantile of values that a proposed target is taken from: at today's process it is reached in half of the periods."""
Edits = Mapping[date, tuple[str, str]]
"""Who made the one revision of a day, and with which words."""
NO_EDITS: Edits = MappingProxyType({})
NO_LEAVES: Mapping[str, Leaves] = MappingProxyType({})


@dataclass(frozen=True)
class Around:
    """What is known around a KPI, of all that may be seen: found when it is first asked for."""

    framework: Framework
    today: date
    latest: pa.Table
    sees: Callable[[], Sight]
    works: Callable[[], Sequence[Effect]]
    edits: Edits

    @cached_property
    def sight(self) -> Sight:
        """The line of sight."""
        return self.sees()

    @cached_property
    def effects(self) -> Sequence[Effect]:
        """What is seen of initiatives."""
        return self.works()

    @cached_property
    def observed(self) -> Observed:
        """The values of KPIs by period, and by which definition they were measured."""
        return Observed(self.framework, self.latest)

    def measured_since(self, kpi: Kpi) -> date:
        """Give the day since which a KPI is measured as it is now: what was before cannot be held against what came after."""
        rows = sorted(self.observed.rows.get((kpi.id, kpi.grain), ()))
        same = [number for number, *_ in takewhile(lambda row: row[2] == rows[-1][2], reversed(rows))]
        first = self.framework.calendar.calendar.numbered(kpi.grain, same[-1]).start if len(same) < len(rows) else date.min
        declared = [day for day in self.framework.signals_of(kpi).segments if day <= self.today]
        return max(first, kpi.since or date.min, *declared)

    @cached_property
    def reached(self) -> Mapping[str, Seen]:
        """What each KPI has reached so far."""
        return seen_of(self.framework, self.latest)


def around(
    framework: Framework,
    today: date,
    latest: pa.Table,
    scorecard: Scorecard,
    leaves: Mapping[str, Leaves] = NO_LEAVES,
    edits: Edits = NO_EDITS,
) -> Around:
    """Give what is known around KPIs, from observations, verdicts and leaves without what may not be seen."""
    return Around(
        framework,
        today,
        latest,
        lambda: sight_of(framework, Lines(framework), latest, scorecard, leaves),
        lambda: effects(framework, latest, today),
        edits,
    )


def shared(desk: Desk, latest: pa.Table, scorecard: Scorecard, leaves: Mapping[str, Leaves]) -> Around:
    """Give what is known around KPIs from what everybody may see: what is said of one is not to tell of another."""
    unseen = hidden(desk.framework, None)
    shown = rows_without(latest, unseen), without(scorecard, desk.framework, unseen), leaves_shown(leaves, unseen)
    return around(desk.framework, desk.today, *shown, edits_of(desk))


def edits_of(desk: Desk) -> Edits:
    """Give who made the revision of a day, and why, where the day has one alone."""
    found: dict[date, list[tuple[str, str]]] = {}
    for each in revisions(desk.transaction):
        found.setdefault(desk.hours.day(each.at), []).append((each.by or "", each.message))
    return {day: some[0] for day, some in found.items() if len(some) == 1}


def missing(desk: Desk, known: Around, verdicts: Mapping[str, Verdict]) -> tuple[Missed, ...]:
    """Judge every KPI that missed its target as often in a row as policy says asks for a decision, the worst first."""
    return judged_all(lived(desk, desk.today - YEAR), known, verdicts)


def judged_all(told: Sequence[Live], known: Around, verdicts: Mapping[str, Verdict]) -> tuple[Missed, ...]:
    """Judge them by the frameworks that were live, oldest first."""
    most, latest = misses_to_decision(known.framework), told[-1:]
    now = courses(latest, known.latest, today=known.today)
    missing = [each for each in now if each in known.framework.kpi and missed_in_a_row(now[each])]
    apart = _apart(told, missing)
    then = courses(apart, known.latest, today=known.today) if len(apart) > 1 else now
    found = [
        judged(then[each], known, verdicts.get(each))
        for each in missing
        if then[each].kpi.target is not None and missed_in_a_row(then[each]) >= most
    ]
    return tuple(sorted(found, key=lambda each: (SAID.index(each.said), -each.run, each.kpi)))


def _apart(told: Sequence[Live], kpis: Sequence[str]) -> list[Live]:
    """Leave out the frameworks that say of some KPIs what the one before them says: each takes its time to look at."""
    found: list[Live] = []
    for each in told:
        if found and _aims(found[-1].framework, kpis) == _aims(each.framework, kpis):
            found[-1] = Live(found[-1].since, each.framework)
        else:
            found.append(each)
    return found


def _aims(framework: Framework, kpis: Sequence[str]) -> list[object]:
    known = [framework.kpi.get(each) for each in kpis]
    return [(each.target, each.threshold, each.baseline, each.good) if each else None for each in known]


def misses_to_decision(framework: Framework) -> int:
    """Give how many misses in a row ask for a decision."""
    return int(framework.policy_number("misses-to-decision"))


def missed_in_a_row(course: Course, since: date | None = None) -> int:
    """Give how many of the last periods missed their target, none of them before its baseline was taken."""
    return course.since(started(course.kpi, since or date.min, None)).judged().missed_last


def judged(course: Course, known: Around, verdict: Verdict | None, *, since: date | None = None) -> Missed:
    """Judge what a KPI that missed again and again asks for; only periods since a day where one is given."""
    whole = course.since(known.measured_since(course.kpi)).judged()
    run = missed_in_a_row(course, since)
    held = _held(whole, since)
    facts = Facts(
        known.framework,
        course.kpi,
        known.today,
        run,
        held.gap,
        _good(whole),
        spread(_asked_now(held)),
        tuple(_moved(course, each, known) for each in course.edits if each.field == "target"),
        verdict,
    )
    if not len(held) or facts.limits.most >= 0:
        return missed(replace(facts, works=_works(course.kpi, known)))
    to_date = course.kpi.target is not None and course.kpi.target.applies_to == "to-date"
    levers, mix = (None, None) if to_date else _closing(held, known)
    drafted = reachable(held, verdict)
    return missed(
        replace(
            facts,
            works=_works(course.kpi, known),
            levers=levers,
            mix=mix,
            open_links=_open(course.kpi, known.sight),
            drafted=drafted,
            costs=_costs(course.kpi, drafted, known.sight),
        )
    )


def _held(whole: Course, since: date | None) -> Course:
    """Give the periods that are held against the target that stands now."""
    kpi, target = whole.kpi, whole.kpi.target
    day = since or (date.fromordinal(int(whole.day[-LAST])) if len(whole) > LAST else date.min)
    if target is None or target.kind not in {"at_least", "at_most", "within"}:
        return whole.since(started(kpi, day, whole.stands))
    held = whole.since(day)
    low, high = target.within or (target.final or 0.0,) * 2
    gap = np.minimum(held.value - low, high - held.value) if target.within else held.sense * (held.value - low)
    return replace(held, gap=gap)


def _asked_now(held: Course) -> Course:
    """Hold all periods against what a target by a date asks for by now: it rose meanwhile, and the process may not have."""
    if held.kpi.target is None or held.kpi.target.reach is None or not len(held):
        return held
    return replace(held, gap=held.sense * (held.value - held.target[-1]))


def _good(course: Course) -> Floats:
    """Give values that are better the higher."""
    return course.sense * course.value if course.sense else course.gap


def spread(held: Course) -> Spread:
    """Give the limits of the gap to the target; for a band, those of the values against its nearer bound."""
    band = held.kpi.target.within if held.kpi.target else None
    series = held.value if band else held.gap
    if len(series) < 2:
        return Spread(0.0, 0.0, 0.0)
    centre, reach = float(series.mean()), LIMIT * float(np.abs(np.diff(series)).mean())
    if band is None:
        return Spread(centre - reach, centre + reach, reach)
    low, high = band
    least = min(centre - reach - low, high - centre - reach)
    return Spread(least, min(centre + reach - low, high - centre + reach), reach)


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
        return {"within": [rounded(held.kpi, middle - half), rounded(held.kpi, middle + half)]}
    value = float(np.quantile(held.value, OFTEN if held.sense > 0 else 1 - OFTEN))
    then = verdict.forecast.at_target if verdict and verdict.forecast else None
    if target.reach is not None and target.by and then and then.by == target.by:
        best = max if held.sense > 0 else min
        value = best(value, then.value)
    return {**_kept(target), target.kind: rounded(held.kpi, value)}


def _kept(target: Target) -> dict[str, object]:
    """What of a target stays where its value is another: its date; a path to the old value does not."""
    return {"by": target.by.isoformat()} if target.by else {}


def rounded(kpi: Kpi, value: float) -> float:
    """Round a value as its KPI is written."""
    return round(value, kpi.decimals) if kpi.decimals is not None else float(f"{value:.3g}")


def _moved(course: Course, edit: TargetEdit, known: Around) -> TargetMoved:
    """Give what was done to a target, by whom and why where that is known."""
    by, why = known.edits.get(edit.on, ("", ""))
    person = known.framework.person.get(by)
    ago = len(course.since(edit.on).judged())
    return TargetMoved(edit.on, ago, _eased(course, edit), (person.name or by) if person else by or None, why)


def _eased(course: Course, edit: TargetEdit) -> bool | None:
    before, after = edit.before, edit.after
    if not isinstance(before, Target) or not isinstance(after, Target) or before.kind != after.kind:
        return None
    if before.final is None or after.final is None or before.final == after.final:
        return None
    return course.sense * (after.final - before.final) < 0


def _closing(held: Course, known: Around) -> tuple[tuple[Lever, ...], Mix | None]:
    """Give what would close the mean gap to the target."""
    kpi, target = held.kpi, held.kpi.target
    lacks = -float(held.gap.mean()) * held.sense * sense(kpi)
    if target and target.within:
        centre = float(held.value.mean())
        low, high = target.within
        lacks = low - centre if centre < low else high - centre
    return what_closes(known.sight, kpi, lacks, today=known.today, seen=known.reached)


def _open(kpi: Kpi, sight: Sight) -> tuple[str, ...]:
    """Give the KPIs that are said to move one, and nobody knows how far."""
    return tuple(dict.fromkeys(edge.start for edge in sight.edges if edge.end == kpi.id and edge.slope is None))


def _works(kpi: Kpi, known: Around) -> tuple[Effect, ...]:
    """Give what is seen of the initiatives that are or were to move a KPI, stopped ones left out."""
    initiatives = [each for each in known.framework.initiatives if each.status != "stopped"]
    told = {each.id for each in initiatives if kpi.id in {move.kpi for move in each.moves}}
    return tuple(each for each in known.effects if each.kpi == kpi.id and each.initiative in told) if told else ()


def _costs(kpi: Kpi, drafted: Mapping[str, object] | None, sight: Sight) -> str:
    """Say what the objective that hangs on a KPI most gives up where its target is lowered."""
    target = kpi.target
    lowered = drafted.get(target.kind) if target and drafted else None
    final = target.final if target else None
    if not isinstance(lowered, int | float) or final is None:
        return ""
    return next(_lost(kpi, abs(final - float(lowered)), sight), "")


def _lost(kpi: Kpi, size: float, sight: Sight) -> Iterator[str]:
    by = apart(size, kpi.unit, kpi.decimals)
    for objective in sight.objectives:
        if objective.headline == kpi.id:
            yield say("“{objective}” is measured by it: it would ask for {by} less", objective=objective.title, by=by)
    reached = [each for each in sight.reach(kpi.id) if each.effect is not None and each.headline and each.shock]
    for each in sorted(reached, key=lambda each: -abs(each.share or 0.0)):
        headline, times = sight.framework.kpi[each.headline or ""], size / abs(each.shock or 1.0)
        low, high = (apart(times * abs(end or 0.0), headline.unit, headline.decimals) for end in (each.low, each.high))
        if each.clarity in {"clear", "weak"}:
            yield say(
                "“{objective}” would do without {amount} of {headline} ({low} to {high})",
                objective=sight.framework.objective[each.objective].title,
                amount=apart(times * abs(each.effect or 0.0), headline.unit, headline.decimals),
                headline=headline.title,
                low=low,
                high=high,
            )
    for link in kpi.objectives:
        if link.id in sight.framework.objective:
            title = sight.framework.objective[link.id].title
            yield say("what “{objective}” would do without is not known: no number leads there", objective=title)
