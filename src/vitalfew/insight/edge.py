"""The links between KPIs that carry a number: by formula, by data, by what people declared; of each pair the best grade alone.

A formula's edge is exact. An estimate carries its interval. A declared number is taken as right within a half, since nobody said
how sure it is. A declared link without a number, or one that nobody believes (`evidence: none`), carries nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import TYPE_CHECKING, Literal

from vitalfew.base.said import say
from vitalfew.insight.derivative import derivative, evaluate, missing
from vitalfew.insight.estimate import Estimate
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.graph import formula_kpis
from vitalfew.model.kpi import DAYS, Drive, Kpi
from vitalfew.model.leaves import Leaves
from vitalfew.model.recipe import recipe

if TYPE_CHECKING:
    import pyarrow as pa

Grade = Literal["identity", "estimated", "expert", "none"]
GRADES: tuple[Grade, ...] = ("identity", "estimated", "expert", "none")
"""From the best grade of evidence to the worst."""
EXPERT_SPREAD = 0.5
PERCENT = "%"
SAME = 1e-9
"""How near to a value its formula over the whole comes where both are the same."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What a change of one KPI does to another: `slope` in units of the other per unit, None where nobody said how much.

    `low` and `high` are the 90 % interval of the slope, `days` the least and the most time that it takes.
    `declared` is the slope that people wrote down, `estimate` what the data say; they are shown side by side.
    `reason` says why there is no number, or what speaks against it.
    """

    start: str
    end: str
    grade: Grade
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    days: tuple[float, float] = (0.0, 0.0)
    declared: float | None = None
    estimate: Estimate | None = None
    reason: str = ""


def is_unseen(edge: Edge) -> bool:
    """Tell whether the data were asked of a declared link and do not show it."""
    return edge.grade != "estimated" and edge.estimate is not None and edge.estimate.said == "unclear"


@dataclass(frozen=True)
class Today:
    """The newest complete value of each KPI, and of the measures that are known from them.

    `leaves` are what formulas were computed from for these values; they count before what else is known.
    """

    kpis: Mapping[str, float]
    measures: Mapping[str, float]
    leaves: Mapping[str, Leaves] = field(default_factory=dict)

    def of(self, kpi: str, node: Node, own: float | None) -> dict[str, float]:
        """Give the values of a formula's leaves; the one unknown measure, where it is one, is worked out from its value."""
        if kpi in self.leaves:
            return dict(self.leaves[kpi].values)
        known = dict(self.measures) | {f"kpi.{id.replace('-', '_')}": value for id, value in self.kpis.items()}
        unknown = missing(node, known)
        if len(unknown) == 1 and own is not None and (solved := _solved(node, unknown[0], known, own)) is not None:
            known[unknown[0]] = solved
        return known


def _solved(node: Node, leaf: str, known: Mapping[str, float], own: float) -> float | None:
    """Find the value of one leaf by Newton's method from 1; None where none gives the known value."""
    value = 1.0
    for _ in range(60):
        values = {**known, leaf: value}
        seen, slope = evaluate(node, values), derivative(node, leaf, values)
        if seen is None or not slope:
            return None
        if abs(seen - own) <= 1e-9 * max(1.0, abs(own)):
            return value
        value -= (seen - own) / slope
    return None


def today_of(framework: Framework, latest: pa.Table, leaves: Mapping[str, Leaves] | None = None) -> Today:
    """Read the newest complete values from the newest observations (`Observations.latest`).

    `leaves` count where they are of the present definition and of the period of that value.
    """
    kpis: dict[str, tuple[int, float, float | None, float | None]] = {}
    columns = ("kpi", "grain", "number", "value", "numerator", "denominator", "slice", "complete")
    for kpi, grain, number, value, above, below, slice_, complete in zip(
        *(latest.column(name).to_pylist() for name in columns), strict=True
    ):
        noun = framework.kpi.get(kpi)
        if noun is None or grain != noun.grain or slice_ or not complete or value is None:
            continue
        if kpi not in kpis or kpis[kpi][0] < number:
            kpis[kpi] = (number, value, above, below)
    measures: dict[str, float] = {}
    for kpi, (_, value, above, below) in kpis.items():
        measures.update(_measures(_parsed(framework.kpi[kpi]), value, above, below))
    same = {
        kpi: each
        for kpi, each in (leaves or {}).items()
        if kpi in kpis and each.number == kpis[kpi][0] and each.recipe == recipe(framework.kpi[kpi], framework)
    }
    return Today({kpi: value for kpi, (_, value, *_) in kpis.items()}, measures, same)


def _measures(node: Node | None, value: float, above: float | None, below: float | None) -> Iterator[tuple[str, float]]:
    if node is None:
        return
    if node.op == "measure":
        yield node.name, value
    if node.op == "/":
        for part, seen in zip(node.parts, (above, below), strict=True):
            inner = part.parts[0] if part.op == "nullif" else part
            if inner.op == "measure" and seen is not None:
                yield inner.name, seen


