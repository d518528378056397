"""What the strategy takes for granted, held against what is seen (FUT-3)."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.formats.document import Block, Cell, Column, Section, Table, Text
from vitalfew.model.strategy import Assumption
from vitalfew.model.wording import Mark
from vitalfew.reports.cited import figured, gap, standing
from vitalfew.reports.facts import Facts


def assumptions(facts: Facts) -> Section:
    """List what the strategy believes of the world, and whether it still holds."""
    columns = (
        Column(say("We believe"), share=2.2),
        Column(say("It breaks"), share=1.2),
        Column(say("What we see"), share=1.6),
        Column(say("What rests on it"), share=2),
    )
    held = facts.framework.assumptions
    rows = tuple(_belief(facts, each) for each in held)
    table = Table(say("What the strategy takes for granted"), columns, rows, say("No assumption is written down yet."))
    lacks: list[Block] = (
        [] if held else [gap(say("assumptions"), say("Write under `assumptions` what the strategy takes for granted."))]
    )
    for each in held:
        if not each.kpi and f"{each.ref}#kpi" not in facts.elsewhere:
            what = say("a KPI that watches assumption `{id}`", id=each.id)
            lacks.append(gap(what, say("Name it under `kpi`, so that a break is seen.")))
    return Section("assumptions", say("Assumptions"), (table, *lacks), tuple(each.ref for each in held))


def _belief(facts: Facts, held: Assumption) -> tuple[Cell, ...]:
    kpi = facts.framework.kpi.get(held.kpi or "")
    unit, places = (kpi.unit, kpi.decimals) if kpi else (None, None)
    limits: list[Text] = []
    if held.breaks_when and held.breaks_when.above is not None:
        limits.append(say("above {value}", value=figured(held.breaks_when.above, unit, places, f"{held.ref}#breaks_when.above")))
    if held.breaks_when and held.breaks_when.below is not None:
        limits.append(say("below {value}", value=figured(held.breaks_when.below, unit, places, f"{held.ref}#breaks_when.below")))
    is_watched = f"{held.ref}#kpi" in facts.elsewhere
    seen = Cell(say("a KPI of another unit watches it") if is_watched else say("no KPI watches it"))
    if kpi:
        broken = is_broken(facts, held)
        stands = standing(facts, kpi.id)
        state = None if broken is None else Mark("red", say("broken")) if broken else Mark("green", say("holds"))
        seen = Cell(say("{name}: {value}", name=kpi.title, value=stands.text), state, kpi.ref)
    rests = several((facts.title(Ref("objective", id_)) for id_ in held.affects), "; ")
    return (
        Cell(held.text or held.id, None, held.ref),
        Cell(several(limits) if limits else say("nothing says when")),
        seen,
        Cell(rests),
    )


def is_broken(facts: Facts, held: Assumption) -> bool | None:
    """Tell whether the KPI that watches an assumption is past what it allows; None where that is not known."""
    verdict, limits = facts.verdicts.get(held.kpi or ""), held.breaks_when
    if verdict is None or verdict.value is None or limits is None:
        return None
    over = limits.above is not None and verdict.value > limits.above
    return over or (limits.below is not None and verdict.value < limits.below)
