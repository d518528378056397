"""What is to be expected: targets that are likely to be missed, chains that do not hold, and what nobody answers for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import Block, Cell, Column, Section, Table, Text
from vitalfew.judge.rollup import status_of
from vitalfew.model.outlook import AtTarget
from vitalfew.model.verdict import Rollup, Status, Verdict
from vitalfew.model.wording import NOTHING, Mark, mark
from vitalfew.reports.cited import figured, gap, named, person, standing
from vitalfew.reports.facts import Facts

LIKELY = 0.5
"""From which probability on a miss is likely."""
HOLDS, LATE, SLOW, BROKEN, BOTH = (
    Mark("green", say("holds")),
    Mark("amber", say("results still hold, drivers do not")),
    Mark("amber", say("drivers hold, results lag behind")),
    Mark("red", say("drivers hold, results do not")),
    Mark("amber", say("both fall short")),
)
UNTOLD = Mark(None, say("cannot be told"))
READING: Mapping[str, Text] = {
    HOLDS.word: say("go on"),
    LATE.word: say("results are likely to follow: work on the drivers now"),
    SLOW.word: say("wait for the effect, for as long as it was said to take"),
    BROKEN.word: say("the effect is still to come, or these drivers do not bring it: ask which"),
    BOTH.word: say("work on the drivers; whether they bring the result is not told yet"),
    UNTOLD.word: say("give it both a leading and a lagging KPI with data"),
}


class Miss(NamedTuple):
    """A target that is likely to be missed: with which probability, and what is expected in its place."""

    verdict: Verdict
    probability: float
    expected: AtTarget


def likely_misses(verdicts: Iterable[Verdict]) -> list[Miss]:
    """Give the targets that are likely to be missed, the likeliest first."""
    found = (
        Miss(each, each.forecast.p_miss, each.forecast.at_target)
        for each in verdicts
        if each.forecast and each.forecast.at_target and each.forecast.p_miss is not None
    )
    return sorted((each for each in found if each.probability >= LIKELY), key=lambda each: -each.probability)


def forecast(facts: Facts, verdicts: Sequence[Verdict]) -> Section:
    """List likely misses with what is expected, and how sure that is."""
    columns = (
        Column(say("KPI"), share=1.5),
        Column(say("Value"), share=1.5),
        Column(say("Target"), "number"),
        Column(say("By")),
        Column(say("Expected"), "number"),
        Column(say("Range"), "number", share=1.4),
        Column(say("Probability of a miss"), "number"),
    )
    found = likely_misses(verdicts)
    rows = tuple(_row(facts, each) for each in found)
    table = Table(say("Targets that are likely to be missed"), columns, rows, say("No target is likely to be missed."))
    told = [each for each in verdicts if each.forecast and each.forecast.p_miss is not None]
    lacks = () if told else (gap(say("forecasts"), say("They need targets and enough periods: connect sources, or wait.")),)
    return Section("forecast", say("Outlook: likely misses"), (table, *lacks), tuple(each.verdict.ref for each in found))


def _row(facts: Facts, miss: Miss) -> tuple[Cell, ...]:
    verdict, expected = miss.verdict, miss.expected
    at = f"{verdict.ref}#verdict.forecast"

    def number(value: float | tuple[float, float], field: str) -> Text:
        return figured(value, verdict.unit, verdict.decimals, f"{at}.at_target.{field}")

    low, high = number(expected.low, "low"), number(expected.high, "high")
    return (
        named(facts, verdict.ref),
        standing(facts, verdict.ref.id),
        Cell(number(expected.target, "target")),
        Cell(say("{day:%-d %b %Y}", day=expected.by)),
        Cell(number(expected.value, "value")),
        Cell(say("{low} to {high}", low=low, high=high)),
        Cell(figured(miss.probability, None, 2, f"{at}.p_miss")),
    )


def reading(rollup: Rollup) -> Mark:
    """Tell whether the drivers of an objective bring its results."""
    drivers, results = status_of(rollup.drivers), status_of(rollup.results)
    if drivers is None or results is None:
        return UNTOLD
    if drivers == "green":
        return {"green": HOLDS, "amber": SLOW, "red": BROKEN}[results]
    return LATE if results == "green" else BOTH


ORDER = [BROKEN, BOTH, SLOW, LATE, UNTOLD, HOLDS]


def strategy_test(facts: Facts) -> Section:
    """Hold what drives against what comes of it, for each objective and each declared effect (STR-8)."""
    columns = (
        Column(say("Objective"), share=2.2),
        Column(say("Drivers"), share=1.1),
        Column(say("Results"), share=1.1),
        Column(say("Does the chain hold?"), share=1.6),
        Column(say("What to do"), share=2),
    )
    found = sorted(facts.scorecard.objectives, key=lambda each: ORDER.index(reading(each)))
    rows = tuple(
        (
            named(facts, each.ref),
            _score(each, "drivers"),
            _score(each, "results"),
            Cell("", reading(each)),
            Cell(READING[reading(each).word]),
        )
        for each in found
    )
    caption = say("Drivers and results of each objective, scored from nought to ten")
    table = Table(caption, columns, rows, say("No objective is declared."))
    holes: list[Block] = [] if rows else [gap(say("objectives"), say("Declare `objectives`, each with its KPIs."))]
    blocks = (table, _effects(facts), *holes)
    return Section("strategy-test", say("Does the strategy hold?"), blocks, tuple(each.ref for each in found))


def _score(rollup: Rollup, field: str) -> Cell:
    score: float | None = getattr(rollup, field)
    if score is None:
        return Cell(NOTHING)
    status = status_of(score)
    return Cell(figured(score, None, 1, f"{rollup.ref}#verdict.{field}"), Mark(status, "") if status else None)


def broken_effects(facts: Facts) -> Iterator[tuple[Verdict, Verdict]]:
    """Give the KPIs that are on track and should drive another, which is off track."""
    for kpi in facts.framework.current_kpis:
        driver = facts.verdicts.get(kpi.id)
        for drive in kpi.drives:
            effect = facts.verdicts.get(drive.kpi)
            if driver and effect and driver.status == "green" and effect.status in {"red", "amber"}:
                yield driver, effect


def _effects(facts: Facts) -> Table:
    columns = (
        Column(say("On track"), share=2),
        Column(say("Value"), share=1.4),
        Column(say("It is to drive"), share=2),
        Column(say("Value"), share=1.4),
    )
    rows = tuple(
        (named(facts, driver.ref), standing(facts, driver.ref.id), named(facts, effect.ref), standing(facts, effect.ref.id))
        for driver, effect in broken_effects(facts)
    )
    return Table(
        say("Effects that are declared and not seen"), columns, rows, say("Whatever is on track drives nothing that is not.")
    )


def ownerless(facts: Facts) -> list[Ref]:
    """Give objectives and KPIs that nobody who is here answers for."""
    people, today = facts.framework.person, facts.made.as_of

    def is_here(id_: str | None) -> bool:
        person = people.get(id_ or "")
        return person is not None and not (person.left and person.left <= today)

    bare = [each.ref for each in facts.framework.objectives if not is_here(each.owner)]
    return bare + [each.ref for each in facts.framework.strategic_kpis if not any(map(is_here, each.owners))]


def objectives(facts: Facts) -> Table:
    """List objectives with how they stand, the worst first."""
    columns = (Column(say("Objective"), share=3), Column(say("State"), "mark"), Column(say("Owner"), share=1.4))
    order: list[Status | None] = ["red", "amber", None, "green"]
    found = sorted(facts.scorecard.objectives, key=lambda each: order.index(each.status))
    rows = tuple((named(facts, each.ref), Cell("", mark(each)), _owner(facts, each.ref)) for each in found)
    return Table(say("Objectives, the worst first"), columns, rows, say("No objective is declared."))


def _owner(facts: Facts, ref: Ref) -> Cell:
    known = facts.framework.objective.get(ref.id)
    return person(facts, known.owner if known else None)
