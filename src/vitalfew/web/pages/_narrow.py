"""Which part of a large framework is looked at: a unit with what is below it, a level, a theme of objectives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.insight.coverage import Head, unit_of
from vitalfew.model.framework import Framework
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form that narrows: its name, what it is called, and each choice with its words."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


class Wanted(NamedTuple):
    """What is asked for; empty for all."""

    units: frozenset[str]
    level: str
    theme: str

    def holds(self, head: Head, framework: Framework) -> bool:
        """Tell whether a row or a column is of it; what has neither unit, level nor theme always is."""
        ref = Ref.parse(head.id) if head.id.count(".") == 0 else None
        if ref is None or ref not in framework.index:
            return True
        if ref.kind == "kpi":
            kpi = framework.kpi[ref.id]
            level = framework.level_of(kpi)
            in_unit = not self.units or unit_of(framework, kpi) in self.units
            return in_unit and (not self.level or (level is not None and level.id == self.level))
        if ref.kind == "objective":
            return not self.theme or self.theme in framework.objective[ref.id].themes
        return ref.kind != "org_unit" or not self.units or ref.id in self.units


def wanted(visit: Visit) -> Wanted:
    """Read the query; what is not there is as if it were not asked for."""
    framework = visit.framework
    unit, level, theme = (visit.query.get(name, "") for name in ("unit", "level", "theme"))
    return Wanted(
        frozenset(_below(framework, unit)) if unit in framework.org_unit else frozenset(),
        level if level in framework.level else "",
        theme if any(each.id == theme for each in framework.themes) else "",
    )


def choices(visit: Visit) -> tuple[Choice, ...]:
    """Give the fields of the form, those that leave a choice."""
    framework = visit.framework
    made = (
        _choice(visit, "unit", say("Unit"), ((each.id, each.name) for each in framework.org_units)),
        _choice(visit, "level", say("Level"), ((each.id, each.name) for each in framework.all_levels)),
        _choice(visit, "theme", say("Theme"), ((each.id, each.name) for each in framework.themes)),
    )
    return tuple(each for each in made if len(each.options) > 1)


def _choice(visit: Visit, name: str, label: str, options: Iterable[tuple[str, str | None]]) -> Choice:
    return Choice(name, label, tuple((id_, title or id_) for id_, title in options), visit.query.get(name, ""))


def _below(framework: Framework, unit: str) -> set[str]:
    """Give a unit and all that are below it; each once, should they lead round in a circle."""
    found, waiting = set[str](), [unit]
    below: dict[str | None, list[str]] = {}
    for each in framework.org_units:
        below.setdefault(each.parent, []).append(each.id)
    while waiting:
        next_ = waiting.pop()
        if next_ not in found:
            found.add(next_)
            waiting += below.get(next_, [])
    return found
