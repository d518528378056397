"""One KPI in full: how it stands, its course, what it means, whom it serves, who answers for it (AUD-1, DEF-1 to DEF-8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from vitalfew.base.errors import UnknownName
from vitalfew.base.quantity import MISSING, format_value
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.figures.chart import chart
from vitalfew.model.course import Course, Step
from vitalfew.model.graph import MISSION, Edge
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Status, Verdict
from vitalfew.model.wording import NOTHING, Mark, Moved, goal, mark, moved, number, stated, telling, trend, variance
from vitalfew.model.wording import value as value_of
from vitalfew.web.page import Page
from vitalfew.web.pages import _about
from vitalfew.web.pages._about import About, about
from vitalfew.web.pages._aligned import Shown, shown_of
from vitalfew.web.pages._effects import Shown as Worked
from vitalfew.web.pages._effects import effects_on
from vitalfew.web.pages._entering import STEPS as ENTERING
from vitalfew.web.pages._entering import Entering, entering
from vitalfew.web.pages._known import Known, course_of, known
from vitalfew.web.pages._leading import Warner, warners
from vitalfew.web.pages._missed import Shown as Asked
from vitalfew.web.pages._missed import missed_of
from vitalfew.web.pages._sighted import Row as Moves
from vitalfew.web.pages._sighted import moves
from vitalfew.web.pages.matrix import LINKS
from vitalfew.web.visit import Visit

ROWS = 24
"""How many periods the table and the chart show."""


@dataclass(frozen=True, slots=True)
class Said:
    """A named detail: a text, perhaps with a movement's colour."""

    name: str
    text: str
    better: bool | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the line to the mission, or a neighbour in cause and effect."""

    link: str
    name: str
    path: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Row:
    """A period in the table of values."""

    period: str
    value: str
    target: str
    status: Status | None
    word: str
    remark: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    id: str
    name: str
    definition: str
    mark: Mark
    value: str
    change: Moved
    period: str
    facts: tuple[Said, ...]
    reasons: tuple[str, ...]
    chart: Markup
    keys: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    line: tuple[Rung, ...]
    broken: str
    causes: tuple[Rung, ...]
    effects: tuple[Rung, ...]
    warners: tuple[Warner, ...]
    aligned: Shown | None
    worked: tuple[Worked, ...]
    asked: Asked | None
    moves: tuple[Moves, ...]
    document: tuple[Said, ...]
    known: Known
    about: About
    entering: Entering | None


def build(visit: Visit, id_: str) -> View:
    """Build the page; raises UnknownName."""
    framework = visit.framework
    kpi, verdict = framework.kpi.get(id_), visit.verdicts.get(id_)
    if kpi is None:
        raise UnknownName("KPI", id_, framework.kpi)
    shown = course_of(visit, kpi, most=ROWS) if verdict else None
    line = visit.workspace.lines.line(kpi.ref) if kpi.ref in visit.workspace.lines.edges else None
    return View(
        id=kpi.id,
        name=kpi.title,
        definition=kpi.definition or "",
        mark=mark(verdict) if verdict else Mark(None, word(kpi.lifecycle)),
        value=value_of(verdict) if verdict else NOTHING,
        change=telling(verdict) if verdict else Moved(NOTHING, None),
        period=verdict.period.label if verdict and verdict.period else "",
        facts=tuple(_facts(verdict)) if verdict else (),
        reasons=verdict.reasons if verdict else (),
        chart=_chart(kpi, shown),
        keys=tuple(_keys(shown)) if shown else (),
        rows=tuple(_row(step, kpi) for step in reversed(shown.steps)) if shown else (),
        line=tuple(_rung(edge, visit) for edge in line.steps) if line else (),
        broken=(line.broken or "") if line else "",
        causes=tuple(_kpi(each.ref.id, say("drives it"), visit) for each in framework.current_kpis if kpi.id in _driven(each)),
        effects=tuple(_kpi(name, say("is driven by it"), visit) for name in _driven(kpi)),
        warners=warners(visit, kpi.id),
        aligned=shown_of(visit, kpi.id),
        worked=effects_on(visit, kpi.id),
        asked=missed_of(visit, kpi.id),
        moves=moves(visit, kpi.id),
        document=tuple(_document(kpi, visit)),
        known=known(visit, kpi),
        about=about(visit, kpi),
        entering=_entering(visit, kpi),
    )


def _entering(visit: Visit, kpi: Kpi) -> Entering | None:
    if not visit.person or kpi.id in visit.workspace.unseen or not visit.may("enter", kpi.ref):
        return None
    with visit.reading() as desk:
        return entering(desk, visit, kpi)


def _facts(verdict: Verdict) -> Iterator[Said]:
    yield Said(say("Target now"), number(verdict, verdict.target_now))
    yield Said(say("Variance"), *variance(verdict))
    yield Said(say("Threshold"), number(verdict, verdict.threshold))
    yield Said(say("Trend"), *trend(verdict))
    yield Said(say("WoW"), *moved(verdict.change.wow, verdict))
    yield Said(say("MoM"), *moved(verdict.change.mom, verdict))
    yield Said(say("YoY"), *moved(verdict.change.yoy, verdict))
    if verdict.to_date is not None:
        yield Said(say("This period so far"), number(verdict, verdict.to_date))
    if verdict.forecast and verdict.forecast.p_miss is not None:
        yield Said(say("Likely to miss"), say("{share:.0%}", share=verdict.forecast.p_miss))


def _chart(kpi: Kpi, shown: Course | None) -> Markup:
    if shown is None:
        return Markup()

    def write(value: float) -> str:
        return format_value(value, kpi.unit, kpi.decimals)

    label = say("{name} over the last {n} periods; the table below holds the values", name=kpi.title, n=len(shown.steps))
    drawn = chart(shown, label=label, write=write)
    return Markup(drawn)  # noqa: S704  # drawn by ourselves, its texts escaped


def _keys(shown: Course) -> Iterator[tuple[str, str]]:
    """Say what the chart's marks mean, those that are on it."""
    if any(step.limits for step in shown.steps):
        yield "limits", say("what this process does by itself")
    if any(step.signal for step in shown.steps):
        yield "signal", say("more than chance")
    if any(step.value is not None and not step.complete for step in shown.steps):
        yield "partial", say("not complete yet")
    if shown.expected:
        yield "expected", say("expected")
    if any(step.redefined for step in shown.steps):
        yield "redefined", say("new definition")


