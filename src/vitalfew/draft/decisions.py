"""What a draft cannot decide: who, from where, to where, and what was meant; only people can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.draft.build import file_of, unheld
from vitalfew.draft.choice import Selection
from vitalfew.draft.roles import CHALLENGER, role


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to decide: what, why it cannot be drafted, who decides, and where it is written."""

    what: str
    why: str
    who: str
    refs: tuple[Ref, ...]
    file: str


def decisions_of(selection: Selection) -> tuple[Decision, ...]:
    """Give what is left to decide, in the order in which it is decided."""
    return (*_of_goals(selection), *_of_strategy(selection), *_of_people(selection), *_of_numbers(selection))


def _of_goals(selection: Selection) -> Iterator[Decision]:
    lead = say("whoever stated the goals")
    file = "framework/objectives.yaml"
    for goal in selection.candidates.goals:
        if goal.pattern is None:
            what = say("Say what the goal “{goal}” means", goal=goal.text)
            yield Decision(what, say("nothing known speaks of it, so no objective answers it"), lead, (FRAMEWORK,), file)
        elif not goal.decided and goal.nearest:
            what = say("Confirm that the goal “{goal}” means `{pattern}`", goal=goal.text, pattern=goal.pattern)
            why = say("`{nearest}` fits nearly as well", nearest=goal.nearest)
            yield Decision(what, why, lead, (Ref("objective", goal.pattern),), file)
        elif goal.band == "weak":
            what = say("Confirm that the goal “{goal}” means `{pattern}`", goal=goal.text, pattern=goal.pattern)
            yield Decision(what, say("the words are only distantly alike"), lead, (Ref("objective", goal.pattern),), file)


def _of_strategy(selection: Selection) -> Iterator[Decision]:
    brief = selection.candidates.context.brief
    missing = [key for key in ("mission", "vision", "approach", "destination") if not getattr(brief, key)]
    if missing:
        what = say("Put {keys} into your own words", keys=", ".join(f"`{key}`" for key in missing))
        why = say("they were composed from the answers")
        yield Decision(what, why, say("the leadership"), (Ref("strategy", "mission"),), "framework/strategy.yaml")
    left = unheld(selection)
    if left:
        what = say(
            "Say whether {perspectives} needs an objective",
            perspectives=several([f"`{each}`" for each in left], last=say(" and ")),
        )
        why = say("the stated goals fill all objectives that there may be")
        yield Decision(what, why, say("the leadership"), (FRAMEWORK,), "framework/strategy.yaml")
    if brief.currency is None:
        code = selection.candidates.context.currency
        what = say("Confirm the currency {code}", code=code)
        yield Decision(what, say("no brief says it"), say("finance"), (FRAMEWORK,), "framework/strategy.yaml")


def _of_people(selection: Selection) -> Iterator[Decision]:
    units = selection.candidates.context.units
    refs = tuple(Ref("person", role(unit)) for unit in units)
    what = say_count(
        "Name who fills {n} role, and so owns its KPIs", "Name who fills each of {n} roles, and so owns its KPIs", len(units)
    )
    yield Decision(what, say("one person answers for each KPI"), say("the leadership"), refs, "framework/organization.yaml")
    lead = (Ref("person", CHALLENGER),)
    why = say("somebody else than the owner looks at the numbers")
    yield Decision(say("Name who reviews the KPIs of the top"), why, say("the leadership"), lead, "framework/organization.yaml")


def _of_numbers(selection: Selection) -> Iterator[Decision]:
    for unit in selection.candidates.context.units:
        own = tuple(Ref("kpi", placed.entry.id) for placed in selection.kpis if placed.unit == unit.id)
        if own:
            what = say_count(
                "Set baseline, target and threshold of {n} KPI of {unit}",
                "Set baseline, target and threshold of {n} KPIs of {unit}",
                len(own),
                unit=unit.name,
            )
            file = file_of(selection, unit)
            yield Decision(what, say("two weeks of data come before the first target"), str(unit.role), own, file)
