"""What a sentence asks to be measured: how well KPIs fit it, by the patterns of objectives that it means and by its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from vitalfew.catalog.entry import Entry
from vitalfew.draft.gather import BANDS, NEAR, linked, phrased
from vitalfew.draft.scene import Scene, text_of
from vitalfew.model.kpi import Kpi

MEANT = 3
"""Patterns that a sentence may mean at most."""
CLOSE = 0.8
"""How near to the best a pattern must be to count beside it."""


@dataclass(frozen=True)
class Asks:
    """What sentences ask for, in one scene; what was looked up once is kept."""

    scene: Scene
    _links: dict[str, dict[str, float]] = field(default_factory=dict)

    def links(self, text: str) -> dict[str, float]:
        """Give how much each entry of the catalogue serves what a sentence means."""
        if text not in self._links:
            patterns = self.scene.book.patterns if self.scene.industry is None else self.scene.book.aims(self.scene.industry)
            usable = [each for each in patterns if self.scene.industry or not each.industries]
            fit = [float(each) for each in phrased(self.scene.likeness.by, [text], usable)[0]]
            ranked = sorted(zip(usable, fit, strict=True), key=lambda pair: (-round(pair[1], 3), pair[0].id))[:MEANT]
            best = ranked[0][1] if ranked else 0.0
            found: dict[str, float] = {}
            for pattern, score in ranked:
                if score >= max(BANDS.weak, CLOSE * best):
                    for id_, value in linked(self.scene.book, pattern).items():
                        found[id_] = max(found.get(id_, 0.0), value * score / best)
            self._links[text] = found
        return self._links[text]

    def fits(self, kpi: Kpi, text: str) -> bool:
        """Tell whether a KPI serves what a sentence asks for, as the catalogue sees it, else by its words."""
        known = self.scene.known(kpi)
        linked_ = self.links(text).get(known.entry.id, 0.0) if known.entry and known.band == "strong" else 0.0
        return linked_ >= NEAR or self.alike(kpi, text) >= self.scene.likeness.by.bands.strong

    def alike(self, kpi: Kpi, text: str) -> float:
        """Score the words of a KPI with a sentence."""
        return self.scene.likeness.scores(text, [text_of(kpi)])[0]

    def entries(self, text: str, without: Iterable[str] = ()) -> list[tuple[Entry, float]]:
        """Give the entries that a sentence asks for and that are not there yet, the best first."""
        barred, links = self.scene.used | set(without), self.links(text)
        bands = self.scene.likeness.by.bands
        near = self.scene.near(text, [each for each in self.scene.entries if each.id not in barred], len(self.scene.entries))
        scored = [
            (each, (links.get(each.id, 0.0) + min(1.0, max(0.0, alike) / bands.strong)) / 2)
            for each, alike in near
            if links.get(each.id, 0.0) >= NEAR / 2 or alike >= bands.strong
        ]
        return sorted(scored, key=lambda pair: (-round(pair[1], 4), pair[0].id))
