"""Leads: which KPIs warn early, by how long and how surely, what that is worth, and what they say now (MON-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vitalfew.base.said import say, say_count
from vitalfew.insight.heading import Told
from vitalfew.web.page import Page
from vitalfew.web.pages._insight import told
from vitalfew.web.pages._leading import Leading, shown
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

MOST = 20
"""How many drawings of a kind are shown at once."""


@dataclass(frozen=True, slots=True)
class View:
    """The page: what stopped leading, what warns now, what else leads, what gives no warning, and what cannot be told yet.

    `kpi` is the name of the KPI that alone is looked at, empty for all.
    """

    subtitle: str
    kpi: str
    stopped: tuple[Leading, ...]
    warning: tuple[Leading, ...]
    leading: tuple[Leading, ...]
    leading_part: Part
    others: tuple[Leading, ...]
    others_part: Part
    unknown: tuple[Leading, ...]
    unknown_part: Part
    is_measured: bool
    is_declared: bool


def build(visit: Visit) -> View:
    """Build the page."""
    framework, wanted = visit.framework, visit.query.get("kpi", "")
    kpi = framework.kpi.get(wanted)
    found = [each for each in told(visit) if kpi is None or kpi.id in {each.lead.kpi, each.lead.drives}]
    leads = [each for each in found if each.lead.said == "leads"]
    warns = [each for each in leads if each.warns]
    idle = [each for each in found if each.lead.said in {"coincides", "lags", "not-shown"}]
    leading, leading_part = part([each for each in leads if not each.warns], visit.query, "leading", most=MOST)
    others, others_part = part(idle, visit.query, "others", most=MOST)
    unknown, unknown_part = part([each for each in found if each.lead.said == "not-enough"], visit.query, "unknown")

    def words(some: Sequence[Told]) -> tuple[Leading, ...]:
        return tuple(shown(each, visit) for each in some)

    return View(
        summary(found, len(warns)),
        kpi.title if kpi else "",
        words([each for each in found if each.lead.said == "stopped"]),
        words(warns),
        words(leading),
        leading_part,
        words(others),
        others_part,
        words(unknown),
        unknown_part,
        visit.workspace.is_measured,
        any(each.timing == "leading" and each.drives for each in framework.current_kpis),
    )


def summary(found: Sequence[Told], warns: int) -> str:
    """Say how many declared leads are seen, and how many warn now."""
    leads = sum(each.lead.said == "leads" for each in found)
    if not found:
        return say("Which KPIs warn early, by how long, and what they say now")
    shown_ = say_count(
        "{n} of {all} declared leads is seen in the data",
        "{n} of {all} declared leads are seen in the data",
        leads,
        all=len(found),
    )
    told_ = say_count("{n} warns now", "{n} warn now", warns)
    return say("{leads}; {warns}", leads=shown_, warns=told_)


PAGE = Page("/leads", say("Leads"), build)
