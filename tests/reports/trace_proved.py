"""What insight says of the strategy, in the words that pages share; found anew from the facts."""

from __future__ import annotations

from collections.abc import Iterator

from vitalfew.insight.remedy import remedies
from vitalfew.insight.sentence import amount, beside, interval, share_of, weeks
from vitalfew.insight.sight import Sight
from vitalfew.insight.strand import MEASURE, strands
from vitalfew.insight.strand import told as told_strand
from vitalfew.insight.told import data_of
from vitalfew.insight.told_effect import seen
from vitalfew.insight.told_lead import moved, now, sureness, verdict
from vitalfew.insight.told_missed import proposed, stands
from vitalfew.model.framework import Framework
from vitalfew.reports.facts import Facts


def proven(facts: Facts) -> Iterator[str]:
    """Give every sentence about lines of sight, leads, conflicts and what would raise an alignment."""
    proved = facts.proved
    if proved is None:
        return
    for reach in (each for some in proved.levers.values() for each in some):
        yield from (amount(reach, proved.framework), interval(reach, proved.framework), share_of(reach))
        yield weeks(reach.days) if reach.days else ""
    for told in proved.leads:
        yield from (verdict(told.lead, facts.unseen), sureness(told.lead), now(told, proved.framework))
        yield from moved(told, proved.framework)
    for conflict in proved.conflicts:
        yield from (conflict.mechanism, data_of(conflict, proved.framework))
        yield from (way.what for way in remedies(proved.framework, conflict))
    yield from _drawn(proved.sight, proved.framework) if proved.sight else ()
    for each in proved.effects:
        yield from (each.reason, seen(each, proved.framework))
    for miss in proved.missed:
        yield from (miss.why, stands(miss, proved.framework), proposed(miss, proved.framework))
    if "scored" in vars(proved):  # it takes long, and one report tells of it
        yield from (item.raises for each in proved.scored for item in each.raises)


def _drawn(sight: Sight, framework: Framework) -> Iterator[str]:
    """Give what is said of arrows: between objectives, and between KPIs."""
    yield MEASURE
    pairs = [(each.id, link.id) for each in framework.objectives for link in (*each.drives, *each.supports)]
    known = [each for each in pairs if each[1] in framework.objective]
    yield from (told_strand(each, framework) for each in strands(sight, known).values())
    yield from (beside(each, framework) for each in sight.edges)
