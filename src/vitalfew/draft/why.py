"""Why a KPI or an objective was chosen or not: what speaks for it, and what it would cost or break to do otherwise.

The cost is no guess: the other way is forced, the program is solved again, and what it is worth then is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.draft.choice import Selection
from vitalfew.draft.program import Row
from vitalfew.draft.select import Model, chosen, model_of

FORCED = say("what was asked for")
ALIKE = 0.01
"""A difference in worth under which two frameworks are as good."""


@dataclass(frozen=True, slots=True)
class Why:
    """Whether something was chosen, and the reasons in words."""

    ref: Ref
    chosen: bool
    reasons: tuple[str, ...]


def why(selection: Selection, ref: Ref) -> Why:
    """Say why a KPI or an objective is in a selection or not; raises UnknownName where the catalogue knows none of that id."""
    book = selection.candidates.book
    known = book.entry if ref.kind == "kpi" else book.pattern
    if ref.id not in known or ref.kind not in {"kpi", "objective"}:
        raise UnknownName(ref.kind, ref.id, known)
    model = model_of(selection.candidates)
    return _of_kpi(selection, model, ref) if ref.kind == "kpi" else _of_objective(selection, model, ref)


def _of_kpi(selection: Selection, model: Model, ref: Ref) -> Why:
    placed = next((each for each in selection.kpis if each.entry.id == ref.id), None)
    places = tuple(place for _, place in model.of(kpi=ref.id))
    found = [*_said_of_kpi(selection, ref.id)]
    if placed is None and not places:
        return Why(ref, chosen=False, reasons=(*found, _left_out(selection, ref.id)))
    return Why(ref, chosen=placed is not None, reasons=(*found, *_otherwise(selection, model, places, is_in=placed is not None)))


def _said_of_kpi(selection: Selection, id_: str) -> Iterator[str]:
    option = next((each for each in selection.candidates.options if each.entry.id == id_), None)
    placed = next((each for each in selection.kpis if each.entry.id == id_), None)
    if option is None:
        return
    pursued = {each.pattern.id for each in selection.objectives}
    best = max(
        (each for each in option.relevance if each in pursued), key=lambda each: (option.relevance[each], each), default=None
    )
    if best:
        pattern = selection.candidates.book.pattern[best]
        yield say("it serves “{aim}” with a relevance of {score:.2f}", aim=pattern.statement, score=option.relevance[best])
        if best in selection.candidates.book.pattern and id_ in pattern.kpis:
            yield say("the catalogue lists it for that objective")
    if placed and placed.above:
        yield say("it is a part of `{above}`, one level up", above=placed.above)
    yield say("measuring it takes {burden:.2f} of the most that a KPI takes", burden=option.burden)


def _left_out(selection: Selection, id_: str) -> str:
    entry, industry = selection.candidates.book.entry[id_], selection.candidates.context.industry
    if not entry.serves(industry):
        return say("it is not used in the industry `{industry}`", industry=industry)
    if id_ in selection.candidates.context.brief.excluded:
        return say("it is excluded")
    return say("others are more relevant to every objective that was looked at, or no unit of the framework has its function")


def _of_objective(selection: Selection, model: Model, ref: Ref) -> Why:
    is_in = any(each.pattern.id == ref.id for each in selection.objectives)
    goals = [goal.text for goal in selection.candidates.goals if goal.pattern == ref.id]
    reasons = [say("it answers the goal “{goal}”", goal=text) for text in goals]
    wanted = {goal.pattern for goal in selection.candidates.goals}
    carried = [each for each in selection.candidates.book.pattern[ref.id].drives if each in wanted]
    if carried:
        reasons.append(say("it carries {objectives}, which was stated", objectives=several([f"`{each}`" for each in carried])))
    clash = [
        each.pattern.id
        for each in selection.objectives
        if each.pattern.id in selection.candidates.book.conflicts(selection.candidates.book.pattern[ref.id])
    ]
    reasons += [say("it usually competes with `{other}`", other=other) for other in clash]
    if ref.id not in model.pursued:
        return Why(
            ref,
            chosen=False,
            reasons=(*reasons, say("it is not used in this industry, or fits goals and focus less than others")),
        )
    return Why(ref, chosen=is_in, reasons=(*reasons, *_otherwise(selection, model, (model.pursued[ref.id],), is_in=is_in)))


def _otherwise(selection: Selection, model: Model, places: tuple[int, ...], *, is_in: bool) -> Iterator[str]:
    """Say what it would take to have it the other way."""
    terms = tuple((place, 1.0) for place in places)
    row = Row(terms, 0.0, 0.0, FORCED) if is_in else Row(terms, 1.0, float(len(places)), FORCED)
    other = model.program.solve(extra=[row])
    if other is None:
        rules = [each for each in model.program.conflict([row]) if each != FORCED]
        yield (
            say("without it this could not hold: {rules}", rules=several([f"“{each}”" for each in rules]))
            if is_in
            else say("with it this could not hold: {rules}", rules=several([f"“{each}”" for each in rules]))
        )
        return
    lost = selection.worth - other.worth
    swapped = chosen(model, other)
    before, after = ({each.entry.id for each in some.kpis} for some in (selection, swapped))
    came, went = sorted(after - before)[:3], sorted(before - after)[:3]
    if lost <= ALIKE:
        yield say("another framework is as good without it") if is_in else say("a framework with it is as good")
    elif is_in:
        yield say("without it the framework is worth {lost:.2f} less: {came} would take its place", lost=lost, came=_named(came))
    else:
        yield say("with it the framework is worth {lost:.2f} less: {went} would go", lost=lost, went=_named(went))


def _named(ids: list[str]) -> str:
    return str(several([f"`{each}`" for each in ids])) if ids else str(say("nothing else"))
