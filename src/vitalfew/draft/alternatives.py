"""Other frameworks that keep all rules, and what they give and take: fewer and cheaper KPIs, or other objectives."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from vitalfew.base.said import say, say_count, several
from vitalfew.draft.choice import Selection
from vitalfew.draft.program import Row
from vitalfew.draft.select import chosen, model_of

LEAN = 2.0
"""What a KPI costs more in the framework of least effort."""


@dataclass(frozen=True)
class Alternative:
    """Another selection: in a word what it is, and in words what it gives and takes against the first."""

    name: str
    trade: str
    selection: Selection


def alternatives(selection: Selection) -> tuple[Alternative, ...]:
    """Give up to two other frameworks: the one that takes least to measure, and the best with another objective."""
    return tuple(each for each in (_leanest(selection), _other_aims(selection)) if each)


def _leanest(selection: Selection) -> Alternative | None:
    model = model_of(selection.candidates)
    for (_, id_, _, _), place in model.of():
        model.program.worth[place] -= LEAN * (0.5 + model.options[id_].burden)
    found = model.program.solve()
    other = chosen(model, found) if found else None
    if other is None or _same(selection, other):
        return None
    fewer, less = len(selection.kpis) - len(other.kpis), selection.burden - other.burden
    trade = say(
        "{kpis}, {share:.0f} % less to measure; KPIs fit their objectives {fit} on average",
        kpis=say_count("{n} KPI fewer", "{n} KPIs fewer", fewer) if fewer else say("as many KPIs"),
        share=100 * less / selection.burden if selection.burden else 0.0,
        fit=_fit(selection, other),
    )
    return Alternative(say("Least effort"), trade, other)


def _other_aims(selection: Selection) -> Alternative | None:
    model = model_of(selection.candidates)
    own = {each.pattern.id for each in selection.objectives}
    free = [model.pursued[id_] for id_ in sorted(own) if not _is_goal(selection, id_)]
    if not free:
        return None
    cut = Row(tuple((place, 1.0) for place in free), -inf, len(free) - 1, say("another objective"))
    found = model.program.solve(extra=[cut])
    if found is None:
        return None
    other = chosen(model, found)
    came = [each.pattern.statement for each in other.objectives if each.pattern.id not in own]
    went = [
        each.pattern.statement
        for each in selection.objectives
        if each.pattern.id not in {one.pattern.id for one in other.objectives}
    ]
    trade = say(
        "{came} in place of {went}; KPIs fit their objectives {fit} on average",
        came=_quoted(came),
        went=_quoted(went),
        fit=_fit(selection, other),
    )
    return Alternative(say("Another objective"), trade, other)


def _is_goal(selection: Selection, id_: str) -> bool:
    return any(goal.pattern == id_ for goal in selection.candidates.goals)


def _quoted(statements: list[str]) -> str:
    return str(several([f"“{each}”" for each in statements])) if statements else str(say("nothing"))


def _fit(one: Selection, other: Selection) -> str:
    apart = other.alignment - one.alignment
    if abs(apart) < 0.005:
        return say("as well")
    return say("better ({apart:+.2f})", apart=apart) if apart > 0 else say("less well ({apart:+.2f})", apart=apart)


def _same(one: Selection, other: Selection) -> bool:
    first, second = ({(each.entry.id, each.unit, each.objective) for each in some.kpis} for some in (one, other))
    return first == second
