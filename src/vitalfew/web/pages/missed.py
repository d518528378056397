"""Missed targets: which KPIs missed theirs again and again, and whether the target or the process is to be changed (RHY-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vitalfew.api.known import missing
from vitalfew.base.errors import Refused
from vitalfew.base.said import say, say_count, several
from vitalfew.insight.missed import SAID, WORDS, Missed
from vitalfew.insight.told_missed import proposed, stands
from vitalfew.load.amend import Amendment
from vitalfew.rhythm.proposals import propose_edits
from vitalfew.web.page import Page
from vitalfew.web.pages._missed import Shown, shown
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page: what asks for a decision first; `often` is how many misses in a row ask for one."""

    subtitle: str
    rows: tuple[Shown, ...]
    part: Part
    often: int
    is_measured: bool


def build(visit: Visit) -> View:
    """Build the page."""
    found, often = missing(visit), int(visit.framework.policy_number("misses-to-decision"))
    rows, which = part(found, visit.query)
    return View(summary(found), tuple(shown(each, visit) for each in rows), which, often, visit.workspace.is_measured)


def summary(found: Sequence[Missed]) -> str:
    """Say how many KPIs missed their target again and again, and what they ask for."""
    if not found:
        return say("No KPI missed its target again and again")
    count = Counter(each.said for each in found)
    asks = several(say("{n} × {said}", n=count[each], said=WORDS[each]) for each in SAID if count[each])
    return say_count(
        "{n} KPI missed its target again and again: {asks}",
        "{n} KPIs missed their targets again and again: {asks}",
        len(found),
        asks=asks,
    )


def act(visit: Visit) -> str:
    """Propose the target that the process reaches; raises Refused."""
    found = next((each for each in missing(visit) if each.kpi == visit.form.get("kpi")), None)
    if found is None or not found.drafted:
        raise Refused(say("no other target is proposed for this KPI any more"), say("look at the page again"))
    kpi = visit.framework.kpi[found.kpi]
    title = say("Target of {kpi}: {target}", kpi=kpi.title, target=proposed(found, visit.framework))
    text = say("{stands}; {why}", stands=stands(found, visit.framework), why=found.why)
    with visit.writing() as desk:
        made = propose_edits(desk, [Amendment(kpi.ref, "target", found.drafted)], title=str(title)[:200], text=str(text))
    return f"/proposal/{made.id}"


PAGE = Page("/missed", say("Missed targets"), build, act=act)
