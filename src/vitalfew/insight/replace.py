"""What stands in the place of a KPI whose score is low, and what an objective lacks: by meaning, from the packaged catalogue.

A proposal is no decision: it names an entry whose words fit the objective clearly better than those of the KPI, and that nobody
has yet. Where no entry fits, none is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, get_args

import numpy as np

from vitalfew.base.said import say
from vitalfew.catalog.entry import Entry, Industry
from vitalfew.catalog.read import catalogue
from vitalfew.insight.fit import Alignment, fit_json
from vitalfew.insight.meant import BETTER, Fit, Meant

if TYPE_CHECKING:
    from vitalfew.text.engine import Matrix

MOST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry of the catalogue for an objective, in place of a KPI or, where `kpi` is None, beside those that are there."""

    kpi: str | None
    entry: Entry
    fit: Fit

    @property
    def words(self) -> str:
        """What is proposed, as a sentence."""
        if self.kpi:
            return say(
                "`{entry}` ({name}) in place of `{kpi}`, for objective `{objective}`",
                entry=self.entry.id,
                name=self.entry.name,
                kpi=self.kpi,
                objective=self.fit.objective,
            )
        return say(
            "`{entry}` ({name}) for objective `{objective}`",
            entry=self.entry.id,
            name=self.entry.name,
            objective=self.fit.objective,
        )

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {"kpi": self.kpi, "entry": self.entry.id, "name": self.entry.name, **fit_json(self.fit)}


@dataclass(frozen=True, slots=True)
class Gap:
    """An objective that no KPI's words fit, though some may name it; with entries of the catalogue that would."""

    objective: str
    named: int
    proposals: tuple[Proposal, ...]

    @property
    def words(self) -> str:
        """What is missing, as a sentence."""
        if not self.named:
            return say("no KPI serves objective `{objective}`", objective=self.objective)
        return say("nothing in the words of the KPIs of objective `{objective}` fits it", objective=self.objective)

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {"objective": self.objective, "named": self.named, "proposals": [each.as_json() for each in self.proposals]}


@dataclass(frozen=True)
class Shelf:
    """The catalogue's entries that a framework does not have, and how well each fits each objective: `words` by its own alone."""

    meant: Meant
    entries: Sequence[Entry]
    fits: Matrix
    words: Matrix

    def of(self, objective: str) -> Iterator[tuple[Entry, Fit]]:
        """Give the entries that fit an objective well, the best first; of those of one pattern the one whose own words fit."""
        column = next(place for place, each in enumerate(self.meant.framework.objectives) if each.id == objective)
        bands = self.meant.engine.bands
        ranked = sorted(
            zip(self.fits[:, column].tolist(), self.words[:, column].tolist(), self.entries, strict=True),
            key=lambda each: (-each[0], -each[1], each[2].id),
        )
        for score, _, entry in ranked:
            if bands.of(score) == "strong":
                yield entry, Fit(objective, score, None, score, "strong")


def shelf(meant: Meant) -> Shelf:
    """Compare the entries of the catalogue with the objectives: by their words, or by a pattern of objectives that lists them.

    Entries that the framework has by name or id are left out, and those of other industries than its own.
    """
    book = catalogue()
    industry = next((each for each in get_args(Industry) if each == meant.framework.organization.industry), None)
    there = {entry.id for kpi in meant.kpis if (entry := book.named(kpi.title))} | {kpi.id for kpi in meant.framework.kpis}
    usable = book.of(industry=industry) if industry else tuple(each for each in book.entries if not each.industries)
    entries = [entry for entry in usable if entry.id not in there]
    place = {entry.id: row for row, entry in enumerate(entries)}
    name, definition = meant.vectors([each.name for each in entries], [each.definition for each in entries])
    words = np.asarray((name + definition) @ meant.aims.T / 2, dtype=np.float32)
    fits = words.copy()
    patterns = meant.engine.encode([each.statement for each in book.patterns]) @ meant.aims.T
    for pattern, scores in zip(book.patterns, patterns, strict=True):
        for kpi in pattern.kpis:
            if kpi in place:
                fits[place[kpi]] = np.maximum(fits[place[kpi]], scores)
    return Shelf(meant, entries, fits, words)


def replacements(shelf: Shelf, scored: Iterable[Alignment]) -> tuple[Proposal, ...]:
    """Give for each weak KPI with an objective the entry that fits that objective best and clearly better."""
    found: list[Proposal] = []
    taken: set[str] = set()
    for each in scored:
        if each.band != "weak" or not each.links or each.better:
            continue
        link = each.links[0]
        fitting = (pair for pair in shelf.of(link.objective) if pair[0].id not in taken and pair[1].words - link.words >= BETTER)
        for entry, fit in fitting:
            taken.add(entry.id)
            found.append(Proposal(each.kpi, entry, fit))
            break
    return tuple(found)


def gaps(shelf: Shelf) -> tuple[Gap, ...]:
    """Give the objectives that no KPI serves, and those that nothing in the words of their KPIs speaks for."""
    meant = shelf.meant
    found = []
    for each in meant.framework.objectives:
        serving = [kpi.id for kpi in meant.lines.linked.get(each.id, ()) if kpi.id in meant.place]
        if all(meant.engine.bands.of(meant.of(kpi, each.id).words) == "none" for kpi in serving):
            proposals = tuple(Proposal(None, entry, fit) for entry, fit in islice(shelf.of(each.id), MOST))
            found.append(Gap(each.id, len(serving), proposals))
    return tuple(found)
