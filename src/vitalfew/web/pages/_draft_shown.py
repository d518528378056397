"""What is shown of a draft: how the answers were understood, what was chosen of the catalogue, and how that fits its bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vitalfew.base.period import Grain
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import word
from vitalfew.draft.choice import Candidates, Goal, Placed, Pursued, Selection
from vitalfew.model.framework import Framework
from vitalfew.model.preset import Span
from vitalfew.rules.count import of_level, quota, tops
from vitalfew.rules.leading_share import bounds
from vitalfew.text.engine import Band
from vitalfew.web.pages._draft_fields import KINDS
from vitalfew.web.visit import LENSES

BANDS: Mapping[Band, tuple[str, str]] = {
    "strong": (say("clear"), "green"),
    "plausible": (say("likely"), "green"),
    "weak": (say("uncertain"), "amber"),
    "none": (say("nothing found"), "red"),
}
"""How sure a match is, in a word, and its tone."""


EVERY: Mapping[Grain, str] = {
    "day": say("every day"),
    "week": say("every week"),
    "month": say("every month"),
    "quarter": say("every quarter"),
    "year": say("every year"),
}


TONES = {"financial": "financial", "customer": "customer", "internal-process": "process", "learning-and-growth": "growth"}


@dataclass(frozen=True, slots=True)
class Meant:
    """A goal and the objective that it was found to mean; `choices` where a person decides: id, statement, chosen."""

    number: int
    text: str
    objective: str
    word: str
    tone: str
    nearest: str
    choices: tuple[tuple[str, str, bool], ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """How the answers were understood: facts as label and text, notices in words, and each goal."""

    said: str
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    goals: tuple[Meant, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A KPI that was chosen: `serves` is its objective, `to` the KPI one level up."""

    id: str
    name: str
    about: str
    serves: str
    to: str
    facts: str
    gamed: str


