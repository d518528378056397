"""How well each KPI fits each objective by what their texts mean: its own words, and the KPIs that already serve the objective.

A KPI's words are its name and its definition, each compared alone, so that a better word in one moves the fit by half of it at
most. Neighbours are the two KPIs of the objective that are most like it; itself is never one. Half of the fit is the objective's
statement, half its neighbours, as found on the plans of the half `mend` of the labelled set (`bench/fit.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.text.engine import Band, Engine

if TYPE_CHECKING:
    from vitalfew.text.engine import Matrix

NEAREST = 2
OWN = 0.5
"""What the objective's own words weigh, beside the KPIs that serve it."""
BETTER = 0.15
"""How much better another objective fits before it is named; by less, the two cannot be told apart."""


class Fit(NamedTuple):
    """How well a KPI fits an objective: by its words, by its neighbours (None without any), by both, and the band of both."""

    objective: str
    words: float
    neighbours: float | None
    both: float
    band: Band


@dataclass(frozen=True)
class Meant:
    """All KPIs and objectives of a framework, compared by one engine."""

    framework: Framework
    lines: Lines
    engine: Engine

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        """The KPIs that are compared."""
        return self.framework.strategic_kpis

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each KPI stands."""
        return {kpi.id: place for place, kpi in enumerate(self.kpis)}

    @cached_property
    def links(self) -> dict[str, tuple[str, ...]]:
        """The objectives of each KPI: those that it names, else those that it leads to through another."""
        known = self.framework.objective
        through: dict[str, list[str]] = {}
        for objective, kpis in self.lines.linked.items():
            for kpi in kpis if objective in known else ():
                through.setdefault(kpi.id, []).append(objective)
        named = {kpi.id: tuple(link.id for link in kpi.objectives if link.id in known) for kpi in self.kpis}
        return {id_: own or tuple(through.get(id_, ())) for id_, own in named.items()}

    @cached_property
    def _words(self) -> tuple[Matrix, Matrix]:
        """Two vectors of each KPI: of its name, and of its definition, else of its name again."""
        return self.vectors([kpi.title for kpi in self.kpis], [kpi.definition or kpi.title for kpi in self.kpis])

    @cached_property
    def aims(self) -> Matrix:
        """A vector of each objective."""
        return self.engine.encode([each.title for each in self.framework.objectives])

    def vectors(self, names: Sequence[str], definitions: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Give the vectors of KPIs' names and definitions."""
        return self.engine.encode(names), self.engine.encode(definitions)

    @cached_property
    def fits(self) -> tuple[Matrix, Matrix]:
        """How well each KPI, a row, fits each objective by its words and by its neighbours."""
        return self.fits_of(self._words, range(len(self.kpis)))

    def fits_of(self, words: tuple[Matrix, Matrix], own: Sequence[int]) -> tuple[Matrix, Matrix]:
        """Give how well other KPIs fit the objectives; `own` are the places of those that are no neighbours of themselves."""
        (name, definition), (names, definitions) = words, self._words
        to_aims = np.asarray((name + definition) @ self.aims.T / 2, dtype=np.float32)
        alike = np.asarray((name @ names.T + definition @ definitions.T) / 2, dtype=np.float32)
        alike[np.arange(len(own)), list(own)] = np.nan
        near = np.full(to_aims.shape, np.nan, dtype=np.float32)
        for column, objective in enumerate(self.framework.objectives):
            serving = [self.place[kpi.id] for kpi in self.lines.linked.get(objective.id, ()) if kpi.id in self.place]
            if serving:
                near[:, column] = _nearest(alike[:, serving])
        return to_aims, near

    def of(self, kpi: str, objective: str) -> Fit:
        """Give how well a KPI fits an objective."""
        return self._fit(self.place[kpi], self._columns[objective], self.fits)

    def all_of(self, kpi: str) -> tuple[Fit, ...]:
        """Give how well a KPI fits each objective, the best first; of equals in the order of the framework."""
        return self.ranked(self.place[kpi], self.fits)

    def ranked(self, row: int, fits: tuple[Matrix, Matrix]) -> tuple[Fit, ...]:
        """Give the fits of a row, the best first."""
        found = [self._fit(row, column, fits) for column in self._columns.values()]
        return tuple(sorted(found, key=lambda each: -each.both))

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {each.id: column for column, each in enumerate(self.framework.objectives)}

    def _fit(self, row: int, column: int, fits: tuple[Matrix, Matrix]) -> Fit:
        words, near = float(fits[0][row, column]), float(fits[1][row, column])
        both = words if np.isnan(near) else OWN * words + (1 - OWN) * near
        known = None if np.isnan(near) else near
        return Fit(self.framework.objectives[column].id, words, known, both, self.engine.bands.of(both))

    @cached_property
    def because(self) -> dict[str, float]:
        """How well each KPI's `because` fits the objective that it fits best; of those that say why alone."""
        said = [kpi for kpi in self.kpis if kpi.because and self.links[kpi.id]]
        vectors = self.engine.encode([kpi.because or "" for kpi in said])
        scores = vectors @ self.aims.T if said else vectors
        return {
            kpi.id: max(float(row[self._columns[each]]) for each in self.links[kpi.id])
            for kpi, row in zip(said, scores, strict=True)
        }

    def better(self, kpi: str) -> Fit | None:
        """Give the objective that fits a KPI clearly better than all that it has; None where none does."""
        return better_of(self.all_of(kpi), self.links[kpi])


def better_of(ranked: Sequence[Fit], own: Collection[str]) -> Fit | None:
    """Give the best of ranked objectives where it fits clearly better than all of one's own; None where one has none."""
    first = ranked[0] if ranked else None
    if first is None or first.objective in own or first.band not in {"strong", "plausible"}:
        return None
    mine = [each.both for each in ranked if each.objective in own]
    return first if mine and first.both - max(mine) >= BETTER else None


def _nearest(alike: Matrix) -> Matrix:
    """Give the mean of the greatest of each row, unknown ones left out; unknown where there are none."""
    known = np.where(np.isnan(alike), -np.inf, alike)
    greatest = -np.sort(-known, axis=1)[:, :NEAREST]
    there = np.isfinite(greatest)
    sums, counts = np.where(there, greatest, 0.0).sum(axis=1), there.sum(axis=1)
    means: Matrix = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan).astype(np.float32)
    return means
