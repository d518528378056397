"""KPIs: the verdict, the course over its periods, what was reported and restated; and values that are entered by hand."""

from dataclasses import replace
from datetime import UTC, datetime

from vitalfew.api.body import Body, Name, Words
from vitalfew.api.route import Answer, Ask, Read, Write
from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.model.kpi import Kpi
from vitalfew.model.recipe import recipe
from vitalfew.model.verdict import plain
from vitalfew.rhythm.desk import Desk
from vitalfew.store.entry import record
from vitalfew.store.versions import versions

ROWS = 120
"""How many periods a course has at most."""


def _verdicts(ask: Ask) -> Answer:
    return {"verdicts": ask.look.scorecard.as_json()["verdicts"]}


def _verdict(ask: Ask) -> Answer:
    kpi = _kpi(ask)
    verdict = ask.look.verdicts.get(kpi.id)
    return {"ref": str(kpi.ref), "verdict": plain(verdict) if verdict else None}


def _course(ask: Ask) -> Answer:
    kpi = _kpi(ask)
    if kpi.id not in ask.look.verdicts or kpi.id in ask.look.workspace.unseen:
        return {"ref": str(kpi.ref), "steps": [], "expected": None}
    found = ask.look.course(kpi, most=ROWS)
    return {"ref": str(kpi.ref), "steps": [plain(step) for step in found.steps], "expected": plain(found.expected)}


def _observations(ask: Ask) -> Answer:
    kpi, workspace = _kpi(ask), ask.look.workspace
    present, kept, shown = recipe(kpi, ask.look.framework), workspace.observations, workspace.shown
    tables = (kept.history(kpi.id), kept.as_reported(kpi.id), kept.as_defined(kpi.id, present))
    found = versions(*map(shown, tables))
    return {"ref": str(kpi.ref), "recipe": present, "periods": found}


def _kpi(ask: Ask) -> Kpi:
    found = ask.look.framework.kpi.get(ask.path["id"])
    if found is None:
        raise UnknownName("KPI", ask.path["id"], ask.look.framework.kpi)
    return found


class Value(Body):
    """A value of a KPI that is entered by hand, as it is written: a number, or `yes` or `no`."""

    value: Name
    period: Name
    note: Words | None = None


def _enter(desk: Desk, ask: Ask, body: Value, _: int | None) -> Answer:
    kpi, workspace = _kpi(ask), ask.look.workspace
    desk.see_may("enter", Ref("kpi", kpi.id))
    made = record(
        ask.look.framework,
        workspace.root,
        kpi=kpi.id,
        value=body.value,
        period=body.period,
        by=desk.by,
        note=body.note or "",
        today=workspace.today,
        recorded_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    )
    told = replace(made, before=None) if kpi.id in workspace.unseen else made
    return {"ref": str(kpi.ref), **told.as_json()}


def _measure(ask: Ask, _: Value) -> None:
    ask.look.workspace.measure([ask.path["id"]])


ENTERED = ("ref", "every", "period", "start", "value", "by", "recorded_at", "note", "file", "before")
ROUTES = (
    Read("/kpis", "Verdicts of all KPIs that are live or paused", _verdicts, ("verdicts",), listed="verdicts", key="ref"),
    Read("/kpis/{id}", "The verdict of a KPI", _verdict, ("ref", "verdict")),
    Read(
        "/kpis/{id}/course",
        "The periods of a KPI against target, threshold and process limits, and what is expected next",
        _course,
        ("ref", "steps", "expected"),
    ),
    Read(
        "/kpis/{id}/observations",
        "Every period and slice: as reported, as defined now, and all versions",
        _observations,
        ("ref", "recipe", "periods"),
        listed="periods",
        key="",
    ),
    Write(
        "/kpis/{id}/observations",
        "Enter a value by hand; a second one for a period corrects the first, which stays",
        Value,
        _enter,
        ENTERED,
        status=201,
        founds=False,
        then=_measure,
    ),
)
