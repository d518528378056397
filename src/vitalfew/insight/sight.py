"""The quantified line of sight: how far a 10 % better KPI moves each objective, by which path, on what evidence (AUD-4).

The effect on an objective is that on its headline KPI. Along a path slopes multiply and times add; over all paths effects add up.
Intervals are drawn: every edge takes one of its values, a thousand times, the same for all KPIs. A circle is cut at its weakest
link, which is said. What moves an objective most is the same question asked of all KPIs at once: slopes to a headline are
gathered backward, so that each edge is walked once for each objective.

A 10 % improvement moves a KPI in its good direction by a tenth of its value, no further than its natural limits; percentages move
by as many points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.insight.circle import opened
from vitalfew.insight.edge import GRADES, Edge, Grade, Today, is_unseen
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Objective

DRAWS = 1_000
SEED = 20_261_122
SHOCK = 0.10
FAINT = 0.01
"""The share of the gap under which an effect is weak."""
SHOWN = 5
DEEPEST = 12
NORMAL_90 = 1.6448536269514722
Draws = npt.NDArray[np.float64]
Clarity = Literal["clear", "weak", "unclear", "broken"]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from a KPI to a headline: what a unit of the first does to the last, how long it takes in days, its weakest grade."""

    edges: tuple[Edge, ...]
    slope: float
    days: tuple[float, float]
    grade: Grade


@dataclass(frozen=True, slots=True)
class Reach:
    """What a 10 % improvement of a KPI does to an objective.

    `shock` is in units of the KPI; `effect`, `low` and `high` (90 %) in units of the headline, positive in its good direction;
    `share` is the part of the remaining gap to the headline's target that it closes, None where there is none left or no target.
    `days` and `grade` are those of the strongest path. `unnumbered` are links on the way that carry no number.
    """

    kpi: str
    objective: str
    headline: str | None
    shock: float | None
    effect: float | None
    low: float | None
    high: float | None
    gap: float | None
    share: float | None
    days: tuple[float, float] | None
    grade: Grade | None
    paths: tuple[Path, ...]
    unnumbered: tuple[Edge, ...]
    clarity: Clarity
    reason: str


