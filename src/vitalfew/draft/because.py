"""Why a KPI of a draft matters, in one sentence that names its objective (DEF-1), made of what the catalogue knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from vitalfew.draft.choice import Goal, Placed, Pursued, Selection
from vitalfew.model.kpi import Lag
from vitalfew.text.activity import effort
from vitalfew.text.undertaking import undertaking

FEWEST_WORDS = 3
"""A goal of fewer words names a subject and says no outcome."""


@dataclass(frozen=True)
class Reasons:
    """The reasons of a selection, with what they are made of."""

    selection: Selection

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """Chosen KPIs by id."""
        return {each.entry.id: each for each in self.selection.kpis}

    @cached_property
    def pursued(self) -> Mapping[str, Pursued]:
        """Objectives by id."""
        return {each.pattern.id: each for each in self.selection.objectives}

    @cached_property
    def headline(self) -> Mapping[str, str]:
        """The KPI that says whether each objective is reached: the pattern's own, else one that confirms it."""
        return {id_: _headline(self.selection, each) for id_, each in self.pursued.items()}

    @cached_property
    def unit(self) -> Mapping[str, str]:
        """Names of units by id."""
        return {unit.id: unit.name for unit in self.selection.candidates.context.units}

    def aim(self, placed: Placed) -> str | None:
        """Give the words of the objective that a KPI serves, itself or by the one that it contributes to."""
        seen = {placed.entry.id}
        while placed.objective is None and placed.above in self.placed and placed.above not in seen:
            placed = self.placed[placed.above or ""]
            seen.add(placed.entry.id)
        served = self.pursued.get(placed.objective or "")
        return statement_of(served, self.selection.candidates.goals)[0] if served else None

    def of(self, placed: Placed) -> str | None:
        """Say why a KPI matters; None for an operational metric that is no part of anything."""
        if placed.entry.id in self.selection.because:
            return self.selection.because[placed.entry.id][0]
        aim = self.aim(placed)
        if aim is None:
            return None
        return self._of_objective(placed, aim) if placed.objective else self._of_part(placed, aim)

    def _of_objective(self, placed: Placed, aim: str) -> str:
        entry, lead = placed.entry, lag(placed.entry.lead)
        headline = self.headline[placed.objective or ""]
        if headline == entry.id:
            early = f", and it shows {lead} ahead of what follows from it" if lead else ""
            return f"It is the number by which “{aim}” is judged{early}."
        name = self.placed[headline].entry.name
        if entry.id in self.placed[headline].entry.guards:
            return f"“{name}” could be reached at its expense: it shows whether “{aim}” comes true without a price elsewhere."
        if moved := self._moved(placed, aim):
            return f"“{moved}” follows it{f' after {lead}' if lead else ''}, so it shows early whether “{aim}” comes true."
        if entry.timing == "leading":
            return f"It moves {lead or 'some time'} before the result does, while there is still time to act for “{aim}”."
        return f"It confirms from another side than “{name}” that “{aim}” comes true."

    def _of_part(self, placed: Placed, aim: str) -> str:
        entry, lead = placed.entry, lag(placed.entry.lead)
        unit, above = self.unit[placed.unit], self.placed[placed.above or ""].entry
        if above.id in entry.drives:
            return f"{unit} moves “{above.name}” by it{f' after {lead}' if lead else ''}: its part in “{aim}”."
        if entry.id in above.guards:
            return (
                f"It would suffer if “{above.name}” were pushed at any price; {unit} sees to it that “{aim}” is meant honestly."
            )
        if moved := self._moved(placed, aim):
            return f"{unit} moves “{moved}” by it{f' after {lead}' if lead else ''}, on the way to “{aim}”."
        if entry.timing == "leading":
            return f"{unit} can change it itself, {lead or 'some time'} before “{aim}” shows."
        return f"It tells what {unit} has done for “{aim}”, beside “{above.name}”."

    def _moved(self, placed: Placed, aim: str) -> str | None:
        """Name the first chosen KPI that one drives and that serves the same objective."""
        driven = (self.placed[id_] for id_ in placed.entry.drives if id_ in self.placed)
        return next((each.entry.name for each in driven if self.aim(each) == aim), None)


def _headline(selection: Selection, pursued: Pursued) -> str:
    top = selection.candidates.context.units[0].id
    own = [each for each in selection.kpis if each.objective == pursued.pattern.id]
    ids = [each.entry.id for each in sorted(own, key=lambda each: (each.unit != top, each.entry.timing != "lagging"))]
    tells = (pursued.pattern.headline, *pursued.pattern.lagging)
    return next((id_ for id_ in tells if id_ in ids), ids[0])


def statement_of(pursued: Pursued, goals: tuple[Goal, ...]) -> tuple[str, tuple[str, ...]]:
    """Give the words of an objective, and the goals that it answers and does not say.

    A goal that says an outcome stands in its own words; a subject, an undertaking, or words that were only distantly alike give
    way to the pattern's outcome, of which the KPIs tell.
    """
    near = {goal.number for goal in goals if goal.band in {"strong", "plausible"}}
    own = [goal.text.strip().rstrip(".!;, ") for goal in goals if goal.number in pursued.goals]
    close = [goal.text.strip().rstrip(".!;, ") for goal in goals if goal.number in near & {*pursued.goals}]
    spoken = next((text for text in close if is_outcome(text)), None)
    statement = spoken[0].upper() + spoken[1:] if spoken else pursued.pattern.statement
    return statement, tuple(text for text in own if text != spoken)


def is_outcome(goal: str) -> bool:
    """Tell whether a goal says what is to be true, and not what is to be done or what it is about."""
    return len(goal.split()) >= FEWEST_WORDS and undertaking(goal) is None and effort(goal) is None


def lag(lead: Lag | None) -> str:
    """Say how long a lead is: `4 weeks`, `1 to 3 months`; nothing where there is none.

    >>> lag(Lag(months=(1, 3)))
    '1 to 3 months'
    """
    if lead is None:
        return ""
    unit, count = next(
        (name, said) for name in ("days", "weeks", "months", "quarters") if (said := getattr(lead, name)) is not None
    )
    least, most = count if isinstance(count, tuple) else (count, count)
    said = str(most) if least == most else f"{least} to {most}" if least else f"up to {most}"
    return f"{said} {unit if most != 1 else unit[:-1]}"
