"""Initiatives: what each was to move, held against what was seen (INI-1, INI-3)."""

from __future__ import annotations

from vitalfew.api.look import Look
from vitalfew.api.route import Answer, Ask, Read
from vitalfew.insight.movement import movement
from vitalfew.model.rhythm import Initiative, Move
from vitalfew.model.verdict import plain

ALL = 10_000
"""More periods than any KPI has."""


def _list(ask: Ask) -> Answer:
    return {"initiatives": [_told(each, ask.look) for each in ask.look.framework.initiatives]}


def _told(each: Initiative, look: Look) -> dict[str, object]:
    return {"ref": str(each.ref), "status": each.status, "moves": [_moved(each, move, look) for move in each.moves]}


def _moved(each: Initiative, move: Move, look: Look) -> dict[str, object]:
    kpi = look.framework.kpi.get(move.kpi)
    if kpi is None or kpi.id not in look.verdicts or kpi.id in look.workspace.unseen:
        return {"kpi": move.kpi, "movement": None}
    steps = look.course(kpi, most=ALL).steps
    return {"kpi": move.kpi, "movement": plain(movement(each, move, steps, kpi.grain, today=look.scorecard.as_of))}


ROUTES = (
    Read(
        "/initiatives",
        "Expected against seen movement",
        _list,
        ("initiatives",),
        listed="initiatives",
        key="ref",
    ),
)