@dataclass(frozen=True)
class Sight:
    """All edges of a framework at today's values, and the targets of its headlines."""

    framework: Framework
    today: Today
    edges: tuple[Edge, ...]
    targets: Mapping[str, float]
    lines: Lines

    @cached_property
    def _kept(self) -> tuple[tuple[str, ...], dict[str, list[Edge]], tuple[Edge, ...]]:
        """KPIs so that each stands after all that it leads to, the numbered edges that leave each, and those cut from circles."""
        numbered = [edge for edge in self.edges if edge.slope is not None]
        order, cut = opened(numbered)
        dropped = {(edge.start, edge.end) for edge in cut}
        return order, _by_start(edge for edge in numbered if (edge.start, edge.end) not in dropped), cut

    @property
    def cut(self) -> tuple[Edge, ...]:
        """The edges left out because they close a circle."""
        return self._kept[2]

    @cached_property
    def _draws(self) -> dict[tuple[str, str], Draws]:
        """A thousand slopes of every edge."""
        random = np.random.default_rng(SEED)
        found = {}
        for edge in self.edges:
            if edge.slope is not None and edge.low is not None and edge.high is not None:
                spread = (edge.high - edge.low) / (2 * NORMAL_90)
                found[edge.start, edge.end] = (edge.low + edge.high) / 2 + spread * random.normal(size=DRAWS)
        return found

    @cached_property
    def _slopes(self) -> dict[str, dict[str, Draws]]:
        return {}

    def slopes(self, headline: str) -> dict[str, Draws]:
        """Give a thousand slopes from each KPI that numbered edges lead from to a headline; the headline's own is 1."""
        if headline not in self._slopes:
            self._slopes[headline] = self._gathered(headline)
        return self._slopes[headline]

    def _gathered(self, headline: str) -> dict[str, Draws]:
        order, kept, _ = self._kept
        found: dict[str, Draws] = {headline: np.ones(DRAWS)}
        for kpi in order:
            if kpi != headline:
                ways = [self._draws[edge.start, edge.end] * found[edge.end] for edge in kept.get(kpi, ()) if edge.end in found]
                if ways:
                    found[kpi] = np.sum(ways, axis=0)
        return found

    def moved(self, kpi: str) -> dict[str, Draws]:
        """Give a thousand slopes from a KPI to each that numbered edges lead to; its own is 1."""
        order, kept, _ = self._kept
        found: dict[str, Draws] = {kpi: np.ones(DRAWS)}
        for each in reversed(order):
            for edge in kept.get(each, ()) if each in found else ():
                step = self._draws[edge.start, edge.end] * found[each]
                found[edge.end] = found[edge.end] + step if edge.end in found else step
        return found

    @cached_property
    def led(self) -> frozenset[str]:
        """The KPIs that a numbered edge leads to."""
        _, kept, _ = self._kept
        return frozenset(edge.end for some in kept.values() for edge in some)

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        """The objectives of the top: those of no unit, or of one of tier 1."""
        return tuple(each for each in self.framework.objectives if self._is_top(each))

    def _is_top(self, objective: Objective) -> bool:
        unit = self.framework.org_unit.get(objective.org_unit or "")
        level = self.framework.level.get(unit.level) if unit and unit.level else None
        return level is None or level.tier == 1

    def reach(self, kpi: str) -> tuple[Reach, ...]:
        """Give what a 10 % improvement of a KPI does to each objective that a line leads to; none where all are broken."""
        found = [self.reach_of(kpi, objective) for objective in self.objectives]
        return tuple(each for each in found if each.clarity != "broken")

    def reach_of(self, kpi: str, objective: Objective) -> Reach:
        """Give what a 10 % improvement of a KPI does to one objective."""
        headline = self.headline(objective)
        noun = self.framework.kpi[kpi]
        shock = shock_of(noun, self.today.kpis.get(kpi))
        gap = self.gap(headline)
        paths = tuple(self.paths(kpi, headline)) if headline else ()
        moved = self._effects(kpi, headline, shock)
        if headline is None or moved is None:
            return self._without_number(noun, objective, headline, shock, gap)
        low, high = (float(each) for each in np.quantile(moved, [0.05, 0.95]))
        strongest = max(paths, key=lambda path: abs(path.slope), default=None)
        effect = float(np.mean(moved))
        share = effect / gap if gap else None
        clarity, reason = self._clarity(low, high, share, strongest)
        return Reach(
            kpi,
            objective.id,
            headline,
            shock,
            effect,
            low,
            high,
            gap,
            share,
            strongest.days if strongest else (0.0, 0.0),
            strongest.grade if strongest else "identity",
            paths[:SHOWN],
            self._unnumbered(kpi, headline),
            clarity,
            reason,
        )

    def headline(self, objective: Objective) -> str | None:
        """Give the KPI that an objective is measured by; None where it names none that there is."""
        return objective.headline if objective.headline in self.framework.kpi else None

    def _effects(self, kpi: str, headline: str | None, shock: float | None) -> Draws | None:
        slopes = self.slopes(headline).get(kpi) if headline else None
        if headline is None or slopes is None or shock is None:
            return None
        return slopes * shock * sense(self.framework.kpi[headline])

    def clarity(self, kpi: str, objective: Objective) -> Clarity:
        """Give the verdict of `reach_of` alone, without its paths."""
        headline, noun = self.headline(objective), self.framework.kpi[kpi]
        moved = self._effects(kpi, headline, shock_of(noun, self.today.kpis.get(kpi)))
        if moved is None:
            return "unclear" if self._leads(noun, objective, headline) else "broken"
        gap = self.gap(headline)
        low, high = (float(each) for each in np.quantile(moved, [0.05, 0.95]))
        return self._clarity(low, high, float(np.mean(moved)) / gap if gap else None)[0]

    def gap(self, headline: str | None) -> float | None:
        """Give how far a headline still has to go to its target, 0 where it is there; None without value or target."""
        if headline is None or headline not in self.today.kpis or headline not in self.targets:
            return None
        way = self.targets[headline] - self.today.kpis[headline]
        return max(0.0, way * sense(self.framework.kpi[headline]))

    def tornado(self, objective: Objective) -> tuple[Reach, ...]:
        """Give what moves an objective most, by the size of the effect; its own headline left out."""
        headline = self.headline(objective)
        known = self.slopes(headline) if headline else {}
        found = [self.reach_of(kpi, objective) for kpi in known if kpi != headline]
        told = [each for each in found if each.effect is not None]
        return tuple(sorted(told, key=lambda each: (-abs(each.effect or 0.0), each.kpi)))

    def paths(self, kpi: str, headline: str) -> Iterator[Path]:
        """Give the numbered ways from a KPI to a headline, the strongest first."""
        _, kept, _ = self._kept
        reaching = self.slopes(headline)
        found: list[Path] = []
        stack: list[tuple[Edge, ...]] = [(edge,) for edge in kept.get(kpi, ()) if edge.end in reaching]
        while stack and len(found) < 50 * SHOWN:
            way = stack.pop()
            if way[-1].end == headline:
                found.append(_path(way))
            elif len(way) < DEEPEST:
                stack += [(*way, edge) for edge in kept.get(way[-1].end, ()) if edge.end in reaching]
        yield from sorted(found, key=lambda path: -abs(path.slope))

    def _unnumbered(self, kpi: str, headline: str) -> tuple[Edge, ...]:
        """The links without a number, or left out of a circle, on the ways from a KPI to a headline; the nearest first."""
        toward = self._leading_to(Ref("kpi", headline))
        open_ = (edge for start in self.ahead(kpi) for edge in self._leaving.get(start, ()) if Ref("kpi", edge.end) in toward)
        return tuple(edge for edge in open_ if edge.slope is None or any(edge is each for each in self.cut))

    def ahead(self, kpi: str) -> tuple[str, ...]:
        """Give the KPIs that edges lead to from one, numbered or not: itself first, the nearest next."""
        found = {kpi: None}
        for each in (ahead := [kpi]):
            for edge in self._leaving.get(each, ()):
                if edge.end not in found:
                    found[edge.end] = None
                    ahead.append(edge.end)
        return tuple(found)

    @cached_property
    def _leaving(self) -> dict[str, list[Edge]]:
        """All edges that leave each KPI, numbered or not."""
        return _by_start(self.edges)

    @cached_property
    def _leading(self) -> dict[Ref, frozenset[Ref]]:
        return {}

    def _leads(self, kpi: Kpi, objective: Objective, headline: str | None) -> bool:
        """Tell whether any line leads from a KPI to an objective or to its headline."""
        ends = [Ref("objective", objective.id)] + ([Ref("kpi", headline)] if headline else [])
        return any(kpi.ref in self._leading_to(end) for end in ends)

    def _leading_to(self, end: Ref) -> frozenset[Ref]:
        if end not in self._leading:
            self._leading[end] = frozenset(self._behind(end))
        return self._leading[end]

    @cached_property
    def _back(self) -> dict[Ref, list[Ref]]:
        """What lines and edges lead from, by what they lead to."""
        found: dict[Ref, list[Ref]] = {}
        for start, some in self.lines.edges.items():
            for each in some:
                found.setdefault(each.to, []).append(start)
        for edge in self.edges:
            found.setdefault(Ref("kpi", edge.end), []).append(Ref("kpi", edge.start))
        return found

    def _behind(self, end: Ref) -> set[Ref]:
        found, ahead = {end}, [end]
        while ahead:
            for each in self._back.get(ahead.pop(), ()):
                if each not in found:
                    found.add(each)
                    ahead.append(each)
        return found

    def _without_number(
        self, kpi: Kpi, objective: Objective, headline: str | None, shock: float | None, gap: float | None
    ) -> Reach:
        leads = self._leads(kpi, objective, headline)
        open_ = self._unnumbered(kpi.id, headline or "")
        clarity: Clarity = "unclear" if leads else "broken"
        reason = self._why(kpi, objective, headline, shock, open_) if leads else say("no line leads there")
        return Reach(kpi.id, objective.id, headline, shock, None, None, None, gap, None, None, None, (), open_, clarity, reason)

    def _why(self, kpi: Kpi, objective: Objective, headline: str | None, shock: float | None, open_: Sequence[Edge]) -> str:
        if headline is None:
            return say("objective `{objective}` has no headline KPI to measure it by", objective=objective.id)
        if kpi.good == "within":
            return say("it is to stay where it is, so that neither direction is an improvement")
        if shock is None:
            return say("it has no value to improve")
        if open_:
            edge = open_[0]
            why = edge.reason if edge.slope is None else say("a circle closes here, and its weakest link is left out")
            return say("from `{start}` to `{end}`: {why}", start=edge.start, end=edge.end, why=why)
        return say("it is linked, but no effect on `{headline}` is declared", headline=headline)

    def _clarity(self, low: float, high: float, share: float | None, strongest: Path | None = None) -> tuple[Clarity, str]:
        if low <= 0 <= high:
            return "unclear", say("the interval holds no effect too")
        if share is not None and abs(share) < FAINT:
            return "weak", say("it closes less than 1 % of the gap")
        reason = say("it moves the objective the wrong way") if high < 0 else say("the sign is clear at 90 %")
        declared = [edge for edge in strongest.edges if edge.grade == "expert"] if strongest else []
        if any(is_unseen(edge) for edge in declared):
            return "clear", say("{reason}, if what people declared is right, which the data do not show", reason=reason)
        return "clear", say("{reason}, if what people declared is right", reason=reason) if declared else reason


def shock_of(kpi: Kpi, value: float | None) -> float | None:
    """Give the change of a KPI's value that a 10 % improvement is, within its natural limits; None where there is none."""
    if not value or kpi.good == "within":
        return None
    change = SHOCK * abs(value) * sense(kpi)
    least, most = limits_of(kpi)
    moved = min(max(value + change, least), most) - value
    return moved or None


def limits_of(kpi: Kpi) -> tuple[float, float]:
    """Give the values that a KPI cannot leave; infinite where nothing is said."""
    natural = kpi.natural
    least = natural.min if natural and natural.min is not None else float("-inf")
    most = natural.max if natural and natural.max is not None else float("inf")
    return least, most


def sense(kpi: Kpi) -> float:
    """Give 1 where more of a KPI is good, -1 where less is."""
    return -1.0 if kpi.good == "down" else 1.0


def _path(way: tuple[Edge, ...]) -> Path:
    slope = float(np.prod([edge.slope or 0.0 for edge in way]))
    days = (sum(edge.days[0] for edge in way), sum(edge.days[1] for edge in way))
    return Path(way, slope, days, max((edge.grade for edge in way), key=GRADES.index))


def _by_start(edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(edge.start, []).append(edge)
    return found
