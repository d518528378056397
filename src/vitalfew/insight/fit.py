"""The alignment score of each KPI: 0 to 100 from five parts that add up, and what would raise it (AUD-14, FUT-2).

The weights of the parts are policy (`weight-structure` and so on). Bands are told apart only as far as words allow: a score that
another wording of the same KPI could carry over a border is not decided. Nothing here is a language model's opinion.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from vitalfew.base.said import say
from vitalfew.insight.known import Evidence, behaviour, definition, evidence, no_evidence, structure
from vitalfew.insight.meant import Fit, Meant
from vitalfew.insight.parts import PARTS, Item, Part, PartName, Seen, weighed
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.text.engine import Band, Bands

VERSION = 1
STRONG, FAIR = 84.0, 64.0
"""The borders between which judges' labels of one half are told apart best (`bench/bands.py`); the other half tests them."""
SWAY = 3.5
"""How far another wording carries four scores of five at the most (`bench/fit.py`): so near a border, the band is not decided."""
FULL = 1.25
"""From how many times what is strong on a fit counts in full."""

Aligned = Literal["strong", "fair", "weak"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The score of a KPI, its parts, its links by meaning, and the objective that fits clearly better where there is one.

    `decided` is False where the score lies so near the border of a band that another wording could carry it over.
    `abstained` is True where two objectives fit so much alike that it is not said which one is meant.
    """

    kpi: str
    parts: tuple[Part, ...]
    links: tuple[Fit, ...]
    better: Fit | None
    abstained: bool

    @property
    def score(self) -> float:
        """The sum of the parts."""
        return round(sum(part.points for part in self.parts), 1)

    @property
    def band(self) -> Aligned:
        """What the score is worth."""
        return band_of(self.score)

    @property
    def bands(self) -> frozenset[Aligned]:
        """The bands that the same KPI could stand in by other words."""
        return frozenset(band_of(self.score + sway) for sway in (-SWAY, 0, SWAY))

    @property
    def decided(self) -> bool:
        """Whether the band holds in other words, too."""
        return all(abs(self.score - border) >= SWAY for border in (STRONG, FAIR))

    @property
    def weak_links(self) -> tuple[Fit, ...]:
        """The objectives of its own that hardly anything in the words speaks for."""
        return tuple(each for each in self.links if each.band in {"weak", "none"})

    @property
    def raises(self) -> tuple[Item, ...]:
        """What would raise the score, the most first."""
        found = [item for part in self.parts for item in part.lacking]
        return tuple(sorted(found, key=lambda each: each.points - each.most))

    def part(self, id: PartName) -> Part:
        """Give a part."""
        return next(part for part in self.parts if part.id == id)

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {
            "kpi": self.kpi,
            "score": self.score,
            "band": self.band,
            "decided": self.decided,
            "parts": [part.as_json() for part in self.parts],
            "links": [fit_json(each) for each in self.links],
            "better": fit_json(self.better) if self.better else None,
            "abstained": self.abstained,
        }


def band_of(score: float) -> Aligned:
    """Give the band of a score."""
    return "strong" if score >= STRONG else "fair" if score >= FAIR else "weak"


def fit_json(fit: Fit) -> dict[str, object]:
    """Give a fit in the JSON contract's fields."""
    return {"objective": fit.objective, "fit": round(fit.both, 3), "band": fit.band}


def alignment_of(meant: Meant, known: Evidence | None = None, only: Collection[str] | None = None) -> tuple[Alignment, ...]:
    """Score each KPI that is no operational metric, or `only` some of them, in the order of the framework."""
    weights = weights_of(meant.framework)
    kpis = (kpi for kpi in meant.kpis if only is None or kpi.id in only)
    return tuple(_alignment(meant, known or Evidence(), kpi, weights) for kpi in kpis)


def weights_of(framework: Framework) -> dict[PartName, float]:
    """Give what each part weighs, by policy."""
    return {part: max(0.0, framework.policy_number(f"weight-{part}")) for part in PARTS}


def _alignment(meant: Meant, known: Evidence, kpi: Kpi, weights: Mapping[PartName, float]) -> Alignment:
    links = tuple(sorted((meant.of(kpi.id, each) for each in meant.links[kpi.id]), key=lambda each: -each.both))
    seen = [
        *structure(meant.framework, meant.lines, kpi),
        *definition(meant.framework, kpi),
        *_meaning(meant, kpi, links),
        *evidence(known, kpi),
        *behaviour(known, kpi),
    ]
    unknown: dict[PartName, str] = {
        "evidence": no_evidence(known, kpi),
        "behaviour": say("not known, or for the owner and their line alone: it counts neither for nor against"),
        "meaning": say("there is no objective to compare it with"),
    }
    better = meant.better(kpi.id)
    ranked = meant.all_of(kpi.id)[:2]
    alike = len(ranked) == 2 and ranked[0].both - ranked[1].both < meant.engine.bands.apart
    return Alignment(kpi.id, weighed(seen, weights, unknown), links, better, alike)


def _meaning(meant: Meant, kpi: Kpi, links: tuple[Fit, ...]) -> list[Seen]:
    """Look at what the words mean: against the best of its objectives, its neighbours there, and `because` against it."""
    bands = meant.engine.bands
    if not links:
        none = say("it has no objective that its words could fit")
        return [Seen("meaning", 1, 0.0, none, _named(meant, kpi))] if meant.framework.objectives else []
    best = links[0]
    told: str = _speaks(bands.of(best.words), best.objective)
    raises = say(
        "say in name and definition what it shows of `{objective}`, or let it serve another one", objective=best.objective
    )
    found = [Seen("meaning", 2, share(best.words, bands), told, raises)]
    if best.neighbours is not None:
        like = share(best.neighbours, bands)
        told = say("it is like the KPIs beside it") if like >= 1 else say("it is unlike the KPIs beside it")
        found.append(Seen("meaning", 2, like, told, say("see whether it belongs to another objective")))
    if kpi.id in meant.because:
        like = share(meant.because[kpi.id], bands)
        told = say("`because` speaks of the objective") if like >= 1 else say("`because` speaks of the objective in part or not")
        found.append(Seen("meaning", 1, like, told, say("say in `because` what the objective gains")))
    return found


def _speaks(band: Band, objective: str) -> str:
    match band:
        case "strong":
            return say("its words fit objective `{objective}` well", objective=objective)
        case "plausible":
            return say("its words fit objective `{objective}` in part", objective=objective)
        case "weak":
            return say("its words hardly fit objective `{objective}`", objective=objective)
        case "none":
            return say("nothing in its words speaks for objective `{objective}`", objective=objective)


def _named(meant: Meant, kpi: Kpi) -> str:
    first = meant.all_of(kpi.id)[0]
    if first.band in {"strong", "plausible"}:
        return say("name its objective; `{objective}` fits its words best", objective=first.objective)
    return say("name its objective, or give it up: no objective fits its words")


def share(score: float, bands: Bands) -> float:
    """Give how much of a full fit a score is: all from a quarter above what is strong, evenly down to nothing.

    So gentle a slope keeps a synonym from deciding.
    """
    return min(1.0, max(0.0, score / (FULL * bands.strong)))