@dataclass(frozen=True, slots=True)
class Group:
    """The KPIs of a unit, with who heads it and how many there may be."""

    id: str
    name: str
    role: str
    said: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective that was chosen: the goals that it answers, the objectives that it drives."""

    id: str
    statement: str
    goals: tuple[str, ...]
    drives: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The objectives of a perspective."""

    name: str
    tone: str
    aims: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A count against its bounds."""

    what: str
    number: int
    bounds: str
    is_within: bool


def understood(candidates: Candidates) -> Understood:
    """Show how answers were understood."""
    context = candidates.context
    goals = tuple(_meant(each, candidates) for each in candidates.goals)
    left = sum(each.is_open for each in goals)
    said = (
        say_count("{n} goal can mean two things: choose below.", "{n} goals can mean two things: choose below.", left)
        if left
        else say_count("{n} goal was read.", "{n} goals were read.", len(goals))
    )
    facts = (
        (say("Industry"), industry(context.industry)),
        (say("Kind of framework"), KINDS[context.preset.name]),
        (say("Units"), several(each.name for each in context.units)),
        (say("Reporting"), word(context.reporting)),
        (say("Currency"), context.currency),
    )
    return Understood(said, facts, context.notices, goals)


INDUSTRIES: Mapping[str, str] = {
    "software-subscription": say("software by subscription"),
    "e-commerce": say("e-commerce"),
    "retail": say("retail"),
    "manufacturing": say("manufacturing"),
    "logistics": say("logistics"),
    "health-care": say("health care"),
    "education": say("education"),
    "public-sector": say("public sector"),
    "non-profit": say("non-profit"),
    "banking": say("banking"),
    "insurance": say("insurance"),
    "hospitality": say("hospitality"),
    "construction": say("construction"),
    "energy": say("energy"),
    "professional-services": say("professional services"),
    "media": say("media"),
}


def industry(name: str) -> str:
    """Give what an industry of the catalogue is called."""
    return INDUSTRIES.get(name, name)


def _meant(goal: Goal, candidates: Candidates) -> Meant:
    chosen = candidates.context.brief.meant.get(goal.text, "")
    said = {id_: pattern.statement for id_, pattern in candidates.book.pattern.items()}
    found, nearest = goal.pattern or "", goal.nearest or ""
    named = [each for each in dict.fromkeys((chosen, found, nearest)) if each in said]
    is_open = not goal.decided and len(named) > 1 and not chosen
    word_, tone = (say("you chose"), "green") if chosen else (say("which one?"), "amber") if is_open else BANDS[goal.band]
    choices = tuple((each, said[each], each == chosen) for each in sorted(named)) if is_open or chosen else ()
    second = said.get(nearest, "") if nearest != found else ""
    return Meant(goal.number, goal.text, said.get(found, ""), word_, tone, second, choices, is_open)


def lanes(selection: Selection, framework: Framework) -> tuple[Lane, ...]:
    """Show the objectives by perspective."""
    statements = _statements(selection, framework)
    found: dict[str, list[Aim]] = {lens: [] for lens in LENSES}
    for each in selection.objectives:
        found[each.pattern.perspective].append(_aim(each, selection, statements))
    return tuple(Lane(LENSES[lens], TONES[lens], tuple(aims)) for lens, aims in found.items() if aims)


def _statements(selection: Selection, framework: Framework) -> Mapping[str, str]:
    """Give what each objective says: as the framework has it, which may be in the words of a goal."""
    own = {each.id: each.statement for each in framework.objectives}
    return {each.pattern.id: own.get(each.pattern.id) or each.pattern.statement for each in selection.objectives}


def _aim(each: Pursued, selection: Selection, statements: Mapping[str, str]) -> Aim:
    texts = {goal.number: goal.text for goal in selection.candidates.goals}
    drives = several([statements[id_] for id_ in each.drives if id_ in statements], "; ")
    goals = tuple(texts[number] for number in each.goals if number in texts)
    return Aim(each.pattern.id, statements[each.pattern.id], goals, drives)


def groups(selection: Selection, framework: Framework) -> tuple[Group, ...]:
    """Show the KPIs by unit."""
    levels = {level.id: level for level in framework.all_levels}
    statements = _statements(selection, framework)
    found = []
    for unit in selection.candidates.context.units:
        placed = [each for each in selection.kpis if each.unit == unit.id]
        level = levels.get(unit.level)
        span = quota(framework, level) if level else Span()
        count = say_count("{n} KPI", "{n} KPIs", sum(not each.metric for each in placed))
        said = count if span == Span() else say("{count}; {bounds} belong here", count=count, bounds=span.words())
        if placed:
            found.append(Group(unit.id, unit.name, unit.role, said, tuple(_row(each, selection, statements) for each in placed)))
    return tuple(found)


def _row(each: Placed, selection: Selection, statements: Mapping[str, str]) -> Row:
    entry, names = each.entry, {other.entry.id: other.entry.name for other in selection.kpis}
    kpi = entry.kpi(selection.candidates.context.currency)
    metric = say("operational metric") if each.metric else ""
    facts = several(filter(None, [word(entry.timing), kpi.unit, EVERY[entry.every], metric]))
    return Row(
        entry.id,
        entry.name,
        entry.definition,
        statements.get(each.objective or "", ""),
        names.get(each.above or "", ""),
        facts,
        entry.gamed,
    )


def held(framework: Framework) -> tuple[Held, ...]:
    """Show the counts against their bounds."""
    return tuple(_held(framework))


def _held(framework: Framework) -> Iterator[Held]:
    rules = framework.rules
    yield _count(say("Objectives"), len(tops(framework)), framework.span("objectives", rules.objectives))
    each = [len(kpis) for kpis in framework.kpis_of_objective.values()]
    yield _count(say("KPIs of an objective, at most"), max(each, default=0), framework.span("per-objective", rules.per_objective))
    counted = [kpi for kpi in framework.current_kpis if kpi.kind == "kpi"]
    yield _count(say("KPIs in all"), len(counted), framework.span("in-all", rules.in_all))
    found = of_level(framework)
    first = [kpi for level in framework.all_levels if level.tier == 1 for kpi in found.get(level.id, ())]
    leading = sum(kpi.timing == "leading" for kpi in first)
    yield _count(say("KPIs at the top"), len(first), quota(framework, next(e for e in framework.all_levels if e.tier == 1)))
    yield _count(say("Of them leading"), leading, Span(*bounds(framework, len(first))))


def _count(what: str, number: int, span: Span) -> Held:
    return Held(what, number, say("any number") if span == Span() else span.words(), number in span)
