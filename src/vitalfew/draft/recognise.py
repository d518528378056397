"""Whose KPI a name means: the catalogue's entry by name or synonym, else by meaning, with the band of the match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from vitalfew.catalog.entry import Entry, Industry
from vitalfew.catalog.read import Catalogue
from vitalfew.model.framework import Framework
from vitalfew.text.engine import Band, Engine, compare
from vitalfew.text.phrase import words

STRONG, PLAUSIBLE, APART = 0.85, 0.55, 0.03
"""From which score on two names mean the same, or may do so. Names are alike sooner than a KPI and an objective are."""
_BRACKETS = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]")
_TRIMMINGS = re.compile(
    r"[%#€$£]|\b(?:avg|average|mean|total|no|number|of|monthly|weekly|daily|quarterly|annual|yearly|ytd|mtd|in|per month|"
    r"per week|hrs|hours|days|pct|percent|rate|eur|usd|gbp|k|kpi|the|current|actual)\b\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Known:
    """The entry that a name was found to mean; `nearest` comes second. `entry` is None where nothing speaks for any."""

    entry: Entry | None
    score: float
    band: Band
    nearest: Entry | None = None


def recognise(names: Sequence[str], book: Catalogue, by: Engine, industry: Industry | None = None) -> tuple[Known, ...]:
    """Find the entry that each name means; by their words first, whatever stands in brackets around them, else by meaning."""
    exact = [_exact(name, book) for name in names]
    left = [name for name, found in zip(names, exact, strict=True) if found is None]
    meant = iter(_meant(left, book, by, industry))
    return tuple(Known(found, 1.0, "strong") if found else next(meant) for found in exact)


def _exact(name: str, book: Catalogue) -> Entry | None:
    for said in _forms(name):
        if words(said) and (found := book.named(said)):
            return found
    return None


def _forms(name: str) -> Iterator[str]:
    """Give a name as it stands, without what is in brackets, and what is in brackets."""
    yield name
    bare = _BRACKETS.sub(" ", name)
    yield bare
    yield re.sub(r"[%#€$£]", " ", bare)
    yield from (inner[1] or inner[2] or "" for inner in _BRACKETS.finditer(name))
    yield _TRIMMINGS.sub(" ", bare)


def _meant(names: Sequence[str], book: Catalogue, by: Engine, industry: Industry | None) -> Iterator[Known]:
    known = [(said, entry) for entry in book.of(industry=industry) for said in entry.names]
    if not names or not known:
        return
    for row in compare(by, [_TRIMMINGS.sub(" ", _BRACKETS.sub(" ", name)) for name in names], [said for said, _ in known]):
        best: dict[str, tuple[float, Entry]] = {}
        for place in (-row).argsort(kind="stable")[:12]:
            best.setdefault(known[place][1].id, (float(row[place]), known[place][1]))
        (score, entry), *rest = best.values()
        other = rest[0] if rest else None
        apart = other is None or score - other[0] >= APART
        band: Band = "strong" if score >= STRONG and apart else "plausible" if score >= PLAUSIBLE else "none"
        yield Known(entry if band != "none" else None, score, band, other[1] if other else None)


def fields_of_entry(entry: Entry, framework: Framework) -> dict[str, Any]:
    """Give what the catalogue says of a KPI as fields of a draft in a framework.

    A formula is written where its measures are declared, and other KPIs are named where the framework has them.
    """
    kpi = entry.kpi(framework.calendar.currency or "EUR")
    names = ("name", "lifecycle", "definition", "excludes", "category", "timing", "stage", "unit", "every", "direction")
    said = {name: value for name in names if (value := getattr(kpi, name)) is not None}
    current = {each.id for each in framework.current_kpis}
    tree = entry.tree
    if set(tree.measures) <= framework.measure.keys() and set(tree.kpis) <= current:
        said["formula"] = entry.formula
    guards = [id_ for id_ in entry.guards if id_ in current]
    return said | ({"guards": guards} if guards else {})
