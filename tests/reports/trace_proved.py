"""What insight says of the strategy, in the words that pages share; found anew from the facts."""

from __future__ import annotations

from collections.abc import Iterator

from vitalfew.insight.remedy import remedies
from vitalfew.insight.sentence import amount, interval, share_of, weeks
from vitalfew.insight.told import data_of
from vitalfew.insight.told_effect import seen
from vitalfew.insight.told_lead import moved, now, sureness, verdict
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
    for each in proved.effects:
        yield from (each.reason, seen(each, proved.framework))
    if "scored" in vars(proved):  # it takes long, and one report tells of it
        yield from (item.raises for each in proved.scored for item in each.raises)
