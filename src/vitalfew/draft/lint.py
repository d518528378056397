"""What the audit says of definitions of the catalogue's form: those that come with it, and those that are proposed beyond it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from vitalfew.catalog.read import Catalogue
from vitalfew.model.framework import Framework
from vitalfew.model.measure import Measure
from vitalfew.rules.engine import check
from vitalfew.text.phrase import word_set, words

DEFINITION = {"ALN002", "ALN003", "ALN005", "ALN006", "ALN007", "ALN008", "DEF023"} | {
    f"DEF{number:03}" for number in range(1, 23)
}
"""The codes that judge a definition alone: the others ask for owners, targets and links, which an organisation adds."""
ADDED = {"owner", "because", "objectives", "baseline", "target", "threshold", "level", "org_unit", "source", "review"}
"""Fields that only an organisation can fill in."""
FILLER = word_set("of the a an in on by to per and or for from with at that as its their was is are it")
PRAISE = word_set(
    "excellent excellence best optimal optimum world-class leading innovative strong sustainable holistic state-of-the-art"
)
"""Words of praise that no number can confirm."""
NEAR = 0.6


def framework(book: Catalogue) -> Framework:
    """Give all entries as the drafts of one framework, with a plain measure for each of theirs."""
    measures = tuple(
        Measure(
            id=id,
            table=next(iter(each.tables)),
            date="day",
            value=f"sum({id})",
            unit="EUR" if each.unit == "money" else each.unit,
        )
        for id, each in book.measure.items()
    )
    return Framework(kpis=tuple(entry.kpi("EUR") for entry in book.entries), measures=measures)


def audited(book: Catalogue, ids: Collection[str] | None = None) -> Iterator[str]:
    """Say what the audit finds in definitions, or in those of some ids alone."""
    for finding in check(framework(book), today=date(2026, 1, 1)):
        if finding.code in DEFINITION and finding.field not in ADDED and (ids is None or finding.ref.id in ids):
            yield f"{finding.code} {finding.rule}: {finding.message}"


def bag(text: str) -> frozenset[str]:
    """Give the words that a text is made of, those that say something."""
    return frozenset(words(text)) - FILLER or frozenset(words(text))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the share of words that two texts have in common (Jaccard)."""
    return len(one & other) / len(one | other)
