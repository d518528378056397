"""What must be measured for some KPIs: formulas read, operands followed, grains collected; and what cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from vitalfew.base.finding import Finding
from vitalfew.base.nearest import did_you_mean
from vitalfew.base.period import GRAINS, Grain
from vitalfew.base.ref import Ref
from vitalfew.measure.smells import SMELL
from vitalfew.measure.unit import refusal
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.graph import cycles
from vitalfew.model.kpi import Kpi

COLLAPSING = frozenset({"mean", "last", "max", "min"})


@dataclass
class Plan:
    """Formulas by KPI, the KPIs to report on, and by measure and `over_time` the grains at which it is needed.

    `waiting` are drafts, each with a planned measure that it is made of: nothing is wrong, and nothing is there to measure yet.
    """

    framework: Framework
    formulas: dict[str, Node] = field(default_factory=dict)
    wanted: list[Kpi] = field(default_factory=list)
    needs: dict[str, dict[str, set[Grain]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    findings: list[Finding] = field(default_factory=list)
    seen: set[tuple[str, Grain]] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)

    def grains(self, kpi: Kpi) -> tuple[Grain, ...]:
        """Give the KPI's own grain and every coarser one."""
        return GRAINS[GRAINS.index(kpi.grain) :]

    def grains_of(self, measure: str) -> frozenset[Grain]:
        """Give the grains at which a measure is needed."""
        return frozenset().union(*self.needs[measure].values())

    def measures_of(self, kpi: str) -> frozenset[str]:
        """Give the measures that a KPI is made of, through other KPIs too."""
        found: set[str] = set()
        queue, seen = [kpi], {kpi}
        while queue:
            node = self.formulas[queue.pop()]
            found.update(node.measures)
            queue.extend(each for each in node.kpis if each not in seen)
            seen.update(node.kpis)
        return frozenset(found)


def plan(framework: Framework, kpis: Sequence[str]) -> Plan:
    """Find out what the named KPIs (or all that are not retired) are made of."""
    made = Plan(framework)
    asked = [kpi for kpi in framework.current_kpis if kpi.formula and (not kpis or kpi.id in kpis)]
    _read(made, asked)
    _cut_cycles(made)
    _refuse(made)
    _say_waiting(made)
    for kpi in (each for each in asked if each.id in made.formulas):
        made.wanted.append(kpi)
        for grain in made.grains(kpi):
            _need(made, kpi, grain)
    return made


def _read(made: Plan, asked: Iterable[Kpi]) -> None:
    """Read the formulas of KPIs and of those they are made of; leave out what is made of nothing known."""
    queue = list(dict.fromkeys(kpi.id for kpi in asked))
    seen = set(queue)
    while queue:
        kpi = made.framework.kpi[queue.pop(0)]
        try:
            node = parse(kpi.formula or "")
        except FormulaError as error:
            _cannot(made, kpi, f"the formula of KPI `{kpi.id}` cannot be read: {error}")
            continue
        planned = _awaited(made.framework, kpi, node)
        if planned:
            made.waiting[kpi.id] = planned
            continue
        fault = _unknown(made.framework, kpi, node)
        if fault:
            _cannot(made, kpi, *fault)
            continue
        made.formulas[kpi.id] = node
        queue.extend(each for each in node.kpis if each not in seen)
        seen.update(node.kpis)
    _drop_dependants(made)


def _awaited(framework: Framework, kpi: Kpi, node: Node) -> str | None:
    """Give the first measure without a source where a KPI is a draft and its formula lacks nothing but planned ones."""
    sourced = {source.id for source in framework.sources}
    measures = {name: framework.measure.get(name) for name in node.measures}
    lacking = {name: each for name, each in measures.items() if each is None or each.source not in sourced}
    is_planned = all(each is not None and each.is_planned for each in lacking.values())
    return next(iter(lacking), None) if kpi.lifecycle == "draft" and is_planned else None


