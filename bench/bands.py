"""What the bands of the alignment score are worth: how many KPIs that are scored so are said by judges to serve their objective.

The labels are those of `tests/draft/judgements.csv`: for each objective the KPIs that serve it, and such as were found near it
and do not. Objectives of an industry make frameworks, four at a time, in which the KPIs that serve are where they belong; each of
the others is put under the objective that it does not serve, alone. So the wrong ones are hard ones, and whatever else a KPI has
is the same for all: what is told apart here are words.

The borders are the two whole points that make the labels of the half `mend` the likeliest, each band with a share of its own;
what they are worth is printed for both halves, with Wilson's interval at 95 %.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log
from pathlib import Path
from typing import Any, NamedTuple

from bench.text import ROOT
from bench.words import wilson
from vitalfew.catalog.read import catalogue
from vitalfew.insight.fit import FAIR, STRONG, alignment_of
from vitalfew.insight.meant import Meant
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.noun import ObjectiveLink
from vitalfew.model.strategy import Objective, Strategy
from vitalfew.model.target import Baseline, Target
from vitalfew.text.engine import Engine

LABELS = ROOT / "tests" / "draft" / "judgements.csv"
TOGETHER = 4
"""Objectives that make one framework."""
FEWEST = 30
"""KPIs that each band holds at least."""
WHOLE = {"level": "tier-1", "baseline": Baseline.model_validate({"value": 1.0}), "target": Target(reach=2.0), "threshold": 1.0}
"""What the catalogue leaves to an organisation; why a KPI matters stays unsaid, since it would name the right objective."""


class Case(NamedTuple):
    """A KPI under an objective: what it scores, and whether judges say that it serves it."""

    half: str
    score: float
    serves: bool


def cases(by: Engine, path: Path = LABELS, *, every: int = 1) -> list[Case]:
    """Score all labelled KPIs; `every` takes fewer of the frameworks."""
    return [case for half, goals in [*_frameworks(path)][::every] for case in _scored(by, half, goals)]


def _frameworks(path: Path) -> Iterator[tuple[str, Mapping[str, Mapping[str, bool]]]]:
    """Give which KPIs serve which objectives and which do not, a few objectives of one industry and half at a time."""
    found: dict[tuple[str, str], dict[str, dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["half"], row["industry"]][row["objective"]][row["kpi"]] = row["relevant"] == "1"
    for (half, _), goals in found.items():
        for first in range(0, len(goals), TOGETHER):
            yield half, dict([*goals.items()][first : first + TOGETHER])


def _scored(by: Engine, half: str, goals: Mapping[str, Mapping[str, bool]]) -> Iterator[Case]:
    right: dict[str, set[int]] = defaultdict(set)
    for place, kpis in enumerate(goals.values()):
        for kpi in (kpi for kpi, serves in kpis.items() if serves):
            right[kpi].add(place)
    for score in _scores(by, [*goals], right).values():
        yield Case(half, score, serves=True)
    for place, kpis in enumerate(goals.values()):
        for kpi in (kpi for kpi, serves in kpis.items() if not serves):
            yield Case(half, _scores(by, [*goals], {**right, kpi: {place}})[kpi], serves=False)


def _scores(by: Engine, goals: Sequence[str], under: Mapping[str, set[int]]) -> dict[str, float]:
    book = catalogue().entry
    objectives = tuple(Objective(id=f"o{place}", statement=text) for place, text in enumerate(goals))
    kpis = []
    for id_, places in under.items():
        links = tuple(ObjectiveLink(id=f"o{place}") for place in sorted(places))
        kpis.append(book[id_].kpi("EUR").model_copy(update={"objectives": links, **WHOLE}))
    framework = Framework(strategy=Strategy(mission="Do well"), objectives=objectives, kpis=tuple(kpis))
    return {each.kpi: each.score for each in alignment_of(Meant(framework, Lines(framework), by))}


def borders(found: Sequence[Case]) -> tuple[int, int]:
    """Give the two whole points under, between and above which the labels are told apart best."""
    ways = {pair: _parted(found, *pair) for pair in combinations(range(1, 100), 2)}
    enough = {pair: bands for pair, bands in ways.items() if min(of for _, of in bands) >= FEWEST}
    return max(enough, key=lambda pair: sum(_likely(*band) for band in enough[pair]))


def _parted(found: Sequence[Case], low: float, high: float) -> list[tuple[int, int]]:
    """Count the KPIs that serve and all, of those under the lower border, between both, and from the upper one on."""
    counts = [[0, 0], [0, 0], [0, 0]]
    for each in found:
        band = counts[(each.score >= low) + (each.score >= high)]
        band[0] += each.serves
        band[1] += 1
    return [(hits, of) for hits, of in counts]


def _likely(hits: int, of: int) -> float:
    """Give the log of how likely the labels of a band are with the share that they have."""
    return sum(count * log(count / of) for count in (hits, of - hits) if count)


def rows(found: Sequence[Case], by: str) -> list[dict[str, Any]]:
    """Give what each band is worth, by half."""
    told = []
    for half in ("mend", "hold-out"):
        counts = _parted([each for each in found if each.half == half], FAIR, STRONG)
        for band, (hits, of) in zip(("weak", "fair", "strong"), counts, strict=True):
            low, high = wilson(hits, of)
            share = f"{hits / of:.0%}" if of else "–"
            told.append(
                {"by": by, "half": half, "band": band, "kpis": of, "serve": share, "interval": f"{low:.0%} to {high:.0%}"}
            )
    return told
