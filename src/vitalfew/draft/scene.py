"""What a remedy is looked for in: a framework as it would be, with its lines, what its KPIs mean, and how alike texts are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar, get_args

from vitalfew.catalog.entry import Entry, Industry
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.recognise import Known, kind_of, recognise
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Level
from vitalfew.model.strategy import Objective
from vitalfew.text.engine import Band, Engine

Found = TypeVar("Found", Kpi, Objective, Entry)


@dataclass
class Likeness:
    """How alike texts are, by an engine; what was compared once is kept."""

    by: Engine
    _kept: dict[str, object] = field(default_factory=dict)

    def scores(self, text: str, others: Sequence[str]) -> list[float]:
        """Score a text with each of some others."""
        import numpy as np  # noqa: PLC0415  # the engine has loaded it

        new = [each for each in dict.fromkeys((text, *others)) if each not in self._kept]
        self._kept |= dict(zip(new, self.by.encode(new), strict=True)) if new else {}
        mine = np.asarray(self._kept[text])
        return [round(float(mine @ np.asarray(self._kept[each])), 6) for each in others]

    def band(self, score: float) -> Band:
        """Name the band of a score."""
        return self.by.bands.of(score)


@dataclass(frozen=True)
class Scene:
    """A framework that is to be improved. KPIs in `kept` stay what and where they are."""

    framework: Framework
    likeness: Likeness
    kept: frozenset[str] = frozenset()
    book: Catalogue = field(default_factory=catalogue)
    _known: dict[tuple[str, str | None, bool], Known] = field(default_factory=dict)

    def of(self, framework: Framework) -> Scene:
        """Give the scene of another framework, with what is known of names kept."""
        return replace(self, framework=framework)

    @cached_property
    def lines(self) -> Lines:
        """Its lines."""
        return Lines(self.framework)

    @cached_property
    def industry(self) -> Industry | None:
        """The organisation's industry where it is called as in the catalogue."""
        named = self.framework.organization.industry
        return next((each for each in get_args(Industry) if each == named), None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The catalogue's entries that the organisation can use: the general ones alone where its industry is not told."""
        found = self.book.of(industry=self.industry)
        return found if self.industry else tuple(entry for entry in found if not entry.industries)

    def known(self, kpi: Kpi) -> Known:
        """Give the catalogue's entry that a KPI means."""
        if kpi.id in self.book.entry and kpi.title.casefold() == self.book.entry[kpi.id].name.casefold():
            return Known(self.book.entry[kpi.id], 1.0, "strong")
        new = {_name(each): each for each in self.framework.kpis if _name(each) not in self._known}
        if new:
            kinds = [kind_of(each.unit, falls=each.direction == "down") for each in new.values()]
            titles = [each.title for each in new.values()]
            self._known.update(zip(new, recognise(titles, self.book, self.likeness.by, self.industry, kinds), strict=True))
        return self._known[_name(kpi)]

    @cached_property
    def used(self) -> frozenset[str]:
        """The entries of the catalogue that the framework has already, by id."""
        sure = [self.known(kpi) for kpi in self.framework.kpis]
        return frozenset(kpi.id for kpi in self.framework.kpis) | {
            each.entry.id for each in sure if each.entry and each.band == "strong"
        }

    def near(self, text: str, choice: Iterable[Found], most: int = 3) -> list[tuple[Found, float]]:
        """Give those of some nouns that mean most alike, the nearest first; ties go by id."""
        found = sorted(choice, key=lambda each: each.id)
        scores = self.likeness.scores(text, [text_of(each) for each in found]) if found else []
        ranked = sorted(zip(found, scores, strict=True), key=lambda pair: (-pair[1], pair[0].id))
        return ranked[:most]

    def level(self, kpi: Kpi) -> Level | None:
        """Give the level of a KPI."""
        return self.framework.level_of(kpi)

    def tier(self, kpi: Kpi) -> int:
        """Give the tier of a KPI; 3 where it has none."""
        return self.framework.tier_of(kpi) or 3

    def is_free(self, kpi: Kpi) -> bool:
        """Tell whether a KPI may be moved or taken away."""
        return kpi.id not in self.kept

    def above(self, kpi: Kpi) -> list[Kpi]:
        """Give the KPIs of a higher level than a KPI's."""
        place = {level.id: (level.tier, number) for number, level in enumerate(self.framework.all_levels)}
        own = self.level(kpi)
        rank = place[own.id] if own else (4, 0)
        return [
            each
            for each in self.framework.strategic_kpis
            if each.id != kpi.id and (level := self.level(each)) is not None and place[level.id] < rank
        ]


def _name(kpi: Kpi) -> tuple[str, str | None, bool]:
    return kpi.title, kpi.unit, kpi.direction == "down"


def text_of(noun: Kpi | Objective | Entry) -> str:
    """Give what a noun is about, in words."""
    if isinstance(noun, Objective):
        return ". ".join(filter(None, (noun.title, noun.description)))
    name = noun.title if isinstance(noun, Kpi) else noun.name
    return ". ".join(filter(None, (name, noun.definition)))