def _row(step: Step, kpi: Kpi) -> Row:
    def write(value: float | tuple[float, float] | None) -> str:
        return stated(value, kpi.unit, kpi.decimals)

    remarks = [
        MISSING.get(step.missing, step.missing) if step.missing else "",
        "" if step.complete or step.missing else say("not complete"),
        {True: say("signal for the better"), False: say("signal for the worse"), None: ""}[step.better],
        say("measured by a new definition") if step.redefined else "",
    ]
    status, remark = word(step.status or ""), several(filter(None, remarks), "; ")
    return Row(step.label, write(step.value), write(step.target), step.status, status, remark)


def _rung(edge: Edge, visit: Visit) -> Rung:
    if edge.to == MISSION:
        return Rung(LINKS[edge.link], visit.framework.strategy.mission or say("not stated"), "/map", None)
    if edge.to.kind == "kpi":
        return _kpi(edge.to.id, LINKS[edge.link], visit)
    objective, rollup = visit.framework.objective.get(edge.to.id), visit.rollups.get(edge.to.id)
    name = objective.title if objective else edge.to.id
    return Rung(LINKS[edge.link], name, f"/objective/{edge.to.id}", mark(rollup) if rollup else None)


def _kpi(id_: str, link: str, visit: Visit) -> Rung:
    kpi, verdict = visit.framework.kpi.get(id_), visit.verdicts.get(id_)
    return Rung(link, kpi.title if kpi else id_, f"/kpi/{id_}", mark(verdict) if verdict else None)


def _driven(kpi: Kpi) -> tuple[str, ...]:
    return tuple(each.kpi for each in kpi.drives)


def _document(kpi: Kpi, visit: Visit) -> Iterator[Said]:
    """Give what the definition document says, leaving out what nobody has said."""
    framework, names = visit.framework, visit.names
    unit, level = framework.org_unit.get(kpi.org_unit or ""), framework.level_of(kpi)
    said = {
        say("Why it matters"): kpi.because,
        say("What it leaves out"): kpi.excludes,
        say("Formula"): kpi.formula,
        say("Target"): None if kpi.id in visit.workspace.unseen else goal(kpi),
        say("Measured every"): word(kpi.grain),
        say("Timing"): word(kpi.timing or ""),
        say("Stage"): kpi.stage,
        say("Owner"): ", ".join(names.get(each, each) for each in kpi.owners),
        say("Reviewer"): names.get(kpi.reviewer or "", kpi.reviewer or ""),
        say("Unit"): (unit.name or unit.id) if unit else None,
        say("Level"): (level.name or level.id) if level else None,
        say("Reviewed in"): ", ".join(_cadence(each, visit) for each in kpi.review),
        say("Guarded by"): ", ".join(framework.kpi[each].title for each in kpi.guards if each in framework.kpi),
        say("Stands in for"): kpi.proxy.for_ if kpi.proxy else None,
        say("Initiatives"): ", ".join(
            each.name or each.id for each in framework.initiatives if kpi.id in {move.kpi for move in each.moves}
        ),
    }
    return (Said(name, text) for name, text in said.items() if text)


def _cadence(id_: str, visit: Visit) -> str:
    cadence = visit.framework.index.get(Ref("cadence", id_))
    return str(getattr(cadence, "name", None) or id_)


def act(visit: Visit, id_: str) -> str:
    """Do what the form asks for; raises UnknownName, Refused, Overtaken."""
    kpi = visit.framework.kpi.get(id_)
    if kpi is None:
        raise UnknownName("KPI", id_, visit.framework.kpi)
    wanted = visit.form.get("do", "")
    if wanted in ENTERING and visit.form.get("kpi") == id_:
        ENTERING[wanted](visit)
        return f"/kpi/{id_}"
    _about.act(visit, kpi)
    return f"/kpi/{id_}#said"


PAGE = Page("/kpi/{id_}", say("KPI"), build, act=act)
