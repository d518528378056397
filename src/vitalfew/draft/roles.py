"""Who answers for what in a draft: roles to be filled, never people. A head answers for no more KPIs than one person can (CAS-2).

KPIs at the top go to the heads of the departments that they are about, as far as these have room; the others to the head of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from vitalfew.draft.choice import Context, Placed, Selection, Unit
from vitalfew.model.framework import Framework

CHALLENGER = "performance-lead"
"""Who reviews what the head of the organisation answers for."""


@dataclass(frozen=True)
class Roles:
    """The role that owns each KPI, and the one that reviews it, by id of the KPI."""

    owner: Mapping[str, str]
    reviewer: Mapping[str, str]


def role(unit: Unit) -> str:
    """Name the role that heads a unit, which is to be filled."""
    return f"head-of-{unit.id}"


def roles_of(selection: Selection) -> Roles:
    """Give who owns and who reviews each KPI: never the same, and the reviewer never below the owner."""
    context = selection.candidates.context
    top = role(context.units[0])
    owner = {placed.entry.id: role(_unit(context, placed)) for placed in selection.kpis}
    held = Counter(owner[placed.entry.id] for placed in selection.kpis if not placed.metric)
    most = _most(context)
    for placed in selection.kpis:
        head = _department(context, placed)
        if owner[placed.entry.id] == top and head and not placed.metric and held[head] < most:
            owner[placed.entry.id] = head
            held[head] += 1
    return Roles(owner, {id_: CHALLENGER if by == top else top for id_, by in owner.items()})


def _most(context: Context) -> int:
    return int(Framework(preset=context.preset.name, policy=context.brief.policy).policy_number("kpis-per-owner"))


def _unit(context: Context, placed: Placed) -> Unit:
    return next(unit for unit in context.units if unit.id == placed.unit)


def _department(context: Context, placed: Placed) -> str | None:
    """Give the head of the department whose work a KPI is, where there is one."""
    by_function = {unit.function: role(unit) for unit in context.units if unit.function}
    return next((by_function[each] for each in placed.entry.functions if each in by_function), None)


def people_of(context: Context) -> list[dict[str, object]]:
    """Give the roles as people without a name."""
    top = role(context.units[0])
    found = [_head(context, unit) for unit in context.units]
    challenger: dict[str, object] = {
        "id": CHALLENGER,
        "name": None,
        "role": "Performance lead",
        "org_unit": context.units[0].id,
        "manager": top,
    }
    return [*found, challenger]


def _head(context: Context, unit: Unit) -> dict[str, object]:
    said: dict[str, object] = {"id": role(unit), "name": None, "role": str(unit.role), "org_unit": unit.id}
    return said | ({"manager": role(_parent(context, unit))} if unit.parent else {})


def _parent(context: Context, unit: Unit) -> Unit:
    return next(each for each in context.units if each.id == unit.parent)
