"""What work was to move, held against what was seen, as documents show it (INI-1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vitalfew.base.ref import Ref
from vitalfew.base.said import Said, say
from vitalfew.formats.document import Cell, Column, Table, Text
from vitalfew.insight.movement import Movement, Outcome, movement
from vitalfew.model.kpi import Kpi
from vitalfew.model.rhythm import Initiative, Move
from vitalfew.model.wording import NOTHING, Mark
from vitalfew.reports.cited import counted, figured, listed, named
from vitalfew.reports.facts import Facts

STATUS: Mapping[str, Text] = {
    "planned": say("planned"),
    "running": say("running"),
    "done": say("done"),
    "stopped": say("stopped"),
}
OUTCOMES: Mapping[Outcome, Mark] = {
    "against": Mark("red", say("moved the other way")),
    "unmoved": Mark("red", say("did not move")),
    "short": Mark("amber", say("moved, by less than expected")),
    "on the way": Mark("amber", say("on the way")),
    "unknown": Mark(None, say("no values to compare")),
    "no-amount": Mark(None, say("no amount is expected")),
    "early": Mark(None, say("too early to tell")),
    "reached": Mark("green", say("moved as expected")),
}
"""What is said of a movement, the worst first."""
ALL = 10_000
"""More periods than any KPI has."""


def movements(facts: Facts) -> Table:
    """List what each initiative was to move, and what was seen, the worst first."""
    columns = (
        Column(say("Initiative"), share=1.6),
        Column(say("State"), share=0.8),
        Column(say("KPI"), share=1.5),
        Column(say("Expected"), "number"),
        Column(say("Until")),
        Column(say("Observed"), "number"),
        Column(say("Outcome"), "mark", share=1.5),
    )
    order = list(OUTCOMES)
    found = sorted(moves(facts), key=lambda each: order.index(each[3].outcome) if each[3] else len(order))
    rows = tuple(_row(facts, *each) for each in found)
    return Table(say("Expected and observed movements"), columns, rows, say("No initiative names a KPI that it moves yet."))


def unmoved(facts: Facts) -> Iterator[Said]:
    """Say which KPIs did not move, or moved the other way."""
    still = [Ref("kpi", move.kpi) for _, move, _, found in moves(facts) if found and OUTCOMES[found.outcome].status == "red"]
    if still:
        yield counted(
            "{n} KPI has not moved as its initiative was to move it: {names}.",
            "{n} KPIs have not moved as their initiatives were to move them: {names}.",
            still,
            names=listed(facts, still),
        )


def moves(facts: Facts) -> Iterator[tuple[Initiative, Move, int, Movement | None]]:
    """Give each movement that is expected, with its place and what was seen; None where that is private or not known."""
    for each in facts.framework.initiatives:
        for place, move in enumerate(each.moves):
            kpi = facts.framework.kpi.get(move.kpi)
            is_open = kpi and kpi.id in facts.verdicts and kpi.id not in facts.unseen
            yield each, move, place, seen(facts, each, move, kpi) if kpi and is_open else None


def seen(facts: Facts, initiative: Initiative, move: Move, kpi: Kpi) -> Movement:
    """Give what was seen of a movement."""
    return movement(initiative, move, facts.course(kpi, ALL).steps, kpi.grain, today=facts.made.as_of)


def _row(facts: Facts, initiative: Initiative, move: Move, place: int, found: Movement | None) -> tuple[Cell, ...]:
    kpi = facts.framework.kpi.get(move.kpi)
    shown = OUTCOMES[found.outcome] if found else Mark(None, say("private") if kpi else say("not declared"))
    return (
        named(facts, initiative.ref),
        Cell(STATUS.get(initiative.status or "", say("no status"))),
        named(facts, Ref("kpi", move.kpi)),
        Cell(_wanted(move, kpi, found, initiative.ref, place) if found or not kpi else NOTHING),
        Cell(_day(move)),
        Cell(_seen(found, kpi, f"{initiative.ref}#seen.{place}") if found and kpi else NOTHING),
        Cell("", shown),
    )


def _wanted(move: Move, kpi: Kpi | None, found: Movement | None, ref: Ref, place: int) -> Text:
    """Write what is expected; a share of what was with what that makes, so that it can be held against what was seen."""
    said = _amount(move, kpi, f"{ref}#moves.{place}.by")
    if move.in_ != "percent" or kpi is None or found is None or found.expected is None:
        return said
    return say("{share}: {amount}", share=said, amount=_moved(found.expected, kpi, f"{ref}#seen.{place}.expected"))


def _amount(move: Move, kpi: Kpi | None, source: str) -> Text:
    """Write the movement that is expected, with its sign."""
    if move.by is None:
        return say("not said")
    is_of_points = move.in_ == "points" or (move.in_ == "units" and kpi is not None and kpi.unit == "%")
    unit = kpi.unit if kpi and move.in_ == "units" and not is_of_points else None
    value = figured(move.by, unit, None, source)
    signed = say("+{value}", value=value) if move.by > 0 else value
    if move.in_ == "percent":
        return say("{value} %", value=signed)
    return say("{value} pt", value=signed) if is_of_points else signed


def _seen(found: Movement, kpi: Kpi, source: str) -> Text:
    return NOTHING if found.seen is None else _moved(found.seen, kpi, f"{source}.seen")


def _moved(by: float, kpi: Kpi, source: str) -> Text:
    """Write a movement in the unit of the KPI, with its sign."""
    unit = None if kpi.unit == "%" else kpi.unit
    value = figured(by, unit, 1 if kpi.unit == "%" else kpi.decimals, source)
    signed = say("+{value}", value=value) if by > 0 else value
    return say("{value} pt", value=signed) if kpi.unit == "%" else signed


def _day(move: Move) -> Text:
    return say("{day:%-d %b %Y}", day=move.until) if move.until else say("no day")
