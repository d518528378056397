"""What a KPI declares, in words: how it is calculated, where it is to be and which way, when somebody is called (DEF-1 to DEF-8).

Each number is cited. What is not declared gives None; figures of a KPI that are private are closed by whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import duration, word
from vitalfew.formats.document import Text
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi, Trigger
from vitalfew.model.rhythm import Ladder
from vitalfew.model.source import Source
from vitalfew.model.verdict import Verdict
from vitalfew.reports.cited import figured, whole
from vitalfew.rhythm.schedule import Rhythm, read_rhythm

OPERATORS: Mapping[str, Callable[[Text, Text], Text]] = {
    "+": lambda one, other: say("{one} plus {other}", one=one, other=other),
    "-": lambda one, other: say("{one} less {other}", one=one, other=other),
    "*": lambda one, other: say("{one} times {other}", one=one, other=other),
    "/": lambda one, other: say("{one} divided by {other}", one=one, other=other),
}
CALLS: Mapping[str, Callable[[Text], Text]] = {
    "min": lambda parts: say("the least of {parts}", parts=parts),
    "max": lambda parts: say("the greatest of {parts}", parts=parts),
    "abs": lambda parts: say("the size of {parts}", parts=parts),
    "neg": lambda parts: say("minus {parts}", parts=parts),
}


OF_EACH: Mapping[str, Text] = {
    "monthly": say("of each month"),
    "quarterly": say("of each quarter"),
    "yearly": say("of each year"),
}
PLACES: Mapping[int, Callable[[Text, Text], Text]] = {
    0: lambda day, each: say("the first {day} {of_each}", day=day, of_each=each),
    1: lambda day, each: say("the second {day} {of_each}", day=day, of_each=each),
    2: lambda day, each: say("the third {day} {of_each}", day=day, of_each=each),
    3: lambda day, each: say("the fourth {day} {of_each}", day=day, of_each=each),
    -1: lambda day, each: say("the last {day} {of_each}", day=day, of_each=each),
}
WEEKDAY: Mapping[str, Text] = {
    "monday": say("Monday"),
    "tuesday": say("Tuesday"),
    "wednesday": say("Wednesday"),
    "thursday": say("Thursday"),
    "friday": say("Friday"),
    "saturday": say("Saturday"),
    "sunday": say("Sunday"),
}


def when(rhythm: str | None) -> Text | None:
    """Say when a review is held; what sentences have no words for stands as it was written."""
    if not rhythm:
        return None
    read = read_rhythm(rhythm)
    day = _held_on(read)
    if day is None:
        return rhythm
    return say("{day}, {time}", day=day, time=f"{read.clock:%H:%M}") if read.clock else day


def _held_on(read: Rhythm) -> Text | None:
    if read.day is None:
        return word(read.frequency)
    day = WEEKDAY.get(read.day)
    if day is None:
        return None
    if read.frequency == "weekly":
        return say("every {day}", day=day)
    return PLACES[read.place](day, OF_EACH[read.frequency]) if read.frequency in OF_EACH else None


def calculation(framework: Framework, kpi: Kpi) -> Text | None:
    """Say the formula in words; as it stands where it cannot be read."""
    if not kpi.formula:
        return None
    try:
        return _spoken(framework, kpi, parse(kpi.formula))
    except FormulaError:
        return kpi.formula


def _spoken(framework: Framework, kpi: Kpi, node: Node, *, inside: bool = False) -> Text:
    if node.op == "number":
        return figured(node.number, None, None, f"{kpi.ref}#formula")
    if node.op == "measure":
        measure = framework.measure.get(node.name)
        return (measure.name if measure else None) or node.name.replace("_", " ")
    if node.op == "kpi":
        other = framework.kpi.get(node.name)
        return say("the KPI {name}", name=other.title if other else node.name)
    if node.op == "nullif":  # it keeps a division from failing, and says nothing else
        return _spoken(framework, kpi, node.parts[0], inside=inside)
    parts = [
        _spoken(framework, kpi, part, inside=node.op in OPERATORS and not (part.op == node.op and (node.op in "+*" or at == 0)))
        for at, part in enumerate(node.parts)
    ]
    if node.op not in OPERATORS:
        return CALLS[node.op](several(parts))
    said = OPERATORS[node.op](parts[0], parts[1])
    return say("({part})", part=said) if inside else said


def measures_of(framework: Framework, kpi: Kpi) -> tuple[str, ...]:
    """Give the measures that a KPI is made of, those of KPIs in its formula too, each once."""
    found: dict[str, None] = {}
    seen, queue = {kpi.id}, [kpi]
    while queue:
        try:
            node = parse(queue.pop(0).formula or "")
        except FormulaError:
            continue
        found |= dict.fromkeys(name for name in node.measures if name in framework.measure)
        queue += [framework.kpi[each] for each in node.kpis if each in framework.kpi and each not in seen]
        seen |= set(node.kpis)
    return tuple(found)


def sources_of(framework: Framework, kpi: Kpi) -> tuple[Source, ...]:
    """Give the sources that the measures of a KPI are read from, each once."""
    named = {framework.measure[name].source for name in measures_of(framework, kpi)}
    return tuple(each for each in framework.sources if each.id in named)


def baseline(kpi: Kpi) -> Text | None:
    """Say where the KPI stood, and when."""
    held = kpi.baseline
    if held is None:
        return None
    value = figured(held.value, kpi.unit, kpi.decimals, f"{kpi.ref}#baseline.value")
    if held.day is None:
        return value
    if held.from_ and held.to:
        since, until = held.from_, held.to
        return say("{value} from {since:%-d %B %Y} to {until:%-d %B %Y}", value=value, since=since, until=until)
    return say("{value} on {day:%-d %B %Y}", value=value, day=held.day)


def way(kpi: Kpi) -> Text | None:
    """Say on which way a target is to be reached, and what would be a stretch."""
    target = kpi.target
    if target is None:
        return None
    told = [_path(kpi), _points(kpi, "target.values", target.values) if target.values else None]
    if target.applies_to == "to-date":
        told.append(say("it holds for the year to date"))
    if target.best is not None:
        told.append(say("{best} is best", best=figured(target.best, kpi.unit, kpi.decimals, f"{kpi.ref}#target.best")))
    if target.stretch is not None:
        most = figured(target.stretch, kpi.unit, kpi.decimals, f"{kpi.ref}#target.stretch")
        told.append(say("{most} would be a stretch", most=most))
    said = list(filter(None, told))
    return several(said, "; ") if said else None


def _path(kpi: Kpi) -> Text | None:
    target, held = kpi.target, kpi.baseline
    if target is None or target.reach is None:
        return None
    if isinstance(target.path, dict):
        return _points(kpi, "target.path", target.path)
    if target.path == "prior-year":
        return say("in the course that the year before took")
    if target.path == "hold":
        return say("from the day on; until then the baseline is to be held")
    if held is None or held.day is None:
        return say("on a straight line")
    start = figured(held.value, kpi.unit, kpi.decimals, f"{kpi.ref}#baseline.value")
    return say("on a straight line from {start} on {day:%-d %B %Y}", start=start, day=held.day)


def _points(kpi: Kpi, field: str, points: Mapping[date, float] | Mapping[str, float]) -> Text:
    return several(_point(kpi, f"{field}.{at}", str(at), value) for at, value in points.items())


def _point(kpi: Kpi, field: str, at: str, value: float) -> Text:
    said = figured(value, kpi.unit, kpi.decimals, f"{kpi.ref}#{field}")
    if len(at) == len("2026-01"):
        return say("{value} in {month:%b %Y}", value=said, month=date.fromisoformat(f"{at}-01"))
    return say("{value} by {day:%-d %b %Y}", value=said, day=date.fromisoformat(at))


def threshold(kpi: Kpi) -> Text | None:
    """Say beyond which value the KPI is red."""
    if kpi.threshold is None:
        return None
    if isinstance(kpi.threshold, dict):
        return _points(kpi, "threshold", kpi.threshold)
    return figured(kpi.threshold, kpi.unit, kpi.decimals, f"{kpi.ref}#threshold")


def limits(verdict: Verdict) -> Text | None:
    """Say what the process does by itself, and what that rests on."""
    found = verdict.signal.limits if verdict.signal else None
    if found is None:
        return None
    at = f"{verdict.ref}#verdict.signal.limits"
    low, centre, high = (
        figured(getattr(found, name), verdict.unit, verdict.decimals, f"{at}.{name}") for name in ("lower", "centre", "upper")
    )
    periods = say_count("{n} period", "{n} periods", whole(found.values, f"{at}.values"))
    said = {"low": low, "high": high, "centre": centre, "periods": periods, "day": found.since}
    if found.provisional:
        return say("{low} to {high} around {centre}; provisional, from {periods} since {day:%-d %B %Y}", **said)
    return say("{low} to {high} around {centre}, from {periods} since {day:%-d %B %Y}", **said)


def signal(verdict: Verdict) -> Text | None:
    """Say whether the judged period is more than chance; None where there is nothing to tell it by."""
    found = verdict.signal
    if found is None or found.missing:
        return None
    if not found.fired:
        return say("nothing but chance")
    fired = several(found.fired)
    if found.better is None:
        return say("more than chance ({rules})", rules=fired)
    return (
        say("better by more than chance ({rules})", rules=fired)
        if found.better
        else say("worse by more than chance ({rules})", rules=fired)
    )


def calls(kpi: Kpi) -> tuple[Text, ...]:
    """Say each pattern that calls for attention."""
    return tuple(call(each, f"{kpi.ref}#escalate.{place}") for place, each in enumerate(kpi.escalate))


def call(trigger: Trigger, at: str) -> Text:
    """Say a pattern, whose numbers stand `at` a place."""
    if trigger.worse_in_a_row is not None:
        times = whole(trigger.worse_in_a_row, f"{at}.worse_in_a_row")
        return say_count("it got worse", "it got worse {n} times in a row", times)
    if isinstance(trigger.missed, tuple):
        least, of = (whole(each, f"{at}.missed.{place}") for place, each in enumerate(trigger.missed))
        return say("the target is missed in {least} of {of} periods", least=least, of=of)
    if trigger.missed is not None:
        times = whole(trigger.missed, f"{at}.missed")
        return say_count("the target is missed", "the target is missed {n} times in a row", times)
    if trigger.stale is not None:
        return say_count("no value for {n} period", "no value for {n} periods", whole(trigger.stale, f"{at}.stale"))
    if trigger.likely_miss is not None:
        share = figured(trigger.likely_miss, None, None, f"{at}.likely_miss")
        return say("the target is likely to be missed (a probability of {share} or more)", share=share)
    if trigger.guard_broken:
        return say("a guard is broken")
    return say("it is beyond its threshold") if trigger.beyond_threshold else say("a signal says that it got worse")


def ladder_of(framework: Framework, kpi: Kpi) -> Ladder | None:
    """Give the ladder that an escalation of a KPI climbs: its own, else `default`."""
    return framework.index.get(Ref("ladder", kpi.ladder or "default"))  # type: ignore[return-value]  # it is what the kind says


def steps(framework: Framework, ladder: Ladder) -> Iterator[Text]:
    """Say each step of a ladder: who is told, and how long they have."""
    for step in ladder.steps:
        known = framework.person.get(step.to)
        name = (known.name or known.role or known.id) if known else word(step.to)
        yield say("{who} within {time}", who=name, time=duration(step.within)) if step.within else name