def _say_waiting(made: Plan) -> None:
    """Say once of all drafts that have no source yet how many they are, at the first of their measures."""
    if made.waiting:
        first, *others = made.waiting
        message = f"{len(made.waiting)} KPIs wait for a source" if others else f"KPI `{first}` waits for a source"
        made.findings.append(SMELL["no-source-yet"].at(Ref("measure", made.waiting[first]), message, field="source"))


def _cannot(made: Plan, kpi: Kpi, message: str, help: str | None = None) -> None:
    made.findings.append(SMELL["unmeasured-formula"].at(kpi.ref, message, field="formula", help=help))


def _unknown(framework: Framework, kpi: Kpi, node: Node) -> tuple[str, str | None] | None:
    for name in node.measures:
        if name not in framework.measure:
            near = did_you_mean(name, framework.measure)
            return f"the formula of KPI `{kpi.id}` names the measure `{name}`, which is not declared", near or None
        if framework.measure[name].source not in {source.id for source in framework.sources}:
            return f"the measure `{name}` in the formula of KPI `{kpi.id}` has no source that is declared", None
    for name in node.kpis:
        if name not in framework.kpi or not framework.kpi[name].formula:
            what = "has no formula" if name in framework.kpi else "is not declared"
            return f"the formula of KPI `{kpi.id}` names the KPI `{name}`, which {what}", None
    if not (node.measures or node.kpis):
        return f"the formula of KPI `{kpi.id}` names no measure", None
    return None


def _drop_dependants(made: Plan) -> None:
    """Leave out KPIs whose operands were left out."""
    while True:
        lost = [id_ for id_, node in made.formulas.items() if any(each not in made.formulas for each in node.kpis)]
        if not lost:
            return
        for id_ in lost:
            gone = [each for each in made.formulas[id_].kpis if each not in made.formulas]
            if made.framework.kpi[id_].lifecycle == "draft" and gone[0] in made.waiting:
                made.waiting[id_] = made.waiting[gone[0]]
                continue
            message = f"KPI `{id_}` is made of KPI `{gone[0]}`, which cannot be measured"
            _cannot(made, made.framework.kpi[id_], message, "mend the formula of that KPI")
        for id_ in lost:
            del made.formulas[id_]


def _cut_cycles(made: Plan) -> None:
    edges = {id_: node.kpis for id_, node in made.formulas.items()}
    for walk in cycles(edges):
        way = " → ".join(f"`{each}`" for each in [*walk, walk[0]] if each)
        finding = SMELL["formula-cycle"].at(Ref("kpi", walk[0]), f"formulas lead round in a circle: {way}", field="formula")
        made.findings.append(finding)
        for id_ in walk:
            made.formulas.pop(id_, None)
    _drop_dependants(made)


def _refuse(made: Plan) -> None:
    """Leave out KPIs that cannot be brought together over units as they declare."""
    found = {id_: refusal(made.framework.kpi[id_], made.framework, made.formulas) for id_ in made.formulas}
    for id_, finding in found.items():
        if finding:
            made.findings.append(finding)
            del made.formulas[id_]
    _drop_dependants(made)


def _need(made: Plan, kpi: Kpi, grain: Grain) -> None:
    """Collect the grains at which measures are needed for a KPI at a grain."""
    queue = [(kpi, grain)]
    while queue:
        each, at = queue.pop()
        if (each.id, at) in made.seen:
            continue
        made.seen.add((each.id, at))
        if collapses(each, at):
            queue.append((each, each.grain))
            continue
        node = made.formulas[each.id]
        for name in node.measures:
            made.needs[name][each.over_time].add(at)
        queue.extend((made.framework.kpi[name], at) for name in node.kpis)


def collapses(kpi: Kpi, grain: Grain) -> bool:
    """Tell whether a KPI's value at a grain comes from its values at its own grain."""
    return kpi.over_time in COLLAPSING and GRAINS.index(grain) > GRAINS.index(kpi.grain)
