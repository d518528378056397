"""Where KPIs have been: six weeks and twelve months beside the year before, drawn and in words; inputs come first (RHY-1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from vitalfew.base.period import Grain
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.formats.document import Block, Cell, Chart, Column, Prose, Section, Table, Text
from vitalfew.model.course import Course
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import State, Verdict
from vitalfew.model.wording import NEEDS, STATUSES, moved, telling, triggers, variance
from vitalfew.reports.cited import counted, judged, listed, measured, named, person, standing
from vitalfew.reports.facts import Facts
from vitalfew.rhythm.agenda import order_of
from vitalfew.rhythm.pack import FINANCIAL

SHOWN: Mapping[Grain, tuple[tuple[Grain, int], ...]] = {
    "day": (("week", 6), ("month", 12)),
    "week": (("week", 6), ("month", 12)),
    "month": (("month", 12),),
    "quarter": (("quarter", 8),),
    "year": (("year", 5),),
}
"""Which periods are shown of a KPI that is measured in such a grain; none is finer than what is measured."""
COMPARED = (("wow", say("WoW")), ("mom", say("MoM")), ("yoy", say("YoY")))
NEWS = {"act-now", "investigate"}
UNHEARD: Mapping[State, Callable[[list[Ref], Text], Text]] = {
    "no-data": lambda refs, names: counted("{n} KPI has no data: {names}.", "{n} KPIs have no data: {names}.", refs, names=names),
    "stale": lambda refs, names: counted("{n} KPI is stale: {names}.", "{n} KPIs are stale: {names}.", refs, names=names),
    "paused": lambda refs, names: counted("{n} KPI is paused: {names}.", "{n} KPIs are paused: {names}.", refs, names=names),
    "no-target": lambda refs, names: counted(
        "{n} KPI has no target to be held against: {names}.",
        "{n} KPIs have no target to be held against: {names}.",
        refs,
        names=names,
    ),
    "private": lambda refs, names: counted(
        "The figures of {n} KPI are closed to you: {names}.",
        "The figures of {n} KPIs are closed to you: {names}.",
        refs,
        names=names,
    ),
}
"""What is said of KPIs of which no status can be told."""
WORST = ("red", "amber", None, "green")


def in_order(framework_order: Mapping[str, int], verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Put what drives before what it drives, finance last."""
    return sorted(verdicts, key=lambda each: (each.perspective == FINANCIAL, framework_order.get(each.ref.id, 0), each.ref.id))


def inputs_first(facts: Facts, verdicts: Iterable[Verdict]) -> list[tuple[str, Text, list[Verdict]]]:
    """Group KPIs: what leads, what comes of it, and money, each in the order of cause and effect."""
    found = in_order(order_of(facts.framework), verdicts)
    leading = [each for each in found if facts.framework.kpi[each.ref.id].timing == "leading"]
    others = [each for each in found if each not in leading]
    money = [each for each in others if each.perspective == FINANCIAL]
    return [
        ("inputs", say("Inputs: what can be worked on"), leading),
        ("outputs", say("Outputs: what comes of it"), [each for each in others if each not in money]),
        ("finance", say("Finance: what it brings"), money),
    ]


def is_exception(verdict: Verdict) -> bool:
    """Tell whether a KPI is worth the time of a review: it is red, got worse by more than chance, or has escalated."""
    is_red = verdict.status == "red" or (verdict.state == "stale" and verdict.last_status == "red")
    return is_red or verdict.attention in NEWS or any(each.opens == "escalation" for each in verdict.triggers)


def exceptions(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Give the exceptions, the worst first."""
    found = [each for each in verdicts if is_exception(each)]
    return sorted(found, key=lambda each: (WORST.index(each.status), each.attention != "act-now", each.tier or 9))


def exception_table(facts: Facts, found: Sequence[Verdict], caption: Text) -> Table:
    """List exceptions with what each asks for."""
    columns = (
        Column(say("KPI"), share=1.5),
        Column(say("Value"), share=1.5),
        Column(say("Target now")),
        Column(say("Change")),
        Column(say("Owner"), share=1.2),
        Column(say("What it asks for"), share=2.2),
    )
    rows = tuple(
        (
            named(facts, each.ref),
            standing(facts, each.ref.id),
            Cell(judged(each, "target_now")),
            Cell(telling(each).text),
            person(facts, each.owner),
            Cell(_asks(each)),
        )
        for each in found
    )
    return Table(caption, columns, rows, say("Nothing is red, and nothing got worse by more than chance."))


def _asks(verdict: Verdict) -> Text:
    parts = [NEEDS[verdict.attention] if verdict.attention else say("no limits yet to tell it from chance"), triggers(verdict)]
    return several(filter(None, parts), "; ")


def sheet(facts: Facts, verdict: Verdict, beside: Iterable[Block] = ()) -> Section:
    """Show one KPI: its chart, how it stands, and what else is given."""
    kpi = facts.framework.kpi[verdict.ref.id]
    courses = [facts.trail(kpi, grain, most) for grain, most in SHOWN[kpi.grain]]
    return Section(f"kpi-{kpi.id}", kpi.title, (_chart(kpi, verdict, courses), *_compared(verdict), *beside), (kpi.ref,))


def _chart(kpi: Kpi, verdict: Verdict, courses: Sequence[Course]) -> Chart:
    captions: Mapping[Grain, Text] = {
        "day": say("{name}: six weeks, and twelve months beside the year before", name=kpi.title),
        "week": say("{name}: six weeks, and twelve months beside the year before", name=kpi.title),
        "month": say("{name}: twelve months, beside the year before", name=kpi.title),
        "quarter": say("{name}: eight quarters, beside the year before", name=kpi.title),
        "year": say("{name}: five years", name=kpi.title),
    }
    far = courses[1] if len(courses) > 1 else None
    return Chart(captions[kpi.grain], _told(verdict), kpi.ref, courses[0], kpi.unit, kpi.decimals, far)


def _told(verdict: Verdict) -> Text:
    """Say how a KPI stands."""
    if verdict.value is None or verdict.period is None:
        return say("No value is known.")
    said = {"value": measured(verdict), "period": verdict.period.label}
    if verdict.target_now is None or verdict.status is None:
        return say("{value} in {period}.", **said)
    said |= {"target": judged(verdict, "target_now"), "status": STATUSES[verdict.status]}
    return say("{value} in {period}, {status} for a target of {target}.", **said)


def _compared(verdict: Verdict) -> Iterator[Block]:
    """Hold the value against its target, and a week, a month and a year before."""
    if verdict.value is None:
        return
    apart = variance(verdict)
    texts = [moved(change, verdict, name).text for field, name in COMPARED if (change := getattr(verdict.change, field)).value]
    if apart.better is not None:
        texts.insert(0, say("{distance} from the target", distance=apart.text))
    if texts:
        yield Prose((say("{value}: {changes}.", value=measured(verdict), changes=several(texts)),))


def unheard(facts: Facts, verdicts: Sequence[Verdict]) -> tuple[Text, ...]:
    """Say of which KPIs no status can be told, and why."""
    found = {state: [each.ref for each in verdicts if each.state == state] for state in UNHEARD}
    return tuple(UNHEARD[state](refs, listed(facts, refs)) for state, refs in found.items() if refs)
