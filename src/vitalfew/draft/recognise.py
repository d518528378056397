"""Whose KPI a name means: the catalogue's entry by name or synonym, else by meaning, with the band of the match."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from vitalfew.catalog.entry import MONEY, Entry, Industry
from vitalfew.catalog.read import Catalogue
from vitalfew.model.framework import Framework
from vitalfew.text.engine import Band, Engine, compare
from vitalfew.text.phrase import Words, words

PLAUSIBLE = 0.55
"""From which score on two names may mean the same; only words make it sure. Names are alike sooner than sentences."""
HELD, APART, LIKELY = 0.8, 0.15, 0.1
"""What names score at least of which one holds the other; what it is worth that one is per something, and that one is likely."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_BRACKETS = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]")
_TRIMMINGS = re.compile(
    r"[%#€$£]|\b(?:avg|average|mean|total|monthly|weekly|daily|quarterly|annual|yearly|ytd|mtd|hrs|pct|percent|eur|usd|gbp|kpi|"
    r"current|actual)\b\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Kind:
    """What else is known of a number: whether it is a share, money or something else, and that it is better when it falls."""

    unit: str | None = None
    falls: bool = False

    def fits(self, entry: Entry) -> bool:
        """Tell whether an entry can be that number."""
        return not (self.falls and entry.direction == "up") and self.unit in {None, _unit(entry.unit)}


@dataclass(frozen=True)
class Known:
    """The entry that a name was found to mean, None where hardly anything speaks for one, and the nearest other entry."""

    entry: Entry | None
    score: float
    band: Band
    nearest: Entry | None = None


def recognise(
    names: Sequence[str],
    book: Catalogue,
    by: Engine,
    industry: Industry | None = None,
    kinds: Sequence[Kind] = (),
    likely: Collection[str] = (),
) -> tuple[Known, ...]:
    """Find the entry that each name means; by their words first, whatever stands in brackets around them, else by meaning.

    A share is no amount of money: where `kinds` are given, an entry of another kind is not meant. Entries that are `likely`, by
    id, since somebody asks for them, are believed sooner.
    """
    kinds = kinds or [Kind()] * len(names)
    exact = [_exact(name, book, kind) for name, kind in zip(names, kinds, strict=True)]
    left = [(name, kind) for name, kind, found in zip(names, kinds, exact, strict=True) if found is None]
    meant = iter(_meant(left, book, by, industry, frozenset(likely)))
    return tuple(Known(found, 1.0, "strong") if found else next(meant) for found in exact)


def kind_of(unit: str | None, *, falls: bool = False) -> Kind:
    """Say of what kind a number is, by its unit."""
    return Kind(None if unit is None else _unit(unit), falls)


def _unit(unit: str) -> str:
    return "share" if unit == "%" else MONEY if unit.startswith(MONEY) or _CURRENCY.fullmatch(unit) else "other"


def _exact(name: str, book: Catalogue, kind: Kind) -> Entry | None:
    for said in _forms(name):
        if words(said) and (found := book.named(said)) and kind.fits(found):
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


def _meant(
    names: Sequence[tuple[str, Kind]], book: Catalogue, by: Engine, industry: Industry | None, likely: frozenset[str]
) -> Iterator[Known]:
    known = [(said, entry) for entry in book.of(industry=industry) for said in entry.names]
    if not names or not known:
        return
    texts = [_TRIMMINGS.sub(" ", _BRACKETS.sub(" ", name)) for name, _ in names]
    held = [words(said) for said, _ in known]
    for (_, kind), text, row in zip(names, texts, compare(by, texts, [said for said, _ in known]), strict=True):
        best: dict[str, tuple[float, Entry]] = {}
        own = words(text)
        for (_, entry), said, score in zip(known, held, row, strict=True):
            weighed = round(_weighed(float(score), own, said, entry, kind) + LIKELY * (entry.id in likely), 4)
            if kind.fits(entry) and weighed > best.get(entry.id, (-1.0, entry))[0]:
                best[entry.id] = (weighed, entry)
        if not best:
            yield Known(None, 0.0, "none")
            continue
        (score, entry), *rest = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].id))[:2]
        score = min(score, 0.99)
        if score >= PLAUSIBLE:
            yield Known(entry, score, "plausible", rest[0][1] if rest else None)
        else:
            yield Known(None, score, "none", entry)


def _weighed(score: float, own: Words, said: Words, entry: Entry, kind: Kind) -> float:
    """Weigh how alike two names are: one that holds the other is hardly another thing, one per something that is not said is."""
    inner = min((set(own), set(said)), key=len)
    if len(inner) > 1 and inner <= set(own) and inner <= set(said):
        score = max(score, HELD)
    score -= APART * ("per" in said and "per" not in own)
    return round(score - APART / 3 * (kind.unit == MONEY and entry.unit != MONEY), 4)


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
