"""The two weeks in which first numbers are collected, before any baseline or target is set (DEF-4).

Days are working days of the calendar, and the first one is the first after today. What the tables already hold is read back;
what nobody has written down yet is collected from its day on, and its baseline waits for two weeks of data and a whole period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vitalfew.base.period import Calendar, Grain
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import word

DAYS = 10
COLLECTING = 6
"""Days on which KPIs are begun with; the other four check and settle."""


@dataclass(frozen=True)
class Wish:
    """A KPI that a baseline is wanted for; `has_data` says that columns were found for all that it needs."""

    kpi: str
    name: str
    tier: int
    every: Grain
    burden: float = 0.0
    is_headline: bool = False
    has_data: bool = False


@dataclass(frozen=True)
class Collected:
    """When a KPI is begun with, and the first day on which its baseline may be set, with the reason."""

    kpi: str
    name: str
    begins: date
    baseline_from: date
    why: str


@dataclass(frozen=True)
class Step:
    """A day of the sprint: what is done, and the KPIs that are begun with on it."""

    number: int
    day: date
    what: tuple[str, ...]
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sprint:
    """The plan: ten working days, and for each KPI when its baseline may be set."""

    steps: tuple[Step, ...]
    collected: tuple[Collected, ...]

    def as_data(self) -> dict[str, object]:
        """Give the plan as plain data, for YAML and JSON."""
        days = [
            {"day": each.day.isoformat(), "what": [str(what) for what in each.what], "kpis": list(each.kpis)}
            for each in self.steps
        ]
        baselines = [
            {
                "kpi": each.kpi,
                "begins": each.begins.isoformat(),
                "from": each.baseline_from.isoformat(),
                "why": str(each.why),
            }
            for each in self.collected
        ]
        return {"days": days, "baselines": baselines}


def sprint(wishes: Iterable[Wish], *, today: date, calendar: Calendar | None = None) -> Sprint:
    """Plan the two weeks: headlines of the top tier first, then what data are there for, then what is least work."""
    cut = calendar or Calendar()
    days = [cut.add_business_days(today, number) for number in range(1, DAYS + 1)]
    order = sorted(wishes, key=lambda each: (each.tier, not each.is_headline, not each.has_data, each.burden, each.kpi))
    share = max(1, -(-len(order) // COLLECTING))
    begun = [order[start : start + share] for start in range(0, len(order), share)]
    collected = tuple(_collected(wish, days[number], days[-1], cut) for number, group in enumerate(begun) for wish in group)
    begun += [[]] * (DAYS - len(begun))
    return Sprint(tuple(_step(number, day, begun[number], collected) for number, day in enumerate(days)), collected)


def _collected(wish: Wish, begins: date, last: date, calendar: Calendar) -> Collected:
    if wish.has_data:
        why = say("its columns seem to be there: two weeks are read back, and checked by the last day")
        return Collected(wish.kpi, wish.name, begins, last, why)
    two_weeks = calendar.add_business_days(begins, DAYS)
    period = calendar.period(wish.every, begins)
    whole = period if period.start == begins else calendar.shift(period, 1)
    if whole.end > two_weeks:
        why = say("its data are collected from this day on, and its first whole {grain} ends then", grain=word(wish.every))
        return Collected(wish.kpi, wish.name, begins, whole.end, why)
    return Collected(wish.kpi, wish.name, begins, two_weeks, say("its data are collected from this day on, for two weeks"))


def _step(number: int, day: date, begun: Sequence[Wish], collected: Sequence[Collected]) -> Step:
    what: list[str] = []
    if number == 0:
        what.append(say("settle the definitions of the KPIs of tier 1 with the people who will own them"))
        what.append(say("open the sources, and see that whoever measures may read each of them"))
    if begun:
        names = several([each.name for each in begun], "; ")
        what.append(say_count("begin with {n} KPI: {names}", "begin with {n} KPIs: {names}", len(begun), names=names))
    if without := sum(not each.has_data for each in begun):
        what.append(
            say_count(
                "for {n} of them no table is known: agree who writes its numbers down from today on",
                "for {n} of them no table is known: agree who writes their numbers down from today on",
                without,
            )
        )
    if number in _CHECKS and collected:
        what.append(_CHECKS[number])
    if number == DAYS - 1:
        what += _baselines(day, collected)
    return Step(number + 1, day, tuple(what) or (say("go on collecting"),), tuple(each.kpi for each in begun))


def _baselines(day: date, collected: Sequence[Collected]) -> Iterator[str]:
    if ready := sum(each.baseline_from <= day for each in collected):
        yield say_count(
            "set {n} baseline, and a careful first target on it", "set {n} baselines, and careful first targets on them", ready
        )
    else:
        yield say("set no baseline yet: no KPI has two weeks of data")
    if later := [each.baseline_from for each in collected if each.baseline_from > day]:
        yield say_count(
            "go on collecting: {n} KPI gets its baseline on {last:%-d %B %Y}",
            "go on collecting: {n} KPIs get their baselines later, the last on {last:%-d %B %Y}",
            len(later),
            last=max(later),
        )


_CHECKS = {
    3: say("check what was read back: periods without rows, rows that stand twice, units"),
    6: say("compare two or three numbers with what is already reported elsewhere, and write down why they differ"),
    8: say("have each owner look at the values: is this what is meant, and can it be influenced"),
}
"""What is checked on which day, counted from 0."""


def markdown(plan: Sprint, tell: Callable[[str], str] = str) -> str:
    """Write the plan as Markdown; `tell` says it in another language."""
    lines = [f"## {tell(say('The first two weeks'))}", ""]
    for step in plan.steps:
        lines += [f"### {tell(say('Day {n}, {day:%-d %B %Y}', n=step.number, day=step.day))}", ""]
        lines += [f"- {tell(each)}" for each in step.what]
        lines.append("")
    if plan.collected:
        head = [tell(say("KPI")), tell(say("Begun on")), tell(say("Baseline from")), tell(say("Why then"))]
        lines += [f"| {' | '.join(head)} |", "|---|---|---|---|"]
        lines += [f"| {each.name} | {each.begins} | {each.baseline_from} | {tell(each.why)} |" for each in plan.collected]
        lines.append("")
    return "\n".join(lines)
