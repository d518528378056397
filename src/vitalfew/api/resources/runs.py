"""Measuring: each run with what it kept and found, and the queries that a KPI is measured by."""

from __future__ import annotations

from vitalfew.api.route import Answer, Ask, Read
from vitalfew.base.address import shown_address
from vitalfew.base.errors import UnknownName
from vitalfew.store.ledger import RunEntry


def _list(ask: Ask) -> Answer:
    return {"runs": [_plain(each) for each in reversed(ask.look.workspace.observations.runs.entries())]}


def _plain(each: RunEntry) -> dict[str, object]:
    return {
        "run": each.run,
        "part": each.part,
        "recorded_at": each.recorded_at.isoformat(),
        "today": each.today.isoformat() if each.today else None,
        "kpis": list(each.kpis),
        "rows": each.segment.rows if each.segment else 0,
        "findings": len(each.findings),
    }


def _queries(ask: Ask) -> Answer:
    kpi = ask.look.framework.kpi.get(ask.path["id"])
    if kpi is None:
        raise UnknownName("KPI", ask.path["id"], ask.look.framework.kpi)
    found = ask.look.workspace.rehearse([kpi.id])
    asked = [{"source": each.source, "sql": shown_address(each.sql)} for each in found.asked]
    return {"ref": str(kpi.ref), "queries": asked, "failures": [shown_address(each.message) for each in found.findings]}


ROUTES = (
    Read("/runs", "Measuring runs, the latest first", _list, ("runs",), listed="runs", key=""),
    Read("/kpis/{id}/queries", "What its sources are asked", _queries, ("ref", "queries", "failures")),
)
