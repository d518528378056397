"""What owners and heads of departments have agreed on, KPI by KPI, as it stands."""

from __future__ import annotations

from vitalfew.api.route import Answer, Ask, Read
from vitalfew.rhythm.agreements import accords
from vitalfew.rhythm.escalations import open_to


def _list(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = accords(desk)
        shown = [each for each in found if open_to(desk, each.kpi)]
    return {"agreements": [each.as_json() for each in shown], "withheld": len(found) - len(shown)}


ROUTES = (
    Read("/agreements", "Who agreed on what, and why not", _list, ("agreements", "withheld"), listed="agreements", key="kpi"),
)