def _parsed(kpi: Kpi) -> Node | None:
    try:
        return parse(kpi.formula) if kpi.formula else None
    except FormulaError:
        return None


def edges(framework: Framework, today: Today, estimates: Sequence[Estimate] = ()) -> tuple[Edge, ...]:
    """Give the edges between current KPIs, in the order of the framework; of each pair the one of the best grade."""
    estimated = {(each.kpi, each.place): each for each in estimates}
    current = {kpi.id: kpi for kpi in framework.current_kpis}
    best: dict[tuple[str, str], Edge] = {}
    for each in _all(framework, current, today, estimated):
        pair = (each.start, each.end)
        if pair not in best or GRADES.index(each.grade) < GRADES.index(best[pair].grade):
            best[pair] = each
    return tuple(best.values())


def _all(
    framework: Framework, current: Mapping[str, Kpi], today: Today, estimated: Mapping[tuple[str, int], Estimate]
) -> Iterable[Edge]:
    for kpi in current.values():
        for part in formula_kpis(kpi):
            if part in current and part != kpi.id:
                yield _identity(framework, kpi, part, today)
        for place, drive in enumerate(kpi.drives):
            if drive.kpi in current and drive.kpi != kpi.id:
                yield _driven(kpi, current[drive.kpi], drive, today, estimated.get((kpi.id, place)))


def _identity(framework: Framework, kpi: Kpi, part: str, today: Today) -> Edge:
    node = _parsed(kpi)
    own = today.kpis.get(kpi.id)
    scale = _scale(framework, kpi, node)
    if node is None or own is None:
        return Edge(part, kpi.id, "none", reason=say("`{kpi}` has no value to compute with", kpi=kpi.id))
    values = today.of(kpi.id, node, own / scale)
    slope = derivative(node, f"kpi.{part.replace('-', '_')}", values)
    if slope is None:
        lacks = ", ".join(f"`{each}`" for each in missing(node, values)) or f"`{kpi.formula}`"
        return Edge(part, kpi.id, "none", reason=say("the formula of `{kpi}` asks for {lacks}", kpi=kpi.id, lacks=lacks))
    if kpi.id in today.leaves and not isclose((evaluate(node, values) or 0.0) * scale, own, rel_tol=SAME, abs_tol=SAME):
        return Edge(part, kpi.id, "none", reason=say("`{kpi}` is not what its formula gives over the whole", kpi=kpi.id))
    return Edge(part, kpi.id, "identity", slope * scale, slope * scale, slope * scale)


def _scale(framework: Framework, kpi: Kpi, node: Node | None) -> float:
    """What a formula's value is multiplied by: 100 for a quotient in % of which no part is in % itself."""
    if node is None or node.op != "/" or kpi.unit != PERCENT:
        return 1.0
    units = [framework.measure[each].unit for each in node.measures if each in framework.measure]
    units += [framework.kpi[each].unit for each in node.kpis if each in framework.kpi]
    return 1.0 if PERCENT in units else 100.0


def _driven(kpi: Kpi, driven: Kpi, drive: Drive, today: Today, estimate: Estimate | None) -> Edge:
    before, after = today.kpis.get(kpi.id), today.kpis.get(driven.id)
    declared = _slope(drive, before, after)
    least, most = drive.after.periods("day") if drive.after else (0.0, 0.0)
    if estimate and estimate.said in {"clear", "against"} and (factor := _factor(estimate, before, after)) is not None:
        found = [(each or 0.0) * factor for each in (estimate.effect, estimate.low, estimate.high)]
        days = (estimate.lag or 0) * DAYS[estimate.grain]
        return Edge(
            kpi.id, driven.id, "estimated", found[0], min(found), max(found), (days, days), declared, estimate, estimate.reason
        )
    if drive.evidence == "none" or declared is None:
        said = say("nobody believes in it") if drive.evidence == "none" else say("nobody said by how much")
        return Edge(kpi.id, driven.id, "none", days=(least, most), declared=declared, estimate=estimate, reason=said)
    width = EXPERT_SPREAD * abs(declared)
    reason = estimate.reason if estimate else ""
    low, high = declared - width, declared + width
    return Edge(kpi.id, driven.id, "expert", declared, low, high, (least, most), declared, estimate, reason)


def _slope(drive: Drive, before: float | None, after: float | None) -> float | None:
    if drive.effect is not None:
        return drive.effect
    if drive.elasticity is None or not before or after is None:
        return None
    return drive.elasticity * after / before


def _factor(estimate: Estimate, before: float | None, after: float | None) -> float | None:
    if estimate.form == "effect":
        return 1.0
    return after / before if before and after is not None else None
